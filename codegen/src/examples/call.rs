//! The call of a method with its required arguments.

use std::collections::BTreeSet;

use proc_macro2::{Delimiter, TokenStream, TokenTree};

use super::values::{Hint, Values};
use crate::{
    case,
    model::{Api, Body, Content, Method, MethodKind, Resource, Returns, TypeRef},
};

/// The maximum width of a line.
pub(crate) const WIDTH: usize = 92;

/// The maximum number of lines of an example that creates its body.
const MAX_LINES: usize = 10;

/// The longest type whose name is also the name of a variable.
const MAX_NAME: usize = 20;

/// The call of a method without a body, if it needs no imports: `containers().retrieve("id")`.
pub(crate) fn plain_call(resource: &Resource, method: &Method, api: &Api) -> Option<String> {
    if method.deprecated || argument(method).is_some() {
        return None;
    }
    let example = Example::new(resource, method, api);
    let is_plain = example.given.is_empty() && example.imports.is_empty();
    is_plain.then(|| example.call_without_body())
}

/// The body that a method takes as an argument.
pub(super) fn argument(method: &Method) -> Option<&Body> {
    method.body.as_ref().filter(|it| it.argument)
}

/// The call of a method, as an example.
pub(crate) struct Example<'a> {
    api: &'a Api,
    resource: &'a Resource,
    method: &'a Method,
    arguments: Vec<String>,
    /// The expression of the body.
    body: Option<String>,
    /// The names of the crate that arguments and body use.
    pub(crate) imports: BTreeSet<&'static str>,
    /// Values that the example does not create, each with its type.
    pub(crate) given: Vec<(String, TypeRef)>,
}

impl<'a> Example<'a> {
    pub(crate) fn new(resource: &'a Resource, method: &'a Method, api: &'a Api) -> Self {
        let (values, mut given) = (Values::new(api), Vec::new());
        let arguments = method.params.arguments.iter().map(|it| {
            let hint = Hint::new(it.example.as_deref(), &it.name.wire);
            values.argument(&it.ty, hint).unwrap_or_else(|| {
                let name = match &*it.name.rust {
                    "client" => "client_value".to_owned(),
                    name => name.to_owned(),
                };
                given.push((name.clone(), it.ty.clone()));
                name
            })
        });
        let arguments = arguments.collect();
        let imports = values.into_imports();
        Self { api, resource, method, arguments, body: None, imports, given }.with_body()
    }

    /// Adds the body. If it is long, or cannot be written, the example does not create it.
    fn with_body(mut self) -> Self {
        let Some(argument) = argument(self.method) else { return self };
        let values = Values::new(self.api);
        self.body = body(argument, &values);
        if self.body.is_some() && self.lines().len() <= MAX_LINES {
            self.imports.extend(values.into_imports());
            return self;
        }
        let ty = match &argument.content {
            Content::Json(ty) | Content::Form(ty) | Content::Multipart(ty) => ty.clone(),
            Content::Text => TypeRef::String,
            Content::Bytes => TypeRef::Part,
        };
        self.given.push(("body".to_owned(), ty));
        Self { body: None, ..self }
    }

    /// `create(body)`.
    fn call(&self, body: &str) -> String {
        let body = argument(self.method).map(|_| body);
        let arguments = self.arguments.iter().map(String::as_str).chain(body);
        let arguments = arguments.collect::<Vec<_>>().join(", ");
        format!("{}({arguments})", self.method.name.rust)
    }

    /// The call of a method that takes no body: `containers().retrieve("id")`.
    pub(crate) fn call_without_body(&self) -> String {
        format!("{}.{}", self.resource.accessors(), self.call(""))
    }

    /// The statement that sends the request.
    fn statement(&self, resource: &str, body: &str) -> String {
        let call = format!("{resource}.{}", self.call(body));
        if let MethodKind::Paged(_) = self.method.kind {
            return format!("let mut items = {call}.items();");
        }
        match &self.method.returns {
            Returns::Nothing => format!("{call}.await?;"),
            Returns::Bytes => format!("{call}.await?.save(\"download\").await?;"),
            Returns::Events(_) | Returns::Lines(_) => format!("let mut events = {call}.await?;"),
            Returns::WebSocket { .. } => format!("let socket = {call}.await?;"),
            Returns::Json(_) | Returns::Text | Returns::Location => {
                format!("let {} = {call}.await?;", self.variable())
            }
        }
    }

    /// The name of the variable for the response.
    pub(crate) fn variable(&self) -> String {
        let Returns::Json(TypeRef::Named(id)) = &self.method.returns else {
            return "answer".to_owned();
        };
        let name = case::snake(&self.api.types[*id].name.rust);
        let shorter = ["_object", "_resource"].iter().find_map(|it| name.strip_suffix(it));
        let name = shorter.map_or(name.clone(), str::to_owned);
        let is_short = name.len() <= MAX_NAME && !name.ends_with("_response") && name != "client";
        // `gen` is a keyword since edition 2024, which `syn` does not know.
        let is_name = name != "gen" && syn::parse_str::<syn::Ident>(&name).is_ok();
        if is_short && is_name { name } else { "answer".to_owned() }
    }

