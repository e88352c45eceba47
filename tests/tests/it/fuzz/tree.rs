//! Random changes of a document's tree. The result is well-formed, but usually invalid.

use fastrand::Rng;
use serde_json::{Map, Value, json};

/// `tree` with a few changes, some of them parts of `donor`.
pub(super) fn mutated(tree: &Value, donor: &Value, random: &mut Rng) -> Value {
    let mut tree = tree.clone();
    for _ in 0..random.usize(1..4) {
        let pointer = pointer(&tree, random);
        match random.u8(..8) {
            0 | 1 => set(&mut tree, &pointer, odd(random)),
            2 | 3 => {
                let reference = reference(&tree, &pointer, random);
                set(&mut tree, &pointer, reference);
            }
            4 => {
                let part = part(donor, random);
                set(&mut tree, &pointer, part);
            }
            5 => {
                let part = part(&tree, random);
                set(&mut tree, &pointer, part);
            }
            6 => rename(tree.pointer_mut(&pointer), random),
            _ => remove(tree.pointer_mut(&pointer), random),
        }
    }
    tree
}

fn set(tree: &mut Value, pointer: &str, value: Value) {
    if let Some(place) = tree.pointer_mut(pointer) {
        *place = value;
    }
}

/// A place somewhere in the tree.
fn pointer(tree: &Value, random: &mut Rng) -> String {
    let (mut node, mut pointer) = (tree, String::new());
    while random.u8(..12) > 0 {
        let next = match node {
            Value::Object(members) if !members.is_empty() => members
                .iter()
                .nth(random.usize(..members.len()))
                .map(|(key, member)| (key.replace('~', "~0").replace('/', "~1"), member)),
            Value::Array(elements) if !elements.is_empty() => {
                let index = random.usize(..elements.len());
                Some((index.to_string(), &elements[index]))
            }
            _ => None,
        };
        let Some((segment, child)) = next else { break };
        pointer = format!("{pointer}/{segment}");
        node = child;
    }
    pointer
}

fn part(tree: &Value, random: &mut Rng) -> Value {
    tree.pointer(&pointer(tree, random)).cloned().unwrap_or_default()
}

/// A reference to a random node, to itself, to an ancestor, or to a node that does not exist.
fn reference(tree: &Value, own: &str, random: &mut Rng) -> Value {
    let target = match random.u8(..6) {
        0 => own.to_owned(),
        1 => own.rsplit_once('/').map_or(String::new(), |(above, _)| above.to_owned()),
        2 => "/no/where".to_owned(),
        3 => return json!({"$ref": "parts/schemas/owner.yaml"}),
        _ => pointer(tree, random),
    };
    let reference = json!({"$ref": format!("#{target}")});
    match random.u8(..6) {
        0 => json!({"allOf": [reference.clone(), reference]}),
        1 => json!({"oneOf": [reference, {"type": "string"}, {"type": "null"}]}),
        2 => json!({"type": "array", "items": reference}),
        3 => json!({"type": "object", "additionalProperties": reference}),
        _ => reference,
    }
}

/// Values that are unusual in most places.
fn odd(random: &mut Rng) -> Value {
    const TEXTS: [&str; 16] = [
        "", " ", "self", "Self", "crate", "_", "a/b~c", "\0", "\"#", "*/", "```", "é", "🦀",
        "null", "{", "\r\n",
    ];
    match random.u8(..14) {
        0 => Value::Null,
        1 => json!(random.bool()),
        2 => json!(u64::MAX),
        3 => json!(i64::MIN),
        4 => json!(1e308),
        5 => json!(-0.5),
        6 => json!("x".repeat(random.usize(..3_000))),
        7 => nested(random, |inner| json!({"type": "array", "items": inner})),
        8 => nested(random, |inner| json!({"properties": {"p": inner}})),
        9 => nested(random, |inner| json!({"oneOf": [inner, {"type": "string"}]})),
        10 => nested(random, |inner| json!({"allOf": [inner]})),
        11 => json!([]),
        12 => json!({}),
        _ => json!(TEXTS[random.usize(..TEXTS.len())]),
    }
}

fn nested(random: &mut Rng, around: impl Fn(Value) -> Value) -> Value {
    (0..random.usize(..150)).fold(json!({"type": "string"}), |inner, _| around(inner))
}

/// Renames a member of an object.
fn rename(node: Option<&mut Value>, random: &mut Rng) {
    const KEYS: [&str; 18] = [
        "$ref",
        "type",
        "oneOf",
        "anyOf",
        "allOf",
        "items",
        "properties",
        "nullable",
        "enum",
        "const",
        "required",
        "discriminator",
        "self",
        "",
        "a b",
        "200",
        "x-y",
        "🦀",
    ];
    let Some(Value::Object(members)) = node else { return };
    let Some(chosen) = (!members.is_empty()).then(|| random.usize(..members.len())) else { return };
    let renamed = std::mem::take(members).into_iter().enumerate().map(|(index, (key, value))| {
        let key = if index == chosen { KEYS[random.usize(..KEYS.len())].to_owned() } else { key };
        (key, value)
    });
    *members = renamed.collect::<Map<_, _>>();
}

fn remove(node: Option<&mut Value>, random: &mut Rng) {
    match node {
        Some(Value::Object(members)) if !members.is_empty() => {
            let key = members.keys().nth(random.usize(..members.len())).cloned();
            members.remove(&key.unwrap_or_default());
        }
        Some(Value::Array(elements)) if !elements.is_empty() => {
            elements.remove(random.usize(..elements.len()));
        }
        _ => {}
    }
}
