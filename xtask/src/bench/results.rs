//! What was measured, as the file `docs/benchmarks/results.json`.

use std::{collections::BTreeMap, fs, path::Path};

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};

use crate::cost::Cost;

use super::{machine::Machine, tool::OURS};

/// What can be measured.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, clap::ValueEnum, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub(super) enum Kind {
    /// Generating the crate of a document, and its lines
    Generation,
    /// `cargo check` of a generated crate, without its dependencies
    Check,
    /// `cargo build --release` of a generated crate, without its dependencies
    Release,
    /// `cargo build --release` of a small program, with all dependencies
    Weight,
    /// Calls and decoding, compared with code by hand
    Calls,
    /// Generating documents of growing size
    Growth,
}

impl Kind {
    pub(super) const ALL: [Self; 6] =
        [Self::Generation, Self::Check, Self::Release, Self::Weight, Self::Calls, Self::Growth];
}

/// All measurements.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Results {
    pub(super) machine: Machine,
    /// The versions of the programs, by name. A program that is missing here is not installed.
    pub(super) versions: BTreeMap<String, String>,
    pub(super) sections: BTreeMap<Kind, Section>,
}

/// The measurements of one kind.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Section {
    /// The day, in UTC: `2026-11-22`.
    pub(super) date: String,
    /// The commit of this repository.
    pub(super) commit: String,
    /// How often each figure was measured; it is the median.
    pub(super) runs: usize,
    pub(super) figures: Vec<Figure>,
}

/// One measurement.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Figure {
    /// The generator or library.
    pub(super) tool: String,
    /// What it worked on: a document, a program, a kind of call.
    pub(super) subject: String,
    /// The size of the document, in bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) bytes: Option<u64>,
    #[serde(flatten)]
    pub(super) outcome: Outcome,
}

/// The result of a measurement.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Outcome {
    /// A process.
    Cost(Cost),
    /// The generation of a crate, and the lines of its Rust files.
    Generated { lines: usize, cost: Cost },
    /// The build of a program, and the number of its crates.
    Built { crates: usize, cost: Cost },
    /// Microseconds.
    Microseconds(f64),
    /// Why there is no result: `refuses the document`.
    Failure { what: String, message: String },
}

impl Outcome {
    /// The costs, of outcomes that have them.
    pub(super) fn cost(&self) -> Option<Cost> {
        match self {
            Self::Cost(cost) | Self::Generated { cost, .. } | Self::Built { cost, .. } => {
                Some(*cost)
            }
            Self::Microseconds(_) | Self::Failure { .. } => None,
        }
    }

    /// Why there is no result.
    pub(super) fn failure(&self) -> Option<&str> {
        match self {
            Self::Failure { what, .. } => Some(what),
            _ => None,
        }
    }
}

impl Results {
    /// Reads the file.
    pub(super) fn read(path: &Path) -> Result<Self> {
        let text =
            fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
        serde_json::from_str(&text)
            .with_context(|| format!("{} is not what `cargo xtask bench` writes", path.display()))
    }

    /// Writes the file.
    pub(super) fn write(&self, path: &Path) -> Result<()> {
        let text = serde_json::to_string_pretty(self)? + "\n";
        fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))
    }

    /// Adds the sections of earlier results that are not measured again.
    ///
    /// # Errors
    ///
    /// Fails if the earlier figures are from another machine or from other versions of the other
    /// programs: they cannot stand in one table with new ones.
    pub(super) fn keep(&mut self, earlier: Self, again: &[Kind]) -> Result<()> {
        let Self { machine, versions, mut sections } = earlier;
        sections.retain(|kind, _| !again.contains(kind));
        if sections.is_empty() {
            return Ok(());
        }
        if machine != self.machine {
            bail!("the file has figures of another machine: measure everything, without --only");
        }
        let mut names = versions.keys().chain(self.versions.keys());
        let other = |it: &&String| *it != OURS && versions.get(*it) != self.versions.get(*it);
        if let Some(name) = names.find(other) {
            bail!(
                "the file has figures of another version of {name}: measure everything, without --only"
            );
        }
        self.sections.append(&mut sections);
        Ok(())
    }

    /// The figures of a kind; none if it was not measured.
    pub(super) fn figures(&self, kind: Kind) -> &[Figure] {
        self.sections.get(&kind).map_or(&[], |it| it.figures.as_slice())
    }
}

