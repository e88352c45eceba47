//! What the files of codegen, the runtime and xtask may import, and how long they may be.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use super::{
    imports::{Imports, circles, imports},
    modules::Crate,
    sizes::{Limit, over},
};
use crate::support::{read_text, root};

const CRATES: [&str; 5] = [
    "cli/src/lib.rs",
    "codegen/src/lib.rs",
    "mock/src/lib.rs",
    "runtime/src/lib.rs",
    "xtask/src/main.rs",
];

/// The folders of `lower`, each of which may use only those before it. A file stands with the
/// folder of its name.
const LOWER: [&str; 9] =
    ["context", "text", "draft", "schemas", "client", "operations", "passes", "assign", ""];

/// Which stage of codegen may import which.
const STAGES: &[(&str, &[&str])] = &[
    ("case", &[]),
    ("pointer", &[]),
    ("tree", &["pointer"]),
    ("hash", &["tree"]),
    ("progress", &[]),
    ("threads", &[]),
    ("runtime", &[]),
    ("diagnostics", &["pointer"]),
    ("config", &["diagnostics", "hash", "pointer", "runtime", "source"]),
    ("source", &["diagnostics", "pointer", "threads", "tree"]),
    ("openapi", &["diagnostics", "pointer", "source", "threads", "tree"]),
    ("model", &["pointer", "runtime"]),
    ("names", &["model", "pointer"]),
    ("surface", &["model", "pointer"]),
    (
        "decided",
        &[
            "config",
            "diagnostics",
            "diff",
            "document",
            "emit",
            "examples",
            "lock",
            "lower",
            "model",
            "names",
            "output",
            "pointer",
            "progress",
            "surface",
            "threads",
            "tree",
        ],
    ),
    (
        "document",
        &["config", "diagnostics", "hash", "lock", "openapi", "pointer", "source", "tree"],
    ),
    ("find", &["diagnostics", "document", "names", "pointer", "surface"]),
    ("diff", &["hash", "lock", "model", "pointer", "surface", "tree"]),
    ("lock", &["case", "diagnostics", "hash", "model", "pointer", "source", "tree"]),
    (
        "lower",
        &[
            "case",
            "config",
            "diagnostics",
            "lock",
            "model",
            "openapi",
            "pointer",
            "runtime",
            "source",
            "threads",
            "tree",
        ],
    ),
    ("emit", &["case", "examples", "model", "runtime"]),
    ("examples", &["case", "lock", "model"]),
    (
        "output",
        &[
            "diagnostics",
            "emit",
            "hash",
            "lock",
            "model",
            "names",
            "pointer",
            "progress",
            "surface",
            "threads",
        ],
    ),
];

/// A crate of the workspace, by its root file.
fn read_crate(root_file: &str) -> Crate {
    let file = root().join(root_file);
    let folder = file.parent().expect("a folder").to_owned();
    let name = file.file_name().expect("a name").to_string_lossy().into_owned();
    Crate::read(&name, &|path: &Path| fs::read_to_string(folder.join(path)).ok())
}

