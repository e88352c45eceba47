//! The layout of structs and enums, which are half of the generated code. They have the lines that
//! `prettyplease` gives them, but are not parsed before.

use std::mem;

use proc_macro2::{Delimiter, TokenStream, TokenTree};

use super::{
    comments::{before_attributes, comment, doc, is_mark},
    layout::{inside, spell},
};

/// The maximum width of a line of `prettyplease`. It breaks longer lines.
const WIDTH: usize = 89;

/// Where the struct or enum starts whose braces come after these tokens: at its first attribute.
pub(super) fn start(tokens: &[TokenTree]) -> Option<usize> {
    let mut before = match tokens {
        [before @ .., TokenTree::Ident(keyword), TokenTree::Ident(_)]
            if keyword == "struct" || keyword == "enum" =>
        {
            before
        }
        _ => return None,
    };
    if let [rest @ .., TokenTree::Ident(keyword)] = before
        && keyword == "pub"
    {
        before = rest;
    }
    Some(before_attributes(before).len())
}

/// Formats a struct or enum, with its attributes. The error is its code with too long lines, or of a form
/// that no generated definition has; `prettyplease` has to format it.
pub(super) fn definition(tokens: TokenStream) -> Result<String, String> {
    let mut definition = Definition { text: String::new(), is_final: true };
    let mut head = definition.attributes("", tokens);
    match head.pop() {
        Some(TokenTree::Group(body)) if body.delimiter() == Delimiter::Brace => {
            definition.line("", head, " {");
            definition.entries(inside(body));
            definition.text.push_str("}\n");
        }
        last => definition.line("", head.into_iter().chain(last), ""),
    }
    if definition.is_final { Ok(definition.text) } else { Err(definition.text) }
}

struct Definition {
    text: String,
    /// Whether `prettyplease` would not change the text.
    is_final: bool,
}

impl Definition {
    /// Writes a line of tokens.
    fn line(&mut self, indent: &str, tokens: impl IntoIterator<Item = TokenTree>, end: &str) {
        let start = self.text.len();
        self.text.push_str(indent);
        let line = spell(tokens);
        self.text.push_str(&line);
        self.text.push_str(end);
        self.is_final &= self.text[start..].chars().count() <= WIDTH;
        self.text.push('\n');
    }

    /// Writes the attributes that tokens start with; returns the other tokens.
    fn attributes(
        &mut self,
        indent: &str,
        tokens: impl IntoIterator<Item = TokenTree>,
    ) -> Vec<TokenTree> {
        let mut tokens = tokens.into_iter().peekable();
        while tokens.next_if(is_mark).is_some() {
            let Some(TokenTree::Group(attribute)) = tokens.next() else { break };
            let attribute: Vec<TokenTree> = inside(attribute).into_iter().collect();
            let doc = doc(&attribute);
            match doc.and_then(comment) {
                Some(comment) => self.text.push_str(&format!("{indent}///{comment}\n")),
                None => {
                    self.is_final &= doc.is_none();
                    self.line(&format!("{indent}#["), attribute, "]");
                }
            }
        }
        tokens.collect()
    }

    /// Writes the fields or variants, between commas that are not those of a type's arguments.
    fn entries(&mut self, tokens: TokenStream) {
        let (mut entry, mut depth) = (Vec::new(), 0_usize);
        // `{}` has no lines.
        self.is_final &= !tokens.is_empty();
        for token in tokens {
            match &token {
                TokenTree::Punct(mark) => match mark.as_char() {
                    ',' if depth == 0 => {
                        self.entry(mem::take(&mut entry));
                        continue;
                    }
                    '<' => depth += 1,
                    '>' => depth = depth.saturating_sub(1),
                    _ => {}
                },
                // A variant with fields has a line for each.
                TokenTree::Group(it) => self.is_final &= it.delimiter() != Delimiter::Brace,
                _ => {}
            }
            entry.push(token);
        }
        if !entry.is_empty() {
            self.entry(entry);
        }
    }

    fn entry(&mut self, entry: Vec<TokenTree>) {
        let entry = self.attributes("    ", entry);
        self.line("    ", entry, ",");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A definition as `prettyplease` formats it.
    fn unparsed(text: &str) -> String {
        prettyplease::unparse(&syn::parse_file(text).unwrap())
    }

    #[test]
    fn a_definition_looks_like_one_of_prettyplease() {
        for text in [
            "struct A;",
            "/// A\npub enum A { /// B\n B, #[c] #[d] C(Box<D>), E(F, G), H = -1 }",
            "pub struct A(pub(crate) B<C>);",
            "/// Text  \n///\n/// \"More\" \\ é.\n#[derive(A, B)]\n#[b(c = \"d\")]\npub struct A<'a> { b: &'a B }",
            "pub struct A {\n    /// B\n    #[doc(alias = \"c\")]\n    pub r#type: M<B, (C,), (C, D), Vec<[u8; 2]>>,\n    \
             pub(crate) e: a::b::E, }",
        ] {
            assert_eq!(definition(text.parse().unwrap()), Ok(unparsed(text)));
        }
    }

    #[test]
    fn others_are_left_to_prettyplease() {
        let long = format!("pub struct A {{ b: {} }}", "B".repeat(90));
        for text in [
            &*long,
            "enum A { B { c: D } }",
            "struct A {}",
            "#[doc = \"/a\"] struct A;",
            "#[doc = \"a\\nb\"] struct A;",
        ] {
            let code = definition(text.parse().unwrap()).unwrap_err();
            assert_eq!(unparsed(&code), unparsed(text));
        }
    }

    #[test]
    fn a_definition_starts_with_its_attributes() {
        let start = |text: &str| {
            let tokens: TokenStream = text.parse().unwrap();
            super::start(&tokens.into_iter().collect::<Vec<_>>())
        };
        assert_eq!(start("use a; #[a] #[doc = \"b\"] pub struct A"), Some(3));
        assert_eq!(start("struct A"), Some(0));
        assert_eq!(start("pub enum A"), Some(0));
        assert_eq!(start("impl A"), None);
    }
}
