//! The types that requests send and responses hold.

use std::{collections::BTreeSet, ops::Index};

use super::name::Name;

/// All named types, and the modules that hold them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Types {
    pub(crate) defs: Vec<TypeDef>,
    pub(crate) modules: Vec<Module>,
    /// The Rust names of all.
    pub(crate) names: BTreeSet<String>,
}

/// A file of types.
#[derive(Clone, Debug)]
pub(crate) struct Module {
    pub(crate) name: String,
    /// What stands in it, in alphabetical order.
    pub(crate) types: Vec<TypeId>,
    /// The only resource that uses them, by its accessor.
    pub(crate) resource: Option<String>,
    /// The resources without which it is not needed, by their accessors.
    pub(crate) used_by: BTreeSet<String>,
}

/// The place of a type in [`Types`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct TypeId(pub(crate) usize);

impl Index<TypeId> for Types {
    type Output = TypeDef;

    fn index(&self, id: TypeId) -> &TypeDef {
        &self.defs[id.0]
    }
}

/// A named type.
#[derive(Clone, Debug)]
pub(crate) struct TypeDef {
    pub(crate) name: Name,
    /// The module that holds it: of the resource that alone uses it, or the shared one.
    pub(crate) module: String,
    pub(crate) docs: String,
    pub(crate) deprecated: bool,
    /// Whether a server may send it: then values and properties that the document does not know
    /// are kept. A type that is only sent is closed.
    pub(crate) open: bool,
    /// Whether a client may send it: then it has a constructor.
    pub(crate) sent: bool,
    pub(crate) shape: Shape,
}

impl TypeDef {
    /// Whether it is but another name of a type.
    pub(crate) fn is_alias(&self) -> bool {
        matches!(self.shape, Shape::Alias(_))
    }

    /// How it is read if it is the envelope of a listing.
    pub(crate) fn list(&self) -> Option<&List> {
        match &self.shape {
            Shape::Struct(object) => object.list.as_ref(),
            _ => None,
        }
    }
}

/// What a named type is.
#[derive(Clone, Debug)]
pub(crate) enum Shape {
    Struct(Struct),
    Enum(Enum),
    Union(Union),
    Answers(Vec<AnswerVariant>),
    /// Another name of a type.
    Alias(TypeRef),
    Errors(Vec<ErrorVariant>),
    Parts(Vec<PartVariant>),
    Headers(Vec<HeaderField>),
}

/// An object with known properties.
#[derive(Clone, Debug)]
pub(crate) struct Struct {
    pub(crate) fields: Vec<Field>,
    /// The field that keeps properties which have none, if the type is open or the document names
    /// what they hold.
    pub(crate) extra: String,
    /// What that field holds, if the document says so.
    pub(crate) rest: Option<TypeRef>,
    /// Whether it is a multipart form instead of a JSON object.
    pub(crate) multipart: bool,
    /// Set if it is the envelope of a listing.
    pub(crate) list: Option<List>,
}

/// How a list envelope is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct List {
    /// The field that holds the items.
    pub(crate) items: String,
    pub(crate) item: TypeRef,
    pub(crate) next: Next,
    /// The field that says whether there is more.
    pub(crate) more: Option<String>,
    /// Whether another envelope, or none, is what its items are found in.
    pub(crate) shared: bool,
}

/// What asks for the next page: a query parameter, and where its value comes from; or a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Next {
    /// A field of the last item.
    LastItem { param: String, field: String },
    /// A field of the envelope.
    Token { param: String, field: String },
    /// The number of the page, up to a field of the envelope if it has one.
    Page { param: String, first: u8, pages: Option<String> },
    /// How many items there were, up to a field of the envelope if it has one.
    Offset { param: String, total: Option<String> },
    /// The `Link` header of the response (RFC 8288).
    Link,
}

impl Next {
    /// In a word, for a summary.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::LastItem { .. } => "last item",
            Self::Token { .. } => "token",
            Self::Page { .. } => "page",
            Self::Offset { .. } => "offset",
            Self::Link => "link",
        }
    }
}

/// One property.
#[derive(Clone, Debug)]
pub(crate) struct Field {
    pub(crate) name: Name,
    pub(crate) ty: TypeRef,
    /// Whether nothing is written as null instead of left out.
    pub(crate) null: bool,
    /// The constant value.
    pub(crate) constant: Option<String>,
    /// The media type of a part of a multipart form, if it is stated.
    pub(crate) media_type: Option<String>,
    pub(crate) deprecated: bool,
    pub(crate) docs: String,
}

/// A closed list of values in the document.
#[derive(Clone, Debug)]
pub(crate) struct Enum {
    pub(crate) values: Values,
    /// The variant for other values, if the type is open.
    pub(crate) unknown: String,
}

/// The values by their JSON type.
#[derive(Clone, Debug)]
pub(crate) enum Values {
    Strings(Vec<EnumVariant<String>>),
    Integers(Vec<EnumVariant<i64>>),
}

