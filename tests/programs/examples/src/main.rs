//! Lists the example answers of a document, `x-oaiMeta.examples` of its operations, and the request types
//! of the generated crate that they answer.
//!
//! Arguments: the document, what `generate --format json` printed, the folder of the crate's resources, and
//! the folder to write `examples.json` and `table.rs` to.

use std::{collections::BTreeMap, error::Error, fmt::Write as _, fs, path::Path};

use bessemer_codegen::Document;
use quote::ToTokens as _;
use serde_json::{Value, json};
use syn::{ImplItem, Item, ReturnType, Type};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [document, generated, resources, out] = &arguments[..] else {
        return Err("usage: list-examples DOCUMENT GENERATED RESOURCES OUT".into());
    };
    let document = Document::parse(document, &fs::read(document)?).map_err(|it| it.to_string())?;
    let document = serde_json::to_value(document.openapi())?;
    let generated: Value = serde_json::from_str(&fs::read_to_string(generated)?)?;
    let requests = requests(Path::new(resources))?;

    let (mut examples, mut without_json, mut arms) = (Vec::new(), 0, BTreeMap::new());
    for call in generated["calls"].as_array().into_iter().flatten() {
        let said = |name: &str| call[name].as_str().unwrap_or_default();
        let operation = &document["paths"][said("path")][said("method").to_lowercase()];
        let call = said("call");
        for (title, answer) in answers(&operation["x-oaiMeta"]["examples"]) {
            let Some(body) = json_of(answer) else {
                without_json += 1;
                continue;
            };
            let request = requests.get(call).ok_or_else(|| format!("no request type of {call}"))?;
            arms.insert(call, request);
            examples.push(json!({
                "call": call, "title": title, "status": lowest_success(operation), "body": body,
            }));
        }
    }
    let mut table = String::from("examples! {\n");
    for (call, request) in &arms {
        writeln!(table, "    {call:?} => {request},")?;
    }
    table.push_str("}\n");
    fs::write(Path::new(out).join("table.rs"), table)?;
    fs::write(Path::new(out).join("examples.json"), serde_json::to_string(&examples)?)?;
    println!("{} example answers are JSON, {without_json} are not", examples.len());
    Ok(())
}

/// The answers of one example, or of a list of examples, each with its title.
fn answers<'e>(examples: &'e Value) -> Vec<(&'e str, &'e Value)> {
    let list = match examples {
        Value::Array(list) => list.iter().collect(),
        one => vec![one],
    };
    let answer = |example: &'e Value| {
        let title = example.get("title").and_then(Value::as_str).unwrap_or_default();
        example.get("response").map(|answer| (title, answer))
    };
    list.into_iter().filter_map(answer).collect()
}

/// The JSON text of an answer; most are written as text.
fn json_of(answer: &Value) -> Option<String> {
    match answer {
        Value::String(text) => {
            serde_json::from_str::<Value>(text).ok().map(|_| text.trim().to_owned())
        }
        Value::Null => None,
        other => Some(other.to_string()),
    }
}

fn lowest_success(operation: &Value) -> u16 {
    let responses = operation["responses"].as_object().into_iter().flatten();
    let statuses = responses.filter_map(|(status, _)| status.parse().ok());
    statuses.filter(|status| (200..300).contains(status)).min().unwrap_or(200)
}

/// The request type of each call.
fn requests(folder: &Path) -> Result<BTreeMap<String, String>, Box<dyn Error>> {
    let mut requests = BTreeMap::new();
    for entry in fs::read_dir(folder)? {
        let file = syn::parse_file(&fs::read_to_string(entry?.path())?)?;
        let calls = file.items.iter().filter_map(|item| match item {
            Item::Static(item) => Some((item.ident.to_string(), first_literal(&item.expr)?)),
            _ => None,
        });
        let calls: BTreeMap<String, String> = calls.collect();
        for item in &file.items {
            let Item::Impl(block) = item else { continue };
            for item in &block.items {
                let ImplItem::Fn(method) = item else { continue };
                let ReturnType::Type(_, ty) = &method.sig.output else { continue };
                let Type::Path(ty) = &**ty else { continue };
                let body = method.block.to_token_stream().to_string();
                let operation = calls.iter().find(|(name, _)| body.contains(&format!("& {name})")));
                let operation =
                    operation.or_else(|| calls.iter().find(|(name, _)| body.contains(&format!("& {name} )"))));
                if let (Some((_, call)), Some(request)) = (operation, ty.path.get_ident()) {
                    requests.insert(call.clone(), request.to_string());
                }
            }
        }
    }
    Ok(requests)
}

/// The first string in an expression: the ID of an operation.
fn first_literal(expression: &syn::Expr) -> Option<String> {
    let tokens = expression.to_token_stream().to_string();
    tokens.split('"').nth(1).map(str::to_owned)
}
