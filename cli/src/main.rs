//! The command `bessemer`.

use std::process::ExitCode;

fn main() -> ExitCode {
    bessemer::run("bessemer")
}
