//! Servers of an API, with variables in their URLs.

use std::{borrow::Cow, fmt};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::url::{NOT_PCHAR, is_dot_segment};

/// The characters to encode in the value of a path variable, which may contain slashes.
const NOT_PATH: &AsciiSet = &NOT_PCHAR.remove(b'/');

/// The characters to encode in the value of a query variable: all but the unreserved ones
/// (RFC 3986 §2.3).
const NOT_VALUE: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A server of an API, for [`ClientBuilder::server`](crate::ClientBuilder::server).
///
/// Its URL may have variables (OpenAPI 3.1 §4.8.5). The value of a variable cannot change any other
/// part of the URL:
///
/// | position of the variable | allowed values |
/// |---|---|
/// | in the scheme or the host | ASCII letters, digits, `-`, `.` and `_` |
/// | everything between `//` and `/` | the same, and a port or an IPv6 address |
/// | in the path | anything but a dot segment; percent-encoded except for `/` |
/// | in the query | anything; percent-encoded |
///
/// Any other value is an [`Error::Config`](crate::Error::Config) when the client is built.
///
/// ```
/// use bessemer_runtime::Server;
///
/// const SANDBOX: Server = Server::new("https://sandbox.example.com");
///
/// fn regional(region: &str, version: &str) -> Server {
///     let values = [("region", region), ("version", version)];
///     Server::filled("https://{region}.example.com/{version}", &values)
/// }
///
/// assert_eq!(SANDBOX.to_string(), "https://sandbox.example.com");
/// assert_eq!(regional("eu", "v1").to_string(), "https://eu.example.com/v1");
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Server {
    url: Cow<'static, str>,
    mistake: Option<String>,
}

impl Server {
    /// A server whose URL has no variables.
    pub const fn new(url: &'static str) -> Self {
        Self { url: Cow::Borrowed(url), mistake: None }
    }

    /// A server whose URL is `template` with each `{name}` replaced by the value of that name. An
    /// invalid value is an error when the client is built; until then the URL is the template.
    pub fn filled(template: &str, values: &[(&str, &str)]) -> Self {
        match fill(template, values) {
            Ok(url) => Self { url: url.into(), mistake: None },
            Err(mistake) => Self { url: template.to_owned().into(), mistake: Some(mistake) },
        }
    }

    /// The URL, or the reason why it is invalid.
    pub(crate) fn into_url(self) -> Result<String, String> {
        match self.mistake {
            None => Ok(self.url.into_owned()),
            Some(mistake) => Err(mistake),
        }
    }
}

/// The URL.
impl fmt::Display for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.url)
    }
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.url, f)
    }
}

/// The part of a URL that contains a variable.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    /// The scheme, or a part of the host or port.
    Word,
    /// The whole authority: a host, with or without a port.
    Authority,
    Path,
    Query,
}

impl Part {
    /// The part that contains a variable between these two texts of a template.
    fn between(before: &str, after: &str) -> Self {
        let Some((_, place)) = before.split_once("://") else { return Self::Word };
        let ends = after.is_empty() || after.starts_with(['/', '?', '#']);
        match place.find(['/', '?', '#']) {
            None if place.is_empty() && ends => Self::Authority,
            None => Self::Word,
            Some(_) if place.contains(['?', '#']) => Self::Query,
            Some(_) => Self::Path,
        }
    }
}

fn fill(template: &str, values: &[(&str, &str)]) -> Result<String, String> {
    let mut url = String::with_capacity(template.len() + 32);
    let mut at = 0;
    while let Some(start) = template[at..].find('{').map(|it| at + it) {
        let (name, after) = template[start + 1..]
            .split_once('}')
            .ok_or("the server URL has a `{` without a `}`")?;
        let value = values.iter().find(|(known, _)| *known == name).map_or("", |it| it.1);
        url.push_str(&template[at..start]);
        push(&mut url, Part::between(&template[..start], after), name, value)?;
        at = template.len() - after.len();
    }
    url.push_str(&template[at..]);
    let (authority, path) = parts(&url);
    // Without a host, URL parsers would take the first path segment for it.
    if authority.is_empty() {
        return Err("the server URL has no host; set its variables".into());
    }
    if path.split('/').any(is_dot_segment) {
        return Err("a server variable makes a dot segment (`.` or `..`) in the path".into());
    }
    Ok(url)
}

