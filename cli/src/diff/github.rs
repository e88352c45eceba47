//! The changes as annotations of a pull request: workflow commands of GitHub Actions.

use std::path::Path;

use anyhow::Result;
use bessemer_codegen::{
    Output,
    diff::{Change, Group, Impact},
};

use super::{
    compared::Report,
    text::{code, side},
};
use crate::{paths, project::Project, revision};

/// How many annotations of one level GitHub shows for one step of a job.
const MAX_SHOWN: usize = 10;

/// One annotation for each group of changes in the document, and one in the crate.
pub(super) fn render(report: &Report, project: Option<&Project>) -> Result<String> {
    let prefix = project.map(|it| prefix(it.root())).unwrap_or_default();
    let crate_folder = project.map(|it| prefix.clone() + &paths::relative(it.root(), &it.out()));
    let output = match crate_folder {
        Some(_) => Some(report.new.model()?.output(&report.new.document)?),
        None => None,
    };
    let groups = report.comparison.groups();
    let [mut warnings, mut notices] = [0, 0];
    let mut lines = Vec::new();
    for group in &groups {
        let places = [
            in_document(report, group).map(|(file, line)| (format!("{prefix}{file}"), line)),
            in_crate(group, crate_folder.as_deref(), output.as_ref()),
        ];
        for place in places.into_iter().flatten() {
            let is_breaking = group.wire.max(group.source) == Impact::Breaking;
            let count = if is_breaking { &mut warnings } else { &mut notices };
            *count += 1;
            if *count <= MAX_SHOWN {
                lines.push(annotation(group, &place));
            }
        }
    }
    Ok(lines.join("\n"))
}

/// The place of a group in the new document. For an item that is gone, it is the nearest place that is
/// still there.
fn in_document(report: &Report, group: &Group<'_>) -> Option<(String, usize)> {
    let pointers: Vec<_> = group.changes.iter().map(|it| it.pointer.clone()).collect();
    let place = report.new.document.places(&pointers).into_iter().flatten().next()?;
    Some((place.file, place.line))
}

/// The place of a group in the new crate.
fn in_crate(
    group: &Group<'_>,
    folder: Option<&str>,
    output: Option<&Output>,
) -> Option<(String, usize)> {
    let is_there = |it: &&&Change| !it.is_gone;
    let mut items = group.changes.iter().filter(is_there);
    let (file, line) = items.find_map(|it| output?.locate(&it.item))?;
    Some((format!("{}/{file}", folder?), line))
}

fn annotation(group: &Group<'_>, (file, line): &(String, usize)) -> String {
    let impact = group.wire.max(group.source);
    let level = if impact == Impact::Breaking { "warning" } else { "notice" };
    let title = format!("{}{} ({})", impact.as_str(), side(group), code(group));
    format!(
        "::{level} file={},line={line},title={}::{}",
        property(file),
        property(&title),
        message(&group.text)
    )
}

/// The folder of the project in its repository, with a slash at the end; empty if it is the root, or if
/// there is no repository.
fn prefix(root: &Path) -> String {
    let prefix = revision::git(root, &["rev-parse", "--show-prefix"]).unwrap_or_default();
    String::from_utf8_lossy(&prefix).trim().to_owned()
}

/// The text of a command. Percent signs and line breaks are encoded.
fn message(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property of a command. A colon or a comma would end it.
fn property(text: &str) -> String {
    message(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_cannot_end_a_command_or_start_another() {
        let text = "100%\r\n::error file=a,line=1::b";
        assert_eq!(message(text), "100%25%0D%0A::error file=a,line=1::b");
        assert_eq!(property(text), "100%25%0D%0A%3A%3Aerror file=a%2Cline=1%3A%3Ab");
        assert_eq!(message("%0A"), "%250A");
    }
}
