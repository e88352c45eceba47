//! Any input gives either files or errors with a place.

#![no_main]

use bessemer_codegen::{Config, Document, generate};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let outcome = Document::parse("fuzz.yaml", bytes)
        .and_then(|document| generate(&document, &Config::default()));
    if let Err(diagnostics) = outcome {
        assert!(diagnostics.has_errors(), "failure without an error");
        assert!(diagnostics.iter().all(|it| it.place.is_some()), "{diagnostics}");
    }
});
