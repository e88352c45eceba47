//! Parameters: those of the path item and the operation together, typed and named.

use openapiv3::{
    Operation, Parameter, ParameterData, ParameterSchemaOrContent, PathStyle, QueryStyle,
    ReferenceOr,
};

use super::{found::FoundParameter as Found, place::Place, querystring};
use crate::{
    diagnostics::{Code, Diagnostic, Diagnostics},
    lower::{
        context::Cx,
        draft::{Hint, ParamDraft},
        schemas::{SchemaRef, Schemas, parts},
        text::{docs, path_template},
    },
    model::{Location, Style, TypeRef},
    pointer::Pointer,
};

/// The parameters of an operation; `None` if a reference to one leads nowhere.
pub(super) fn lower(
    cx: Cx<'_>,
    operation: &Operation,
    at: &Pointer,
    place: &Place<'_>,
    hint: &Hint,
    schemas: &mut Schemas<'_>,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<ParamDraft>> {
    let mut found: Vec<Found> = Vec::new();
    let shared = place.items.iter().map(|it| (&it.value.parameters, &it.pointer));
    let lists = shared.chain([(&operation.parameters, at)]);
    for (list, at) in lists {
        let at = at.child("parameters");
        for (index, parameter) in list.iter().enumerate() {
            let parameter = resolve(cx, parameter, &at.index(index), diagnostics)?;
            if is_ignored(&parameter.parameter) {
                continue;
            }
            // OpenAPI 3.1 §4.8.10: the operation's own replaces the path item's of that name, as one
            // beside the `$ref` of a path item replaces that of what it names.
            match found.iter_mut().find(|it| same(&it.parameter, &parameter.parameter)) {
                Some(before) => *before = parameter,
                None => found.push(parameter),
            }
        }
    }
    let mut expanded = Vec::new();
    for parameter in found {
        expanded.extend(querystring::expand(parameter, hint, schemas, diagnostics)?);
    }
    let drafts = expanded.iter().map(|it| draft(it, hint, schemas, diagnostics));
    let mut drafts: Vec<ParamDraft> = drafts.collect();
    add_undeclared(place, at, &mut drafts, diagnostics);
    Some(drafts)
}

fn resolve(
    cx: Cx<'_>,
    parameter: &ReferenceOr<Parameter>,
    at: &Pointer,
    diagnostics: &mut Diagnostics,
) -> Option<Found> {
    match parameter {
        ReferenceOr::Item(parameter) => {
            Some(Found { parameter: parameter.clone(), at: at.clone(), property: None })
        }
        ReferenceOr::Reference { reference } => {
            let at = at.child("$ref");
            let found = cx.resolver.follow::<Parameter>(reference, &at, diagnostics)?;
            let parameter = found.value.into_owned();
            Some(Found { parameter, at: found.pointer, property: None })
        }
    }
}

/// OpenAPI 3.1 §4.8.12.2: the media types and the security schemes speak of these headers.
fn is_ignored(parameter: &Parameter) -> bool {
    let name = &parameter.parameter_data_ref().name;
    let ignored = ["accept", "content-type", "authorization"];
    location(parameter) == Location::Header
        && ignored.iter().any(|it| name.eq_ignore_ascii_case(it))
}

fn same(one: &Parameter, other: &Parameter) -> bool {
    location(one) == location(other)
        && one.parameter_data_ref().name == other.parameter_data_ref().name
}

fn location(parameter: &Parameter) -> Location {
    match parameter {
        Parameter::Path { .. } => Location::Path,
        Parameter::Query { .. } => Location::Query,
        Parameter::Header { .. } => Location::Header,
        Parameter::Cookie { .. } => Location::Cookie,
    }
}

fn style(parameter: &Parameter) -> Style {
    match parameter {
        Parameter::Path { style: PathStyle::Simple, .. } | Parameter::Header { .. } => {
            Style::Simple
        }
        Parameter::Path { style: PathStyle::Label, .. } => Style::Label,
        Parameter::Path { style: PathStyle::Matrix, .. } => Style::Matrix,
        Parameter::Query { style: QueryStyle::Form, .. } | Parameter::Cookie { .. } => Style::Form,
        Parameter::Query { style: QueryStyle::SpaceDelimited, .. } => Style::Space,
        Parameter::Query { style: QueryStyle::PipeDelimited, .. } => Style::Pipe,
        Parameter::Query { style: QueryStyle::DeepObject, .. } => Style::Deep,
    }
}

