//! `bessemer where`: where a place of the document is in the crate, and the reverse.

use std::process::ExitCode;

use anyhow::{Result, anyhow};
use bessemer_codegen::{Document, Item, Output, find};
use serde_json::{Value, json};

use crate::{
    inputs::{Format, Inputs},
    paths,
    plan::Plan,
    project::Project,
    report,
};

/// The command's flags.
#[derive(clap::Args)]
pub struct Args {
    /// A JSON pointer of the document, `/components/schemas/Pet`; an item as in api.txt, `Pet.name`; a call,
    /// `pets.list`; or an operationId
    #[arg(value_name = "POINTER|ITEM")]
    query: String,
    #[command(flatten)]
    inputs: Inputs,
}

/// Where an item is.
struct Found<'a> {
    item: &'a Item,
    /// File and line of the crate.
    code: Option<(String, usize)>,
    /// File and line of the document.
    document: Option<(String, usize)>,
    pointer: String,
}

/// Runs the command. `program` is what users type before `where`.
///
/// # Errors
///
/// If a file cannot be read, the document has errors, or nothing has this place or name.
pub fn run(args: &Args, program: &str, project: Option<&Project>) -> Result<ExitCode> {
    let plan = Plan::to_read(&args.inputs, program, project)?;
    let state = plan.state()??;
    let model = state.model()?;
    let output = model.output(&state.document)?;
    let surface = model.surface();
    let items = find(&surface, &state.document, &model.names(), &args.query)
        .map_err(|reason| anyhow!("{reason}"))?;
    let folder = match plan.out.as_os_str().is_empty() {
        true => String::new(),
        false => paths::relative(".".as_ref(), &plan.out) + "/",
    };
    let found = places(&items, &state.document, &output, &folder);
    report::say(&match args.inputs.format {
        Format::Text => found.iter().map(text).collect::<Vec<_>>().join("\n"),
        Format::Json => json!({"items": found.iter().map(value).collect::<Vec<_>>()}).to_string(),
    });
    Ok(ExitCode::SUCCESS)
}

fn places<'a>(
    items: &[&'a Item],
    document: &Document,
    output: &Output,
    folder: &str,
) -> Vec<Found<'a>> {
    let pointers: Vec<_> = items.iter().map(|it| it.pointer().clone()).collect();
    let places = document.places(&pointers);
    let both = items.iter().zip(pointers.iter().zip(places));
    both.map(|(item, (pointer, place))| Found {
        item,
        code: output.locate(item.path()).map(|(file, line)| (format!("{folder}{file}"), line)),
        document: place.map(|it| (it.file, it.line)),
        pointer: document.original(pointer).as_str().to_owned(),
    })
    .collect()
}

fn text(found: &Found<'_>) -> String {
    let place = |it: &Option<(String, usize)>| {
        it.as_ref().map_or_else(|| "-".to_owned(), |(file, line)| format!("{file}:{line}"))
    };
    let (code, document) = (place(&found.code), place(&found.document));
    format!("{}\n  {code}\n  {document}  {}", found.item.line(), found.pointer)
}

fn value(found: &Found<'_>) -> Value {
    let place = |it: &Option<(String, usize)>| {
        it.as_ref().map(|(file, line)| json!({"file": file, "line": line}))
    };
    json!({
        "item": found.item.path(),
        "signature": found.item.line(),
        "code": place(&found.code),
        "document": place(&found.document),
        "pointer": found.pointer,
    })
}
