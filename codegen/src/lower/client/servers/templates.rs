//! URLs of servers as templates with variables.

use openapiv3::Server;

use crate::pointer::Pointer;

/// A server before it has its name.
pub(super) struct ServerDraft<'a> {
    pub(super) server: &'a Server,
    /// The URL, with `{name}` for each variable.
    pub(super) template: String,
    /// The names of the variables, in the order of the URL.
    pub(super) variables: Vec<String>,
    pub(super) at: Pointer,
}

impl<'a> ServerDraft<'a> {
    pub(super) fn of(index: usize, server: &'a Server) -> Option<Self> {
        let template = template(server)?;
        let mut variables: Vec<String> = Vec::new();
        for name in variables_of(&template)? {
            if !variables.iter().any(|it| it == name) {
                variables.push(name.to_owned());
            }
        }
        let at = Pointer::root().child("servers").index(index);
        Some(Self { server, template, variables, at })
    }
}

/// The URL with a slash before a variable that is a path; `None` if it is relative, or if a variable
/// is more than one part of the URL.
fn template(server: &Server) -> Option<String> {
    let (scheme, place) = server.url.trim_end_matches('/').split_once("://")?;
    let variable = scheme.strip_prefix('{').and_then(|it| it.strip_suffix('}'));
    if !matches!(scheme, "http" | "https") && variable.is_none_or(|it| it.contains(['{', '}'])) {
        return None;
    }
    let (mut authority, path) = place.split_at(place.find(['/', '?', '#']).unwrap_or(place.len()));
    let mut slash = "";
    let mut path = path.to_owned();
    if let Some((host, last)) = authority.rsplit_once('{').filter(|it| !it.0.is_empty()) {
        let name = last.strip_suffix('}');
        if name.is_some_and(|name| listed(server, name).any(|it| it.starts_with('/'))) {
            path = format!("{{{last}{path}");
            (authority, slash) = (host, "/");
        }
    }
    let is_part = |name: &str| !listed(server, name).any(|it| it.contains(['/', '?', '#', '@']));
    let fits = !authority.is_empty() && variables_of(authority)?.into_iter().all(is_part);
    fits.then(|| format!("{scheme}://{authority}{slash}{path}"))
}

/// The values of a variable in the document.
fn listed<'s>(server: &'s Server, name: &str) -> impl Iterator<Item = &'s String> {
    let variable = server.variables.as_ref().and_then(|it| it.get(name));
    variable.into_iter().flat_map(|it| it.enumeration.iter().chain([&it.default]))
}

/// The names between braces; `None` if braces do not match, or if a name has characters of a URL.
fn variables_of(template: &str) -> Option<Vec<&str>> {
    let mut pieces = template.split('{');
    if pieces.next()?.contains('}') {
        return None;
    }
    pieces.map(name_of).collect()
}

/// The name at the start of what follows a brace.
fn name_of(piece: &str) -> Option<&str> {
    let (name, literal) = piece.split_once('}')?;
    let is_whole = !name.is_empty() && !name.contains(['/', '?', '#']);
    (is_whole && !literal.contains('}')).then_some(name)
}

#[cfg(test)]
mod tests {
    use openapiv3::ServerVariable;

    use super::*;

    fn server(url: &str, default: &str) -> Server {
        let variable = ServerVariable { default: default.to_owned(), ..Default::default() };
        let variables = Some([("v".to_owned(), variable)].into_iter().collect());
        Server { url: url.to_owned(), variables, ..Server::default() }
    }

    #[test]
    fn a_variable_is_a_part_of_the_url() {
        for (url, default, expected) in [
            ("https://h/v1/", "", Some("https://h/v1")),
            ("https://{v}.h/v1", "eu", Some("https://{v}.h/v1")),
            ("https://{v}", "localhost:80", Some("https://{v}")),
            ("{v}://{w}/v1", "https", Some("{v}://{w}/v1")),
            ("https://h{v}", "/v1", Some("https://h/{v}")),
            ("https://h{v}/x", "/v1", Some("https://h/{v}/x")),
            ("https://h/{v}", "v1/x", Some("https://h/{v}")),
            ("https://{v}", "h/v1", None),
            ("https://{v}/v1", "https://h", None),
            ("{v}/v1", "https://h", None),
            ("{v}", "https://h", None),
            ("{v}s://h", "http", None),
            ("/v1", "", None),
            ("https://", "", None),
            ("ftp://h", "", None),
            ("https://{v", "eu", None),
            ("https://h/v}", "eu", None),
            ("https://h/{}", "eu", None),
            ("https://h/{{v}}", "eu", None),
            ("https://{a/b}", "eu", None),
        ] {
            let server = server(url, default);
            let template = ServerDraft::of(0, &server).map(|it| it.template);
            assert_eq!(template.as_deref(), expected, "{url} {default}");
        }
    }

    #[test]
    fn variables_are_in_the_order_of_the_url() {
        assert_eq!(variables_of("{b}://{a}.h/{b}"), Some(vec!["b", "a", "b"]));
        assert_eq!(variables_of("https://h"), Some(Vec::new()));
    }
}
