//! Writes the Rust code of the documentation into `pages.rs`, for the test of the same name.

#[path = "src/blocks.rs"]
mod blocks;

use std::{
    env, fs, io,
    path::{Path, PathBuf},
};

/// The pages whose code uses other crates: `tests/recipes/run` and `tests/programs/run` compile it.
const OTHERS: [&str; 4] = [
    "docs/recipes/github.md",
    "docs/recipes/openai.md",
    "docs/recipes/stripe.md",
    "docs/recipes/fastapi.md",
];

fn main() -> io::Result<()> {
    let root = PathBuf::from("../..");
    let mut pages = vec!["README.md".to_owned()];
    for folder in ["docs", "docs/guide", "docs/recipes"] {
        println!("cargo::rerun-if-changed=../../{folder}");
        pages.extend(pages_of(&root, folder)?);
    }
    pages.retain(|page| !OTHERS.contains(&page.as_str()));
    let mut source = String::new();
    for page in pages {
        println!("cargo::rerun-if-changed=../../{page}");
        source.push_str(&blocks::source(&page, &fs::read_to_string(root.join(&page))?));
    }
    let folder = env::var("OUT_DIR").map_err(io::Error::other)?;
    fs::write(Path::new(&folder).join("pages.rs"), source)
}

/// The Markdown files of a folder, in order.
fn pages_of(root: &Path, folder: &str) -> io::Result<Vec<String>> {
    let mut pages = Vec::new();
    for entry in fs::read_dir(root.join(folder))? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if name.ends_with(".md") {
            pages.push(format!("{folder}/{name}"));
        }
    }
    pages.sort();
    Ok(pages)
}
