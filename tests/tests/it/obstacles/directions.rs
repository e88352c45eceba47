//! `readOnly` and `writeOnly` properties.

use obstacles::types::{MouldCore, MouldForm, MouldWrite, SandWrite, WaxWrite};
use serde_json::{Value, json};
use wiremock::ResponseTemplate;

use super::{client, sent, server, text};

#[tokio::test]
async fn a_type_for_both_directions_has_a_request_type() {
    let answer = json!({
        "id": 7, "stamp": {"at": 1}, "core": {"kind": "Sand", "dug_at": 2}, "key": "leaked",
        "halves": [{"id": 8}],
    });
    let server = server(ResponseTemplate::new(201).set_body_json(answer)).await;
    let half = MouldWrite::new().core(SandWrite::new("Sand"));
    let body =
        MouldWrite::new().key("secret").clear_shape().halves([half]).core(WaxWrite::new("Wax"));
    assert!(!format!("{body:?}").contains("secret"), "{body:?}");

    let mould = client(&server).moulds().create(&body).await.expect("a mould");

    let known = json!({
        "key": "secret", "shape": null, "halves": [{"core": {"kind": "Sand"}}],
        "core": {"kind": "Wax"},
    });
    assert_eq!(sent(&server).await.body_json::<Value>().expect("JSON"), known);
    assert_eq!((mould.id, mould.stamp.map(|it| it.at.seconds())), (7, Some(1)));
    assert!(matches!(&mould.core, Some(MouldCore::Sand(sand)) if sand.dug_at == 2));
    // A `writeOnly` property in a response is kept like an unknown one.
    assert_eq!(mould.extra.get("key"), Some("\"leaked\""));
}

#[tokio::test]
async fn a_form_omits_read_only_properties() {
    let server = server(ResponseTemplate::new(201).set_body_json(json!({"id": 7}))).await;
    let body = MouldForm::new().key("secret");
    client(&server).moulds().create_multipart(body).await.expect("a mould");
    let request = sent(&server).await;
    assert!(text(&request).contains("name=\"key\"") && !text(&request).contains("\"id\""));
}