    /// The statements, in lines.
    pub(crate) fn lines(&self) -> Vec<String> {
        let statements = self.statements();
        let item = match (&self.method.kind, &self.method.returns) {
            (MethodKind::Paged(_), _) => Some("item"),
            (_, Returns::Events(_) | Returns::Lines(_)) => Some("event"),
            _ => None,
        };
        let each = item.into_iter().flat_map(|item| {
            [
                format!("while let Some({item}) = {item}s.try_next().await? {{"),
                format!("    println!(\"{{{item}:?}}\");"),
                "}".to_owned(),
            ]
        });
        statements.iter().flat_map(|it| wrapped(it)).chain(each).collect()
    }

    /// The call, with variables for the body and for the resource if it would be too long without.
    fn statements(&self) -> Vec<String> {
        let is_short = |it: &String| it.chars().count() <= WIDTH;
        let resource = format!("client.{}", self.resource.accessors());
        let one = self.statement(&resource, self.body.as_deref().unwrap_or("body"));
        if is_short(&one) {
            return vec![one];
        }
        let body = self.body.iter().map(|it| format!("let body = {it};"));
        let call = self.statement(&resource, "body");
        if is_short(&call) || self.resource.is_of_client() {
            return body.chain([call]).collect();
        }
        let name = match self.resource.accessor() {
            "body" | "client" => "resource",
            accessor => accessor,
        };
        match self.statement(name, "body") {
            short if is_short(&short) => {
                body.chain([format!("let {name} = {resource};"), short]).collect()
            }
            _ => body.chain([call]).collect(),
        }
    }

    /// All code with values: the statements, and the event of a WebSocket.
    pub(crate) fn code(&self) -> String {
        self.lines().join("\n") + self.event().as_deref().unwrap_or_default()
    }

    /// An event that a client sends over a WebSocket.
    pub(crate) fn event(&self) -> Option<String> {
        let Returns::WebSocket { sends, .. } = &self.method.returns else { return None };
        Values::new(self.api).argument(sends, Hint::new(None, "event"))
    }
}

/// The expression of a body.
fn body(body: &Body, values: &Values<'_>) -> Option<String> {
    let hint = Hint::new(body.example.as_ref(), "body");
    match &body.content {
        Content::Json(ty) | Content::Form(ty) | Content::Multipart(ty) => {
            let flag = body.flag.as_ref().map(|it| it.property.as_str());
            values.body(ty, hint, flag)
        }
        Content::Text => values.argument(&TypeRef::String, hint),
        Content::Bytes => values.argument(&TypeRef::Part, Hint::new(None, "file")),
    }
}

/// A statement as several lines, if it is too long for one.
pub(crate) fn wrapped(statement: &str) -> Vec<String> {
    let short = || vec![statement.to_owned()];
    if statement.chars().count() <= WIDTH {
        return short();
    }
    let Ok(file) = syn::parse_str::<syn::File>(&format!("async fn f() {{ {statement} }}")) else {
        return short();
    };
    let text = prettyplease::unparse(&file);
    let lines: Vec<&str> = text.lines().collect();
    match &lines[..] {
        [_, lines @ .., _] => {
            lines.iter().map(|it| it.strip_prefix("    ").unwrap_or(it).to_owned()).collect()
        }
        _ => short(),
    }
}

/// The first names of the paths in code, and of struct literals: `Part` of `Part::from_path("a")`.
pub(crate) fn path_heads(code: &str) -> BTreeSet<String> {
    let mut heads = BTreeSet::new();
    // Code that cannot be parsed is not printed.
    add_path_heads(code.parse().unwrap_or_default(), &mut heads);
    heads
}

fn add_path_heads(tokens: TokenStream, heads: &mut BTreeSet<String>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let is_colon =
        |at: usize| matches!(tokens.get(at), Some(TokenTree::Punct(it)) if it.as_char() == ':');
    for (at, token) in tokens.iter().enumerate() {
        let is_head = !(at >= 2 && is_colon(at - 1) && is_colon(at - 2));
        let is_literal = matches!(
            tokens.get(at + 1),
            Some(TokenTree::Group(it)) if it.delimiter() == Delimiter::Brace
        );
        match token {
            TokenTree::Ident(name)
                if is_head && (is_literal || is_colon(at + 1) && is_colon(at + 2)) =>
            {
                heads.insert(name.to_string());
            }
            TokenTree::Group(group) => add_path_heads(group.stream(), heads),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::path_heads;

    #[test]
    fn only_the_first_name_of_a_path_counts() {
        let code = "let a: b = f(C::new([D::E(\"F::G\")]), runtime::Part::of(H { i: j? }));";
        let heads: Vec<String> = path_heads(code).into_iter().collect();
        assert_eq!(heads, ["C", "D", "H", "runtime"]);
    }
}
