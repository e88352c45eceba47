//! A call of one operation, with the values to send.

use std::fmt;

use serde_json::Value;

use crate::{
    Error,
    answer::{self, Selected},
    document::Document,
    operation::Operation,
    parameter::{Parameter, Place},
};

/// The value of a parameter without a schema.
const TEXT: &str = "text";

/// A call of an operation, and the documented response that it gets.
///
/// ```
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let text = r#"{"openapi": "3.1.0", "info": {"title": "Ladles", "version": "1"}, "paths": {"/ladles/{id}":
/// # {"get": {"parameters": [{"name": "id", "in": "path", "required": true, "schema": {"type": "integer",
/// # "minimum": 7, "maximum": 7}}], "responses": {"204": {"description": "Ready."},
/// # "404": {"description": "No ladle."}}}}}}"#;
/// let document = bessemer_mock::Document::parse("ladles.json", text)?;
/// let calls = document.calls("GET /ladles/{id}")?;
/// assert_eq!(calls.iter().map(|it| it.status()).collect::<Vec<_>>(), [204, 404]);
/// assert_eq!(calls[0].value("id"), Some(7.into()));
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct Call {
    document: Document,
    index: usize,
    answer: Selected,
}

impl Call {
    pub(crate) fn new(document: &Document, index: usize, answer: Selected) -> Self {
        Self { document: document.clone(), index, answer }
    }

    /// The status of the response.
    pub fn status(&self) -> u16 {
        self.answer.status
    }

    /// The name of the example that is the body of the response; `None` for a sample.
    pub fn example(&self) -> Option<&str> {
        self.answer.example.as_deref()
    }

    /// A copy of the document that returns this response for this operation.
    pub fn document(&self) -> Document {
        self.document.with_answer(self.index, self.answer.clone())
    }

    /// A valid value of a parameter; `None` if the operation does not have the parameter. A parameter without
    /// a schema is a text.
    pub fn value(&self, name: &str) -> Option<Value> {
        let operation = self.operation();
        let is_named = |it: &Parameter, name: &str| match it.place {
            Place::Header => it.name.eq_ignore_ascii_case(name),
            _ => it.name == name,
        };
        let named = |name: &str| operation.parameters.iter().find(|it| is_named(it, name));
        // Some APIs write `tags[]` for the array `tags`.
        match named(name).or_else(|| named(name.strip_suffix("[]")?)) {
            Some(parameter) => match &parameter.schema {
                Some(schema) => Some(self.document.value_of(schema, parameter.example.as_ref())),
                None => Some(parameter.example.clone().unwrap_or_else(|| TEXT.into())),
            },
            None => self
                .of_query(name)
                .or_else(|| operation.path.contains(&format!("{{{name}}}")).then(|| TEXT.into())),
        }
    }

    /// The property of a parameter that is the whole query.
    fn of_query(&self, name: &str) -> Option<Value> {
        let is_query = |it: &&Parameter| it.place == Place::Querystring;
        let query = self.operation().parameters.iter().find(is_query)?;
        self.document.sample_of_property(query.schema.as_ref()?, name)
    }

    /// A valid body of a media type; `None` if the operation has no such body.
    pub fn body_value(&self, media_type: &str) -> Option<Value> {
        self.document.body(self.operation(), media_type)
    }

    /// A valid value of a property of a body; `None` if the operation has no such body, or the body does not have
    /// the property.
    pub fn property_value(&self, media_type: &str, name: &str) -> Option<Value> {
        self.document.property(self.operation(), media_type, name)
    }

    fn operation(&self) -> &Operation {
        self.document.operation(self.index)
    }
}

impl Document {
    /// The calls of an operation: one for its success, and one for each documented error. If a response has
    /// valid named examples, there is one call for each of them instead. The values of a call are valid for
    /// the document.
    ///
    /// # Errors
    ///
    /// If the document has no such operation.
    pub fn calls(&self, operation: &str) -> Result<Vec<Call>, Error> {
        let index = self.index(operation)?;
        let described = self.described(index);
        let answers = described.map(|(node, schemas)| answer::documented(&node, schemas));
        let answers = answers.unwrap_or_default();
        Ok(answers.into_iter().map(|it| Call::new(self, index, it)).collect())
    }
}

/// Method and path.
impl fmt::Display for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let operation = self.operation();
        write!(f, "{} {}", operation.method, operation.path)
    }
}
