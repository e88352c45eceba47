//! The plots, as SVG files.

mod bars;
mod canvas;
mod growth;

use anyhow::Result;

use self::bars::{Bar, Chart, Group};
use super::{
    results::{Figure, Kind, Outcome, Results, subjects},
    tool::OURS,
    units,
};

/// The plots by their file names. A plot without figures is left out.
pub(super) fn all(results: &Results) -> Result<Vec<(&'static str, String)>> {
    let charts = [
        ("openai.svg", &[Kind::Generation, Kind::Check][..], openai(results)),
        ("generation.svg", &[Kind::Generation][..], generation(results)),
        ("lines.svg", &[Kind::Generation][..], lines(results)),
        ("check.svg", &[Kind::Check][..], compilation(results, Kind::Check, "cargo check")),
        (
            "release.svg",
            &[Kind::Release][..],
            compilation(results, Kind::Release, "cargo build --release"),
        ),
        ("weight.svg", &[Kind::Weight][..], weight(results)),
        ("calls.svg", &[Kind::Calls][..], calls(results)),
    ];
    let mut plots = Vec::new();
    for (name, kinds, chart) in charts {
        if chart.groups.iter().any(|it| !it.bars.is_empty()) {
            plots.push((name, bars::draw(&chart, &footer(results, kinds))?));
        }
    }
    let grown = results.figures(Kind::Growth);
    if !grown.is_empty() {
        plots.push(("growth.svg", growth::draw(grown, &footer(results, &[Kind::Growth]))?));
    }
    Ok(plots)
}

/// The day, the machine, and the versions of the tools in a plot.
fn footer(results: &Results, kinds: &[Kind]) -> Vec<String> {
    let machine = &results.machine;
    let sections = kinds.iter().filter_map(|it| results.sections.get(it));
    let date = sections.clone().next().map_or("", |it| it.date.as_str());
    let version = |(name, version): (&String, &String)| {
        let is_used = name == "rustc"
            || sections.clone().any(|it| it.figures.iter().any(|it| it.tool == *name));
        is_used.then(|| format!("{name} {}", version.split(' ').next().unwrap_or_default()))
    };
    let versions: Vec<String> = results.versions.iter().filter_map(version).collect();
    vec![
        format!("{date}; {}, {} cores, {} GiB", machine.processor, machine.cores, machine.memory),
        versions.join(", "),
    ]
}

/// A bar for each figure, or the reason why there is none.
fn bars(figures: &[&Figure], of: fn(&Outcome) -> Option<f64>, text: fn(f64) -> String) -> Vec<Bar> {
    let bar = |it: &&Figure| {
        let length = of(&it.outcome);
        let failure = it.outcome.failure().unwrap_or("not measured").to_owned();
        Bar {
            label: it.tool.clone(),
            length,
            text: length.map_or(failure, text),
            is_ours: it.tool == OURS,
        }
    };
    figures.iter().map(bar).collect()
}

fn of_subject<'f>(figures: &'f [Figure], subject: &str) -> Vec<&'f Figure> {
    figures.iter().filter(|it| it.subject == subject).collect()
}

/// A subject and the size of its document: `OpenAI (3.0 MB)`.
fn sized(figures: &[&Figure], subject: &str) -> String {
    match figures.iter().find_map(|it| it.bytes) {
        Some(bytes) => format!("{subject} ({})", units::bytes(bytes)),
        None => subject.to_owned(),
    }
}

fn processor(outcome: &Outcome) -> Option<f64> {
    outcome.cost().map(|it| it.processor)
}

fn memory(outcome: &Outcome) -> Option<f64> {
    outcome.cost().map(|it| it.memory as f64)
}

fn bytes(value: f64) -> String {
    units::bytes(value as u64)
}

/// The plot of the README.
fn openai(results: &Results) -> Chart {
    let of = |kind| of_subject(results.figures(kind), "OpenAI");
    let (generated, checked) = (of(Kind::Generation), of(Kind::Check));
    Chart {
        title: sized(&generated, "A crate for OpenAI's whole API"),
        subtitle: "Processor time in seconds; shorter is better".to_owned(),
        groups: vec![
            Group {
                title: "Generate the crate".to_owned(),
                bars: bars(&generated, processor, units::seconds),
            },
            Group {
                title: "cargo check".to_owned(),
                bars: bars(&checked, processor, units::seconds),
            },
        ],
    }
}

fn generation(results: &Results) -> Chart {
    let figures = results.figures(Kind::Generation);
    let mut groups = Vec::new();
    for subject in subjects(figures) {
        let of = of_subject(figures, subject);
        let title = sized(&of, subject);
        groups.push(Group {
            title: format!("{title}: processor time"),
            bars: bars(&of, processor, units::seconds),
        });
        groups
            .push(Group { title: format!("{title}: peak memory"), bars: bars(&of, memory, bytes) });
    }
    Chart {
        title: "Generating a crate".to_owned(),
        subtitle: "Shorter is better".to_owned(),
        groups,
    }
}

