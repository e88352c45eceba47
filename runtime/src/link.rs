//! Links in response headers (RFC 8288).

use http::{HeaderMap, Uri, header::LINK};
use url::Url;

/// The target of a link in a response to a request for `from`; `None` if it has another origin
/// (RFC 6454 §4).
pub(crate) fn follow(from: &Uri, link: &str) -> Option<Uri> {
    let from = Url::parse(&from.to_string()).ok()?;
    let mut target = from.join(link).ok()?;
    if target.origin() != from.origin() {
        return None;
    }
    // A user name would replace the credential in `Authorization`; a fragment is not sent.
    target.set_username("").ok()?;
    target.set_password(None).ok()?;
    target.set_fragment(None);
    Uri::try_from(target.as_str()).ok()
}

/// The target of the link to the next page; `None` if there is none.
pub(crate) fn next(headers: &HeaderMap) -> Option<String> {
    let values = headers.get_all(LINK).into_iter().filter_map(|value| value.to_str().ok());
    values.flat_map(links).find_map(|(target, params)| is_next(params).then(|| target.to_owned()))
}

/// The targets of all links of a header, with their parameters (RFC 8288 §3). The list ends at the
/// first syntax error.
fn links(header: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = header;
    std::iter::from_fn(move || {
        let (_, after) = rest.split_once('<')?;
        let (target, after) = after.split_once('>')?;
        let (params, after) = after.split_at(end(after, ','));
        rest = after;
        Some((target, params))
    })
}

/// The index of the first `mark` outside quoted strings (RFC 9110 §5.6.4), or else the length.
fn end(text: &str, mark: char) -> usize {
    let (mut quoted, mut escaped) = (false, false);
    let found = text.find(|c| {
        let plain = !std::mem::take(&mut escaped);
        match c {
            '\\' if quoted && plain => escaped = true,
            '"' if plain => quoted = !quoted,
            _ => {}
        }
        c == mark && !quoted
    });
    found.unwrap_or(text.len())
}

/// The parameters of a link, which semicolons outside quoted strings separate.
fn params(mut rest: &str) -> impl Iterator<Item = &str> {
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let (param, after) = rest.split_at(end(rest, ';'));
        rest = after.strip_prefix(';').unwrap_or(after);
        Some(param)
    })
}

/// Whether one of the relation types is `next`. Relation types are case-insensitive, and only the
/// first `rel` counts (RFC 8288 §3.3).
fn is_next(text: &str) -> bool {
    let rel = params(text).find_map(|param| {
        let (name, value) = param.split_once('=')?;
        name.trim().eq_ignore_ascii_case("rel").then(|| value.trim().trim_matches('"'))
    });
    rel.is_some_and(|rel| rel.split_ascii_whitespace().any(|it| it.eq_ignore_ascii_case("next")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_page_is_found_among_links() {
        for (header, expected) in [
            (r#"<https://h/x?page=2>; rel="next""#, Some("https://h/x?page=2")),
            (r#"</x?a=1,2>; rel=prev, </x?a=3,4>; rel=next"#, Some("/x?a=3,4")),
            (r#"</a>; title="x, <y>; rel=\"next\""; rel=last, </b>; REL="Last NEXT""#, Some("/b")),
            (r#"</a>; rel="prev""#, None),
            (r#"</a>; title="next""#, None),
            (r#"</a>; title="a; rel=next""#, None),
            (r#"</a>; title="a; rel=next"; rel=prev, </b>; rel=next"#, Some("/b")),
            (r#"</a>; title="\"; rel=next; x=\"""#, None),
            (r#"</a>; title="\\"; rel=next"#, Some("/a")),
            (r#"</a>; title="x\\\", <y>"; rel="next", </b>; rel=last"#, Some("/a")),
            (r#"</a>; title=a\, </b>; rel=next"#, Some("/b")),
            (r#"</a>; rel="next"; title="open, </b>; rel=prev"#, Some("/a")),
            ("</a>; rel=prev; rel=next", None),
            ("</a>;rel=prev,</b>;;rel=next;", Some("/b")),
            ("</a>, </b>; rel=next", Some("/b")),
            ("</a; rel=next", None),
            ("", None),
        ] {
            let headers = HeaderMap::from_iter([(LINK, header.parse().unwrap())]);
            assert_eq!(next(&headers).as_deref(), expected, "{header}");
        }
        assert_eq!(next(&HeaderMap::new()), None);
    }
}
