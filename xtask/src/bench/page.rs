//! The tables of `docs/benchmarks.md`.

use std::collections::BTreeMap;

use anyhow::{Result, bail};

use super::{
    calls::BY_HAND,
    results::{Figure, Kind, Outcome, Results, tools},
    tool::OURS,
    units,
};

/// A part of the page.
struct Part {
    name: &'static str,
    /// The plots above the table: what they show, and their files.
    plots: &'static [(&'static str, &'static str)],
    table: String,
}

/// The page with new plots and tables, each between `<!-- bench NAME -->` and `<!-- end NAME -->`.
pub(super) fn renew(page: &str, results: &Results) -> Result<String> {
    let part = |name, plots, table| Part { name, plots, table };
    let mut parts =
        vec![part("machine", &[][..], machine(results)), part("failures", &[], failures(results))];
    for kind in Kind::ALL {
        let (name, plots, table) = measured(kind, results);
        let is_measured = !results.figures(kind).is_empty();
        let (plots, table) =
            if is_measured { (plots, table) } else { (&[][..], "Not measured yet.\n".to_owned()) };
        parts.push(part(name, plots, table));
    }
    let mut page = page.to_owned();
    for Part { name, plots, table } in parts {
        let (start, end) = (format!("<!-- bench {name} -->\n"), format!("<!-- end {name} -->"));
        let halves = page.split_once(&start);
        let Some((before, (_, after))) = halves.and_then(|it| Some((it.0, it.1.split_once(&end)?)))
        else {
            bail!(
                "docs/benchmarks.md has no lines `{}` and `{end}`, in this order",
                start.trim_end()
            )
        };
        let plots: String =
            plots.iter().map(|(what, file)| format!("![{what}](benchmarks/{file})\n\n")).collect();
        page = format!("{before}{start}\n{plots}{table}\n{end}{after}");
    }
    Ok(page)
}

/// The name of a kind on the page, its plots and its table.
fn measured(
    kind: Kind,
    results: &Results,
) -> (&'static str, &'static [(&'static str, &'static str)], String) {
    match kind {
        Kind::Generation => (
            "generation",
            &[
                ("Processor time and memory for generating a crate", "generation.svg"),
                ("Lines of the generated crates", "lines.svg"),
            ],
            generation(results),
        ),
        Kind::Check => (
            "check",
            &[("Processor time and memory of cargo check", "check.svg")],
            compilation(results, kind),
        ),
        Kind::Release => (
            "release",
            &[("Processor time and memory of cargo build --release", "release.svg")],
            compilation(results, kind),
        ),
        Kind::Weight => (
            "weight",
            &[("Processor time and number of crates of a small program", "weight.svg")],
            weight(results),
        ),
        Kind::Calls => (
            "calls",
            &[("Time of calls and of decoding, compared with code by hand", "calls.svg")],
            calls(results),
        ),
        Kind::Growth => (
            "growth",
            &[("Processor time and memory over the size of the document", "growth.svg")],
            growth(results),
        ),
    }
}

/// A table. Columns from `numbers` on are aligned to the right.
fn table(head: &[&str], numbers: usize, rows: Vec<Vec<String>>) -> String {
    let line = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
    let head: Vec<String> = head.iter().map(|it| (*it).to_owned()).collect();
    let rule = |column: usize| if column < numbers { "---|" } else { "--:|" };
    let rules: String = (0..head.len()).map(rule).collect();
    let rows: String = rows.iter().map(|it| line(it)).collect();
    format!("{}|{rules}\n{rows}", line(&head))
}

fn machine(results: &Results) -> String {
    let machine = &results.machine;
    let mut rows = vec![
        vec!["processor".to_owned(), format!("{}, {} cores", machine.processor, machine.cores)],
        vec!["memory".to_owned(), format!("{} GiB", machine.memory)],
        vec!["system".to_owned(), machine.system.clone()],
    ];
    rows.extend(results.versions.iter().map(|it| vec![it.0.clone(), it.1.clone()]));
    // Kinds that were measured together share a row.
    let mut measured: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (kind, section) in &results.sections {
        let when = format!("{}, commit {}", section.date, section.commit);
        measured.entry(when).or_default().push(format!("{kind:?}").to_lowercase());
    }
    rows.extend(
        measured
            .into_iter()
            .map(|(when, kinds)| vec![format!("measured: {}", kinds.join(", ")), when]),
    );
    table(&["", ""], 2, rows)
}

/// Processor time, wall time and memory; or the reason why there are none.
fn costs(outcome: &Outcome) -> Vec<String> {
    match outcome.cost() {
        Some(cost) => vec![
            units::seconds(cost.processor),
            units::seconds(cost.wall),
            units::bytes(cost.memory),
        ],
        None => vec![why(outcome), String::new(), String::new()],
    }
}

fn why(outcome: &Outcome) -> String {
    outcome.failure().unwrap_or("not measured").to_owned()
}

fn rows(figures: &[Figure], cells: impl Fn(&Outcome) -> Vec<String>) -> Vec<Vec<String>> {
    let row = |it: &Figure| {
        let mut row = vec![it.subject.clone(), it.tool.clone()];
        row.extend(cells(&it.outcome));
        row
    };
    figures.iter().map(row).collect()
}