fn lines(results: &Results) -> Chart {
    let figures = results.figures(Kind::Generation);
    let count = |it: &Outcome| match it {
        Outcome::Generated { lines, .. } => Some(*lines as f64),
        _ => None,
    };
    let group = |subject| {
        let of = of_subject(figures, subject);
        Group { title: sized(&of, subject), bars: bars(&of, count, |it| units::count(it as usize)) }
    };
    Chart {
        title: "Lines of the generated crate".to_owned(),
        subtitle: "Lines of the Rust files in `src/`; shorter is better".to_owned(),
        groups: subjects(figures).into_iter().map(group).collect(),
    }
}

fn compilation(results: &Results, kind: Kind, command: &str) -> Chart {
    let figures = results.figures(kind);
    let mut groups = Vec::new();
    for subject in subjects(figures) {
        let of = of_subject(figures, subject);
        groups.push(Group {
            title: format!("{subject}: processor time"),
            bars: bars(&of, processor, units::seconds),
        });
        groups.push(Group {
            title: format!("{subject}: peak memory"),
            bars: bars(&of, memory, bytes),
        });
    }
    Chart {
        title: format!("{command} of the generated crate"),
        subtitle: "Without dependencies, not incremental; shorter is better".to_owned(),
        groups,
    }
}

fn weight(results: &Results) -> Chart {
    let figures: Vec<_> = results.figures(Kind::Weight).iter().collect();
    let crates = |it: &Outcome| match it {
        Outcome::Built { crates, .. } => Some(*crates as f64),
        _ => None,
    };
    Chart {
        title: "A program with one call, built in release mode from nothing".to_owned(),
        subtitle: "With all dependencies; shorter is better".to_owned(),
        groups: vec![
            Group {
                title: "Processor time".to_owned(),
                bars: bars(&figures, processor, units::seconds),
            },
            Group {
                title: "Crates".to_owned(),
                bars: bars(&figures, crates, |it| units::count(it as usize)),
            },
        ],
    }
}

fn calls(results: &Results) -> Chart {
    let figures = results.figures(Kind::Calls);
    let time = |it: &Outcome| match it {
        Outcome::Microseconds(time) => Some(*time),
        _ => None,
    };
    let group = |subject: &str| Group {
        title: subject.to_owned(),
        bars: bars(&of_subject(figures, subject), time, units::microseconds),
    };
    Chart {
        title: "Calls and decoding, compared with code by hand".to_owned(),
        subtitle: "Code by hand drops unknown properties, Bessemer keeps them; shorter is better"
            .to_owned(),
        groups: subjects(figures).into_iter().map(group).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::{
        super::{calls::BY_HAND, results::tests::sample},
        *,
    };

    #[test]
    fn plots_contain_the_values_and_the_reasons_and_are_the_same_each_time() -> Result<()> {
        let plots = all(&sample())?;
        assert_eq!(plots, all(&sample())?);
        assert_eq!(plots.len(), 8);
        let text = |name: &str| plots.iter().find(|it| it.0 == name).map(|it| it.1.as_str());
        for (name, needed) in [
            (
                "openai.svg",
                ["1.25 s", "refuses the document", "2026-11-22; A processor, 2 cores, 24 GiB"],
            ),
            ("generation.svg", ["1.25 s", "150 MB", "OpenAI (3.0 MB)"]),
            ("lines.svg", ["100,200", "prefers-color-scheme: dark", "other 1.0"]),
            ("check.svg", ["1.25 s", "150 MB", "cargo check"]),
            ("release.svg", ["1.25 s", "150 MB", "cargo build --release"]),
            ("weight.svg", ["1.25 s", "61", OURS]),
            ("calls.svg", ["51 µs", "46 µs", BY_HAND]),
            ("growth.svg", ["Bessemer: 1 of 1 documents", "other: refuses the document", "10 MB"]),
        ] {
            let text = text(name).unwrap_or_default();
            for needed in needed {
                assert!(text.contains(needed), "{name} lacks {needed}:\n{text}");
            }
        }
        Ok(())
    }

    #[test]
    fn a_kind_that_was_not_measured_has_no_plot() -> Result<()> {
        let mut results = sample();
        results.sections.retain(|kind, _| *kind == Kind::Calls);
        let plots = all(&results)?;
        assert_eq!(plots.iter().map(|it| it.0).collect::<Vec<_>>(), ["calls.svg"]);
        Ok(())
    }
}
