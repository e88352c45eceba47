//! The files of a new workspace, from the templates in `templates/`.

use std::path::Path;

use anyhow::Result;
use bessemer_codegen::Runtime;

use super::{
    document::{Generated, Spec},
    files::Files,
    names::{MARK, Names},
};
use crate::{review, runtime::Source};

/// Writes all files that have a template, and the snapshot of the calls.
pub(super) fn write(
    names: &Names,
    spec: &Spec,
    source: &Source,
    document: &Generated,
    files: &mut Files,
) -> Result<()> {
    let root = Path::new(".");
    let config = spec.config();
    let values = [
        ("mark", MARK.to_owned()),
        ("name", names.krate.clone()),
        ("crate", names.rust()),
        ("generated", names.generated.clone()),
        ("xtask", names.xtask.clone()),
        ("tests", names.tests.clone()),
        ("spec", spec.path.clone()),
        ("config", config.clone()),
        ("runtime", runtime(&source.runtime(root))),
        ("bessemer", source.command(Path::new(&names.xtask))),
        ("example", example(document, "from_env").unwrap_or_default()),
        ("wire_test", wire_test(names, document)),
        ("calls", review::calls(&document.output)),
    ];
    let (xtask, tests) = (&names.xtask, &names.tests);
    let snapshot = "tests/snapshots/it__the_calls_are_as_reviewed.snap";
    for (path, template) in [
        ("bessemer.toml", include_str!("../../templates/bessemer.toml")),
        (&*config, include_str!("../../templates/config.toml")),
        (&*format!("{xtask}/Cargo.toml"), include_str!("../../templates/xtask.toml")),
        (&*format!("{xtask}/src/main.rs"), include_str!("../../templates/xtask.rs")),
        (&*format!("{tests}/Cargo.toml"), include_str!("../../templates/tests.toml")),
        (&*format!("{tests}/src/lib.rs"), include_str!("../../templates/tests_lib.rs")),
        (&*format!("{tests}/tests/it.rs"), include_str!("../../templates/tests.rs")),
        (&*format!("{tests}/{snapshot}"), include_str!("../../templates/calls.snap")),
        (".github/workflows/sdk.yml", include_str!("../../templates/workflow.yml")),
        (".github/workflows/review.yml", include_str!("../../templates/review.yml")),
        (".gitattributes", include_str!("../../templates/gitattributes")),
        (".gitignore", include_str!("../../templates/gitignore")),
        ("README.md", include_str!("../../templates/readme.md")),
    ] {
        files.write(path, filled(template, &values).as_bytes())?;
    }
    Ok(())
}

/// A template with `<<name>>` replaced by its value.
fn filled(template: &str, values: &[(&str, String)]) -> String {
    values.iter().fold(template.to_owned(), |text, (name, value)| {
        text.replace(&format!("<<{name}>>"), value)
    })
}

/// The value of `runtime` in `bessemer.toml`.
fn runtime(runtime: &Runtime) -> String {
    match runtime {
        Runtime::Path(path) => format!("{path:?}"),
        Runtime::Git { git, rev: None } => format!("{{ git = {git:?} }}"),
        Runtime::Git { git, rev: Some(rev) } => format!("{{ git = {git:?}, rev = {rev:?} }}"),
        Runtime::Registry { version } => format!("{{ version = {version:?} }}"),
    }
}

/// A test with a fake server, if the README of the crate has one.
fn wire_test(names: &Names, document: &Generated) -> String {
    let Some(body) = example(document, "FakeTransport") else { return String::new() };
    let indented = body.lines().map(|line| match line {
        "" => "\n".to_owned(),
        line => format!("    {line}\n"),
    });
    format!(
        "\n#[tokio::test]\nasync fn an_error_of_the_server_has_a_kind() -> Result<(), {}::Error> {{\n{}    \
         Ok(())\n}}\n",
        names.rust(),
        indented.collect::<String>(),
    )
}

/// The first example with a word in the README of the crate.
fn example(document: &Generated, word: &str) -> Option<String> {
    let (_, readme) = document.output.files().find(|(path, _)| *path == "README.md")?;
    let blocks = readme.split("```rust\n").skip(1).filter_map(|it| it.split_once("\n```"));
    blocks.map(|it| it.0.to_owned()).find(|it| it.contains(word))
}
