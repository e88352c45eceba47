//! Responses of Swagger 2.0: their schema becomes content.

use serde_json::{Map, Value};

use super::{
    conversion::{At, Conversion, JSON},
    schemas,
};

const BYTES: &str = "application/octet-stream";

impl Conversion<'_, '_> {
    /// A response with the media types that its operation `produces`.
    pub(super) fn response(&mut self, value: &Value, at: &At, produces: &[String]) -> Value {
        let Some(members) = value.as_object().filter(|it| !it.contains_key("$ref")) else {
            return value.clone();
        };
        let examples = members.get("examples").and_then(Value::as_object);
        let mut new = Map::new();
        for (key, value) in members {
            match (&**key, value) {
                ("schema", schema) => {
                    let content = self.content(schema, examples, at, produces);
                    new.insert("content".to_owned(), content);
                }
                ("examples", _) => {}
                ("headers", Value::Object(headers)) => {
                    let at = at.child(key);
                    let headers = headers
                        .iter()
                        .map(|(name, it)| (name.clone(), self.header(it, &at.child(name))));
                    let headers = headers.collect();
                    new.insert(key.clone(), Value::Object(headers));
                }
                _ => {
                    new.insert(key.clone(), value.clone());
                }
            }
        }
        Value::Object(new)
    }

    fn content(
        &mut self,
        schema: &Value,
        examples: Option<&Map<String, Value>>,
        at: &At,
        produces: &[String],
    ) -> Value {
        let is_file = schema.get("type").and_then(Value::as_str) == Some("file");
        let default = [if is_file { BYTES } else { JSON }.to_owned()];
        // A file is not JSON, whatever the whole document produces.
        let says_nothing = |media: &String| is_file && media == JSON;
        let produces = if produces.iter().all(says_nothing) { &default[..] } else { produces };
        let mut content = Map::new();
        for media in produces {
            let place = at.new.child("content").child(media);
            self.moves(place.child("schema"), at.old.child("schema"));
            let mut media_type = Map::new();
            media_type.insert("schema".to_owned(), schemas::schema(schema));
            let example = examples.and_then(|it| it.get(media));
            media_type.extend(example.map(|it| ("example".to_owned(), it.clone())));
            content.insert(media.clone(), Value::Object(media_type));
        }
        Value::Object(content)
    }
}
