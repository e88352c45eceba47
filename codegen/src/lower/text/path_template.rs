//! Templates of paths, `/containers/{id}` (OpenAPI 3.1 §4.8.8).
//!
//! OpenAPI allows neither a query nor a fragment in a path, but published documents have both. A query is
//! sent with every request; a fragment only tells operations of one path apart, and is not sent.

/// The names of the parameters of a path template, in order. Those of its query are
/// [`query_parameters`].
pub(crate) fn parameters(path: &str) -> impl Iterator<Item = &str> {
    let (path, query) = split(path);
    let mixed = pairs(query).filter(|pair| query_parameter(pair).is_none());
    names(path).chain(mixed.flat_map(names))
}

/// The parameters that are the whole value of a pair of the query: `city` and `town` for `?city={town}`.
pub(crate) fn query_parameters(path: &str) -> impl Iterator<Item = (&str, &str)> {
    pairs(split(path).1).filter_map(query_parameter)
}

/// The name of each pair of the query that is always the same: `beta` for `?beta=true`.
pub(crate) fn fixed_parameters(path: &str) -> impl Iterator<Item = &str> {
    let fixed = pairs(split(path).1).filter(|pair| query_parameter(pair).is_none());
    fixed.map(|pair| pair.split('=').next().unwrap_or(pair))
}

/// The part of a path template that is sent: without the fragment, and without parameters that are
/// pairs of the query.
pub(crate) fn sent(path: &str) -> String {
    let (path, query) = split(path);
    let fixed: Vec<_> = pairs(query).filter(|pair| query_parameter(pair).is_none()).collect();
    if fixed.is_empty() { path.to_owned() } else { format!("{path}?{}", fixed.join("&")) }
}

/// The path and the query, without the fragment.
fn split(path: &str) -> (&str, &str) {
    let path = path.split('#').next().unwrap_or(path);
    path.split_once('?').unwrap_or((path, ""))
}

fn pairs(query: &str) -> impl Iterator<Item = &str> {
    query.split('&').filter(|pair| !pair.is_empty())
}

fn query_parameter(pair: &str) -> Option<(&str, &str)> {
    let (name, value) = pair.split_once('=')?;
    let parameter = value.strip_prefix('{')?.strip_suffix('}')?;
    (!name.contains('{') && !parameter.contains(['{', '}'])).then_some((name, parameter))
}

fn names(text: &str) -> impl Iterator<Item = &str> {
    text.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_is_sent_and_a_fragment_is_not() {
        for (path, expected, in_path, in_query, fixed) in [
            ("/a/{b}", "/a/{b}", &["b"][..], &[][..], &[][..]),
            ("/a/{b}?beta=true", "/a/{b}?beta=true", &["b"], &[], &["beta"]),
            ("/a#{b}", "/a", &[], &[], &[]),
            ("/a?q={text}&all&n={n}#x", "/a?all", &[], &[("q", "text"), ("n", "n")], &["all"]),
            ("/a?from=v{version}", "/a?from=v{version}", &["version"], &[], &["from"]),
            ("/a?", "/a", &[], &[], &[]),
        ] {
            assert_eq!(sent(path), expected);
            assert_eq!(parameters(path).collect::<Vec<_>>(), in_path, "{path}");
            assert_eq!(query_parameters(path).collect::<Vec<_>>(), in_query, "{path}");
            assert_eq!(fixed_parameters(path).collect::<Vec<_>>(), fixed, "{path}");
        }
    }
}
