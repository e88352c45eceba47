//! `cargo xtask ci`: runs exactly the steps of CI.

use std::process::{Command, ExitCode};

use anyhow::{Context, Result};

use bessemer::report;

use crate::workspace::workspace;

/// A step: a command and additional environment variables.
struct Step {
    command: &'static [&'static str],
    environment: &'static [(&'static str, &'static str)],
}

const fn step(command: &'static [&'static str]) -> Step {
    Step { command, environment: &[] }
}

const STEPS: [Step; 8] = [
    step(&["cargo", "test", "--workspace"]),
    step(&["cargo", "xtask", "generate", "--check", "--strict"]),
    step(&["cargo", "fmt", "--all", "--check"]),
    step(&[
        "cargo",
        "clippy",
        "--workspace",
        "--all-targets",
        "--all-features",
        "--",
        "-D",
        "warnings",
    ]),
    Step {
        command: &["cargo", "doc", "--workspace", "--no-deps", "--all-features"],
        environment: &[("RUSTDOCFLAGS", "-D warnings")],
    },
    step(&["cargo", "xtask", "corpus", "tests/fixtures", "--lint"]),
    step(&[
        "cargo",
        "package",
        "--package=bessemer-runtime",
        "--package=bessemer-codegen",
        "--package=bessemer-mock",
        "--package=bessemer",
        "--package=openai-containers",
        "--no-verify",
        "--allow-dirty",
        "--quiet",
    ]),
    step(&["cargo", "deny", "check", "bans", "licenses", "sources"]),
];

pub(crate) fn run() -> Result<ExitCode> {
    for step in &STEPS {
        let line = line(step);
        report::complain(&format!("$ {line}"));
        let [program, arguments @ ..] = step.command else { continue };
        let status = Command::new(program)
            .args(arguments)
            .envs(step.environment.iter().copied())
            .current_dir(workspace())
            .status()
            .with_context(|| format!("cannot run `{line}`"))?;
        if !status.success() {
            report::complain(&format!("`{line}` failed"));
            return Ok(ExitCode::FAILURE);
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn line(step: &Step) -> String {
    let environment = step.environment.iter().map(|(name, value)| format!("{name}={value:?}"));
    let command = step.command.iter().map(|it| (*it).to_owned());
    environment.chain(command).collect::<Vec<_>>().join(" ")
}
