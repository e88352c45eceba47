//! Media types (RFC 9110 §8.3.1) and the content of their bodies.

/// The kinds of bodies, in the order of preference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Json,
    Multipart,
    Form,
    Events,
    Lines,
    Text,
    Binary,
}

impl Kind {
    /// Whether it is a stream of items.
    pub(super) fn is_stream(self) -> bool {
        matches!(self, Self::Events | Self::Lines)
    }
}

/// The parameter by which Kubernetes asks for one JSON value for each change, line by line.
const WATCH: &str = "stream=watch";

/// Whether a media type is that of changes, line by line.
pub(super) fn is_watch(media_type: &str) -> bool {
    media_type.split(';').skip(1).any(|it| it.trim().eq_ignore_ascii_case(WATCH))
}

/// The rank of a media type among those of one content: by its kind, plain JSON first, then by its name.
pub(super) fn rank(media_type: &str) -> (Kind, bool, &str) {
    (kind(media_type), media_type != "application/json", media_type)
}

/// The kind of a media type. Other parameters are ignored.
pub(super) fn kind(media_type: &str) -> Kind {
    let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    if essence == "application/json" && is_watch(media_type) {
        return Kind::Lines;
    }
    match &*essence {
        "application/json" | "*/*" | "application/*" => Kind::Json,
        // RFC 6839 §3.1
        other if other.ends_with("+json") => Kind::Json,
        other if other.starts_with("multipart/") => Kind::Multipart,
        "application/x-www-form-urlencoded" => Kind::Form,
        "text/event-stream" => Kind::Events,
        "application/jsonl" | "application/x-jsonlines" => Kind::Lines,
        "application/x-ndjson" | "application/ndjson" => Kind::Lines,
        // RFC 7464, and the suffix of RFC 8091 §2
        "application/json-seq" => Kind::Lines,
        other if other.ends_with("+json-seq") => Kind::Lines,
        other if other.starts_with("text/") => Kind::Text,
        "application/xml" | "application/yaml" | "application/graphql" => Kind::Text,
        other if other.ends_with("+xml") || other.ends_with("+yaml") => Kind::Text,
        _ => Kind::Binary,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_and_case_do_not_matter() {
        assert_eq!(kind("Application/JSON; charset=utf-8"), Kind::Json);
        assert_eq!(kind("application/vnd.github.v3+json"), Kind::Json);
        assert_eq!(kind("multipart/form-data; boundary=x"), Kind::Multipart);
        assert_eq!(kind("text/event-stream"), Kind::Events);
        assert_eq!(kind("application/x-ndjson; charset=utf-8"), Kind::Lines);
        assert_eq!(kind("application/geo+json-seq"), Kind::Lines);
        assert_eq!(kind("application/json; stream=watch"), Kind::Lines);
        assert_eq!(kind("text/html"), Kind::Text);
        assert_eq!(kind("image/png"), Kind::Binary);
    }
}
