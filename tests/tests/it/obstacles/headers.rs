//! Response headers.

use obstacles::{
    Error,
    types::{CreateMouldHeaders, CreateMouldResponseXWear, MouldWrite},
};
use serde_json::json;
use wiremock::ResponseTemplate;

use super::{client, server};

#[tokio::test]
async fn headers_are_read_as_their_documented_types() {
    let answer = ResponseTemplate::new(201)
        .append_header("LOCATION", "/moulds/7")
        .append_header("X-Left", "12")
        .append_header("X-Wear", "unheard of")
        .append_header("X-Marks", "a, b")
        .append_header("X-Marks", "c");
    let server = server(answer.set_body_json(json!({"id": 7}))).await;
    let request = client(&server).moulds().create(MouldWrite::default());

    let response = request.with_response().await.expect("a mould");

    let headers = CreateMouldHeaders::from(response.headers());
    assert_eq!(headers.location.as_deref(), Some("/moulds/7"));
    assert_eq!(headers.x_left, Some(12));
    assert_eq!(headers.x_wear, Some(CreateMouldResponseXWear::Unknown("unheard of".to_owned())));
    assert_eq!(headers.x_marks.expect("marks"), ["a", "b", "c"]);
    assert_eq!(headers.x_new_sand, None);
    assert_eq!(response.value().id, 7);
}

#[tokio::test]
async fn valid_headers_of_an_error_are_read_too() {
    let answer = ResponseTemplate::new(429)
        .append_header("X-Left", "none at all")
        .append_header("X-New-Sand", "true");
    let server = server(answer).await;
    let error = client(&server).moulds().create(MouldWrite::default()).await;
    let Err(Error::Api(error)) = error else { panic!("{error:?}") };
    let headers = CreateMouldHeaders::from(&error.headers);
    assert_eq!((headers.x_left, headers.x_new_sand), (None, Some(true)));
    assert_eq!(error.headers["x-left"], "none at all");
}
