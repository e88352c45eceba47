//! Requests that the document does not allow.

use bytes::Bytes;
use http::{Response, StatusCode, header::CONTENT_TYPE};
use serde_json::json;

use crate::schemas::Problem;

/// Why a request is refused.
#[derive(Clone, Debug)]
pub(crate) struct Refusal {
    status: StatusCode,
    problems: Vec<Problem>,
}

impl Refusal {
    pub(crate) fn new(status: StatusCode, message: impl Into<String>) -> Self {
        Self { status, problems: vec![Problem { pointer: String::new(), message: message.into() }] }
    }

    /// A request with these problems; `None` if there are none.
    pub(crate) fn of(problems: Vec<Problem>) -> Option<Self> {
        (!problems.is_empty()).then_some(Self { status: StatusCode::BAD_REQUEST, problems })
    }

    /// A problem document (RFC 9457).
    pub(crate) fn into_response(self) -> Response<Bytes> {
        let text = |it: &Problem| match it.pointer.as_str() {
            "" => it.message.clone(),
            pointer => format!("{pointer}: {}", it.message),
        };
        let detail: Vec<String> = self.problems.iter().map(text).collect();
        let error = |it: &Problem| json!({ "pointer": it.pointer, "detail": it.message });
        let body = json!({
            "title": "the document does not allow this request",
            "status": self.status.as_u16(),
            "detail": detail.join("; "),
            "errors": self.problems.iter().map(error).collect::<Vec<_>>(),
        });
        response(self.status, "application/problem+json", body.to_string().into())
    }
}

/// A response with a body.
pub(crate) fn response(status: StatusCode, media_type: &str, body: Bytes) -> Response<Bytes> {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    // A media type that is no header value comes from a document with mistakes.
    if let Ok(value) = media_type.parse() {
        response.headers_mut().insert(CONTENT_TYPE, value);
    }
    response
}
