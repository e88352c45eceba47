//! Successes of several types: one variant for each status.

use crate::model::{AnswerVariant, Returns, Status};

/// The variant for a status, as the document names it: `202`, `2XX` or `default`.
pub(super) fn variant(key: &str, returns: Returns) -> AnswerVariant {
    let status = match (key.parse(), key.get(..1).and_then(|it| it.parse().ok())) {
        (Ok(code), _) => Status::Code(code),
        (Err(_), Some(range)) => Status::Range(range),
        (Err(_), None) => Status::Any,
    };
    AnswerVariant { name: name(&status), returns, status }
}

/// The reason phrase of a status (RFC 9110 §15.3), or its number.
fn name(status: &Status) -> String {
    match status {
        Status::Code(200) => "Ok".to_owned(),
        Status::Code(201) => "Created".to_owned(),
        Status::Code(202) => "Accepted".to_owned(),
        Status::Code(203) => "NonAuthoritative".to_owned(),
        Status::Code(204) => "NoContent".to_owned(),
        Status::Code(205) => "ResetContent".to_owned(),
        Status::Code(206) => "PartialContent".to_owned(),
        Status::Code(code) => format!("Status{code}"),
        Status::Range(_) | Status::Any => "Other".to_owned(),
    }
}
