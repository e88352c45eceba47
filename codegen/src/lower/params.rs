//! Parameters: those of the path item and the operation together, typed and named.

use openapiv3::{
    Operation, Parameter, ParameterData, ParameterSchemaOrContent, PathStyle, ReferenceOr,
};

use super::{
    Cx, docs,
    naming::{self, Wish},
    operations::Place,
    schemas::{Hint, SchemaRef, Schemas, parts},
};
use crate::{
    diagnostics::{Code, Diagnostic, Diagnostics},
    model::{Location, Name, Param, Params, TypeRef},
    pointer::Pointer,
};

/// A parameter before it has its final name.
pub(super) struct ParamDraft {
    pub(super) wire: String,
    pub(super) location: Location,
    pub(super) ty: TypeRef,
    required: bool,
    deprecated: bool,
    docs: String,
    example: Option<String>,
}

/// A parameter as it stands in the document.
struct Found {
    parameter: Parameter,
    at: Pointer,
}

/// The parameters of an operation; `None` if one that is required cannot be expressed.
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
    let lists = [(&place.item.parameters, place.item_at), (&operation.parameters, at)];
    for (list, at) in lists {
        let at = at.child("parameters");
        for (index, parameter) in list.iter().enumerate() {
            let parameter = resolve(cx, parameter, &at.index(index), diagnostics)?;
            // OpenAPI 3.1 §4.8.10: the operation's own replaces the path item's of that name.
            match found.iter_mut().find(|it| same(&it.parameter, &parameter.parameter)) {
                Some(before) => *before = parameter,
                None => found.push(parameter),
            }
        }
    }
    let mut drafts = Vec::new();
    for parameter in found {
        match draft(&parameter, hint, schemas, diagnostics) {
            Ok(draft) => drafts.push(draft),
            Err(reason) => skip(&parameter, hint, &reason, diagnostics)?,
        }
    }
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
            Some(Found { parameter: parameter.clone(), at: at.clone() })
        }
        ReferenceOr::Reference { reference } => {
            let at = at.child("$ref");
            let found = cx.resolver.follow::<Parameter>(reference, &at, diagnostics)?;
            Some(Found { parameter: found.value.into_owned(), at: found.pointer })
        }
    }
}

fn same(one: &Parameter, other: &Parameter) -> bool {
    location(one) == location(other)
        && one.parameter_data_ref().name == other.parameter_data_ref().name
}

fn location(parameter: &Parameter) -> Option<Location> {
    match parameter {
        Parameter::Path { .. } => Some(Location::Path),
        Parameter::Query { .. } => Some(Location::Query),
        Parameter::Header { .. } => Some(Location::Header),
        Parameter::Cookie { .. } => None,
    }
}

/// Leaves out a parameter that cannot be expressed; with it the operation, if it cannot do without.
fn skip(found: &Found, hint: &Hint, reason: &str, diagnostics: &mut Diagnostics) -> Option<()> {
    let data = found.parameter.parameter_data_ref();
    let required = data.required || matches!(found.parameter, Parameter::Path { .. });
    let what = if required {
        format!("`{}` is left out: its parameter `{}` {reason}", hint.wire, data.name)
    } else {
        format!("the parameter `{}` is left out: it {reason}", data.name)
    };
    diagnostics.push(Diagnostic::warning(Code::Skipped, &found.at, what));
    (!required).then_some(())
}

fn draft(
    found: &Found,
    hint: &Hint,
    schemas: &mut Schemas<'_>,
    diagnostics: &mut Diagnostics,
) -> Result<ParamDraft, String> {
    let data = found.parameter.parameter_data_ref();
    let location = location(&found.parameter).ok_or("is a cookie")?;
    if matches!(&found.parameter, Parameter::Path { style, .. } if *style != PathStyle::Simple) {
        return Err("has a style other than simple".to_owned());
    }
    let ParameterSchemaOrContent::Schema(schema) = &data.format else {
        return Err("is a document of its own".to_owned());
    };
    let at = found.at.child("schema");
    let hint = name_hint(found, data, hint);
    let ty = schemas.lower(schema.into(), &at, &hint, diagnostics);
    let ty = match ty {
        TypeRef::Option(inner) => *inner,
        other => other,
    };
    if !schemas.is_scalar(&ty) {
        return Err("is not a single value".to_owned());
    }
    let docs = match SchemaRef::from(schema) {
        SchemaRef::Item(schema) => {
            let (any, annotations) = parts(schema);
            docs::describe(data.description.as_deref(), Some((&any, annotations)))
        }
        SchemaRef::Reference(_) => docs::describe(data.description.as_deref(), None),
    };
    Ok(ParamDraft {
        wire: data.name.clone(),
        location,
        ty,
        required: data.required || location == Location::Path,
        deprecated: data.deprecated.unwrap_or(false),
        docs,
        example: data.example.as_ref().and_then(|it| it.as_str()).map(str::to_owned),
    })
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
    for name in template_names(place.path) {
        let declared = drafts.iter().any(|it| it.location == Location::Path && it.wire == name);
        if !declared {
            let message =
                format!("no parameter describes `{{{name}}}` of this path; taken as text");
            diagnostics.push(Diagnostic::warning(Code::Missing, at, message));
            drafts.push(ParamDraft {
                wire: name.to_owned(),
                location: Location::Path,
                ty: TypeRef::String,
                required: true,
                deprecated: false,
                docs: String::new(),
                example: None,
            });
        }
    }
}

/// The names in the braces of a path template, in order.
fn template_names(path: &str) -> impl Iterator<Item = &str> {
    path.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0))
}

/// What the setters of a request may not be called, as every request has these methods.
const TAKEN_SETTERS: [&str; 19] = [
    "append_header",
    "append_query",
    "clone",
    "deadline",
    "header",
    "into_future",
    "items",
    "items_blocking",
    "max_retries",
    "pages",
    "pages_blocking",
    "prefetch",
    "query",
    "remove_header",
    "send",
    "send_blocking",
    "timeout",
    "with_response",
    "new",
];

/// Gives the parameters their names: arguments in the order of the path, then the setters.
pub(super) fn assign(drafts: Vec<ParamDraft>, path: &str) -> Params {
    let (mut arguments, setters): (Vec<_>, Vec<_>) = drafts.into_iter().partition(|it| it.required);
    let order: Vec<&str> = template_names(path).collect();
    arguments.sort_by_key(|it| match it.location {
        Location::Path => order.iter().position(|name| *name == it.wire).unwrap_or(order.len()),
        _ => order.len(),
    });
    arguments.retain(|it| it.location != Location::Path || order.contains(&&*it.wire));
    Params { arguments: named(arguments, &[]), setters: named(setters, &TAKEN_SETTERS) }
}

fn named(drafts: Vec<ParamDraft>, taken: &[&str]) -> Vec<Param> {
    let wish = |draft: &ParamDraft| Wish {
        wire: draft.wire.clone(),
        rust: match naming::snake(&draft.wire) {
            name if taken.contains(&&*name) => format!("{name}_param"),
            name => name,
        },
        rank: 0,
    };
    let wishes: Vec<Wish> = drafts.iter().map(wish).collect();
    let names = naming::unique(&wishes, taken, |_, _| {});
    let param = |(draft, rust): (ParamDraft, String)| Param {
        name: Name { wire: draft.wire, rust },
        location: draft.location,
        ty: draft.ty,
        deprecated: draft.deprecated,
        docs: draft.docs,
        example: draft.example,
    };
    drafts.into_iter().zip(names).map(param).collect()
}
