//! Answers that are a text if the body asks for one: `response_format` with the values `json`, `text`, `srt`
//! and `vtt`. Documents describe only the JSON.

use crate::{
    lower::draft::{Draft, DraftOperation, DraftShape},
    model::{Content, Returns, TypeRef},
};

/// Properties that ask for a format.
const FORMATS: [&str; 3] = ["response_format", "output_format", "format"];
/// Formats that are texts.
const TEXTS: [&str; 6] = ["text", "plain", "srt", "vtt", "csv", "tsv"];

/// Adds a method that returns the text to each operation that may answer so.
pub(crate) fn add(operations: &mut Vec<DraftOperation>, drafts: &[Draft]) {
    let texts: Vec<DraftOperation> = operations.iter().filter_map(|it| text(it, drafts)).collect();
    operations.extend(texts);
}

fn text(operation: &DraftOperation, drafts: &[Draft]) -> Option<DraftOperation> {
    let Returns::Json(_) = operation.returns else { return None };
    let (property, formats) = formats(&operation.body.as_ref()?.content, drafts)?;
    let mut text = operation.clone();
    text.differ("text");
    text.returns = Returns::Text;
    text.accept = Some("*/*".to_owned());
    (text.answers, text.media_type) = (None, None);
    let formats: Vec<_> = formats.iter().map(|it| format!("`{it}`")).collect();
    let formats = formats.join(", ");
    text.docs = format!(
        "{}\n\nSet `{property}` to one of {formats}: then the response is text.",
        text.docs
    );
    Some(text)
}

/// The property that asks for a format, and the formats that are texts; `None` if JSON is none of them.
fn formats(content: &Content, drafts: &[Draft]) -> Option<(String, Vec<String>)> {
    let (Content::Json(TypeRef::Named(id)) | Content::Multipart(TypeRef::Named(id))) = content
    else {
        return None;
    };
    let DraftShape::Struct(object) = &drafts[id.0].shape else { return None };
    let mut fields = object.fields.iter().filter(|it| FORMATS.contains(&&*it.wire));
    fields.find_map(|field| {
        let TypeRef::Named(id) = field.ty.inner() else { return None };
        let (DraftShape::Strings(values) | DraftShape::OpenStrings(values)) = &drafts[id.0].shape
        else {
            return None;
        };
        let values: Vec<&String> = values.iter().map(|it| &it.value).collect();
        let texts = values.iter().filter(|it| TEXTS.contains(&it.as_str()));
        let texts: Vec<String> = texts.map(|it| (*it).clone()).collect();
        let has_json = values.iter().any(|it| *it == "json");
        (has_json && !texts.is_empty()).then(|| (field.wire.clone(), texts))
    })
}
