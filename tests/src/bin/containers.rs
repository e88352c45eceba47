//! The SDK on the command line, for the wire-conformance kit.
//!
//! Values are printed to standard output, one line of JSON each. A failure is one line of JSON on
//! standard error. The exit code is 0 for success, 1 for a failure and 2 for an invalid command line.

use std::{
    error::Error as _,
    io::{self, Write},
    process::ExitCode,
    time::Duration,
};

use clap::{Arg, ArgAction, ArgGroup, ArgMatches, Command, value_parser};
use futures_util::TryStreamExt;
use openai_containers::{
    Client, Error, Page, Response, resources::ListContainers, runtime::json::to_string,
    types::Container, types::Order,
};
use serde_json::{Map, Value, json};

fn main() -> ExitCode {
    let arguments = match command().try_get_matches() {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help goes to standard output with exit code 0, errors to standard error with 2.
            let code = if error.use_stderr() { 2 } else { 0 };
            let _ = error.print();
            return ExitCode::from(code);
        }
    };
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        // The reader has closed the pipe.
        Err(Failure::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => {
            ExitCode::SUCCESS
        }
        Err(failure) => {
            let _ = writeln!(io::stderr(), "{}", failure.report());
            ExitCode::FAILURE
        }
    }
}

/// The command line, as described in the README of the kit.
fn command() -> Command {
    let text = |name: &'static str| Arg::new(name).long(name).allow_hyphen_values(true);
    let seconds = |name: &'static str| text(name).value_parser(parse_seconds);
    let pair = |name: &'static str| text(name).action(ArgAction::Append);
    let flag = |name: &'static str| Arg::new(name).long(name).action(ArgAction::SetTrue);
    let retrieve = Command::new("retrieve")
        .about("Retrieves a container")
        .arg(Arg::new("id").required(true).allow_hyphen_values(true).value_name("CONTAINER_ID"));
    let list = Command::new("list")
        .about("Lists containers")
        .arg(text("after"))
        .arg(text("limit").value_parser(value_parser!(i64)))
        .arg(text("order").value_parser(known(Order::VALUES)))
        .arg(text("name"))
        .arg(flag("all").help("Print every container"))
        .arg(text("pages").value_parser(value_parser!(usize)).help("Print at most this many pages"))
        .group(ArgGroup::new("extent").args(["all", "pages"]));
    Command::new("containers")
        .about("Calls the Containers API")
        .subcommand_required(true)
        .args_override_self(true)
        .args(["api-key", "base-url", "organization", "project"].map(text))
        .arg(seconds("timeout").help("Time limit of each attempt, in seconds"))
        .arg(seconds("deadline").help("Time limit of the whole call, in seconds"))
        .arg(text("max-retries").value_parser(value_parser!(u32)))
        .arg(pair("header").value_parser(|text: &str| parse_pair(text, ':')))
        .arg(pair("remove-header"))
        .arg(pair("query").value_parser(|text: &str| parse_pair(text, '=')))
        .arg(flag("raw").help("Print the response instead of the value"))
        .arg(flag("blocking").help("Use the synchronous API"))
        .subcommand(retrieve)
        .subcommand(list)
}

fn parse_seconds(text: &str) -> Result<Duration, String> {
    let seconds = text.parse().map_err(|_| "not a number")?;
    Duration::try_from_secs_f64(seconds).map_err(|error| error.to_string())
}

fn parse_pair(text: &str, separator: char) -> Result<(String, String), String> {
    let (name, value) = text.split_once(separator).ok_or(format!("there is no `{separator}`"))?;
    // White space after the colon is not part of a header value, but it is part of a query value.
    let value = if separator == ':' { value.trim_matches([' ', '\t']) } else { value };
    Ok((name.to_owned(), value.to_owned()))
}

