//! Prints the Rust code blocks of pages as a Rust source: `cargo run -p pages -- docs/recipes/github.md`.
//! The source needs a type `Client` and a type `Outcome` around it, and a function `client` for blocks that
//! are not `no_run`.

mod blocks;

use std::{env, fs, io, io::Write};

fn main() -> io::Result<()> {
    let mut out = io::stdout().lock();
    for path in env::args().skip(1) {
        out.write_all(blocks::source(&path, &fs::read_to_string(&path)?).as_bytes())?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::blocks::{blocks, source};

    #[test]
    fn only_rust_blocks_are_compiled() {
        let page =
            "```sh\nls\n```\n\n```rust\nlet a = 1;\n```\n```rust,ignore\nb\n```\n```\nc\n```\n";
        assert_eq!(blocks(page).len(), 1);
        let expected = "// a.md, line 5\n#[tokio::test]\nasync fn line_5() -> super::Outcome {\n\
                        let client = super::client();\nlet a = 1;\nOk(())\n}\n";
        assert!(source("a.md", page).contains(expected), "{}", source("a.md", page));
    }

    #[test]
    fn items_are_a_module_and_hidden_lines_are_code() {
        let page = "```rust\n# use std::fmt;\nfn main() {}\n```\n```rust,no_run\nlet a = 1;\n```\n";
        let source = source("guide/a-b.md", page);
        assert!(source.contains("mod guide_a_b_md {\n"), "{source}");
        assert!(source.contains("mod line_1 {\nuse std::fmt;\nfn main() {}\n}\n"), "{source}");
        assert!(
            source.contains("\nasync fn line_5(client: super::Client) -> super::Outcome {\n"),
            "{source}"
        );
    }
}
