//! Changes to request headers.

use std::fmt;

use http::{HeaderMap, HeaderName, HeaderValue};

/// Changes to a set of headers, in order.
#[derive(Clone, Default)]
pub(crate) struct Headers(Vec<Change>);

#[derive(Clone)]
enum Change {
    Set(HeaderName, HeaderValue),
    Append(HeaderName, HeaderValue),
    Remove(HeaderName),
}

impl Headers {
    /// Replaces every value of `name`.
    pub(crate) fn set(&mut self, name: &str, value: &str) -> Result<(), String> {
        let (name, value) = (settable(name)?, parse_value(name, value)?);
        self.0.push(Change::Set(name, value));
        Ok(())
    }

    /// Adds another value of `name`.
    pub(crate) fn append(&mut self, name: &str, value: &str) -> Result<(), String> {
        let (name, value) = (settable(name)?, parse_value(name, value)?);
        self.0.push(Change::Append(name, value));
        Ok(())
    }

    /// Removes `name`.
    pub(crate) fn remove(&mut self, name: &str) -> Result<(), String> {
        self.0.push(Change::Remove(parse_name(name)?));
        Ok(())
    }

    /// Reads one `Name: value` per line. Ignores lines without a colon.
    pub(crate) fn parse(lines: &str) -> Result<Self, String> {
        let mut headers = Self::default();
        for line in lines.lines() {
            if let Some((name, value)) = line.split_once(':') {
                headers.set(name.trim(), value.trim())?;
            }
        }
        Ok(headers)
    }

    /// Appends the changes of `later`.
    pub(crate) fn extend(&mut self, later: &Self) {
        self.0.extend_from_slice(&later.0);
    }

    /// Drops all changes of `name`.
    pub(crate) fn forget(&mut self, name: &str) {
        self.0.retain(|change| change.name() != name);
    }

    /// Whether any change sets, adds or removes `name`.
    pub(crate) fn mention(&self, name: &str) -> bool {
        self.0.iter().any(|change| change.name() == name)
    }

    /// Applies the changes. Fails if there are more headers than a `HeaderMap` can hold.
    pub(crate) fn apply(&self, headers: &mut HeaderMap) -> Result<(), String> {
        for change in &self.0 {
            let done = match change {
                Change::Set(name, value) => headers.try_insert(name, value.clone()).map(drop),
                Change::Append(name, value) => headers.try_append(name, value.clone()).map(drop),
                Change::Remove(name) => {
                    headers.remove(name);
                    Ok(())
                }
            };
            done.map_err(|_| "there are too many headers")?;
        }
        Ok(())
    }
}

impl Change {
    fn name(&self) -> &HeaderName {
        match self {
            Self::Set(name, _) | Self::Append(name, _) | Self::Remove(name) => name,
        }
    }
}

impl fmt::Debug for Headers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.0.iter().map(Change::name)).finish()
    }
}

/// Shows only the names of headers, because the values may be secret.
pub(crate) struct Names<'a>(pub(crate) &'a HeaderMap);

impl fmt::Debug for Names<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.0.keys()).finish()
    }
}

/// Parses a header name, which is a token (RFC 9110 §5.1).
pub(crate) fn parse_name(name: &str) -> Result<HeaderName, String> {
    // The text may be a value in the wrong place, so the message does not quote it.
    HeaderName::try_from(name).map_err(|_| "invalid header name: not an HTTP token".to_owned())
}

/// Parses the name of a header that a caller may set. The HTTP client sets those that frame the
/// message or concern the connection (RFC 9110 §7.6.1): another value would let the server read the
/// body as the next request.
pub(crate) fn settable(name: &str) -> Result<HeaderName, String> {
    let name = parse_name(name)?;
    match is_of_connection(name.as_str()) {
        true => Err(format!("the header `{name}` cannot be set: the HTTP client sets it")),
        false => Ok(name),
    }
}

/// Whether the HTTP client sets a header itself. The name is in lower case.
pub(crate) fn is_of_connection(name: &str) -> bool {
    let own = ["host", "content-length", "transfer-encoding", "connection", "keep-alive"];
    own.contains(&name) || matches!(name, "proxy-connection" | "te" | "trailer" | "upgrade")
}

/// Parses a header value, which has no line breaks or other control characters (RFC 9110 §5.5).
pub(crate) fn parse_value(name: &str, value: &str) -> Result<HeaderValue, String> {
    let mut parsed = HeaderValue::try_from(value).map_err(|_| {
        format!("invalid value of header `{name}`: it has a line break or a control character")
    })?;
    parsed.set_sensitive(is_credential(name));
    Ok(parsed)
}

/// Whether headers of this name usually hold a credential.
fn is_credential(name: &str) -> bool {
    let ends_with = |ending: &str| {
        let start = name.len().checked_sub(ending.len());
        start.is_some_and(|at| name.as_bytes()[at..].eq_ignore_ascii_case(ending.as_bytes()))
    };
    ["authorization", "proxy-authorization", "cookie"]
        .iter()
        .any(|known| name.eq_ignore_ascii_case(known))
        || ["key", "token", "secret"].into_iter().any(ends_with)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn applied(headers: &Headers) -> Vec<(String, String)> {
        let mut map = HeaderMap::new();
        headers.apply(&mut map).unwrap();
        map.iter().map(|(name, value)| (name.to_string(), value.to_str().unwrap().into())).collect()
    }

    fn pair(name: &str, value: &str) -> (String, String) {
        (name.into(), value.into())
    }

    #[test]
    fn lines_are_trimmed_and_lines_without_a_colon_ignored() {
        let headers = Headers::parse("X-Env:  env \nbad\r\n\nX-D: e:f").unwrap();
        assert_eq!(applied(&headers), [pair("x-env", "env"), pair("x-d", "e:f")]);
    }

    #[test]
    fn a_line_with_an_invalid_name_is_an_error() {
        assert!(Headers::parse("bad name: x").is_err());
        assert!(Headers::parse(": x").is_err());
    }

    #[test]
    fn later_changes_win_and_ignore_case() {
        let mut headers = Headers::parse("X-Foo: baz\nX-Bar: bar").unwrap();
        headers.set("x-foo", "1").unwrap();
        headers.append("X-FOO", "2").unwrap();
        headers.remove("x-bar").unwrap();
        assert_eq!(applied(&headers), [pair("x-foo", "1"), pair("x-foo", "2")]);
    }

    #[test]
    fn values_with_line_breaks_are_errors_that_do_not_quote_them() {
        let error = Headers::default().set("X-A", "secret\r\nX-B: 1").unwrap_err();
        assert!(!error.contains("secret"), "{error}");
    }

    #[test]
    fn debug_shows_names_only() {
        let headers = Headers::parse("X-Token: hidden").unwrap();
        assert_eq!(format!("{headers:?}"), r#"["x-token"]"#);
        let mut map = HeaderMap::new();
        headers.apply(&mut map).unwrap();
        assert_eq!(format!("{:?}", Names(&map)), r#"["x-token"]"#);
    }

    #[test]
    fn too_many_headers_are_an_error() {
        let mut headers = Headers::default();
        for number in 0..40_000 {
            headers.set(&format!("x-{number}"), "").unwrap();
        }
        assert!(headers.apply(&mut HeaderMap::new()).is_err());
    }

    #[test]
    fn credentials_are_marked() {
        for name in ["Authorization", "api-key", "X-Auth-Token", "Cookie"] {
            assert!(parse_value(name, "x").unwrap().is_sensitive(), "{name}");
        }
        assert!(!parse_value("x-trace", "x").unwrap().is_sensitive());
    }
}
