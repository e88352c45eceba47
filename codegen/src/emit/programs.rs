//! The programs in `examples/`: one for each kind of call that the API has. Each is `templates/example.rs`;
//! this file computes the values in it.

use std::collections::BTreeSet;

use askama::Template;

use super::{docs, environment};
use crate::{
    examples::{Example, WIDTH, path_heads, wrapped},
    model::{Api, ExampleKind, Method, Resource, Returns, Shape, TypeDef, Verb},
    runtime::WEBSOCKET,
};

/// What a program shows.
struct Program {
    /// The name of its file.
    name: &'static str,
    kind: ExampleKind,
    title: &'static str,
    shows: Shows,
    /// A cargo feature that it needs besides the feature of its resource.
    feature: Option<&'static str>,
}

/// How a program sends its request.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shows {
    Call,
    Blocking,
    Errors,
    WebSocket,
}

impl Program {
    const fn new(kind: ExampleKind, name: &'static str, title: &'static str) -> Self {
        Self { name, kind, title, shows: Shows::Call, feature: None }
    }

    const fn shows(self, shows: Shows, feature: Option<&'static str>) -> Self {
        Self { shows, feature, ..self }
    }
}

static PROGRAMS: [Program; 9] = [
    Program::new(ExampleKind::Call, "blocking", "Sends a request without async code")
        .shows(Shows::Blocking, Some("blocking")),
    Program::new(ExampleKind::Call, "call", "Sends a request without a body"),
    Program::new(ExampleKind::Create, "create", "Sends a request with a body"),
    Program::new(ExampleKind::Download, "download", "Saves the body of a response as a file"),
    Program::new(ExampleKind::Call, "errors", "Handles an error response of the server")
        .shows(Shows::Errors, None),
    Program::new(ExampleKind::List, "list", "Prints the items of all pages of a listing"),
    Program::new(ExampleKind::Stream, "stream", "Prints the events of a stream as they arrive"),
    Program::new(ExampleKind::Upload, "upload", "Uploads a file"),
    Program::new(
        ExampleKind::WebSocket,
        "websocket",
        "Sends an event, and prints those of the server",
    )
    .shows(Shows::WebSocket, Some(WEBSOCKET)),
];

/// The paths of all programs that a crate can have.
pub(crate) fn paths() -> impl Iterator<Item = String> {
    PROGRAMS.iter().map(|it| path(it.name))
}

fn path(name: &str) -> String {
    format!("examples/{name}.rs")
}

/// A program of a crate.
pub(super) struct Printed<'a> {
    pub(super) path: String,
    /// The cargo features that it needs.
    pub(super) features: BTreeSet<&'a str>,
    program: &'static Program,
    resource: &'a Resource,
    method: &'a Method,
}

/// The programs of the crate, sorted by name.
pub(super) fn all(api: &Api) -> Vec<Printed<'_>> {
    if !api.package.examples {
        return Vec::new();
    }
    let printed = PROGRAMS.iter().filter_map(|program| {
        let (resource, method) = api.example(program.kind)?;
        let features = [&*resource.feature].into_iter().chain(program.feature).collect();
        Some(Printed { path: path(program.name), features, program, resource, method })
    });
    printed.collect()
}

/// The values of the template.
#[derive(Template)]
#[template(path = "example.rs", escape = "none")]
struct Text<'a> {
    title: &'a str,
    operation: String,
    /// The commands that run it.
    commands: Vec<String>,
    krate: String,
    /// The names that are imported from the crate, and the types.
    names: String,
    types: Option<String>,
    is_stream: bool,
    is_async: bool,
    lines: Vec<String>,
}

