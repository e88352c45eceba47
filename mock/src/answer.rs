//! The answers that the document describes.

use bessemer_codegen::Pointer;
use bytes::Bytes;
use http::{
    Method, Request, Response, StatusCode,
    header::{ACCEPT, LINK},
};
use serde_json::Value;

use crate::{
    check::body::{allows, essence, is_json},
    operation::Operation,
    refusal::{Refusal, response},
    sample,
    schemas::Schemas,
    tree::Node,
};

/// A documented answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Selected {
    pub(crate) status: u16,
    /// The name of the example that is the body.
    pub(crate) example: Option<String>,
}

/// What a request asks for.
pub(crate) struct Wanted<'r> {
    pub(crate) status: Option<u16>,
    pub(crate) example: Option<&'r str>,
    pub(crate) accept: Option<&'r str>,
    pub(crate) seed: u64,
}

impl<'r> Wanted<'r> {
    /// Reads the headers `Accept` and `Prefer` (RFC 7240): `Prefer: code=404, example=missing`.
    pub(crate) fn of(
        request: &'r Request<Bytes>,
        selected: Option<&'r Selected>,
        seed: u64,
    ) -> Self {
        let text = |name: &str| request.headers().get(name).and_then(|it| it.to_str().ok());
        let preferences = text("prefer").unwrap_or_default();
        let preference = |name: &str| {
            let pairs = preferences.split([',', ';']).filter_map(|it| it.trim().split_once('='));
            pairs.filter(|(key, _)| *key == name).map(|(_, it)| it.trim_matches('"')).next()
        };
        let asked = preference("code").and_then(|it| it.parse().ok());
        Self {
            status: asked.or(selected.map(|it| it.status)),
            example: preference("example").or(selected.and_then(|it| it.example.as_deref())),
            accept: text(ACCEPT.as_str()),
            seed,
        }
    }
}

/// The answers that an operation documents: its success and its errors, one for each named example that
/// is valid. A client may have another call for other successes.
pub(crate) fn documented(operation: &Node<'_>, schemas: &Schemas) -> Vec<Selected> {
    let responses = operation.child("responses");
    let all: Vec<(&str, Node<'_>)> = responses.iter().flat_map(Node::members).collect();
    let only = all.len();
    let success = select(all.clone(), None).map(|(status, _)| status.as_u16());
    let is_wanted = |it: &Selected| it.status >= 400 || Some(it.status) == success;
    let answers = all.into_iter().filter_map(|(name, node)| {
        let class = name.get(..1)?.parse::<u16>().ok();
        let status = name.parse().ok().or(class.map(|it| it * 100));
        let status = status.or(success.filter(|it| only == 1 && *it < 300)).unwrap_or(500);
        let content = node.child("content");
        let media =
            content.iter().flat_map(Node::members).find(|(name, _)| is_json(&essence(name)));
        let schema = media.as_ref().and_then(|(_, it)| it.child("schema")).map(|it| it.at);
        let examples = media.and_then(|(_, it)| it.child("examples"));
        let is_valid = |it: &Node<'_>| {
            let value = it.value.get("value");
            value.is_some_and(|value| {
                schema.as_ref().is_none_or(|at| schemas.problems(at, value).is_empty())
            })
        };
        let named = examples.iter().flat_map(Node::members).filter(|(_, it)| is_valid(it));
        let named: Vec<String> = named.map(|(name, _)| name.to_owned()).collect();
        let examples: Vec<Option<String>> =
            if named.is_empty() { vec![None] } else { named.into_iter().map(Some).collect() };
        Some(examples.into_iter().map(move |example| Selected { status, example }))
    });
    answers.flatten().filter(is_wanted).collect()
}

/// An answer before it is written.
pub(crate) struct Answer<'t> {
    pub(crate) status: StatusCode,
    /// The media type and its node; `None` for an answer without a body.
    media: Option<(&'t str, Node<'t>)>,
    /// The value of the body.
    pub(crate) value: Value,
    headers: Vec<(String, String)>,
}

