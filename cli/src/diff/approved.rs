//! Changes that reviewers approved, by fingerprint.
//!
//! `approved.toml` has one line for each: the fingerprint, and why.
//!
//! ```toml
//! [approved]
//! 0a1b2c3d4e5f6071 = "nobody has called it since May"
//! ```

use std::{collections::BTreeMap, fs, path::Path};

use anyhow::{Context, Result};
use bessemer_codegen::diff::Impact;

use super::compared::Report;
use crate::{project::Project, report};

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    approved: BTreeMap<String, String>,
}

/// Whether every change that is as bad as `worst` is approved. An approval that matches no change is an
/// error: it could approve a later change by mistake.
pub(super) fn check(
    report: &Report,
    worst: Impact,
    path: Option<&Path>,
    project: Option<&Project>,
) -> Result<bool> {
    let default = project.map(|it| it.root().join("approved.toml")).filter(|it| it.exists());
    let mut approved = read(path.or(default.as_deref()))?;
    let mut is_right = true;
    for change in &report.comparison.changes {
        if change.wire.max(change.source) < worst {
            continue;
        }
        let fingerprint = change.fingerprint();
        if approved.remove(&fingerprint).is_none() {
            is_right = false;
            let rule = change.rule.as_str();
            report::complain(&format!(
                "denied: {} [{rule}], fingerprint {fingerprint}",
                change.item
            ));
        }
    }
    for fingerprint in approved.keys() {
        is_right = false;
        report::complain(&format!(
            "approved.toml: {fingerprint} matches no change; remove the line"
        ));
    }
    Ok(is_right)
}

fn read(path: Option<&Path>) -> Result<BTreeMap<String, String>> {
    let Some(path) = path else { return Ok(BTreeMap::new()) };
    let text =
        fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let file: File = toml::from_str(&text).with_context(|| path.display().to_string())?;
    Ok(file.approved)
}
