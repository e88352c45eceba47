//! Properties of all names: a document may have any name in any place. Its crate is generated, every file is
//! Rust, and no scope has a name twice. `compiled/names.rs` compiles a few of these crates.
//!
//! The names are the same in every run. `PROPTEST_CASES` sets how many documents are tried, and
//! `PROPTEST_RNG_SEED` sets other names.

pub(crate) mod document;
mod scopes;
pub(crate) mod words;

use bessemer_codegen::{Config, Document, Output, generate};
use proptest::{
    collection::vec,
    prelude::*,
    sample::select,
    test_runner::{Config as Settings, RngSeed, TestError, TestRunner},
};

use self::words::{known, prefixes, suffixes};

/// A name: one that is known to cause trouble, two of them, one like those of the generator, or any text.
fn name() -> impl Strategy<Value = String> {
    let between = select(vec!["", "_", "-", " ", ".", "$", "/"]);
    prop_oneof![
        6 => select(known()),
        2 => "\\PC{0,6}",
        2 => (select(known()), between, select(known())).prop_map(|(a, b, c)| a + b + &c),
        2 => (select(known()), select(suffixes())).prop_map(|(a, b)| a + b),
        1 => (select(prefixes()), select(known())).prop_map(|(a, b)| a.to_owned() + &b),
        1 => select(known()).prop_map(|it| it.to_uppercase()),
        1 => (select(known()), 0..4u8).prop_map(|(a, b)| format!("{a}{b}")),
    ]
}

/// Names that differ.
fn names() -> impl Strategy<Value = Vec<String>> {
    vec(name(), 1..14).prop_map(|mut names| {
        let mut seen = std::collections::BTreeSet::new();
        names.retain(|it| seen.insert(it.clone()));
        names
    })
}

fn crate_of(names: &[String], config: &str) -> Result<Output, TestCaseError> {
    let text = document::document(names).to_string();
    let config = Config::parse("names.toml", config.as_bytes());
    let config = config.map_err(|it| TestCaseError::fail(format!("the configuration: {it}")))?;
    let output = Document::parse("names.json", text).and_then(|it| generate(&it, &config));
    output.map_err(|it| TestCaseError::fail(format!("it is refused: {it}")))
}

/// Checks the properties of one document.
fn check(names: &[String]) -> Result<(), TestCaseError> {
    let output = crate_of(names, &document::config(names))?;
    prop_assert_eq!(output.census().skipped, 0, "operations are left out: {}", output.warnings());
    for (path, code) in output.files().filter(|(path, _)| path.ends_with(".rs")) {
        let file = syn::parse_file(code)
            .map_err(|it| TestCaseError::fail(format!("{path} is not Rust: {it}\n{code}")))?;
        let repeated = scopes::repeated(path, &file);
        prop_assert!(repeated.is_empty(), "{}", repeated.join("\n"));
    }
    Ok(())
}

/// Names that were wrong once.
#[test]
fn names_that_were_wrong() {
    for names in [
        // A header of the configuration and a credential.
        &["as", "async"][..],
        &["timeout"],
        &["api", "regions"],
        // Marks that cannot be the first character of a name.
        &["priv", "\u{c47}\u{1daad}{𞹟ⵈ"],
        &["list", "?\u{9d7}.ං", "$"],
        &["\u{11300}", "b"],
        // A method and a parameter whose name has no capitals.
        &["한"],
        &["1", "straße", "strasse"],
        // A property and a credential whose names get an underscore.
        &["a", "2fa", "b"],
        &["self", "crate", "_", "super"],
        // Security schemes whose names are those of other setters.
        &["a", "b", "c", "oauth2", "oauth2_client_credentials", "oauth2_provider"],
    ] {
        let names: Vec<String> = names.iter().map(|it| (*it).to_owned()).collect();
        check(&names).unwrap_or_else(|it| panic!("{names:?}: {it}"));
    }
}

#[test]
fn every_name_is_unique_in_its_scope() {
    let mut settings = Settings { failure_persistence: None, ..Settings::default() };
    if std::env::var_os("PROPTEST_CASES").is_none() {
        settings.cases = 32;
    }
    if settings.rng_seed == RngSeed::Random {
        settings.rng_seed = RngSeed::Fixed(20_261_121);
    }
    let mut runner = TestRunner::new(settings);
    match runner.run(&names(), |names| check(&names)) {
        Ok(()) => {}
        Err(TestError::Fail(why, names)) => panic!("the names {names:?}: {why}"),
        Err(TestError::Abort(why)) => panic!("{why}"),
    }
}