impl<'t> Answer<'t> {
    /// The answer of an operation.
    pub(crate) fn of(
        operation: &Operation,
        wanted: &Wanted<'_>,
        tree: &'t Value,
        schemas: &Schemas,
    ) -> Result<Self, Refusal> {
        let responses = Node::find(tree, &operation.at).and_then(|it| it.child("responses"));
        let documented: Vec<(&str, Node<'_>)> = responses.iter().flat_map(Node::members).collect();
        let Some((status, node)) = select(documented, wanted.status) else {
            let status = wanted.status.and_then(|it| StatusCode::from_u16(it).ok());
            let status = status.unwrap_or(StatusCode::NO_CONTENT);
            return Ok(Self { status, media: None, value: Value::Null, headers: Vec::new() });
        };
        let headers = headers(&node, schemas, wanted.seed);
        let content: Vec<(&str, Node<'_>)> =
            node.child("content").iter().flat_map(Node::members).collect();
        let bodiless =
            operation.method == Method::HEAD || content.is_empty() || has_no_body(status);
        if bodiless {
            return Ok(Self { status, media: None, value: Value::Null, headers });
        }
        // RFC 9110 §15.5.7: an error may be answered in a media type that is not acceptable.
        let accept = wanted.accept.filter(|_| status.as_u16() < 400);
        let Some((name, media)) = acceptable(content, accept) else {
            let message = "the document has no answer of a media type that the request accepts";
            return Err(Refusal::new(StatusCode::NOT_ACCEPTABLE, message));
        };
        let value = value(name, &media, wanted.example, wanted.seed, schemas);
        Ok(Self { status, media: Some((name, media)), value, headers })
    }

    /// The schema of the value.
    pub(crate) fn schema(&self) -> Option<Pointer> {
        let (_, media) = self.media.as_ref()?;
        media.child("schema").map(|it| it.at)
    }

    /// The `Link` header (RFC 8288).
    pub(crate) fn link(&self) -> Option<&str> {
        let is_link = |name: &str| name.eq_ignore_ascii_case(LINK.as_str());
        self.headers.iter().find(|(name, _)| is_link(name)).map(|(_, it)| it.as_str())
    }

    pub(crate) fn set_link(&mut self, link: Option<String>) {
        self.headers.retain(|(name, _)| !name.eq_ignore_ascii_case(LINK.as_str()));
        self.headers.extend(link.map(|it| (LINK.to_string(), it)));
    }

    /// Writes the answer.
    pub(crate) fn into_response(self) -> Response<Bytes> {
        let mut written = match &self.media {
            None => {
                let mut empty = Response::new(Bytes::new());
                *empty.status_mut() = self.status;
                empty
            }
            Some((name, _)) => response(self.status, &concrete(name), body(name, &self.value)),
        };
        for (name, value) in self.headers {
            if let (Ok(name), Ok(value)) = (http::HeaderName::try_from(name), value.parse()) {
                written.headers_mut().entry(name).or_insert(value);
            }
        }
        written
    }
}

fn has_no_body(status: StatusCode) -> bool {
    status.is_informational() || [204, 205, 304].contains(&status.as_u16())
}

/// The response of the wanted status, or the first success.
fn select<'t>(
    documented: Vec<(&'t str, Node<'t>)>,
    wanted: Option<u16>,
) -> Option<(StatusCode, Node<'t>)> {
    let rank = |name: &str| -> Option<(u32, u16)> {
        let exact: Option<u16> = name.parse().ok();
        let class = name.get(..1).and_then(|it| it.parse::<u16>().ok()).filter(|_| exact.is_none());
        match (wanted, exact, class) {
            (Some(wanted), Some(exact), _) => (wanted == exact).then_some((0, wanted)),
            (Some(wanted), _, Some(class)) => (wanted / 100 == class).then_some((1, wanted)),
            (Some(wanted), _, None) => Some((2, wanted)),
            (None, Some(exact), _) if exact / 100 == 2 => Some((0, exact)),
            (None, _, Some(2)) => Some((1, 200)),
            (None, None, None) => Some((2, 200)),
            (None, Some(exact), _) if exact / 100 == 3 => Some((3, exact)),
            (None, Some(exact), _) => Some((4, exact)),
            (None, None, Some(class)) => Some((5, class * 100)),
        }
    };
    let ranked = documented.into_iter().filter_map(|(name, node)| Some((rank(name)?, node)));
    let ((_, status), node) = ranked.min_by_key(|(rank, _)| *rank)?;
    Some((StatusCode::from_u16(status).ok()?, node))
}

/// The first media type that the `Accept` header allows; JSON before others if it allows all.
fn acceptable<'t>(
    content: Vec<(&'t str, Node<'t>)>,
    accept: Option<&str>,
) -> Option<(&'t str, Node<'t>)> {
    let ranges: Vec<String> = accept.unwrap_or("*/*").split(',').map(essence).collect();
    let position = |name: &str| {
        let own = essence(name);
        ranges.iter().position(|it| allows(it, &own) || allows(&own, it))
    };
    let ranked = content.into_iter().enumerate().filter_map(|(index, (name, node))| {
        Some(((position(name)?, !is_json(&essence(name)), index), (name, node)))
    });
    ranked.min_by_key(|(rank, _)| *rank).map(|(_, it)| it)
}

