//! The modules of a crate, parsed with `syn`: the file of each, and the names in it.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use syn::{Attribute, Item, UseTree};

/// A crate: its modules by their path, `["json", "union"]`.
#[derive(Default)]
pub(super) struct Crate {
    pub(super) modules: BTreeMap<Vec<String>, Module>,
}

pub(super) struct Module {
    /// Relative to the crate's `src`, with `/`.
    pub(super) file: String,
    pub(super) names: BTreeMap<String, Name>,
    /// What it imports whole: `use super::*`.
    pub(super) globs: Vec<Vec<String>>,
    pub(super) items: Vec<Item>,
}

/// The meaning of a name in a module.
pub(super) enum Name {
    /// An item of the module.
    Item,
    /// A module within it.
    Module,
    /// A name for another path.
    Import(Vec<String>),
}

impl Crate {
    /// Reads a crate from its root file. `read` returns the text of a file, if there is one.
    pub(super) fn read(root: &str, read: &dyn Fn(&Path) -> Option<String>) -> Self {
        let mut found = Self::default();
        let text = read(Path::new(root)).unwrap_or_else(|| panic!("{root} does not exist"));
        found.add(Vec::new(), Path::new(root), &text, read);
        found
    }

    fn add(&mut self, path: Vec<String>, file: &Path, text: &str, read: Read<'_>) {
        let parsed = syn::parse_file(text).unwrap_or_else(|it| panic!("{}: {it}", file.display()));
        self.module(path, file, parsed.items, read);
    }

    fn module(&mut self, path: Vec<String>, file: &Path, items: Vec<Item>, read: Read<'_>) {
        let mut items: Vec<Item> = items.into_iter().filter(|it| !is_test(it)).collect();
        let name = file.to_string_lossy().replace('\\', "/");
        let mut module =
            Module { file: name, names: BTreeMap::new(), globs: Vec::new(), items: Vec::new() };
        for item in &mut items {
            match item {
                Item::Use(item) => module.import(&item.tree, Vec::new()),
                Item::Mod(item) => {
                    module.names.insert(item.ident.to_string(), Name::Module);
                    let inner = [path.clone(), vec![item.ident.to_string()]].concat();
                    match item.content.take() {
                        Some((_, items)) => self.module(inner, file, items, read),
                        None => {
                            let (file, text) = child(&path, file, &item.ident.to_string(), read);
                            self.add(inner, &file, &text, read);
                        }
                    }
                }
                item => module.names.extend(defined(item).map(|name| (name, Name::Item))),
            }
        }
        module.items = items;
        self.modules.insert(path, module);
    }
}

type Read<'r> = &'r dyn Fn(&Path) -> Option<String>;

impl Module {
    fn import(&mut self, tree: &UseTree, mut path: Vec<String>) {
        match tree {
            UseTree::Path(tree) => {
                path.push(tree.ident.to_string());
                self.import(&tree.tree, path);
            }
            UseTree::Name(tree) if tree.ident == "self" => {
                let name = path.last().cloned().unwrap_or_default();
                self.names.insert(name, Name::Import(path));
            }
            UseTree::Name(tree) => {
                path.push(tree.ident.to_string());
                self.names.insert(tree.ident.to_string(), Name::Import(path));
            }
            UseTree::Rename(tree) => {
                path.push(tree.ident.to_string());
                // Several `as _` must not hide one another.
                let name = match tree.rename.to_string().as_str() {
                    "_" => format!("_{}", path.join("_")),
                    name => name.to_owned(),
                };
                self.names.insert(name, Name::Import(path));
            }
            UseTree::Glob(_) => self.globs.push(path),
            UseTree::Group(tree) => {
                tree.items.iter().for_each(|it| self.import(it, path.clone()));
            }
        }
    }
}

/// The file of `mod name;` in `file`.
fn child(path: &[String], file: &Path, name: &str, read: Read<'_>) -> (PathBuf, String) {
    let folder = match file.file_name().and_then(|it| it.to_str()) {
        Some("lib.rs" | "main.rs" | "mod.rs") => file.with_file_name(""),
        _ => file.with_extension(""),
    };
    let name = name.trim_start_matches("r#");
    [folder.join(format!("{name}.rs")), folder.join(name).join("mod.rs")]
        .into_iter()
        .find_map(|file| read(&file).map(|text| (file, text)))
        .unwrap_or_else(|| panic!("module {name} of {path:?} has no file"))
}

fn is_test(item: &Item) -> bool {
    let attributes: &[Attribute] = match item {
        Item::Mod(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        _ => &[],
    };
    attributes.iter().any(|it| {
        let tokens = |it: &syn::MetaList| it.tokens.to_string();
        it.path().is_ident("cfg") && it.meta.require_list().is_ok_and(|it| tokens(it) == "test")
    })
}

/// The name that an item defines.
fn defined(item: &Item) -> Option<String> {
    Some(match item {
        Item::Const(item) => item.ident.to_string(),
        Item::Enum(item) => item.ident.to_string(),
        Item::Fn(item) => item.sig.ident.to_string(),
        Item::Macro(item) => item.ident.as_ref()?.to_string(),
        Item::Static(item) => item.ident.to_string(),
        Item::Struct(item) => item.ident.to_string(),
        Item::Trait(item) => item.ident.to_string(),
        Item::Type(item) => item.ident.to_string(),
        _ => return None,
    })
}
