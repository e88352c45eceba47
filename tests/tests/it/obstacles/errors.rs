//! Documented error responses.

use obstacles::{
    ApiError, Error, ErrorKind,
    types::{Missing, PourBody, PourError, Problem},
};
use serde_json::{Value, json};
use wiremock::ResponseTemplate;

use super::{client, new_ladle, server};

#[tokio::test]
async fn an_error_is_read_as_its_documented_type() {
    let problem = json!({"title": "Too hot", "fields": {"content": ["cool it"]}, "hint": 1});
    let server = server(ResponseTemplate::new(422).set_body_json(problem)).await;
    let error = client(&server).ladles().create(new_ladle()).await.expect_err("an error");
    assert_eq!(error.kind(), ErrorKind::UnprocessableEntity);
    let Error::Api(error) = error else { panic!("{error:?}") };
    let problem: Problem = error.decode().expect("a problem");
    assert_eq!(problem.title, "Too hot");
    assert_eq!(problem.fields.expect("fields")["content"], ["cool it"]);
    assert_eq!(problem.extra.get("hint"), Some("1"));
}

/// The error of a call with this response.
async fn refused(status: u16, body: Value) -> ApiError {
    let server = server(ResponseTemplate::new(status).set_body_json(body)).await;
    let error = client(&server).ladles().pours().create("l1", PourBody::new("m")).await;
    match error.expect_err("an error") {
        Error::Api(error) => *error,
        error => panic!("{error:?}"),
    }
}

#[tokio::test]
async fn an_error_is_read_by_its_status() {
    let error = refused(404, json!({"id": "l1"})).await;
    let Ok(PourError::Missing(Missing { id, .. })) = error.decode() else { panic!("{error:?}") };
    assert_eq!(id, "l1");
    for status in [409, 422] {
        let error = refused(status, json!({"title": "Not now"})).await;
        let Ok(PourError::Problem(problem)) = error.decode() else { panic!("{error:?}") };
        assert_eq!(problem.title, "Not now");
    }
    let error = refused(503, json!(["a", "b"])).await;
    let Ok(PourError::ServerError(words)) = error.decode() else { panic!("{error:?}") };
    assert_eq!(words, ["a", "b"]);
}

#[tokio::test]
async fn an_error_that_is_not_documented_is_still_an_error() {
    let error = refused(418, json!({"title": "A teapot"})).await;
    assert!(error.decode::<PourError>().is_err());
    assert_eq!((error.message.as_str(), error.status.as_u16()), ("A teapot", 418));
    let error = refused(404, json!({"title": "Not as described"})).await;
    let reason = error.decode::<PourError>().expect_err("no ladle");
    assert_eq!(reason.to_string(), "missing property `id` at the top level");
}
