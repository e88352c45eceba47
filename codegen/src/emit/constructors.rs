//! Constructors of objects: `new`, and a setter for each property. And constructors of unions: a function
//! for each variant that is an object, with the arguments of the object's `new`.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;
use serde_json::Value;

use super::{
    arguments::{self, argument, taken},
    docs, params,
    scope::{Scope, ident},
    tokens::{braced, joined},
};
use crate::{
    case,
    model::{
        Case, Discrimination, Field, Shape, Struct, TypeDef, TypeRef, Union, UnionVariant, Values,
    },
};

/// The constructor, the struct of its arguments if it has one, and the setters.
pub(super) fn items(def: &TypeDef, object: &Struct, scope: &Scope<'_>) -> TokenStream {
    if !def.sent {
        return TokenStream::new();
    }
    let name = ident(&def.name.rust);
    let new = braced([new(def, object, scope)]);
    let setters = setters(&name, object, scope);
    let args = object.args.as_ref().map(|args| args_struct(def, args, object, scope));
    let default = (is_empty(object) && !is_default(object)).then(|| {
        quote! {
            impl Default for #name {
                fn default() -> Self {
                    Self::new()
                }
            }
        }
    });
    joined([quote!(impl #name #new), setters, quote!(#default #args)])
}

fn setters(name: &Ident, object: &Struct, scope: &Scope<'_>) -> TokenStream {
    let setters_macro = scope.runtime_macro("setters");
    let entries = object.fields.iter().map(|it| setter(it, object, scope));
    let extra = ident(&object.extra);
    let entries = braced(entries.chain([quote!(..#extra)]));
    quote!(#setters_macro! { #name #entries })
}

/// Whether `new` has no arguments.
fn is_empty(object: &Struct) -> bool {
    object.arguments.is_empty()
}

/// Whether `new` sets no property.
pub(super) fn is_default(object: &Struct) -> bool {
    object.fields.iter().all(|field| is_optional(field) && field.constant.is_none())
}

fn is_optional(field: &Field) -> bool {
    matches!(field.ty, TypeRef::Option(_))
}

fn new(def: &TypeDef, object: &Struct, scope: &Scope<'_>) -> TokenStream {
    let name = &def.name.rust;
    let values = object.fields.iter().enumerate().map(|(index, field)| {
        let name = ident(&field.name.rust);
        let value = match object.arguments.contains(&index) {
            true => argument_value(field, object, scope),
            false => preset(field, scope),
        };
        if name == value.to_string() { quote!(#name) } else { quote!(#name: #value) }
    });
    let rest = object.additional.as_ref().map(|rest| {
        let (name, map) = (ident(&rest.field), scope.map());
        quote!(#name: #map::new(),)
    });
    let (extra, keeper) = (ident(&object.extra), scope.runtime("Extra"));
    let made = quote!(Self { #(#values,)* #rest #extra: #keeper::new() });
    if is_empty(object) {
        let made = if is_default(object) { quote!(Self::default()) } else { made };
        let docs = docs::plain(&format!("Creates a `{name}`. All properties are optional."));
        let function = quote! {
            #[must_use]
            pub fn new() -> Self {
                #made
            }
        };
        return joined([docs, function]);
    }
    let docs = docs::plain(&format!("Creates a `{name}` from its required properties."));
    let arguments = arguments(def, object, scope);
    let many = params::many(arguments.len());
    let function = quote! {
        #many
        #[must_use]
        pub fn new(#(#arguments),*) -> Self {
            #made
        }
    };
    joined([docs, function])
}

/// Whether an argument of `new` is a `Part` and nothing that converts into one. It is if there are other
/// arguments, so that a text for another property cannot become a file by mistake.
fn is_plain_file(field: &Field, object: &Struct) -> bool {
    *field.ty.inner() == TypeRef::Part && object.args.is_none() && object.arguments.len() > 1
}

/// The value of a property, from the argument of `new`.
fn argument_value(field: &Field, object: &Struct, scope: &Scope<'_>) -> TokenStream {
    let name = ident(&field.name.rust);
    let name = if object.args.is_some() { quote!(args.#name) } else { quote!(#name) };
    let value = match is_plain_file(field, object) {
        true => quote!(#name),
        false => argument(&name, field.ty.inner(), scope).value,
    };
    // An argument from the lock may be optional now.
    if is_optional(field) { quote!(Some(#value)) } else { value }
}

/// The arguments of `new` that accept more than one type, sorted by name, so that the order of type
/// parameters does not depend on the document.
fn generic_arguments<'f>(object: &'f Struct, scope: &Scope<'_>) -> Vec<&'f Field> {
    let mut generic: Vec<_> =
        object.arguments().filter(|it| scope.types().is_generic(it.ty.inner())).collect();
    generic.sort_by(|one, other| one.name.rust.cmp(&other.name.rust));
    generic
}

/// The arguments of `new`: `name: impl Into<String>`, or `args: CreateContainerArgs<impl Into<String>>`.
fn arguments(def: &TypeDef, object: &Struct, scope: &Scope<'_>) -> Vec<TokenStream> {
    let Some(args) = &object.args else {
        let fields = object.arguments();
        let typed = fields.map(|field| {
            let name = ident(&field.name.rust);
            let ty = match is_plain_file(field, object) {
                true => scope.ty(field.ty.inner()),
                false => taken(field.ty.inner(), scope),
            };
            quote!(#name: #ty)
        });
        return typed.collect();
    };
    let generic = generic_arguments(object, scope);
    let types: Vec<TokenStream> = generic.iter().map(|it| taken(it.ty.inner(), scope)).collect();
    let types = (!types.is_empty()).then(|| quote!(<#(#types),*>));
    let args = scope.beside(def, args);
    vec![quote!(args: #args #types)]
}

/// The functions that create the variants of a union that are objects.
pub(super) fn of_union(def: &TypeDef, union: &Union, scope: &Scope<'_>) -> Option<TokenStream> {
    let made = union.variants.iter().filter_map(|variant| {
        let function = ident(variant.constructor.as_ref()?);
        let (payload, object) = scope.object(&variant.ty)?;
        let arguments = arguments(payload, object, scope);
        let name = ident(&variant.name);
        let payload = scope.beside(payload, &payload.name.rust);
        let tag = tag(object, variant, union, scope);
        Some(quote!(#function(#(#arguments),*) = #name(#payload #tag)))
    });
    let made: Vec<TokenStream> = made.collect();
    let name = ident(&def.name.rust);
    (!made.is_empty()).then(|| {
        let constructors_macro = scope.runtime_macro("constructors");
        quote!(#constructors_macro! { #name { #(#made),* } })
    })
}

/// The setter of the tag that selects a variant, if `new` does not set this property, because it is
/// optional.
fn tag(
    object: &Struct,
    variant: &UnionVariant,
    union: &Union,
    scope: &Scope<'_>,
) -> Option<TokenStream> {
    let (Discrimination::Tag(tag), [Case::Word(word)]) = (&union.by, &variant.cases[..]) else {
        return None;
    };
    let field = object.fields.iter().find(|it| it.name.wire == *tag && is_optional(it))?;
    let is_text = match field.ty.inner() {
        TypeRef::String => true,
        TypeRef::Named(id) => matches!(scope.def(*id).shape, Shape::Enum(Values::Strings(_))),
        _ => false,
    };
    let is_argument = object.arguments().any(|it| it.name.wire == *tag);
    let setter = ident(&field.setter);
    (is_text && !is_argument).then(|| quote!(.#setter(#word)))
}

/// The initial value of a property that is not an argument of `new`.
fn preset(field: &Field, scope: &Scope<'_>) -> TokenStream {
    if let Some(constant) = &field.constant {
        return quote!(#constant.to_owned());
    }
    match (&field.default, &field.ty) {
        (Some(Value::Bool(value)), _) => quote!(#value),
        (Some(Value::String(text)), TypeRef::Named(id)) => {
            variant(text, &field.ty, &scope.def(*id).shape, scope)
        }
        (Some(Value::String(text)), TypeRef::DateTime | TypeRef::Date) => quote!(#text.into()),
        (Some(Value::String(text)), _) => quote!(#text.to_owned()),
        (Some(Value::Number(number)), TypeRef::F64) => {
            let number = Literal::f64_unsuffixed(number.as_f64().unwrap_or_default());
            quote!(#number)
        }
        (Some(Value::Number(number)), _) => {
            let number: TokenStream = number.to_string().parse().unwrap_or_default();
            quote!(#number)
        }
        _ => quote!(None),
    }
}

fn variant(text: &str, ty: &TypeRef, shape: &Shape, scope: &Scope<'_>) -> TokenStream {
    let Shape::Enum(list) = shape else { return quote!(None) };
    let Values::Strings(variants) = list else { return quote!(None) };
    let (ty, found) = (scope.ty(ty), variants.iter().find(|it| it.value == text));
    let name = found.map(|it| ident(&it.name));
    quote!(#ty::#name)
}

/// The entry of a property in `setters!`.
fn setter(field: &Field, object: &Struct, scope: &Scope<'_>) -> TokenStream {
    let (name, setter) = (ident(&field.name.rust), ident(&field.setter));
    let field_name = (name != setter).then(|| quote!(= #name));
    let argument = arguments::setter(field.ty.inner(), scope);
    let clear = (field.nullable && !object.multipart).then(|| {
        let (clear, wire) = (ident(&field.clear()), &field.name.wire);
        let what = ident(if field.required { "none" } else { "null" });
        let marked = !field.required && field.name.rust != *wire;
        let wire = marked.then(|| quote!(= #wire));
        quote!(or #what #clear #wire)
    });
    quote!(#setter #field_name (#argument) #clear,)
}

/// The call of `new`, for documentation: `CreateCall::new(CreateCallArgs { from: …, to: … })`.
pub(super) fn call(def: &TypeDef, object: &Struct) -> String {
    let name = &def.name.rust;
    let names = object.arguments().map(|it| it.name.rust.as_str()).collect::<Vec<_>>();
    match &object.args {
        Some(args) => format!("{name}::new({args} {{ {}: … }})", names.join(": …, ")),
        None => format!("{name}::new({})", names.join(", ")),
    }
}

/// The struct for arguments of `new` by name. It has a type parameter for each argument that accepts more
/// than one type.
fn args_struct(def: &TypeDef, args: &str, object: &Struct, scope: &Scope<'_>) -> TokenStream {
    let name = &def.name.rust;
    let mut parameters: Vec<(&str, Ident)> = Vec::new();
    for field in generic_arguments(object, scope) {
        let parameter = parameter(field, &parameters, scope);
        parameters.push((&field.name.rust, parameter));
    }
    let fields = object.arguments().map(|field| {
        let ident = ident(&field.name.rust);
        let ty = match parameters.iter().find(|(name, _)| *name == field.name.rust) {
            Some((_, parameter)) => quote!(#parameter),
            None => taken(field.ty.inner(), scope),
        };
        let plain = field.name.rust.trim_start_matches("r#");
        let docs = docs::plain(&format!("The value of [`{plain}`](field@{name}::{plain})."));
        quote!(#docs pub #ident: #ty)
    });
    let call = call(def, object);
    let docs = docs::plain(&format!("The arguments of [`{name}::new`], by name: `{call}`."));
    let args = ident(args);
    let parameters = parameters.iter().map(|(_, it)| it).collect::<Vec<_>>();
    let parameters = (!parameters.is_empty()).then(|| quote!(<#(#parameters),*>));
    quote! {
        #docs
        #[derive(Clone)]
        pub struct #args #parameters {
            #(#fields,)*
        }
    }
}

/// A type parameter, named after the field.
fn parameter(field: &Field, others: &[(&str, Ident)], scope: &Scope<'_>) -> Ident {
    let name = case::pascal(field.name.rust.trim_start_matches("r#"));
    let mut name =
        if name.starts_with(unicode_ident::is_xid_start) { name } else { format!("P{name}") };
    while scope.is_type(&name) || others.iter().any(|(_, it)| *it == name) {
        name.push_str("Value");
    }
    ident(&name)
}
