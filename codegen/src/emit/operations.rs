//! The static descriptions of operations.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{format_ident, quote};

use super::{
    features,
    scope::{Scope, ident},
};
use crate::model::{Method, Resource, Returns, Verb};

/// The name of the constant that describes an operation. A name without capitals would be that of a
/// parameter, too, which must not hide a constant.
pub(super) fn constant(method: &Method) -> Ident {
    let name = method.name.rust.trim_start_matches("r#");
    if name.is_ascii() && name.contains(|it: char| it.is_ascii_alphabetic()) {
        return format_ident!("{}", name.to_ascii_uppercase());
    }
    let spelled = name.trim_start_matches('_').chars().map(|it| match it.is_ascii() {
        true => it.to_ascii_uppercase().to_string(),
        false => format!("U{:X}", u32::from(it)),
    });
    format_ident!("OPERATION_{}", spelled.collect::<String>())
}

/// The description of an operation.
pub(super) fn operation(
    resource: &Resource,
    method: &Method,
    constant: &Ident,
    scope: &Scope<'_>,
) -> TokenStream {
    let ty = scope.runtime("Operation");
    let id = format!("{}.{}", resource.path(), method.name.rust.trim_start_matches("r#"));
    let path = &method.template;
    let new = match &method.verb {
        Verb::Other(verb) => quote!(new(#verb, #id, #path)),
        known => {
            let verb = ident(known.as_str());
            quote!(#verb(#id, #path))
        }
    };
    let redirects = (method.returns == Returns::Location).then(|| quote!(.redirects()));
    let counting = method.counting.as_ref().map(|it| {
        let (param, first) = (&it.param, Literal::u8_unsuffixed(it.first));
        let name = if it.by_item { quote!(offsets) } else { quote!(pages) };
        quote!(.#name(#param, #first))
    });
    let strict = method.strict.then(|| quote!(.strict()));
    let accept = method.accept.as_ref().map(|accept| quote!(.accept(#accept)));
    let headers = method.sent_headers.iter().map(|(name, value)| quote!((#name, #value)));
    let headers = (!method.sent_headers.is_empty()).then(|| quote!(.headers(&[#(#headers),*])));
    let auth = method.auth.as_ref().map(|alternatives| {
        let alternatives = alternatives.iter().map(|names| quote!(&[#(#names),*]));
        quote!(.auth(&[#(#alternatives),*]))
    });
    let server = method.server.as_ref().map(|server| quote!(.server(#server)));
    let gate = features::gate_of(method);
    quote!(#gate static #constant: #ty = #ty::#new #accept #headers #auth #server #redirects #counting #strict;)
}