impl Printed<'_> {
    /// The name of the example.
    pub(super) fn name(&self) -> &str {
        self.program.name
    }

    /// Whether it needs no feature besides those of resources, which are on by default.
    pub(super) fn needs_only_resources(&self) -> bool {
        self.program.feature.is_none()
    }

    /// The text of the file.
    pub(super) fn text(&self, api: &Api) -> String {
        let example = Example::new(self.resource, self.method, api);
        let heads = path_heads(&example.code());
        let (types, names): (Vec<&str>, Vec<&str>) =
            heads.iter().map(String::as_str).partition(|it| is_type(api, it));
        let kind = (self.program.shows == Shows::Errors).then_some("ErrorKind");
        let names = ["Client", "Error"].into_iter().chain(kind).chain(names);
        let lines = self.lines(&example);
        let text = Text {
            title: self.program.title,
            operation: self.operation(),
            commands: self.commands(api),
            krate: api.package.name.replace('-', "_"),
            names: names.collect::<Vec<_>>().join(", "),
            types: imported(&types),
            is_stream: lines.iter().any(|it| it.contains(".try_next()")),
            is_async: self.program.shows != Shows::Blocking,
            lines,
        };
        // Only writing can fail, and a `String` can always be written.
        text.render().unwrap_or_default() + "\n"
    }

    /// The HTTP method and the path, as code in a comment.
    fn operation(&self) -> String {
        let text = match &self.method.verb {
            Verb::WebSocket => self.method.path.clone(),
            verb => format!("{} {}", verb.sent(), self.method.path),
        };
        // The compiler refuses comments with signs that change the direction of text.
        let is_plain = |it: char| it.is_alphanumeric() || it.is_ascii_graphic();
        docs::code(&text.replace(|it| !is_plain(it), " "))
    }

    fn commands(&self, api: &Api) -> Vec<String> {
        let mut commands = environment::exports(api, self.method);
        let feature = self.program.feature.map(|it| format!(" --features {it}"));
        commands.push(format!(
            "cargo run --example {}{}",
            self.program.name,
            feature.unwrap_or_default()
        ));
        commands
    }

    /// The statements between the creation of the client and the end.
    fn lines(&self, example: &Example<'_>) -> Vec<String> {
        match self.program.shows {
            Shows::Call => example.lines().into_iter().chain(self.printed(example)).collect(),
            Shows::Blocking => {
                let sent = format!("client.{}.send_blocking()?;", example.call_without_body());
                let sent = match self.method.returns {
                    Returns::Nothing => sent,
                    _ => format!("let {} = {sent}", example.variable()),
                };
                wrapped(&sent).into_iter().chain(self.printed(example)).collect()
            }
            Shows::Errors => self.matched(example),
            Shows::WebSocket => talk(example),
        }
    }

    /// The line that prints the response.
    fn printed(&self, example: &Example<'_>) -> Option<String> {
        let name = example.variable();
        match self.method.returns {
            _ if self.method.kind.page().is_some() => None,
            Returns::Json(_) | Returns::Location => Some(format!("println!(\"{{{name}:#?}}\");")),
            Returns::Text => Some(format!("println!(\"{{{name}}}\");")),
            _ => None,
        }
    }

    /// A `match` of the result.
    fn matched(&self, example: &Example<'_>) -> Vec<String> {
        let (name, call) = (example.variable(), example.call_without_body());
        let mut lines = wrapped(&format!("let result = client.{call}.await;"));
        let success = match self.printed(example) {
            Some(print) => format!("    Ok({name}) => {},", print.trim_end_matches(';')),
            None => "    Ok(()) => println!(\"done\"),".to_owned(),
        };
        lines.push("match result {".to_owned());
        lines.push(success);
        let rest = [
            "    Err(error) if error.kind() == ErrorKind::NotFound => println!(\"not found\"),",
            "    // The operators of the server can find the request by its ID.",
            "    Err(Error::Api(error)) => {",
            "        println!(\"{}: {} ({:?})\", error.status, error.message, error.request_id);",
            "    }",
            "    // There is no usable response: for example, the connection failed.",
            "    Err(error) => return Err(error),",
            "}",
        ];
        lines.extend(rest.map(str::to_owned));
        lines
    }
}

/// Whether a name is that of a type, or of the arguments of its `new`.
fn is_type(api: &Api, name: &str) -> bool {
    let has_args = |def: &TypeDef| match &def.shape {
        Shape::Struct(object) => object.args.as_deref() == Some(name),
        _ => false,
    };
    api.types.names.contains(name) || api.types.defs.iter().any(has_args)
}

/// A conversation over a WebSocket.
fn talk(example: &Example<'_>) -> Vec<String> {
    let connect =
        wrapped(&format!("let mut socket = client.{}.await?;", example.call_without_body()));
    let send = format!("socket.send({}).await?;", example.event().unwrap_or_default());
    let print =
        ["while let Some(event) = socket.try_next().await? {", "    println!(\"{event:?}\");", "}"];
    connect.into_iter().chain(wrapped(&send)).chain(print.map(str::to_owned)).collect()
}

/// The types after `types::` in an import; all of them if they do not fit on a line.
fn imported(types: &[&str]) -> Option<String> {
    let names = types.join(", ");
    match types {
        [] => None,
        [only] => Some((*only).to_owned()),
        _ if names.len() <= WIDTH - 30 => Some(format!("{{{names}}}")),
        _ => Some("*".to_owned()),
    }
}
