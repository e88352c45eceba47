//! Base URLs and paths.

use std::fmt;

use percent_encoding::{
    AsciiSet, CONTROLS, NON_ALPHANUMERIC, PercentEncode, percent_decode_str, utf8_percent_encode,
};
use url::{Position, Url};

use crate::style::RESERVED;

/// The characters to encode in a path segment: all but `pchar` (RFC 3986 §3.3).
pub(crate) const NOT_PCHAR: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'!')
    .remove(b'$')
    .remove(b'&')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'+')
    .remove(b',')
    .remove(b';')
    .remove(b'=')
    .remove(b':')
    .remove(b'@');

/// The characters to encode in a path template, which has slashes and may already have encoded
/// characters.
const NOT_PATH: &AsciiSet = &NOT_PCHAR.remove(b'/').remove(b'%');

/// The characters to encode in a query: those that would end it or are not allowed in one.
const NOT_QUERY: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b'#').add(b'<').add(b'>');

/// The base URL of an API, without user name, password and fragment.
#[derive(Clone)]
pub(crate) struct BaseUrl(Url);

impl BaseUrl {
    /// Parses an absolute `http` or `https` URL. Removes a user name and a password, because HTTP
    /// clients would send them in the `Authorization` header, in place of the credential.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        // The text may contain a password, so the message does not quote it.
        let mut url = Url::parse(text).map_err(|error| format!("invalid base URL: {error}"))?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err("invalid base URL: the scheme is neither http nor https".into());
        }
        // These cannot fail: http and https URLs always have a host.
        let _ = url.set_username("");
        let _ = url.set_password(None);
        url.set_fragment(None);
        Ok(Self(url))
    }

    /// Scheme, host and port. The path and the query may contain a token.
    pub(crate) fn origin(&self) -> String {
        self.0.origin().ascii_serialization()
    }

    pub(crate) fn is_https(&self) -> bool {
        self.0.scheme() == "https"
    }

    /// The URL of an operation: the path of this base URL, the path template with its parameters
    /// replaced, then the query of the base URL, that of the template, and `query`.
    pub(crate) fn join(
        &self,
        template: &str,
        parameters: &[(&'static str, String)],
        query: Option<&str>,
    ) -> Result<http::Uri, String> {
        let (template, fixed) = match template.split_once('?') {
            Some((path, query)) => (path, Some(fill_query(query, parameters)?)),
            None => (template, None),
        };
        let path = fill(template, parameters)?;
        // HTTP clients, proxies and servers resolve dot segments, also percent-encoded ones, so the
        // request would reach another route.
        let may_have_dots = path.bytes().any(|it| matches!(it, b'.' | b'%'));
        if may_have_dots && path.split('/').any(is_dot_segment) {
            return Err("the path contains a dot segment (`.` or `..`)".into());
        }
        let mut url = self.0[..Position::AfterPath].trim_end_matches('/').to_owned();
        if !path.starts_with('/') {
            url.push('/');
        }
        url.push_str(&path);
        let queries = [self.0.query(), fixed.as_deref(), query].into_iter().flatten();
        for (mark, query) in ['?', '&', '&'].into_iter().zip(queries) {
            url.push(mark);
            url.extend(utf8_percent_encode(query, NOT_QUERY));
        }
        http::Uri::try_from(url).map_err(|error| format!("invalid URL: {error}"))
    }
}

/// Shows only the origin.
impl fmt::Debug for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.origin())
    }
}

/// Replaces each `{name}` of a template by its parameter, as one path segment.
fn fill(template: &str, parameters: &[(&'static str, String)]) -> Result<String, String> {
    replace(template, NOT_PATH, parameters, encode_segment)
}

/// The same in the query of a template, where a parameter is part of a value.
fn fill_query(template: &str, parameters: &[(&'static str, String)]) -> Result<String, String> {
    replace(template, NOT_QUERY, parameters, |_, value| Ok(utf8_percent_encode(value, RESERVED)))
}

fn replace<'p>(
    template: &str,
    literal: &'static AsciiSet,
    parameters: &'p [(&'static str, String)],
    encode: impl Fn(&str, &'p str) -> Result<PercentEncode<'p>, String>,
) -> Result<String, String> {
    let mut text = String::with_capacity(template.len() + 32);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) =
            after.split_once('}').ok_or("the path template has a `{` without a `}`")?;
        let value =
            parameters.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| value);
        text.extend(utf8_percent_encode(before, literal));
        text.extend(encode(name, value)?);
        rest = after;
    }
    text.extend(utf8_percent_encode(rest, literal));
    Ok(text)
}

/// Encodes one path segment. An empty segment would address the parent collection, and a dot segment
/// another path (RFC 3986 §5.2.4). Percent-encoding does not help: `%2e` is a dot too.
fn encode_segment<'v>(name: &str, value: &'v str) -> Result<PercentEncode<'v>, String> {
    match value {
        "" => Err(format!("the path parameter `{name}` is empty")),
        "." | ".." => Err(format!("the path parameter `{name}` is a dot segment (`.` or `..`)")),
        _ => Ok(utf8_percent_encode(value, NOT_PCHAR)),
    }
}

