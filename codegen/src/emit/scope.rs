//! The names that a file uses: its imports, and full paths for names that conflict with the document.

use std::{
    cell::{Cell, RefCell},
    collections::{BTreeMap, BTreeSet},
};

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote};
use url::Url;

use crate::model::{Api, Shape, Struct, TypeDef, TypeId, TypeRef, Types, Values};

/// A name of the model as an identifier, raw for `r#type`.
pub(super) fn ident(name: &str) -> Ident {
    match name.strip_prefix("r#") {
        Some(keyword) => Ident::new_raw(keyword, Span::call_site()),
        None => Ident::new(name, Span::call_site()),
    }
}

/// The name of the file of a module.
pub(super) fn file_stem(module: &str) -> &str {
    module.strip_prefix("r#").unwrap_or(module)
}

/// Names of the prelude that generated code uses.
const PRELUDE: [(&str, &str); 6] = [
    ("Option", "::std::option::Option"),
    ("Vec", "::std::vec::Vec"),
    ("String", "::std::string::String"),
    ("Box", "::std::boxed::Box"),
    ("Into", "::std::convert::Into"),
    ("IntoIterator", "::std::iter::IntoIterator"),
];

/// The names and imports of a file while it is printed.
pub(super) struct Scope<'a> {
    api: &'a Api,
    home: Home<'a>,
    /// The imported names, by the module that they are in.
    imports: RefCell<BTreeMap<String, BTreeSet<String>>>,
    /// Whether it contains a type that clippy reports as too complex.
    complex: Cell<bool>,
    /// The names of the prelude that are hidden in it.
    hidden: Vec<&'static str>,
}

