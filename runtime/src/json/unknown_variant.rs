//! Values that match no variant of a union.

use super::{DecodeError, Encode, RawJson, Writer};

/// A value that matches no variant of a union: its JSON, and the reason.
///
/// It is written as it was read. Two unknown variants are equal if their JSON values are equal.
///
/// ```
/// use bessemer_runtime::{json::{self, UnknownVariant}, union};
///
/// #[derive(Debug, PartialEq)]
/// enum Answer { Yes(bool), Unknown(UnknownVariant) }
/// union! { Answer by type { Yes = Bool, ..Unknown } }
///
/// let Answer::Unknown(unknown) = json::from_str(r#""maybe""#)? else { panic!() };
/// assert_eq!(unknown.json().as_str(), r#""maybe""#);
/// assert!(unknown.reason().is_some_and(|it| it.message().starts_with("expected a variant")));
///
/// let answer = Answer::Unknown(serde_json::json!("perhaps").into());
/// assert_eq!(json::to_string(&answer), r#""perhaps""#);
/// # Ok::<(), json::DecodeError>(())
/// ```
#[derive(Clone, Debug)]
pub struct UnknownVariant {
    json: RawJson,
    tag: Option<Box<str>>,
    reason: Option<DecodeError>,
}

impl UnknownVariant {
    /// Creates a value that the document does not describe, to send it.
    pub fn new(json: impl Into<RawJson>) -> Self {
        Self { json: json.into(), tag: None, reason: None }
    }

    /// A value that matches no variant. Paths in the reason start at the value.
    pub(super) fn of(text: &str, reason: DecodeError) -> Self {
        Self { json: RawJson::from_text(text), tag: None, reason: Some(reason) }
    }

    pub(super) fn tagged(self, tag: &str) -> Self {
        Self { tag: Some(tag.into()), ..self }
    }

    /// The JSON as it was received.
    pub fn json(&self) -> &RawJson {
        &self.json
    }

    /// The JSON as it was received.
    pub fn into_json(self) -> RawJson {
        self.json
    }

    /// The value of the tag that selects no variant, such as the name of a new event.
    ///
    /// ```
    /// use bessemer_runtime::{RawJson, json::{self, UnknownVariant}, union};
    ///
    /// enum Event { Paid(RawJson), Unknown(UnknownVariant) }
    /// union! { Event by "type" { Paid = "order.paid", ..Unknown } }
    ///
    /// let Event::Unknown(unknown) = json::from_str(r#"{"type": "order.sent"}"#)? else { panic!() };
    /// assert_eq!(unknown.tag(), Some("order.sent"));
    /// # Ok::<(), json::DecodeError>(())
    /// ```
    pub fn tag(&self) -> Option<&str> {
        self.tag.as_deref()
    }

    /// Why no variant matches. Paths start at this value. `None` if the program created the value.
    pub fn reason(&self) -> Option<&DecodeError> {
        self.reason.as_ref()
    }
}

impl From<RawJson> for UnknownVariant {
    fn from(json: RawJson) -> Self {
        Self::new(json)
    }
}

impl From<serde_json::Value> for UnknownVariant {
    fn from(json: serde_json::Value) -> Self {
        Self::new(json)
    }
}

impl PartialEq for UnknownVariant {
    fn eq(&self, other: &Self) -> bool {
        self.json == other.json
    }
}

impl Encode for UnknownVariant {
    fn encode(&self, writer: &mut Writer) {
        self.json.encode(writer);
    }
}