fn generation(results: &Results) -> String {
    let cells = |it: &Outcome| {
        let mut cells = costs(it);
        cells.push(match it {
            Outcome::Generated { lines, .. } => units::count(*lines),
            _ => String::new(),
        });
        cells
    };
    let head = ["document", "generator", "processor time", "wall time", "peak memory", "lines"];
    table(&head, 2, rows(results.figures(Kind::Generation), cells))
}

fn compilation(results: &Results, kind: Kind) -> String {
    let head = ["document", "crate of", "processor time", "wall time", "peak memory"];
    table(&head, 2, rows(results.figures(kind), costs))
}

fn weight(results: &Results) -> String {
    let row = |it: &Figure| {
        let crates = match &it.outcome {
            Outcome::Built { crates, .. } => units::count(*crates),
            _ => String::new(),
        };
        let mut row = vec![it.tool.clone(), crates];
        row.extend(costs(&it.outcome));
        row
    };
    let head = ["program with", "crates", "processor time", "wall time", "peak memory"];
    table(&head, 1, results.figures(Kind::Weight).iter().map(row).collect())
}

fn calls(results: &Results) -> String {
    let figures = results.figures(Kind::Calls);
    let time = |tool: &str, subject: &str| {
        figures.iter().find(|it| it.tool == tool && it.subject == subject).and_then(|it| {
            let Outcome::Microseconds(time) = it.outcome else { return None };
            Some(time)
        })
    };
    let row = |it: &Figure| {
        let ours = time(OURS, &it.subject)?;
        let theirs = time(BY_HAND, &it.subject)?;
        let ratio = format!("{:.2}", ours / theirs);
        let (ours, theirs) = (units::microseconds(ours), units::microseconds(theirs));
        Some(vec![it.subject.clone(), ours, theirs, ratio])
    };
    let rows = figures.iter().filter(|it| it.tool == OURS).filter_map(row).collect();
    table(&["", OURS, "by hand", "ratio"], 1, rows)
}

/// A row for each document, a column for each tool.
fn growth(results: &Results) -> String {
    let figures = results.figures(Kind::Growth);
    let mut rows: Vec<Vec<String>> = Vec::new();
    for figure in figures {
        if rows.last().is_none_or(|it| it[0] != figure.subject) {
            let bytes = figure.bytes.map(units::bytes).unwrap_or_default();
            rows.push(vec![figure.subject.clone(), bytes]);
        }
        let cost = figure.outcome.cost();
        let text = |it: crate::cost::Cost| {
            format!("{}, {}", units::seconds(it.processor), units::bytes(it.memory))
        };
        if let Some(row) = rows.last_mut() {
            row.push(cost.map_or_else(|| why(&figure.outcome), text));
        }
    }
    let head: Vec<&str> = ["document", "size"].into_iter().chain(tools(figures)).collect();
    table(&head, 1, rows)
}

/// What the tools say about the documents and crates without a result.
fn failures(results: &Results) -> String {
    let mut rows = Vec::new();
    for (kind, section) in &results.sections {
        for figure in section.figures.iter().filter(|_| *kind != Kind::Growth) {
            let Outcome::Failure { what, message } = &figure.outcome else { continue };
            let said = message.replace('`', "'").replace('|', "\\|");
            let row = vec![figure.tool.clone(), figure.subject.clone(), what.clone()];
            let row =
                [row, vec![if said.is_empty() { said } else { format!("`{said}`") }]].concat();
            if !rows.contains(&row) {
                rows.push(row);
            }
        }
    }
    table(&["generator", "document", "result", "message"], 4, rows)
}

#[cfg(test)]
mod tests {
    use super::{super::results::tests::sample, *};

    const NAMES: [&str; 8] =
        ["machine", "generation", "check", "release", "weight", "calls", "growth", "failures"];

    #[test]
    fn the_tables_are_renewed_and_the_text_stays() -> Result<()> {
        let page: String = NAMES
            .map(|it| format!("Text.\n\n<!-- bench {it} -->\nold\n<!-- end {it} -->\n"))
            .concat();
        let renewed = renew(&page, &sample())?;
        assert_eq!(renewed, renew(&renewed, &sample())?);
        assert!(renewed.contains("](benchmarks/growth.svg)"), "{renewed}");
        let nothing = Results { sections: BTreeMap::new(), ..sample() };
        assert_eq!(renew(&page, &nothing)?.matches("Not measured yet.").count(), Kind::ALL.len());
        assert_eq!(renewed.matches("Text.\n").count(), NAMES.len());
        assert!(!renewed.contains("old"));
        for row in [
            "| OpenAI | Bessemer | 1.25 s | 0.75 s | 150 MB | 100,200 |",
            "| OpenAI | other | refuses the document |  |  |  |",
            "| A call | 51 µs | 46 µs | 1.12 |",
            "| OpenAI | 3.0 MB | 1.25 s, 150 MB | refuses the document |",
            "| other | OpenAI | refuses the document | `a \\| b` |",
        ] {
            assert!(renewed.contains(row), "{row} is missing in:\n{renewed}");
        }
        Ok(())
    }

    #[test]
    fn a_page_without_a_place_is_an_error() {
        let error = renew("<!-- end machine -->", &sample()).err().map(|it| it.to_string());
        assert!(error.is_some_and(|it| it.contains("<!-- bench machine -->")));
    }
}
