//! The types that callers may pass for a value.

use super::{
    type_ref::TypeRef,
    types::{Shape, Types, Values},
};

/// The types that callers may pass.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// Only the type itself.
    Plain(TypeRef),
    /// Everything that converts into the type.
    Into(TypeRef),
    List(Box<Form>),
    Map(Box<Form>),
    Boxed(Box<Form>),
}

impl Form {
    /// Whether a value is converted before it is stored.
    pub(crate) fn is_converted(&self) -> bool {
        !matches!(self, Self::Plain(_))
    }
}

impl Types {
    /// The types that callers may pass for `ty`.
    ///
    /// Integers and booleans are plain: `impl Into<u64>` would refuse the literal `5`. The items of a
    /// list are plain unless they can be made from text, so that `.into()` inside of an array infers.
    pub(crate) fn form(&self, ty: &TypeRef) -> Form {
        match ty {
            TypeRef::List(item) => Form::List(Box::new(self.item_form(item))),
            TypeRef::Map(value) => Form::Map(Box::new(self.item_form(value))),
            TypeRef::Boxed(inner) => Form::Boxed(Box::new(self.form(inner))),
            _ => single(ty, self.is_converted(ty)),
        }
    }

    /// The form of one of several values.
    fn item_form(&self, ty: &TypeRef) -> Form {
        single(ty, self.takes_text(ty))
    }

    /// Whether callers may write more than one type.
    pub(crate) fn is_generic(&self, ty: &TypeRef) -> bool {
        match self.form(ty) {
            Form::Boxed(inner) => inner.is_converted(),
            form => form.is_converted(),
        }
    }

    /// Whether there is more than one way to write a value.
    fn is_converted(&self, ty: &TypeRef) -> bool {
        match ty {
            TypeRef::String
            | TypeRef::DateTime
            | TypeRef::Date
            | TypeRef::F64
            | TypeRef::Base64
            | TypeRef::Part
            | TypeRef::Any
            | TypeRef::Object => true,
            TypeRef::Named(id) => {
                matches!(self[*id].shape, Shape::Enum(_) | Shape::Union(_) | Shape::Parts(_))
            }
            _ => false,
        }
    }

    /// Whether a value can be made from text.
    pub(crate) fn takes_text(&self, ty: &TypeRef) -> bool {
        match ty {
            TypeRef::String | TypeRef::DateTime | TypeRef::Date => true,
            TypeRef::Named(id) => match &self[*id].shape {
                Shape::Enum(list) => matches!(list, Values::Strings(_)),
                Shape::Union(union) => union.takes_text(),
                _ => false,
            },
            _ => false,
        }
    }
}

fn single(ty: &TypeRef, is_converted: bool) -> Form {
    if is_converted { Form::Into(ty.clone()) } else { Form::Plain(ty.clone()) }
}
