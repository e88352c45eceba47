//! What an object lacks.
#![expect(unreachable_pub, reason = "the macros' methods are public, as in a generated crate")]

use std::collections::BTreeMap;

use crate::{
    Extra, RawJson, UnixTime, UnknownVariant,
    json::{Decode, Encode, from_slice_strict, from_str, to_string},
    object, string_enum, union,
};

#[derive(Clone, Debug, PartialEq)]
struct Ladle {
    id: String,
    tons: i64,
    heat: f64,
    state: State,
    owner: Owner,
    marks: Vec<String>,
    sizes: BTreeMap<String, i64>,
    poured_at: UnixTime,
    full: bool,
    lining: Lining,
    note: Option<String>,
    anything: RawJson,
    extra: Extra,
}
object! {
    Ladle {
        id, tons, heat, state, owner, marks, sizes, poured_at, full, lining, note, anything, ..extra
    }
}

#[derive(Clone, Debug, PartialEq)]
struct Owner {
    name: String,
    age: i64,
    extra: Extra,
}
object! { Owner { name, age, ..extra } }

#[derive(Clone, Debug)]
enum State {
    Full,
    Unknown(String),
}
string_enum! { State { Full = "full", ..Unknown } }

#[derive(Clone, Debug, PartialEq)]
enum Lining {
    Text(String),
    Unknown(UnknownVariant),
}
union! { Lining by type { Text = String, ..Unknown } }

#[derive(Clone, Debug, PartialEq)]
struct Page {
    data: Vec<Owner>,
    more: Option<bool>,
    extra: Extra,
}
object! { Page { data as list, more, ..extra } }

/// Reads `text`, and asks that it is written back as it came.
fn read<T: Decode + Encode>(text: &str) -> T {
    let value = from_str::<T>(text).unwrap();
    assert_eq!(to_string(&value), text);
    value
}

fn missing(extra: &Extra) -> Vec<&str> {
    extra.missing().collect()
}

fn unread(extra: &Extra) -> Vec<&str> {
    extra.unread().collect()
}

fn error<T: Decode>(text: &str) -> String {
    from_str::<T>(text).err().map_or_else(String::new, |error| error.to_string())
}

fn strict<T: Decode>(text: &str) -> String {
    let read = from_slice_strict::<T>(text.as_bytes());
    read.err().map_or_else(String::new, |error| error.to_string())
}

