//! Every example of the document decodes into the generated types and is encoded unchanged.

use bessemer_codegen::Document;
use openai_containers::types::{Container, ContainerList, ErrorResponse};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use crate::support::read;

/// The examples of all bodies, with the name of their schema.
fn examples() -> Vec<(String, Value)> {
    let path = "spec/containers.yaml";
    let document = Document::parse(path, read(path)).expect("a valid document");
    let openapi = document.openapi();
    let operations = openapi.operations().flat_map(|(_, _, it)| it.responses.responses.values());
    let shared = openapi.components.iter().flat_map(|it| it.responses.values());
    let bodies =
        operations.chain(shared).filter_map(|it| it.as_item()).flat_map(|it| it.content.values());
    let example = |media: &openapiv3::MediaType| {
        let openapiv3::ReferenceOr::Reference { reference } = media.schema.as_ref()? else {
            return None;
        };
        Some((reference.rsplit('/').next()?.to_owned(), media.example.clone()?))
    };
    bodies.filter_map(example).collect()
}

fn round_trip<T: Serialize + DeserializeOwned>(value: &Value) {
    let typed: T =
        serde_json::from_value(value.clone()).unwrap_or_else(|error| panic!("{error}: {value}"));
    let mut back = serde_json::to_value(&typed).expect("it serializes");
    // Null counts as absent and is not written.
    let mut wanted = value.clone();
    for tree in [&mut back, &mut wanted] {
        remove_nulls(tree);
    }
    assert_eq!(back, wanted);
}

fn remove_nulls(value: &mut Value) {
    match value {
        Value::Object(members) => {
            members.retain(|_, value| !value.is_null());
            members.values_mut().for_each(remove_nulls);
        }
        Value::Array(elements) => elements.iter_mut().for_each(remove_nulls),
        _ => {}
    }
}

#[test]
fn every_example_survives_the_generated_types() {
    let examples = examples();
    let mut names: Vec<_> = examples.iter().map(|(name, _)| name.as_str()).collect();
    names.sort_unstable();
    assert_eq!(names, ["Container", "ContainerList", "ErrorResponse"], "each body has its example");
    for (name, value) in &examples {
        match name.as_str() {
            "Container" => round_trip::<Container>(value),
            "ContainerList" => round_trip::<ContainerList>(value),
            "ErrorResponse" => round_trip::<ErrorResponse>(value),
            other => panic!("no type for {other}"),
        }
    }
}
