//! The types of requests and responses.

use std::{collections::BTreeSet, ops::Index, sync::Arc};

use serde_json::Value;

use super::{
    lists::List,
    name::Name,
    type_ref::{TypeId, TypeRef},
};
use crate::pointer::Pointer;

/// All named types, and the modules that hold them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Types {
    pub(crate) defs: Vec<TypeDef>,
    pub(crate) modules: Vec<Module>,
    /// Former names of types, sorted.
    pub(crate) former: Vec<FormerName>,
    /// The Rust names of all types.
    pub(crate) names: BTreeSet<String>,
}

/// A former name of a type.
#[derive(Clone, Debug)]
pub(crate) struct FormerName {
    pub(crate) name: String,
    /// The place of the document that it names, and which of the types of the place.
    pub(crate) origin: Pointer,
    pub(crate) facet: String,
    /// The current type: one with another name, or one without a name.
    pub(crate) target: TypeRef,
    /// The versions of the package that deprecate it; empty if it is not deprecated.
    pub(crate) versions: Vec<String>,
}

impl FormerName {
    /// Whether it is a name of this type.
    pub(crate) fn is_of(&self, index: usize) -> bool {
        self.target == TypeRef::Named(TypeId(index))
    }
}

/// A file of types.
#[derive(Clone, Debug)]
pub(crate) struct Module {
    pub(crate) name: String,
    /// The types in the file, in alphabetical order.
    pub(crate) types: Vec<TypeId>,
    /// The resources that need the file, by their accessors, and [`WEBSOCKETS`]; empty if it is always
    /// compiled.
    pub(crate) used_by: Arc<BTreeSet<String>>,
}

/// The WebSockets of all resources, as a user of types. No resource has this name.
pub(crate) const WEBSOCKETS: &str = "(websockets)";

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
    /// The key of its component, if the configuration has another name for it.
    pub(crate) renamed: Option<String>,
    /// The module of the type.
    pub(crate) module: String,
    /// The pointer of its schema.
    pub(crate) origin: Pointer,
    /// Tells several types of one place apart: `write` or `error`; empty for the type of the schema
    /// itself.
    pub(crate) facet: &'static str,
    pub(crate) docs: String,
    pub(crate) deprecated: bool,
    /// Whether a client may send it. Then it has a constructor.
    pub(crate) sent: bool,
    pub(crate) shape: Shape,
}

/// The shape of a named type.
#[derive(Clone, Debug)]
pub(crate) enum Shape {
    Struct(Box<Struct>),
    Enum(Values),
    Union(Union),
    Answers(Vec<AnswerVariant>),
    Errors(Vec<ErrorVariant>),
    Parts(Vec<PartVariant>),
    Headers(Vec<HeaderField>),
}

impl Shape {
    /// The names of the variants that a lock keeps and the configuration sets: those of unions and of error
    /// bodies. The names of other variants follow from their values.
    pub(crate) fn variant_names_mut(&mut self) -> Vec<&mut String> {
        match self {
            Self::Union(union) => union.variants.iter_mut().map(|it| &mut it.name).collect(),
            Self::Errors(variants) => variants.iter_mut().map(|it| &mut it.name).collect(),
            _ => Vec::new(),
        }
    }
}

/// An object with known properties.
#[derive(Clone, Debug)]
pub(crate) struct Struct {
    pub(crate) fields: Vec<Field>,
    /// The field for unknown properties.
    pub(crate) extra: String,
    /// The field for additional properties, if the document gives their type.
    pub(crate) additional: Option<AdditionalProperties>,
    /// The fields that `new` takes, in its order.
    pub(crate) arguments: Vec<usize>,
    /// The name of the struct for the arguments of `new`, if they are passed by name.
    pub(crate) args: Option<String>,
    /// Whether it is a multipart form and not a JSON object.
    pub(crate) multipart: bool,
    /// Whether the names of its parts have the keys of objects in brackets.
    pub(crate) brackets: bool,
    /// The list in it, if it is the envelope of a listing.
    pub(crate) list: Option<List>,
}

