//! Shared code of the benchmarks: plain types for the same data, and the comparison.

use std::{io::Write, time::Duration};

use rustix::time::{ClockId, clock_gettime};

#[allow(dead_code, reason = "decoding is all that is done with them")]
pub(crate) mod plain;

/// One of the two implementations to compare.
pub(crate) type Way<'a> = &'a mut dyn FnMut();

/// Prints the ratio of the processor time of `ours` to that of `theirs`, as the median of many rounds.
/// The two alternate, so that other load on the machine affects both.
pub(crate) fn compare(what: &str, ours: Way<'_>, theirs: Way<'_>) {
    const ROUNDS: usize = 201;
    // `cargo test --benches` only checks that the benchmark runs.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    let measured = |way: Way<'_>| {
        let start = processor();
        way();
        processor().saturating_sub(start).as_secs_f64()
    };
    let (mut our_times, mut their_times) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        our_times.push(measured(ours));
        their_times.push(measured(theirs));
    }
    let (ours, theirs) = (median(our_times), median(their_times));
    let _ = writeln!(
        std::io::stdout(),
        "{what}: {:.2} × the processor time of the plain way ({:.1} µs to {:.1} µs)",
        ours / theirs,
        ours * 1e6,
        theirs * 1e6,
    );
}

/// The processor time of this thread, in user and kernel mode.
fn processor() -> Duration {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    Duration::try_from(time).expect("a positive time")
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
