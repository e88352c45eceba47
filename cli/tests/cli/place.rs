//! `bessemer where` and `bessemer api`.

use serde_json::Value;

use super::{Scratch, text};

/// The items of `where`, each with the lines that it names.
fn found(scratch: &Scratch, query: &str) -> Vec<(String, String, String)> {
    let output = scratch.bessemer(&["where", query, "--format", "json"]);
    assert!(output.status.success(), "{query}: {}", text(&output.stderr));
    let value: Value = serde_json::from_slice(&output.stdout).unwrap();
    let line = |place: &Value| {
        let file = scratch.read(place["file"].as_str().unwrap());
        let line = usize::try_from(place["line"].as_u64().unwrap()).unwrap();
        file.lines().nth(line - 1).unwrap().trim().to_owned()
    };
    let items = value["items"].as_array().unwrap().iter();
    items
        .map(|it| {
            (it["item"].as_str().unwrap().to_owned(), line(&it["code"]), line(&it["document"]))
        })
        .collect()
}

#[test]
fn a_place_of_the_document_is_found_in_the_crate_and_back() {
    let scratch = Scratch::new("where");
    scratch.init(&[]);
    let property = "Pet: {type: object, required: [name], properties: {name: {type: string}}}";
    let name = ("types::Pet.name".to_owned(), "pub name: String,".to_owned(), property.to_owned());
    for query in
        ["/components/schemas/Pet/properties/name", "#/components/schemas/Pet/properties/name"]
    {
        assert_eq!(found(&scratch, query), std::slice::from_ref(&name), "{query}");
    }
    for query in ["types::Pet.name", "Pet.name"] {
        assert_eq!(found(&scratch, query), std::slice::from_ref(&name), "{query}");
    }
    let method = &found(&scratch, "pets.retrieve")[0];
    assert_eq!(method.0, "resources::Pets::retrieve");
    assert!(method.1.starts_with("pub fn retrieve("), "{method:?}");
    assert_eq!(method.2, "get:");
    assert_eq!(found(&scratch, "client.pets().retrieve()")[0], *method);
    assert_eq!(found(&scratch, "/paths/~1pets~1{id}/get")[0], *method);
    assert_eq!(found(&scratch, "get_pet")[0], *method);
}

#[test]
fn a_place_without_items_is_found_by_what_it_refers_to_holds_or_is_part_of() {
    let scratch = Scratch::new("where-near");
    scratch.init(&[]);
    let names = |query: &str| -> Vec<String> {
        found(&scratch, query).into_iter().map(|(item, ..)| item).collect()
    };
    let answer = "/paths/~1pets~1{id}/get/responses/200/content/application~1json/schema";
    assert_eq!(names(answer), ["types::Pet"]);
    assert!(names("/components/schemas").contains(&"types::Pet.name".to_owned()));
    assert!(names("/paths/~1pets~1{id}").contains(&"resources::Pets::retrieve".to_owned()));
    assert_eq!(names("/components/schemas/Pet/properties/name/type"), ["types::Pet.name"]);
}

#[test]
fn an_unknown_place_or_name_is_an_error_with_a_similar_one() {
    let scratch = Scratch::new("where-unknown");
    scratch.init(&[]);
    for (query, said) in [
        (
            "/components/schemas/Pett",
            "the document has no `/components/schemas/Pett`; did you mean \
                                      `/components/schemas/Pet`?",
        ),
        ("Pet.nam", "the crate has no item and no call `Pet.nam`; did you mean `Pet.name`?"),
        ("pets.retreive", "did you mean `pets.retrieve`?"),
        ("/info/title", "no item of the crate comes from `/info/title`"),
        ("zzzzzzzz", "the crate has no item and no call `zzzzzzzz`\n"),
    ] {
        let output = scratch.bessemer(&["where", query]);
        assert_eq!(output.status.code(), Some(1), "{query}");
        assert!(text(&output.stderr).contains(said), "{query}: {}", text(&output.stderr));
    }
}

#[test]
fn a_swagger_document_keeps_its_own_places() {
    let scratch = Scratch::new("where-swagger");
    let spec = "swagger: '2.0'\ninfo: {title: Pets API, version: '1'}\nhost: pets.example.com\npaths:\n  \
                /pets:\n    get:\n      produces: [application/json]\n      responses:\n        200: \
                {description: A pet., schema: {$ref: '#/definitions/Pet'}}\ndefinitions:\n  Pet: {type: \
                object, properties: {name: {type: string}}}\n";
    scratch.write("../pets.yaml", spec);
    scratch.init(&[]);
    let items = found(&scratch, "/definitions/Pet/properties/name");
    assert_eq!(items[0].0, "types::Pet.name");
    let said = text(&scratch.bessemer(&["where", "Pet.name"]).stdout);
    assert!(said.contains("  /definitions/Pet/properties/name"), "{said}");
}

#[test]
fn the_surface_is_printed_without_a_crate() {
    let scratch = Scratch::new("api");
    let output = scratch.bessemer(&["api", "--spec", "../pets.yaml"]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let surface = text(&output.stdout);
    assert!(surface.contains("\ntypes::Pet.name: String\n"), "{surface}");
    assert!(std::fs::read_dir(scratch.work()).unwrap().next().is_none(), "it writes nothing");
    scratch.init(&[]);
    let written = scratch.read("generated/api.txt");
    let own = text(&scratch.bessemer(&["api"]).stdout);
    assert!(written.ends_with(&format!("\n\n{own}")), "{written}\n{own}");
    let json = scratch.bessemer(&["api", "--format", "json"]);
    let value: Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!(value["items"].as_array().unwrap().len(), own.lines().count());
}
