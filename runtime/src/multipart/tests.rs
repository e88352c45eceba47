use super::*;
use crate::{
    ErrorKind, Operation, Request,
    fixture::{Ladle, client},
    multipart,
    testing::{FakeTransport, json},
};

static UPLOAD: Operation = Operation::post("ladles.upload", "/ladles");

struct Upload {
    file: Part,
    masks: Vec<Part>,
    none: Option<Part>,
    purpose: String,
    tags: Vec<String>,
    limit: Option<i64>,
    options: Ladle,
    note: String,
}

multipart! {
    Upload {
        file as file, masks = "mask[]" as file, none as file, purpose, tags = "tags[]", limit,
        options: "application/vnd.ladle+json", note: "text/markdown",
    }
}

fn upload() -> Upload {
    Upload {
        file: Part::new(b"\0\xff".to_vec()),
        masks: vec![Part::from("m").file_name("a\"b\r\nX: 1.png\\").content_type("image/png")],
        none: None,
        purpose: "user_data".into(),
        tags: vec!["x".into(), "y".into()],
        limit: Some(5),
        options: Ladle { id: "l".into() },
        note: "# \"n\"".into(),
    }
}

/// The body of the only request. Its boundary is `B`.
fn sent_body(fake: &FakeTransport) -> String {
    let [sent] = &fake.requests()[..] else { panic!() };
    let content_type = sent.headers["content-type"].to_str().unwrap();
    let boundary = content_type.strip_prefix("multipart/form-data; boundary=").unwrap();
    String::from_utf8_lossy(&sent.body).replace(boundary, "B")
}

fn part(head: &str, body: &str) -> String {
    format!("--B\r\nContent-Disposition: form-data; {head}\r\n\r\n{body}\r\n")
}

#[tokio::test]
async fn parts_are_written_one_after_the_other() {
    let fake = FakeTransport::new().on("ladles.upload", json(r#"{"id": "l_1"}"#));
    let request = Request::<Ladle>::new(&client(&fake), &UPLOAD).multipart(&upload());
    request.await.unwrap();
    let body = sent_body(&fake);
    let parts = [
        part(
            "name=\"file\"; filename=\"file\"\r\nContent-Type: application/octet-stream",
            "\0\u{fffd}",
        ),
        part(
            "name=\"mask[]\"; filename=\"a%22b%0D%0AX: 1.png\\\\\"\r\nContent-Type: image/png",
            "m",
        ),
        part("name=\"purpose\"", "user_data"),
        part("name=\"tags[]\"", "x"),
        part("name=\"tags[]\"", "y"),
        part("name=\"limit\"", "5"),
        part("name=\"options\"\r\nContent-Type: application/vnd.ladle+json", r#"{"id":"l"}"#),
        part("name=\"note\"\r\nContent-Type: text/markdown", "# \"n\""),
    ];
    assert_eq!(body, format!("{}--B--\r\n", parts.concat()));
}

#[tokio::test]
async fn objects_may_be_parts_with_brackets() {
    struct Batch {
        file: Part,
        expiry: RawJson,
        tags: Vec<String>,
        extra: Extra,
    }

    multipart! { Batch in brackets { file as file, expiry, tags = "tags[]", ..extra } }

    let mut extra = Extra::new();
    extra.insert("more", &vec!["z".to_owned()]);
    let batch = Batch {
        file: Part::from("x").file_name("x.CSV"),
        expiry: from_slice(br#"{"days":{"at":[1,null]},"none":null,"anchor":"now"}"#).unwrap(),
        tags: vec!["a".into()],
        extra,
    };
    let fake = FakeTransport::new().on("ladles.upload", json(r#"{"id": "l_1"}"#));
    Request::<Ladle>::new(&client(&fake), &UPLOAD).multipart(&batch).await.unwrap();
    let parts = [
        part("name=\"file\"; filename=\"x.CSV\"\r\nContent-Type: text/csv", "x"),
        part("name=\"expiry[anchor]\"", "now"),
        part("name=\"expiry[days][at][]\"", "1"),
        part("name=\"tags[]\"", "a"),
        part("name=\"more[]\"", "z"),
    ];
    assert_eq!(sent_body(&fake), format!("{}--B--\r\n", parts.concat()));
}

#[tokio::test]
async fn a_type_that_is_no_header_sends_nothing() {
    let fake = FakeTransport::new().on("ladles.upload", json(r#"{"id": "l_1"}"#));
    let mut body = upload();
    body.file = Part::from("x").content_type("text/plain\r\nX-Injected: 1");
    let request = Request::<Ladle>::new(&client(&fake), &UPLOAD).multipart(&body);
    assert_eq!(request.await.unwrap_err().kind(), ErrorKind::InvalidRequest);
    assert!(fake.requests().is_empty());
}
