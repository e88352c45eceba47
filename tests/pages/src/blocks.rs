//! The Rust code blocks of Markdown pages as the source of a test.

use std::fmt::Write as _;

/// A Rust code block of a page.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Block {
    /// The line of the fence, from 1.
    line: usize,
    /// Whether it only has to compile: the fence is `rust,no_run`.
    no_run: bool,
    code: String,
}

/// The Rust code blocks of a page, without those of which the fence is `rust,ignore`.
pub(crate) fn blocks(page: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut open: Option<(Block, &str)> = None;
    for (number, text) in page.lines().enumerate() {
        match (&mut open, text.trim_start().strip_prefix("```")) {
            (None, Some(info)) => {
                let block = Block {
                    line: number + 1,
                    no_run: info.contains("no_run"),
                    code: String::new(),
                };
                open = Some((block, info));
            }
            (Some(_), Some("")) => {
                let is_rust = |info: &str| info.split(',').next() == Some("rust");
                let closed =
                    open.take().filter(|(_, info)| is_rust(info) && !info.contains("ignore"));
                blocks.extend(closed.map(|(block, _)| block));
            }
            (Some((block, _)), _) => {
                // In a page, `# ` hides a line of an example.
                block.code.push_str(text.strip_prefix("# ").unwrap_or(text));
                block.code.push('\n');
            }
            (None, None) => {}
        }
    }
    blocks
}

/// The source of a module with the blocks of a page. A block of items is a module. Any other block is the
/// body of an async function with the variable `client`, which is a test if the block may run: the function
/// `super::client` then creates the client.
pub(crate) fn source(name: &str, page: &str) -> String {
    let module: String = name
        .chars()
        .map(|it| if it.is_ascii_alphanumeric() { it.to_ascii_lowercase() } else { '_' })
        .collect();
    let allow = "#[allow(clippy::all, clippy::print_stdout, clippy::unwrap_used, dead_code, unreachable_pub, \
                 unused, reason = \"the code of a page is an example\")]";
    let mut out = format!("{allow}\nmod {module} {{\n");
    for Block { line, no_run, code } in blocks(page) {
        let _ = writeln!(out, "// {name}, line {line}");
        let _ = if syn::parse_file(&code).is_ok() {
            writeln!(out, "mod line_{line} {{\n{code}}}\n")
        } else if no_run {
            let head = format!("async fn line_{line}(client: super::Client) -> super::Outcome");
            writeln!(out, "{head} {{\n{code}Ok(())\n}}\n")
        } else {
            let head = format!("#[tokio::test]\nasync fn line_{line}() -> super::Outcome");
            writeln!(out, "{head} {{\nlet client = super::client();\n{code}Ok(())\n}}\n")
        };
    }
    out + "}\n"
}