/// The example of this name, a valid example, or else a sample.
pub(crate) fn value(
    media_type: &str,
    media: &Node<'_>,
    example: Option<&str>,
    seed: u64,
    schemas: &Schemas,
) -> Value {
    let schema = media.child("schema").or_else(|| media.child("itemSchema")).map(|it| it.at);
    let named = media.child("examples");
    let named: Vec<(&str, Node<'_>)> = named.iter().flat_map(Node::members).collect();
    let asked = named.iter().find(|(name, _)| example == Some(name));
    if let Some(value) = asked.and_then(|(_, it)| it.value.get("value")) {
        return value.clone();
    }
    let examples = media.value.get("example").into_iter();
    let mut examples = examples.chain(named.iter().filter_map(|(_, it)| it.value.get("value")));
    let Some(schema) = schema else {
        return examples.next().cloned().unwrap_or_else(|| Value::Object(serde_json::Map::new()));
    };
    let merged = schemas.merged(schemas.at(&schema));
    let of_schema =
        merged.get("example").into_iter().chain(merged.get("examples").and_then(|it| it.get(0)));
    let is_valid = |it: &Value| schemas.problems(&schema, it).is_empty();
    let examples =
        examples.chain(of_schema).flat_map(|it| [Some(it.clone()), parsed(media_type, it)]);
    if let Some(example) = examples.flatten().find(is_valid) {
        return example;
    }
    sample::valid(schemas, &schema, seed)
}

/// The value of an example that is JSON as text.
fn parsed(name: &str, example: &Value) -> Option<Value> {
    let text = example.as_str().filter(|_| is_json(&essence(name)))?;
    serde_json::from_str(text).ok()
}

/// The bytes of a body.
fn body(name: &str, value: &Value) -> Bytes {
    let essence = essence(name);
    let lines = [
        "application/jsonl",
        "application/x-ndjson",
        "application/x-jsonlines",
        "application/jsonlines",
    ];
    match (essence.as_str(), value) {
        ("text/event-stream", Value::String(events)) if events.contains("data:") => {
            events.clone().into()
        }
        ("text/event-stream", value) => format!("data: {value}\n\n").into(),
        ("application/json-seq", value) => format!("\u{1e}{value}\n").into(),
        (name, value) if lines.contains(&name) => format!("{value}\n").into(),
        (name, value) if is_json(name) => value.to_string().into(),
        (_, Value::String(text)) => text.clone().into(),
        (_, value) => value.to_string().into(),
    }
}

/// A media type for a range: `image/*` has no concrete one.
fn concrete(name: &str) -> String {
    match name {
        "*/*" => "application/json".to_owned(),
        name if name.contains('*') => "application/octet-stream".to_owned(),
        name => name.to_owned(),
    }
}

/// Samples of the required headers.
fn headers(response: &Node<'_>, schemas: &Schemas, seed: u64) -> Vec<(String, String)> {
    let documented = response.child("headers");
    let required = documented.iter().flat_map(Node::members).filter(|(name, it)| {
        it.flag("required") == Some(true) && !name.eq_ignore_ascii_case("content-type")
    });
    let header = |(name, node): (&str, Node<'_>)| {
        let schema = node.child("schema")?.at;
        let value = sample::valid(schemas, &schema, seed);
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        Some((name.to_owned(), text))
    };
    required.filter_map(header).collect()
}
