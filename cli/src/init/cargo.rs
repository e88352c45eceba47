//! The workspace of cargo: its members, and the alias that runs the generator.

use anyhow::{Context, Result};
use toml_edit::{Array, DocumentMut, Item, Table, Value, value};

use super::{files::Files, names::Names};

/// Adds the packages to the workspace in `Cargo.toml`, or creates it.
pub(super) fn add_members(names: &Names, files: &mut Files) -> Result<()> {
    const PATH: &str = "Cargo.toml";
    let old = files.read(PATH)?;
    let mut document = parse(PATH, old.as_deref())?;
    let workspace = table(&mut document, "workspace")?;
    if old.is_none() {
        workspace.insert("resolver", value("3"));
    }
    let members = workspace.entry("members").or_insert(value(Array::new()));
    let members = members.as_array_mut().context("`workspace.members` is not an array")?;
    for folder in [&names.generated, &names.tests, &names.xtask] {
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
