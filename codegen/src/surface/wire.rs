//! Tests of the generated crate: one for each operation. The server is a fake made from the document,
//! which refuses requests that the document does not allow.

use super::spell::{self, plain};
use crate::model::{Api, Body, Content, Method, Resource, Scheme, Shape, TypeRef};

/// The file with the tests.
pub(crate) const FILE: &str = "tests/operations.rs";

/// The tests. `document` is the path of the document, relative to the crate.
pub(crate) fn tests(api: &Api, document: &str) -> String {
    let krate = api.package.name.replace('-', "_");
    let methods =
        api.resources.iter().flat_map(|it| it.methods.iter().map(move |method| (it, method)));
    let tests: String =
        methods.filter_map(|(resource, method)| test(api, resource, method)).collect();
    format!(
        r#"//! Calls each operation of the document. A fake API, which is made from the document, refuses wrong
        //! requests, and gives each documented answer.
        #![cfg(feature = "testing")]
        #![allow(deprecated, unused_imports, reason = "every operation is called")]
        use std::collections::BTreeMap;
        use bessemer_mock::{{Call, Document, Error, check}};
        use {krate}::{{Client, runtime, types}};
        const DOCUMENT: &str = concat!(env!("CARGO_MANIFEST_DIR"), {document:?});
        fn document() -> Result<Document, Error> {{ Document::from_path(DOCUMENT) }}
        fn client(call: &Call) -> Result<Client, runtime::Error> {{
            Client::builder(){credentials}{base_url}.transport(call.document()).max_retries(0).build()
        }}
        {tests}"#,
        document = format!("/{document}"),
        credentials = api.client.credentials.iter().map(credential).collect::<String>(),
        base_url = api
            .client
            .base_url
            .is_none()
            .then_some(".base_url(\"http://localhost\")")
            .unwrap_or_default(),
    )
}

fn credential(credential: &crate::model::Credential) -> String {
    match credential.scheme {
        Scheme::Basic => format!(".{}(\"test\", \"test\")", credential.name.rust),
        _ => format!(".{}(\"test\")", credential.name.rust),
    }
}

/// The test of a method; `None` for another method of the same operation, and for uploads of files.
fn test(api: &Api, resource: &Resource, method: &Method) -> Option<String> {
    if !method.variant.is_empty() {
        return None;
    }
    let mut lets = String::new();
    let mut passed = Vec::new();
    for (index, param) in method.params.arguments.iter().enumerate() {
        let ty = spell::ty(api, &param.ty);
        lets.push_str(&format!(
            "let arg_{index}: {ty} = call.parameter({:?})?;\n",
            param.name.wire
        ));
        passed.push(format!("arg_{index}"));
    }
    let required = method.body.as_ref().filter(|it| it.argument);
    if let Some(body) = required {
        lets.push_str(&format!(
            "let body: {} = call.body({:?})?;\n",
            sent(api, body)?,
            body.media_type
        ));
        passed.push("body".to_owned());
    }
    let accessors = accessors(api, resource);
    let call = format!("client{accessors}.{}({})", method.name.rust, passed.join(", "));
    let operation = format!("{} {}", method.verb.sent(), method.path);
    let name = format!("{}_{}", accessor_names(&accessors), plain(&method.name.rust));
    Some(format!(
        r#"
        #[doc = {docs:?}]
        #[tokio::test]
        async fn {name}() -> Result<(), Error> {{
            check(&document()?, {operation:?}, async |call| {{
                let client = client(call)?;
                {lets}
                Ok({call}.await?)
            }})
            .await
        }}
        "#,
        docs = format!(" `{operation}`"),
    ))
}

/// The type of the body; `None` if it has files.
fn sent(api: &Api, body: &Body) -> Option<String> {
    match &body.content {
        Content::Json(ty) | Content::Form(ty) => Some(spell::ty(api, ty)),
        Content::Multipart(_) | Content::Text | Content::Bytes => None,
    }
}

/// `.containers().files()`.
fn accessors(api: &Api, resource: &Resource) -> String {
    let parent = api.resources.iter().find(|it| resource.is_within(it));
    let before = parent.map(|it| accessors(api, it)).unwrap_or_default();
    format!("{before}.{}()", resource.accessor())
}

/// `containers_files`.
fn accessor_names(accessors: &str) -> String {
    let names = accessors.split('.').map(|it| plain(it.trim_end_matches("()")));
    names.filter(|it| !it.is_empty()).collect::<Vec<_>>().join("_")
}
