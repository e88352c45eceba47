//! Lines that users are likely to write, and that do not compile: the compiler says what to write instead.
//!
//! A struct literal of a `#[non_exhaustive]` struct is the exception: no library can change the message of
//! E0639. The documentation of the struct and the README say what to write.

use std::fs;

use bessemer_codegen::{Config, Document, Runtime, generate};

use super::checked;
use crate::support::root;

/// The shapes of a large API: bodies with optional properties, lists, unions by tag, maps, streams, files.
const DOCUMENT: &str = r##"
openapi: 3.1.0
info: {title: Advice, version: "1"}
servers: [{url: "https://example.com"}]
paths:
  /responses:
    post:
      operationId: createResponse
      requestBody: {content: {application/json: {schema: {$ref: "#/components/schemas/CreateResponse"}}}}
      responses:
        200: {description: It., content: {application/json: {schema: {$ref: "#/components/schemas/Response"}}}}
  /chats:
    post:
      operationId: createChat
      requestBody: {content: {application/json: {schema: {$ref: "#/components/schemas/CreateChat"}}}}
      responses: {204: {description: Done.}}
  /embeddings:
    post:
      operationId: createEmbedding
      requestBody: {content: {application/json: {schema: {$ref: "#/components/schemas/CreateEmbedding"}}}}
      responses: {204: {description: Done.}}
  /files:
    post:
      operationId: createFile
      requestBody: {content: {multipart/form-data: {schema: {$ref: "#/components/schemas/CreateFile"}}}}
      responses: {204: {description: Done.}}
components:
  schemas:
    Response: {type: object, required: [model], properties: {model: {type: string}}}
    CreateResponse:
      type: object
      properties:
        model: {type: string}
        temperature: {type: number}
        effort: {$ref: "#/components/schemas/Effort"}
        parameters: {type: object}
        metadata: {type: object, additionalProperties: {type: string}}
    Effort: {type: string, enum: [low, high]}
    CreateChat:
      type: object
      required: [model, messages]
      properties:
        model: {type: string}
        messages: {type: array, items: {$ref: "#/components/schemas/Message"}}
    Message:
      oneOf: [{$ref: "#/components/schemas/UserMessage"}, {$ref: "#/components/schemas/SystemMessage"}]
      discriminator: {propertyName: role, mapping: {user: UserMessage, system: SystemMessage}}
    UserMessage:
      type: object
      required: [role, content]
      properties: {role: {type: string, const: user}, content: {type: string}}
    SystemMessage:
      type: object
      required: [role, content]
      properties: {role: {type: string, const: system}, content: {type: string}}
    CreateEmbedding:
      type: object
      required: [input, model]
      properties: {input: {type: string}, model: {type: string}}
    CreateFile:
      type: object
      required: [file, purpose]
      properties: {file: {type: string, format: binary}, purpose: {type: string}}
"##;

