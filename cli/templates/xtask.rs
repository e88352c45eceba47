//! `cargo <<xtask>> generate` writes the crate, `cargo <<xtask>> check` compares it with the document.

use std::process::ExitCode;

fn main() -> ExitCode {
    bessemer::run("cargo <<xtask>>")
}
