//! The untyped tree of a document: JSON values that take little memory.
//!
//! A [`serde_json::Value`] of this crate keeps the order of members, and takes 72 bytes where this takes
//! 24. Besides, most texts in a document are there many times: keywords, types and references.

use std::{borrow::Cow, fmt, sync::Arc};

use indexmap::IndexSet;
use serde_json::{Number, Value};

use crate::pointer::unescape;

/// The longest text that is shared. Longer ones are descriptions, and seldom there twice.
const MAX_SHARED: usize = 128;
/// The number of members up to which an object has no index: comparing all keys is as fast.
const MAX_SMALL: usize = 12;

/// A JSON value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Tree {
    Null,
    Bool(bool),
    Number(Number),
    String(Arc<str>),
    Array(Box<[Tree]>),
    Object(Object),
}

impl Tree {
    pub(crate) fn as_str(&self) -> Option<&str> {
        if let Self::String(text) = self { Some(text) } else { None }
    }

    pub(crate) fn as_bool(&self) -> Option<bool> {
        if let Self::Bool(value) = self { Some(*value) } else { None }
    }

    pub(crate) fn as_f64(&self) -> Option<f64> {
        if let Self::Number(number) = self { number.as_f64() } else { None }
    }

    pub(crate) fn as_array(&self) -> Option<&[Self]> {
        if let Self::Array(elements) = self { Some(elements) } else { None }
    }

    pub(crate) fn as_object(&self) -> Option<&Object> {
        if let Self::Object(object) = self { Some(object) } else { None }
    }

    pub(crate) fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    pub(crate) fn is_object(&self) -> bool {
        matches!(self, Self::Object(_))
    }

    /// The member of an object.
    pub(crate) fn get(&self, key: &str) -> Option<&Self> {
        self.as_object()?.get(key)
    }

    /// The node at a JSON pointer (RFC 6901), without the leading `#`.
    pub(crate) fn pointer(&self, pointer: &str) -> Option<&Self> {
        segments(pointer)?.try_fold(self, |node, segment| match node {
            Self::Object(object) => object.get(&segment),
            Self::Array(elements) => elements.get(index(&segment)?),
            _ => None,
        })
    }

    /// The same, to change the node.
    pub(crate) fn pointer_mut(&mut self, pointer: &str) -> Option<&mut Self> {
        segments(pointer)?.try_fold(self, |node, segment| match node {
            Self::Object(object) => object.get_mut(&segment),
            Self::Array(elements) => elements.get_mut(index(&segment)?),
            _ => None,
        })
    }

    /// The value that libraries take.
    pub(crate) fn to_json(&self) -> Value {
        match self {
            Self::Null => Value::Null,
            Self::Bool(value) => Value::Bool(*value),
            Self::Number(number) => Value::Number(number.clone()),
            Self::String(text) => Value::String(text.to_string()),
            Self::Array(elements) => elements.iter().map(Self::to_json).collect(),
            Self::Object(object) => {
                object.iter().map(|(key, it)| (key.to_owned(), it.to_json())).collect()
            }
        }
    }

    /// The tree of a value.
    pub(crate) fn of_json(value: &Value) -> Self {
        Self::shared(value, &mut Texts::default())
    }

    fn shared(value: &Value, texts: &mut Texts) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(value) => Self::Bool(*value),
            Value::Number(number) => Self::Number(number.clone()),
            Value::String(text) => Self::String(texts.get(text)),
            Value::Array(elements) => {
                Self::Array(elements.iter().map(|it| Self::shared(it, texts)).collect())
            }
            Value::Object(members) => {
                let member = |(key, it): (&String, _)| (texts.get(key), Self::shared(it, texts));
                Self::Object(members.iter().map(member).collect())
            }
        }
    }
}

impl From<String> for Tree {
    fn from(text: String) -> Self {
        Self::String(text.into())
    }
}

impl PartialEq<&str> for Tree {
    fn eq(&self, text: &&str) -> bool {
        self.as_str() == Some(*text)
    }
}

/// As JSON.
impl fmt::Display for Tree {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.to_json().fmt(f)
    }
}

/// The segments of a pointer; `None` if it is none.
fn segments(pointer: &str) -> Option<impl Iterator<Item = Cow<'_, str>>> {
    let mut segments = pointer.split('/');
    segments.next().filter(|it| it.is_empty())?;
    Some(segments.map(unescape))
}

