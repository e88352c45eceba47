//! The tests of the workspace that need more than one of its crates, in one binary.

mod architecture;
mod bad_documents;
mod compiled;
mod containers;
mod deterministic;
mod driver;
mod examples;
mod fixtures;
mod fresh;
mod output;
mod support;
mod wire;
