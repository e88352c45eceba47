//! The modules of types.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::{
    docs, enums, objects,
    scope::{Scope, ident},
    unions,
};
use crate::model::{Api, Shape, TypeDef};

/// The modules that hold types, in order.
pub(super) fn module_names(api: &Api) -> BTreeSet<&str> {
    api.types.0.iter().map(|def| def.module.as_str()).collect()
}

/// `types/mod.rs`: every type by its own name, whichever file it stands in.
pub(super) fn modules(api: &Api) -> TokenStream {
    let docs = docs::plain_inner("The types that requests send and responses hold.");
    let names: Vec<_> = module_names(api).into_iter().map(ident).collect();
    quote! {
        #docs
        #(mod #names;)*
        #(pub use #names::*;)*
    }
}

/// One module of types, in alphabetical order.
pub(super) fn file(module: &str, api: &Api) -> TokenStream {
    let scope = Scope::of_types(api, module);
    let mut defs: Vec<&TypeDef> = api.types.0.iter().filter(|it| it.module == module).collect();
    defs.sort_by(|a, b| a.name.rust.cmp(&b.name.rust));
    let items: Vec<_> = defs.into_iter().map(|def| item(def, &scope)).collect();
    let owner = api.resources.iter().find(|it| it.name.rust == module);
    let docs = match owner {
        Some(resource) => docs::plain_inner(&format!(
            "Types of [`{0}`](crate::resources::{0}).",
            resource.type_name
        )),
        None => docs::plain_inner("Types that several resources use."),
    };
    scope.file(docs, quote!(#(#items)*))
}

fn item(def: &TypeDef, scope: &Scope<'_>) -> TokenStream {
    let described = described(def);
    match &def.shape {
        Shape::Struct(object) => objects::item(&described, object, scope),
        Shape::Enum(list) => enums::item(&described, list, scope),
        Shape::Union(union) => unions::item(&described, union, scope),
    }
}

/// A type always says something, so that no item of the crate is without documentation.
fn described(def: &TypeDef) -> TypeDef {
    let mut def = def.clone();
    if def.docs.is_empty() {
        def.docs = format!("The schema at `{}`.", def.origin.to_string().replace('`', "'"));
    }
    if def.deprecated {
        def.docs.push_str("\n\nDeprecated.");
    }
    def
}
