//! Values as arguments: what callers may write for a type, and how that becomes the value.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::scope::Scope;
use crate::model::{Shape, TypeRef, Values};

/// An argument of a method, a setter or a constructor.
pub(super) struct Argument {
    /// The type that callers see: `impl Into<String>`.
    pub(super) ty: TokenStream,
    /// The value that is held, from the argument: `name.into()`.
    pub(super) value: TokenStream,
}

impl Argument {
    /// Whether callers may write more than one type.
    pub(super) fn is_generic(&self) -> bool {
        self.ty.to_string().starts_with("impl ")
    }
}

/// The argument `name` for a value of type `ty`.
///
/// Integers and booleans are plain: `impl Into<u64>` would refuse the literal `5`. The items of a list
/// are plain unless they can be made from text, so that `.into()` inside of an array infers.
pub(super) fn argument(name: &Ident, ty: &TypeRef, scope: &Scope<'_>) -> Argument {
    match ty {
        TypeRef::List(item) => {
            let item = item_argument(&quote!(it), item, scope);
            let (iterator, vec) = (scope.prelude("IntoIterator"), scope.prelude("Vec"));
            let map = item.map.map(|value| quote!(.map(|it| #value)));
            let item = item.ty;
            Argument {
                ty: quote!(impl #iterator<Item = #item>),
                value: quote!(#name.into_iter()#map.collect::<#vec<_>>()),
            }
        }
        TypeRef::Map(value) => {
            let value = item_argument(&quote!(value), value, scope);
            let (iterator, map) = (scope.prelude("IntoIterator"), scope.map());
            let (into, string) = (scope.prelude("Into"), scope.prelude("String"));
            let (item, held) = (value.ty, value.map.unwrap_or_else(|| quote!(value)));
            Argument {
                ty: quote!(impl #iterator<Item = (impl #into<#string>, #item)>),
                value: quote! {
                    #name.into_iter().map(|(key, value)| (key.into(), #held)).collect::<#map<_, _>>()
                },
            }
        }
        TypeRef::Boxed(inner) => {
            let Argument { ty, value } = argument(name, inner, scope);
            let boxed = scope.prelude("Box");
            Argument { ty, value: quote!(#boxed::new(#value)) }
        }
        TypeRef::Named(id) => match &scope.def(*id).shape {
            Shape::Alias(target) if !is_scalar(target) => argument(name, target, scope),
            _ => converted(name, ty, scope),
        },
        _ => converted(name, ty, scope),
    }
}

fn converted(name: &Ident, ty: &TypeRef, scope: &Scope<'_>) -> Argument {
    let held = scope.ty(ty);
    match is_converted(ty, scope) {
        true => {
            let into = scope.prelude("Into");
            Argument { ty: quote!(impl #into<#held>), value: quote!(#name.into()) }
        }
        false => Argument { ty: held, value: quote!(#name) },
    }
}

/// One of several values: its type, and what makes it of the value if that is needed.
struct Item {
    ty: TokenStream,
    map: Option<TokenStream>,
}

fn item_argument(name: &TokenStream, ty: &TypeRef, scope: &Scope<'_>) -> Item {
    let held = scope.ty(ty);
    match takes_text(ty, scope) {
        true => {
            let into = scope.prelude("Into");
            Item { ty: quote!(impl #into<#held>), map: Some(quote!(#name.into())) }
        }
        false => Item { ty: held, map: None },
    }
}

fn is_scalar(ty: &TypeRef) -> bool {
    !matches!(ty, TypeRef::List(_) | TypeRef::Map(_) | TypeRef::Boxed(_) | TypeRef::Named(_))
}

/// Whether there is more than one way to write a value.
fn is_converted(ty: &TypeRef, scope: &Scope<'_>) -> bool {
    match ty {
        TypeRef::String | TypeRef::F64 | TypeRef::Base64 | TypeRef::Part => true,
        TypeRef::Any | TypeRef::Object => true,
        TypeRef::Named(id) => match &scope.def(*id).shape {
            Shape::Enum(_) | Shape::Union(_) | Shape::Parts(_) => true,
            Shape::Alias(target) => is_converted(target, scope),
            _ => false,
        },
        _ => false,
    }
}

/// Whether a value can be made from text.
pub(super) fn takes_text(ty: &TypeRef, scope: &Scope<'_>) -> bool {
    match ty {
        TypeRef::String => true,
        TypeRef::Named(id) => match &scope.def(*id).shape {
            Shape::Enum(list) => matches!(list, Values::Strings(_)),
            Shape::Union(union) => union.takes_text(),
            Shape::Alias(target) => takes_text(target, scope),
            _ => false,
        },
        _ => false,
    }
}
