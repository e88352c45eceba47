//! The summary of `generate` for programs.

use bessemer_codegen::{Change, Diagnostics, Output, Severity};
use serde_json::{Value, json};

use crate::generate::Counts;

/// What was generated, and what was found.
pub(crate) fn summary(output: &Output, changes: &[Change]) -> Value {
    let counts = Counts::of(changes);
    let census = output.census();
    let listings = output.listings().iter();
    let listings: Vec<Value> =
        listings.map(|it| json!({"operation": it.operation, "by": it.by})).collect();
    json!({
        "operations": census.operations,
        "skipped": census.skipped,
        "types": census.types,
        "untyped": census.untyped,
        "listings": listings,
        "files": {"new": counts.new, "changed": counts.changed, "removed": counts.removed},
        "diagnostics": diagnostics(output.warnings()),
    })
}

/// Why nothing was generated.
pub(crate) fn failure(found: &Diagnostics) -> Value {
    json!({"diagnostics": diagnostics(found)})
}

fn diagnostics(list: &Diagnostics) -> Vec<Value> {
    let one = |it: &bessemer_codegen::Diagnostic| {
        json!({
            "severity": match it.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
            },
            "code": it.code.as_str(),
            "pointer": it.pointer.to_string(),
            "file": it.place.as_ref().map(|place| place.file.clone()),
            "line": it.place.as_ref().map(|place| place.line),
            "column": it.place.as_ref().map(|place| place.column),
            "message": it.message,
            "help": it.help,
        })
    };
    list.iter().map(one).collect()
}
