//! The command `bessemer`.

use std::process::ExitCode;

use mimalloc::MiMalloc;

/// A generation is mostly many small allocations on all cores.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    bessemer::run("bessemer")
}
