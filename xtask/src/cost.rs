//! What a process costs: processor time, wall time and memory.

use std::{
    fs,
    io::{self, Read},
    process::{Command, ExitStatus, Stdio},
    time::Instant,
};

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use wait4::Wait4;

/// The costs of a process and of the processes that it started and waited for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Cost {
    /// Time on processors, in user and kernel mode, in seconds.
    pub(crate) processor: f64,
    /// Time from start to end, in seconds.
    pub(crate) wall: f64,
    /// The largest resident set of one of the processes, in bytes.
    pub(crate) memory: u64,
}

/// A process that has ended.
pub(crate) struct Finished {
    pub(crate) status: ExitStatus,
    /// Its standard output and standard error.
    pub(crate) said: String,
    pub(crate) cost: Cost,
}

/// Runs a command and waits for it.
///
/// # Errors
///
/// Fails if the command cannot be started. A command that fails is not an error: see `status`.
pub(crate) fn run(mut command: Command) -> Result<Finished> {
    let program = command.get_program().to_string_lossy().into_owned();
    let (mut reader, writer) = io::pipe()?;
    command.stdin(Stdio::null()).stdout(writer.try_clone()?).stderr(writer);
    // Linux counts the peak of this process as one of the new process, which shares its memory until it
    // runs its program. See clear_refs in proc(5): 5 resets the peak. Elsewhere there is no such file.
    let _ = fs::write("/proc/self/clear_refs", "5");
    let start = Instant::now();
    let mut child = command.spawn().with_context(|| format!("cannot run {program}"))?;
    // The reader ends when nobody can write any more, and `command` owns two writers.
    drop(command);
    let mut said = Vec::new();
    reader.read_to_end(&mut said)?;
    let used = child.wait4().with_context(|| format!("cannot wait for {program}"))?;
    Ok(Finished {
        status: used.status,
        said: String::from_utf8_lossy(&said).into_owned(),
        cost: Cost {
            processor: rounded((used.rusage.utime + used.rusage.stime).as_secs_f64()),
            wall: rounded(start.elapsed().as_secs_f64()),
            memory: used.rusage.maxrss,
        },
    })
}

/// Rounds seconds to tenths of a millisecond: more digits are noise.
fn rounded(seconds: f64) -> f64 {
    (seconds * 1e4).round() / 1e4
}

/// The medians of several runs, each of its own; `None` without runs.
pub(crate) fn median(costs: &[Cost]) -> Option<Cost> {
    Some(Cost {
        processor: middle(costs.iter().map(|it| it.processor), f64::total_cmp)?,
        wall: middle(costs.iter().map(|it| it.wall), f64::total_cmp)?,
        memory: middle(costs.iter().map(|it| it.memory), u64::cmp)?,
    })
}

/// The value in the middle; of an even number of values, the higher one of the two.
fn middle<T: Copy>(
    values: impl Iterator<Item = T>,
    order: fn(&T, &T) -> std::cmp::Ordering,
) -> Option<T> {
    let mut values: Vec<T> = values.collect();
    values.sort_by(order);
    values.get(values.len() / 2).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cost(processor: f64, wall: f64, memory: u64) -> Cost {
        Cost { processor, wall, memory }
    }

    #[test]
    fn each_median_is_taken_of_its_own_values() {
        let costs = [cost(3.0, 1.0, 20), cost(1.0, 2.0, 30), cost(2.0, 3.0, 10)];
        assert_eq!(median(&costs), Some(cost(2.0, 2.0, 20)));
        assert_eq!(median(&costs[..2]), Some(cost(3.0, 2.0, 30)));
        assert_eq!(median(&[]), None);
    }

    #[test]
    fn a_process_is_measured_and_its_output_kept() -> Result<()> {
        let mut command = Command::new("sh");
        command.args(["-c", "echo out; echo err >&2; exit 3"]);
        let finished = run(command)?;
        assert_eq!(finished.status.code(), Some(3));
        assert_eq!(finished.said, "out\nerr\n");
        assert!(finished.cost.memory > 0, "{:?}", finished.cost);
        Ok(())
    }

    #[test]
    fn a_command_that_does_not_exist_is_named() {
        let error = run(Command::new("no-such-program")).err().map(|it| it.to_string());
        assert_eq!(error.as_deref(), Some("cannot run no-such-program"));
    }
}