/// The reason why the program fails.
enum Failure {
    Call(Error),
    Output(io::Error),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Call(error)
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

impl Failure {
    fn report(&self) -> Value {
        let (error, api) = match self {
            Self::Call(Error::Api(api)) => return describe_api(api),
            Self::Call(error) => (error, error.status()),
            Self::Output(error) => return json!({ "kind": "output", "message": error.to_string() }),
        };
        json!({
            "kind": error.kind().as_str(),
            "status": api.map(|status| status.as_u16()),
            "code": null,
            "param": null,
            "type": null,
            "message": with_sources(error),
            "request_id": error.request_id(),
            "retry_after": null,
        })
    }
}

fn describe_api(error: &openai_containers::ApiError) -> Value {
    json!({
        "kind": error.kind().as_str(),
        "status": error.status.as_u16(),
        "code": error.code,
        "param": error.param,
        "type": error.r#type,
        "message": error.message,
        "request_id": error.request_id,
        "retry_after": error.retry_after.map(|wait| wait.as_secs_f64()),
    })
}

/// The text of an error and of its sources.
fn with_sources(error: &Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(error) = source {
        let cause = error.to_string();
        if !text.contains(&cause) {
            text = format!("{text}: {cause}");
        }
        source = error.source();
    }
    text
}

fn run(arguments: &ArgMatches) -> Result<(), Failure> {
    let client = client(arguments)?;
    if arguments.get_flag("blocking") {
        return run_blocking(&client, arguments);
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(run_async(&client, arguments))
}

fn client(arguments: &ArgMatches) -> Result<Client, Error> {
    let text = |name| arguments.get_one::<String>(name).map(String::as_str);
    let mut builder = Client::builder().env();
    if let Some(key) = text("api-key") {
        builder = builder.api_key(key);
    }
    if let Some(url) = text("base-url") {
        builder = builder.base_url(url);
    }
    if let Some(organization) = text("organization") {
        builder = builder.organization(organization);
    }
    if let Some(project) = text("project") {
        builder = builder.project(project);
    }
    if let Some(timeout) = arguments.get_one("timeout") {
        builder = builder.timeout(*timeout);
    }
    if let Some(deadline) = arguments.get_one("deadline") {
        builder = builder.deadline(*deadline);
    }
    if let Some(retries) = arguments.get_one("max-retries") {
        builder = builder.max_retries(*retries);
    }
    builder.build()
}

/// Sets the options that every request has. This is a macro, because requests have no common trait.
macro_rules! with_options {
    ($request:expr, $arguments:expr) => {{
        let mut request = $request;
        let mut named = Vec::new();
        for (name, value) in pairs($arguments, "header") {
            let name = name.to_ascii_lowercase();
            request = match named.contains(&name) {
                true => request.append_header(&name, value),
                false => request.header(&name, value),
            };
            named.push(name);
        }
        for name in $arguments.get_many::<String>("remove-header").into_iter().flatten() {
            request = request.remove_header(name);
        }
        let mut named = Vec::new();
        for (name, value) in pairs($arguments, "query") {
            request = match named.contains(name) {
                true => request.append_query(name, value),
                false => request.query(name, value),
            };
            named.push(name.clone());
        }
        request
    }};
}

fn pairs<'a>(
    arguments: &'a ArgMatches,
    name: &str,
) -> impl Iterator<Item = &'a (String, String)> + use<'a> {
    arguments.get_many(name).into_iter().flatten()
}

/// The values that the document lists: a mistake is told here instead of by the server.
fn known(values: &'static [Order]) -> Vec<&'static str> {
    values.iter().map(Order::as_str).collect()
}

fn list(client: &Client, arguments: &ArgMatches, own: &ArgMatches) -> ListContainers {
    let text = |name| own.get_one::<String>(name);
    let mut request = client.containers().list();
    if let Some(after) = text("after") {
        request = request.after(after);
    }
    if let Some(limit) = own.get_one("limit") {
        request = request.limit(*limit);
    }
    if let Some(order) = text("order") {
        request = request.order(order);
    }
    if let Some(name) = text("name") {
        request = request.name(name);
    }
    with_options!(request, arguments)
}

async fn run_async(client: &Client, arguments: &ArgMatches) -> Result<(), Failure> {
    let raw = arguments.get_flag("raw");
    match arguments.subcommand() {
        Some(("retrieve", own)) => {
            let request = client.containers().retrieve(id(own));
            let request = with_options!(request, arguments);
            if raw {
                print_raw(&request.with_response().await?)
            } else {
                print_one(&request.await?)
            }
        }
        Some((_, own)) => {
            let request = list(client, arguments, own);
            if own.get_flag("all") {
                let mut items = request.items();
                while let Some(container) = items.try_next().await? {
                    print_one(&container)?;
                }
                return Ok(());
            }
            if let Some(count) = own.get_one::<usize>("pages") {
                let mut pages = request.pages();
                for _ in 0..*count {
                    let Some(page) = pages.try_next().await? else { break };
                    print_page(&page)?;
                }
                return Ok(());
            }
            if raw {
                print_raw(&request.with_response().await?)
            } else {
                print_page(&request.await?)
            }
        }
        None => Ok(()),
    }
}

fn run_blocking(client: &Client, arguments: &ArgMatches) -> Result<(), Failure> {
    let raw = arguments.get_flag("raw");
    match arguments.subcommand() {
        Some(("retrieve", own)) => {
            let request = client.containers().retrieve(id(own));
            let request = with_options!(request, arguments);
            match raw {
                true => print_raw(&request.with_response().send_blocking()?),
                false => print_one(&request.send_blocking()?),
            }
        }
        Some((_, own)) => {
            let request = list(client, arguments, own);
            if own.get_flag("all") {
                return request.items_blocking().try_for_each(|container| print_one(&container?));
            }
            if let Some(count) = own.get_one::<usize>("pages") {
                return request
                    .pages_blocking()
                    .take(*count)
                    .try_for_each(|page| print_page(&page?));
            }
            match raw {
                true => print_raw(&request.with_response().send_blocking()?),
                false => print_page(&request.send_blocking()?),
            }
        }
        None => Ok(()),
    }
}

fn id(own: &ArgMatches) -> String {
    own.get_one::<String>("id").cloned().unwrap_or_default()
}

fn print_one(container: &Container) -> Result<(), Failure> {
    // Keeps unknown properties exactly, however deep they are nested.
    print_line(&to_string(container))
}

fn print_page(page: &Page<Container>) -> Result<(), Failure> {
    print_line(&to_string(&**page))
}

fn print_raw<T>(response: &Response<T>) -> Result<(), Failure> {
    let mut headers = Map::new();
    for name in response.headers().keys() {
        let values = response.headers().get_all(name).iter();
        let values: Vec<_> =
            values.map(|value| String::from_utf8_lossy(value.as_bytes())).collect();
        headers.insert(name.to_string(), json!(values.join(", ")));
    }
    let line = json!({
        "status": response.status().as_u16(),
        "request_id": response.request_id(),
        "retries": response.retries(),
        "headers": headers,
        "body": response.text(),
    });
    print_line(&line.to_string())
}

/// Prints a line and flushes it, because the next one may come much later.
fn print_line(line: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    writeln!(out, "{line}")?;
    out.flush()?;
    Ok(())
}
