//! Scopes of Rust: names that stand twice in one.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{TokenStream, TokenTree};
use syn::{
    Field, Fields, FnArg, GenericParam, ImplItem, Item, ItemImpl, ItemMacro, Pat, Signature, Type,
    Variant,
};

/// Names of a scope: where, and what kind of names.
type Scopes = BTreeMap<String, Vec<String>>;

const ARGUMENTS: &str = "the arguments of";

/// The names that a file of Rust defines twice in one scope, each with its scope.
pub(crate) fn repeated(path: &str, file: &syn::File) -> Vec<String> {
    let mut scopes = Scopes::new();
    for item in &file.items {
        add(item, &mut scopes);
    }
    let mut found = Vec::new();
    // Rust does not allow a parameter to hide a static.
    let values = scopes.get("values").cloned().unwrap_or_default();
    for (scope, names) in scopes {
        let odd = names.iter().filter(|it| scope != "types" && it.trim_matches('_').contains("__"));
        found.extend(odd.map(|name| format!("{path}: {scope}: `{name}` is not snake case")));
        let hidden = names.iter().filter(|it| scope.contains(ARGUMENTS) && values.contains(it));
        found.extend(hidden.map(|name| format!("{path}: {scope} hide the static `{name}`")));
        let mut seen = BTreeSet::new();
        let twice = names.into_iter().filter(|it| it != "_" && !seen.insert(it.clone()));
        found.extend(twice.map(|name| format!("{path}: {scope} has `{name}` twice")));
    }
    found
}

fn add(item: &Item, scopes: &mut Scopes) {
    let mut put =
        |scope: &str, name: String| scopes.entry(scope.to_owned()).or_default().push(name);
    match item {
        Item::Const(it) => put("values", it.ident.to_string()),
        Item::Static(it) => put("values", it.ident.to_string()),
        Item::Fn(it) => put("values", it.sig.ident.to_string()),
        Item::Mod(it) => put("types", it.ident.to_string()),
        Item::Type(it) => put("types", it.ident.to_string()),
        Item::Struct(it) => {
            let name = it.ident.to_string();
            put("types", name.clone());
            fields(&name, &it.fields, scopes);
            generics(&name, &it.generics, scopes);
        }
        Item::Enum(it) => {
            let name = it.ident.to_string();
            put("types", name.clone());
            let names = it.variants.iter().map(|it: &Variant| it.ident.to_string());
            scopes.entry(format!("enum {name}")).or_default().extend(names);
        }
        Item::Use(it) => used(&it.tree, scopes),
        Item::Impl(it) => methods(it, scopes),
        Item::Macro(it) => of_macro(it, scopes),
        _ => {}
    }
}

fn fields(name: &str, fields: &Fields, scopes: &mut Scopes) {
    let names = fields.iter().filter_map(|it: &Field| Some(it.ident.as_ref()?.to_string()));
    scopes.entry(format!("struct {name}")).or_default().extend(names);
}

fn generics(name: &str, generics: &syn::Generics, scopes: &mut Scopes) {
    let names = generics.params.iter().filter_map(|it| match it {
        GenericParam::Type(it) => Some(it.ident.to_string()),
        _ => None,
    });
    scopes.entry(format!("the type parameters of {name}")).or_default().extend(names);
}

/// The types that are imported. What starts with a small letter is a macro of the runtime.
fn used(tree: &syn::UseTree, scopes: &mut Scopes) {
    let name = match tree {
        syn::UseTree::Path(it) => return used(&it.tree, scopes),
        syn::UseTree::Group(it) => return it.items.iter().for_each(|it| used(it, scopes)),
        syn::UseTree::Name(it) => it.ident.to_string(),
        syn::UseTree::Rename(it) => it.rename.to_string(),
        syn::UseTree::Glob(_) => return,
    };
    if !name.starts_with(|it: char| it.is_ascii_lowercase()) {
        scopes.entry("types".to_owned()).or_default().push(name);
    }
}

/// The methods of a type, and the arguments of each.
fn methods(block: &ItemImpl, scopes: &mut Scopes) {
    let (Type::Path(ty), None) = (&*block.self_ty, &block.trait_) else { return };
    let Some(name) = ty.path.segments.last().map(|it| it.ident.to_string()) else { return };
    for item in &block.items {
        match item {
            ImplItem::Fn(method) => {
                let scope = format!("impl {name}");
                scopes.entry(scope).or_default().push(method.sig.ident.to_string());
                arguments(&name, &method.sig, scopes);
            }
            ImplItem::Const(it) => {
                scopes.entry(format!("impl {name}")).or_default().push(it.ident.to_string());
            }
            _ => {}
        }
    }
}

fn arguments(name: &str, signature: &Signature, scopes: &mut Scopes) {
    let names = signature.inputs.iter().filter_map(|it| match it {
        FnArg::Typed(it) => match &*it.pat {
            Pat::Ident(it) => Some(it.ident.to_string()),
            _ => None,
        },
        FnArg::Receiver(_) => Some("self".to_owned()),
    });
    scopes.entry(format!("{ARGUMENTS} {name}::{}", signature.ident)).or_default().extend(names);
}

/// The methods that `setters!` and `constructors!` define.
fn of_macro(item: &ItemMacro, scopes: &mut Scopes) {
    let name = item.mac.path.segments.last().map(|it| it.ident.to_string()).unwrap_or_default();
    if !["setters", "constructors"].contains(&name.as_str()) {
        return;
    }
    let mut tokens = item.mac.tokens.clone().into_iter();
    let (Some(ty), Some(TokenTree::Group(entries))) = (tokens.next(), tokens.next()) else {
        return;
    };
    let methods = entries_of(entries.stream());
    scopes.entry(format!("impl {ty}")).or_default().extend(methods);
}

/// The name of each entry, and the names after `or null` and `or none`.
fn entries_of(tokens: TokenStream) -> Vec<String> {
    let mut names = Vec::new();
    let mut words: Vec<String> = Vec::new();
    let mut finish = |words: &mut Vec<String>| {
        // `..extra` is not a method.
        if let Some(first) = words.first().filter(|it| *it != ".") {
            names.push(first.clone());
        }
        if let Some(or) = words.iter().position(|it| it == "or") {
            names.extend(words.get(or + 2).cloned());
        }
        words.clear();
    };
    // Commas within `<…>` are no ends of entries, but what follows them is neither.
    let mut depth = 0usize;
    for token in tokens {
        let text = token.to_string();
        match text.as_str() {
            "<" => depth += 1,
            ">" => depth = depth.saturating_sub(1),
            "," if depth == 0 => finish(&mut words),
            _ => words.push(text),
        }
    }
    finish(&mut words);
    names
}
