//! Tests of the generated crate: one for each operation. The server is a fake made from the document,
//! which refuses requests that the document does not allow.

use super::spell::{self, plain};
use crate::model::{
    Api, Body, Content, Field, Method, Param, PartVariant, Resource, Scheme, Shape, TypeDef,
    TypeRef,
};

/// The file with the tests.
pub(crate) const FILE: &str = "tests/operations.rs";

/// The content of an uploaded file.
const FILE_PART: &str = r#"runtime::Part::new("sample")"#;

/// The tests. `document` is the path of the document, relative to the crate.
pub(crate) fn tests(api: &Api, document: &str) -> String {
    let krate = api.package.name.replace('-', "_");
    let methods =
        api.resources.iter().flat_map(|it| it.methods.iter().map(move |method| (it, method)));
    let tests: String =
        methods.filter_map(|(resource, method)| test(api, resource, method)).collect();
    if tests.is_empty() {
        return "//! No request of the document can be created here, so there are no tests.\n"
            .to_owned();
    }
    format!(
        r#"//! Calls each operation of the document once for its success and once for each documented error. A fake
        //! API, which is made from the document, returns these responses. It refuses requests that the document
        //! does not allow.
        #![cfg(feature = "testing")]
        #![cfg_attr(rustfmt, rustfmt_skip)]
        #![allow(non_snake_case, reason = "a name of the API may begin with an underscore")]
        {map}
        use std::{{error::Error, sync::LazyLock}};
        use bessemer_mock::{{Call, Document}};
        use {krate}::Client;
        {modules}
        type Outcome = Result<(), Box<dyn Error>>;
        static DOCUMENT: LazyLock<Result<Document, bessemer_mock::Error>> =
            LazyLock::new(|| Document::from_path({path}));
        fn calls(operation: &str) -> Result<Vec<Call>, Box<dyn Error>> {{
            Ok(DOCUMENT.as_ref().map_err(ToString::to_string)?.calls(operation)?)
        }}
        fn client(call: &Call) -> Result<Client, Box<dyn Error>> {{
            let builder = {builder}{headers};
            Ok(builder.transport(call.document()).max_retries(0).strict(true).build()?)
        }}
        {tests}"#,
        map = if tests.contains("BTreeMap<") { "use std::collections::BTreeMap;" } else { "" },
        modules = ["runtime", "types"]
            .iter()
            .filter(|module| tests.contains(&format!("{module}::")))
            .map(|module| format!("use {krate}::{module};"))
            .collect::<String>(),
        path = path(document),
        builder = api.client.placeholder(api.client.credentials.iter()),
        headers = headers(api),
    )
}

/// The settings of the client that are header parameters of all operations.
fn headers(api: &Api) -> String {
    let credentials = api.client.credentials.iter().filter_map(|it| match &it.scheme {
        Scheme::Header(header) => Some((header, &it.name.rust)),
        _ => None,
    });
    let settings = api.client.headers.iter().map(|it| (&it.name.wire, &it.name.rust));
    let all =
        settings.chain(credentials).filter(|(wire, _)| api.client.shared_headers.contains(wire));
    // An operation that was added later may lack the header.
    let value =
        |wire| format!("call.parameter::<String>({wire:?}).unwrap_or_else(|_| \"test\".into())");
    all.map(|(wire, setter)| format!(".{setter}({})", value(wire))).collect()
}

/// The path of the document, from any folder.
fn path(document: &str) -> String {
    let is_absolute = document.starts_with('/') || document.get(1..3) == Some(":/");
    if is_absolute {
        return format!("{document:?}");
    }
    format!("concat!(env!(\"CARGO_MANIFEST_DIR\"), {:?})", format!("/{document}"))
}

