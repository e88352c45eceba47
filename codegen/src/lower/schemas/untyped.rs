//! Positions without a type: they are typed as any JSON, although the document describes them.

use super::view::{self, Node};
use crate::{
    diagnostics::{Code, Diagnostic},
    openapi,
    pointer::Pointer,
};

/// The diagnostic for a position without a type.
pub(super) fn untyped(at: &Pointer, message: &str, help: &str) -> Diagnostic {
    Diagnostic::warning(Code::Untyped, at, message).help(help)
}

/// The diagnostic for a schema without `type` that does not mean any JSON; `None` if it does.
pub(super) fn without_type(node: Node<'_>) -> Option<Diagnostic> {
    let keyword = keyword(node)?;
    let message =
        format!("a schema with {keyword} and no `type`; the position is typed as any JSON");
    Some(untyped(node.at, &message, "add a `type`"))
}

/// The keyword that constrains the values.
fn keyword(node: Node<'_>) -> Option<&'static str> {
    match &node.any.not {
        Some(not) if !view::is_anything(not) => Some("`not`"),
        _ if !node.any.enumeration.is_empty() => Some("`enum` or `const`"),
        _ => openapi::conditional_keyword(node.data),
    }
}
