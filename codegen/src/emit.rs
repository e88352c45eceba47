//! Prints the model as the files of a crate, with `quote`. Emitters decide nothing. Each emitter is
//! named after the noun that it prints.

mod answers;
mod arguments;
mod bodies;
mod client;
mod constructors;
mod crate_root;
mod credentials;
mod docs;
mod enums;
mod environment;
mod errors;
mod examples;
mod features;
mod headers;
mod manifest;
mod objects;
mod operations;
mod paging;
mod params;
mod parts;
mod polls;
mod programs;
mod readme;
mod resource;
mod scope;
mod servers;
mod tokens;
mod types;
mod unions;
mod webhooks;

use proc_macro2::TokenStream;

use crate::model::Api;
pub(crate) use programs::paths as program_paths;

/// A file of the crate, before formatting.
pub(crate) struct File<'a> {
    /// Relative to the crate's folder, with `/`.
    pub(crate) path: String,
    pub(crate) content: Content<'a>,
}

/// The content of a file. It is created on demand, so that all threads do it. Tokens could not be sent
/// between threads; the closure that creates them can.
pub(crate) enum Content<'a> {
    Rust(Box<Print<'a>>),
    Text(Box<dyn Fn() -> String + Send + Sync + 'a>),
    /// The first content of a hand-written file.
    Kept(String),
}

/// Prints a file of Rust. It may give items to its argument, one by one, so that a large file is never
/// there as tokens, which take many times the memory of the text. It returns what comes before them.
pub(crate) type Print<'a> = dyn Fn(&mut dyn FnMut(TokenStream)) -> TokenStream + Send + Sync + 'a;

impl<'a> File<'a> {
    fn rust(path: impl Into<String>, tokens: impl Fn() -> TokenStream + Send + Sync + 'a) -> Self {
        Self { path: path.into(), content: Content::Rust(Box::new(move |_| tokens())) }
    }

    /// A file whose code is written as text.
    pub(crate) fn parsed(path: &str, code: impl Fn() -> String + Send + Sync + 'a) -> Self {
        // Code that cannot be parsed is an empty file, which the tests of the generator notice.
        Self::rust(path, move || code().parse().unwrap_or_default())
    }

    pub(crate) fn text(path: &str, text: impl Fn() -> String + Send + Sync + 'a) -> Self {
        Self { path: path.to_owned(), content: Content::Text(Box::new(text)) }
    }
}

/// All files of the crate, each with the function that prints it.
pub(crate) fn files(api: &Api) -> Vec<File<'_>> {
    let mut files = vec![
        File::text("Cargo.toml", || manifest::text(api)),
        File::text("README.md", || readme::text(api)),
        File::rust("src/lib.rs", || crate_root::file(api)),
        File::text("src/lib.md", || readme::crate_docs(api)),
        File::rust("src/client.rs", || client::file(api)),
        File::rust("src/resources/mod.rs", || resource::modules(api)),
        File::rust("src/types/mod.rs", || types::modules(api)),
    ];
    if let Some(custom) = &api.package.custom {
        let content = Content::Kept(custom.text.clone());
        files.push(File { path: "src/custom.rs".to_owned(), content });
    }
    for program in programs::all(api) {
        let path = program.path.clone();
        files.push(File::text(&path, move || program.text(api)));
    }
    for resource in &api.resources {
        let name = scope::file_stem(&resource.name.rust);
        let file = move || resource::file(resource, api);
        files.push(File::rust(format!("src/resources/{name}.rs"), file));
    }
    for module in &api.types.modules {
        let name = scope::file_stem(&module.name);
        let print = |add: &mut dyn FnMut(TokenStream)| types::file(module, api, add);
        let content = Content::Rust(Box::new(print));
        files.push(File { path: format!("src/types/{name}.rs"), content });
    }
    files
}