fn draft(
    found: &Found,
    hint: &Hint,
    schemas: &mut Schemas<'_>,
    diagnostics: &mut Diagnostics,
) -> ParamDraft {
    let data = found.parameter.parameter_data_ref();
    let location = location(&found.parameter);
    let hint = found.property.clone().unwrap_or_else(|| name_hint(found, data, hint));
    let (schema, at) = match &data.format {
        ParameterSchemaOrContent::Schema(schema) if found.property.is_some() => {
            (Some(schema), found.at.clone())
        }
        ParameterSchemaOrContent::Schema(schema) => (Some(schema), found.at.child("schema")),
        ParameterSchemaOrContent::Content(content) => {
            let at = found.at.child("content");
            let media = content.iter().next();
            let name = media.map_or("", |(name, _)| name);
            (media.and_then(|(_, it)| it.schema.as_ref()), at.child(name).child("schema"))
        }
    };
    let ty = match schema {
        Some(schema) => schemas.lower(schema.into(), &at, &hint, diagnostics),
        None => TypeRef::Any,
    };
    let ty = match ty {
        TypeRef::Option(inner) => *inner,
        other => other,
    };
    let style = match (&data.format, schemas.is_scalar(&ty)) {
        (ParameterSchemaOrContent::Content(_), _) => Style::Json,
        (_, true) if matches!(style(&found.parameter), Style::Label | Style::Matrix) => {
            style(&found.parameter)
        }
        (_, true) => Style::Plain,
        (_, false) => style(&found.parameter),
    };
    let (docs, minimum, default) = match schema.map(SchemaRef::from) {
        Some(SchemaRef::Item(schema)) => {
            let (any, annotations) = parts(schema);
            let default = annotations.default.as_ref().and_then(|it| it.as_i64());
            let docs = docs::describe(data.description.as_deref(), Some((&any, annotations)));
            (docs, any.minimum, default)
        }
        _ => (docs::describe(data.description.as_deref(), None), None, None),
    };
    // OpenAPI 3.1 §4.8.12.2: the default is true for form, and false for the others.
    let explode = data.explode.unwrap_or(style == Style::Form);
    let by_item = location == Location::Query && style == Style::Form && explode;
    let wire = match ty {
        TypeRef::List(_) if by_item => schemas.cx.config.list_name(&data.name),
        _ => data.name.clone(),
    };
    ParamDraft {
        wire,
        location,
        style,
        explode,
        ty,
        required: data.required || location == Location::Path,
        deprecated: data.deprecated.unwrap_or(false),
        docs,
        example: data.example.as_ref().and_then(|it| it.as_str()).map(str::to_owned),
        minimum,
        default,
    }
}

/// A shared parameter names its type by itself, any other with its operation.
fn name_hint(found: &Found, data: &ParameterData, operation: &Hint) -> Hint {
    let mut segments = found.at.segments();
    match (segments.next(), segments.next(), segments.next()) {
        (Some(components), Some(_), Some(key)) if components == "components" => Hint::inline(&key),
        _ => operation.child(&data.name),
    }
}

/// A path template may name what no parameter describes: it is text then.
fn add_undeclared(
    place: &Place<'_>,
    at: &Pointer,
    drafts: &mut Vec<ParamDraft>,
    diagnostics: &mut Diagnostics,
) {
    for name in path_template::parameters(place.path) {
        let declared = drafts.iter().any(|it| it.location == Location::Path && it.wire == name);
        if !declared {
            let message =
                format!("no parameter describes `{{{name}}}` of this path; taken as text");
            diagnostics.push(Diagnostic::warning(Code::Missing, at, message));
            drafts.push(ParamDraft {
                wire: name.to_owned(),
                location: Location::Path,
                style: Style::Plain,
                explode: false,
                ty: TypeRef::String,
                required: true,
                deprecated: false,
                docs: String::new(),
                example: None,
                minimum: None,
                default: None,
            });
        }
    }
}
