//! Reads the untyped tree into [`openapiv3`] types, for Swagger 2.0 and OpenAPI 3.0, 3.1 and 3.2.
//! Constructs of the other versions are converted to those of 3.0.
//!
//! The structs are filled directly from the tree and not by their serde implementations, because
//! those try untagged alternatives and lose the place of an error. Every schema becomes an
//! [`openapiv3::AnySchema`], so that later stages read only one type of schema.

mod components;
mod keywords;
mod methods;
mod node;
mod operations;
mod pagination;
mod path_items;
mod paths;
mod resolve;
mod schema;
mod security;
mod servers;
mod slips;
mod subset;
mod swagger;

use indexmap::IndexMap;
use openapiv3::{ExternalDocumentation, Info, OpenAPI, PathItem, Paths, ReferenceOr, Schema, Tag};

use crate::{
    diagnostics::{Code, Diagnostic, Diagnostics},
    pointer::Pointer,
    threads::beside,
    tree::Tree,
};
use node::{Members, Node, Reader};

pub(crate) use keywords::{
    conditional_keyword, content_encoding, enum_description, enum_name, is_binary,
    is_int_or_string, is_item_schema, schema_keyword, stated_group, stated_name,
};
pub(crate) use methods::other_operations;
pub(crate) use operations::{is_whole_query, skipped};
pub(crate) use pagination::{Pagination, Way, pagination};
pub(crate) use path_items::reference_beside;
pub(crate) use paths::{OperationTree, PathTree};
pub(crate) use resolve::{Referable, Resolved, Resolver};
pub(crate) use schema::{default_mapping, place_of_unlisted, prefix_items};
pub(crate) use servers::server_name;
pub(crate) use subset::{Operation, subset};
pub(crate) use swagger::{is_swagger, upgrade};

/// Reads the tree of a document without its paths. Adds problems to `diagnostics`. Returns `None` if the
/// document cannot be read at all.
pub(crate) fn read(tree: &Tree, diagnostics: &mut Diagnostics) -> Option<OpenAPI> {
    let others = || {
        let openapi = without_schemas_and_paths(tree, diagnostics);
        slips::check(tree, diagnostics);
        openapi
    };
    let ((schemas, reported), openapi) = beside(|| schemas(tree), others);
    let mut openapi = openapi?;
    diagnostics.append(reported);
    if let Some(components) = &mut openapi.components {
        components.schemas = schemas;
    }
    Some(openapi)
}

/// All but the paths, and the schemas among the components, which are half of a large document.
fn without_schemas_and_paths(tree: &Tree, diagnostics: &mut Diagnostics) -> Option<OpenAPI> {
    let reader = Reader::default();
    let document = reader.root(tree, |root| {
        let Some(members) = root.value.as_object().and_then(|_| root.object()) else {
            let message = format!("expected an object, found {}", node::kind(root.value));
            root.report(Diagnostic::error(Code::WrongType, &Pointer::root(), message));
            return None;
        };
        check_version(&members)?;
        members.child("paths", |it| it.object().map(drop));
        Some(document(&members))
    });
    diagnostics.append(reader.finish());
    document
}

/// The schemas among the components. Anything else that is there instead is reported with the rest.
fn schemas(tree: &Tree) -> (IndexMap<String, ReferenceOr<Schema>>, Diagnostics) {
    let reader = Reader::default();
    let schemas = reader.root(tree, |root| {
        root.value.get("components").filter(|it| it.is_object())?;
        root.object()?.child("components", |it| Some(components::schemas(&it.object()?)))
    });
    (schemas.unwrap_or_default(), reader.finish())
}

/// The webhooks of a document (OpenAPI 3.1 §4.8.1), each with its pointer. They are not in the 3.0
/// model, so they are read from the tree. Documents of OpenAPI 3.0 have them as an extension
/// with the same content: `x-webhooks`.
pub(crate) fn webhooks(
    tree: &Tree,
    with_extension: bool,
    diagnostics: &mut Diagnostics,
) -> Vec<(Pointer, ReferenceOr<PathItem>)> {
    let mut all = Vec::new();
    for section in &WEBHOOKS[..=usize::from(with_extension)] {
        let Some(webhooks) = tree.get(section) else { continue };
        let reader = Reader::default();
        let at = Pointer::root().child(section);
        let webhooks =
            reader.at(webhooks, &at, |node| Some(node.object()?.entries(path_items::path_item)));
        diagnostics.append(reader.finish());
        let webhooks = webhooks.into_iter().flatten();
        all.extend(webhooks.map(|(name, item)| (at.child(&name), item)));
    }
    all
}

/// The members of the document with webhooks.
pub(crate) const WEBHOOKS: [&str; 2] = ["webhooks", "x-webhooks"];

fn document(root: &Members<'_>) -> OpenAPI {
    OpenAPI {
        openapi: root.string("openapi").unwrap_or_default(),
        info: root.child("info", |it| Some(info(&it.object()?))).unwrap_or_default(),
        servers: servers::servers(root),
        paths: Paths::default(),
        components: root.child("components", |it| Some(components::components(&it.object()?))),
        security: security::requirements(root),
        tags: root.list("tags", tag),
        external_docs: root.child("externalDocs", |it| {
            let url = it.lenient().object()?.string("url")?;
            Some(ExternalDocumentation { url, ..ExternalDocumentation::default() })
        }),
        extensions: root.extensions(),
    }
}

/// OpenAPI 3.1 §4.8.1: `openapi` is required and gives the version of OpenAPI.
fn check_version(root: &Members<'_>) -> Option<()> {
    let help = "add the OpenAPI version to the document, for example `openapi: 3.0.3`";
    let Some(version) = root.scalar("openapi") else {
        let (message, help) = match root.scalar("swagger") {
            Some(version) => (
                format!("this is a Swagger {version} document"),
                "convert it first; the generator supports Swagger 2.0 and OpenAPI 3.0, 3.1 and 3.2",
            ),
            None => ("the document does not state its OpenAPI version".into(), help),
        };
        root.node.report(Diagnostic::error(Code::Version, &Pointer::root(), message).help(help));
        return None;
    };
    let known = ["3.0", "3.1", "3.2"];
    if known.iter().any(|it| version == *it || version.starts_with(&format!("{it}."))) {
        return Some(());
    }
    let message = format!("unsupported OpenAPI version `{version}`");
    let at = Pointer::root().child("openapi");
    root.node.report(Diagnostic::error(Code::Version, &at, message).help(help));
    None
}

fn info(members: &Members<'_>) -> Info {
    Info {
        title: members.string("title").unwrap_or_default(),
        description: members.string("description"),
        version: members.scalar("version").unwrap_or_default(),
        ..Info::default()
    }
}

fn tag(node: Node<'_>) -> Option<Tag> {
    let members = node.object()?;
    Some(Tag {
        name: members.required_string("name")?,
        description: members.string("description"),
        ..Tag::default()
    })
}