/// Additional properties of one type.
#[derive(Clone, Debug)]
pub(crate) struct AdditionalProperties {
    pub(crate) field: String,
    pub(crate) ty: TypeRef,
}

/// A property.
#[derive(Clone, Debug)]
pub(crate) struct Field {
    pub(crate) name: Name,
    pub(crate) ty: TypeRef,
    /// The method that sets it.
    pub(crate) setter: String,
    pub(crate) required: bool,
    /// The position among the required properties.
    pub(crate) order: usize,
    /// Whether it may be null.
    pub(crate) nullable: bool,
    /// Whether its value is kept out of logs.
    pub(crate) secret: bool,
    /// The constant value.
    pub(crate) constant: Option<String>,
    /// The default value of a required property.
    pub(crate) default: Option<Value>,
    /// An example value of a required property.
    pub(crate) example: Option<Box<Value>>,
    /// The media type of a part of a multipart form, if it is stated.
    pub(crate) media_type: Option<String>,
    pub(crate) deprecated: bool,
    pub(crate) docs: String,
}

impl Struct {
    /// The arguments of `new`, in order.
    pub(crate) fn arguments(&self) -> impl Iterator<Item = &Field> + Clone {
        self.arguments.iter().filter_map(|index| self.fields.get(*index))
    }

    /// The arguments of `new` as a caller writes them: one after the other, or in the struct with named
    /// fields, whose path `args` returns. `None` if one of them has no `value`.
    pub(crate) fn passed(
        &self,
        args: impl Fn(&str) -> String,
        value: impl Fn(&Field) -> Option<String>,
    ) -> Option<String> {
        let written = self.arguments().map(|field| {
            let value = value(field)?;
            let is_named = self.args.is_some();
            Some(if is_named { format!("{}: {value}", field.name.rust) } else { value })
        });
        let written = written.collect::<Option<Vec<_>>>()?.join(", ");
        Some(match &self.args {
            Some(name) => format!("{} {{ {written} }}", args(name)),
            None => written,
        })
    }
}

impl Field {
    /// The method that sets it to null. Two underscores in a row would not be snake case.
    pub(crate) fn clear(&self) -> String {
        format!("clear_{}", self.name.rust.trim_start_matches("r#").trim_start_matches('_'))
    }

    /// Whether it is an argument of `new`: it is required and has no other initial value.
    pub(crate) fn is_argument(&self) -> bool {
        self.required && !self.nullable && self.constant.is_none() && self.default.is_none()
    }
}

/// The values that the document lists, by their JSON type.
#[derive(Clone, Debug)]
pub(crate) enum Values {
    Strings(Vec<EnumVariant<String>>),
    Integers(Vec<EnumVariant<i64>>),
}

/// A value of an enum.
#[derive(Clone, Debug)]
pub(crate) struct EnumVariant<T> {
    pub(crate) name: String,
    pub(crate) value: T,
    pub(crate) docs: String,
}

/// The success response for a status.
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
    /// The target URL of a redirect.
    Location,
    /// Server-sent events, each of this type.
    Events(TypeRef),
    /// JSON values line by line, each of this type.
    Lines(TypeRef),
    /// A connection, with the types of the events that each side sends.
    WebSocket {
        sends: TypeRef,
        receives: TypeRef,
    },
}

impl Returns {
    pub(crate) fn is_stream(&self) -> bool {
        matches!(self, Self::Events(_) | Self::Lines(_))
    }

    pub(crate) fn json_mut(&mut self) -> Option<&mut TypeRef> {
        match self {
            Self::Json(ty) => Some(ty),
            _ => None,
        }
    }

    /// The type of a JSON response.
    pub(crate) fn json(&self) -> Option<&TypeRef> {
        match self {
            Self::Json(ty) => Some(ty),
            _ => None,
        }
    }
}