/// The test of a method; `None` for a WebSocket, and for a body whose type cannot be created here.
fn test(api: &Api, resource: &Resource, method: &Method) -> Option<String> {
    if method.is_websocket() {
        return None;
    }
    let arguments = arguments(api, method)?;
    let sent = format!("client.{}.{}({arguments})", resource.accessors(), method.name.rust);
    let optional = optional(api, method);
    let check = if method.returns.is_stream() { "check_stream" } else { "check" };
    let calls = if optional.is_empty() {
        format!("call.{check}({sent}.await){};", finish(method))
    } else {
        format!(
            "let request = {sent};
            call.{check}(request.clone().await){end};
            call.{check}(request{optional}.await){end};",
            end = finish(method),
        )
    };
    let operation = format!("{} {}", method.verb.sent(), method.path);
    let name = format!("{}_{}", resource.path().replace('.', "_"), plain(&method.name.rust));
    let is_deprecated = method.deprecated || method.params.setters.iter().any(|it| it.deprecated);
    Some(format!(
        r#"
        #[doc = {docs:?}]
        #[tokio::test]
        {allowed}
        async fn {name}() -> Outcome {{
            for call in calls({operation:?})? {{
                let client = client(&call)?;
                {calls}
            }}
            Ok(())
        }}
        "#,
        docs = format!(" `{operation}`"),
        allowed = if is_deprecated {
            r#"#[allow(deprecated, reason = "deprecated operations are called, too")]"#
        } else {
            ""
        },
    ))
}

/// What follows the check of an outcome.
fn finish(method: &Method) -> &'static str {
    if method.returns.is_stream() { ".await?" } else { "?" }
}

/// The values of the required parameters, and the body.
fn arguments(api: &Api, method: &Method) -> Option<String> {
    let mut values: Vec<String> =
        method.params.arguments.iter().map(|it| parameter(api, it)).collect();
    if let Some(body) = method.body.as_ref().filter(|it| it.argument) {
        values.push(sent(api, body)?);
    }
    Some(values.join(", "))
}

/// The setters of the optional parameters and of an optional body.
fn optional(api: &Api, method: &Method) -> String {
    let setter = |it: &Param| format!(".{}({})", it.name.rust, parameter(api, it));
    let setters: String = method.params.setters.iter().map(setter).collect();
    let body = method.body.as_ref().filter(|it| !it.argument);
    let body = body.and_then(|it| sent(api, it)).map(|it| format!(".body({it})"));
    setters + &body.unwrap_or_default()
}

/// `call.parameter::<String>("id")?`.
fn parameter(api: &Api, param: &Param) -> String {
    format!("call.parameter::<{}>({:?})?", spell::ty(api, &param.ty), param.name.wire)
}

/// The value of a body; `None` if its type cannot be created here.
fn sent(api: &Api, body: &Body) -> Option<String> {
    let media_type = &body.media_type;
    match &body.content {
        Content::Json(ty) | Content::Form(ty) => {
            Some(format!("call.body::<{}>({media_type:?})?", spell::ty(api, ty)))
        }
        Content::Multipart(TypeRef::Named(id)) => form(api, &api.types[*id], media_type),
        Content::Multipart(_) => None,
        Content::Text => Some("\"sample\"".to_owned()),
        Content::Bytes => Some(FILE_PART.to_owned()),
    }
}

/// A form with all its parts.
fn form(api: &Api, def: &TypeDef, media_type: &str) -> Option<String> {
    let Shape::Struct(object) = &def.shape else { return None };
    let path = spell::type_path(&def.name.rust);
    let value = |field: &Field| part(api, field, media_type);
    let required = object.passed(spell::type_path, |it| Some(value(it)))?;
    let rest = object.fields.iter().filter(|it| !it.is_argument() && it.constant.is_none());
    let rest: String = rest.map(|it| format!(".{}({})", it.setter, value(it))).collect();
    Some(format!("{path}::new({required}){rest}"))
}

/// The value of a part of a form.
fn part(api: &Api, field: &Field, media_type: &str) -> String {
    let ty = field.ty.inner();
    file(api, ty).unwrap_or_else(|| {
        let ty = spell::ty(api, ty);
        format!("call.property::<{ty}>({media_type:?}, {:?})?", field.name.wire)
    })
}

/// A file; `None` for a type without files.
fn file(api: &Api, ty: &TypeRef) -> Option<String> {
    match ty {
        TypeRef::Part => Some(FILE_PART.to_owned()),
        TypeRef::Boxed(inner) | TypeRef::Option(inner) => file(api, inner),
        TypeRef::List(item) => file(api, item).map(|it| format!("vec![{it}]")),
        TypeRef::Named(id) => {
            let def = &api.types[*id];
            let Shape::Parts(variants) = &def.shape else { return None };
            let value = |it: &PartVariant| Some((it.name.clone(), file(api, &it.ty)?));
            let (variant, value) = variants.iter().find_map(value)?;
            Some(format!("{}::{variant}({value})", spell::type_path(&def.name.rust)))
        }
        _ => None,
    }
}
