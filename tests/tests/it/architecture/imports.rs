//! The imports between the files of a crate: by `use`, and by every path in the code. An import of a
//! re-export counts as an import from the file that defines the item.

use std::collections::{BTreeMap, BTreeSet};

use syn::{Expr, Token, punctuated::Punctuated, visit::Visit};

use super::modules::{Crate, Name};

/// For each file, the files that it imports from.
pub(super) type Imports = BTreeMap<String, BTreeSet<String>>;

pub(super) fn imports(krate: &Crate) -> Imports {
    let mut found = Imports::new();
    for (path, module) in &krate.modules {
        let mut paths = Paths::default();
        module.items.iter().for_each(|it| paths.visit_item(it));
        let used = module.names.values().filter_map(|it| match it {
            Name::Import(path) => Some(path.clone()),
            Name::Item | Name::Module => None,
        });
        paths.0.extend(used.chain(module.globs.iter().cloned()));
        let files = paths.0.iter().filter_map(|it| krate.file(path, it, 0));
        let files = files.filter(|it| *it != module.file).map(str::to_owned);
        found.entry(module.file.clone()).or_default().extend(files);
    }
    found
}

/// The paths in code. Paths in the definition of a macro belong to its callers, and paths in `quote!` to
/// the generated crate.
#[derive(Default)]
struct Paths(Vec<Vec<String>>);

impl<'a> Visit<'a> for Paths {
    fn visit_path(&mut self, path: &'a syn::Path) {
        if path.leading_colon.is_none() {
            self.0.push(path.segments.iter().map(|it| it.ident.to_string()).collect());
        }
        syn::visit::visit_path(self, path);
    }

    /// `pub(crate)` imports nothing.
    fn visit_visibility(&mut self, _: &'a syn::Visibility) {}

    fn visit_macro(&mut self, called: &'a syn::Macro) {
        self.visit_path(&called.path);
        if called.path.is_ident("quote") || called.path.is_ident("macro_rules") {
            return;
        }
        let arguments = called.parse_body_with(Punctuated::<Expr, Token![,]>::parse_terminated);
        for argument in arguments.iter().flatten() {
            // The tokens parsed here do not live as long as the file.
            let mut inner = Paths::default();
            inner.visit_expr(argument);
            self.0.append(&mut inner.0);
        }
    }
}

/// The target of a path.
enum Target<'c> {
    Module(Vec<String>),
    Item(&'c str),
}

/// The maximum length of a chain of re-exports. A longer chain is a circle.
const MAX_STEPS: usize = 20;

impl Crate {
    /// The file that defines the item of `path` in the module `at`; `None` for another crate.
    fn file(&self, at: &[String], path: &[String], steps: usize) -> Option<&str> {
        match self.target(at, path, steps)? {
            Target::Module(path) => self.modules.get(&path).map(|it| it.file.as_str()),
            Target::Item(file) => Some(file),
        }
    }

    fn target(&self, at: &[String], path: &[String], steps: usize) -> Option<Target<'_>> {
        let mut at = at.to_vec();
        let mut rest = path.iter().peekable();
        if rest.next_if(|it| *it == "crate").is_some() {
            at.clear();
        }
        rest.next_if(|it| *it == "self");
        while rest.next_if(|it| *it == "super").is_some() {
            at.pop()?;
        }
        for segment in rest {
            match self.name(&at, segment, steps)? {
                Target::Module(inner) => at = inner,
                item @ Target::Item(_) => return Some(item),
            }
        }
        Some(Target::Module(at))
    }

    /// The meaning of a name in a module.
    fn name(&self, at: &[String], name: &str, steps: usize) -> Option<Target<'_>> {
        let module = self.modules.get(at).filter(|_| steps < MAX_STEPS)?;
        match module.names.get(name) {
            Some(Name::Item) => Some(Target::Item(&module.file)),
            Some(Name::Module) => Some(Target::Module([at, &[name.to_owned()]].concat())),
            // `use http::x` in a crate that has no module `http`.
            Some(Name::Import(path)) if path.first().is_some_and(|it| it == name) => None,
            Some(Name::Import(path)) => self.target(at, path, steps + 1),
            None => module.globs.iter().find_map(|glob| {
                let Target::Module(of) = self.target(at, glob, steps + 1)? else { return None };
                self.name(&of, name, steps + 1)
            }),
        }
    }
}

/// The circles: files that import each other, directly or through others.
pub(super) fn circles(imports: &Imports) -> Vec<Vec<String>> {
    let reached: BTreeMap<&str, BTreeSet<&str>> =
        imports.keys().map(|it| (it.as_str(), reachable(it, imports))).collect();
    let mut circles: Vec<Vec<String>> = Vec::new();
    for (file, reach) in &reached {
        let back = |other: &&str| reached.get(other).is_some_and(|it| it.contains(file));
        let circle: Vec<_> = reach.iter().copied().filter(back).map(str::to_owned).collect();
        if !circle.is_empty() && !circles.contains(&circle) {
            circles.push(circle);
        }
    }
    circles
}

fn reachable<'i>(file: &str, imports: &'i Imports) -> BTreeSet<&'i str> {
    let mut found = BTreeSet::new();
    let mut waiting = vec![file];
    while let Some(file) = waiting.pop() {
        for next in imports.get(file).into_iter().flatten() {
            if found.insert(next.as_str()) {
                waiting.push(next);
            }
        }
    }
    found
}
