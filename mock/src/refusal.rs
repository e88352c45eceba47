//! Requests that the document does not allow.

use bytes::Bytes;
use http::{Response, StatusCode, header::CONTENT_TYPE};
use serde_json::json;

use crate::schemas::Problem;

/// The first problem of a refusal, without values of the request: an extension of the response, for logs.
#[derive(Clone, Debug)]
#[cfg_attr(not(feature = "serve"), expect(dead_code, reason = "only a server has a log"))]
pub(crate) struct Reason(pub(crate) String);

/// Why a request is refused.
#[derive(Clone, Debug)]
pub(crate) struct Refusal {
    status: StatusCode,
    problems: Vec<Problem>,
}

impl Refusal {
    pub(crate) fn new(status: StatusCode, message: impl Into<String>) -> Self {
        Self::because(status, Problem::new(message))
    }

    pub(crate) fn because(status: StatusCode, problem: Problem) -> Self {
        Self { status, problems: vec![problem] }
    }

    /// A request with these problems; `None` if there are none.
    pub(crate) fn of(problems: Vec<Problem>) -> Option<Self> {
        (!problems.is_empty()).then_some(Self { status: StatusCode::BAD_REQUEST, problems })
    }

    /// A problem document (RFC 9457).
    pub(crate) fn into_response(self) -> Response<Bytes> {
        let at = |pointer: &str, message: &str| match pointer {
            "" => message.to_owned(),
            pointer => format!("{pointer}: {message}"),
        };
        let text = |it: &Problem| at(&it.pointer, &it.message);
        let detail: Vec<String> = self.problems.iter().map(text).collect();
        let reason = self.problems.first().map(|it| Reason(at(&it.pointer, &it.masked)));
        let error = |it: &Problem| json!({ "pointer": it.pointer, "detail": it.message });
        let body = json!({
            "title": "the document does not allow this request",
            "status": self.status.as_u16(),
            "detail": detail.join("; "),
            "errors": self.problems.iter().map(error).collect::<Vec<_>>(),
        });
        let body = body.to_string().into();
        let mut response = response(self.status, "application/problem+json", body);
        if let Some(reason) = reason {
            response.extensions_mut().insert(reason);
        }
        response
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
