//! The command `bessemer` as a library, so that `cargo xtask` of a workspace can run it.
//!
//! A workspace contains a package that runs the generator. Therefore everyone uses the version in the
//! `Cargo.lock` of the workspace. `bessemer init` creates this package:
//!
//! ```no_run
//! use std::process::ExitCode;
//!
//! fn main() -> ExitCode {
//!     bessemer::run("cargo xtask")
//! }
//! ```
//!
//! Tests use a [`Project`] to check that the generated crate is up to date:
//!
//! ```no_run
//! use bessemer::Project;
//!
//! let project = Project::find(env!("CARGO_MANIFEST_DIR").as_ref())?.expect("a bessemer.toml");
//! assert!(project.changes()?.is_empty(), "run `cargo xtask generate`");
//! # Ok::<(), bessemer::Error>(())
//! ```

mod accepted;
pub mod api;
pub mod callers;
mod causes;
pub mod check;
mod command;
mod counts;
pub mod diff;
pub mod explain;
pub mod generate;
mod init;
mod inputs;
mod json;
mod listings;
mod man;
#[cfg(feature = "mock")]
mod mock;
mod paths;
pub mod place;
mod plan;
mod progress;
mod project;
pub mod report;
mod review;
mod revision;
mod runtime;
mod stamps;
mod state;
pub mod upgrade;

pub use anyhow::Error;
pub use command::{exit_code, run};
pub use inputs::{Format, Inputs};
pub use plan::beside;
pub use project::Project;
