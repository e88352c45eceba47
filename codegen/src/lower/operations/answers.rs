//! Successes of several types: one variant for each status.

use super::status;
use crate::model::{AnswerVariant, Returns};

/// The variant for a status, as the document names it: `202`, `2XX` or `default`.
pub(super) fn variant(key: &str, returns: Returns) -> AnswerVariant {
    let status = status::of(key);
    AnswerVariant { name: status::name(&status), returns, status }
}
