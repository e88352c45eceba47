//! Names: a document with odd names in every place that has names compiles without a warning.
//!
//! `NAMES_SECONDS` continues with more crates, and `NAMES_SEED` sets the first seed. Each seed makes two
//! crates, which one run of cargo checks: one with all names of [`known`], and one with random names.

use std::{
    fs,
    path::Path,
    process::Command,
    time::{Duration, Instant},
};

use bessemer_codegen::{Config, Document, Runtime, generate};
use fastrand::Rng;
use serde_json::{Map, Value, json};

use crate::support::root;

/// Names that mean something in Rust, in the macros of the runtime, or in the generated crate: keywords,
/// crates and modules, the prelude, types and macros of the runtime, metavariables and locals of macros
/// and of generated functions. Then names that only case and separators tell apart, and ones that start
/// with digits or are not ASCII.
const WORDS: &str = "as async await break const continue crate dyn else enum extern false fn for if impl in \
    let loop match mod move mut pub ref return self Self static struct super trait true type unsafe use \
    where while abstract become box do final gen macro override priv try typeof unsized virtual yield \
    auto default macro_rules raw safe union 'static r#type _ __ \
    std core alloc runtime serde tokio bytes http types resources client prelude testing blocking custom \
    lib main build test json \
    Option Some None Result Ok Err Vec String Box Default Clone Copy Debug Iterator IntoIterator From Into \
    Send Sync Drop ToString PartialEq Eq Hash Fn str bool i32 u8 usize f64 char \
    Error Client ClientBuilder Request Response Page Extra RawJson Secret Operation Server Location Text \
    UnixTime DateTime Date Unknown object string_enum setters request list modules \
    name value field ty item items data page more last id end start token url error reader writer extra \
    additional_properties body builder result index key text this other f fmt new clone eq hash drop into \
    from send query header timeout path method args limit after has_more next status unknown as_str \
    VALUES variant \
    foo Foo FOO foo_ _foo foo-bar foo_bar fooBar FooBar \
    2fa 20200301 0 007 -1 +1 1.5 3d v1 2020-03-01 1e5 \
    grünstrom Straße 日本語 ñandú Ω élan e\u{301}lan ﬁeld 🚀 привет ⅷ";
/// Names with signs, and none.
const SIGNS: &str = "|$|@type|$ref|x-y|a.b|a/b|a[b]|a[]|{a}|\"|\\|'|a b|a\tb|#|%20|&|=|?|*|<T>|//|/*|*/|`|\
    a:b|::|foo bar| ";

/// All of them.
fn known() -> Vec<String> {
    let names = WORDS.split_whitespace().chain(SIGNS.split('|'));
    names.map(str::to_owned).collect()
}

#[test]
fn every_name_compiles_in_every_place() {
    let number = |name| std::env::var(name).ok().and_then(|it| it.parse::<u64>().ok());
    let time = Duration::from_secs(number("NAMES_SECONDS").unwrap_or_default());
    let mut seed = number("NAMES_SEED").unwrap_or_default();
    let started = Instant::now();
    loop {
        compiles(seed);
        seed += 1;
        if started.elapsed() >= time {
            break;
        }
    }
}

fn compiles(seed: u64) {
    let mut random = Rng::with_seed(seed);
    let mut known = known();
    // What stands beside what depends on the seed.
    random.shuffle(&mut known);
    let other: Vec<String> = (0..60).map(|_| name(&mut random)).collect();
    let workspace = root().join("target/names");
    let _ = fs::remove_dir_all(&workspace);
    for (package, names) in [("names-known", &known), ("names-random", &other)] {
        write(&document(names), package, &workspace.join(package), seed);
    }
    fs::copy(root().join("Cargo.lock"), workspace.join("Cargo.lock")).expect("a lock file");
    let manifest = "[workspace]\nresolver = \"3\"\nmembers = [\"names-known\", \"names-random\"]\n\n\
                    [workspace.lints.rust]\nwarnings = \"deny\"\n";
    fs::write(workspace.join("Cargo.toml"), manifest).expect("a writable folder");
    check(&workspace, seed);
}

