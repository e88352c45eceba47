//! Lists the example answers of a document, and what they are in the generated crate: those of operations,
//! `x-oaiMeta.examples`, with the request type that they answer, and those of schemas, `x-oaiMeta.example`.
//!
//! Arguments: the document, the folder of the crate's resources, and the folder to write `examples.json` and
//! `table.rs` to.

use std::{
    collections::{BTreeMap, BTreeSet},
    error::Error,
    fmt::Write as _,
    fs,
    path::Path,
};

use bessemer_codegen::{Call, Config, Document, Lock, Model, NameEntry, NameKind};
use quote::ToTokens as _;
use serde_json::{Value, json};
use syn::{ImplItem, Item, ReturnType, Type};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [document, resources, out] = &arguments[..] else {
        return Err("usage: list-examples DOCUMENT RESOURCES OUT".into());
    };
    let document = Document::parse(document, fs::read(document)?).map_err(|it| it.to_string())?;
    let model = Model::of(&document, &Config::default(), &Lock::default());
    let model = model.map_err(|it| it.to_string())?;
    let tree = &document.tree();

    let mut list = List::default();
    list.add_operations(tree, &model.calls(), &requests(Path::new(resources))?)?;
    list.add_schemas(tree, &model.names());
    let mut table = String::from("examples! {\n");
    for ty in &list.types {
        writeln!(table, "    {ty:?} => {ty},")?;
    }
    table.push_str("}\n");
    fs::write(Path::new(out).join("table.rs"), table)?;
    fs::write(Path::new(out).join("examples.json"), serde_json::to_string(&list.examples)?)?;
    let List { examples, without_json, of_another, .. } = &list;
    println!(
        "{} example answers are JSON, {without_json} are not, {of_another} are of another schema",
        examples.len()
    );
    Ok(())
}

/// The examples, and the Rust types as which they are to be decoded.
#[derive(Default)]
struct List {
    examples: Vec<Value>,
    types: BTreeSet<String>,
    without_json: usize,
    of_another: usize,
}

impl List {
    fn add(&mut self, of: &str, status: u16, ty: String, answer: &Value) {
        match json_of(answer) {
            None => self.without_json += 1,
            Some(body) => {
                self.examples.push(json!({"of": of, "type": ty, "status": status, "body": body}));
                self.types.insert(ty);
            }
        }
    }

    fn add_operations(
        &mut self,
        document: &Value,
        calls: &[Call],
        requests: &BTreeMap<String, String>,
    ) -> Result<(), Box<dyn Error>> {
        for call in calls {
            let operation = &document["paths"][&call.path][call.method.to_lowercase()];
            for (title, answer) in answers(&operation["x-oaiMeta"]["examples"]) {
                let of = format!("{} {} {title}", call.method, call.path);
                let request =
                    requests.get(&call.call).ok_or_else(|| format!("{of} has no type"))?;
                let ty = format!("resources::{request}");
                self.add(&of, lowest_success(operation), ty, answer);
            }
        }
        Ok(())
    }

    fn add_schemas(&mut self, document: &Value, names: &[NameEntry]) {
        let types = names.iter().filter(|name| name.kind == NameKind::Type);
        for name in types {
            let pointer = name.pointer.to_string();
            let pointer = pointer.trim_start_matches('#');
            let Some(schema) = document.pointer(pointer) else { continue };
            let Some(example) = schema["x-oaiMeta"].get("example") else { continue };
            // Two show the request that holds the schema.
            if is_of_another(example, schema) {
                self.of_another += 1;
            } else {
                self.add(pointer, 200, format!("Request<types::{}>", name.name), example);
            }
        }
    }
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

/// Whether an example has none of the properties that its schema requires.
fn is_of_another(example: &Value, schema: &Value) -> bool {
    let example: Value =
        json_of(example).and_then(|it| serde_json::from_str(&it).ok()).unwrap_or_default();
    let mut required =
        schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
    match (&example, required.next()) {
        (Value::Object(object), Some(first)) => {
            !object.contains_key(first) && !required.any(|it| object.contains_key(it))
        }
        _ => false,
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
        let blocks = file.items.iter().filter_map(|item| match item {
            Item::Impl(block) => Some(&block.items),
            _ => None,
        });
        for item in blocks.flatten() {
            let ImplItem::Fn(method) = item else { continue };
            let ReturnType::Type(_, ty) = &method.sig.output else { continue };
            let Type::Path(ty) = &**ty else { continue };
            let body = method.block.to_token_stream().to_string();
            let mut words = body.split(|it: char| !it.is_alphanumeric() && it != '_');
            let call = words.find_map(|word| calls.get(word));
            if let (Some(call), Some(request)) = (call, ty.path.get_ident()) {
                requests.insert(call.clone(), request.to_string());
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
