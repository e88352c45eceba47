//! A document that has given names wherever a document has names.

use serde_json::{Map, Value, json};

/// The document.
pub(crate) fn document(names: &[String]) -> Value {
    let mut schemas = Map::new();
    let mut paths = Map::new();
    let mut webhooks = Map::new();
    for (index, name) in names.iter().enumerate() {
        schemas.insert(name.clone(), component(names, index));
        let segment = plain(name);
        paths.insert(format!("/{segment}/n{index}"), operation(names, index));
        paths.insert(
            format!("/n{index}/{segment}"),
            json!({"delete": {
                "tags": [name],
                "responses": {"204": {"description": "Gone."}},
            }}),
        );
        if !segment.is_empty() {
            paths.insert(format!("/m{index}/{{{segment}}}/{segment}"), by_path(names, index));
        }
        webhooks.insert(
            name.clone(),
            json!({"post": {
                "requestBody": {"content": {"application/json": {"schema": object(names, index)}}},
                "responses": {"200": {"description": "Received."}},
            }}),
        );
    }
    paths.insert("/all".to_owned(), all(names));
    let schemes = schemes(names);
    let security: Vec<Value> = schemes.keys().map(|it| json!({it: []})).collect();
    json!({
        "openapi": "3.1.0",
        "info": {"title": names.first(), "version": "1"},
        "servers": servers(names),
        "security": security,
        "tags": names.iter().map(|it| json!({"name": it, "description": it})).collect::<Vec<_>>(),
        "paths": paths,
        "webhooks": webhooks,
        "components": {"schemas": schemas, "securitySchemes": schemes},
    })
}

/// The configuration, in TOML: a header of the client of each name.
pub(crate) fn config(names: &[String]) -> String {
    let header = |(index, name): (usize, &String)| {
        format!("[headers.{}]\nheader = \"X-Setting-{index}\"\n", json!(name))
    };
    names.iter().enumerate().map(header).collect()
}

/// A name without the signs that a path uses.
fn plain(name: &str) -> String {
    name.replace(['/', '{', '}', '?', '#'], "")
}

/// Whether HTTP allows this name of a header or cookie.
fn is_token(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|it| it.is_ascii_alphanumeric() || it == '-' || it == '_')
}

/// A few of the names, from this one on.
fn few(names: &[String], index: usize, step: usize) -> Vec<&String> {
    let mut few: Vec<&String> =
        names.iter().cycle().skip(index).step_by(step).take(6.min(names.len())).collect();
    few.sort();
    few.dedup();
    few
}

fn reference(name: &str) -> Value {
    let name = name.replace('~', "~0").replace('/', "~1").replace('%', "%25");
    json!({"$ref": format!("#/components/schemas/{name}")})
}

/// An operation that sends and returns an object with all names.
fn all(names: &[String]) -> Value {
    let properties: Map<_, _> =
        names.iter().map(|it| (it.clone(), json!({"type": "string"}))).collect();
    let required: Vec<_> = names.iter().step_by(3).collect();
    let all = json!({"type": "object", "properties": properties, "required": required});
    json!({"post": {
        "operationId": "all",
        "requestBody": {"required": true, "content": {"application/json": {"schema": all}}},
        "responses": {"200": {"description": "All.", "content": {"application/json": {"schema": all}}}},
    }})
}

/// Servers with the names as descriptions and as variables, and as values of variables.
fn servers(names: &[String]) -> Value {
    let mut servers = Vec::new();
    for (index, name) in names.iter().enumerate().step_by(2) {
        let mut server = json!({
            "url": format!("https://n{index}.example.com"), "description": name, "name": name,
        });
        let variables: Vec<_> = few(names, index, 5)
            .into_iter()
            .filter(|it| !it.is_empty() && plain(it) == **it)
            .collect();
        if index % 4 == 0 && !variables.is_empty() {
            let places: String = variables.iter().map(|it| format!("/{{{it}}}")).collect();
            let variable =
                |it: &&String| ((*it).clone(), json!({"default": "a", "enum": ["a", name]}));
            server["url"] = json!(format!("https://n{index}.example.com{places}"));
            server["variables"] = json!(variables.iter().map(variable).collect::<Map<_, _>>());
        }
        servers.push(server);
    }
    json!(servers)
}

/// Security schemes of every kind.
fn schemes(names: &[String]) -> Map<String, Value> {
    let scheme = |(index, name): (usize, &String)| {
        let scopes: Map<_, _> =
            few(names, index, 1).into_iter().map(|it| (it.clone(), json!(it))).collect();
        let token = "https://example.com/token";
        let scheme = match index % 7 {
            0 => json!({"type": "apiKey", "in": "header", "name": format!("X-Key-{index}")}),
            1 => json!({"type": "http", "scheme": "bearer"}),
            2 => json!({"type": "http", "scheme": "basic"}),
            3 => {
                json!({"type": "oauth2", "flows": {"clientCredentials": {"tokenUrl": token, "scopes": scopes}}})
            }
            4 => json!({"type": "oauth2", "flows": {"authorizationCode": {
                "authorizationUrl": token, "tokenUrl": token, "scopes": scopes,
            }}}),
            5 => json!({"type": "apiKey", "in": "query", "name": name}),
            _ => json!({"type": "apiKey", "in": "cookie", "name": format!("k{index}")}),
        };
        (name.clone(), scheme)
    };
    names.iter().enumerate().take(12).map(scheme).collect()
}

