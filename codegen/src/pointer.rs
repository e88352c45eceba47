//! JSON pointers (RFC 6901).

use std::{borrow::Cow, fmt};

/// The address of a node in a document, written as a URI fragment: `#/components/schemas/Container`.
///
/// ```
/// use bessemer_codegen::Pointer;
///
/// let pointer = Pointer::root().child("paths").child("/containers");
/// assert_eq!(pointer.to_string(), "#/paths/~1containers");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pointer(String);

impl Pointer {
    /// The whole document.
    pub fn root() -> Self {
        Self::default()
    }

    /// The pointer that a `$ref` within the same document names; `None` for any other reference. In a
    /// URI fragment, any character may be percent-encoded (RFC 6901 §6): `{id}` is often `%7Bid%7D`.
    pub fn from_reference(reference: &str) -> Option<Self> {
        Self::from_text(&decoded(reference.strip_prefix('#')?))
    }

    /// The pointer that is written without percent-encoding: `/components/schemas/Container`.
    pub(crate) fn from_text(text: &str) -> Option<Self> {
        (text.is_empty() || text.starts_with('/')).then(|| Self(text.to_owned()))
    }

    /// The pointer to the member `key` of this object.
    #[must_use]
    pub fn child(&self, key: &str) -> Self {
        let mut path = String::with_capacity(self.0.len() + key.len() + 1);
        path.push_str(&self.0);
        path.push('/');
        escape(key, &mut path);
        Self(path)
    }

    /// The pointer to the element `index` of this array.
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        Self(format!("{}/{index}", self.0))
    }

    /// The pointer to this node, which is in `outer`, if that is at `to` instead.
    #[must_use]
    pub(crate) fn moved(&self, outer: &Self, to: &Self) -> Self {
        let inside = self.0.strip_prefix(&outer.0).unwrap_or_default();
        Self(format!("{}{inside}", to.0))
    }

    /// The pointer to the parent node; `None` for the root.
    pub fn parent(&self) -> Option<Self> {
        self.0.rfind('/').map(|end| Self(self.0[..end].to_owned()))
    }

    /// The last segment, unescaped; `None` for the root.
    pub fn last(&self) -> Option<String> {
        self.0.rfind('/').map(|start| unescape(&self.0[start + 1..]).into_owned())
    }

    /// The segments, unescaped, outermost first.
    pub fn segments(&self) -> impl Iterator<Item = String> + '_ {
        self.0.split('/').skip(1).map(|it| unescape(it).into_owned())
    }

    /// The pointer without the leading `#`, for `serde_json::Value::pointer`.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rest = self.0.as_str();
        f.write_str("#")?;
        // What would be decoded is encoded.
        while let Some((before, after)) = rest.split_once('%') {
            let sign = if byte(after).is_some() { "%25" } else { "%" };
            write!(f, "{before}{sign}")?;
            rest = after;
        }
        f.write_str(rest)
    }
}

/// A pointer that is built while walking down a tree, without allocation. It becomes a [`Pointer`]
/// only for a diagnostic.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Path<'a> {
    Root,
    /// The node that an existing pointer names.
    At(&'a Pointer),
    Key(&'a Path<'a>, &'a str),
    Index(&'a Path<'a>, usize),
}

impl<'a> Path<'a> {
    pub(crate) fn key(&'a self, key: &'a str) -> Self {
        Self::Key(self, key)
    }

    pub(crate) fn index(&'a self, index: usize) -> Self {
        Self::Index(self, index)
    }

    pub(crate) fn pointer(&self) -> Pointer {
        let mut text = String::with_capacity(self.length());
        self.write(&mut text);
        Pointer(text)
    }

    /// About how long the text of the pointer is.
    fn length(&self) -> usize {
        match self {
            Self::Root => 0,
            Self::At(pointer) => pointer.0.len(),
            Self::Key(parent, key) => parent.length() + key.len() + 4,
            Self::Index(parent, _) => parent.length() + 4,
        }
    }

    fn write(&self, into: &mut String) {
        match self {
            Self::Root => {}
            Self::At(pointer) => into.push_str(&pointer.0),
            Self::Key(parent, key) => {
                parent.write(into);
                into.push('/');
                escape(key, into);
            }
            Self::Index(parent, index) => {
                parent.write(into);
                into.push('/');
                into.push_str(&index.to_string());
            }
        }
    }
}

fn escape(key: &str, into: &mut String) {
    let mut rest = key;
    while let Some(at) = rest.find(['~', '/']) {
        into.push_str(&rest[..at]);
        into.push_str(if rest[at..].starts_with('~') { "~0" } else { "~1" });
        rest = &rest[at + 1..];
    }
    into.push_str(rest);
}

/// Decodes percent-encoded bytes (RFC 3986 §2.1). A text that is not UTF-8 then is left as it is.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('%') {
        bytes.extend(before.bytes());
        match byte(after) {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(b'%');
                rest = after;
            }
        }
    }
    bytes.extend(rest.bytes());
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

/// The byte that two hexadecimal digits at the start of a text stand for.
fn byte(text: &str) -> Option<u8> {
    let digits = text.get(..2).filter(|it| it.bytes().all(|it| it.is_ascii_hexdigit()))?;
    u8::from_str_radix(digits, 16).ok()
}

/// The key that a segment of a pointer names (RFC 6901 §4).
pub(crate) fn unescape(segment: &str) -> Cow<'_, str> {
    match segment.contains('~') {
        true => segment.replace("~1", "/").replace("~0", "~").into(),
        false => segment.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_and_unescapes() {
        let pointer = Pointer::root().child("a/b~c").index(3);
        assert_eq!(pointer.as_str(), "/a~1b~0c/3");
        assert_eq!(pointer.segments().collect::<Vec<_>>(), ["a/b~c", "3"]);
        assert_eq!(pointer.parent().and_then(|parent| parent.last()).as_deref(), Some("a/b~c"));
        assert_eq!(Pointer::root().parent(), None);
    }

    #[test]
    fn references_are_percent_encoded() {
        for (reference, text, written) in [
            ("#/paths/~1a~1%7Bid%7D", "/paths/~1a~1{id}", "#/paths/~1a~1{id}"),
            ("#/a/%C3%A9%20b", "/a/é b", "#/a/é b"),
            ("#/a/100%", "/a/100%", "#/a/100%"),
            ("#/a/%zz%2", "/a/%zz%2", "#/a/%zz%2"),
            ("#/a/%2541", "/a/%41", "#/a/%2541"),
            ("#/a/%FF", "/a/%FF", "#/a/%25FF"),
        ] {
            let pointer = Pointer::from_reference(reference).unwrap();
            assert_eq!((pointer.as_str(), &*pointer.to_string()), (text, written));
        }
    }

    #[test]
    fn takes_only_references_within_the_document() {
        assert_eq!(
            Pointer::from_reference("#/a/b").map(|p| p.to_string()).as_deref(),
            Some("#/a/b")
        );
        assert_eq!(Pointer::from_reference("#"), Some(Pointer::root()));
        assert_eq!(Pointer::from_reference("other.yaml#/a"), None);
        assert_eq!(Pointer::from_reference("#anchor"), None);
    }
}