/// A random name: letters, digits and signs, some of them far from ASCII.
fn name(random: &mut Rng) -> String {
    let signs: Vec<char> =
        "abzABZ019__-.$@ /[]{}'\"\\ßéÅñΩж日한🚀\u{301}\u{200d}²Ⅷ".chars().collect();
    let length = random.usize(1..9);
    let mut name: String = (0..length).map(|_| signs[random.usize(..signs.len())]).collect();
    if random.bool() {
        let known = known();
        name.insert_str(0, &known[random.usize(..known.len())]);
    }
    name
}

/// A document that has these names wherever there are names.
fn document(names: &[String]) -> Value {
    let text = json!({"type": "string"});
    let mut paths = Map::new();
    let mut schemas = Map::new();
    let mut schemes = Map::new();
    let unique = |map: &Map<String, Value>, name: &str| !map.contains_key(name);
    for (index, name) in names.iter().enumerate() {
        if unique(&schemas, name) {
            schemas.insert(name.clone(), component(names, index));
        }
        if unique(&schemes, name) && index % 8 == 0 {
            let scheme =
                json!({"type": "apiKey", "in": "header", "name": format!("X-Key-{index}")});
            schemes.insert(name.clone(), scheme);
        }
        let segment = name.replace(['/', '{', '}', '?', '#'], "");
        paths.insert(format!("/{segment}/n{index}"), operation(names, index, name));
    }
    let properties: Map<_, _> = names.iter().map(|it| (it.clone(), text.clone())).collect();
    let required: Vec<_> = names.iter().step_by(3).collect();
    let all = json!({"type": "object", "properties": properties, "required": required});
    paths.insert("/all".to_owned(), json!({"post": {
        "operationId": "all",
        "requestBody": {"required": true, "content": {"application/json": {"schema": all}}},
        "responses": {"200": {"description": "All.", "content": {"application/json": {"schema": all}}}},
    }}));
    json!({
        "openapi": "3.1.0",
        "info": {"title": "Names", "version": "1"},
        "servers": [server(names)],
        "tags": names.iter().map(|it| json!({"name": it, "description": it})).collect::<Vec<_>>(),
        "paths": paths,
        "components": {"schemas": schemas, "securitySchemes": schemes},
    })
}

/// A server with variables of some of the names, of which URLs can have.
fn server(names: &[String]) -> Value {
    let is_plain = |it: &&String| !it.is_empty() && !it.contains(['{', '}', '/', '?', '#']);
    let names: Vec<_> = names.iter().filter(is_plain).step_by(9).collect();
    let variables: Map<_, _> = names
        .iter()
        .map(|it| ((*it).clone(), json!({"default": "a", "enum": ["a", it]})))
        .collect();
    let places: String = variables.keys().map(|it| format!("/{{{it}}}")).collect();
    json!({"url": format!("https://example.com{places}"), "variables": variables})
}

/// A component: an object, an enum, a union by tag, or an alias.
fn component(names: &[String], index: usize) -> Value {
    let few = |step: usize| names.iter().cycle().skip(index).step_by(step).take(6);
    match index % 4 {
        0 => {
            let mut values: Vec<_> = few(1).collect();
            values.sort();
            values.dedup();
            json!({"type": "string", "enum": values})
        }
        1 => {
            let properties: Map<_, _> =
                few(2).map(|it| (it.clone(), json!({"type": ["string", "null"]}))).collect();
            json!({"type": "object", "title": names[index], "properties": properties})
        }
        2 => {
            let tag = &names[index];
            let mut words: Vec<_> = few(3).collect();
            words.sort();
            words.dedup();
            let variant = |word: &&String| json!({"type": "object", "required": [tag], "properties": {tag: {"const": word}, "size": {"type": "integer"}}});
            let variants: Vec<_> = words.iter().map(variant).collect();
            json!({"oneOf": variants, "discriminator": {"propertyName": tag}})
        }
        _ => json!({"type": "array", "items": {"type": "integer", "enum": [1, 2]}}),
    }
}

