//! Calls stay when the document or the configuration renames an operation.

use super::*;

fn pets(path: &str, id: &str) -> Document {
    let mut operation = json!({"operationId": id, "responses": {"200": answer(json!({
        "type": "object", "properties": {"tag": {"type": "object", "properties": {"text": {"type": "string"}}}},
    }))}});
    if let Some((_, name)) = path.split_once('{') {
        let name = name.trim_end_matches('}');
        operation["parameters"] =
            json!([{"name": name, "in": "path", "required": true, "schema": {"type": "string"}}]);
    }
    document(json!({path: {"get": operation}}), json!({}))
}

#[test]
fn a_renamed_parameter_of_a_path_keeps_the_call() {
    let output = grown(&pets("/pets/{id}", "pets/fetch"), &pets("/pets/{petId}", "getOne"));
    assert_eq!(calls(&output), ["pets.fetch"]);
    let text = code(&output);
    assert!(text.contains("pub fn fetch(&self, pet_id: impl Into<String>) -> FetchPet"), "{text}");
    assert!(text.contains("pub struct PetsFetchResponse {"), "{text}");
    assert!(text.contains("pub struct PetsFetchResponseTag {"), "{text}");
}

#[test]
fn an_operation_at_another_path_keeps_its_call_by_its_id() {
    for id in ["listPets", "pets/list", "GetThePets"] {
        let (old, new) = (pets("/pets", id), pets("/v2/animals/all", id));
        let first = generate(&old, &Config::default()).expect("an output");
        let next = grown(&old, &new);
        assert_eq!(calls(&next), calls(&first), "{id}");
        assert_eq!(names(&next), names(&first), "{id}");
    }
}

/// The public types.
fn names(output: &Output) -> Vec<String> {
    let text = code(output);
    let names = text.split("pub struct ").skip(1).filter_map(|it| it.split([' ', '(', '<']).next());
    names.map(str::to_owned).collect()
}

#[test]
fn another_operation_at_another_path_is_new() {
    for (id, call) in [("listAnimals", "animals.list"), ("", "animals.retrieve")] {
        let output = grown(&pets("/pets", "listPets"), &pets("/v2/animals", id));
        assert_eq!(calls(&output), [call]);
    }
    // The old path is still there.
    let paths = |all: &[(&str, &str)]| {
        let get = |id: &str| json!({"get": {"operationId": id, "responses": {"204": {"description": "Nothing."}}}});
        let all = all.iter().map(|(path, id)| ((*path).to_owned(), get(id)));
        document(Value::Object(all.collect()), json!({}))
    };
    let new = paths(&[("/pets", "other"), ("/v2/animals", "listPets")]);
    let output = grown(&paths(&[("/pets", "listPets")]), &new);
    assert_eq!(calls(&output), ["pets.list", "animals.list"]);
}

#[test]
fn a_configured_name_keeps_the_old_call_until_a_breaking_release() {
    let document = pets("/pets/{id}", "getPet");
    let first = generate(&document, &config("package.version = '1.0.0'")).expect("an output");
    let renamed = |version: &str| {
        config(&format!(
            "package.version = '{version}'\n[operations.getPet]\nname = 'find'\nresource = 'zoo.animals'"
        ))
    };
    let mut last = generate_with(&document, &renamed("1.1.0"), &lock(&first)).expect("an output");
    for (version, is_kept) in
        [("1.1.0", true), ("1.2.0", true), ("1.3.0", true), ("2.0.0", false), ("2.1.0", false)]
    {
        let next = generate_with(&document, &renamed(version), &lock(&last)).expect("an output");
        let text = code(&next);
        let old = "#[deprecated(note = \"renamed to `zoo().animals().find`\")] pub fn retrieve(&self, \
                   id: impl Into<String>) -> super::RetrievePet { super::ZooAnimals(self.0.clone()).find(id) }";
        assert_eq!(text.contains(old), is_kept, "{version}: {text}");
        assert!(
            text.contains("pub fn find(&self, id: impl Into<String>) -> RetrievePet {"),
            "{text}"
        );
        // Whoever enables the old resource gets the new one.
        assert_eq!(file(&next, "Cargo.toml").contains("pets = [\"zoo\"]"), is_kept, "{version}");
        assert_eq!(file(&next, "api.txt").contains("resources::Pets::retrieve("), is_kept);
        assert_eq!(calls(&next), ["zoo.animals.find"]);
        let retired: &[&str] = if version == "2.0.0" { &["pets.retrieve"] } else { &[] };
        assert_eq!(next.retired(), retired, "{version}");
        last = next;
    }
}

#[test]
fn an_alias_that_is_taken_is_left_out() {
    let document = pets("/pets/{id}", "getPet");
    let config = config("[operations.getPet]\nalias = ['pets.retrieve', 'pets.find', 'pets.type']");
    let output = generate(&document, &config).expect("an output");
    let text = code(&output);
    assert!(
        text.contains("pub fn find(&self, id: impl Into<String>) -> super::RetrievePet"),
        "{text}"
    );
    assert!(text.contains("pub fn r#type(&self,") && !text.contains("deprecated"), "{text}");
    assert_eq!(text.matches("pub fn retrieve(").count(), 1);
}