/// The error body for some statuses.
#[derive(Clone, Debug)]
pub(crate) struct ErrorVariant {
    pub(crate) name: String,
    pub(crate) ty: TypeRef,
    pub(crate) statuses: Vec<Status>,
}

/// A response header.
#[derive(Clone, Debug)]
pub(crate) struct HeaderField {
    /// The wire name is in lower case.
    pub(crate) name: Name,
    pub(crate) ty: TypeRef,
    pub(crate) deprecated: bool,
    pub(crate) docs: String,
}

/// The content of a multipart property that may be files or a value.
#[derive(Clone, Debug)]
pub(crate) struct PartVariant {
    pub(crate) name: String,
    pub(crate) ty: TypeRef,
}

/// The statuses of a response (OpenAPI 3.1 §4.8.16).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Status {
    Code(u16),
    /// 2 means 200 to 299.
    Range(u16),
    Any,
}

impl Status {
    /// The key of a response: `404`, `4XX` or `default` (OpenAPI 3.1 §4.8.16).
    pub(crate) fn key(&self) -> String {
        match self {
            Self::Code(code) => code.to_string(),
            Self::Range(hundred) => format!("{hundred}XX"),
            Self::Any => "default".to_owned(),
        }
    }

    /// The first and the last code; `None` for any.
    pub(crate) fn bounds(&self) -> Option<(u16, u16)> {
        match self {
            Self::Code(code) => Some((*code, *code)),
            Self::Range(hundred) => Some((hundred * 100, hundred * 100 + 99)),
            Self::Any => None,
        }
    }
}

/// A union.
#[derive(Clone, Debug)]
pub(crate) struct Union {
    pub(crate) variants: Vec<UnionVariant>,
    pub(crate) by: Discrimination,
}

impl Union {
    /// Whether a client can create it from a string.
    pub(crate) fn takes_text(&self) -> bool {
        self.variants.iter().any(|it| it.from.contains(&Conversion::Text))
    }
}

/// A variant of a union.
#[derive(Clone, Debug)]
pub(crate) struct UnionVariant {
    pub(crate) name: String,
    pub(crate) ty: TypeRef,
    /// The cases that select the variant; empty if the union is untagged.
    pub(crate) cases: Vec<Case>,
    /// The sources of its `From` implementations.
    pub(crate) from: Vec<Conversion>,
    /// The function that creates it with the arguments of its payload's `new`, if the payload is a
    /// struct.
    pub(crate) constructor: Option<String>,
    pub(crate) docs: String,
}

/// The source of a `From` implementation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Conversion {
    /// Its payload.
    Payload,
    /// Text.
    Text,
    /// A list of its payload.
    List,
    /// A list of text, from which the items are created.
    Texts,
    /// An integer, if the payload is a float: `5` is no float in Rust.
    Integer,
}

/// How the variants of a union are discriminated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Discrimination {
    /// The value of this property.
    Tag(String),
    /// A property that only one variant has.
    Key,
    /// The JSON type.
    JsonType,
    /// A header that comes with the value.
    Header,
    /// Untagged: the variants are tried in order.
    Untagged,
}

impl Conversion {
    pub(crate) const ALL: [Self; 5] =
        [Self::Payload, Self::Text, Self::List, Self::Texts, Self::Integer];

    /// The text in a lock.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Payload => "payload",
            Self::Text => "text",
            Self::List => "list",
            Self::Texts => "texts",
            Self::Integer => "integer",
        }
    }
}

/// A case that selects a variant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Case {
    /// A value of the tag, or the name of a property that is present.
    Word(String),
    JsonType(JsonType),
    /// In an untagged union, a required property, with one of these values if there are any.
    Property(String, Vec<String>),
    /// All objects that select no other variant.
    Else,
}

/// The JSON types (RFC 8259 §3) of values, without null.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum JsonType {
    Bool,
    Number,
    String,
    Array,
    Object,
}
