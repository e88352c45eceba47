//! Comparing the output with a folder, and writing it.

use std::{collections::BTreeSet, fs, io, path::Path};

use bessemer_codegen::{ChangeKind, Config, Document, Lock, Model, NameKind, Output, generate};

use crate::support::{Scratch, generated, load, root};

/// The names of the entries of a folder, sorted.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("readable");
    let name = |it: io::Result<fs::DirEntry>| it.expect("an entry").file_name().into_string();
    let mut names: Vec<String> = entries.map(|it| name(it).expect("UTF-8")).collect();
    names.sort();
    names
}

#[test]
fn every_kind_of_difference_is_reported_and_fixed() {
    let scratch = Scratch::new("output");
    let folder = scratch.path();
    let output = generated("spec/containers.yaml").expect("a valid document");
    let written = output.write(folder).expect("a writable folder");
    assert!(written.iter().all(|it| it.kind == ChangeKind::Missing));
    assert_eq!(output.compare(folder).expect("readable"), []);

    fs::create_dir_all(folder.join("examples")).expect("writable");
    fs::write(folder.join("examples/mine.rs"), "fn main() {}\n").expect("writable");
    fs::create_dir_all(folder.join("src/extra")).expect("writable");
    fs::write(folder.join("src/extra/stale.rs"), "\n").expect("writable");
    fs::remove_file(folder.join("README.md")).expect("it was written");
    let lib = folder.join("src/lib.rs");
    let text = fs::read_to_string(&lib).expect("it was written");
    fs::write(&lib, text.replace("mod client;", "mod kunde;")).expect("writable");

    let changes = output.compare(folder).expect("readable");
    let told: Vec<_> = changes.iter().map(|it| format!("{} {}", it.kind, it.path)).collect();
    assert_eq!(told, ["Missing README.md", "Stale src/extra/stale.rs", "Changed src/lib.rs"]);
    let ChangeKind::Changed { diff } = &changes[2].kind else { panic!("a diff") };
    assert!(diff.contains("-mod kunde;\n+mod client;\n"), "{diff}");

    assert_eq!(output.write(folder).expect("writable"), changes);
    assert_eq!(output.compare(folder).expect("readable"), []);
    assert!(folder.join("examples/mine.rs").exists(), "what is written by hand stays");
    assert!(!folder.join("src/extra").exists(), "an empty folder goes");
}

#[test]
fn programs_belong_to_the_generator_if_they_are_marked() {
    let scratch = Scratch::new("programs");
    let folder = scratch.path();
    let path = |name: &str| folder.join("examples").join(name);
    fs::create_dir_all(folder.join("examples")).expect("writable");
    fs::write(path("list.rs"), "fn main() {}\n").expect("writable");
    let output = generated("spec/containers.yaml").expect("a valid document");
    output.write(folder).expect("writable");
    assert_eq!(fs::read_to_string(path("list.rs")).expect("it stays"), "fn main() {}\n");
    assert_eq!(output.compare(folder).expect("readable"), []);

    let call = fs::read_to_string(path("call.rs")).expect("it was written");
    fs::write(path("call.rs"), call + "// edited\n").expect("writable");
    // A copy keeps the mark, but its name is not that of a generated program.
    fs::copy(path("errors.rs"), path("mine.rs")).expect("writable");
    let told = |output: &Output| {
        let changes = output.compare(folder).expect("readable").into_iter();
        changes.map(|it| format!("{} {}", it.kind, it.path)).collect::<Vec<_>>()
    };
    assert_eq!(told(&output), ["Changed examples/call.rs"]);
    output.write(folder).expect("writable");

    let (document, config) = load("spec/containers.yaml").expect("a valid document");
    let without = generate(&document, &config.with_examples(false)).expect("a crate");
    let stale: Vec<_> = told(&without).into_iter().filter(|it| it.starts_with("Stale")).collect();
    assert_eq!(
        stale,
        ["Stale examples/blocking.rs", "Stale examples/call.rs", "Stale examples/errors.rs"]
    );
    without.write(folder).expect("writable");
    assert!(!path("call.rs").exists() && path("list.rs").exists() && path("mine.rs").exists());
}

#[test]
fn tests_are_removed_and_written_only_if_they_are_marked() {
    let scratch = Scratch::new("tests");
    let file = scratch.path().join("tests/operations.rs");
    let (document, config) = load("docs/petstore.yaml").expect("a valid document");
    let without = generate(&document, &config).expect("a crate");
    let with = generate(&document, &config.with_tests("petstore.yaml")).expect("a crate");
    with.write(scratch.path()).expect("writable");
    assert!(file.exists());
    without.write(scratch.path()).expect("writable");
    assert!(!file.exists(), "generated tests of an earlier generation go");

    fs::create_dir_all(scratch.path().join("tests")).expect("writable");
    fs::write(&file, "// Mine.\n").expect("writable");
    without.write(scratch.path()).expect("writable");
    let error = with.write(scratch.path()).expect_err("a refusal").to_string();
    assert!(error.contains("operations.rs was not generated by bessemer; rename it"), "{error}");
    assert_eq!(fs::read_to_string(&file).expect("it stays"), "// Mine.\n");
}

