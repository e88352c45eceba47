//! `bessemer.lock`: what was decided once stays.

mod additions;
mod calls;

use bessemer_codegen::{
    Config, Diagnostics, Document, Lock, Model, Output, generate, generate_with,
};
use serde_json::{Value, json};

use crate::support::{documents, load};

/// The lock of a generated crate.
fn lock(output: &Output) -> Lock {
    Lock::parse("bessemer.lock", file(output, "bessemer.lock").as_bytes()).expect("a valid lock")
}

fn file<'o>(output: &'o Output, path: &str) -> &'o str {
    output.files().find(|(it, _)| *it == path).map(|(_, text)| text).expect("a file")
}

/// All code, with each run of spaces as one.
fn code(output: &Output) -> String {
    let files = output.files().filter(|(path, _)| path.ends_with(".rs"));
    let words: Vec<&str> = files.flat_map(|(_, text)| text.split_whitespace()).collect();
    words.join(" ")
}

fn document(paths: Value, schemas: Value) -> Document {
    let text = json!({
        "openapi": "3.1.0",
        "info": {"title": "Pets", "version": "1"},
        "paths": paths,
        "components": {"schemas": schemas},
    });
    Document::parse("pets.json", text.to_string().as_bytes()).expect("a valid document")
}

fn config(text: &str) -> Config {
    Config::parse("pets.toml", text.as_bytes()).expect("a valid configuration")
}

/// The second document, generated with the lock of the first.
fn grown(old: &Document, new: &Document) -> Output {
    let old = generate(old, &Config::default()).expect("an output");
    let output = generate_with(new, &Config::default(), &lock(&old)).expect("an output");
    let again = generate_with(new, &Config::default(), &lock(&output)).expect("an output");
    assert!(output.files().eq(again.files()), "its own lock changes nothing");
    output
}

fn calls(output: &Output) -> Vec<String> {
    let all = output.calls().iter().flat_map(|it| std::iter::once(&it.call).chain(&it.also));
    all.cloned().collect()
}

fn answer(schema: Value) -> Value {
    json!({"description": "A pet.", "content": {"application/json": {"schema": schema}}})
}

fn body(schema: Value) -> Value {
    json!({"required": true, "content": {"application/json": {"schema": schema}}})
}

fn reference(name: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{name}")})
}

#[test]
fn the_same_document_with_its_own_lock_gives_the_same_bytes() {
    let fixtures =
        documents("tests/fixtures").into_iter().map(|name| format!("tests/fixtures/{name}"));
    let others = ["spec/containers.yaml", "tests/obstacles/api.yaml"].map(str::to_owned);
    for path in fixtures.chain(others) {
        let (document, config) = load(&path).expect("a valid document");
        let first = generate(&document, &config).expect("an output");
        let again = generate_with(&document, &config, &lock(&first)).expect("an output");
        for ((name, one), (_, other)) in first.files().zip(again.files()) {
            assert_eq!(one, other, "{path}: {name}");
        }
        assert!(first.files().eq(again.files()), "{path}");
    }
}

#[test]
fn a_method_stays_when_tag_title_id_and_order_change() {
    let pet = json!({"type": "object", "title": "Pet", "properties": {"name": {"type": "string"}}});
    let old = json!({
        "/pets": {"post": {"operationId": "pets/add", "tags": ["animals"],
            "requestBody": body(pet.clone()), "responses": {"200": answer(pet.clone())}}},
        "/owners": {"get": {"operationId": "owners/list", "responses": {"200": answer(json!({"type": "array", "items": pet}))}}},
    });
    let other =
        json!({"type": "object", "title": "Animal", "properties": {"name": {"type": "string"}}});
    let new = json!({
        "/owners": {"get": {"operationId": "listOwners", "responses": {"200": answer(json!({"type": "array", "items": other}))}}},
        "/pets": {"post": {"operationId": "createAnimal", "tags": ["zoo"],
            "requestBody": body(other.clone()), "responses": {"200": answer(other)}}},
    });
    let (old, new) = (document(old, json!({})), document(new, json!({})));
    let first = generate(&old, &Config::default()).expect("an output");
    let next = grown(&old, &new);
    assert_eq!(calls(&first), calls(&next));
    let model = |document, lock| Model::of(document, &Config::default(), lock).expect("a model");
    let (first, grown) = (model(&old, &Lock::default()), model(&new, &lock(&first)));
    let names = |model: &Model| model.names().into_iter().map(|it| it.name).collect::<Vec<_>>();
    assert_eq!(names(&first), names(&grown));
    assert_eq!(calls(&next), ["owners.list", "pets.add"]);
}

