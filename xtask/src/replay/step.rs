//! The changes from one version to the next.

use std::collections::BTreeSet;

use anyhow::Result;
use bessemer_codegen::{
    Comparison, Item, NameEntry, NameKind, compare,
    diff::{Change, Impact},
};
use serde_json::{Value, json};

use super::version::Version;
use crate::{callers, changes::Lines};

/// The changes from one version to the next.
pub(super) struct Step {
    pub(super) from: String,
    pub(super) to: String,
    pub(super) document_lines: usize,
    pub(super) crate_lines: usize,
    pub(super) noise_lines: usize,
    pub(super) files: usize,
    pub(super) moved: Vec<String>,
    pub(super) comparison: Comparison,
    pub(super) proof: Option<Proof>,
}

/// What the compiler says of the callers of the old version.
pub(super) struct Proof {
    /// The number of callers that were compiled with the new version.
    pub(super) callers: usize,
    /// The items whose callers do not compile any more, though the document has them.
    pub(super) broken: Vec<String>,
    /// The callers that do not compile, though the verdict keeps them.
    pub(super) missed: Vec<String>,
    /// The callers that compile, though the verdict does not keep them.
    pub(super) spared: Vec<String>,
}

impl Step {
    pub(super) fn between(before: &Version, after: &Version) -> Self {
        let paths: BTreeSet<&String> = before.files.keys().chain(after.files.keys()).collect();
        let text = |version: &'_ Version, path: &String| {
            version.files.get(path).cloned().unwrap_or_default()
        };
        let mut lines = Lines::default();
        let mut files = 0;
        for path in paths {
            if before.files.get(path) != after.files.get(path) {
                files += 1;
                lines.add(&text(before, path), &text(after, path));
            }
        }
        let mut document = Lines::default();
        document.add(&before.text, &after.text);
        Self {
            from: before.name.clone(),
            to: after.name.clone(),
            document_lines: document.changed(),
            crate_lines: lines.changed(),
            noise_lines: lines.noise(),
            files,
            moved: moved(before, after),
            comparison: compare((&before.document, &before.model), (&after.document, &after.model)),
            proof: None,
        }
    }

    /// Compiles the callers of the old version that the new one does not have word for word.
    pub(super) fn prove(&mut self, before: &Version, after: &Version) -> Result<()> {
        let (items, callers): (Vec<&Item>, Vec<String>) = before
            .surface
            .changed_callers(&after.surface)
            .into_iter()
            .map(|(item, it)| (item, it.clone()))
            .unzip();
        let failed = callers::failing(&callers, &after.files)?;
        let broken: BTreeSet<&Item> = failed.iter().map(|index| items[*index]).collect();
        let is_there = |it: &&&Item| after.document.has(it.pointer());
        let predicted: BTreeSet<&String> = self.comparison.callers.broken.iter().collect();
        let all = || callers.iter().enumerate();
        let missed = all().filter(|(at, it)| failed.contains(at) && !predicted.contains(it));
        let spared = all().filter(|(at, it)| !failed.contains(at) && predicted.contains(it));
        self.proof = Some(Proof {
            callers: callers.len(),
            broken: broken.iter().filter(is_there).map(|it| it.line()).collect(),
            missed: missed.map(|(_, it)| it.clone()).collect(),
            spared: spared.map(|(_, it)| it.clone()).collect(),
        });
        Ok(())
    }

    /// The changes that break the source, but not the wire.
    pub(super) fn breaks(&self) -> impl Iterator<Item = &Change> {
        let is_own = |it: &&Change| it.source == Impact::Breaking && it.wire != Impact::Breaking;
        self.comparison.changes.iter().filter(is_own)
    }

    /// The step by the numbers of its versions, `003 → 004`.
    pub(super) fn name(&self) -> String {
        let number = |name: &str| name.split(['-', '.']).next().unwrap_or_default().to_owned();
        format!("{} → {}", number(&self.from), number(&self.to))
    }

    fn json(&self) -> Value {
        let breaks = self.breaks().map(|it| {
            json!({
                "rule": it.rule.as_str(),
                "item": it.item,
                "detail": it.detail,
                "pointer": it.pointer.as_str(),
                "witness": it.witness,
            })
        });
        let mut value = json!({
            "from": self.from,
            "to": self.to,
            "document_lines": self.document_lines,
            "crate_lines": self.crate_lines,
            "noise_lines": self.noise_lines,
            "files": self.files,
            "moved": self.moved,
            "wire": self.comparison.wire().as_str(),
            "source": self.comparison.source().as_str(),
            "version": self.comparison.next_version(),
            "breaks": breaks.collect::<Vec<_>>(),
        });
        if let Some(proof) = &self.proof {
            value["callers"] = json!(proof.callers);
            value["broken"] = json!(proof.broken);
            value["missed"] = json!(proof.missed);
            value["spared"] = json!(proof.spared);
        }
        value
    }
}

/// All steps for programs.
pub(super) fn json(steps: &[Step]) -> Value {
    json!({"steps": steps.iter().map(Step::json).collect::<Vec<_>>()})
}

/// The names that are gone although their items are still in the document. If a type is gone, its
/// fields and variants are not listed.
fn moved(before: &Version, after: &Version) -> Vec<String> {
    let known: BTreeSet<(NameKind, &str)> =
        after.names.iter().map(|it| (it.kind, it.name.as_str())).collect();
    let places: BTreeSet<(NameKind, &str)> =
        after.names.iter().map(|it| (it.kind, it.pointer.as_str())).collect();
    let is_member = |kind| matches!(kind, NameKind::Field | NameKind::Variant);
    let has_type = |name: &str| {
        let ty = name.split(['.', ':']).next().unwrap_or_default();
        known.contains(&(NameKind::Type, ty))
    };
    let is_there = |it: &&NameEntry| {
        places.contains(&(it.kind, it.pointer.as_str())) || after.document.has(&it.pointer)
    };
    let gone = before.names.iter().filter(|it| !known.contains(&(it.kind, it.name.as_str())));
    let own = gone.filter(|it| !is_member(it.kind) || has_type(&it.name));
    let names: BTreeSet<&str> = own.filter(is_there).map(|it| it.name.as_str()).collect();
    names.into_iter().map(str::to_owned).collect()
}
