//! How a client makes an object: `new`, and a setter for each property.

use heck::ToPascalCase;
use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;
use serde_json::Value;

use super::{
    arguments::{self, Argument, argument},
    docs, params,
    scope::{Scope, ident},
};
use crate::model::{Field, Shape, Struct, TypeDef, TypeRef, Values};

/// The constructor, the struct of its arguments if it has one, and the setters.
pub(super) fn items(def: &TypeDef, object: &Struct, scope: &Scope<'_>) -> Option<TokenStream> {
    if !def.sent {
        return None;
    }
    let name = ident(&def.name.rust);
    let new = new(def, object, scope);
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
    Some(quote! {
        impl #name {
            #new
        }

        #setters

        #default
        #args
    })
}

fn setters(name: &Ident, object: &Struct, scope: &Scope<'_>) -> TokenStream {
    let setters_macro = scope.runtime_macro("setters");
    let entries = object.fields.iter().map(|it| setter(it, object, scope));
    let extra = ident(&object.extra);
    quote!(#setters_macro! { #name { #(#entries,)* ..#extra } })
}

/// Whether `new` takes nothing.
fn is_empty(object: &Struct) -> bool {
    object.arguments.is_empty()
}

/// Whether nothing is set in a new one.
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
            true => new_argument(field, object, scope).value,
            false => preset(field, scope),
        };
        if name == value.to_string() { quote!(#name) } else { quote!(#name: #value) }
    });
    let rest = object.rest.as_ref().map(|rest| {
        let (name, map) = (ident(&rest.field), scope.map());
        quote!(#name: #map::new(),)
    });
    let (extra, keeper) = (ident(&object.extra), scope.runtime("Extra"));
    let made = quote!(Self { #(#values,)* #rest #extra: #keeper::new() });
    let arguments = object.arguments();
    if is_empty(object) {
        let made = if is_default(object) { quote!(Self::default()) } else { made };
        let docs = docs::plain(&format!("Makes a `{name}`. Everything in it is optional."));
        return quote! {
            #docs
            #[must_use]
            pub fn new() -> Self {
                #made
            }
        };
    }
    let docs = docs::plain(&format!("Makes a `{name}` of what it has to hold."));
    if let Some(args) = &object.args {
        let args = ident(args);
        let fields: Vec<Ident> = arguments.clone().map(|it| ident(&it.name.rust)).collect();
        let types = generic_arguments(object, scope).into_iter().map(|(_, it)| it.ty);
        let types = types.collect::<Vec<_>>();
        let types = (!types.is_empty()).then(|| quote!(<#(#types),*>));
        return quote! {
            #docs
            #[must_use]
            pub fn new(args: #args #types) -> Self {
                let #args { #(#fields),* } = args;
                #made
            }
        };
    }
    let many = params::many(arguments.clone().count());
    let arguments = arguments.map(|field| {
        let name = ident(&field.name.rust);
        let ty = new_argument(field, object, scope).ty;
        quote!(#name: #ty)
    });
    quote! {
        #docs
        #many
        #[must_use]
        pub fn new(#(#arguments),*) -> Self {
            #made
        }
    }
}

/// The argument of `new` for a property. Beside others a file is a `Part`, so that no text which is meant
/// for another property becomes one.
fn new_argument(field: &Field, object: &Struct, scope: &Scope<'_>) -> Argument {
    let name = ident(&field.name.rust);
    let is_alone = object.arguments.len() == 1;
    let ty = field.ty.inner();
    let Argument { ty, value } = match scope.is_part(ty) && object.args.is_none() && !is_alone {
        true => Argument { ty: scope.ty(ty), value: quote!(#name) },
        false => argument(&name, ty, scope),
    };
    // What is optional now may have been required before.
    let value = if is_optional(field) { quote!(Some(#value)) } else { value };
    Argument { ty, value }
}

/// The arguments of `new` that take more than one type, sorted by name: the order of a document is not
/// the order of type parameters.
fn generic_arguments<'f>(object: &'f Struct, scope: &Scope<'_>) -> Vec<(&'f Field, Argument)> {
    let arguments = object.arguments();
    let arguments = arguments.map(|it| (it, argument(&ident(&it.name.rust), it.ty.inner(), scope)));
    let mut generic: Vec<_> = arguments.filter(|(_, it)| it.is_generic()).collect();
    generic.sort_by(|(one, _), (other, _)| one.name.rust.cmp(&other.name.rust));
    generic
}

/// What a property is in a new object if nobody has to say.
fn preset(field: &Field, scope: &Scope<'_>) -> TokenStream {
    if let Some(constant) = &field.constant {
        return quote!(#constant.to_owned());
    }
    match (&field.default, &field.ty) {
        (Some(Value::Bool(value)), _) => quote!(#value),
        (Some(Value::String(text)), TypeRef::Named(id)) => {
            variant(text, &field.ty, &scope.def(*id).shape, scope)
        }
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
        let plain = field.name.rust.trim_start_matches("r#");
        let (clear, wire) = (ident(&format!("clear_{plain}")), &field.name.wire);
        let what = ident(if field.required { "none" } else { "null" });
        let marked = !field.required && field.name.rust != *wire;
        let wire = marked.then(|| quote!(= #wire));
        quote!(or #what #clear #wire)
    });
    quote!(#setter #field_name (#argument) #clear)
}

/// The arguments of `new` by name. What takes more than one type is a parameter of the struct.
fn args_struct(def: &TypeDef, args: &str, object: &Struct, scope: &Scope<'_>) -> TokenStream {
    let name = &def.name.rust;
    let mut parameters: Vec<(&str, Ident)> = Vec::new();
    for (field, _) in generic_arguments(object, scope) {
        let parameter = parameter(field, &parameters, scope);
        parameters.push((&field.name.rust, parameter));
    }
    let fields = object.arguments().map(|field| {
        let ident = ident(&field.name.rust);
        let ty = match parameters.iter().find(|(name, _)| *name == field.name.rust) {
            Some((_, parameter)) => quote!(#parameter),
            None => argument(&ident, field.ty.inner(), scope).ty,
        };
        let plain = field.name.rust.trim_start_matches("r#");
        let docs = docs::plain(&format!("Becomes [`{plain}`](field@{name}::{plain})."));
        quote!(#docs pub #ident: #ty)
    });
    let names = object.arguments();
    let names = names.map(|it| format!("{}: …", it.name.rust)).collect::<Vec<_>>().join(", ");
    let docs = docs::plain(&format!(
        "What [`{name}::new`] takes, by name, so that nothing is taken for something else: \
         `{name}::new({args} {{ {names} }})`."
    ));
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

/// A type parameter, called as the field.
fn parameter(field: &Field, others: &[(&str, Ident)], scope: &Scope<'_>) -> Ident {
    let name = field.name.rust.trim_start_matches("r#").to_pascal_case();
    let mut name =
        if name.starts_with(|it: char| it.is_alphabetic()) { name } else { format!("P{name}") };
    while scope.is_type(&name) || others.iter().any(|(_, it)| *it == name) {
        name.push_str("Value");
    }
    ident(&name)
}