/// Appends the value of a variable.
fn push(url: &mut String, part: Part, name: &str, value: &str) -> Result<(), String> {
    let is_word = |it: char| it.is_ascii_alphanumeric() || "-._".contains(it);
    let fits = match part {
        Part::Word => value.chars().all(is_word),
        Part::Authority => value.chars().all(|it| is_word(it) || "[:]".contains(it)),
        Part::Path | Part::Query => true,
    };
    if !fits {
        return Err(format!("invalid value for server variable `{name}`"));
    }
    match part {
        Part::Word | Part::Authority => url.push_str(value),
        // Some documents write the leading slash as part of the variable's value.
        Part::Path if url.ends_with('/') => {
            url.extend(utf8_percent_encode(value.trim_start_matches('/'), NOT_PATH));
        }
        Part::Path => url.extend(utf8_percent_encode(value, NOT_PATH)),
        Part::Query => url.extend(utf8_percent_encode(value, NOT_VALUE)),
    }
    Ok(())
}

/// The authority and the path of an absolute URL.
fn parts(url: &str) -> (&str, &str) {
    let place = url.split_once("://").map_or("", |(_, place)| place);
    let place = place.split(['?', '#']).next().unwrap_or_default();
    place.split_once('/').unwrap_or((place, ""))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::url::BaseUrl;

    /// The URL of the operation `/c` at this server.
    fn used(template: &str, values: &[(&str, &str)]) -> Result<String, String> {
        let url = Server::filled(template, values).into_url()?;
        BaseUrl::parse(&url)?.join("/c", &[], None).map(|uri| uri.to_string())
    }

    #[test]
    fn variables_are_replaced_by_their_values() {
        for (template, value, expected) in [
            ("https://{v}.example.com/v1", "eu", "https://eu.example.com/v1/c"),
            ("https://{v}.example.com/v1", "a.b", "https://a.b.example.com/v1/c"),
            ("https://{v}.example.com/{v}", "eu", "https://eu.example.com/eu/c"),
            ("https://{v}/v1", "localhost:8080", "https://localhost:8080/v1/c"),
            ("https://{v}", "[::1]:80", "https://[::1]:80/c"),
            ("https://h:{v}/v1", "8443", "https://h:8443/v1/c"),
            ("https://api{v}.example.com", "", "https://api.example.com/c"),
            ("{v}://h", "http", "http://h/c"),
            ("https://h/{v}", "v1/x", "https://h/v1/x/c"),
            ("https://h/{v}", "/v1/", "https://h/v1/c"),
            ("https://h/{v}", "", "https://h/c"),
            ("https://h/{v}/x", "a b?c#d%2f\\é", "https://h/a%20b%3Fc%23d%252f%5C%C3%A9/x/c"),
            ("https://h/{v}/x", "http://g", "https://h/http://g/x/c"),
            ("https://h/v1?k={v}", "a&b=c#d/", "https://h/v1/c?k=a%26b%3Dc%23d%2F"),
        ] {
            let url = used(template, &[("v", value)]);
            assert_eq!(url.as_deref(), Ok(expected), "{template} {value}");
        }
    }

    #[test]
    fn a_value_that_would_change_another_part_is_an_error() {
        let hosts =
            ["evil.example/", "a?", "a#", "u@a", "a:1", "a\\", "a%2f", "a b", "a\n", "ａ／"];
        for (template, values) in [
            ("https://{v}.example.com/v1", &hosts[..]),
            ("https://h.{v}/v1", &hosts),
            ("https://{v}/v1", &["", "h/", "h?", "u@h", ":80", "h:80:80", "[h", "h:x", "h\\"]),
            ("https://h:{v}/v1", &["80/", "80@g", "80.g", "x", "1:2", "99999"]),
            ("{v}://h/v1", &["", "https://g/", "ftp", "http:", "x/http", "/"]),
            ("https://h/a/{v}/b", &["..", ".", "x/..", "../x", "x/./y"]),
            ("https://h/a/{v}.", &["."]),
            ("https://{v}{v}/v1", &[""]),
            ("https://h/a/{v}{v}/b", &["."]),
        ] {
            for value in values {
                let url = used(template, &[("v", value)]);
                assert!(url.is_err(), "{template} {value}: {url:?}");
            }
        }
    }

    #[test]
    fn an_error_names_the_variable_and_not_its_value() {
        let server = Server::filled("https://{region}.example.com", &[("region", "a/b")]);
        assert_eq!(server.to_string(), "https://{region}.example.com");
        assert_eq!(format!("{server:?}"), r#""https://{region}.example.com""#);
        let mistake = server.into_url().unwrap_err();
        assert_eq!(mistake, "invalid value for server variable `region`");
    }

    #[test]
    fn an_unclosed_brace_is_an_error() {
        assert!(used("https://{v.example.com", &[("v", "eu")]).is_err());
        assert!(used("https://h/a}b{", &[]).is_err());
    }
}
