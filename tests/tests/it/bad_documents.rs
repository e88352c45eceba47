//! Invalid documents: the diagnostics of each, with their places.

use std::collections::BTreeSet;

use bessemer_codegen::{Code, Config, Document, Severity, generate};
use insta::{assert_snapshot, glob};

use crate::support::{documents, generated};

#[test]
fn mistake() {
    glob!("../../diagnostics", "*.{yaml,json}", |path| {
        let name = path.file_name().expect("a file").to_string_lossy().into_owned();
        let diagnostics = match generated(&format!("tests/diagnostics/{name}")) {
            Ok(output) => output.warnings().clone(),
            Err(diagnostics) => diagnostics,
        };
        assert!(!diagnostics.is_empty(), "{name} is not bad");
        for diagnostic in diagnostics.iter() {
            let place =
                diagnostic.place.as_ref().unwrap_or_else(|| panic!("{name}: {diagnostic:?}"));
            assert!(place.line >= 1 && place.column >= 1, "{name}: {place:?}");
        }
        assert_snapshot!(diagnostics.render(false));
    });
}

/// `internal` is a bug in the generator, so no document causes it. `lock` is about `bessemer.lock`.
#[test]
fn every_code_has_a_document() {
    let of = |name: String| match generated(&format!("tests/diagnostics/{name}")) {
        Ok(output) => output.warnings().clone(),
        Err(diagnostics) => diagnostics,
    };
    let all: Vec<_> = documents("tests/diagnostics").into_iter().map(of).collect();
    let seen: BTreeSet<Code> = all.iter().flat_map(|it| it.iter()).map(|it| it.code).collect();
    let known =
        Code::ALL.iter().copied().filter(|code| ![Code::Internal, Code::Lock].contains(code));
    let missing: Vec<Code> = known.filter(|code| !seen.contains(code)).collect();
    assert_eq!(missing, []);
}

/// A problem in one operation does not affect the others.
#[test]
fn only_what_cannot_be_read_is_left_out() {
    let output = generated("tests/diagnostics/partly.yaml").expect("the rest is generated");
    let census = output.census();
    assert_eq!((census.operations, census.skipped, census.untyped), (6, 4, 1));
    let code: String = output.files().map(|(_, text)| text).collect();
    assert!(code.contains("pub fn list(") && code.contains("pub fn delete("), "{code}");
    assert!(!code.contains("pub fn adopt("), "{code}");
}

#[test]
fn bytes_that_are_not_utf_8_have_a_place() {
    let mut bytes = b"openapi: 3.0.3\ninfo: ".to_vec();
    bytes.extend([0xc3, 0x28, 0xff]);
    let diagnostics = Document::parse("binary.yaml", bytes).expect_err("not UTF-8");
    let place = diagnostics.iter().next().and_then(|it| it.place.clone()).expect("a place");
    assert_eq!((place.line, place.column), (2, 7));
}

#[test]
fn a_long_line_is_cut_around_the_place() {
    let long = "x".repeat(10_000_000);
    let text = format!("openapi: 3.0.3\ninfo: {{title: {long}, version: [1]}}\npaths: {{}}\n");
    let document = Document::parse("long.yaml", text.as_bytes()).expect("a document");
    let rendered = document.warnings().render(false);
    assert!(rendered.contains("long.yaml:2:10000017"), "{rendered}");
    assert!(rendered.len() < 1_000, "{} bytes", rendered.len());
}

#[test]
fn deep_nesting_is_an_error_and_not_a_stack_overflow() {
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
        let text = format!("{}1{}", open.repeat(100_000), close.repeat(100_000));
        let diagnostics = Document::parse("deep.json", text.as_bytes()).expect_err("too deep");
        assert!(diagnostics.has_errors());
    }
}

#[test]
fn every_prefix_of_the_fragment_gives_files_or_located_errors() {
    let text = crate::support::read("spec/containers.yaml");
    for end in (0..text.len()).step_by(97) {
        let outcome = Document::parse("prefix.yaml", &text[..end])
            .and_then(|document| generate(&document, &Config::default()));
        if let Err(diagnostics) = outcome {
            assert!(diagnostics.count(Severity::Error) > 0, "{end} bytes: no error");
            assert!(diagnostics.iter().all(|it| it.place.is_some()), "{end} bytes:\n{diagnostics}");
        }
    }
}