#[test]
fn a_call_stays_when_others_are_added() {
    let form =
        json!({"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}}});
    let text =
        json!({"description": "Text.", "content": {"text/plain": {"schema": {"type": "string"}}}});
    let old = json!({
        "/pets/{id}": {
            "parameters": [{"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}],
            "put": {"operationId": "putPet",
                "parameters": [{"name": "mode", "in": "query", "required": true, "schema": {"type": "string"}}],
                "requestBody": {"required": true, "content": {"multipart/form-data": {"schema": form}}},
                "responses": {"201": text}},
        },
    });
    let mut new = old.clone();
    let put = &mut new["/pets/{id}"]["put"];
    put["parameters"][0]["required"] = json!(false);
    put["requestBody"]["required"] = json!(false);
    put["requestBody"]["content"]["application/json"] = json!({"schema": form});
    put["responses"]["200"] = answer(form.clone());
    put["responses"]["204"] = json!({"description": "Nothing."});
    put["responses"]["201"]["content"]["application/json"] = json!({"schema": form});
    new["/pets/{id}"]["patch"] =
        json!({"operationId": "patchPet", "responses": {"200": answer(form)}});
    let (old, new) = (document(old, json!({})), document(new, json!({})));
    let first = generate(&old, &Config::default()).expect("an output");
    let next = grown(&old, &new);
    let known = calls(&next);
    assert!(calls(&first).iter().all(|it| known.contains(it)), "{known:?}");
    assert!(known.contains(&"pets.update_json".to_owned()), "{known:?}");
    let signature = |output: &Output| {
        let code = code(output);
        let start = code.find("pub fn update(").expect("a method");
        code[start..].split('{').next().map(str::to_owned)
    };
    assert_eq!(signature(&first), signature(&next));
    assert!(code(&next).contains("UpdatePet = Text,"));
}

#[test]
fn a_new_accessor_does_not_take_the_name_of_a_method() {
    let pet = json!({"200": answer(json!({"type": "string"}))});
    let old = json!({"/pets/{id}/cancel": {
        "parameters": [{"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}],
        "post": {"responses": pet}}});
    let mut new = old.clone();
    new["/pets/{id}/cancel/logs"] = json!({
        "parameters": [{"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}],
        "get": {"responses": pet}});
    let next = grown(&document(old, json!({})), &document(new, json!({})));
    assert!(calls(&next).contains(&"pets.cancel".to_owned()), "{:?}", calls(&next));
    assert_eq!(next.calls().len(), 2);
}

#[test]
fn an_inline_schema_that_becomes_a_component_keeps_its_old_name_as_an_alias() {
    let owner = json!({"type": "object", "properties": {"name": {"type": "string"}}});
    let pet = |owner: Value| json!({"type": "object", "properties": {"owner": owner}});
    let paths = json!({"/pets": {"get": {"operationId": "getPet", "responses": {"200": answer(reference("Pet"))}}}});
    let inline = document(paths.clone(), json!({"Pet": pet(owner.clone())}));
    let named = document(paths, json!({"Pet": pet(reference("Person")), "Person": owner}));
    let next = grown(&inline, &named);
    let text = code(&next);
    assert!(text.contains("pub struct Person {"), "{text}");
    assert!(text.contains("pub type PetOwner = Person;"), "{text}");
    assert!(!text.contains("#[deprecated"), "{text}");
    // And back: the type of the place is called as before.
    let back = code(&grown(&named, &inline));
    assert!(back.contains("pub struct Person {") && !back.contains("PetOwner"), "{back}");
}

#[test]
fn a_component_that_is_renamed_keeps_its_old_name_until_a_breaking_release() {
    let pet = json!({"type": "object", "required": ["b", "a"],
        "properties": {"b": {"type": "string"}, "a": {"type": "boolean"}}});
    let paths = |name: &str| {
        json!({"/pets": {"post": {"operationId": "addPet",
        "requestBody": body(reference(name)), "responses": {"200": answer(reference(name))}}}})
    };
    let old = document(paths("Pet"), json!({"Pet": pet}));
    let new = document(paths("Animal"), json!({"Animal": pet}));
    let version = |version: &str| config(&format!("package.version = \"{version}\""));
    let first = generate(&old, &version("1.0.0")).expect("an output");
    let mut last = generate_with(&new, &version("1.0.0"), &lock(&first)).expect("an output");
    for (at, is_kept) in [("1.0.0", true), ("1.1.0", true), ("1.2.0", true), ("2.0.0", false)] {
        let text = code(&last);
        let alias = "#[deprecated(note = \"renamed to `Animal`\")] pub type Pet = Animal;";
        last = generate_with(&new, &version(at), &lock(&last)).expect("an output");
        assert!(text.contains(alias) && text.contains("pub struct Animal {"), "{text}");
        assert_eq!(code(&last).contains(alias), is_kept, "{at}");
    }
}

#[test]
fn a_configured_name_keeps_the_old_one_for_a_release() {
    let paths = json!({"/pets": {"get": {"operationId": "getPet", "responses": {"200": answer(reference("Pet"))}}}});
    let pets = document(
        paths,
        json!({"Pet": {"type": "object", "properties": {"name": {"type": "string"}}}}),
    );
    let first = generate(&pets, &Config::default()).expect("an output");
    let config = config("schemas.Pet.name = \"Animal\"");
    let text = code(&generate_with(&pets, &config, &lock(&first)).expect("an output"));
    assert!(text.contains("pub struct Animal {"), "{text}");
    assert!(text.contains("pub type Pet = Animal;"), "{text}");
}

#[test]
fn what_new_takes_stays() {
    let paths = json!({"/pets": {"post": {"operationId": "addPet", "requestBody": body(reference("Pet")),
        "responses": {"204": {"description": "Nothing."}}}}});
    let pet = |required: Value, properties: Value| {
        document(
            paths.clone(),
            json!({"Pet": {"type": "object", "required": required, "properties": properties}}),
        )
    };
    let (text, yes) = (json!({"type": "string"}), json!({"type": "boolean"}));
    let old = pet(json!(["name", "tame"]), json!({"tame": yes, "name": text}));
    let new = pet(json!(["name"]), json!({"name": text, "age": {"type": "integer"}, "tame": yes}));
    let (old_code, new_code) =
        (code(&generate(&old, &Config::default()).expect("an output")), code(&grown(&old, &new)));
    let new_of = |code: &str| {
        let start = code.find("pub fn new(").expect("a constructor");
        code[start..].split('{').next().map(str::to_owned)
    };
    assert_eq!(new_of(&old_code), new_of(&new_code));
    assert!(new_code.contains("tame: Some(tame)"), "{new_code}");
    // By name, and by name still if nothing could be confused any more.
    let old = pet(json!(["from", "to"]), json!({"to": text, "from": text}));
    let new = pet(json!(["from"]), json!({"from": text, "to": text}));
    let new_code = code(&grown(&old, &new));
    assert!(new_code.contains("from: args.from.into(), to: Some(args.to.into())"), "{new_code}");
}

#[test]
fn setters_and_constructors_never_go() {
    let paths = |body_too: bool| {
        let mut post =
            json!({"operationId": "addPet", "responses": {"200": answer(reference("Pet"))}});
        if body_too {
            post["requestBody"] = body(reference("Pet"));
        }
        json!({"/pets": {"post": post}})
    };
    let pet = json!({"Pet": {"type": "object", "properties": {"name": {"type": "string"}}}});
    let next = grown(&document(paths(true), pet.clone()), &document(paths(false), pet));
    assert!(code(&next).contains("pub fn new() -> Self"), "{}", code(&next));
}

#[test]
fn a_type_with_a_name_keeps_it_if_another_wants_it() {
    let inline = json!({"type": "object", "properties": {"owner": {"type": "object", "properties": {"name": {"type": "string"}}}}});
    let paths = |more: bool| {
        let mut paths = json!({"/pets": {"get": {"operationId": "getPet", "responses": {"200": answer(reference("Pet"))}}}});
        if more {
            paths["/owners"] = json!({"get": {"operationId": "getOwner", "responses": {"200": answer(reference("PetOwner"))}}});
        }
        paths
    };
    let old = document(paths(false), json!({"Pet": inline}));
    let other = json!({"type": "object", "properties": {"age": {"type": "integer"}}});
    let new = document(paths(true), json!({"Pet": inline, "PetOwner": other}));
    let text = code(&grown(&old, &new));
    assert!(text.contains("pub owner: Option<PetOwner>"), "{text}");
}

fn refused(text: &str) -> Diagnostics {
    Lock::parse("bessemer.lock", text.as_bytes()).expect_err("a refusal")
}

#[test]
fn a_bad_line_is_an_error_with_its_place() {
    for (text, line, message) in [
        ("lock 2\nPet Pet\n", 2, "this is not a valid `type` entry"),
        ("lock 2\n\nPet = a-b\n", 3, "this is not a valid `type` entry"),
        ("lock 2\nPet {}\n", 2, "this is not a valid `type` entry"),
        ("lock 2\nPet | a=b-c\n", 2, "this is not a valid `type` entry"),
        ("lock 2\ncall GET /x = list X -> 200\n", 2, "this is not a valid `call` entry"),
        ("tpye Pet = Pet\n", 1, "this is not a valid `type` entry"),
        ("# x\nlock 1\n", 2, "unsupported version of the lock"),
    ] {
        let found = refused(text);
        let first = found.iter().next().expect("a diagnostic");
        let place = first.place.as_ref().expect("a place");
        assert_eq!(
            (place.file.as_str(), place.line, first.message.as_str()),
            ("bessemer.lock", line, message)
        );
        assert!(first.help.is_some());
    }
    assert!(Lock::parse("bessemer.lock", &[0xff]).is_err());
}

#[test]
fn a_merge_conflict_is_settled_by_generating() {
    let both = "lock 2\n<<<<<<< ours\nPet = Animal () | cat\n||||||| base\nPet = Old () | cat\n=======\n\
                Pet = Beast () | cat dog\nOwner = Person\n>>>>>>> theirs\n";
    let one = "lock 2\nOwner = Person\nPet = Animal () | cat dog\n";
    let parsed = |text: &str| Lock::parse("bessemer.lock", text.as_bytes()).expect("a valid lock");
    assert_eq!(parsed(both), parsed(one));
}

#[test]
fn a_schema_may_be_called_as_a_kind_of_entry() {
    let lock =
        Lock::parse("bessemer.lock", b"lock 2\nexample () < GET/pets>200!\n").expect("a lock");
    let written = "lock 2\n/components/schemas/example () < GET/pets>200!\n";
    assert_eq!(lock.to_string(), written);
    assert_eq!(Lock::parse("bessemer.lock", written.as_bytes()).expect("a lock"), lock);
}

/// A union of objects that a `kind` tells apart, and what is beside them.
fn union(kinds: &[&str], others: &[Value]) -> Document {
    let object = |kind: &&str| json!({"type": "object", "required": ["kind"], "properties": {"kind": {"const": kind}, "x": {"type": "string"}}});
    let all: Vec<Value> = kinds.iter().map(object).chain(others.iter().cloned()).collect();
    let paths = json!({"/events": {"post": {"operationId": "addEvent", "requestBody": body(reference("Holder")),
        "responses": {"204": {"description": "Nothing."}}}}});
    let holder = json!({"type": "object", "properties": {"event": reference("Event")}});
    document(paths, json!({"Holder": holder, "Event": {"oneOf": all}}))
}

/// What comes between `start` and the next `}`.
fn part(code: &str, start: &str) -> String {
    let found = code.find(start).unwrap_or_else(|| panic!("no {start}: {code}"));
    code[found..].split('}').next().unwrap_or_default().to_owned()
}

#[test]
fn variants_stay_when_others_are_added() {
    let old = union(&["event.created", "event.deleted"], &[]);
    let new = union(&["other", "event.created", "thing.created", "event.deleted"], &[]);
    let next = code(&grown(&old, &new));
    let variants = part(&next, "pub enum Event {");
    assert!(variants.contains("Created(Box<") && variants.contains("Deleted(Box<"), "{variants}");
    assert!(variants.contains("Other(Box<"), "{variants}");
}

/// An operation with these schemas of error bodies, by status.
fn errors(bodies: &[(&str, Value)], schemas: &[&str]) -> Document {
    let problem = json!({"type": "object", "properties": {"title": {"type": "string"}}});
    let all = bodies.iter().map(|(status, schema)| ((*status).to_owned(), answer(schema.clone())));
    let schemas = schemas.iter().map(|it| ((*it).to_owned(), problem.clone()));
    let paths = json!({"/pets": {"post": {"operationId": "addPet",
        "responses": Value::Object(all.collect())}}});
    document(paths, Value::Object(schemas.collect()))
}

#[test]
fn variants_of_errors_stay_when_a_schema_is_renamed_or_a_status_added() {
    let text = json!({"type": "string"});
    let old = errors(&[("409", reference("Taken")), ("500", text.clone())], &["Taken"]);
    let new = [("409", reference("Used")), ("404", text.clone()), ("500", text)];
    let next = code(&grown(&old, &errors(&new, &["Used"])));
    let variants = part(&next, "pub enum AddPetError {");
    assert!(
        variants.contains(" Taken(Used)") && variants.contains(" InternalServerError(String)"),
        "{variants}"
    );
    assert!(next.contains("pub type Taken = Used;"), "{next}");
}

#[test]
fn an_alternative_without_a_tag_stays_when_its_schema_is_renamed() {
    let of = |name: &str| {
        let number = json!({"type": "integer"});
        let object =
            json!({"type": "object", "required": ["a"], "properties": {"a": {"type": "string"}}});
        let paths = json!({"/pets": {"post": {"operationId": "addPet",
            "requestBody": body(json!({"oneOf": [number, {"type": "array", "items": reference(name)}]})),
            "responses": {"204": {"description": "Nothing."}}}}});
        document(paths, json!({name: object}))
    };
    let before = code(&generate(&of("Dog"), &Config::default()).expect("an output"));
    let after = code(&grown(&of("Dog"), &of("Hound")));
    let variants = |code: &str| {
        let union = part(code, "pub enum ");
        let names = union.split_whitespace().filter_map(|it| it.split_once('('));
        names.map(|(name, _)| name.to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(variants(&before), variants(&after));
}

#[test]
fn error_bodies_get_names_from_the_configuration() {
    let document =
        errors(&[("409", reference("Taken")), ("500", json!({"type": "string"}))], &["Taken"]);
    let config = config(
        "[schemas.\"#/paths/~1pets/post/responses~error\"]\nname = \"Refused\"\n\
         variants = { 409 = \"Known\", InternalServerError = \"Unknown\" }",
    );
    let first = generate(&document, &Config::default()).expect("an output");
    for lock in [Lock::default(), lock(&first)] {
        let text = code(&generate_with(&document, &config, &lock).expect("an output"));
        let variants = part(&text, "pub enum Refused {");
        assert!(
            variants.contains(" Known(Taken)") && variants.contains(" UnknownValue(String)"),
            "{variants}"
        );
    }
}

#[test]
fn words_of_a_place_are_not_the_key_of_a_type() {
    let document =
        errors(&[("409", reference("Taken")), ("500", json!({"type": "string"}))], &["Taken"]);
    let config = config("schemas.\"addPet error\".name = \"Refused\"");
    let error = generate(&document, &config).expect_err("an unused entry").to_string();
    assert!(error.contains("no used schema `addPet error`"), "{error}");
    assert!(error.contains("`#/paths/~1pets/post/responses~error`"), "{error}");
}

#[test]
fn a_conversion_stays_when_an_alternative_is_added() {
    let (text, list) =
        (json!({"type": "string"}), json!({"type": "array", "items": {"type": "integer"}}));
    let bools = json!({"type": "array", "items": {"type": "boolean"}});
    let choice = json!({"type": "string", "enum": ["yes", "no"]});
    let old = union(&["a"], &[text.clone(), list.clone()]);
    let first = code(&generate(&old, &Config::default()).expect("an output"));
    let before = part(&first, "conversions! { Event {");
    assert!(before.contains("Text as text") && before.contains("list(i64)"), "{before}");
    let new = union(&["a"], &[bools, text, list, choice]);
    let next = code(&grown(&old, &new));
    let after = part(&next, "conversions! { Event {");
    let entries = before.trim_start_matches("conversions! { Event {").split(',');
    for entry in entries.map(str::trim).filter(|it| !it.is_empty()) {
        assert!(after.contains(entry), "{entry}: {after}");
    }
}

#[test]
fn a_type_that_was_one_is_not_split() {
    let paths = json!({"/pets": {"post": {"operationId": "addPet", "requestBody": body(reference("Pet")),
        "responses": {"200": answer(reference("Pet"))}}}});
    let pet = |id: Value| {
        document(
            paths.clone(),
            json!({"Pet": {"type": "object", "required": ["name", "id"],
            "properties": {"name": {"type": "string"}, "id": id}}}),
        )
    };
    let absent = document(
        paths.clone(),
        json!({"Pet": {"type": "object", "required": ["name"],
        "properties": {"name": {"type": "string"}}}}),
    );
    let read_only = pet(json!({"type": "integer", "readOnly": true}));
    let both = pet(json!({"type": "integer"}));
    // A property that only the server sends is added, or begins to be sent by it alone.
    let added = code(&grown(&absent, &read_only));
    assert!(!added.contains("PetWrite"), "{added}");
    assert!(
        added.contains("pub id: Option<i64>")
            && added.contains("pub fn new(name: impl Into<String>)"),
        "{added}"
    );
    let marked = code(&grown(&both, &read_only));
    assert!(!marked.contains("PetWrite") && marked.contains("pub id: i64"), "{marked}");
    // What is split stays so.
    let back = code(&grown(&read_only, &both));
    assert!(back.contains("pub struct PetWrite {"), "{back}");
}
