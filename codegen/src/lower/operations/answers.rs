//! Enums of success responses: one variant for each status.

use super::status;
use crate::model::{AnswerVariant, Returns};

/// The variant for a status, written as in the document: `202`, `2XX` or `default`.
pub(super) fn variant(key: &str, returns: Returns) -> AnswerVariant {
    let status = status::of(key);
    AnswerVariant { name: status::name(&status), returns, status }
}
