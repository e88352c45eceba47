//! The summary of `generate` for programs.

use bessemer_codegen::{Call, Cause, Change, Diagnostics, Output, Severity};
use serde_json::{Value, json};

use crate::{causes, counts::Counts, plan::Plan};

/// The numbers, calls, listings and diagnostics of a run.
pub(crate) fn summary(output: &Output, changes: &[Change]) -> Value {
    let counts = Counts::of(changes);
    let census = output.census();
    let listings = output.listings().iter();
    let listings: Vec<Value> =
        listings.map(|it| json!({"operation": it.operation, "by": it.by, "why": it.why})).collect();
    let declined = output.declined().iter();
    let declined: Vec<Value> =
        declined.map(|it| json!({"operation": it.operation, "why": it.why})).collect();
    let calls = output.calls().iter().map(call).collect::<Vec<_>>();
    json!({
        "operations": census.operations,
        "skipped": census.skipped,
        "types": census.types,
        "untyped": census.untyped,
        "calls": calls,
        "listings": listings,
        "declined": declined,
        "files": {"new": counts.new, "changed": counts.changed, "removed": counts.removed},
        "diagnostics": diagnostics(output.warnings()),
    })
}

/// Why a crate is not up to date.
pub(crate) fn check(output: &Output, found: &[(Cause, Vec<String>)], plan: &Plan) -> Value {
    let causes = found.iter().map(|(cause, files)| {
        json!({
            "cause": cause.as_str(),
            "message": causes::sentence(*cause, output),
            "fix": causes::fix(*cause, plan),
            "exit_code": causes::exit_code(*cause),
            "files": files,
        })
    });
    json!({
        "up_to_date": found.is_empty(),
        "causes": causes.collect::<Vec<_>>(),
        "diagnostics": diagnostics(output.warnings()),
    })
}

/// One operation: `{"method": "GET", "path": "/containers", "call": "containers.list"}`. `also` has its
/// calls with other types of bodies or responses.
fn call(call: &Call) -> Value {
    let mut value = json!({"method": call.method, "path": call.path, "call": call.call});
    if !call.also.is_empty() {
        value["also"] = json!(call.also);
    }
    value
}

/// The diagnostics of a failed run.
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
