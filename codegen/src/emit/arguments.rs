//! Values as arguments: what callers may write for a type, and how that becomes the value.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use super::scope::Scope;
use crate::model::{Form, TypeRef};

/// An argument of a method, a setter or a constructor.
pub(super) struct Argument {
    /// The type that callers see: `impl Into<String>`.
    pub(super) ty: TokenStream,
    /// The value that is held, from the argument: `name.into()`.
    pub(super) value: TokenStream,
}

/// The argument `name` for a value of type `ty`.
pub(super) fn argument(name: &impl ToTokens, ty: &TypeRef, scope: &Scope<'_>) -> Argument {
    let form = scope.types().form(ty);
    Argument { ty: written(&form, scope), value: value(&form, &quote!(#name), scope) }
}

/// The types that callers may pass for `ty`.
pub(super) fn taken(ty: &TypeRef, scope: &Scope<'_>) -> TokenStream {
    written(&scope.types().form(ty), scope)
}

/// The argument of a setter, in the syntax of the macro `setters!`.
pub(super) fn setter(ty: &TypeRef, scope: &Scope<'_>) -> TokenStream {
    entry(&scope.types().form(ty), scope)
}

/// The type of the argument.
fn written(form: &Form, scope: &Scope<'_>) -> TokenStream {
    let (iterator, into) = (scope.prelude("IntoIterator"), scope.prelude("Into"));
    match form {
        Form::Plain(ty) => scope.ty(ty),
        Form::Into(ty) => {
            let ty = scope.ty(ty);
            quote!(impl #into<#ty>)
        }
        Form::List(item) => {
            let item = written(item, scope);
            quote!(impl #iterator<Item = #item>)
        }
        Form::Map(value) => {
            let (string, value) = (scope.prelude("String"), written(value, scope));
            quote!(impl #iterator<Item = (impl #into<#string>, #value)>)
        }
        Form::Boxed(inner) => written(inner, scope),
    }
}

/// The value, made from the argument.
fn value(form: &Form, name: &TokenStream, scope: &Scope<'_>) -> TokenStream {
    match form {
        Form::Plain(_) => quote!(#name),
        Form::Into(_) => quote!(#name.into()),
        Form::List(item) => {
            let vec = scope.prelude("Vec");
            let map = item.is_converted().then(|| {
                let value = value(item, &quote!(it), scope);
                quote!(.map(|it| #value))
            });
            quote!(#name.into_iter()#map.collect::<#vec<_>>())
        }
        Form::Map(inner) => {
            let (map, value) = (scope.map(), value(inner, &quote!(value), scope));
            quote! {
                #name.into_iter().map(|(key, value)| (key.into(), #value)).collect::<#map<_, _>>()
            }
        }
        Form::Boxed(inner) => {
            let (boxed, value) = (scope.prelude("Box"), value(inner, name, scope));
            quote!(#boxed::new(#value))
        }
    }
}

fn entry(form: &Form, scope: &Scope<'_>) -> TokenStream {
    match form {
        Form::Plain(ty) => scope.ty(ty),
        Form::Into(ty) => {
            let ty = scope.ty(ty);
            quote!(into #ty)
        }
        Form::List(item) => {
            let item = entry(item, scope);
            quote!(list of #item)
        }
        Form::Map(value) => {
            let value = entry(value, scope);
            quote!(map of #value)
        }
        Form::Boxed(inner) => {
            let inner = entry(inner, scope);
            quote!(boxed #inner)
        }
    }
}