#[test]
fn what_is_missing_is_empty_and_stays_away() {
    let text = r#"{"id":"l1"}"#;
    let mut ladle: Ladle = read(text);
    assert_eq!((ladle.tons, &*ladle.owner.name, ladle.marks.len()), (0, "", 0));
    assert_eq!(ladle.state, State::Unknown(String::new()));
    let all = "tons heat state owner marks sizes poured_at full lining anything";
    assert_eq!(missing(&ladle.extra).join(" "), all);
    assert_eq!(strict::<Ladle>(text), "missing property `tons` at the top level");

    ladle.tons = 5;
    ladle.owner.age = 40;
    assert_eq!(to_string(&ladle), r#"{"id":"l1","tons":5,"owner":{"age":40}}"#);
    ladle.tons = 0;
    ladle.anything = RawJson::of(&0_i64);
    assert_eq!(to_string(&ladle), r#"{"id":"l1","owner":{"age":40},"anything":0}"#);
}

#[test]
fn what_is_of_another_type_is_empty_and_written_as_it_came() {
    let text = concat!(
        r#"{"id":7,"tons":null,"heat":"hot","owner":{"name":"a","age":{}},"#,
        r#""marks":["a",1],"note":[[1.50]]}"#
    );
    let ladle: Ladle = read(text);
    assert_eq!((&*ladle.id, ladle.tons, &*ladle.owner.name, ladle.note), ("", 0, "a", None));
    assert_eq!(unread(&ladle.extra), ["id", "heat", "owner.age", "marks", "note"]);
    assert_eq!(missing(&ladle.extra)[0], "tons");
    assert_eq!(unread(&ladle.owner.extra), ["age"]);
    assert_eq!(strict::<Ladle>(text), "expected a string at `id`");
    let strict = strict::<Page>(r#"{"data":[{"name":"a","age":true}]}"#);
    assert_eq!(strict, "expected an integer at `data[0].age`");
}

#[test]
fn a_whole_without_anything_required_is_another_thing() {
    for text in ["{}", r#"{"error":"none"}"#, r#"{"note":"a"}"#] {
        assert_eq!(error::<Ladle>(text), "missing property `id` at the top level", "{text}");
    }
    assert_eq!(error::<Vec<Owner>>(r#"[{"name":"a"},{}]"#), "missing property `name` at `[1]`");
    let page = r#"{"data":[{"name":"a"},{"title":"b"}]}"#;
    assert_eq!(error::<Page>(page), "missing property `name` at `data[1]`");
    assert_eq!(error::<Page>(r#"{"data":[5]}"#), "expected an object at `data[0]`");
    // Within a whole, nothing says that it is another.
    let ladle: Ladle = read(r#"{"id":"a","owner":{}}"#);
    assert_eq!(missing(&ladle.extra)[..2], ["owner.name", "owner.age"]);
}

#[test]
fn a_page_without_items_is_empty() {
    for text in [r#"{"data":null}"#, r#"{"more":false}"#, "{}"] {
        let page: Page = read(text);
        assert!(page.data.is_empty() && missing(&page.extra).is_empty(), "{text}");
        assert_eq!(strict::<Page>(text), "");
    }
    assert_eq!(error::<Page>(r#"{"error":"none"}"#), "missing property `data` at the top level");
    let page: Page = read(r#"{"data":[{"name":"a"},{"age":3}]}"#);
    assert_eq!(missing(&page.extra), ["data[0].age", "data[1].name"]);
}

#[test]
fn what_requires_itself_has_no_empty_value() {
    #[derive(Debug, PartialEq)]
    struct Node {
        id: String,
        next: Box<Node>,
        extra: Extra,
    }
    object! { Node { id, next, ..extra } }

    assert_eq!(error::<Node>(r#"{"id":"a"}"#), "missing property `next` at the top level");
}

#[test]
fn without_a_place_for_it_nothing_may_be_missing() {
    #[derive(Debug, PartialEq)]
    struct Closed {
        id: String,
        owner: Option<Owner>,
    }
    object! { Closed { id, owner } }

    assert_eq!(error::<Closed>(r#"{"owner":null}"#), "missing property `id` at the top level");
    assert_eq!(error::<Closed>(r#"{"id":"a","owner":5}"#), "expected an object at `owner`");
}

#[test]
fn text_that_is_no_json_is_always_an_error() {
    assert!(error::<Ladle>(r#"{"id":"l1","owner":{"name":}}"#).starts_with("invalid JSON"));
    assert!(error::<Ladle>(r#"{"id":"l1","tons":truf}"#).starts_with("invalid JSON"));
    let deep = format!(r#"{{"id":"l1","marks":{}"#, "[".repeat(100_000));
    assert!(error::<Ladle>(&deep).starts_with("invalid JSON"));
}

#[test]
fn properties_of_one_type_may_be_of_another() {
    #[derive(Debug, PartialEq)]
    struct Scores {
        name: String,
        points: BTreeMap<String, i64>,
        extra: Extra,
    }
    object! { Scores { name, ..extra + points } }

    let scores: Scores = read(r#"{"name":"a","y":2,"x":"1"}"#);
    assert_eq!((scores.points["y"], scores.extra.get("x")), (2, Some("\"1\"")));
    assert_eq!(unread(&scores.extra), ["x"]);
    assert_eq!(strict::<Scores>(r#"{"name":"a","x":"1"}"#), "expected an integer at `x`");
}

#[test]
fn notes_stay_few() {
    let items = vec!["{\"name\":\"\"}"; 3_000].join(",");
    let page: Page = read(&format!("{{\"data\":[{items}]}}"));
    assert_eq!(page.extra.missing().count(), 1_000);
    assert_eq!(missing(&page.data[2_999].extra), ["age"]);
}
