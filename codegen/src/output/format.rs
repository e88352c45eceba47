//! Formats tokens with `prettyplease`, item by item, and adds blank lines between items.

use std::mem;

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{Attribute, Item, ItemMacro, MacroDelimiter};

use super::{
    comments::{Comments, before_attributes},
    definitions,
    layout::{self, inside},
};
use crate::emit::Print;

/// The text of a file. Items that it gives one by one are separated by blank lines.
pub(super) fn rust(print: &Print<'_>) -> Result<String, syn::Error> {
    let (mut items, mut failed) = (String::new(), None);
    let head = print(&mut |item| match text(item) {
        Ok(item) => {
            separate(&mut items);
            items.push_str(&item);
        }
        Err(error) => failed = Some(error),
    });
    let mut text = text(head)?;
    if !items.is_empty() {
        separate(&mut text);
    }
    failed.map_or_else(|| Ok(text + &items), Err)
}

fn text(tokens: TokenStream) -> Result<String, syn::Error> {
    let (file, comments) = parse(tokens)?;
    let mut text = String::new();
    let (docs, attributes): (Vec<_>, Vec<_>) = file.attrs.into_iter().partition(is_comment);
    if !docs.is_empty() {
        text.push_str(unparse(docs, Vec::new()).trim_end());
        text.push('\n');
    }
    if !attributes.is_empty() {
        separate(&mut text);
    }
    for attribute in attributes {
        text.push_str(unparse(vec![attribute], Vec::new()).trim_end());
        text.push('\n');
    }
    let mut previous = None;
    for item in sorted(file.items)? {
        let kind = Kind::of(&item);
        if previous != Some(kind) || kind == Kind::Alone {
            separate(&mut text);
        }
        previous = Some(kind);
        text.push_str(&item_text(item, &comments)?);
    }
    Ok(text)
}

