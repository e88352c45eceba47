//! The base URL of the API.

use openapiv3::Server;

use crate::lower::context::Cx;

/// The base URL of the API; `None` if the document has no server, if the URL is relative, or if a
/// variable has no default.
pub(crate) fn base_url(cx: Cx<'_>) -> Option<String> {
    let first = cx.openapi.servers.first().map(filled);
    first.filter(|url| is_absolute(url) && !url.contains('{'))
}

/// The URL of a server, with the default of each variable (OpenAPI 3.1 §4.8.6).
pub(crate) fn filled(server: &Server) -> String {
    let mut url = server.url.clone();
    for (name, variable) in server.variables.iter().flatten() {
        url = url.replace(&format!("{{{name}}}"), &variable.default);
    }
    if is_absolute(&url) { url.trim_end_matches('/').to_owned() } else { url }
}

pub(crate) fn is_absolute(url: &str) -> bool {
    url.starts_with("https://") || url.starts_with("http://")
}