/// The kind of file, which decides the names that have priority in it.
enum Home<'a> {
    /// A module of types. Names of the document have priority over the runtime and the prelude.
    Types(&'a str),
    /// Any other file. Its own names have priority over the document's types.
    Calls(BTreeSet<&'a str>),
    /// Items without imports, where each name is a full path.
    Paths,
}

impl<'a> Scope<'a> {
    /// The base URL of relative links in descriptions.
    pub(super) fn docs_url(&self) -> Option<&'a Url> {
        self.api.package.docs_url.as_ref()
    }

    pub(super) fn of_types(api: &'a Api, module: &'a str) -> Self {
        Self::new(api, Home::Types(module))
    }

    pub(super) fn of_calls(api: &'a Api, own: impl IntoIterator<Item = &'a str>) -> Self {
        Self::new(api, Home::Calls(own.into_iter().collect()))
    }

    pub(super) fn of_paths(api: &'a Api) -> Self {
        Self::new(api, Home::Paths)
    }

    fn new(api: &'a Api, home: Home<'a>) -> Self {
        let (imports, complex) = (RefCell::default(), Cell::default());
        let mut scope = Self { api, home, imports, complex, hidden: Vec::new() };
        let hidden = PRELUDE.iter().map(|(name, _)| *name).filter(|it| scope.owns(it));
        scope.hidden = hidden.collect();
        scope
    }

    /// Whether a name is taken by the document or by the file itself.
    fn owns(&self, name: &str) -> bool {
        match &self.home {
            Home::Types(_) => self.api.types.names.contains(name),
            Home::Calls(own) => own.contains(name),
            Home::Paths => true,
        }
    }

    fn import(&self, root: &str, name: &str) {
        let mut imports = self.imports.borrow_mut();
        if imports.get(root).is_none_or(|names| !names.contains(name)) {
            imports.entry(root.to_owned()).or_default().insert(name.to_owned());
        }
    }

    /// A type of the runtime.
    pub(super) fn runtime(&self, name: &str) -> TokenStream {
        let item = ident(name);
        if self.owns(name) {
            return quote!(runtime::#item);
        }
        self.import("runtime", name);
        quote!(#item)
    }

    /// A macro of the runtime. Names of types do not conflict with it.
    pub(super) fn runtime_macro(&self, name: &str) -> TokenStream {
        let item = ident(name);
        if let Home::Paths = self.home {
            return quote!(runtime::#item);
        }
        self.import("runtime", name);
        quote!(#item)
    }

    /// A type or trait of the standard prelude.
    pub(super) fn prelude(&self, name: &str) -> TokenStream {
        match PRELUDE.iter().find(|(it, _)| *it == name && self.hidden.contains(it)) {
            Some((_, path)) => path.parse().unwrap_or_default(),
            None => ident(name).into_token_stream(),
        }
    }

    pub(super) fn types(&self) -> &'a Types {
        &self.api.types
    }

    pub(super) fn def(&self, id: TypeId) -> &TypeDef {
        &self.api.types[id]
    }

    fn named(&self, id: TypeId) -> TokenStream {
        let def = &self.api.types[id];
        self.beside(def, &def.name.rust)
    }

    /// A type in the file of `def`: `def` itself, or the struct of its arguments.
    pub(super) fn beside(&self, def: &TypeDef, name: &str) -> TokenStream {
        let item = ident(name);
        match &self.home {
            Home::Types(module) if def.module == *module => {}
            // The compiler would search a name of `super` in all files that `super` re-exports.
            Home::Types(_) => self.import(&format!("super::{}", def.module), name),
            Home::Calls(own) if own.contains(name) || is_reserved(name) => {
                return quote!(crate::types::#item);
            }
            Home::Calls(_) => self.import("crate::types", name),
            Home::Paths => return quote!(crate::types::#item),
        }
        quote!(#item)
    }

    pub(super) fn map(&self) -> TokenStream {
        if self.owns("BTreeMap") {
            return quote!(::std::collections::BTreeMap);
        }
        self.import("std::collections", "BTreeMap");
        quote!(BTreeMap)
    }

    /// A type, owned.
    pub(super) fn ty(&self, ty: &TypeRef) -> TokenStream {
        // A request may contain it.
        if 10 + complexity(ty, 2) > COMPLEX {
            self.complex.set(true);
        }
        self.spelled(ty)
    }

    fn spelled(&self, ty: &TypeRef) -> TokenStream {
        match ty {
            TypeRef::Null => self.runtime("Null"),
            TypeRef::Bool => quote!(bool),
            TypeRef::I32 => quote!(i32),
            TypeRef::I64 => quote!(i64),
            TypeRef::U32 => quote!(u32),
            TypeRef::U64 => quote!(u64),
            TypeRef::F64 => quote!(f64),
            TypeRef::String => self.prelude("String"),
            TypeRef::UnixTime => self.runtime("UnixTime"),
            TypeRef::DateTime => self.runtime("DateTime"),
            TypeRef::Date => self.runtime("Date"),
            TypeRef::Base64 => self.runtime("Base64"),
            TypeRef::Part => self.runtime("Part"),
            TypeRef::Any | TypeRef::Object => self.runtime("RawJson"),
            TypeRef::Option(inner) => self.generic(self.prelude("Option"), inner),
            TypeRef::List(inner) => self.generic(self.prelude("Vec"), inner),
            TypeRef::Boxed(inner) => self.generic(self.prelude("Box"), inner),
            TypeRef::Tuple(items) => {
                let items: Vec<_> = items.iter().map(|item| self.spelled(item)).collect();
                if let [only] = &items[..] { quote!((#only,)) } else { quote!((#(#items),*)) }
            }
            TypeRef::Map(inner) => {
                let (map, string, inner) =
                    (self.map(), self.prelude("String"), self.spelled(inner));
                quote!(#map<#string, #inner>)
            }
            TypeRef::Named(id) => self.named(*id),
        }
    }

    fn generic(&self, outer: TokenStream, inner: &TypeRef) -> TokenStream {
        let inner = self.spelled(inner);
        quote!(#outer<#inner>)
    }

    /// The struct of a type, also through aliases.
    pub(super) fn object(&self, ty: &TypeRef) -> Option<(&'a TypeDef, &'a Struct)> {
        match ty {
            TypeRef::Boxed(inner) => self.object(inner),
            TypeRef::Named(id) => match &self.api.types[*id].shape {
                Shape::Struct(object) => Some((&self.api.types[*id], object)),
                _ => None,
            },
            _ => None,
        }
    }

    /// Whether a type in this file or in the prelude has this name.
    pub(super) fn is_type(&self, name: &str) -> bool {
        self.api.types.names.contains(name) || is_reserved(name) || name == "Self"
    }

    /// Whether it is an enum of strings.
    pub(super) fn is_text(&self, ty: &TypeRef) -> bool {
        let TypeRef::Named(id) = ty else { return false };
        matches!(self.api.types[*id].shape, Shape::Enum(Values::Strings(_)))
    }

    /// Whether it is a file of a multipart form, or may be one.
    pub(super) fn is_file(&self, ty: &TypeRef) -> bool {
        match ty {
            TypeRef::Part => true,
            TypeRef::Option(inner) | TypeRef::List(inner) => self.is_file(inner),
            TypeRef::Named(id) => matches!(self.api.types[*id].shape, Shape::Parts(_)),
            _ => false,
        }
    }

    /// The imports that the file needs, followed by `items`.
    pub(super) fn file(&self, docs: TokenStream, items: TokenStream) -> TokenStream {
        let imports = self.imports.borrow();
        let mut uses: Vec<_> = imports.iter().collect();
        // Other crates first, as rustfmt sorts them.
        let is_own = |root: &str| root.starts_with("super") || root.starts_with("crate");
        uses.sort_by_key(|(root, _)| (is_own(root), *root));
        let uses = uses.into_iter().map(|(root, names)| {
            let is_runtime = root == "runtime";
            let root: TokenStream = root.parse().unwrap_or_default();
            let names: Vec<Ident> = names.iter().map(|name| ident(name)).collect();
            match &names[..] {
                // One line, whatever the file uses.
                _ if is_runtime => quote!(
                    use runtime::*;
                ),
                [name] => quote!(use #root::#name;),
                names => quote!(use #root::{#(#names),*};),
            }
        });
        let allow = self.complex.get().then(|| {
            quote!(#![allow(clippy::type_complexity, reason = "an array is a tuple of its items")])
        });
        let mut file = quote! {
            #docs
            #allow
            #(#uses)*
        };
        file.extend(items);
        file
    }
}

/// The complexity from which clippy reports a type.
const COMPLEX: usize = 250;

/// The complexity of a type as clippy computes it: for each type in it, ten times its depth.
fn complexity(ty: &TypeRef, depth: usize) -> usize {
    let inside = match ty {
        TypeRef::Option(inner) | TypeRef::List(inner) | TypeRef::Boxed(inner) => {
            complexity(inner, depth + 1)
        }
        TypeRef::Map(inner) => 10 * (depth + 1) + complexity(inner, depth + 1),
        TypeRef::Tuple(items) => items.iter().map(|item| complexity(item, depth + 1)).sum(),
        _ => 0,
    };
    10 * depth + inside
}

/// Whether a file of calls uses this name for an item of the runtime or the prelude.
fn is_reserved(name: &str) -> bool {
    let runtime = [
        "AsBody",
        "Base64",
        "BodyStream",
        "Client",
        "EventStream",
        "Flagged",
        "JsonLines",
        "Location",
        "Null",
        "Operation",
        "Page",
        "Part",
        "RawJson",
        "Request",
        "Style",
        "Text",
        "UnixTime",
        "DateTime",
        "Date",
        "BTreeMap",
    ];
    let derived = ["Clone", "Debug", "Result", "Some", "None", "Ok", "Err"];
    runtime.contains(&name)
        || derived.contains(&name)
        || PRELUDE.iter().any(|(prelude, _)| *prelude == name)
}
