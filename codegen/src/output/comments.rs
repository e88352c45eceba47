//! Comments, which are attributes in tokens: `#[doc = "…"]`.

use proc_macro2::{Delimiter, Group, Literal, TokenStream, TokenTree};
use quote::quote;

use super::layout::inside;

/// The comments of the members of impls, without which `syn` has less to read. An attribute with a number
/// stands for each.
#[derive(Default)]
pub(super) struct Comments(Vec<Vec<String>>);

impl Comments {
    /// Takes the comments out of the braces of an impl.
    pub(super) fn take(&mut self, members: TokenStream) -> TokenStream {
        let mut rest: Vec<TokenTree> = Vec::new();
        let mut is_open = false;
        for token in members {
            let is_marked = rest.last().is_some_and(is_mark);
            match token {
                TokenTree::Group(group) if is_marked && group.delimiter() == Delimiter::Bracket => {
                    let attribute: Vec<TokenTree> = inside(group).into_iter().collect();
                    let Some(line) = doc(&attribute).and_then(comment) else {
                        let attribute = attribute.into_iter().collect();
                        rest.push(Group::new(Delimiter::Bracket, attribute).into());
                        is_open = false;
                        continue;
                    };
                    rest.pop();
                    if !is_open {
                        rest.extend(self.start());
                    }
                    if let Some(comment) = self.0.last_mut() {
                        comment.push(line);
                    }
                    is_open = true;
                }
                token => {
                    is_open &= is_mark(&token);
                    rest.push(token);
                }
            }
        }
        rest.into_iter().collect()
    }

    /// Starts a comment, and returns what stands for it.
    fn start(&mut self) -> TokenStream {
        let number = self.0.len().to_string();
        self.0.push(Vec::new());
        quote!(#[doc = #number])
    }

    /// Puts the comments back into the text of an impl.
    pub(super) fn put(&self, text: String) -> String {
        if self.0.is_empty() {
            return text;
        }
        let mut whole = String::with_capacity(text.len());
        for line in text.split_inclusive('\n') {
            let number = line.trim_start().strip_prefix("///").map(str::trim_end);
            let comment = number.and_then(|it| self.0.get(it.parse::<usize>().ok()?));
            match comment {
                Some(comment) => {
                    let indent = &line[..line.len() - line.trim_start().len()];
                    comment.iter().for_each(|it| whole.extend([indent, "///", it, "\n"]));
                }
                None => whole.push_str(line),
            }
        }
        whole
    }
}

pub(super) fn is_mark(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Punct(it) if it.as_char() == '#')
}

/// Tokens without the attributes at their end.
pub(super) fn before_attributes(mut tokens: &[TokenTree]) -> &[TokenTree] {
    while let [rest @ .., mark, TokenTree::Group(attribute)] = tokens
        && is_mark(mark)
        && attribute.delimiter() == Delimiter::Bracket
    {
        tokens = rest;
    }
    tokens
}

/// The literal of `doc = "…"`.
pub(super) fn doc(attribute: &[TokenTree]) -> Option<&Literal> {
    match attribute {
        [TokenTree::Ident(name), TokenTree::Punct(_), TokenTree::Literal(text)]
            if name == "doc" =>
        {
            Some(text)
        }
        _ => None,
    }
}

/// The text of a literal, if it can be in one line after `///`.
pub(super) fn comment(literal: &Literal) -> Option<String> {
    let text = literal.to_string();
    let plain = text.strip_prefix('"').and_then(|it| it.strip_suffix('"'));
    let plain = plain.filter(|it| !it.contains('\\'));
    let mut text = match plain {
        Some(plain) => plain.to_owned(),
        None => syn::parse_str::<syn::LitStr>(&text).ok()?.value(),
    };
    text.truncate(text.trim_end_matches(' ').len());
    (!text.starts_with('/') && !text.contains('\n')).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_are_put_back_where_they_were() {
        let text = "impl A {\n    ///B\n    ///\n    #[must_use]\n    /// 0\n    fn c() {}\n    \
                    #[doc = \"/d\"]\n    fn e() {}\n    /// F\n    fn g() {}\n}\n";
        let tokens: Vec<TokenTree> = text.parse::<TokenStream>().unwrap().into_iter().collect();
        let [head @ .., TokenTree::Group(members)] = &tokens[..] else { panic!() };
        let mut comments = Comments::default();
        let members = Group::new(Delimiter::Brace, comments.take(members.stream()));
        assert_eq!(comments.0, [vec!["B", ""], vec![" 0"], vec![" F"]]);
        let tokens = head.iter().cloned().chain([members.into()]);
        let file = syn::parse2(tokens.collect()).unwrap();
        let printed = prettyplease::unparse(&file);
        assert!(!printed.contains('B'), "{printed}");
        assert_eq!(comments.put(printed), prettyplease::unparse(&syn::parse_file(text).unwrap()));
    }
}
