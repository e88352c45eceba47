//! The server of an operation, if it differs from that of the API.

use openapiv3::Server;

use super::node::OperationNode;
use crate::{
    diagnostics::{Code, Diagnostic, Diagnostics},
    lower::{
        client::{base_url, filled, is_absolute},
        context::Cx,
    },
    pointer::Pointer,
};

/// The base URL of an operation, if it has its own server. OpenAPI 3.1 §4.8.10: servers of the operation
/// replace those of the path, and those replace the servers of the document.
pub(super) fn of_operation(
    cx: Cx<'_>,
    node: OperationNode<'_>,
    diagnostics: &mut Diagnostics,
) -> Option<String> {
    let (server, at) = stated(node)?;
    let base = base_url(cx);
    let url = filled(server);
    let url = if url.starts_with('/') { format!("{}{url}", origin(base.as_deref()?)) } else { url };
    let url = url.trim_end_matches('/').to_owned();
    if !is_absolute(&url) || url.contains('{') {
        let message =
            format!("the server URL `{url}` is not absolute, or has a variable without a default");
        let help = "use an absolute URL and give each variable a default; the API's base URL is used instead";
        let at = at.child("servers").index(0);
        diagnostics.push(Diagnostic::warning(Code::InvalidValue, &at, message).help(help));
        return None;
    }
    (base.as_deref() != Some(&url)).then_some(url)
}

fn stated(node: OperationNode<'_>) -> Option<(&Server, &Pointer)> {
    let own = node.operation.servers.first().map(|server| (server, node.at));
    let mut shared = node.items.iter().rev();
    own.or_else(|| shared.find_map(|item| Some((item.value.servers.first()?, &item.pointer))))
}

/// Scheme, host and port of an absolute URL.
fn origin(url: &str) -> &str {
    let host = url.find("://").map_or(0, |scheme| scheme + 3);
    let end = url.get(host..).and_then(|rest| rest.find('/'));
    end.and_then(|end| url.get(..host + end)).unwrap_or(url)
}
