//! The machine that measures, and the time.

use std::{fs, process::Command, thread};

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};

use crate::workspace::workspace;

/// What the figures depend on, besides the programs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Machine {
    pub(crate) processor: String,
    pub(crate) cores: usize,
    /// The memory, in GiB.
    pub(crate) memory: u64,
    pub(crate) system: String,
}

impl Machine {
    /// This machine. It must run Linux.
    pub(crate) fn this() -> Result<Self> {
        let kernel = read("/proc/sys/kernel/osrelease")?;
        let memory = field(&read("/proc/meminfo")?, "MemTotal")?;
        let kibibytes: u64 = memory.trim_end_matches(" kB").parse().context("/proc/meminfo")?;
        Ok(Self {
            processor: field(&read("/proc/cpuinfo")?, "model name")?,
            cores: thread::available_parallelism()?.get(),
            memory: kibibytes.div_ceil(1 << 20),
            system: format!("{}, Linux {}", distribution(), version(&kernel)),
        })
    }
}

/// The name of the distribution, by os-release(5).
fn distribution() -> String {
    let text = fs::read_to_string("/etc/os-release").unwrap_or_default();
    let name = text.lines().find_map(|it| it.strip_prefix("PRETTY_NAME="));
    name.unwrap_or("unknown distribution").trim_matches('"').to_owned()
}

/// The first two numbers of the kernel's version; the rest says nothing about speed.
fn version(kernel: &str) -> String {
    kernel.trim().split('.').take(2).collect::<Vec<_>>().join(".")
}

fn read(path: &str) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("cannot read {path}: bench needs Linux"))
}

/// The value of `name: value` in a file of proc(5).
fn field(text: &str, name: &str) -> Result<String> {
    let values = text.lines().filter_map(|it| it.split_once(':'));
    let mut values = values.filter(|(key, _)| key.trim() == name);
    values.next().map(|it| it.1.trim().to_owned()).with_context(|| format!("no {name} in /proc"))
}

/// The day, in UTC: `2026-11-22`.
pub(super) fn today() -> Result<String> {
    said("date", &["-u", "+%F"])
}

/// The version of the compiler.
pub(super) fn rustc() -> Result<String> {
    let said = said("rustc", &["--version"])?;
    Ok(said.trim_start_matches("rustc ").to_owned())
}

/// The commit of this repository.
pub(super) fn commit() -> Result<String> {
    said("git", &["rev-parse", "--short=7", "HEAD"])
}

/// The first line that a program prints.
pub(super) fn said(program: &str, arguments: &[&str]) -> Result<String> {
    let output = Command::new(program).args(arguments).current_dir(workspace()).output();
    let output = output.with_context(|| format!("cannot run {program}"))?;
    if !output.status.success() {
        bail!("{program} {} failed", arguments.join(" "));
    }
    let text = String::from_utf8_lossy(&output.stdout);
    Ok(text.lines().next().unwrap_or_default().trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_of_proc_is_found_by_its_whole_name() -> Result<()> {
        let text = "model\t\t: 17\nmodel name\t: A processor\n";
        assert_eq!(field(text, "model name")?, "A processor");
        assert!(field(text, "name").is_err());
        Ok(())
    }
}
