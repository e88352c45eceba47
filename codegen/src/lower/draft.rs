//! Drafts: types, operations and parameters before they have their final names.

mod direction;
mod enums;
mod headers;
mod hint;
mod location;
mod operations;
mod params;
mod unions;

use serde_json::Value;

use crate::{
    model::{AnswerVariant, ErrorVariant, List, PartVariant, TypeRef},
    pointer::Pointer,
};

pub(crate) use direction::Direction;
pub(crate) use enums::DraftValue;
pub(crate) use headers::DraftHeader;
pub(crate) use hint::NameHint;
pub(crate) use location::{Location, Rank};
pub(crate) use operations::DraftOperation;
pub(crate) use params::DraftParam;
pub(crate) use unions::{DraftUnion, DraftVariant, MARKS};

/// A type before it has its final name.
#[derive(Clone)]
pub(crate) struct Draft {
    /// The name that it gets if there is no collision.
    pub(crate) hint: NameHint,
    pub(crate) origin: Pointer,
    /// Tells several types of one place apart: `write` or `error`; empty for the type of the schema
    /// itself.
    pub(crate) facet: &'static str,
    pub(crate) docs: String,
    pub(crate) deprecated: bool,
    /// Whether a server may send it.
    pub(crate) received: bool,
    /// Whether a client may send it.
    pub(crate) sent: bool,
    /// Whether a webhook has it. Then it belongs to no resource.
    pub(crate) pushed: bool,
    pub(crate) shape: DraftShape,
}

impl Draft {
    /// The types in it.
    pub(crate) fn held(&self) -> Vec<&TypeRef> {
        match &self.shape {
            DraftShape::Struct(object) => {
                object.fields.iter().map(|it| &it.ty).chain(&object.additional).collect()
            }
            DraftShape::Union(union) => union.variants.iter().map(|it| &it.ty).collect(),
            DraftShape::Answers(variants) => {
                variants.iter().filter_map(|it| it.returns.json()).collect()
            }
            DraftShape::Errors(variants) => variants.iter().map(|it| &it.ty).collect(),
            DraftShape::Headers(headers) => headers.iter().map(|it| &it.ty).collect(),
            DraftShape::Parts(variants) => variants.iter().map(|it| &it.ty).collect(),
            _ => Vec::new(),
        }
    }

    pub(crate) fn held_mut(&mut self) -> Vec<&mut TypeRef> {
        match &mut self.shape {
            DraftShape::Struct(object) => object
                .fields
                .iter_mut()
                .map(|it| &mut it.ty)
                .chain(&mut object.additional)
                .collect(),
            DraftShape::Union(union) => union.variants.iter_mut().map(|it| &mut it.ty).collect(),
            DraftShape::Answers(variants) => {
                variants.iter_mut().filter_map(|it| it.returns.json_mut()).collect()
            }
            DraftShape::Errors(variants) => variants.iter_mut().map(|it| &mut it.ty).collect(),
            DraftShape::Headers(headers) => headers.iter_mut().map(|it| &mut it.ty).collect(),
            DraftShape::Parts(variants) => variants.iter_mut().map(|it| &mut it.ty).collect(),
            _ => Vec::new(),
        }
    }
}

#[derive(Clone)]
pub(crate) enum DraftShape {
    Struct(DraftStruct),
    Strings(Vec<DraftValue<String>>),
    /// An enum that allows any other value too.
    OpenStrings(Vec<DraftValue<String>>),
    Integers(Vec<DraftValue<i64>>),
    Union(DraftUnion),
    /// The success responses of an operation, by status.
    Answers(Vec<AnswerVariant>),
    /// The error bodies of an operation, by status.
    Errors(Vec<ErrorVariant>),
    Parts(Vec<PartVariant>),
    /// The response headers of an operation.
    Headers(Vec<DraftHeader>),
}

/// An object, before its fields have their final names.
#[derive(Clone, Default)]
pub(crate) struct DraftStruct {
    pub(crate) fields: Vec<DraftField>,
    /// The type of additional properties.
    pub(crate) additional: Option<TypeRef>,
    pub(crate) list: Option<List>,
    /// Whether it is a multipart form and not a JSON object.
    pub(crate) multipart: bool,
    /// Whether the names of its parts have the keys of objects in brackets.
    pub(crate) brackets: bool,
}

#[derive(Clone)]
pub(crate) struct DraftField {
    pub(crate) wire: String,
    /// An `Option` where the property may be null or absent.
    pub(crate) ty: TypeRef,
    pub(crate) required: bool,
    /// The value that the server uses if the property is absent.
    pub(crate) default: Option<Value>,
    pub(crate) nullable: bool,
    /// The constant value.
    pub(crate) constant: Option<String>,
    pub(crate) direction: Direction,
    /// The position among the required properties.
    pub(crate) order: usize,
    /// Whether its value is kept out of logs.
    pub(crate) secret: bool,
    /// Whether the document says that it is a URL.
    pub(crate) is_address: bool,
    /// An example value of a required property.
    pub(crate) example: Option<Box<Value>>,
    /// The media type of a part of a multipart form, if it is stated.
    pub(crate) media_type: Option<String>,
    pub(crate) deprecated: bool,
    pub(crate) docs: String,
}

/// `Option<ty>`; `ty` itself if it is already an `Option`.
pub(crate) fn optional(ty: TypeRef) -> TypeRef {
    match ty {
        TypeRef::Option(_) => ty,
        other => TypeRef::Option(Box::new(other)),
    }
}
