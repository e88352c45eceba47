//! `cargo xtask weight`: compares the build costs of a program that uses the generated crate with
//! those of the same program with another client.

use std::{
    fs,
    path::Path,
    process::{Command, ExitCode},
    time::Instant,
};

use anyhow::{Context, Result, bail};

use bessemer::report;

use crate::workspace::workspace;

/// The highest allowed ratio of our build costs to those of the other client.
const LIMIT: f64 = 0.75;

/// A program and the client crate that it depends on.
struct Program {
    name: &'static str,
    dependency: String,
    client: &'static str,
}

/// The costs of a build.
struct Cost {
    crates: usize,
    wall: f64,
    processor: f64,
}

pub(crate) fn run() -> Result<ExitCode> {
    let path = workspace().join("generated");
    let ours = Program {
        name: "ours",
        dependency: format!("openai-containers = {{ path = {path:?} }}"),
        client: r#"openai_containers::Client::new("sk-weight").expect("a key")"#,
    };
    let theirs = Program {
        name: "theirs",
        dependency: "async-openai = { version = \"0.43\", default-features = false, \
                     features = [\"container\", \"rustls\"] }"
            .to_owned(),
        client: "async_openai::Client::new()",
    };
    let (ours, theirs) = (ours.weigh()?, theirs.weigh()?);
    let (wall, processor) = (ours.wall / theirs.wall, ours.processor / theirs.processor);
    report::say(&format!("ratio: wall {wall:.2}, processor {processor:.2}, at most {LIMIT}"));
    Ok(if processor <= LIMIT { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

impl Program {
    /// Builds the program from scratch in release mode.
    fn weigh(&self) -> Result<Cost> {
        let folder = workspace().join("target/weight").join(self.name);
        self.write(&folder).with_context(|| format!("cannot write {}", folder.display()))?;
        // Downloads come first, so that they do not count.
        cargo(&folder, &["fetch", "--quiet"])?;
        let (start, before) = (Instant::now(), children()?);
        let said = cargo(&folder, &["build", "--release", "--offline"])?;
        let cost = Cost {
            crates: said.lines().filter(|line| line.trim_start().starts_with("Compiling")).count(),
            wall: start.elapsed().as_secs_f64(),
            processor: children()? - before,
        };
        let Cost { crates, wall, processor } = cost;
        let name = self.name;
        report::say(&format!(
            "{name}: {crates} crates, {wall:.1} s, {processor:.1} s on processors"
        ));
        Ok(cost)
    }

    fn write(&self, folder: &Path) -> Result<()> {
        if folder.exists() {
            fs::remove_dir_all(folder)?;
        }
        fs::create_dir_all(folder.join("src"))?;
        let Self { name, dependency, client } = self;
        let manifest = format!(
            "[package]\nname = \"{name}\"\nedition = \"2024\"\n\n[workspace]\n\n[dependencies]\n\
             {dependency}\ntokio = {{ version = \"1\", features = [\"macros\", \"rt\"] }}\n"
        );
        fs::write(folder.join("Cargo.toml"), manifest)?;
        let main = format!(
            "#[tokio::main(flavor = \"current_thread\")]\nasync fn main() {{\n    \
             let client = {client};\n    \
             println!(\"{{:?}}\", client.containers().retrieve(\"cntr_1\").await);\n}}\n"
        );
        Ok(fs::write(folder.join("src/main.rs"), main)?)
    }
}

/// Runs cargo on a program, with the target folder inside the program's folder. Returns the output.
fn cargo(folder: &Path, arguments: &[&str]) -> Result<String> {
    let mut command = Command::new("cargo");
    command.args(arguments).current_dir(folder).env("CARGO_TARGET_DIR", folder.join("target"));
    let output = command.output().context("cannot run cargo")?;
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    if !output.status.success() {
        bail!("cargo {} failed:\n{said}", arguments.join(" "));
    }
    Ok(said)
}

/// The processor time of all finished child processes, in seconds: the fields `cutime` and `cstime`
/// of proc(5), in hundredths of a second.
fn children() -> Result<f64> {
    let text = fs::read_to_string("/proc/self/stat").context("this command needs Linux")?;
    let fields = text.rsplit(')').next().unwrap_or_default().split_whitespace();
    let ticks = fields.skip(13).take(2).map(str::parse::<f64>).sum::<Result<f64, _>>()?;
    Ok(ticks / 100.0)
}
