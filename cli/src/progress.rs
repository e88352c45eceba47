//! Shows on a terminal how far a long generation is.

use std::{
    io::{IsTerminal, Write},
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::{Duration, Instant},
};

use bessemer_codegen::Progress;

/// After this time, the progress is shown.
const PATIENCE: Duration = Duration::from_secs(1);
/// The time between two updates.
const INTERVAL: Duration = Duration::from_millis(100);

/// Runs `work` and shows its progress in one line on standard error, if that is a terminal and the
/// work takes over a second. The line is removed at the end.
pub(crate) fn shown<T>(work: impl FnOnce(&Progress) -> T) -> T {
    let progress = Progress::default();
    if !std::io::stderr().is_terminal() {
        return work(&progress);
    }
    let is_done = AtomicBool::new(false);
    thread::scope(|scope| {
        let line = scope.spawn(|| show(&progress, &is_done));
        let _end = Ending { is_done: &is_done, line: line.thread() };
        work(&progress)
    })
}

/// Stops the line when the work ends, even by a panic.
struct Ending<'a> {
    is_done: &'a AtomicBool,
    line: &'a thread::Thread,
}

impl Drop for Ending<'_> {
    fn drop(&mut self) {
        self.is_done.store(true, Ordering::Release);
        self.line.unpark();
    }
}

fn show(progress: &Progress, is_done: &AtomicBool) {
    let started = Instant::now();
    let mut wait = PATIENCE;
    let mut is_shown = false;
    while !is_done.load(Ordering::Acquire) {
        thread::park_timeout(wait);
        if started.elapsed() >= PATIENCE && !is_done.load(Ordering::Acquire) {
            print(&line(progress, started.elapsed()));
            (wait, is_shown) = (INTERVAL, true);
        }
    }
    if is_shown {
        print("");
    }
}

/// `formatting: 120 of 640 files, 3 s`.
fn line(progress: &Progress, elapsed: Duration) -> String {
    let files = progress.files().map(|(done, total)| format!(" {done} of {total} files,"));
    let stage = progress.stage().as_str();
    format!("{stage}:{} {} s", files.unwrap_or_default(), elapsed.as_secs())
}

/// Replaces the line that the cursor is in.
fn print(line: &str) {
    let mut stderr = std::io::stderr();
    let _ = write!(stderr, "\r\x1b[2K{line}").and_then(|()| stderr.flush());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_names_stage_and_seconds() {
        let text = line(&Progress::default(), Duration::from_millis(2_700));
        assert_eq!(text, "reading: 2 s");
    }

    #[test]
    fn the_work_is_done_once() {
        let mut runs = 0;
        assert_eq!(
            shown(|_| {
                runs += 1;
                runs
            }),
            1
        );
    }
}
