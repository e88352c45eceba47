//! Random values for the types of the obstacle course. A decoded value is encoded completely; an
//! error has the place of the wrong value.

use obstacles::{
    runtime::{
        Decode, Encode,
        json::{from_slice_strict, from_str, to_string},
    },
    types::{Coat, Content, Ladle, Note, NotePart, Plan, Pour, PourEvent},
};
use proptest::{collection::vec, prelude::*, sample::select, test_runner::TestCaseError};
use serde_json::value::RawValue;

/// Names of properties, known to some of the types or unknown to all.
const KEYS: [&str; 24] = [
    "id", "name", "state", "kind", "content", "owner", "note", "text", "url", "plan", "plans",
    "step", "minutes", "grams", "mould", "type", "carbon", "depth", "lining", "limit", "", "a b",
    "é", "\\\"",
];
/// Strings with a meaning for some of the types.
const WORDS: [&str; 12] = [
    "steel", "iron", "slag", "gold", "wait", "all", "repeat", "poured", "finished", "full", "clay",
    "x",
];
/// Numbers with more digits than a float can represent.
const NUMBERS: [&str; 10] = [
    "0",
    "-1",
    "7",
    "1.0",
    "1.50",
    "1e2",
    "-0.0",
    "9007199254740993",
    "18446744073709551616",
    "1E-7",
];

/// The text of a JSON value.
fn value() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just("null".to_owned()),
        any::<bool>().prop_map(|it| it.to_string()),
        select(&NUMBERS[..]).prop_map(str::to_owned),
        select(&WORDS[..]).prop_map(|it| format!("\"{it}\"")),
        any::<String>().prop_map(|it| serde_json::to_string(&it).expect("text")),
    ];
    leaf.prop_recursive(4, 32, 6, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(|it| format!("[{}]", it.join(","))),
            object(inner),
        ]
    })
}

/// The text of an object without duplicate properties.
fn object(value: impl Strategy<Value = String>) -> impl Strategy<Value = String> {
    vec((select(&KEYS[..]), value), 0..7).prop_map(|members| {
        let mut seen = Vec::new();
        let mut text = Vec::new();
        for (key, value) in members {
            if !seen.contains(&key) {
                seen.push(key);
                text.push(format!("\"{key}\":{value}"));
            }
        }
        format!("{{{}}}", text.join(","))
    })
}

/// A ladle with some random members.
fn ladle() -> impl Strategy<Value = String> {
    let content = prop_oneof![
        Just(r#"{"kind":"steel","carbon":0.5,"ore":[1.0]}"#.to_owned()),
        Just(r#"{"kind":"slag"}"#.to_owned()),
        object(value()),
    ];
    let known = select(&["note", "plan", "limit", "lining", "heat", "history", "anything"][..]);
    (content, vec((known, value()), 0..3), value()).prop_map(|(content, members, unknown)| {
        let mut text = format!(r#"{{"owner":null,"zz":{unknown},"id":"l","name":"","state":"hot""#);
        let mut seen = Vec::new();
        for (key, value) in members {
            if !seen.contains(&key) {
                seen.push(key);
                text.push_str(&format!(",\"{key}\":{value}"));
            }
        }
        format!("{text},\"aa\":1.10,\"content\":{content}}}")
    })
}

/// Decodes `text` and checks the result.
fn holds<T: Decode + Encode + PartialEq + std::fmt::Debug>(
    text: &str,
) -> Result<(), TestCaseError> {
    match from_str::<T>(text) {
        Ok(value) => {
            let written = to_string(&value);
            prop_assert_eq!(&from_str::<T>(&written).expect("it was read before"), &value);
            prop_assert_eq!(plain(&written), plain(text), "{} became {}", text, written);
        }
        Err(error) => prop_assert!(exists(text, error.path()), "{} of {}", error, text),
    }
    Ok(())
}

/// A normalized value: members sorted by name, without nulls, and with the numbers of known
/// properties as numbers.
fn plain(text: &str) -> Plain {
    let raw = |text: &str| serde_json::from_str::<Box<RawValue>>(text).expect("JSON");
    let text = raw(text);
    let text = text.get();
    match text.as_bytes()[0] {
        b'{' => {
            let members: std::collections::BTreeMap<String, Box<RawValue>> =
                serde_json::from_str(text).expect("an object");
            let members = members.into_iter().map(|(key, it)| (key, plain(it.get())));
            Plain::Object(members.filter(|(_, it)| *it != Plain::Word("null".to_owned())).collect())
        }
        b'[' => {
            let elements: Vec<Box<RawValue>> = serde_json::from_str(text).expect("an array");
            Plain::Array(elements.iter().map(|it| plain(it.get())).collect())
        }
        b'"' => Plain::Text(serde_json::from_str(text).expect("text")),
        b'-' | b'0'..=b'9' => Plain::Number(text.to_owned()),
        _ => Plain::Word(text.to_owned()),
    }
}

#[derive(Debug)]
enum Plain {
    Word(String),
    Number(String),
    Text(String),
    Array(Vec<Plain>),
    Object(Vec<(String, Plain)>),
}

impl PartialEq for Plain {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Word(one), Self::Word(other)) | (Self::Text(one), Self::Text(other)) => {
                one == other
            }
            // Numbers of fields are written as `1.5` for `1.50`. Unknown numbers keep their text,
            // which the next test compares.
            (Self::Number(one), Self::Number(other)) => one.parse::<f64>() == other.parse::<f64>(),
            (Self::Array(one), Self::Array(other)) => one == other,
            (Self::Object(one), Self::Object(other)) => one == other,
            _ => false,
        }
    }
}

