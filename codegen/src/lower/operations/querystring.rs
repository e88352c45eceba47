//! Parameters that are the whole query string (OpenAPI 3.2 §4.12.1). Each property of the form becomes a
//! query parameter, which gives the same query string.

use std::borrow::Cow;

use openapiv3::{
    MediaType, Parameter, ParameterData, ParameterSchemaOrContent, QueryStyle, ReferenceOr,
};

use super::{
    found::Found,
    media::{self, Kind},
};
use crate::{
    diagnostics::{Code, Diagnostic, Diagnostics},
    lower::{
        context::Cx,
        draft::{Direction, NameHint},
        schemas::{Node, Schemas, all_of, unboxed},
    },
    openapi::is_whole_query,
    pointer::Pointer,
};

/// A parameter of the document, or a property of a parameter that is the whole query string.
pub(super) struct Source<'d> {
    pub(super) parameter: Cow<'d, Parameter>,
    pub(super) at: Pointer,
    /// The name hint for the type of a property.
    pub(super) property: Option<NameHint>,
}

/// The parameter itself, or the properties of one that is the whole query string. `None` if it is not a
/// form with properties.
pub(super) fn expand<'d>(
    found: Found<'d, Parameter>,
    hint: &NameHint,
    schemas: &mut Schemas<'_>,
) -> Option<Vec<Source<'d>>> {
    if !is_whole_query(&found.value) {
        return Some(vec![Source { parameter: found.value, at: found.at, property: None }]);
    }
    let data = found.value.parameter_data_ref();
    let hint = hint.child(&data.name);
    let parameters = form(data, &found.at)
        .and_then(|(media, at)| properties(data.required, media, &at, &hint, schemas.cx));
    if parameters.is_none() {
        let message = "unsupported schema of a query string";
        let help = "use `application/x-www-form-urlencoded` and a schema with properties";
        schemas.report(Diagnostic::warning(Code::InvalidValue, &found.at, message).help(help));
    }
    parameters
}

/// The media type object of the form, and its pointer.
fn form<'d>(data: &'d ParameterData, at: &Pointer) -> Option<(&'d MediaType, Pointer)> {
    let ParameterSchemaOrContent::Content(content) = &data.format else { return None };
    let (name, media) = content.iter().find(|(name, _)| media::kind(name) == Kind::Form)?;
    Some((media, at.child("content").child(name)))
}

/// The properties of a form as parameters; `None` if it has none. Additional properties are not listed,
/// because every request accepts any query parameter.
fn properties(
    required: bool,
    media: &MediaType,
    at: &Pointer,
    hint: &NameHint,
    cx: Cx<'_>,
) -> Option<Vec<Source<'static>>> {
    // The caller reports one diagnostic for all problems in the form.
    let mut ignored = Diagnostics::default();
    let at = at.child("schema");
    let schema = cx.resolver.resolve(media.schema.as_ref()?, &at, &mut ignored)?;
    let node = Node::new(&schema.value, &schema.pointer, hint);
    let object = all_of::merge(cx, node, &mut ignored)?;
    if object.properties.is_empty() {
        return None;
    }
    let sent = object.properties.iter().filter(|it| it.direction != Direction::Received);
    let parameter = |property: &all_of::Property| {
        let required = required && object.required.contains(&property.wire);
        let parameter = parameter(property, required, media);
        let (at, hint) = (property.at.clone(), Some(property.hint.clone()));
        Source { parameter: Cow::Owned(parameter), at, property: hint }
    };
    Some(sent.map(parameter).collect())
}

fn parameter(property: &all_of::Property, required: bool, media: &MediaType) -> Parameter {
    let encoding = media.encoding.get(&property.wire);
    let style = encoding.and_then(|it| it.style.clone());
    let schema = unboxed(&property.schema);
    let annotations = match &schema {
        ReferenceOr::Item(schema) => Some(&schema.schema_data),
        ReferenceOr::Reference { .. } => None,
    };
    let parameter_data = ParameterData {
        name: property.wire.clone(),
        description: None,
        required,
        deprecated: annotations.map(|it| it.deprecated),
        example: annotations.and_then(|it| it.example.clone()),
        explode: style.as_ref().and(encoding).map(|it| it.explode),
        format: ParameterSchemaOrContent::Schema(schema),
        examples: Default::default(),
        extensions: Default::default(),
    };
    Parameter::Query {
        parameter_data,
        allow_reserved: encoding.is_some_and(|it| it.allow_reserved),
        style: style.unwrap_or(QueryStyle::Form),
        allow_empty_value: None,
    }
}
