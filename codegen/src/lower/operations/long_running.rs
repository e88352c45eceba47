//! Operations whose response names the URL of their state.

use openapiv3::StatusCode;
use serde_json::Value;

use super::{found::resolve, node::OperationNode};
use crate::{lower::schemas::Schemas, model::FinalState};

const EXTENSION: &str = "x-ms-long-running-operation";
const OPTIONS: &str = "x-ms-long-running-operation-options";
/// Headers with the URL of a state.
const MONITORS: [&str; 2] = ["operation-location", "azure-asyncoperation"];

/// Where the result of an operation is when the operation is done; `None` if its response is the result.
pub(super) fn of(node: OperationNode<'_>, schemas: &mut Schemas<'_>) -> Option<FinalState> {
    let extensions = &node.operation.extensions;
    let is_stated = extensions.get(EXTENSION).and_then(Value::as_bool);
    let is_long = is_stated.unwrap_or_else(|| has_header(node, schemas));
    let options = extensions.get(OPTIONS).and_then(|it| it.get("final-state-via"));
    is_long.then(|| match options.and_then(Value::as_str) {
        Some("azure-async-operation" | "operation-location") => FinalState::Monitor,
        Some("location") => FinalState::Location,
        Some("original-uri") => FinalState::OriginalUri,
        _ => FinalState::Unstated,
    })
}

/// Whether a success response has a header with the URL of a state.
fn has_header(node: OperationNode<'_>, schemas: &mut Schemas<'_>) -> bool {
    let at = node.at.child("responses");
    node.operation.responses.responses.iter().any(|(status, response)| {
        let StatusCode::Code(code @ 200..=299) = status else { return false };
        let at = at.child(&status.to_string());
        let found = resolve(response, &at, schemas.cx.resolver, &mut Default::default());
        let is_url = |name: &String| {
            let name = name.to_ascii_lowercase();
            MONITORS.contains(&&*name) || *code == 202 && name == "location"
        };
        found.is_some_and(|it| it.value.headers.keys().any(is_url))
    })
}
