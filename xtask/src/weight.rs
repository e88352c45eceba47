//! `cargo xtask weight`: compares the build costs of a program that uses the generated crate with
//! those of the same program with another client.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, ExitCode},
};

use anyhow::{Context, Result, bail};

use bessemer::report;

use crate::{
    cost::{self, Cost, Finished},
    workspace::workspace,
};

/// The highest allowed ratio of our build costs to those of the other client.
const LIMIT: f64 = 0.7;
/// The version of `async-openai` that we compare with.
pub(crate) const ASYNC_OPENAI: &str = "0.43.0";

/// A program and the client crate that it depends on.
pub(crate) struct Program {
    name: &'static str,
    dependencies: String,
    /// The expression in `main`.
    call: &'static str,
}

/// The flags of the command.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// How often each program is built; the medians count
    #[arg(long, default_value_t = 3, value_name = "NUMBER", value_parser = clap::value_parser!(u8).range(1..))]
    runs: u8,
}

pub(crate) fn run(args: &Args) -> Result<ExitCode> {
    let [(_, ours), (_, theirs)] =
        weigh([Program::ours(), Program::async_openai()], args.runs.into())?;
    let (wall, processor) = (ours.wall / theirs.wall, ours.processor / theirs.processor);
    report::say(&format!("ratio: wall {wall:.2}, processor {processor:.2}, at most {LIMIT}"));
    Ok(if processor <= LIMIT { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Builds each program several times. The programs take turns, so that other load on the machine affects all of
/// them. Returns for each program the number of its crates, and the medians of the costs.
pub(crate) fn weigh<const N: usize>(
    programs: [Program; N],
    runs: usize,
) -> Result<[(usize, Cost); N]> {
    let mut builds = [const { Vec::new() }; N];
    for _ in 0..runs {
        for (program, builds) in programs.iter().zip(&mut builds) {
            builds.push(program.build()?);
        }
    }
    let mut figures = [(0, Cost::default()); N];
    for (builds, figure) in builds.iter().zip(&mut figures) {
        let costs: Vec<_> = builds.iter().map(|it| it.1).collect();
        let median = cost::median(&costs).context("a program is built at least once")?;
        *figure = (builds.first().map_or(0, |it| it.0), median);
    }
    Ok(figures)
}

impl Program {
    /// With the generated crate.
    pub(crate) fn ours() -> Self {
        let path = workspace().join("generated");
        Self {
            name: "ours",
            dependencies: format!("openai-containers = {{ path = {path:?} }}"),
            call: "openai_containers::Client::new(\"sk-weight\").expect(\"a key\")\
                   .containers().retrieve(\"cntr_1\")",
        }
    }

    pub(crate) fn async_openai() -> Self {
        Self {
            name: "async-openai",
            dependencies: format!(
                "async-openai = {{ version = \"={ASYNC_OPENAI}\", default-features = false, \
                 features = [\"container\", \"rustls\"] }}"
            ),
            call: "async_openai::Client::new().containers().retrieve(\"cntr_1\")",
        }
    }

    /// Without a client: `reqwest` and a JSON value.
    pub(crate) fn by_hand() -> Self {
        Self {
            name: "reqwest",
            dependencies: "reqwest = { version = \"0.13\", default-features = false, \
                           features = [\"json\", \"rustls\"] }\nserde_json = \"1\""
                .to_owned(),
            call: "async { reqwest::get(\"https://api.openai.com/v1/containers/cntr_1\").await?\
                   .json::<serde_json::Value>().await }",
        }
    }

    /// Builds the program from scratch in release mode. Returns the number of its crates, and the costs.
    fn build(&self) -> Result<(usize, Cost)> {
        let folder = workspace().join("target/weight").join(self.name);
        self.write(&folder).with_context(|| format!("cannot write {}", folder.display()))?;
        // Downloads come first, so that they do not count.
        cargo(&folder, &["fetch", "--quiet"])?;
        let Finished { said, cost, .. } = cargo(&folder, &["build", "--release", "--offline"])?;
        let is_compiling = |it: &&str| it.trim_start().starts_with("Compiling");
        let crates = said.lines().filter(is_compiling).count();
        let Cost { wall, processor, .. } = cost;
        let name = self.name;
        report::say(&format!(
            "{name}: {crates} crates, {wall:.1} s, {processor:.1} s on processors"
        ));
        Ok((crates, cost))
    }

    fn write(&self, folder: &Path) -> Result<()> {
        if folder.exists() {
            fs::remove_dir_all(folder)?;
        }
        fs::create_dir_all(folder.join("src"))?;
        let Self { name, dependencies, call } = self;
        let manifest = format!(
            "[package]\nname = \"{name}-program\"\nedition = \"2024\"\n\n[workspace]\n\n[dependencies]\n\
             {dependencies}\ntokio = {{ version = \"1\", features = [\"macros\", \"rt\"] }}\n"
        );
        fs::write(folder.join("Cargo.toml"), manifest)?;
        let main = format!(
            "#[tokio::main(flavor = \"current_thread\")]\nasync fn main() {{\n    \
             println!(\"{{:?}}\", {call}.await);\n}}\n"
        );
        Ok(fs::write(folder.join("src/main.rs"), main)?)
    }
}

/// Runs cargo on a program, with the target folder inside the program's folder.
fn cargo(folder: &Path, arguments: &[&str]) -> Result<Finished> {
    let target: PathBuf = folder.join("target");
    let mut command = Command::new("cargo");
    command.args(arguments).current_dir(folder).env("CARGO_TARGET_DIR", target);
    let finished = cost::run(command)?;
    if !finished.status.success() {
        bail!("cargo {} failed:\n{}", arguments.join(" "), finished.said);
    }
    Ok(finished)
}