#[test]
fn files_that_are_up_to_date_are_not_touched() {
    let scratch = Scratch::new("untouched");
    let output = generated("spec/containers.yaml").expect("a valid document");
    output.write(scratch.path()).expect("writable");
    let times = || {
        let modified =
            |(path, _)| fs::metadata(scratch.path().join(path)).and_then(|it| it.modified());
        output.files().map(modified).collect::<Result<Vec<_>, _>>().expect("readable")
    };
    let before = times();
    assert_eq!(output.write(scratch.path()).expect("writable"), []);
    assert_eq!(times(), before);
}

#[test]
fn a_crate_that_was_not_generated_is_not_overwritten() {
    let scratch = Scratch::new("foreign");
    fs::create_dir_all(scratch.path().join("src")).expect("writable");
    fs::write(scratch.path().join("src/lib.rs"), "//! Mine.\n").expect("writable");
    let output = generated("spec/containers.yaml").expect("a valid document");
    let error = output.write(scratch.path()).expect_err("a foreign crate");
    assert!(error.to_string().contains("was not generated"), "{error}");
    assert_eq!(
        fs::read_to_string(scratch.path().join("src/lib.rs")).expect("it stays"),
        "//! Mine.\n"
    );
    assert!(!scratch.path().join("Cargo.toml").exists());
}

#[test]
fn a_failed_write_leaves_the_folder_unchanged() {
    let scratch = Scratch::new("failing");
    // A file in the place of a folder makes writing fail halfway.
    fs::create_dir_all(scratch.path().join("src")).expect("writable");
    fs::write(scratch.path().join("src/types"), "in the way").expect("writable");
    let output = generated("spec/containers.yaml").expect("a valid document");
    output.write(scratch.path()).expect_err("it cannot be written");
    assert_eq!(names(scratch.path()), ["src"]);
    assert_eq!(names(&scratch.path().join("src")), ["types"]);
}

#[test]
fn a_failed_write_leaves_no_new_folder() {
    let scratch = Scratch::new("no-folder");
    fs::write(scratch.path().join("crates"), "in the way").expect("writable");
    let output = generated("spec/containers.yaml").expect("a valid document");
    output.write(&scratch.path().join("crates/a/b")).expect_err("it cannot be written");
    let folder = scratch.path().join("new");
    fs::create_dir_all(folder.join("src/lib.rs")).expect("writable");
    output.write(&folder).expect_err("a folder stands where a file has to be");
    let left: Vec<_> = fs::read_dir(&folder).expect("readable").collect();
    assert_eq!(left.len(), 1, "{left:?}");
}

#[test]
fn a_new_folder_has_only_the_files_of_the_crate() {
    let scratch = Scratch::new("new-folder");
    let output = generated("spec/containers.yaml").expect("a valid document");
    for name in ["parent/new", "slash/", "dot/."] {
        let folder = scratch.path().join(name);
        output.write(&folder).expect("writable");
        assert_eq!(output.compare(&folder).expect("readable"), []);
    }
    assert_eq!(names(scratch.path()), ["dot", "parent", "slash"]);
    assert_eq!(names(&scratch.path().join("parent")), ["new"]);
}

#[test]
fn every_listing_is_reported_with_its_kind_of_paging() {
    let output = generated("tests/obstacles/api.yaml").expect("a valid document");
    let listings = output.listings().iter().map(|it| (it.operation.as_str(), it.by));
    assert_eq!(
        listings.collect::<Vec<_>>(),
        [
            ("alloys.list", "offset"),
            ("charges.list", "page"),
            ("files.list", "token"),
            ("heats.list", "address"),
            ("heats.search", "address"),
            ("ladles.list", "last item"),
            ("moulds.list", "page"),
            ("moulds.castings.list", "link"),
            ("scrap.list", "link"),
            ("shifts.list", "token"),
        ]
    );
}