/// An operation whose id, tag, parameters, types and headers have some of the names.
fn operation(names: &[String], index: usize, name: &str) -> Value {
    let few = names.iter().cycle().skip(index).take(3);
    let is_token =
        |it: &str| !it.is_empty() && it.chars().all(|it| it.is_ascii_alphanumeric() || it == '-');
    let mut parameters = Vec::new();
    for (place, other) in few.clone().enumerate() {
        parameters.push(json!({
            "name": other, "in": "query", "required": place == 0, "schema": {"type": "string"},
        }));
        if is_token(other) {
            parameters.push(json!({"name": other, "in": "header", "schema": {"type": "integer"}}));
        }
    }
    let headers: Map<_, _> = few
        .filter(|it| is_token(it))
        .map(|it| (it.clone(), json!({"schema": {"type": "string"}})))
        .collect();
    let reference = name.replace('~', "~0").replace('/', "~1").replace('%', "%25");
    let schema = json!({"$ref": format!("#/components/schemas/{reference}")});
    let mut operation = json!({
        "operationId": format!("{name}{}", if index.is_multiple_of(2) { "" } else { "_it" }),
        "tags": [name],
        "parameters": parameters,
        "responses": {"200": {
            "description": "It.", "headers": headers, "content": {"application/json": {"schema": schema}},
        }},
    });
    if index.is_multiple_of(3) {
        let form = json!({"type": "object", "properties": {name: {"type": "string"}}});
        let media = ["application/json", "multipart/form-data"][index % 2];
        operation["requestBody"] = json!({"content": {media: {"schema": form}}});
        return json!({"post": operation});
    }
    json!({"get": operation})
}

fn write(document: &Value, package: &str, folder: &Path, seed: u64) {
    fs::create_dir_all(folder).expect("a writable folder");
    let text = serde_json::to_string_pretty(document).expect("JSON");
    fs::write(folder.join("api.json"), &text).expect("a writable folder");
    let config = Config::default()
        .with_package_name(package)
        .with_runtime(Runtime::Path("../../../runtime".to_owned()));
    let output = Document::parse("api.json", text.as_bytes())
        .and_then(|document| generate(&document, &config));
    let place = folder.display();
    let output = output.unwrap_or_else(|it| panic!("seed {seed}, {place}/api.json: {it}"));
    output.write(folder).expect("a writable folder");
    let manifest = folder.join("Cargo.toml");
    let text = fs::read_to_string(&manifest).expect("it was written");
    fs::write(manifest, text + "\n[lints]\nworkspace = true\n").expect("a writable folder");
}

/// The features of the resources of a crate: all are compiled, whatever is the default.
fn features(workspace: &Path, package: &str) -> Vec<String> {
    let manifest = workspace.join(package).join("Cargo.toml");
    let text = fs::read_to_string(manifest).expect("it was written");
    let features = text.lines().filter_map(|it| it.strip_suffix(" = []"));
    features.map(|feature| format!("{package}/{feature}")).collect()
}

fn check(workspace: &Path, seed: u64) {
    let features = ["names-known", "names-random"].map(|it| features(workspace, it)).concat();
    let output = Command::new(env!("CARGO"))
        .args(["check", "--workspace", "--no-default-features", "--offline", "--quiet"])
        .args(["--features", &features.join(","), "--target-dir"])
        .arg(root().join("target/compiled"))
        .current_dir(workspace)
        .output()
        .expect("cargo runs");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success() && said.trim().is_empty(),
        "seed {seed}: the crates in {} do not compile:\n{said}",
        workspace.display(),
    );
}
