//! The code of `docs/recipes/openai.md`, which `tests/programs/run` writes into a file.
#![allow(dead_code, unused, reason = "the code is only compiled")]

use openai::Client;

type Outcome = Result<(), Box<dyn std::error::Error>>;

include!("../../../../target/programs/page.rs");