/// An object with a few of the names.
fn object(names: &[String], index: usize) -> Value {
    let text = json!({"type": ["string", "null"]});
    let properties: Map<_, _> =
        few(names, index, 2).into_iter().map(|it| (it.clone(), text.clone())).collect();
    json!({"type": "object", "title": names[index], "properties": properties})
}

/// A component of each shape.
fn component(names: &[String], index: usize) -> Value {
    let name = &names[index];
    match index % 8 {
        0 => json!({"type": "string", "enum": few(names, index, 1)}),
        1 => object(names, index),
        2 => {
            let words = few(names, index, 3);
            let variant = |word: &&String| {
                json!({"type": "object", "required": [name], "properties": {
                    name: {"const": word}, "size": {"type": "integer"},
                }})
            };
            let variants: Vec<_> = words.iter().map(variant).collect();
            json!({"oneOf": variants, "discriminator": {"propertyName": name}})
        }
        3 => json!({"type": "array", "items": {"type": "integer", "enum": [1, 2]}}),
        4 => {
            let values = few(names, index, 1);
            let numbers: Vec<usize> = (0..values.len()).collect();
            json!({"type": "integer", "enum": numbers, "x-enum-varnames": values})
        }
        5 => {
            let inline = |it: &&String| {
                json!({"type": "object", "title": it, "required": [it], "properties": {
                    *it: {"type": "object", "properties": {*it: {"enum": [it]}}},
                }})
            };
            json!({"anyOf": few(names, index, 1).iter().map(inline).collect::<Vec<_>>()})
        }
        6 => {
            json!({"type": "object", "properties": {name: reference(name)}, "additionalProperties": object(names, index)})
        }
        _ => {
            json!({"allOf": [object(names, index), {"properties": {name: object(names, index)}, "required": [name]}]})
        }
    }
}

/// An operation whose path has parameters.
fn by_path(names: &[String], index: usize) -> Value {
    let name = plain(&names[index]);
    let places =
        ["query", "header", "cookie"].into_iter().filter(|it| *it == "query" || is_token(&name));
    let mut parameters: Vec<Value> = places
        .map(|place| json!({"name": name, "in": place, "schema": object(names, index)}))
        .collect();
    parameters.push(json!({"name": name, "in": "path", "required": true, "schema": {"enum": few(names, index, 1)}}));
    json!({"get": {
        "x-speakeasy-name-override": names[index],
        "tags": few(names, index, 1),
        "parameters": parameters,
        "responses": {
            "200": {"description": "A stream.", "content": {"text/event-stream": {"schema": reference(&names[index])}}},
        },
    }})
}

/// An operation whose ID, tag, parameters, types, headers and parts have some of the names.
fn operation(names: &[String], index: usize) -> Value {
    let name = &names[index];
    let mut parameters = Vec::new();
    for (place, other) in few(names, index, 1).into_iter().enumerate() {
        parameters.push(json!({
            "name": other, "in": "query", "required": place == 0, "schema": {"type": "string"},
        }));
        if is_token(other) {
            parameters.push(json!({"name": other, "in": "header", "schema": {"type": "integer"}}));
        }
    }
    let id = format!("{name}{}", if index.is_multiple_of(2) { "" } else { "_it" });
    let mut operation = json!({
        "operationId": id, "tags": [name], "parameters": parameters, "responses": responses(names, index),
    });
    if !index.is_multiple_of(3) {
        return json!({"get": operation});
    }
    let values: Map<_, _> =
        few(names, index, 1).into_iter().map(|it| (it.clone(), part(it, names, index))).collect();
    let form = json!({"type": "object", "properties": values, "required": [name]});
    let media = ["application/json", "multipart/form-data", "application/x-www-form-urlencoded"];
    operation["requestBody"] =
        json!({"required": true, "content": {media[index / 3 % 3]: {"schema": form}}});
    json!({"post": operation})
}

/// A part of a multipart body.
fn part(name: &str, names: &[String], index: usize) -> Value {
    match name.len() % 3 {
        0 => json!({"type": "string", "format": "binary"}),
        1 => json!({"type": "array", "items": {"type": "string", "format": "binary"}}),
        _ => object(names, index),
    }
}

/// Responses with several types of results and errors, and with headers.
fn responses(names: &[String], index: usize) -> Value {
    let headers: Map<_, _> = few(names, index, 1)
        .into_iter()
        .filter(|it| is_token(it))
        .map(|it| (it.clone(), json!({"schema": {"type": "string"}})))
        .collect();
    let next = &names[(index + 1) % names.len()];
    let response = |schema: Value| {
        json!({
            "description": "It.", "headers": headers, "content": {"application/json": {"schema": schema}},
        })
    };
    let mut responses = json!({"200": response(reference(&names[index]))});
    if index.is_multiple_of(2) {
        responses["201"] = response(reference(next));
        responses["404"] = response(object(names, index));
        responses["4XX"] = response(reference(next));
        responses["default"] =
            response(json!({"type": "object", "title": next, "properties": {next: {}}}));
    }
    responses
}
