use std::collections::BTreeMap;

use crate::{
    ErrorKind, Operation, Request, Style,
    fixture::{Ladle, client},
    testing::{FakeTransport, Sent, json, status},
};

static CREATE: Operation = Operation::post("ladles.create", "/ladles/{ids}/x");

fn fake() -> FakeTransport {
    FakeTransport::new().on("ladles.create", json(r#"{"id": "l_1"}"#))
}

fn request(fake: &FakeTransport) -> Request<Ladle> {
    Request::new(&client(fake), &CREATE).path_as(Style::SIMPLE, "ids", &[1, 2][..])
}

async fn sent(change: impl FnOnce(Request<Ladle>) -> Request<Ladle>) -> Sent {
    let fake = fake();
    change(request(&fake)).await.unwrap();
    fake.requests().remove(0)
}

fn content_type(sent: &Sent) -> &str {
    sent.headers["content-type"].to_str().unwrap()
}

#[tokio::test]
async fn a_body_is_sent_with_its_type() {
    let ladle = Ladle { id: "l".into() };
    let json = sent(|request| request.json(&ladle)).await;
    assert_eq!((content_type(&json), &json.body[..]), ("application/json", &br#"{"id":"l"}"#[..]));
    let form = sent(|request| request.form(&ladle)).await;
    assert_eq!(content_type(&form), "application/x-www-form-urlencoded");
    assert_eq!(form.body, "id=l");
    let text = sent(|request| request.text("é")).await;
    assert_eq!((content_type(&text), &*text.body), ("text/plain; charset=utf-8", "é".as_bytes()));
    let own = sent(|request| request.text("x").header("Content-Type", "text/csv")).await;
    assert_eq!(content_type(&own), "text/csv");
}

#[tokio::test]
async fn no_body_has_no_type() {
    let sent = sent(|request| request.json(&None::<Ladle>).form(&None::<Ladle>)).await;
    assert!(sent.body.is_empty() && !sent.headers.contains_key("content-type"));
}

#[tokio::test]
async fn every_attempt_sends_the_body() {
    let fake = FakeTransport::new()
        .on("ladles.create", status(429))
        .on("ladles.create", json(r#"{"id": "l_1"}"#));
    request(&fake).text("again").await.unwrap();
    assert!(fake.requests().iter().all(|sent| sent.body == "again"));
    assert_eq!(fake.requests().len(), 2);
}

#[tokio::test]
async fn parameters_get_to_their_places() {
    let sent = sent(|request| {
        let request = request.params("tag", &["a", "b c"][..]).params("none", &None::<Vec<i64>>);
        let request = request.param_as(Style::JSON, "q", &vec![1]).header("cookie", "z=0");
        let request = request.cookie("session", "a;b").cookie_as(Style::FORM, "n", &[1, 2][..]);
        request.header_as(Style::SIMPLE, "X-Ids", &[1, 2][..]).param("limit", 5)
    })
    .await;
    assert_eq!(
        sent.uri,
        "https://api.example.com/v1/ladles/1,2/x?tag=a&tag=b%20c&q=%5B1%5D&limit=5"
    );
    assert_eq!(sent.headers["cookie"], "z=0; session=a%3Bb; n=1,2");
    assert!(sent.headers["cookie"].is_sensitive());
    assert_eq!(sent.headers["x-ids"], "1,2");
}

#[tokio::test]
async fn a_parameter_is_replaced_whole() {
    let object = |key: &str| BTreeMap::from([(key.to_owned(), 1)]);
    let sent = sent(|request| {
        let request = request.param_as(Style::DEEP, "f", &object("a"));
        request.param_as(Style::DEEP, "f", &object("b")).cookie("c", "1").cookie("c", "2")
    })
    .await;
    assert_eq!(sent.uri.query(), Some("f%5Bb%5D=1"));
    assert_eq!(sent.headers["cookie"], "c=2");
}

#[tokio::test]
async fn what_cannot_be_said_is_not_sent() {
    let fake = fake();
    let client = client(&fake);
    let nested = vec![vec![1]];
    for request in [
        request(&fake).params("a", &nested),
        request(&fake).form("text"),
        request(&fake).body("a\nb", "x"),
        Request::new(&client, &CREATE),
        Request::new(&client, &CREATE).path_as(Style::SIMPLE, "ids", &Vec::<i64>::new()),
        Request::new(&client, &CREATE).path_as(Style::SIMPLE, "ids", ""),
        Request::new(&client, &CREATE).path_as(Style::SIMPLE, "ids", ".."),
        Request::new(&client, &CREATE).path_as(Style::LABEL, "ids", "."),
    ] {
        assert_eq!(request.await.unwrap_err().kind(), ErrorKind::InvalidRequest);
    }
    assert!(fake.requests().is_empty());
}
