//! The modules of types.

use std::{borrow::Cow, collections::BTreeMap};

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};

use super::{
    answers, docs, enums, errors, headers, objects, parts,
    scope::{Scope, ident},
    tokens::joined,
    unions,
};
use crate::model::{Api, FormerName, Module, Shape, TypeDef, TypeId, TypeRef};

/// `types/mod.rs`: it re-exports all types, from whichever file they are in.
pub(super) fn modules(api: &Api) -> TokenStream {
    let docs = docs::plain_inner("The types of requests and responses.");
    let mut groups: BTreeMap<Vec<&str>, Vec<Ident>> = BTreeMap::new();
    for module in &api.types.modules {
        groups.entry(api.features(&module.used_by)).or_default().push(ident(&module.name));
    }
    let always = groups.remove(&Vec::new()).unwrap_or_default();
    let import = (!groups.is_empty()).then(|| {
        quote!(
            use runtime::modules;
        )
    });
    let gated = groups
        .iter()
        .map(|(features, names)| quote!(modules! { (#(feature = #features),*) { #(#names),* } }));
    let former = api.types.former.iter().map(|it| former(it, api));
    quote! {
        #docs
        #import
        #(mod #always;)*
        #(pub use #always::*;)*
        #(#gated)*
        #(#former)*
    }
}

/// A former name of a type, behind the same features as the type.
fn former(former: &FormerName, api: &Api) -> TokenStream {
    let name = ident(&former.name);
    let (target, docs, note) = match &former.target {
        TypeRef::Named(id) => {
            let name = &api.types[*id].name.rust;
            let docs = format!("The former name of [`{name}`].");
            (ident(name).into_token_stream(), docs, format!("renamed to `{name}`"))
        }
        other => {
            let target = Scope::of_paths(api).ty(other);
            let docs = "The document had a type with this name. This is the type that replaced it."
                .to_owned();
            (target, docs, "the document has no such type any more".to_owned())
        }
    };
    let docs = docs::plain(&docs);
    let gates = former.target.named().filter_map(|id| gate(id, api));
    let deprecated = (!former.versions.is_empty()).then(|| quote!(#[deprecated(note = #note)]));
    quote! {
        #docs
        #(#gates)*
        #deprecated
        pub type #name = #target;
    }
}

/// Without which features a type is not there.
fn gate(id: TypeId, api: &Api) -> Option<TokenStream> {
    let module = api.types.modules.iter().find(|it| it.types.contains(&id))?;
    let features = api.features(&module.used_by);
    (!features.is_empty()).then(|| quote!(#[cfg(any(#(feature = #features),*))]))
}

/// One module of types, in alphabetical order: gives each to `add`, and returns the imports.
pub(super) fn file(module: &Module, api: &Api, add: &mut dyn FnMut(TokenStream)) -> TokenStream {
    let scope = Scope::of_types(api, &module.name);
    module.types.iter().for_each(|id| add(item(&api.types[*id], &scope)));
    // The name of the file says what it holds, so that it needs no description.
    scope.file(TokenStream::new(), TokenStream::new())
}

fn item(def: &TypeDef, scope: &Scope<'_>) -> TokenStream {
    let described = described(def);
    let alias = def.renamed.as_ref().and_then(|it| docs::alias(it, &def.name.rust));
    let item = match &def.shape {
        Shape::Struct(object) => objects::item(&described, object, scope),
        Shape::Enum(list) => enums::item(&described, list, scope),
        Shape::Union(union) => unions::item(&described, union, scope),
        Shape::Answers(variants) => answers::item(&described, variants, scope),
        Shape::Errors(variants) => errors::item(&described, variants, scope),
        Shape::Parts(variants) => parts::item(&described, variants, scope),
        Shape::Headers(fields) => headers::item(&described, fields, scope),
    };
    joined([alias.unwrap_or_default(), item])
}

fn described(def: &TypeDef) -> Cow<'_, TypeDef> {
    let mut described = Cow::Borrowed(def);
    if let (true, Shape::Enum(values)) = (def.docs.is_empty(), &def.shape) {
        described.to_mut().docs = enums::summary(values);
    }
    if def.deprecated {
        described.to_mut().docs.push_str("\n\nDeprecated.");
    }
    described
}
