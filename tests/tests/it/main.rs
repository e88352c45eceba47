//! The tests that need more than one crate of the workspace, in one binary.

mod architecture;
mod bad_documents;
mod compiled;
mod config;
mod containers;
mod decoding;
mod deterministic;
mod driver;
mod errors;
mod events;
mod examples;
mod fake;
mod faults;
mod fixtures;
mod fresh;
mod fuzz;
mod memory;
mod obstacles;
mod output;
mod paging;
mod paths;
mod retry;
mod round_trip;
mod support;
mod taken_names;
mod wire;
