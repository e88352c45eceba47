//! Parameters: those of the path item and the operation together, typed and named.

use openapiv3::{
    Parameter, ParameterData, ParameterSchemaOrContent, PathStyle, QueryStyle, ReferenceOr, Schema,
};
use serde_json::{Number, Value};

use super::{
    examples,
    found::{Found, resolve},
    node::OperationNode,
    querystring::{self, Source},
};
use crate::{
    diagnostics::{Code, Diagnostic, Diagnostics},
    lower::{
        draft::{DraftParam, NameHint},
        schemas::{Annotations, SchemaRef, Schemas, parts},
        text::path_template,
    },
    model::{Location, Style, TypeRef},
    pointer::Pointer,
};

/// The parameters of an operation; `None` if a reference cannot be resolved.
pub(super) fn lower(
    node: OperationNode<'_>,
    hint: &NameHint,
    schemas: &mut Schemas<'_>,
) -> Option<Vec<DraftParam>> {
    let mut found: Vec<Found<'_, Parameter>> = Vec::new();
    let shared = node.items.iter().map(|it| (&it.value.parameters, &it.pointer));
    let lists = shared.chain([(&node.operation.parameters, node.at)]);
    for (list, at) in lists {
        let at = at.child("parameters");
        for (index, parameter) in list.iter().enumerate() {
            let at = at.index(index);
            let parameter = resolve(parameter, &at, schemas.cx.resolver, &mut schemas.diagnostics)?;
            if is_ignored(&parameter.value) || is_setting(&parameter.value, schemas) {
                continue;
            }
            // OpenAPI 3.1 §4.8.10: a parameter of the operation replaces that of the path item with the
            // same name. A parameter beside a `$ref` replaces that of the target.
            match found.iter_mut().find(|it| same(&it.value, &parameter.value)) {
                Some(before) => *before = parameter,
                None => found.push(parameter),
            }
        }
    }
    let mut expanded = Vec::new();
    for parameter in found {
        expanded.extend(querystring::expand(parameter, hint, schemas)?);
    }
    let mut drafts: Vec<DraftParam> = expanded.iter().map(|it| draft(it, hint, schemas)).collect();
    move_to_query(node, &mut drafts, &mut schemas.diagnostics);
    add_undeclared(node, &mut drafts, &mut schemas.diagnostics);
    Some(drafts)
}

/// OpenAPI 3.1 §4.8.12.2: the first of these headers are ignored, because media types and security
/// schemes define them. The HTTP client sets the others, and the runtime refuses them.
fn is_ignored(parameter: &Parameter) -> bool {
    let name = &parameter.parameter_data_ref().name;
    let ignored = [
        "accept",
        "content-type",
        "authorization",
        "connection",
        "content-length",
        "host",
        "keep-alive",
        "proxy-connection",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
    ];
    location(parameter) == Location::Header
        && ignored.iter().any(|it| name.eq_ignore_ascii_case(it))
}

/// Whether a parameter is a setting of the client.
fn is_setting(parameter: &Parameter, schemas: &Schemas<'_>) -> bool {
    let name = &parameter.parameter_data_ref().name;
    location(parameter) == Location::Header
        && schemas.cx.shared_headers.iter().any(|it| it.wire.eq_ignore_ascii_case(name))
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

fn draft(source: &Source<'_>, hint: &NameHint, schemas: &mut Schemas<'_>) -> DraftParam {
    let parameter = &*source.parameter;
    let data = parameter.parameter_data_ref();
    let location = location(parameter);
    let hint = source.property.clone().unwrap_or_else(|| name_hint(source, data, hint));
    let (schema, at) = schema(source, data);
    let ty = match schema {
        Some(schema) => schemas.lower(schema.into(), &at, &hint),
        None => TypeRef::Any,
    };
    let ty = match ty {
        TypeRef::Option(inner) => *inner,
        other => other,
    };
    let style = style_of(parameter, &ty, schemas);
    if style == Style::Json && matches!(data.format, ParameterSchemaOrContent::Schema(_)) {
        schemas.report(without_style(&source.at));
    }
    let resolver = schemas.cx.resolver;
    let of_schema = schema.map(|it| Annotations::of(it.into(), &data.name, resolver));
    let said = Annotations::described(data.description.clone()).or(of_schema.unwrap_or_default());
    let minimum = match schema.map(SchemaRef::from) {
        Some(SchemaRef::Item(schema)) => parts(schema).0.minimum,
        _ => None,
    };
    // OpenAPI 3.1 §4.8.12.2: the default is true for form, and false for the others.
    let explode = data.explode.unwrap_or(style == Style::Form);
    let by_item = location == Location::Query && style == Style::Form && explode;
    let config = schemas.cx.config;
    let (wire, style) = match ty {
        TypeRef::List(_) if by_item => (config.list_name(&data.name), style),
        TypeRef::Map(_) | TypeRef::Object if by_item && config.client().array_brackets => {
            (data.name.clone(), Style::Deep)
        }
        _ => (data.name.clone(), style),
    };
    DraftParam {
        wire,
        location,
        style,
        explode,
        allow_reserved: allows_reserved(parameter),
        ty,
        required: data.required || location == Location::Path,
        deprecated: data.deprecated.unwrap_or(false) || said.deprecated,
        docs: said.text(),
        example: example(examples::of_parameter(data, resolver), &said, minimum).map(Box::new),
        minimum,
        default: said.default.as_ref().and_then(Value::as_i64),
    }
}

/// An example value: from the document's examples, the default, or the minimum.
fn example(own: Option<Value>, said: &Annotations, minimum: Option<f64>) -> Option<Value> {
    let documented = own.or_else(|| said.example.clone()).or_else(|| said.default.clone());
    documented.or_else(|| minimum.and_then(number).map(Value::Number))
}

/// A number as a document writes it: `5`, not `5.0`.
fn number(value: f64) -> Option<Number> {
    let is_whole = value.fract() == 0.0 && value.abs() < 2_f64.powi(53);
    if is_whole { Some((value as i64).into()) } else { Number::from_f64(value) }
}

/// The schema of a parameter, and its pointer.
fn schema<'p>(
    source: &Source<'_>,
    data: &'p ParameterData,
) -> (Option<&'p ReferenceOr<Schema>>, Pointer) {
    match &data.format {
        ParameterSchemaOrContent::Schema(schema) if source.property.is_some() => {
            (Some(schema), source.at.clone())
        }
        ParameterSchemaOrContent::Schema(schema) => (Some(schema), source.at.child("schema")),
        ParameterSchemaOrContent::Content(content) => {
            let at = source.at.child("content");
            let media = content.iter().next();
            let name = media.map_or("", |(name, _)| name);
            (media.and_then(|(_, it)| it.schema.as_ref()), at.child(name).child("schema"))
        }
    }
}