/// Whether a path such as `data[3].id` exists in a document. Its last part may be missing.
fn exists(text: &str, path: &str) -> bool {
    let document: serde_json::Value = serde_json::from_str(text).expect("JSON");
    leads(&document, path)
}

fn leads(node: &serde_json::Value, path: &str) -> bool {
    let path = path.strip_prefix('.').unwrap_or(path);
    if path.is_empty() {
        return true;
    }
    match node {
        serde_json::Value::Object(members) => {
            let found = members.iter().any(|(key, member)| {
                path.strip_prefix(key.as_str()).is_some_and(|rest| leads(member, rest))
            });
            found || !path.contains(['.', '['])
        }
        serde_json::Value::Array(elements) => {
            let index = path.strip_prefix('[').and_then(|it| it.split_once(']'));
            index.is_some_and(|(index, rest)| {
                let element = index.parse().ok().and_then(|index: usize| elements.get(index));
                element.is_some_and(|element| leads(element, rest))
            })
        }
        _ => false,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    #[test]
    fn any_value_is_kept_or_refused_with_its_place(text in value()) {
        holds::<Coat>(&text)?;
        holds::<Content>(&text)?;
        holds::<Note>(&text)?;
        holds::<NotePart>(&text)?;
        holds::<Plan>(&text)?;
        holds::<Pour>(&text)?;
        holds::<PourEvent>(&text)?;
        holds::<Ladle>(&text)?;
    }

    #[test]
    fn a_ladle_with_random_members_is_kept_or_refused_with_its_place(text in ladle()) {
        holds::<Ladle>(&text)?;
    }

    #[test]
    fn what_is_not_known_is_kept_as_text(first in value(), second in value()) {
        let text = format!(r#"{{"kind":"slag","zz":{first},"aa":{second}}}"#);
        let content: Content = from_str(&text).expect("slag");
        prop_assert_eq!(to_string(&content), text);
        let text = format!(r#"{{"kind":"gold","zz":{first},"aa":{second}}}"#);
        let content: Content = from_str(&text).expect("something unknown");
        prop_assert_eq!(to_string(&content), text);
    }
}

#[test]
fn a_tuple_has_all_of_its_items() {
    let ladle = |spout: &str| {
        format!(
            r#"{{"id":"l","name":"n","state":"full","content":{{"kind":"slag"}},"owner":null,"spout":{spout}}}"#
        )
    };
    let whole = from_str::<Ladle>(&ladle(r#"[0.5,"cm",{"x":1,"y":2,"z":3}]"#)).expect("a ladle");
    let Some((width, Some(unit), point)) = &whole.spout else { panic!("{:?}", whole.spout) };
    assert_eq!((*width, unit.as_str(), point.extra.get("z")), (0.5, "cm", Some("3")));
    let error =
        from_slice_strict::<Ladle>(ladle("[0.5,null]").as_bytes()).expect_err("too few items");
    assert!(error.to_string().contains("too few items at `spout`"), "{error}");
}
