//! `bessemer api`: the public surface of a document's crate, without writing the crate.

use std::process::ExitCode;

use anyhow::Result;
use bessemer_codegen::Item;
use serde_json::{Value, json};

use crate::{
    inputs::{Format, Inputs},
    plan::Plan,
    project::Project,
    report,
};

/// Runs the command. `program` is what users type before `api`.
///
/// # Errors
///
/// If a file cannot be read, or the document has errors.
pub fn run(inputs: &Inputs, program: &str, project: Option<&Project>) -> Result<ExitCode> {
    let state = Plan::to_read(inputs, program, project)?.state()??;
    let surface = state.model()?.surface();
    report::say(
        match inputs.format {
            Format::Text => surface.to_string(),
            Format::Json => {
                json!({"items": surface.items().map(item).collect::<Vec<_>>()}).to_string()
            }
        }
        .trim_end(),
    );
    Ok(ExitCode::SUCCESS)
}

fn item(item: &Item) -> Value {
    json!({"item": item.path(), "signature": item.line(), "pointer": item.pointer().as_str()})
}
