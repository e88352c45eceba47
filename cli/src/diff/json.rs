//! The changes for programs.

use serde_json::{Value, json};

use super::compared::Report;

pub(super) fn render(report: &Report) -> Value {
    let comparison = &report.comparison;
    let changes = comparison.changes.iter().map(|change| {
        json!({
            "rule": change.rule.as_str(),
            "item": change.item,
            "detail": change.detail,
            "wire": change.wire.as_str(),
            "source": change.source.as_str(),
            "pointer": change.pointer.as_str(),
            "place": report.place(change),
            "fingerprint": change.fingerprint(),
            "witness": change.witness,
        })
    });
    json!({
        "package": comparison.package,
        "wire": comparison.wire().as_str(),
        "source": comparison.source().as_str(),
        "version": comparison.next_version(),
        "changes": changes.collect::<Vec<_>>(),
    })
}
