//! The example in the documentation of a method: a call with its required arguments.

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;

use super::{docs, scope::Scope};
use crate::{
    examples::Example,
    model::{Api, Method, Resource},
};

/// The example of a method, as a test that is only compiled.
pub(super) fn section(resource: &Resource, method: &Method, api: &Api) -> TokenStream {
    docs::lines(&test(&Example::new(resource, method, api), api))
}

/// The lines of the test. Those that start with `#` are hidden.
fn test(example: &Example<'_>, api: &Api) -> Vec<String> {
    let krate = api.package.name.replace('-', "_");
    let scope = Scope::of_paths(api);
    let given = example.given.iter();
    let given: String =
        given.map(|(name, ty)| format!(", {name}: {}", outside(&scope.ty(ty), &krate))).collect();
    let lines = example.lines();
    let imports: Vec<&str> = example.imports.iter().copied().collect();
    let names = match &imports[..] {
        [] => String::new(),
        [only] => format!(" use {krate}::{only};"),
        all => format!(" use {krate}::{{{}}};", all.join(", ")),
    };
    let is_stream = lines.iter().any(|it| it.contains(".try_next()"));
    // Its name does not follow from the code, so it is shown.
    let stream = is_stream.then(|| ["use futures_util::TryStreamExt;".to_owned(), String::new()]);
    let start = format!(
        "# async fn example(client: {krate}::Client{given}) -> Result<(), {krate}::Error> {{{names}"
    );
    let before = [String::new(), "```no_run".to_owned(), start];
    let before = before.into_iter().chain(stream.into_iter().flatten());
    let after = ["# Ok(()) }".to_owned(), "```".to_owned()];
    before.chain(lines).chain(after).collect()
}

/// A type as code outside of the crate writes it.
fn outside(ty: &TokenStream, krate: &str) -> String {
    let mut text = String::new();
    for token in ty.clone() {
        match &token {
            TokenTree::Ident(name) if *name == "crate" => text.push_str(krate),
            TokenTree::Ident(name) if *name == "runtime" => {
                text.push_str(&format!("{krate}::runtime"));
            }
            TokenTree::Group(group) => {
                text.push_str(&format!("({})", outside(&group.stream(), krate)));
            }
            TokenTree::Punct(mark) if mark.as_char() == ',' => text.push_str(", "),
            other => text.push_str(&other.to_token_stream().to_string()),
        }
    }
    text
}
