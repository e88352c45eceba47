//! Request and response bodies.

use obstacles::{
    Json, Maybe, RawJson,
    runtime::{Part, bytes},
    types::{
        CreateTokenBody, CreateTokenBodyGrant, FindLadleAnswer, LadleChange, NewLadleLining,
        NewLadleMarksItem, NotePartText, Plan, PlanRepeat, PlanWait, Point, PointArgs, State,
        UploadFileBody, UploadFileBodyPurpose, UploadFileBodyScansItem,
    },
};
use serde_json::{Value, json};
use wiremock::ResponseTemplate;

use super::{client, ladle, new_ladle, sent, server, text};

#[tokio::test]
async fn a_json_body_may_contain_all_kinds_of_unions() {
    let server = server(ResponseTemplate::new(201).set_body_json(ladle("l1"))).await;
    let wait = Plan::from(PlanWait::new(5));
    let body = new_ladle()
        .lining(NewLadleLining::Graphite)
        .limit("brim")
        .note([NotePartText::new("hot").into()])
        .plan(PlanRepeat::new(wait))
        .stamp(b"\x00\xff".to_vec())
        .spout((0.5, None, Point::new(PointArgs { x: 1, y: 2 })))
        .marks(["a".into(), NewLadleMarksItem::from(3)]);

    let made = client(&server).ladles().create(&body).await.expect("a ladle");

    assert_eq!((made.id.as_str(), made.state), ("l1", State::Full));
    let request = sent(&server).await;
    assert_eq!(request.headers["content-type"], "application/json");
    assert_eq!(
        request.body_json::<Value>().expect("JSON"),
        json!({
            "name": "Big", "owner": null, "content": {"kind": "steel", "carbon": 0.5},
            "lining": "graphite", "limit": "brim", "note": [{"text": "hot"}],
            "plan": {"step": "repeat", "plan": {"step": "wait", "minutes": 5}}, "stamp": "AP8=",
            "spout": [0.5, null, {"x": 1, "y": 2}], "marks": ["a", 3],
        }),
    );
}

