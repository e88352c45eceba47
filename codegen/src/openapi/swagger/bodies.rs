//! The parameters of Swagger 2.0 that are bodies, or parts of forms.

use serde_json::{Map, Value, json};

use super::{
    conversion::{At, Conversion, JSON},
    parameters::schema_of,
    schemas,
};
use crate::pointer::Pointer;

const MULTIPART: &str = "multipart/form-data";
const FORM: &str = "application/x-www-form-urlencoded";

/// A parameter that is a body or a part of a form, and its place in the old document.
#[derive(Clone)]
pub(super) struct BodyParameter {
    pub(super) members: Map<String, Value>,
    pub(super) old: Pointer,
}

impl BodyParameter {
    fn is(&self, location: &str) -> bool {
        self.members.get("in").and_then(Value::as_str) == Some(location)
    }

    fn is_file(&self) -> bool {
        self.members.get("type").and_then(Value::as_str) == Some("file")
    }

    pub(super) fn name(&self) -> &str {
        self.members.get("name").and_then(Value::as_str).unwrap_or_default()
    }

    fn is_required(&self) -> bool {
        self.members.get("required") == Some(&Value::Bool(true))
    }
}

impl Conversion<'_, '_> {
    /// The request body of an operation at `at`; `None` if it has none.
    pub(super) fn request_body(
        &mut self,
        parameters: &[BodyParameter],
        at: &At,
        consumes: &[String],
    ) -> Option<Value> {
        let at = At { new: at.new.child("requestBody"), old: at.old.clone() };
        match parameters.iter().find(|it| it.is("body")) {
            Some(body) => Some(self.body(body, &at, consumes)),
            None if parameters.is_empty() => None,
            None => Some(self.form(parameters, &at, consumes)),
        }
    }

    fn body(&mut self, body: &BodyParameter, at: &At, consumes: &[String]) -> Value {
        self.moved.insert(at.new.clone(), body.old.clone());
        let default = [JSON.to_owned()];
        let consumes = if consumes.is_empty() { &default[..] } else { consumes };
        let mut content = Map::new();
        for media in consumes {
            let place = at.new.child("content").child(media).child("schema");
            self.moves(place, body.old.child("schema"));
            let schema = body.members.get("schema").map(schemas::schema);
            content.insert(media.clone(), json!({"schema": schema.unwrap_or_else(|| json!({}))}));
        }
        let mut new = Map::new();
        for (key, value) in &body.members {
            if !["name", "in", "schema"].contains(&&**key) {
                new.insert(key.clone(), value.clone());
            }
        }
        new.insert("content".to_owned(), Value::Object(content));
        Value::Object(new)
    }

    fn form(&mut self, parts: &[BodyParameter], at: &At, consumes: &[String]) -> Value {
        let has_file = parts.iter().any(BodyParameter::is_file);
        let mut media: Vec<&str> = consumes.iter().map(String::as_str).collect();
        media.retain(|it| *it == MULTIPART || *it == FORM && !has_file);
        if media.is_empty() {
            media.push(if has_file { MULTIPART } else { FORM });
        }
        let mut content = Map::new();
        for media in media {
            let at = At { new: at.new.child("content").child(media), old: at.old.clone() };
            content.insert(media.to_owned(), self.form_of(parts, &at, media == FORM));
        }
        let is_required = parts.iter().any(BodyParameter::is_required);
        json!({"required": is_required, "content": content})
    }

    /// The form with its parts as properties.
    fn form_of(&mut self, parts: &[BodyParameter], at: &At, is_urlencoded: bool) -> Value {
        let properties_at = at.new.child("schema").child("properties");
        let (mut properties, mut encoding) = (Map::new(), Map::new());
        for part in parts {
            let place = At { new: properties_at.child(part.name()), old: part.old.clone() };
            self.moved.insert(place.new.clone(), place.old.clone());
            let mut schema = schema_of(&part.members);
            if let (Value::Object(schema), Some(text)) =
                (&mut schema, part.members.get("description"))
            {
                schema.insert("description".to_owned(), text.clone());
            }
            properties.insert(part.name().to_owned(), schema);
            let style = is_urlencoded.then(|| self.style(&part.members, "formData", &place));
            if let Some((style, explode)) = style.flatten() {
                let style = json!({"style": style, "explode": explode});
                encoding.insert(part.name().to_owned(), style);
            }
        }
        let required = parts.iter().filter(|it| it.is_required()).map(BodyParameter::name);
        let required: Vec<&str> = required.collect();
        let mut schema = json!({"type": "object", "properties": properties});
        if !required.is_empty() {
            schema["required"] = json!(required);
        }
        let mut media_type = json!({"schema": schema});
        if !encoding.is_empty() {
            media_type["encoding"] = Value::Object(encoding);
        }
        media_type
    }
}