/// Whether reserved characters of the value are not encoded (OpenAPI 3.1 §4.8.12.2.1).
fn allows_reserved(parameter: &Parameter) -> bool {
    matches!(parameter, Parameter::Query { allow_reserved: true, .. })
}

/// The style of a value. Most scalars have none: they are only percent-encoded.
fn style_of(parameter: &Parameter, ty: &TypeRef, schemas: &Schemas<'_>) -> Style {
    let is_plain = schemas.is_scalar(ty) && !(allows_reserved(parameter) && may_be_text(ty));
    match (&parameter.parameter_data_ref().format, style(parameter)) {
        (ParameterSchemaOrContent::Content(_), _) => Style::Json,
        (_, style) if style.is_list() && schemas.is_list_of_objects(ty) => Style::Json,
        (_, style @ (Style::Label | Style::Matrix)) => style,
        (_, _) if is_plain => Style::Plain,
        (_, style) => style,
    }
}

/// OpenAPI 3.1 §4.8.12.3 gives no style to values within values.
fn without_style(at: &Pointer) -> Diagnostic {
    let message =
        "OpenAPI does not define how a list of objects is written here; it is sent as JSON";
    let help = "describe the parameter by `content` with `application/json` instead of `schema`";
    Diagnostic::warning(Code::UndefinedStyle, at, message).help(help)
}

/// Whether a value of a scalar type may contain reserved characters of URLs.
fn may_be_text(ty: &TypeRef) -> bool {
    matches!(
        ty,
        TypeRef::String | TypeRef::DateTime | TypeRef::Date | TypeRef::Base64 | TypeRef::Named(_)
    )
}

/// The name hint of a parameter's type: the parameter if it is a component, or else with the operation.
fn name_hint(source: &Source<'_>, data: &ParameterData, operation: &NameHint) -> NameHint {
    let mut segments = source.at.segments();
    match (segments.next(), segments.next(), segments.next()) {
        (Some(components), Some(_), Some(key)) if components == "components" => {
            NameHint::inline(&key)
        }
        _ => operation.child(&data.name),
    }
}

/// Sends the parameters that the query of a path template names as query parameters. What that query says
/// itself is no parameter.
fn move_to_query(
    node: OperationNode<'_>,
    drafts: &mut Vec<DraftParam>,
    diagnostics: &mut Diagnostics,
) {
    for name in path_template::fixed_parameters(node.path) {
        drafts.retain(|it| it.location != Location::Query || it.wire != name);
    }
    for (wire, name) in path_template::query_parameters(node.path) {
        let is_there =
            |it: &DraftParam| it.location == Location::Query && [wire, name].contains(&&*it.wire);
        if drafts.iter().any(is_there) {
            continue;
        }
        let in_path = |it: &&mut DraftParam| it.location == Location::Path && it.wire == name;
        match drafts.iter_mut().find(in_path) {
            Some(draft) => (draft.location, draft.wire) = (Location::Query, wire.to_owned()),
            None => drafts.push(undeclared(name, wire, Location::Query, node, diagnostics)),
        }
    }
}

/// Adds a string parameter for each name in the path template without a parameter object.
fn add_undeclared(
    node: OperationNode<'_>,
    drafts: &mut Vec<DraftParam>,
    diagnostics: &mut Diagnostics,
) {
    for name in path_template::parameters(node.path) {
        let declared = drafts.iter().any(|it| it.location == Location::Path && it.wire == name);
        if !declared {
            drafts.push(undeclared(name, name, Location::Path, node, diagnostics));
        }
    }
}

fn undeclared(
    name: &str,
    wire: &str,
    location: Location,
    node: OperationNode<'_>,
    diagnostics: &mut Diagnostics,
) -> DraftParam {
    let message = format!("no parameter object for `{{{name}}}` of this path; typed as a string");
    diagnostics.push(Diagnostic::warning(Code::Missing, node.at, message));
    DraftParam {
        wire: wire.to_owned(),
        location,
        style: Style::Plain,
        explode: false,
        allow_reserved: false,
        ty: TypeRef::String,
        required: true,
        deprecated: false,
        docs: String::new(),
        example: None,
        minimum: None,
        default: None,
    }
}