#[tokio::test]
async fn null_and_absent_are_different_in_requests() {
    let server = server(ResponseTemplate::new(200).set_body_json(ladle("l1"))).await;
    let change = LadleChange::new().maybe(None::<&str>, LadleChange::name).clear_name();
    client(&server).ladles().update("l1", &change).await.expect("a ladle");
    let request = sent(&server).await;
    assert_eq!(request.headers["content-type"], "application/merge-patch+json");
    assert_eq!(text(&request), r#"{"name":null}"#);
}

#[tokio::test]
async fn a_body_goes_by_value_too() {
    let server = server(ResponseTemplate::new(200).set_body_json(ladle("l1"))).await;
    client(&server).ladles().update("l1", LadleChange::default()).await.expect("a ladle");
    assert_eq!(text(&sent(&server).await), "{}");
}

#[tokio::test]
async fn a_multipart_form_is_sent_as_described() {
    let answer = json!({"id": "f1", "size": 3, "digest": "AAE="});
    let server = server(ResponseTemplate::new(200).set_body_json(answer)).await;
    let file = Part::new(b"\x89PN".to_vec()).file_name("mould.png").content_type("image/png");
    let scan = Part::from("scan").file_name("s.txt");
    let mut body = UploadFileBody::new(file, UploadFileBodyPurpose::Drawing)
        .previews([Part::from("one"), Part::from("two")])
        .labels(["a", "b"])
        .origin(Point::new(PointArgs { x: 1, y: 2 }))
        .digest(b"\x00\x01".to_vec())
        .table("a,b")
        .scans([
            UploadFileBodyScansItem::File(scan),
            UploadFileBodyScansItem::Point(Point::new(PointArgs { x: 3, y: 4 })),
        ]);
    body.extra.insert("shift", &3);

    let file = client(&server).files().create(body).await.expect("a file");

    assert_eq!(file.digest.as_deref(), Some(&[0, 1][..]));
    let request = sent(&server).await;
    let media_type = request.headers["content-type"].to_str().expect("text");
    let boundary = media_type.strip_prefix("multipart/form-data; boundary=").expect("a form");
    let parts = parts(&request.body, boundary);
    let shown: Vec<(&str, &str)> = parts.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    assert_eq!(
        shown,
        [
            ("name=\"file\"; filename=\"mould.png\" image/png", "\u{fffd}PN"),
            ("name=\"purpose\" ", "drawing"),
            ("name=\"previews\"; filename=\"previews\" application/octet-stream", "one"),
            ("name=\"previews\"; filename=\"previews\" application/octet-stream", "two"),
            ("name=\"labels\" ", "a"),
            ("name=\"labels\" ", "b"),
            ("name=\"origin\" application/json", r#"{"x":1,"y":2}"#),
            ("name=\"digest\" ", "AAE="),
            ("name=\"table\" text/csv", "a,b"),
            ("name=\"scans\"; filename=\"s.txt\" text/plain", "scan"),
            ("name=\"scans\" application/json", r#"{"x":3,"y":4}"#),
            ("name=\"shift\" ", "3"),
        ],
    );
}

/// The name, media type and content of each part (RFC 2046 §5.1.1).
fn parts(body: &[u8], boundary: &str) -> Vec<(String, String)> {
    let body = String::from_utf8_lossy(body);
    let ended = body.strip_suffix(&format!("--{boundary}--\r\n")).expect("the last boundary");
    let line = format!("--{boundary}\r\n");
    let parts = ended.split(&line).skip(1);
    let split = parts.map(|part| {
        let (head, content) = part.split_once("\r\n\r\n").expect("a head and a body");
        let header = |name: &str| {
            let found = head.lines().find(|it| it.to_lowercase().starts_with(name));
            found.map_or("", |it| it[name.len()..].trim()).to_owned()
        };
        let disposition = header("content-disposition: form-data;");
        let content = content.strip_suffix("\r\n").expect("a line's end").to_owned();
        (format!("{disposition} {}", header("content-type:")), content)
    });
    split.collect()
}

#[tokio::test]
async fn a_url_encoded_form_is_encoded() {
    let server = server(ResponseTemplate::new(200).set_body_string("tk_1")).await;
    let body = CreateTokenBody::new(CreateTokenBodyGrant::Password)
        .scopes(["read me", "a&b"])
        .device(Point::new(PointArgs { x: 3, y: -4 }))
        .hints(["x", "y"]);
    let token = client(&server).tokens().create(&body).await.expect("a token");
    assert_eq!(&*token, "tk_1");
    let request = sent(&server).await;
    assert_eq!(request.headers["content-type"], "application/x-www-form-urlencoded");
    assert!(!request.headers.contains_key("authorization"), "this operation takes no credential");
    let pairs: Vec<(String, String)> =
        url::form_urlencoded::parse(&request.body).into_owned().collect();
    let wanted = [
        ("grant", "password"),
        ("scopes", "read me"),
        ("scopes", "a&b"),
        ("device[x]", "3"),
        ("device[y]", "-4"),
        ("hints", "x y"),
    ];
    assert_eq!(pairs, wanted.map(|(name, value)| (name.to_owned(), value.to_owned())));
}

#[tokio::test]
async fn bytes_and_text_are_sent_unchanged() {
    let done = server(ResponseTemplate::new(204)).await;
    let client = client(&done);
    client.files().replace_content("f1", vec![0, 159, 146]).await.expect("done");
    let request = sent(&done).await;
    assert_eq!(request.headers["content-type"], "application/octet-stream");
    assert_eq!(request.body, [0, 159, 146]);
}

#[tokio::test]
async fn the_lowest_success_is_the_answer() {
    let full = server(ResponseTemplate::new(200).set_body_json(ladle("l1"))).await;
    let find = client(&full).ladles().retrieve("l1");
    assert_eq!(find.clone().await.expect("a ladle").id, "l1");
    let found = find.returning::<FindLadleAnswer>().await;
    assert!(matches!(found, Ok(FindLadleAnswer::Ok(ladle)) if ladle.id == "l1"));

    let empty = server(ResponseTemplate::new(204)).await;
    let find = client(&empty).ladles().retrieve("l1");
    let error = find.clone().await.expect_err("no ladle");
    assert_eq!(error.status().map(|it| it.as_u16()), Some(204));
    let found = find.returning::<FindLadleAnswer>().await;
    assert!(matches!(found, Ok(FindLadleAnswer::NoContent(()))));
    client(&empty).ladles().delete("l1").await.expect("done");
}

#[tokio::test]
async fn an_answer_can_be_read_as_anything() {
    #[derive(serde::Deserialize)]
    struct Id {
        id: String,
    }
    let full = server(ResponseTemplate::new(200).set_body_json(ladle("l1"))).await;
    let find = client(&full).ladles().retrieve("l1");
    let own = find.clone().returning::<Json<Id>>().await.expect("a ladle");
    assert_eq!(own.id, "l1");
    let raw = find.clone().returning::<RawJson>().await.expect("JSON");
    assert_eq!(serde_json::from_str::<Value>(raw.as_str()).expect("JSON"), ladle("l1"));
    let bytes = find.clone().returning::<bytes::Bytes>().await.expect("bytes");
    assert_eq!(bytes.len(), raw.as_str().len());
    let response = find.returning::<Json<Id>>().with_response().await.expect("a ladle");
    assert_eq!((response.status().as_u16(), &*response.value().id), (200, "l1"));
}