/// An index of an array (RFC 6901 §4): digits without a leading zero.
fn index(segment: &str) -> Option<usize> {
    let is_padded = segment.len() > 1 && segment.starts_with('0');
    if is_padded || segment.starts_with('+') { None } else { segment.parse().ok() }
}

/// The members of an object, in their order.
#[derive(Clone, Debug)]
pub(crate) enum Object {
    Small(Box<[Member]>),
    Large(Box<Indexed>),
}

type Member = (Arc<str>, Tree);

/// Members, and their positions by key.
#[derive(Clone, Debug)]
pub(crate) struct Indexed {
    members: Box<[Member]>,
    keys: IndexSet<Arc<str>>,
}

impl Object {
    /// The object of members whose keys are unique.
    pub(crate) fn of(members: Vec<Member>) -> Self {
        if members.len() <= MAX_SMALL {
            return Self::Small(members.into());
        }
        let keys = members.iter().map(|(key, _)| Arc::clone(key)).collect();
        Self::indexed(members, keys)
    }

    fn indexed(members: Vec<Member>, keys: IndexSet<Arc<str>>) -> Self {
        Self::Large(Box::new(Indexed { members: members.into(), keys }))
    }

    /// The object of members of which some may have the same key. The last one of these counts, and
    /// `report` gets their key.
    pub(crate) fn of_all(members: Vec<Member>, mut report: impl FnMut(&str)) -> Self {
        let is_new = |(index, (key, _)): (usize, &Member)| {
            members[..index].iter().all(|(other, _)| other != key)
        };
        if members.len() <= MAX_SMALL && members.iter().enumerate().all(is_new) {
            return Self::Small(members.into());
        }
        let mut keys = IndexSet::with_capacity(members.len());
        let mut unique: Vec<Member> = Vec::with_capacity(members.len());
        for (key, value) in members {
            let (at, is_new) = keys.insert_full(Arc::clone(&key));
            if is_new {
                unique.push((key, value));
            } else {
                report(&key);
                unique[at].1 = value;
            }
        }
        match unique.len() <= MAX_SMALL {
            true => Self::Small(unique.into()),
            false => Self::indexed(unique, keys),
        }
    }

    fn members(&self) -> &[Member] {
        match self {
            Self::Small(members) => members,
            Self::Large(indexed) => &indexed.members,
        }
    }

    fn members_mut(&mut self) -> &mut [Member] {
        match self {
            Self::Small(members) => members,
            Self::Large(indexed) => &mut indexed.members,
        }
    }

    fn into_members(self) -> Vec<Member> {
        match self {
            Self::Small(members) => members.into(),
            Self::Large(indexed) => indexed.members.into(),
        }
    }

    fn position(&self, key: &str) -> Option<usize> {
        match self {
            Self::Small(members) => members.iter().position(|(own, _)| **own == *key),
            Self::Large(indexed) => indexed.keys.get_index_of(key),
        }
    }

    pub(crate) fn get(&self, key: &str) -> Option<&Tree> {
        self.position(key).map(|it| &self.members()[it].1)
    }

    fn get_mut(&mut self, key: &str) -> Option<&mut Tree> {
        self.position(key).map(|it| &mut self.members_mut()[it].1)
    }

    pub(crate) fn contains_key(&self, key: &str) -> bool {
        self.position(key).is_some()
    }

    pub(crate) fn len(&self) -> usize {
        self.members().len()
    }

    pub(crate) fn iter(&self) -> Members<'_> {
        self.members().iter().map(|(key, it)| (key, it))
    }

    pub(crate) fn iter_mut(&mut self) -> impl DoubleEndedIterator<Item = (&str, &mut Tree)> {
        self.members_mut().iter_mut().map(|(key, it)| (&**key, it))
    }

    pub(crate) fn keys(&self) -> impl Iterator<Item = &str> {
        self.iter().map(|(key, _)| key)
    }

    pub(crate) fn values(&self) -> impl Iterator<Item = &Tree> {
        self.members().iter().map(|(_, it)| it)
    }

    /// Sets a member. A new one comes last.
    pub(crate) fn insert(&mut self, key: &str, value: Tree) {
        if let Some(member) = self.get_mut(key) {
            *member = value;
            return;
        }
        self.extend([(key.into(), value)]);
    }

    /// Adds members of other keys.
    pub(crate) fn extend(&mut self, new: impl IntoIterator<Item = Member>) {
        let mut members = std::mem::take(self).into_members();
        members.extend(new);
        *self = Self::of(members);
    }
}

