//! Arguments: which types callers may pass for a type, and the conversion.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::scope::Scope;
use crate::model::{Shape, TypeRef, Values};

/// An argument of a method, a setter or a constructor.
pub(super) struct Argument {
    /// The type that callers see: `impl Into<String>`.
    pub(super) ty: TokenStream,
    /// The value, from the argument: `name.into()`.
    pub(super) value: TokenStream,
}

/// The types that callers may pass.
enum Form {
    /// Only the type itself.
    Plain(TokenStream),
    /// Everything that converts into the type.
    Into(TokenStream),
    List(Box<Form>),
    Map(Box<Form>),
    Boxed(Box<Form>),
}

/// The argument `name` for a value of type `ty`.
pub(super) fn argument(name: &Ident, ty: &TypeRef, scope: &Scope<'_>) -> Argument {
    let form = form(ty, scope);
    Argument { ty: form.argument(scope), value: form.value(&quote!(#name), scope) }
}

/// The types that callers may pass for `ty`.
pub(super) fn taken(ty: &TypeRef, scope: &Scope<'_>) -> TokenStream {
    form(ty, scope).argument(scope)
}

/// The argument of a setter, in the syntax of the macro `setters!`.
pub(super) fn setter(ty: &TypeRef, scope: &Scope<'_>) -> TokenStream {
    form(ty, scope).entry()
}

impl Form {
    /// The type of the argument.
    fn argument(&self, scope: &Scope<'_>) -> TokenStream {
        let (iterator, into) = (scope.prelude("IntoIterator"), scope.prelude("Into"));
        match self {
            Self::Plain(ty) => quote!(#ty),
            Self::Into(ty) => quote!(impl #into<#ty>),
            Self::List(item) => {
                let item = item.argument(scope);
                quote!(impl #iterator<Item = #item>)
            }
            Self::Map(value) => {
                let (string, value) = (scope.prelude("String"), value.argument(scope));
                quote!(impl #iterator<Item = (impl #into<#string>, #value)>)
            }
            Self::Boxed(inner) => inner.argument(scope),
        }
    }

    /// The value, from the argument.
    fn value(&self, name: &TokenStream, scope: &Scope<'_>) -> TokenStream {
        match self {
            Self::Plain(_) => quote!(#name),
            Self::Into(_) => quote!(#name.into()),
            Self::List(item) => {
                let vec = scope.prelude("Vec");
                let map = item.is_converted().then(|| {
                    let value = item.value(&quote!(it), scope);
                    quote!(.map(|it| #value))
                });
                quote!(#name.into_iter()#map.collect::<#vec<_>>())
            }
            Self::Map(value) => {
                let (map, value) = (scope.map(), value.value(&quote!(value), scope));
                quote! {
                    #name.into_iter().map(|(key, value)| (key.into(), #value)).collect::<#map<_, _>>()
                }
            }
            Self::Boxed(inner) => {
                let (boxed, value) = (scope.prelude("Box"), inner.value(name, scope));
                quote!(#boxed::new(#value))
            }
        }
    }

    fn entry(&self) -> TokenStream {
        match self {
            Self::Plain(ty) => quote!(#ty),
            Self::Into(ty) => quote!(into #ty),
            Self::List(item) => {
                let item = item.entry();
                quote!(list of #item)
            }
            Self::Map(value) => {
                let value = value.entry();
                quote!(map of #value)
            }
            Self::Boxed(inner) => {
                let inner = inner.entry();
                quote!(boxed #inner)
            }
        }
    }

    fn is_converted(&self) -> bool {
        !matches!(self, Self::Plain(_))
    }
}

/// Integers and booleans accept only their type, because `impl Into<u64>` would reject the literal `5`. The
/// items of a list accept only their type unless they can be created from text, so that `.into()` inside an
/// array can infer its type.
fn form(ty: &TypeRef, scope: &Scope<'_>) -> Form {
    match ty {
        TypeRef::List(item) => Form::List(Box::new(item_form(item, scope))),
        TypeRef::Map(value) => Form::Map(Box::new(item_form(value, scope))),
        TypeRef::Boxed(inner) => Form::Boxed(Box::new(form(inner, scope))),
        TypeRef::Named(id) => match &scope.def(*id).shape {
            Shape::Alias(target) if !is_scalar(target) => form(target, scope),
            _ => single(ty, is_converted(ty, scope), scope),
        },
        _ => single(ty, is_converted(ty, scope), scope),
    }
}

/// The types that callers may pass for each of several values.
fn item_form(ty: &TypeRef, scope: &Scope<'_>) -> Form {
    single(ty, takes_text(ty, scope), scope)
}

fn single(ty: &TypeRef, is_converted: bool, scope: &Scope<'_>) -> Form {
    let held = scope.ty(ty);
    if is_converted { Form::Into(held) } else { Form::Plain(held) }
}

/// Whether callers may pass more than one type.
pub(super) fn is_generic(ty: &TypeRef, scope: &Scope<'_>) -> bool {
    match ty {
        TypeRef::List(_) | TypeRef::Map(_) => true,
        TypeRef::Boxed(inner) => is_generic(inner, scope),
        TypeRef::Named(id) => match &scope.def(*id).shape {
            Shape::Alias(target) if !is_scalar(target) => is_generic(target, scope),
            _ => is_converted(ty, scope),
        },
        _ => is_converted(ty, scope),
    }
}

fn is_scalar(ty: &TypeRef) -> bool {
    !matches!(ty, TypeRef::List(_) | TypeRef::Map(_) | TypeRef::Boxed(_) | TypeRef::Named(_))
}

/// Whether there is more than one type for a value.
fn is_converted(ty: &TypeRef, scope: &Scope<'_>) -> bool {
    match ty {
        TypeRef::String
        | TypeRef::DateTime
        | TypeRef::Date
        | TypeRef::F64
        | TypeRef::Base64
        | TypeRef::Part => true,
        TypeRef::Any | TypeRef::Object => true,
        TypeRef::Named(id) => match &scope.def(*id).shape {
            Shape::Enum(_) | Shape::Union(_) | Shape::Parts(_) => true,
            Shape::Alias(target) => is_converted(target, scope),
            _ => false,
        },
        _ => false,
    }
}

/// Whether a value can be created from text.
pub(super) fn takes_text(ty: &TypeRef, scope: &Scope<'_>) -> bool {
    match ty {
        TypeRef::String | TypeRef::DateTime | TypeRef::Date => true,
        TypeRef::Named(id) => match &scope.def(*id).shape {
            Shape::Enum(list) => matches!(list, Values::Strings(_)),
            Shape::Union(union) => union.takes_text(),
            Shape::Alias(target) => takes_text(target, scope),
            _ => false,
        },
        _ => false,
    }
}