/// Parses a file. `syn` does not read structs and enums, what is in the braces of macro calls, and the comments of
/// the members of impls: they are most of a file.
fn parse(tokens: TokenStream) -> Result<(syn::File, Comments), syn::Error> {
    let (mut file, mut comments) = (syn::parse2(TokenStream::new())?, Comments::default());
    let mut open: Vec<TokenTree> = Vec::new();
    for token in tokens {
        match (token, call_start(&open)) {
            (TokenTree::Group(body), Some(start)) if body.delimiter() == Delimiter::Brace => {
                let call: TokenStream = open.drain(start..).collect();
                let mut call: ItemMacro = syn::parse2(quote!(#call {}))?;
                call.mac.tokens = body.stream();
                add(&mut file, mem::take(&mut open))?;
                file.items.push(Item::Macro(call));
            }
            (TokenTree::Group(body), None)
                if body.delimiter() == Delimiter::Brace
                    && let Some(start) = definitions::start(&open) =>
            {
                let body = TokenTree::Group(body);
                let item = open.drain(start..).chain([body]).collect();
                add(&mut file, mem::take(&mut open))?;
                file.items.push(Item::Verbatim(item));
            }
            (TokenTree::Group(body), _) if body.delimiter() == Delimiter::Brace => {
                let members = comments.take(inside(body));
                open.push(Group::new(Delimiter::Brace, members).into());
            }
            (token, _) => open.push(token),
        }
    }
    add(&mut file, open)?;
    Ok((file, comments))
}

fn add(file: &mut syn::File, tokens: Vec<TokenTree>) -> Result<(), syn::Error> {
    if !tokens.is_empty() {
        let more: syn::File = syn::parse2(tokens.into_iter().collect())?;
        file.attrs.extend(more.attrs);
        file.items.extend(more.items);
    }
    Ok(())
}

/// Where the item `name!` starts that the tokens end with, with its attributes.
fn call_start(tokens: &[TokenTree]) -> Option<usize> {
    let is =
        |token: &TokenTree, mark| matches!(token, TokenTree::Punct(it) if it.as_char() == mark);
    let is_group = |token: &TokenTree, delimiter| matches!(token, TokenTree::Group(it) if it.delimiter() == delimiter);
    let mut before = match tokens {
        [before @ .., TokenTree::Ident(_), bang] if is(bang, '!') => before,
        _ => return None,
    };
    while let [rest @ .., TokenTree::Ident(_), one, two] = before
        && is(one, ':')
        && is(two, ':')
    {
        before = rest;
    }
    before = before_attributes(before);
    // Elsewhere, the call is an expression.
    let is_item = match before {
        [] => true,
        [.., bang, attribute] if is(bang, '!') => is_group(attribute, Delimiter::Bracket),
        [.., last] => is(last, ';') || is_group(last, Delimiter::Brace),
    };
    is_item.then_some(before.len())
}

/// Whether an attribute is printed as a comment: documentation that is not in another file.
fn is_comment(attribute: &Attribute) -> bool {
    let value = attribute.meta.require_name_value().map(|it| &it.value);
    attribute.path().is_ident("doc") && matches!(value, Ok(syn::Expr::Lit(_)))
}

/// The items, with one name in each import. Neighbouring imports are sorted like `rustfmt` does it.
fn sorted(items: Vec<Item>) -> Result<Vec<Item>, syn::Error> {
    let mut all: Vec<Item> = Vec::new();
    for item in items {
        match item {
            Item::Use(item) => all.extend(layout::imports(item)?.into_iter().map(Item::Use)),
            other => all.push(other),
        }
    }
    for imports in all.chunk_by_mut(|a, b| Kind::of(a) == Kind::of(b)) {
        if imports.iter().all(|it| matches!(it, Item::Use(_))) {
            imports.sort_by_cached_key(|it| match it {
                Item::Use(item) => item.tree.to_token_stream().to_string(),
                _ => String::new(),
            });
        }
    }
    Ok(all)
}

fn separate(text: &mut String) {
    if !text.is_empty() {
        text.push('\n');
    }
}

/// The kinds of items without a blank line between neighbours of the same kind.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Import { foreign: bool },
    Module,
    Reexport,
    Constant,
    Alone,
}

impl Kind {
    fn of(item: &Item) -> Self {
        match item {
            Item::Use(item) if matches!(item.vis, syn::Visibility::Inherited) => {
                Self::Import { foreign: is_foreign(&item.tree) }
            }
            Item::Use(_) => Self::Reexport,
            Item::Mod(_) => Self::Module,
            Item::Const(item) if item.attrs.is_empty() => Self::Constant,
            Item::Static(item) if item.attrs.is_empty() => Self::Constant,
            _ => Self::Alone,
        }
    }
}

fn is_foreign(tree: &syn::UseTree) -> bool {
    !matches!(tree, syn::UseTree::Path(path) if path.ident == "crate" || path.ident == "super")
}

fn item_text(item: Item, comments: &Comments) -> Result<String, syn::Error> {
    match item {
        Item::Verbatim(tokens) => definition_text(tokens),
        Item::Macro(item) if matches!(item.mac.delimiter, MacroDelimiter::Brace(_)) => {
            Ok(layout::macro_call(item))
        }
        Item::Static(item) if let Some(text) = layout::static_item(&item) => Ok(text),
        Item::Impl(item) => Ok(comments.put(space_members(&unparsed(Item::Impl(item))))),
        item => Ok(comments.put(unparsed(item))),
    }
}

fn unparsed(item: Item) -> String {
    layout::joined(&unparse(Vec::new(), vec![item]))
}

/// The text of a struct or enum.
fn definition_text(tokens: TokenStream) -> Result<String, syn::Error> {
    match definitions::definition(tokens) {
        Ok(text) => Ok(text),
        Err(code) => Ok(layout::joined(&unparse(Vec::new(), vec![syn::parse_str(&code)?]))),
    }
}

fn unparse(attrs: Vec<Attribute>, items: Vec<Item>) -> String {
    prettyplease::unparse(&syn::File { shebang: None, frontmatter: None, attrs, items })
}

/// Adds a blank line between the members of an impl: after the closing line of a member, unless it is
/// the last one.
fn space_members(text: &str) -> String {
    let mut spaced = String::with_capacity(text.len() + 64);
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        spaced.push_str(line);
        spaced.push('\n');
        let more = lines.peek().is_some_and(|next| *next != "}");
        if more && (line == "    }" || is_one_line_fn(line) || ends_constant(line)) {
            spaced.push('\n');
        }
    }
    spaced
}

fn is_one_line_fn(line: &str) -> bool {
    line.starts_with("    pub fn ") && line.ends_with("{}")
}

fn ends_constant(line: &str) -> bool {
    line == "    );" || line.starts_with("    pub const ") && line.ends_with(';')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn macro_calls_are_items_whatever_stands_before_them() {
        let text = "#![allow(a)]\n#[cfg(b)]\na::object! { A { b = \"b\" } }\nstruct C(D);\n\
                    #[cfg(c)]\n#[d]\nunion! { E {} }\nuse a::{b};\nfn f() {}\nlist! { G }\n\
                    static H: I = j! { k };\nmacro_rules! l { () => {} }\nmodules! { m }\n";
        let (file, _) = parse(text.parse().unwrap()).unwrap();
        let whole: syn::File = syn::parse_str(text).unwrap();
        assert_eq!(file.items.len(), 9);
        assert_eq!(file.to_token_stream().to_string(), whole.to_token_stream().to_string());
    }
}