impl Default for Object {
    fn default() -> Self {
        Self::Small(Box::default())
    }
}

impl IntoIterator for Object {
    type Item = Member;
    type IntoIter = std::vec::IntoIter<Member>;

    fn into_iter(self) -> Self::IntoIter {
        self.into_members().into_iter()
    }
}

/// Iterates over members.
pub(crate) type Members<'a> =
    std::iter::Map<std::slice::Iter<'a, Member>, fn(&'a Member) -> (&'a str, &'a Tree)>;

impl<'a> IntoIterator for &'a Object {
    type Item = (&'a str, &'a Tree);
    type IntoIter = Members<'a>;

    fn into_iter(self) -> Members<'a> {
        self.iter()
    }
}

impl FromIterator<Member> for Object {
    fn from_iter<I: IntoIterator<Item = Member>>(members: I) -> Self {
        Self::of(members.into_iter().collect())
    }
}

/// Objects are equal if they have the same members, in any order.
impl PartialEq for Object {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().all(|(key, it)| other.get(key) == Some(it))
    }
}

/// The texts of a tree, each only once.
#[derive(Default)]
pub(crate) struct Texts(IndexSet<Arc<str>>);

impl Texts {
    /// A text as it is in the tree.
    pub(crate) fn get(&mut self, text: &str) -> Arc<str> {
        if text.len() > MAX_SHARED {
            return text.into();
        }
        if let Some(known) = self.0.get(text) {
            return Arc::clone(known);
        }
        let new: Arc<str> = text.into();
        self.0.insert(Arc::clone(&new));
        new
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_tree_is_small() {
        assert_eq!(size_of::<Tree>(), 24);
        let text = || Arc::from("type");
        let mut texts = Texts::default();
        assert!(Arc::ptr_eq(&texts.get("type"), &texts.get("type")));
        assert_eq!(texts.get("type"), text());
    }

    #[test]
    fn a_value_survives() {
        let large: Value = (0..100).map(|it| (format!("k{it}"), json!(it))).collect();
        let value = json!({"b": [1, -2.5, null, true, "a"], "a": {}, "large": large});
        assert_eq!(Tree::of_json(&value).to_json().to_string(), value.to_string());
    }

    #[test]
    fn pointers_lead_to_nodes() {
        let value = json!({"a": [{"b/c": 1, "~d": 2}], "": 3});
        let mut tree = Tree::of_json(&value);
        for pointer in
            ["", "/", "/a", "/a/0", "/a/0/b~1c", "/a/0/~0d", "/a/1", "/a/00", "/a/+0", "/x", "a"]
        {
            let found = tree.pointer(pointer).map(Tree::to_json);
            assert_eq!(found.as_ref(), value.pointer(pointer), "{pointer}");
            assert_eq!(tree.pointer_mut(pointer).map(|it| it.to_json()), found, "{pointer}");
        }
    }

    #[test]
    fn members_keep_their_order_and_the_last_of_one_key_counts() {
        for count in [MAX_SMALL, MAX_SMALL + 1, 100] {
            let member = |it: usize| (Arc::from(format!("k{it}")), Tree::from(it.to_string()));
            let all = (1..count).map(member).chain([(Arc::from("k1"), Tree::Null)]);
            let mut repeated = Vec::new();
            let object = Object::of_all(all.collect(), |key| repeated.push(key.to_owned()));
            assert_eq!(repeated, ["k1"]);
            assert!(object.get("k1").is_some_and(Tree::is_null));
            let keys: Vec<String> = (1..count).map(|it| format!("k{it}")).collect();
            assert!(object.keys().eq(keys.iter()));
            let mut more = object.clone();
            more.insert("k1", Tree::Bool(true));
            more.insert("new", Tree::Null);
            assert_eq!((more.len(), object.len()), (count, count - 1));
            assert!(more.keys().eq(keys.iter().map(String::as_str).chain(["new"])));
            assert_ne!(more, object);
        }
    }
}
