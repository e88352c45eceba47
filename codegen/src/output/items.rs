//! Where the generated files have an item of the public surface.

use std::collections::BTreeMap;

/// The file and the line of an item, `types::Container.status`.
pub(super) fn locate(files: &BTreeMap<String, String>, item: &str) -> Option<(String, usize)> {
    let (folder, path) = match item.split_once("::") {
        Some(("types", path)) => ("src/types/", path),
        Some(("resources", path)) => ("src/resources/", path),
        _ => ("src/client.rs", item),
    };
    let mut parts = path.split(['.', ':']).filter(|it| !it.is_empty());
    let owner = parts.next()?;
    let part = parts.next();
    let files = files.iter().filter(|(path, _)| path.starts_with(folder));
    files.into_iter().find_map(|(path, text)| Some((path.clone(), line(text, owner, part)?)))
}

/// The line of a type, or of a part of it.
fn line(text: &str, owner: &str, part: Option<&str>) -> Option<usize> {
    let starts = ["struct", "enum", "type"].map(|word| format!("pub {word} {owner}"));
    let is_word_end =
        |after: &str| !after.starts_with(|it: char| it.is_alphanumeric() || it == '_');
    let is_start = |line: &str| {
        starts.iter().any(|start| line.strip_prefix(start.as_str()).is_some_and(is_word_end))
    };
    let lines = || text.lines().enumerate();
    let (start, _) = lines().find(|(_, line)| is_start(line))?;
    let Some(part) = part else { return Some(start + 1) };
    let heads = [
        format!("pub r#{part}: "),
        format!("pub {part}: "),
        format!("pub fn {part}("),
        format!("pub fn r#{part}("),
        format!("{part},"),
        format!("{part}("),
        format!("set_{part}("),
    ];
    let is_part = |line: &str| heads.iter().any(|head| line.trim_start().starts_with(head));
    let found = lines().skip(start).find(|(_, line)| is_part(line));
    Some(found.map_or(start, |(index, _)| index) + 1)
}
