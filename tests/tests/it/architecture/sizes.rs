//! How long files and functions are, and how many parameters these take.

use syn::{Block, Signature, visit::Visit};

/// What no file and no function may exceed.
pub(super) struct Limit {
    pub(super) lines_of_file: usize,
    pub(super) lines_of_function: usize,
    pub(super) parameters: usize,
}

/// What is over a limit, each as `path function: what`.
pub(super) fn over(path: &str, text: &str, limit: &Limit) -> Vec<String> {
    let mut found = Vec::new();
    let lines = text.lines().count();
    if lines > limit.lines_of_file {
        found.push(format!("{path}: {lines} lines"));
    }
    let file = syn::parse_file(text).unwrap_or_else(|error| panic!("{path}: {error}"));
    let mut functions = Functions::default();
    functions.visit_file(&file);
    for (name, lines, parameters) in functions.0 {
        if lines > limit.lines_of_function {
            found.push(format!("{path} {name}: {lines} lines"));
        }
        if parameters > limit.parameters {
            found.push(format!("{path} {name}: {parameters} parameters"));
        }
    }
    found
}

/// Name, lines and parameters of each function.
#[derive(Default)]
struct Functions(Vec<(String, usize, usize)>);

impl Functions {
    fn note(&mut self, signature: &Signature, block: Option<&Block>) {
        let start = signature.fn_token.span.start().line;
        let end = block.map_or(start, |it| it.brace_token.span.close().end().line);
        let lines = end + 1 - start;
        self.0.push((signature.ident.to_string(), lines, signature.inputs.len()));
    }
}

impl<'a> Visit<'a> for Functions {
    fn visit_item_fn(&mut self, function: &'a syn::ItemFn) {
        self.note(&function.sig, Some(&function.block));
        syn::visit::visit_item_fn(self, function);
    }

    fn visit_impl_item_fn(&mut self, function: &'a syn::ImplItemFn) {
        self.note(&function.sig, Some(&function.block));
        syn::visit::visit_impl_item_fn(self, function);
    }

    fn visit_trait_item_fn(&mut self, function: &'a syn::TraitItemFn) {
        self.note(&function.sig, function.default.as_ref());
        syn::visit::visit_trait_item_fn(self, function);
    }
}

#[test]
fn the_check_sees_what_is_too_long() {
    let limit = Limit { lines_of_file: 5, lines_of_function: 3, parameters: 1 };
    let text = "fn f() {\n\n\n}\nstruct S;\nimpl S {\n    fn g(&self, _: u8) {}\n}\n";
    assert_eq!(
        over("a.rs", text, &limit),
        ["a.rs: 8 lines", "a.rs f: 4 lines", "a.rs g: 2 parameters"]
    );
    assert!(over("a.rs", "fn f(_: u8) {\n}\n", &limit).is_empty());
}
