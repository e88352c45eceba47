//! Tests of the generated crate: one for each operation. The server is a fake made from the document,
//! which refuses requests that the document does not allow.

use super::spell::{self, plain};
use crate::model::{Api, Body, Content, Method, Resource};

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
        r#"//! Calls the operations of the document. A fake API, which is made from the document, refuses requests
        //! that the document does not allow. It returns the success and each documented error.
        #![cfg(feature = "testing")]
        {map}
        use bessemer_mock::{{Call, Document, Error}};
        use {krate}::{{Client, runtime}};
        {types}
        const DOCUMENT: &str = concat!(env!("CARGO_MANIFEST_DIR"), {document:?});
        fn calls(operation: &str) -> Result<Vec<Call>, Error> {{
            Document::from_path(DOCUMENT)?.calls(operation)
        }}
        fn client(call: &Call) -> Result<Client, runtime::Error> {{
            let builder = {builder};
            builder.transport(call.document()).max_retries(0).build()
        }}
        {tests}"#,
        map = if tests.contains("BTreeMap<") { "use std::collections::BTreeMap;" } else { "" },
        types =
            if tests.contains("types::") { format!("use {krate}::types;") } else { String::new() },
        document = format!("/{document}"),
        builder = api.client.placeholder(api.client.credentials.iter()),
    )
}

/// The test of a method; `None` for another method of the same operation, and for uploads of files.
fn test(api: &Api, resource: &Resource, method: &Method) -> Option<String> {
    if !method.variant.is_empty() {
        return None;
    }
    let mut values = String::new();
    let mut passed = Vec::new();
    for param in &method.params.arguments {
        let (name, ty) = (local(&param.name.rust), spell::ty(api, &param.ty));
        values.push_str(&format!("let {name}: {ty} = call.parameter({:?})?;\n", param.name.wire));
        passed.push(name);
    }
    if let Some(body) = method.body.as_ref().filter(|it| it.argument) {
        let ty = sent(api, body)?;
        values.push_str(&format!("let media_type = {:?};\n", body.media_type));
        values.push_str(&format!("let body: {ty} = call.body(media_type)?;\n"));
        passed.push("body".to_owned());
    }
    let passed = passed.join(", ");
    let sent = format!("client.{}.{}({passed})", resource.accessors(), method.name.rust);
    let operation = format!("{} {}", method.verb.sent(), method.path);
    let name = format!("{}_{}", resource.path().replace('.', "_"), plain(&method.name.rust));
    Some(format!(
        r#"
        #[doc = {docs:?}]
        #[tokio::test]
        {allowed}
        async fn {name}() -> Result<(), Error> {{
            for call in calls({operation:?})? {{
                let client = client(&call)?;
                {values}
                let answer = {sent}.await;
                call.check(answer)?;
            }}
            Ok(())
        }}
        "#,
        docs = format!(" `{operation}`"),
        allowed = if method.deprecated {
            r#"#[allow(deprecated, reason = "deprecated operations are called, too")]"#
        } else {
            ""
        },
    ))
}

/// The name of the variable for an argument.
fn local(name: &str) -> String {
    let is_taken = ["answer", "body", "call", "client", "media_type"].contains(&name);
    if is_taken { format!("{name}_value") } else { name.to_owned() }
}

/// The type of the body; `None` if it has files.
fn sent(api: &Api, body: &Body) -> Option<String> {
    match &body.content {
        Content::Json(ty) | Content::Form(ty) => Some(spell::ty(api, ty)),
        Content::Multipart(_) | Content::Text | Content::Bytes => None,
    }
}