#[test]
fn every_operation_is_reported_with_its_call() {
    let output = generated("tests/obstacles/api.yaml").expect("a valid document");
    let calls = output.calls();
    let places = calls.iter().map(|it| (it.path.as_str(), it.method.as_str()));
    assert!(places.clone().is_sorted(), "{calls:?}");
    assert_eq!(places.collect::<BTreeSet<_>>().len(), calls.len(), "one of each operation");
    assert_eq!(calls.len(), output.census().operations - output.census().skipped);
    let code: String = output.files().map(|(_, text)| text).collect();
    for call in calls.iter().flat_map(|it| std::iter::once(&it.call).chain(&it.also)) {
        assert!(code.contains(&format!("\"{call}\"")), "{call} is the name of an operation");
    }
    let several = calls.iter().filter(|it| !it.also.is_empty());
    assert!(several.clone().count() > 0);
    for call in several {
        assert!(call.also.iter().all(|it| it.starts_with(&call.call)), "{call:?}");
    }
}

/// The crate of the containers with a hand-written module.
fn with_custom(text: &str) -> Output {
    let bytes = fs::read(root().join("spec/containers.yaml")).expect("readable");
    let document = Document::parse("spec/containers.yaml", bytes).expect("a valid document");
    let config = "[custom]\nstart = 'mine.rs'\n\
        [custom.dependencies]\nschemars = { version = '1', optional = true }\n\
        [custom.features]\nschemars = ['dep:schemars']\n";
    let load = |path: &str| match path {
        "mine.rs" => Ok(text.as_bytes().to_vec()),
        _ => Err("no such file".to_owned()),
    };
    let config = Config::parse_with("custom.toml", config.as_bytes(), load).expect("valid");
    generate(&document, &config).expect("a crate")
}

#[test]
fn a_hand_written_module_is_created_once_and_then_kept() {
    let scratch = Scratch::new("custom");
    let custom = scratch.path().join("src/custom.rs");
    with_custom("pub fn one() {}\n").write(scratch.path()).expect("writable");
    assert_eq!(fs::read_to_string(&custom).expect("it was started"), "pub fn one() {}\n");

    fs::write(&custom, "pub mod more;\n").expect("writable");
    fs::create_dir_all(scratch.path().join("src/custom")).expect("writable");
    fs::write(scratch.path().join("src/custom/more.rs"), "\n").expect("writable");
    let again = with_custom("pub fn two() {}\n");
    assert_eq!(again.compare(scratch.path()).expect("readable"), []);
    again.write(scratch.path()).expect("writable");
    assert_eq!(fs::read_to_string(&custom).expect("it is there"), "pub mod more;\n");

    let file = |path: &str| fs::read_to_string(scratch.path().join(path)).expect("readable");
    let lib = file("src/lib.rs");
    assert!(lib.contains("mod custom;\n") && lib.contains("pub use custom::*;\n"), "{lib}");
    let manifest = file("Cargo.toml");
    assert!(manifest.contains("\nschemars = [\"dep:schemars\"]\n"), "{manifest}");
    assert!(manifest.contains("\nschemars = { optional = true, version = \"1\" }\n"), "{manifest}");
}

#[test]
fn hand_written_code_is_kept_when_its_configuration_is_removed() {
    let scratch = Scratch::new("forgotten");
    with_custom("pub fn one() {}\n").write(scratch.path()).expect("writable");
    let without = generated("spec/containers.yaml").expect("a valid document");
    let error = without.write(scratch.path()).expect_err("a refusal").to_string();
    assert!(error.contains("src/custom.rs is written by hand; add `[custom]`"), "{error}");
    assert!(scratch.path().join("src/custom.rs").exists());
}

#[test]
fn a_start_that_cannot_be_read_is_an_error_with_a_place() {
    let load = |_: &str| Err("no such file".to_owned());
    let error = Config::parse_with("a.toml", b"[custom]\nstart = 'b.rs'\n", load);
    let text = error.expect_err("an error").render(false);
    assert!(text.contains("cannot read `b.rs`: no such file"), "{text}");
    assert!(text.contains("a.toml:2:1"), "{text}");
}

#[test]
fn every_name_is_told_with_what_it_names() {
    let (document, config) = load("tests/obstacles/api.yaml").expect("a valid document");
    let model = Model::of(&document, &config, &Lock::default()).expect("a model");
    let (names, output) = (model.names(), model.output(&document).expect("an output"));
    assert!(names.is_sorted());
    let of = |kind| names.iter().filter(move |it| it.kind == kind);
    let calls: BTreeSet<_> = of(NameKind::Call).map(|it| it.name.as_str()).collect();
    let told = output.calls().iter().flat_map(|it| std::iter::once(&it.call).chain(&it.also));
    assert_eq!(calls, told.map(String::as_str).collect());
    let types: BTreeSet<_> = of(NameKind::Type).map(|it| it.name.as_str()).collect();
    for kind in [NameKind::Field, NameKind::Variant] {
        assert!(of(kind).count() > 0);
        for entry in of(kind) {
            let ty = entry.name.split(['.', ':']).next().expect("a type");
            assert!(types.contains(ty), "{entry:?}");
        }
    }
}
