//! What only a server sends, and what only a client does.

use obstacles::{
    runtime::Patch,
    types::{MouldCore, MouldCoreWrite, MouldForm, MouldWrite, SandWrite, WaxWrite},
};
use serde_json::{Value, json};
use wiremock::ResponseTemplate;

use super::{client, sent, server, text};

#[tokio::test]
async fn a_type_that_goes_both_ways_has_a_twin_that_is_sent() {
    let answer = json!({
        "id": 7, "stamp": {"at": 1}, "core": {"kind": "Sand", "dug_at": 2}, "key": "leaked",
        "halves": [{"id": 8}],
    });
    let server = server(ResponseTemplate::new(201).set_body_json(answer)).await;
    let half = MouldWrite {
        core: Some(Box::new(MouldCoreWrite::Sand(SandWrite::new("Sand")))),
        ..MouldWrite::default()
    };
    let body = MouldWrite {
        key: Some("secret".to_owned()),
        shape: Patch::Null,
        halves: Some(vec![half]),
        core: Some(Box::new(MouldCoreWrite::Wax(Box::new(WaxWrite::new("Wax"))))),
    };

    let mould = client(&server).moulds().create(&body).await.expect("a mould");

    let known = json!({
        "key": "secret", "shape": null, "halves": [{"core": {"kind": "Sand"}}],
        "core": {"kind": "Wax"},
    });
    assert_eq!(sent(&server).await.body_json::<Value>().expect("JSON"), known);
    assert_eq!((mould.id, mould.stamp.map(|it| it.at.seconds())), (7, Some(1)));
    assert!(matches!(mould.core.as_deref(), Some(MouldCore::Sand(sand)) if sand.dug_at == 2));
    // What a server should not have sent is kept, as anything that is not known.
    assert_eq!(mould.extra.get("key"), Some("\"leaked\""));
}

#[tokio::test]
async fn a_form_lacks_what_only_a_server_sends() {
    let server = server(ResponseTemplate::new(201).set_body_json(json!({"id": 7}))).await;
    let body = MouldForm { key: Some("secret".to_owned()), ..MouldForm::default() };
    client(&server).moulds().create_multipart(body).await.expect("a mould");
    let request = sent(&server).await;
    assert!(text(&request).contains("name=\"key\"") && !text(&request).contains("\"id\""));
}