/// Whether a segment is `.` or `..`, or an encoding of one.
pub(crate) fn is_dot_segment(segment: &str) -> bool {
    let mut decoded = percent_decode_str(segment);
    let bytes = (decoded.next(), decoded.next(), decoded.next());
    matches!(bytes, (Some(b'.'), None | Some(b'.'), None))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn join(base: &str, template: &str, value: &str) -> Result<String, String> {
        let parameters = [("id", value.to_owned())];
        BaseUrl::parse(base)?.join(template, &parameters, None).map(|uri| uri.to_string())
    }

    #[test]
    fn bases_are_joined_without_losing_or_doubling_a_slash() {
        for (base, expected) in [
            ("http://h", "http://h/c/x"),
            ("http://h/", "http://h/c/x"),
            ("http://h/v1", "http://h/v1/c/x"),
            ("http://h/v1/", "http://h/v1/c/x"),
            ("http://h/custom/path/", "http://h/custom/path/c/x"),
            ("http://h/a%20b/v1", "http://h/a%20b/v1/c/x"),
            ("http://[::1]:80/v1", "http://[::1]/v1/c/x"),
            ("https://user:pass@h/v1#f", "https://h/v1/c/x"),
            ("https://h/v1?k=v", "https://h/v1/c/x?k=v"),
        ] {
            assert_eq!(join(base, "/c/{id}", "x").unwrap(), expected);
        }
    }

    #[test]
    fn the_query_is_appended_to_that_of_the_base_url() {
        let base = BaseUrl::parse("http://h/v1?k=v").unwrap();
        assert_eq!(base.join("/c", &[], Some("a=b")).unwrap(), "http://h/v1/c?k=v&a=b");
    }

    #[test]
    fn the_query_of_a_template_is_part_of_the_query() {
        for (base, template, expected) in [
            ("http://h/v1", "/c/{id}?beta=true", "http://h/v1/c/x%3F?beta=true&a=b"),
            ("http://h/v1?k=v", "/c?all", "http://h/v1/c?k=v&all&a=b"),
            ("http://h/v1", "/c?q=v{id}", "http://h/v1/c?q=vx%3F&a=b"),
        ] {
            let parameters = [("id", "x?".to_owned())];
            let url = BaseUrl::parse(base).unwrap().join(template, &parameters, Some("a=b"));
            assert_eq!(url.unwrap().to_string(), expected);
        }
    }

    #[test]
    fn other_schemes_and_invalid_urls_are_errors() {
        for base in ["::not a url", "", "ftp://h/v1", "/v1", "api.example.com", "http://"] {
            assert!(BaseUrl::parse(base).is_err(), "{base}");
        }
    }

    #[test]
    fn the_scheme_says_whether_there_is_tls() {
        for (base, expected) in [("https://h", true), ("HTTPS://h", true), ("http://h", false)] {
            assert_eq!(BaseUrl::parse(base).unwrap().is_https(), expected, "{base}");
        }
    }

    #[test]
    fn a_parameter_is_one_segment() {
        for (value, segment) in [
            ("cntr_1", "cntr_1"),
            ("a/b?c#d", "a%2Fb%3Fc%23d"),
            ("../x", "..%2Fx"),
            ("%2e%2e", "%252e%252e"),
            (".%2e", ".%252e"),
            ("...", "..."),
            ("100%", "100%25"),
            ("a\\..\\b", "a%5C..%5Cb"),
            ("a\tb\n", "a%09b%0A"),
            (" é", "%20%C3%A9"),
            (":@!$&'()*+,;=-._~", ":@!$&'()*+,;=-._~"),
            ("http://h/x", "http:%2F%2Fh%2Fx"),
        ] {
            assert_eq!(
                join("http://h/v1", "/c/{id}", value).unwrap(),
                format!("http://h/v1/c/{segment}")
            );
        }
    }

    #[test]
    fn empty_and_dot_segments_are_errors() {
        for value in ["", ".", ".."] {
            let error = join("http://h/v1", "/c/{id}/files", value).unwrap_err();
            assert!(error.contains("`id`"), "{error}");
        }
    }

    #[test]
    fn dot_segments_of_a_template_are_errors() {
        for template in ["/c/../{id}", "/c/%2E{id}", "/c/{id}{id}/%2e%2E", "/./{id}"] {
            let error = join("http://h/v1", template, "%2e").err();
            let expected = (template != "/c/%2E{id}")
                .then_some("the path contains a dot segment (`.` or `..`)");
            assert_eq!(error.as_deref(), expected, "{template}");
        }
        assert_eq!(join("http://h", "c/{id}", "x").unwrap(), "http://h/c/x");
        assert_eq!(join("http://h", "/é c/%41/{id}", "x").unwrap(), "http://h/%C3%A9%20c/%41/x");
    }

    #[test]
    fn a_fragment_sign_in_a_query_is_encoded() {
        let base = BaseUrl::parse("http://h").unwrap();
        assert_eq!(base.join("/c", &[], Some("a=b#c d")).unwrap(), "http://h/c?a=b%23c%20d");
    }

    #[test]
    fn debug_shows_the_origin_only() {
        let base = BaseUrl::parse("https://user:pass@h/secret?token=t").unwrap();
        assert_eq!(format!("{base:?}"), "https://h");
    }
}