/// What is wrong, and what the compiler says.
type Line = (&'static str, &'static [&'static str]);

/// Lines in an async function with a client `client`, a request body `body` and an `effort`.
const LINES: &[Line] = &[
    (
        "client.responses().create(body).send().await?",
        &["a request has no method `send`", "write `.await` instead of `.send().await`"],
    ),
    (
        r#"client.responses().create(body).json(&json!({"new": 1})).await?"#,
        &["pass the body to that method instead", r#"`body.extra.insert("name", &value)`"#],
    ),
    (
        r#"client.responses().create(json!({"model": "x"})).await?"#,
        &[
            "the body of this call is a `advice_api::types::CreateResponse`",
            "make one with `advice_api::types::CreateResponse::new(…)`, and set the optional properties",
            r#"lacks go into its `extra`: `body.extra.insert("name", &value)`"#,
        ],
    ),
    (r#"client.responses().create("Hello").await?"#, &["make one with `", "::new(…)`"]),
    ("client.responses().create(None).await?", &["make one with `", "::new(…)`"]),
    (
        "client.responses().create(body).returning::<Mine>().await?",
        &["`Mine` cannot be read from a response", "write `Json<Mine>`"],
    ),
    ("client.responses.create(body).await?", &["use parentheses to call the method"]),
    (
        r#"client.files().create(&CreateFile::new(Part::from("x"), "y")).await?"#,
        &["consider removing the borrow"],
    ),
    ("Client::new(\"key\").files()", &["use the `?` operator"]),
    ("CreateResponse::builder()", &["consider using `advice_api::types::CreateResponse::new`"]),
    ("CreateResponse::new().with_model(\"x\")", &["there is a method `model` with a similar name"]),
    ("CreateResponse::new().set_model(\"x\")", &["there is a method `model` with a similar name"]),
    (
        "CreateResponse::new().model(Some(\"x\"))",
        &["required by a bound in `advice_api::types::CreateResponse::model`"],
    ),
    ("CreateChat::default()", &["consider using `advice_api::types::CreateChat::new`"]),
    ("CreateChat::new(\"x\")", &["/* messages */"]),
    ("CreateChat::new(\"x\", [\"Hello\"])", &["expected `Message`, found `&str`"]),
    ("CreateEmbedding::new(\"x\", \"y\")", &["expected `CreateEmbeddingArgs<_, _>`"]),
    ("Message::User(UserMessage::new(\"Hello\"))", &["calling `Box::new`"]),
    ("UserMessage::new(\"Hello\".into())", &["consider removing this method call"]),
    ("body.parameters = Some(json!({}))", &["call `Into::into` on this expression"]),
    ("body.effort = Some(\"low\")", &["call `Into::into` on this expression"]),
    ("body.effort = Effort::Low", &["try wrapping the expression in `Some`"]),
    ("body.effort == Some(\"low\")", &["call `Into::into` on this expression"]),
    ("\"low\" == effort", &["consider swapping the equality"]),
    ("match effort { Effort::Low => (), Effort::High => () }", &["a wildcard pattern"]),
];

/// Lines that compile, with a warning.
const WARNINGS: &[Line] = &[
    ("client.responses().create(body)", &["a request does nothing until it is awaited"]),
    (
        "client.responses().create(body).timeout(second)",
        &["a request does nothing until it is awaited"],
    ),
    ("body.model(\"x\")", &["a setter returns the changed value"]),
];

/// A file with each line in a function of its own, on a line of its own.
fn file(lines: &[Line]) -> String {
    let mut text = "#![allow(unused_variables, unused_mut, reason = \"a line needs only some variables\")]\n\
        use advice_api::{Client, Error, Part, types::*};\nuse serde_json::json;\nstruct Mine;\nfn main() {}\n"
        .to_owned();
    for (index, (line, _)) in lines.iter().enumerate() {
        text.push_str(&format!(
            "async fn line_{index}(client: Client, mut body: CreateResponse, effort: Effort, \
             second: std::time::Duration) -> Result<(), Error> {{ {line}; Ok(()) }}\n"
        ));
    }
    text
}

#[test]
fn the_compiler_says_what_to_write() {
    let folder = root().join("target/advice");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(folder.join("examples")).expect("a writable folder");
    let config = Config::default()
        .with_package_name("advice-api")
        .with_runtime(Runtime::Path("../../../runtime".to_owned()));
    let document = Document::parse("advice.yaml", DOCUMENT).expect("a document");
    let output = generate(&document, &config).expect("a crate");
    output.write(&folder.join("api")).expect("a writable folder");
    let manifest = "[workspace]\nmembers = [\"api\"]\n\n[package]\nname = \"advice\"\nedition = \"2024\"\n\n\
        [lib]\npath = \"lib.rs\"\n\n[dependencies]\nserde_json = \"1\"\n\
        advice-api = { path = \"api\", default-features = false, features = \
        [\"chats\", \"embeddings\", \"files\", \"responses\"] }\n";
    fs::write(folder.join("Cargo.toml"), manifest).expect("a writable folder");
    fs::copy(root().join("Cargo.lock"), folder.join("Cargo.lock")).expect("a lock file");
    fs::write(folder.join("lib.rs"), "").expect("a writable folder");
    let literal: &[Line] = &[("CreateResponse { model: None, ..Default::default() }", &["E0639"])];
    let files = [("errors", LINES), ("warnings", WARNINGS), ("literal", literal)];
    for (name, lines) in files {
        fs::write(folder.join(format!("examples/{name}.rs")), file(lines))
            .expect("a writable folder");
    }
    let (is_right, said) = checked(&folder, &["--examples", "--keep-going"]);
    assert!(!is_right, "these lines are wrong");
    for (name, lines) in files {
        for (index, (line, words)) in lines.iter().enumerate() {
            let messages = messages(&said, name, index);
            for word in *words {
                assert!(
                    messages.contains(word),
                    "{line}: {word:?} is not in:\n{messages}\n\n{said}"
                );
            }
        }
    }
    let code = |path: &str| {
        let (_, code) = output.files().find(|(it, _)| *it == path).expect(path);
        code.replace("\n/// ", " ").replace('\n', " ")
    };
    assert!(
        code("src/types/create_response.rs").contains("Create one with `CreateResponse::new()`.")
    );
    assert!(code("README.md").contains("write `CreateResponse::new()."));
}

/// All messages about a line of a file.
fn messages(said: &str, file: &str, index: usize) -> String {
    let place = format!("--> examples/{file}.rs:{}:", 6 + index);
    let all = said.split("\n\n").collect::<Vec<_>>();
    all.iter().filter(|it| it.contains(&place)).map(|it| format!("{it}\n")).collect()
}
