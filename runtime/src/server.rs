//! Servers: where an API can be called, some at URLs with variables.

use std::{borrow::Cow, fmt};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::url::{NOT_PCHAR, is_dot_segment};

/// What the value of a variable in a path has to encode: it may have slashes.
const NOT_PATH: &AsciiSet = &NOT_PCHAR.remove(b'/');

/// All but what is unreserved (RFC 3986 §2.3): what a value in a query has to encode.
const NOT_VALUE: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Where an API is served, for [`ClientBuilder::server`](crate::ClientBuilder::server).
///
/// A URL may have variables (OpenAPI 3.1 §4.8.5). The value of one changes no other part of the
/// URL than the one where it stands:
///
/// | where it stands | what it may hold |
/// |---|---|
/// | in the scheme or the host | ASCII letters, digits, `-`, `.` and `_`; where it is all between `//` and `/`, a port too |
/// | in the path | anything but a dot segment, percent-encoded except for `/` |
/// | in the query | anything, percent-encoded |
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
    /// The server at a URL without variables.
    pub const fn new(url: &'static str) -> Self {
        Self { url: Cow::Borrowed(url), mistake: None }
    }

    /// The server at a URL in which each `{name}` stands for one of `values`. One of no use there
    /// is told when the client is built; until then the variable stands for itself.
    pub fn filled(template: &str, values: &[(&str, &str)]) -> Self {
        match fill(template, values) {
            Ok(url) => Self { url: url.into(), mistake: None },
            Err(mistake) => Self { url: template.to_owned().into(), mistake: Some(mistake) },
        }
    }

    /// The URL, or what is wrong with it.
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

/// The part of a URL that a variable stands in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    /// The scheme, or a part of the host or port.
    Word,
    /// All that says where the host is: it may be followed by a port.
    Authority,
    Path,
    Query,
}

impl Part {
    /// Of a variable between these texts of a template. Values cannot move it.
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
        let (name, after) =
            template[start + 1..].split_once('}').ok_or("the server's URL is broken")?;
        let value = values.iter().find(|(known, _)| *known == name).map_or("", |it| it.1);
        url.push_str(&template[at..start]);
        push(&mut url, Part::between(&template[..start], after), name, value)?;
        at = template.len() - after.len();
    }
    url.push_str(&template[at..]);
    let (authority, path) = parts(&url);
    // Without a host, the first segment of the path would be taken for it.
    if authority.is_empty() {
        return Err("the variables of the server's URL leave no host".into());
    }
    if path.split('/').any(is_dot_segment) {
        return Err("a variable of the server's URL makes a dot segment".into());
    }
    Ok(url)
}

/// Adds the value of a variable.
fn push(url: &mut String, part: Part, name: &str, value: &str) -> Result<(), String> {
    let is_word = |it: char| it.is_ascii_alphanumeric() || "-._".contains(it);
    let fits = match part {
        Part::Word => value.chars().all(is_word),
        Part::Authority => value.chars().all(|it| is_word(it) || "[:]".contains(it)),
        Part::Path | Part::Query => true,
    };
    if !fits {
        return Err(format!(
            "the variable `{name}` of the server's URL has a value of no use there"
        ));
    }
    match part {
        Part::Word | Part::Authority => url.push_str(value),
        // Some write the slash before a path as a part of it.
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

    /// The URL as it is parsed, with an operation below it.
    fn used(template: &str, values: &[(&str, &str)]) -> Result<String, String> {
        let url = Server::filled(template, values).into_url()?;
        BaseUrl::parse(&url)?.join("/c", &[], None).map(|uri| uri.to_string())
    }

    #[test]
    fn a_value_stands_where_its_variable_stood() {
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
    fn a_value_that_would_change_another_part_is_refused() {
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
    fn a_mistake_names_the_variable_and_not_its_value() {
        let server = Server::filled("https://{region}.example.com", &[("region", "a/b")]);
        assert_eq!(server.to_string(), "https://{region}.example.com");
        assert_eq!(format!("{server:?}"), r#""https://{region}.example.com""#);
        let mistake = server.into_url().unwrap_err();
        assert_eq!(
            mistake,
            "the variable `region` of the server's URL has a value of no use there"
        );
    }

    #[test]
    fn a_broken_template_is_a_mistake() {
        assert!(used("https://{v.example.com", &[("v", "eu")]).is_err());
        assert!(used("https://h/a}b{", &[]).is_err());
    }
}
