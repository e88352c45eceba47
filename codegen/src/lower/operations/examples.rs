//! Examples of parameters and media types (OpenAPI 3.1 §4.8.19).

use indexmap::IndexMap;
use openapiv3::{Example, MediaType, ParameterData, ParameterSchemaOrContent, ReferenceOr};
use serde_json::Value;

use crate::{lower::schemas::is_small, openapi::Resolver};

/// The example of a parameter, or that of its `content`.
pub(super) fn of_parameter(data: &ParameterData, resolver: Resolver<'_>) -> Option<Value> {
    let of_content = || match &data.format {
        ParameterSchemaOrContent::Content(content) => {
            content.values().next().and_then(|it| of_media_type(it, resolver))
        }
        ParameterSchemaOrContent::Schema(_) => None,
    };
    documented(data.example.as_ref(), &data.examples, resolver).or_else(of_content)
}

/// The example of a media type.
pub(super) fn of_media_type(media: &MediaType, resolver: Resolver<'_>) -> Option<Value> {
    documented(media.example.as_ref(), &media.examples, resolver)
}

/// A value, or else the target of a reference.
fn documented(
    example: Option<&Value>,
    examples: &IndexMap<String, ReferenceOr<Example>>,
    resolver: Resolver<'_>,
) -> Option<Value> {
    let referred = || {
        examples.values().find_map(|it| match it {
            ReferenceOr::Reference { reference } => {
                resolver.find::<Example>(reference)?.value.value.clone()
            }
            ReferenceOr::Item(example) => example.value.clone(),
        })
    };
    example.filter(|it| is_small(it)).cloned().or_else(|| referred().filter(is_small))
}
