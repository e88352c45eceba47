//! Path templates: `/ladles/{ladle_id}/pours.{format}`.

use percent_encoding::percent_decode_str;

/// A path template. A query or fragment after it is no part of the path.
#[derive(Clone, Debug)]
pub(crate) struct Template {
    segments: Vec<Vec<Piece>>,
    /// The query that a request must have, `beta=true`.
    pub(crate) query: Vec<(String, String)>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Text(String),
    Parameter(String),
}

/// The values of the parameters of a path, by name.
pub(crate) type Arguments = Vec<(String, String)>;

impl Template {
    pub(crate) fn new(path: &str) -> Self {
        let path = path.split('#').next().unwrap_or_default();
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        let query = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        Self { segments: path.split('/').map(pieces).collect(), query }
    }

    /// The values of the parameters, if this is a path of the template.
    pub(crate) fn matches(&self, path: &str) -> Option<Arguments> {
        let mut arguments = Arguments::new();
        let mut segments = path.split('/');
        for pieces in &self.segments {
            take(pieces, segments.next()?, &mut arguments)?;
        }
        segments.next().is_none().then_some(arguments)
    }

    /// The order of templates that match the same path: a text comes before a parameter (OpenAPI 3.1
    /// §4.8.8.2), and a template with a query before one without.
    pub(crate) fn precedence(&self) -> (Vec<usize>, usize) {
        let parameters = |pieces: &Vec<Piece>| {
            let count = pieces.iter().filter(|it| matches!(it, Piece::Parameter(_))).count();
            // `{id}.json` is more specific than `{id}`.
            if count == pieces.len() { 2 * count } else { count }
        };
        (self.segments.iter().map(parameters).collect(), usize::MAX - self.query.len())
    }

    /// Whether the path ends with a parameter, and its name.
    pub(crate) fn last_parameter(&self) -> Option<&str> {
        match self.segments.last()?.as_slice() {
            [Piece::Parameter(name)] => Some(name),
            _ => None,
        }
    }

    /// Whether this is the path of an item of `collection`: the same path and one parameter after it.
    pub(crate) fn is_item_of(&self, collection: &Self) -> bool {
        let Some((_, parents)) = self.segments.split_last() else { return false };
        let same = |(a, b): (&Vec<Piece>, &Vec<Piece>)| {
            a == b || a.iter().chain(b).all(|it| matches!(it, Piece::Parameter(_)))
        };
        self.last_parameter().is_some()
            && parents.len() == collection.segments.len()
            && parents.iter().zip(&collection.segments).all(same)
    }
}

fn pieces(segment: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = segment;
    while let Some((text, after)) = rest.split_once('{') {
        let Some((name, after)) = after.split_once('}') else { break };
        if !text.is_empty() {
            pieces.push(Piece::Text(text.to_owned()));
        }
        pieces.push(Piece::Parameter(name.to_owned()));
        rest = after;
    }
    if !rest.is_empty() {
        pieces.push(Piece::Text(rest.to_owned()));
    }
    pieces
}

/// Matches the pieces of one segment with its text.
fn take(pieces: &[Piece], text: &str, arguments: &mut Arguments) -> Option<()> {
    match pieces {
        [] => text.is_empty().then_some(()),
        [Piece::Text(expected), rest @ ..] => {
            let text = text.strip_prefix(expected.as_str()).or_else(|| {
                let decoded = decode(text);
                // A client may encode a character such as `:`.
                (rest.is_empty() && decoded == *expected).then_some("")
            })?;
            take(rest, text, arguments)
        }
        [Piece::Parameter(name)] => {
            (!text.is_empty()).then(|| arguments.push((name.clone(), decode(text))))
        }
        [Piece::Parameter(name), rest @ ..] => {
            let known = arguments.len();
            let ends = (1..=text.len()).rev().filter(|end| text.is_char_boundary(*end));
            for end in ends {
                arguments.truncate(known);
                arguments.push((name.clone(), decode(&text[..end])));
                if take(rest, &text[end..], arguments).is_some() {
                    return Some(());
                }
            }
            arguments.truncate(known);
            None
        }
    }
}

fn decode(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::Template;

    fn arguments(template: &str, path: &str) -> Option<Vec<String>> {
        Some(Template::new(template).matches(path)?.into_iter().map(|(_, it)| it).collect())
    }

    #[test]
    fn parameters_are_segments_or_parts_of_segments() {
        assert_eq!(arguments("/a/{b}", "/a/x%2Fy"), Some(vec!["x/y".to_owned()]));
        assert_eq!(arguments("/a/{b}", "/a/"), None);
        assert_eq!(arguments("/a/{b}", "/a/x/y"), None);
        let pair = Some(vec!["v1.0".to_owned(), "v2".to_owned()]);
        assert_eq!(arguments("/{base}...{head}", "/v1.0...v2"), pair);
        assert_eq!(arguments("/{id}.json", "/7.json"), Some(vec!["7".to_owned()]));
        assert_eq!(arguments("/a/{id}:cancel#x", "/a/7:cancel"), Some(vec!["7".to_owned()]));
    }

    #[test]
    fn texts_come_before_parameters() {
        let order = |path| Template::new(path).precedence();
        assert!(order("/a/mine") < order("/a/{id}"));
        assert!(order("/a/{id}.json") < order("/a/{id}"));
        assert!(order("/a?beta=true") < order("/a"));
    }

    #[test]
    fn an_item_has_one_parameter_more_than_its_collection() {
        let collection = Template::new("/a/{a_id}/b");
        assert!(Template::new("/a/{id}/b/{b_id}").is_item_of(&collection));
        assert!(!Template::new("/a/{id}/b/mine").is_item_of(&collection));
        assert!(!Template::new("/b/{id}").is_item_of(&collection));
    }
}
