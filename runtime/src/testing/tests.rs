use super::*;
use crate::{
    ErrorKind, Request,
    fixture::{Ladle, client, list, retrieve},
};

#[tokio::test]
async fn a_request_is_a_matcher() {
    let fake = FakeTransport::new();
    let client = client(&fake);
    let other = Request::<Ladle>::new(&client, &crate::fixture::RETRIEVE).path("ladle_id", "l/2");
    fake.on(retrieve(&client), json(r#"{"id": "l_1"}"#));
    fake.on(other.clone(), json(r#"{"id": "l/2"}"#));
    assert_eq!(retrieve(&client).query("q", "1").await.unwrap().id, "l_1");
    assert_eq!(other.clone().await.unwrap().id, "l/2");
    fake.assert_sent(retrieve(&client), 1);
    fake.assert_sent(retrieve(&client).query("q", "2"), 0);
    fake.assert_sent(other, 1);
    fake.assert_sent("ladles.retrieve", 2);
}

#[tokio::test]
async fn an_operation_can_be_narrowed_down() {
    let empty = json(r#"{"data": []}"#);
    let fake = FakeTransport::new()
        .on(operation("ladles.list").query("limit", "2"), status(400))
        .on(operation("ladles.retrieve").path("ladle_id", "l_1"), status(404))
        .on(operation("ladles.list"), empty);
    let client = client(&fake);
    let error = list(&client).param("limit", 2).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::BadRequest);
    list(&client).await.unwrap();
    assert_eq!(retrieve(&client).await.unwrap_err().kind(), ErrorKind::NotFound);
    let [sent] = &fake.requests_of(operation("ladles.list").query("limit", "2"))[..] else {
        panic!("{fake:?}")
    };
    assert_eq!((sent.query("limit").as_deref(), sent.query("after")), (Some("2"), None));
    assert_eq!((sent.path("ladle_id"), sent.operation), (None, "ladles.list"));
}

#[tokio::test]
async fn path_parameters_may_be_in_any_segment() {
    static RENAME: crate::Operation =
        crate::Operation::post("ladles.rename", "/plants/{plant}/ladles/{ladle_id}:rename");
    let fake = FakeTransport::new().on("ladles.rename", status(200));
    let request = Request::<()>::new(&client(&fake), &RENAME).path("plant", "Łódź/1");
    request.path("ladle_id", "l:1").await.unwrap();
    let sent = &fake.requests()[0];
    assert_eq!(sent.path("plant").as_deref(), Some("Łódź/1"));
    assert_eq!(sent.path("ladle_id").as_deref(), Some("l:1"));
}

#[tokio::test]
async fn a_request_without_a_reply_is_a_connection_error() {
    let fake = FakeTransport::new();
    let error = retrieve(&client(&fake)).max_retries(0).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connection);
    let cause = std::error::Error::source(&error).unwrap().to_string();
    assert_eq!(cause, "no reply for ladles.retrieve");
}

#[tokio::test]
#[should_panic(expected = "expected 2 requests, found 1")]
async fn assert_sent_panics_on_another_count() {
    let fake = FakeTransport::new().on("ladles.retrieve", json(r#"{"id": "l_1"}"#));
    retrieve(&client(&fake)).await.unwrap();
    fake.assert_sent("ladles.retrieve", 2);
}
