//! The layout of macro calls, which `prettyplease` does not format, and of statics and lists of arguments,
//! which it breaks into too many lines.

use std::{borrow::Cow, fmt::Write};

use proc_macro2::{Delimiter, Group, Spacing, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{Attribute, ItemMacro, ItemStatic, ItemUse, Macro, UsePath, UseTree};

/// The maximum width of a line.
const WIDTH: usize = 100;

/// Macros that list things of the document. Each entry has its own line, so that an addition changes no
/// other line.
const LISTS: [&str; 12] = [
    "answers",
    "constructors",
    "errors",
    "headers",
    "int_enum",
    "modules",
    "object",
    "operations",
    "parts",
    "setters",
    "string_enum",
    "union",
];

/// Formats `name! { … }`.
pub(super) fn macro_call(item: ItemMacro) -> String {
    attributes(&item.attrs) + &braced(item.mac)
}

fn attributes(attrs: &[Attribute]) -> String {
    attrs.iter().map(|it| format!("#[{}]\n", spell(it.meta.to_token_stream()))).collect()
}

fn braced(call: Macro) -> String {
    let name = spell(call.path.to_token_stream());
    if !LISTS.contains(&&*name) || ends_empty(&call.tokens) {
        let line = format!("{name}! {{ {} }}", spell(call.tokens.clone()));
        if line.len() <= WIDTH {
            return line + "\n";
        }
    }
    format!("{name}! {{\n{}}}\n", filled(call.tokens))
}

/// Whether tokens end with empty braces.
fn ends_empty(tokens: &TokenStream) -> bool {
    let last = tokens.clone().into_iter().last();
    matches!(last, Some(TokenTree::Group(it)) if it.delimiter() == Delimiter::Brace && it.stream().is_empty())
}

/// Formats `static NAME: Type = value;` in one or two lines, or with a line for each call of a chain;
/// `None` if it does not fit.
pub(super) fn static_item(item: &ItemStatic) -> Option<String> {
    if !item.attrs.is_empty() {
        return None;
    }
    let expr = spell(item.expr.to_token_stream());
    let start = format!("static {}: {} =", item.ident, spell(item.ty.to_token_stream()));
    let one = format!("{start} {expr};");
    let two = format!("    {expr};");
    let calls: Vec<String> = calls(item.expr.to_token_stream()).into_iter().map(spell).collect();
    let chain = format!("    {};", calls.join("\n        "));
    match () {
        () if one.len() <= WIDTH => Some(format!("{one}\n")),
        () if two.len() <= WIDTH => Some(format!("{start}\n{two}\n")),
        () if chain.lines().all(|it| it.len() <= WIDTH) => Some(format!("{start}\n{chain}\n")),
        () => None,
    }
}

/// The calls of a chain. The second and all later ones start with a dot.
fn calls(tokens: TokenStream) -> Vec<TokenStream> {
    let mut calls = vec![TokenStream::new()];
    for token in tokens {
        match (&token, calls.last_mut()) {
            (TokenTree::Punct(mark), _) if mark.as_char() == '.' => calls.push(token.into()),
            (_, Some(call)) => call.extend([token]),
            (_, None) => {}
        }
    }
    calls
}

/// Writes lists in parentheses and chains of calls on one line, if they fit. `prettyplease` has shorter
/// lines than rustfmt.
pub(super) fn joined(text: &str) -> String {
    let mut lines: Vec<Cow<'_, str>> = Vec::new();
    for line in text.lines() {
        if lines.last().is_some_and(|last| depth(line) < depth(last))
            && let Some((start, whole)) = chain(&lines)
        {
            lines.truncate(start);
            lines.push(whole.into());
        }
        let list = line.trim_start().starts_with(')').then(|| list(&lines, line)).flatten();
        match list {
            Some((start, whole)) => {
                lines.truncate(start);
                lines.push(whole.into());
            }
            None => lines.push(line.into()),
        }
    }
    lines.push("".into());
    lines.join("\n")
}

fn depth(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

/// The chain of calls that the last line ends, on one line, and the position of its first line; `None` if
/// it does not fit.
fn chain(lines: &[Cow<'_, str>]) -> Option<(usize, String)> {
    let last = lines.last()?;
    let is_call = |line: &str| line.trim_start().starts_with('.') && depth(line) == depth(last);
    let start = lines.iter().rposition(|line| !is_call(line))?;
    let (first, calls) = (&lines[start], &lines[start + 1..]);
    let is_chain = !calls.is_empty() && depth(first) + 4 == depth(last);
    let calls: String = calls.iter().map(|it| it.trim_start()).collect();
    let line = format!("{first}{calls}");
    (is_chain && line.chars().count() <= WIDTH).then_some((start, line))
}

/// The list that the line `end` closes, on one line, and the position of its first line. `None` if it does
/// not fit, and for a tuple, where a last comma has a meaning.
fn list(lines: &[Cow<'_, str>], end: &str) -> Option<(usize, String)> {
    let start = lines.iter().rposition(|line| depth(line) <= depth(end))?;
    let (first, entries) = (&lines[start], &lines[start + 1..]);
    let name = first.strip_suffix('(')?;
    let is_list = name.ends_with(|it: char| it == '_' || it == '>' || it.is_alphanumeric())
        && depth(first) == depth(end)
        && !first.trim_start().starts_with("//");
    let is_entry = |line: &Cow<'_, str>| line.ends_with(',') && depth(line) == depth(end) + 4;
    if !is_list || entries.is_empty() || !entries.iter().all(is_entry) {
        return None;
    }
    let inside: Vec<&str> = entries.iter().map(|it| it.trim_start()).collect();
    let inside = inside.join(" ");
    let line = format!("{first}{}{}", inside.trim_end_matches(','), end.trim_start());
    (line.chars().count() <= WIDTH).then_some((start, line))
}

/// Splits an import into one `use` for each name, so that an addition changes no other line.
pub(super) fn imports(item: ItemUse) -> Result<Vec<ItemUse>, syn::Error> {
    let ItemUse { attrs, vis, leading_colon, tree, .. } = &item;
    let mut names = Vec::new();
    flatten(tree, &TokenStream::new(), &mut names);
    if names.len() == 1 {
        return Ok(vec![item]);
    }
    names
        .into_iter()
        .map(|it| syn::parse2(quote!(#(#attrs)* #vis use #leading_colon #it;)))
        .collect()
}

fn flatten(tree: &UseTree, path: &TokenStream, names: &mut Vec<TokenStream>) {
    match tree {
        UseTree::Path(UsePath { ident, tree, .. }) => flatten(tree, &quote!(#path #ident::), names),
        UseTree::Group(group) => group.items.iter().for_each(|it| flatten(it, path, names)),
        name => names.push(quote!(#path #name)),
    }
}

/// Formats `Name { … }` with one entry per line, and a list that ends with a comma, too; anything else
/// in one line.
fn filled(tokens: TokenStream) -> String {
    let mut head = Vec::new();
    let mut text = String::new();
    for token in tokens {
        match token {
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
                text.push_str(&opened(std::mem::take(&mut head).into_iter().collect()));
                text.push_str(&lines(8, inside(group)));
                text.push_str("    }\n");
            }
            other => head.push(other),
        }
    }
    match head.last() {
        None => {}
        Some(TokenTree::Punct(last)) if last.as_char() == ',' => {
            text.push_str(&lines(4, head.into_iter().collect()));
        }
        Some(_) => text.push_str(&format!("    {}\n", spell(head))),
    }
    text
}

/// Formats the part before a brace: in one line, or a list in parentheses with one entry per line.
fn opened(head: TokenStream) -> String {
    let line = format!("    {} {{\n", spell(head.clone()));
    let mut tokens = head.into_iter();
    match (tokens.next(), tokens.next()) {
        (Some(TokenTree::Group(list)), None) if line.len() > WIDTH => {
            format!("    (\n{}    ) {{\n", lines(8, list.stream()))
        }
        _ => line,
    }
}

/// Splits tokens at commas that are not between the angle brackets of a type.
fn entries(tokens: TokenStream) -> Vec<TokenStream> {
    let mut entries = vec![TokenStream::new()];
    let (mut depth, mut last) = (0_usize, ' ');
    for token in tokens {
        let mark = match &token {
            TokenTree::Punct(punct) => punct.as_char(),
            _ => ' ',
        };
        match (mark, last) {
            ('<', _) => depth += 1,
            // An arrow is no bracket.
            ('>', '=' | '-') => {}
            ('>', _) => depth = depth.saturating_sub(1),
            _ => {}
        }
        last = mark;
        match entries.last_mut() {
            _ if mark == ',' && depth == 0 => entries.push(TokenStream::new()),
            Some(entry) => entry.extend([token]),
            None => {}
        }
    }
    entries.retain(|it| !it.is_empty());
    entries
}

/// Formats a list with each entry, and each attribute of one, on its own line.
fn lines(indent: usize, list: TokenStream) -> String {
    let entries = entries(list);
    let last = entries.len().saturating_sub(1);
    let mut text = String::new();
    for (index, entry) in entries.into_iter().enumerate() {
        let mut tokens = entry.into_iter().peekable();
        while let Some(mark) = tokens.next_if(is_hash) {
            let attribute = spell([mark].into_iter().chain(tokens.next()));
            text.push_str(&format!("{:indent$}{attribute}\n", ""));
        }
        let entry = spell(tokens);
        // `..rest` cannot have a comma after it.
        let comma = if entry.starts_with("..") && index == last { "" } else { "," };
        text.push_str(&format!("{:indent$}{entry}{comma}\n", ""));
    }
    text
}

fn is_hash(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == '#')
}

/// The tokens in a group. They are copied if they are taken while there still is the group.
pub(super) fn inside(group: Group) -> TokenStream {
    group.stream()
}

/// Joins tokens with the spaces of rustfmt, for the syntax of our macros and of types.
pub(super) fn spell(tokens: impl IntoIterator<Item = TokenTree>) -> String {
    let mut text = String::new();
    spell_into(&mut text, tokens);
    text
}

fn spell_into(text: &mut String, tokens: impl IntoIterator<Item = TokenTree>) {
    let mut tight = true;
    for token in tokens {
        match token {
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Bracket => ("[", "]"),
                    _ if group.stream().is_empty() => ("{", "}"),
                    Delimiter::Brace | Delimiter::None => ("{ ", " }"),
                };
                let hugs_left = match open {
                    "(" => !text.ends_with(['=', ':', ',']),
                    "[" => text.ends_with(['&', '#']),
                    _ => false,
                };
                space(text, tight || hugs_left);
                text.push_str(open);
                spell_into(text, inside(group));
                text.push_str(close);
                tight = false;
            }
            TokenTree::Punct(punct) => {
                let character = punct.as_char();
                // A call, or a range.
                let follows = |it: char| it == ')' || it.is_ascii_digit();
                // A field within another, which may be absent: `meta?.next`.
                let ends_field = |it: char| it == '?' || it == '_' || it.is_alphanumeric();
                let is_step =
                    character == '?' || character == '.' && punct.spacing() == Spacing::Alone;
                let hugs_left = character == '.' && text.ends_with(follows)
                    || is_step && text.ends_with(ends_field)
                    || matches!(character, ',' | '<' | '>' | ':' | ';') && !text.ends_with('=');
                space(text, tight || hugs_left);
                text.push(character);
                let joined = punct.spacing() == Spacing::Joint;
                tight = joined
                    || matches!(character, '.' | '<' | '-')
                    || character == '&' && !text.ends_with("&&")
                    || ["::", "..="].iter().any(|it| text.ends_with(it));
            }
            other => {
                space(text, tight);
                // Writing into a text does not fail.
                let _ = write!(text, "{other}");
                tight = false;
            }
        }
    }
}

fn space(text: &mut String, tight: bool) {
    if !tight && !text.is_empty() {
        text.push(' ');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layout(tokens: TokenStream) -> String {
        let item: syn::ItemMacro = syn::parse2(tokens).unwrap();
        macro_call(item)
    }

    #[test]
    fn short_calls_take_one_line() {
        let call = quote!(client_builder! { Builder => Client });
        assert_eq!(layout(call), "client_builder! { Builder => Client }\n");
        let call = quote!(list! { L { data: [Item], after: id, more: has_more } });
        assert_eq!(layout(call), "list! { L { data: [Item], after: id, more: has_more } }\n");
        let call = quote!(list! { L { (a?.b): [T], c = (d?.e?.f), more: (g.h) } });
        assert_eq!(layout(call), "list! { L { (a?.b): [T], c = (d?.e?.f), more: (g.h) } }\n");
        let call = quote!(list! { L { data: [Option<T>], after: (?.id), more: has_more } });
        assert_eq!(
            layout(call),
            "list! { L { data: [Option<T>], after: (?.id), more: has_more } }\n"
        );
        let call = quote!(
            #[cfg(feature = "x")]
            runtime::union! { R(Error<()>) }
        );
        assert_eq!(layout(call), "#[cfg(feature = \"x\")]\nruntime::union! { R(Error<()>) }\n");
        assert_eq!(layout(quote!(object! { Nothing {} })), "object! { Nothing {} }\n");
    }

    #[test]
    fn statics_take_one_line_or_two() {
        let layout = |tokens| static_item(&syn::parse2(tokens).unwrap()).unwrap();
        let short = quote!(
            static A: Operation = Operation::get("a.b", "/a").auth(&[&["x"], &[]]);
        );
        assert_eq!(
            layout(short),
            "static A: Operation = Operation::get(\"a.b\", \"/a\").auth(&[&[\"x\"], &[]]);\n"
        );
        let path = "/a".repeat(20);
        let long =
            layout(quote!(static A: Operation = Operation::get("a.b", #path).accept("*/*");));
        assert!(long.starts_with("static A: Operation =\n    Operation::get(\"a.b\""), "{long}");
        let path = "/a".repeat(30);
        let longer = layout(
            quote!(static A: Operation = Operation::get("a.b", #path).auth(&[&["x"]]).accept("*/*");),
        );
        assert!(
            longer.ends_with("\")\n        .auth(&[&[\"x\"]])\n        .accept(\"*/*\");\n"),
            "{longer}"
        );
    }

    #[test]
    fn each_entry_of_a_list_has_a_line() {
        let text = layout(quote!(object! { Policy { r#type = "type", domains, ..extra } }));
        let lines = ["object! {", "    Policy {", "        r#type = \"type\",", "        domains,"];
        let rest = ["        ..extra", "    }", "}"];
        assert_eq!(text.lines().collect::<Vec<_>>(), [&lines[..], &rest[..]].concat());
        let text = layout(quote!(int_enum! { N { Minus1 = -1, _0 = 0, ..Unknown } }));
        assert!(
            text.contains("        Minus1 = -1,\n        _0 = 0,\n        ..Unknown\n"),
            "{text}"
        );
        let text = layout(quote!(errors! { E { A = 404 | 410, B = 400..=499, A = _ } }));
        assert!(text.contains("        A = 404 | 410,\n        B = 400..=499,\n"), "{text}");
    }

    #[test]
    fn lists_that_fit_take_one_line() {
        let text = "impl A {\n    pub fn a(\n        &self,\n        b: B,\n    ) -> R {\n        R(\n            \
                    N::new(\n                b,\n            ),\n        )\n    }\n}\n";
        assert_eq!(
            joined(text),
            "impl A {\n    pub fn a(&self, b: B) -> R {\n        R(N::new(b))\n    }\n}\n"
        );
        for kept in ["struct A(\n    (\n        B,\n    ),\n);\n", "// a(\n    b,\n)\n"] {
            assert_eq!(joined(kept), kept);
        }
        assert_eq!(
            joined("fn a() {\n    b(\n        c\n            .0\n            .d(),\n    )\n}\n"),
            "fn a() {\n    b(c.0.d())\n}\n"
        );
        let wide = format!("fn a(\n    {}: B,\n) {{}}\n", "b".repeat(86));
        assert_eq!(joined(&wide).lines().count(), 1);
        let wider = format!("fn a(\n    {}: B,\n) {{}}\n", "b".repeat(90));
        assert_eq!(joined(&wider), wider);
    }

    #[test]
    fn each_name_has_an_import() {
        let item = syn::parse2(quote!(
            pub use runtime::{Client, json::Extra as E, list::*};
        ));
        let texts =
            imports(item.unwrap()).unwrap().into_iter().map(|it| spell(it.to_token_stream()));
        assert_eq!(
            texts.collect::<Vec<_>>(),
            [
                "pub use runtime::Client;",
                "pub use runtime::json::Extra as E;",
                "pub use runtime::list::*;"
            ]
        );
    }
}