/// One value.
#[derive(Clone, Debug)]
pub(crate) struct EnumVariant<T> {
    pub(crate) name: String,
    pub(crate) value: T,
    pub(crate) docs: String,
}

/// What an operation answers with a status.
#[derive(Clone, Debug)]
pub(crate) struct AnswerVariant {
    pub(crate) name: String,
    pub(crate) returns: Returns,
    pub(crate) status: Status,
}

/// The content of a success response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Returns {
    Nothing,
    Json(TypeRef),
    Text,
    Bytes,
    /// Server-sent events, each of this type.
    Events(TypeRef),
    /// JSON values line by line, each of this type.
    Lines(TypeRef),
}

impl Returns {
    pub(crate) fn is_stream(&self) -> bool {
        matches!(self, Self::Events(_) | Self::Lines(_))
    }

    /// The type of a JSON response.
    pub(crate) fn json(&self) -> Option<&TypeRef> {
        match self {
            Self::Json(ty) => Some(ty),
            _ => None,
        }
    }
}

/// What the body of an error holds with some statuses.
#[derive(Clone, Debug)]
pub(crate) struct ErrorVariant {
    pub(crate) name: String,
    pub(crate) ty: TypeRef,
    pub(crate) statuses: Vec<Status>,
}

/// What a header of a response holds, if it is there.
#[derive(Clone, Debug)]
pub(crate) struct HeaderField {
    /// The wire name is in lower case.
    pub(crate) name: Name,
    pub(crate) ty: TypeRef,
    pub(crate) deprecated: bool,
    pub(crate) docs: String,
}

/// What a property of a multipart form holds: files, or a value.
#[derive(Clone, Debug)]
pub(crate) struct PartVariant {
    pub(crate) name: String,
    pub(crate) ty: TypeRef,
}

/// The statuses of an answer or an error (OpenAPI 3.1 §4.8.16).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Status {
    Code(u16),
    /// 2 stands for 200 to 299.
    Range(u16),
    Any,
}

impl Status {
    /// The first and the last code; `None` for any.
    pub(crate) fn bounds(&self) -> Option<(u16, u16)> {
        match self {
            Self::Code(code) => Some((*code, *code)),
            Self::Range(hundred) => Some((hundred * 100, hundred * 100 + 99)),
            Self::Any => None,
        }
    }
}

/// Several types in one place.
#[derive(Clone, Debug)]
pub(crate) struct Union {
    pub(crate) variants: Vec<UnionVariant>,
    pub(crate) by: By,
    /// The variant for anything else, if the type is open.
    pub(crate) unknown: String,
}

/// One of them.
#[derive(Clone, Debug)]
pub(crate) struct UnionVariant {
    pub(crate) name: String,
    pub(crate) ty: TypeRef,
    /// What it is known by; empty if the variants are tried in turn.
    pub(crate) cases: Vec<Case>,
}

/// What tells the variants of a union apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum By {
    /// The value of this property.
    Tag(String),
    /// A property that only one of them has.
    Key,
    /// The kind of JSON value.
    Kind,
    /// Nothing: they are tried in turn.
    Trial,
}

/// What a variant is known by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Case {
    /// A value of the property, or the name of one that is there.
    Word(String),
    Kind(JsonKind),
    /// In a trial, a property that has to be there, with one of these words if there are any.
    Property(String, Vec<String>),
    /// An object that no other variant is known by.
    Else,
}

/// The kinds of JSON value (RFC 8259 §3) that a type can be; null is never one of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum JsonKind {
    Bool,
    Number,
    String,
    Array,
    Object,
}

/// A use of a type.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum TypeRef {
    /// Null and nothing else.
    Null,
    Bool,
    I32,
    I64,
    U32,
    U64,
    F64,
    String,
    /// Seconds since 1970.
    UnixTime,
    /// Bytes that are base64 in JSON (RFC 4648 §4).
    Base64,
    /// A file of a multipart form.
    Part,
    /// Any JSON value.
    Any,
    /// Null, or absent.
    Option(Box<TypeRef>),
    /// A value, null, or absent: three things to say.
    Patch(Box<TypeRef>),
    List(Box<TypeRef>),
    /// An array with a type for each place.
    Tuple(Vec<TypeRef>),
    Map(Box<TypeRef>),
    /// On a cycle that nothing else breaks.
    Boxed(Box<TypeRef>),
    Named(TypeId),
}

impl TypeRef {
    /// What it is where it is something.
    pub(crate) fn inner(&self) -> &Self {
        match self {
            Self::Option(inner) => inner,
            other => other,
        }
    }

    /// Puts another type in the place of each that has a name.
    pub(crate) fn replace(&mut self, other: &impl Fn(TypeId) -> TypeId) {
        match self {
            Self::Named(id) => *id = other(*id),
            Self::Option(inner)
            | Self::Patch(inner)
            | Self::List(inner)
            | Self::Map(inner)
            | Self::Boxed(inner) => inner.replace(other),
            Self::Tuple(items) => items.iter_mut().for_each(|item| item.replace(other)),
            _ => {}
        }
    }
}