/// The subjects of figures, each once, in order.
pub(super) fn subjects(figures: &[Figure]) -> Vec<&str> {
    distinct(figures.iter().map(|it| it.subject.as_str()))
}

/// The tools of figures, each once, in order.
pub(super) fn tools(figures: &[Figure]) -> Vec<&str> {
    distinct(figures.iter().map(|it| it.tool.as_str()))
}

fn distinct<'f>(names: impl Iterator<Item = &'f str>) -> Vec<&'f str> {
    let mut distinct = Vec::new();
    for name in names {
        if !distinct.contains(&name) {
            distinct.push(name);
        }
    }
    distinct
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// Figures of every kind, and a failure.
    pub(in crate::bench) fn sample() -> Results {
        let cost = Cost { processor: 1.25, wall: 0.75, memory: 150_000_000 };
        let figure = |tool: &str, subject: &str, outcome| Figure {
            tool: tool.to_owned(),
            subject: subject.to_owned(),
            bytes: Some(3_000_000),
            outcome,
        };
        let failure = || Outcome::Failure {
            what: "refuses the document".to_owned(),
            message: "a | b".to_owned(),
        };
        let figures = |kind| match kind {
            Kind::Generation => vec![
                figure(OURS, "OpenAI", Outcome::Generated { lines: 100_200, cost }),
                figure("other", "OpenAI", failure()),
            ],
            Kind::Check | Kind::Release | Kind::Growth => {
                vec![
                    figure(OURS, "OpenAI", Outcome::Cost(cost)),
                    figure("other", "OpenAI", failure()),
                ]
            }
            Kind::Weight => vec![figure(OURS, "a program", Outcome::Built { crates: 61, cost })],
            Kind::Calls => vec![
                figure(OURS, "A call", Outcome::Microseconds(51.0)),
                figure(super::super::calls::BY_HAND, "A call", Outcome::Microseconds(45.5)),
            ],
        };
        let section = |kind| Section {
            date: "2026-11-22".to_owned(),
            commit: "0123abc".to_owned(),
            runs: 3,
            figures: figures(kind),
        };
        Results {
            machine: Machine {
                processor: "A processor".to_owned(),
                cores: 2,
                memory: 24,
                system: "Linux".to_owned(),
            },
            versions: [("other".to_owned(), "1.0".to_owned())].into(),
            sections: Kind::ALL.map(|it| (it, section(it))).into(),
        }
    }

    #[test]
    fn the_file_gives_the_same_figures_again() -> Result<()> {
        let path = std::env::temp_dir().join(format!("bench-{}.json", std::process::id()));
        sample().write(&path)?;
        let read = Results::read(&path);
        fs::remove_file(&path)?;
        assert_eq!(read?, sample());
        Ok(())
    }

    #[test]
    fn figures_are_kept_only_from_the_same_machine_and_versions() -> Result<()> {
        let new = || Results { sections: BTreeMap::new(), ..sample() };
        let mut results = new();
        results.keep(sample(), &[Kind::Check])?;
        let kinds: Vec<_> = results.sections.into_keys().collect();
        assert_eq!(
            kinds,
            Kind::ALL.into_iter().filter(|it| *it != Kind::Check).collect::<Vec<_>>()
        );
        let mut other = sample();
        other.machine.cores = 64;
        assert!(new().keep(other, &[Kind::Check]).is_err());
        let mut other = sample();
        other.versions.clear();
        let error = new().keep(other, &[Kind::Check]).err().map(|it| it.to_string());
        assert!(error.is_some_and(|it| it.contains("another version of other")));
        let mut other = sample();
        other.machine.cores = 64;
        new().keep(other, &Kind::ALL)
    }
}
