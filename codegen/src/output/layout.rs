//! The layout of macro calls, which `prettyplease` does not format, and of statics, which it breaks
//! into too many lines.

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{ItemStatic, Macro, MacroDelimiter};

/// The maximum width of a line.
const WIDTH: usize = 100;

/// Formats `name! { … }`; `None` for other brackets.
pub(super) fn macro_call(call: &Macro) -> Option<String> {
    let MacroDelimiter::Brace(_) = call.delimiter else { return None };
    let name = call.path.segments.last()?.ident.to_string();
    let inside = spell(call.tokens.clone());
    let line = format!("{name}! {{ {inside} }}\n");
    if line.trim_end().len() <= WIDTH {
        return Some(line);
    }
    Some(format!("{name}! {{\n{}}}\n", filled(call.tokens.clone())))
}

/// Formats `static NAME: Type = value;` in one or two lines; `None` if it does not fit.
pub(super) fn static_item(item: &ItemStatic) -> Option<String> {
    if !item.attrs.is_empty() {
        return None;
    }
    let expr = spell(item.expr.to_token_stream());
    let start = format!("static {}: {} =", item.ident, spell(item.ty.to_token_stream()));
    let one = format!("{start} {expr};");
    let two = format!("    {expr};");
    match () {
        () if one.len() <= WIDTH => Some(format!("{one}\n")),
        () if two.len() <= WIDTH => Some(format!("{start}\n{two}\n")),
        () => None,
    }
}

/// Formats `Name { … }` with as many entries per line as fit; anything else in one line.
fn filled(tokens: TokenStream) -> String {
    let mut head = Vec::new();
    let mut text = String::new();
    for token in tokens {
        match token {
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
                text.push_str(&opened(std::mem::take(&mut head).into_iter().collect()));
                text.push_str(&fill(&entries(group.stream())));
                text.push_str("    }\n");
            }
            other => head.push(other),
        }
    }
    if !head.is_empty() {
        text.push_str(&format!("    {}\n", spell(head.into_iter().collect())));
    }
    text
}

/// Formats the part before a brace: in one line, or a list in parentheses over several lines.
fn opened(head: TokenStream) -> String {
    let line = format!("    {} {{\n", spell(head.clone()));
    let mut tokens = head.into_iter();
    match (tokens.next(), tokens.next()) {
        (Some(TokenTree::Group(list)), None) if line.len() > WIDTH => {
            format!("    (\n{}    ) {{\n", fill(&entries(list.stream())))
        }
        _ => line,
    }
}

/// Splits tokens at commas.
fn entries(tokens: TokenStream) -> Vec<String> {
    let mut entries = vec![TokenStream::new()];
    for token in tokens {
        match (&token, entries.last_mut()) {
            (TokenTree::Punct(punct), _) if punct.as_char() == ',' => {
                entries.push(TokenStream::new())
            }
            (_, Some(entry)) => entry.extend([token]),
            (_, None) => {}
        }
    }
    entries.into_iter().filter(|it| !it.is_empty()).map(spell).collect()
}

fn fill(entries: &[String]) -> String {
    let mut text = String::new();
    let mut line = String::from("       ");
    for (index, entry) in entries.iter().enumerate() {
        let comma = if entry.starts_with("..") && index + 1 == entries.len() { "" } else { "," };
        if line.len() + 1 + entry.len() + comma.len() > WIDTH && !line.trim().is_empty() {
            text.push_str(&line);
            text.push('\n');
            line = String::from("       ");
        }
        line.push(' ');
        line.push_str(entry);
        line.push_str(comma);
    }
    text + &line + "\n"
}

/// Joins tokens with the spaces of rustfmt, for the syntax of our macros.
fn spell(tokens: TokenStream) -> String {
    let mut text = String::new();
    let mut tight = true;
    for token in tokens {
        match token {
            TokenTree::Group(group) => {
                let inside = spell(group.stream());
                match group.delimiter() {
                    Delimiter::Parenthesis => text.push_str(&format!("({inside})")),
                    Delimiter::Bracket => {
                        let tight = tight || text.ends_with('&');
                        space(&mut text, tight);
                        text.push_str(&format!("[{inside}]"));
                    }
                    Delimiter::Brace | Delimiter::None => {
                        space(&mut text, tight);
                        let inside = if inside.is_empty() { inside } else { format!(" {inside} ") };
                        text.push_str(&format!("{{{inside}}}"));
                    }
                }
                tight = false;
            }
            TokenTree::Punct(punct) => {
                let character = punct.as_char();
                // A call, or a range.
                let follows = |it: char| it == ')' || it.is_ascii_digit();
                let hugs_left = character == '.' && text.ends_with(follows)
                    || matches!(character, ',' | '<' | '>' | ':' | ';') && !text.ends_with('=');
                space(&mut text, tight || hugs_left);
                text.push(character);
                let joined = punct.spacing() == Spacing::Joint;
                tight = joined
                    || matches!(character, '.' | '<' | '-')
                    || character == '&' && !text.ends_with("&&")
                    || ["::", "..="].iter().any(|it| text.ends_with(it));
            }
            other => {
                space(&mut text, tight);
                text.push_str(&other.to_string());
                tight = false;
            }
        }
    }
    text
}

fn space(text: &mut String, tight: bool) {
    if !tight && !text.is_empty() {
        text.push(' ');
    }
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::*;

    fn layout(tokens: TokenStream) -> String {
        let item: syn::ItemMacro = syn::parse2(tokens).unwrap();
        macro_call(&item.mac).unwrap()
    }

    #[test]
    fn short_calls_take_one_line() {
        let call = quote!(object! { Policy { r#type = "type", domains, ..extra } });
        assert_eq!(layout(call), "object! { Policy { r#type = \"type\", domains, ..extra } }\n");
        let call = quote!(request! { List(PageRequest<Vec<Container>>) });
        assert_eq!(layout(call), "request! { List(PageRequest<Vec<Container>>) }\n");
        let call = quote!(client_builder! { Builder => Client });
        assert_eq!(layout(call), "client_builder! { Builder => Client }\n");
        let call = quote!(list! { L { data: [Item], after: id, more: has_more } });
        assert_eq!(layout(call), "list! { L { data: [Item], after: id, more: has_more } }\n");
        let call = quote!(int_enum! { N { Minus1 = -1, _0 = 0, ..Unknown } });
        assert_eq!(layout(call), "int_enum! { N { Minus1 = -1, _0 = 0, ..Unknown } }\n");
        let call = quote!(errors! { E { A = 404 | 410, B = 400..=499, A = _ } });
        assert_eq!(layout(call), "errors! { E { A = 404 | 410, B = 400..=499, A = _ } }\n");
        let call = quote!(request! { R(Request<crate::types::Error>) });
        assert_eq!(layout(call), "request! { R(Request<crate::types::Error>) }\n");
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
    }

    #[test]
    fn long_calls_are_filled() {
        let names = (0..30).map(|n| quote::format_ident!("field_{n}"));
        let text = layout(quote!(object! { Policy { #(#names,)* ..extra } }));
        assert!(text.starts_with("object! {\n    Policy {\n        field_0, field_1,"), "{text}");
        assert!(text.ends_with(" ..extra\n    }\n}\n"), "{text}");
        assert!(text.lines().all(|line| line.len() <= WIDTH));
    }
}
