//! Positions that have no type and hold any JSON, although the document says more of them.

use openapiv3::{AnySchema, SchemaData};

use super::view;
use crate::{
    diagnostics::{Code, Diagnostic, Diagnostics},
    pointer::Pointer,
};

/// Reports a position that has no type.
pub(super) fn untyped(at: &Pointer, message: &str, help: &str, diagnostics: &mut Diagnostics) {
    diagnostics.push(Diagnostic::warning(Code::Untyped, at, message).help(help));
}

/// Reports a schema without a type that does not mean any JSON.
pub(super) fn note(
    any: &AnySchema,
    data: &SchemaData,
    at: &Pointer,
    diagnostics: &mut Diagnostics,
) {
    let Some(keyword) = keyword(any, data) else { return };
    let message = format!("no type says what {keyword} does, so it holds any JSON");
    untyped(at, &message, "add the `type` that all values have", diagnostics);
}

/// The keyword that says something of the values.
fn keyword(any: &AnySchema, data: &SchemaData) -> Option<&'static str> {
    let has = |keyword: &str| data.extensions.contains_key(keyword);
    match &any.not {
        Some(not) if !view::is_anything(not) => Some("`not`"),
        _ if !any.enumeration.is_empty() => Some("`enum` or `const`"),
        _ if has("if") => Some("`if`"),
        _ if has("dependentSchemas") => Some("`dependentSchemas`"),
        _ => None,
    }
}