#[test]
fn no_files_import_each_other_in_a_circle() {
    let mut found = Vec::new();
    for root in CRATES {
        let imports = imports(&read_crate(root));
        for circle in circles(&imports) {
            let mut text = format!("{root}:");
            for file in &circle {
                let to: Vec<_> = imports[file].iter().filter(|it| circle.contains(it)).collect();
                text.push_str(&format!("\n  {file} imports {to:?}"));
            }
            found.push(text);
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// The folder or file that a path starts with, within `prefix`.
fn part<'p>(path: &'p str, prefix: &str) -> Option<&'p str> {
    let rest = path.strip_prefix(prefix)?;
    Some(rest.split('/').next().unwrap_or(rest).trim_end_matches(".rs"))
}

/// The imports from one part to another that `allowed` refuses.
fn refused(
    imports: &Imports,
    part: impl Fn(&str) -> Option<String>,
    allowed: impl Fn(&str, &str) -> bool,
) -> Vec<String> {
    let mut found = Vec::new();
    for (from, files) in imports {
        for to in files {
            let (Some(a), Some(b)) = (part(from), part(to)) else { continue };
            if a != b && !allowed(&a, &b) {
                found.push(format!("{from} imports {to}"));
            }
        }
    }
    found
}

fn lower_part(path: &str) -> Option<String> {
    if path == "lower.rs" { Some(String::new()) } else { part(path, "lower/").map(str::to_owned) }
}

fn is_left_of(from: &str, to: &str) -> bool {
    let place = |part: &str| LOWER.iter().position(|it| *it == part);
    matches!((place(from), place(to)), (Some(from), Some(to)) if to < from)
}

#[test]
fn folders_of_lower_use_only_those_before_them() {
    let imports = imports(&read_crate("codegen/src/lib.rs"));
    let found = refused(&imports, lower_part, is_left_of);
    assert!(found.is_empty(), "{}", found.join("\n"));
}

fn stage(path: &str) -> Option<String> {
    part(path, "").filter(|it| *it != "lib").map(str::to_owned)
}

fn is_stage_allowed(from: &str, to: &str) -> bool {
    STAGES.iter().any(|(stage, allowed)| *stage == from && allowed.contains(&to))
}

#[test]
fn stages_of_codegen_use_only_what_the_list_allows() {
    let imports = imports(&read_crate("codegen/src/lib.rs"));
    let found = refused(&imports, stage, is_stage_allowed);
    assert!(found.is_empty(), "{}", found.join("\n"));
    let stages: BTreeSet<String> = imports.keys().filter_map(|it| stage(it)).collect();
    let listed: BTreeSet<String> = STAGES.iter().map(|(it, _)| (*it).to_owned()).collect();
    assert_eq!(stages, listed);
}

/// The source files below a folder, by their path from the root.
fn sources(folder: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut waiting = vec![PathBuf::from(folder)];
    while let Some(folder) = waiting.pop() {
        for entry in fs::read_dir(root().join(&folder)).expect("a folder") {
            let path = folder.join(entry.expect("an entry").file_name());
            if root().join(&path).is_dir() {
                waiting.push(path);
            } else if path.extension().is_some_and(|it| it == "rs") {
                found.push(path.to_string_lossy().replace('\\', "/"));
            }
        }
    }
    found.sort();
    found
}

#[test]
fn files_and_functions_are_short() {
    let limit = Limit { lines_of_file: 500, lines_of_function: 60, parameters: 5 };
    let mut found = Vec::new();
    for folder in ["cli/src", "codegen/src", "runtime/src", "xtask/src", "tests/tests", "tests/src"]
    {
        for path in sources(folder) {
            found.extend(over(&path, &read_text(&path), &limit));
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn every_source_file_is_named_in_the_architecture() {
    let text = read_text("ARCHITECTURE.md");
    let named: BTreeSet<&str> = text.split('`').skip(1).step_by(2).collect();
    let is_named = |path: &str| {
        let path = Path::new(path);
        // A folder of the same name as a file that is named holds its parts.
        path.ancestors().filter(|it| !it.as_os_str().is_empty()).any(|it| {
            let name = it.to_string_lossy().replace('\\', "/");
            let stem = name.trim_end_matches(".rs");
            [name.clone(), format!("{stem}.rs"), format!("{stem}/")]
                .iter()
                .any(|it| named.contains(it.as_str()))
        })
    };
    let all = ["cli/src", "codegen/src", "mock/src", "runtime/src", "xtask/src"]
        .into_iter()
        .flat_map(sources);
    let is_root = |it: &String| it.ends_with("src/lib.rs") || it.ends_with("src/main.rs");
    let lost: Vec<_> = all.filter(|it| !is_root(it) && !is_named(it)).collect();
    assert!(lost.is_empty(), "ARCHITECTURE.md names no row for {lost:#?}");
}

/// A crate of made-up files.
fn made_up(files: &[(&str, &str)]) -> Imports {
    imports(&Crate::read("lib.rs", &|path| {
        let path = path.to_string_lossy();
        files.iter().find(|(name, _)| *name == path).map(|(_, text)| (*text).to_owned())
    }))
}

#[test]
fn the_check_sees_circles_through_paths_and_reexports() {
    let reexport = made_up(&[
        ("lib.rs", "mod a; mod b; pub use b::inner::Deep;"),
        ("a.rs", "use crate::Deep; pub fn f(_: Deep) {}"),
        ("b.rs", "pub mod inner; fn g() { vec![crate::a::f]; }"),
        ("b/inner.rs", "pub struct Deep; fn h() { super::super::b::g2() }"),
    ]);
    assert_eq!(reexport["a.rs"].iter().collect::<Vec<_>>(), ["b/inner.rs"]);
    assert_eq!(reexport["b.rs"].iter().collect::<Vec<_>>(), ["a.rs"]);
    let circle = made_up(&[
        ("lib.rs", "mod a; mod b;"),
        ("a.rs", "use crate::b::{self, G}; pub struct F(G);"),
        ("b.rs", "pub struct G; impl G { fn f(_: &super::a::F) {} }"),
    ]);
    assert_eq!(circles(&circle), [["a.rs", "b.rs"]]);
    let tests = made_up(&[
        ("lib.rs", "mod a; mod b;"),
        ("a.rs", "pub struct F; #[cfg(test)] mod tests { use crate::b::G; }"),
        ("b.rs", "pub(crate) struct G(crate::a::F);"),
    ]);
    assert_eq!(circles(&tests), [[""; 0]; 0]);
}

#[test]
fn the_check_sees_folders_and_stages_that_reach_back() {
    let imports = made_up(&[
        ("lib.rs", "mod lower; mod emit; mod model;"),
        ("lower.rs", "mod draft; mod assign; use assign::A;"),
        ("lower/draft.rs", "use super::assign::A;"),
        ("lower/assign.rs", "pub struct A(crate::emit::E);"),
        ("emit.rs", "pub struct E(crate::model::M);"),
        ("model.rs", "pub struct M;"),
    ]);
    assert_eq!(
        refused(&imports, lower_part, is_left_of),
        ["lower/draft.rs imports lower/assign.rs"]
    );
    assert_eq!(refused(&imports, stage, is_stage_allowed), ["lower/assign.rs imports emit.rs"]);
}
