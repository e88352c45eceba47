//! The workspace of cargo: its members, and the alias that runs the generator.

use std::{fs, path::Path};

use anyhow::{Context, Result, bail};
use glob::{MatchOptions, Pattern};
use toml_edit::{Array, DocumentMut, Item, Table, TableLike, Value, value};

use super::{files::Files, names::Names};

/// Refuses a folder whose packages are members of a workspace above it: no package can have two workspaces.
pub(super) fn refuse_members(root: &Path, names: &Names) -> Result<()> {
    let own = [&names.generated, &names.tests, &names.xtask].map(|it| root.join(it));
    for parent in root.ancestors().skip(1) {
        let manifest = parent.join("Cargo.toml");
        let Ok(text) = fs::read_to_string(&manifest) else { continue };
        let Ok(document) = text.parse::<DocumentMut>() else { continue };
        let workspace = document.get("workspace").and_then(Item::as_table_like);
        let Some(workspace) = workspace else { continue };
        let folders = own.iter().map(|it| it.as_path()).chain([root]);
        let mut folders = folders.filter_map(|it| it.strip_prefix(parent).ok());
        if let Some(member) = folders.find_map(|it| pattern_of(workspace, it)) {
            bail!(
                "this folder belongs to the workspace in {}, by `{member}` in `members`; run the command in the \
                 folder of that workspace, or add this folder to its `exclude`",
                manifest.display()
            )
        }
    }
    Ok(())
}

/// The pattern in `members` that makes the package in a folder a member of a workspace.
fn pattern_of(workspace: &dyn TableLike, folder: &Path) -> Option<String> {
    let listed = |key: &str| {
        let entries = workspace.get(key).and_then(Item::as_array).into_iter().flatten();
        entries.filter_map(Value::as_str)
    };
    let plain = |it: &str| it.trim_end_matches('/').trim_start_matches("./").to_owned();
    if listed("exclude").any(|it| folder.starts_with(plain(it))) {
        return None;
    }
    let options = MatchOptions { require_literal_separator: true, ..MatchOptions::new() };
    let matches =
        |it: &&str| Pattern::new(&plain(it)).is_ok_and(|it| it.matches_path_with(folder, options));
    listed("members").find(matches).map(str::to_owned)
}

/// Adds the packages to the workspace in `Cargo.toml`, or creates it.
pub(super) fn add_members(names: &Names, files: &mut Files) -> Result<()> {
    const PATH: &str = "Cargo.toml";
    let old = files.read(PATH)?;
    let mut document = parse(PATH, old.as_deref())?;
    let workspace = table(&mut document, "workspace")?;
    if old.is_none() {
        workspace.insert("resolver", value("3"));
    }
    let mut new = vec![&names.generated, &names.tests, &names.xtask];
    new.retain(|folder| pattern_of(workspace, Path::new(folder)).is_none());
    let members = workspace.entry("members").or_insert(value(Array::new()));
    let members = members.as_array_mut().context("`workspace.members` is not an array")?;
    for folder in new {
        // An excluded folder may be listed, too.
        if !members.iter().any(|it| it.as_str() == Some(folder)) {
            push(members, folder);
        }
    }
    save(PATH, old, &document, files)
}

/// Adds the alias to `.cargo/config.toml`, or creates it.
pub(super) fn add_alias(names: &Names, files: &mut Files) -> Result<()> {
    const PATH: &str = ".cargo/config.toml";
    let old = files.read(PATH)?;
    let mut document = parse(PATH, old.as_deref())?;
    let aliases = table(&mut document, "alias")?;
    if !aliases.contains_key(&names.xtask) {
        let command = format!("run --package {} --", names.xtask);
        aliases.insert(&names.xtask, value(command));
    }
    save(PATH, old, &document, files)
}

/// Adds an entry, on its own line if the others have their own.
fn push(members: &mut Array, folder: &str) {
    let trailing = members.trailing().as_str().unwrap_or_default().to_owned();
    // The last entry's comment is before the end of its line.
    let Some((comment, _)) = trailing.rsplit_once('\n') else { return members.push(folder) };
    let entry = Value::from(folder).decorated(format!("{comment}\n    "), "");
    members.push_formatted(entry);
    members.set_trailing("\n");
    members.set_trailing_comma(true);
}

fn parse(path: &str, text: Option<&str>) -> Result<DocumentMut> {
    text.unwrap_or_default().parse().with_context(|| format!("in {path}"))
}

fn table<'d>(document: &'d mut DocumentMut, key: &str) -> Result<&'d mut Table> {
    let item = document.entry(key).or_insert(Item::Table(Table::new()));
    item.as_table_mut().with_context(|| format!("`{key}` is not a table"))
}

fn save(path: &str, old: Option<String>, new: &DocumentMut, files: &mut Files) -> Result<()> {
    let text = new.to_string();
    if old.as_deref() == Some(text.as_str()) {
        return files.write(path, text.as_bytes());
    }
    files.put(path, text.as_bytes())
}
