//! The generated crate, if its document has no errors and no denied warnings.

use anyhow::Result;
use bessemer_codegen::Output;

use crate::{
    inputs::{Format, Inputs},
    json,
    plan::Plan,
    progress, report,
};

/// The generated crate; `None` if the document has errors or denied warnings. Prints the diagnostics.
pub(crate) fn accepted(inputs: &Inputs, plan: &Plan) -> Result<Option<Output>> {
    let output = match progress::shown(|progress| plan.output(progress))? {
        Ok(output) => output,
        Err(diagnostics) => {
            match inputs.format {
                Format::Text => report::diagnostics(&diagnostics),
                Format::Json => report::say(&json::failure(&diagnostics).to_string()),
            }
            report::complain("nothing was written");
            return Ok(None);
        }
    };
    if inputs.format == Format::Text {
        report::diagnostics(output.warnings());
    }
    let denied = output.warnings().iter().filter(|it| plan.denies(it.code)).count();
    if denied > 0 {
        report::complain(&format!("{denied} denied warnings; nothing was written"));
        return Ok(None);
    }
    Ok(Some(output))
}
