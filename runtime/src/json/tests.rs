//! The codec as generated types use it.
#![expect(unreachable_pub, reason = "the macros' methods are public, as in a generated crate")]

use std::{
    collections::BTreeMap,
    hash::{DefaultHasher, Hash, Hasher},
};

use serde_json::{Value, json};

use super::{
    Decode, DecodeError, Encode, Extra, RawJson, UnixTime, from_slice, from_slice_strict, from_str,
    to_string,
};
use crate::{int_enum, object, string_enum};

#[derive(Clone, Debug, PartialEq)]
struct Container {
    id: String,
    created_at: UnixTime,
    r#type: Option<Kind>,
    level: Option<Level>,
    expires_after: Option<ExpiresAfter>,
    extra: Extra,
}

object! { Container { id, created_at, r#type = "type", level, expires_after, ..extra } }

#[derive(Clone, Debug, PartialEq)]
struct ExpiresAfter {
    minutes: Option<i64>,
}

object! { ExpiresAfter { minutes } }

#[derive(Clone, Debug, PartialEq)]
struct List {
    data: Vec<Container>,
}

object! { List { data } }

#[derive(Clone, Debug, PartialEq)]
struct Node {
    next: Option<Box<Node>>,
    extra: Extra,
}

object! { Node { next, ..extra } }

#[derive(Clone, Debug, PartialEq)]
struct Open {
    rest: Extra,
}

object! { Open { ..rest } }

#[derive(Clone, Debug)]
enum Kind {
    Small,
    Unknown(String),
}

string_enum! { Kind { Small = "small", ..Unknown } }

#[derive(Clone, Debug)]
enum Level {
    Low,
    Below,
    Unknown(i64),
}

int_enum! { Level { Low = 1, Below = -1, ..Unknown } }

const FULL: &str = concat!(
    r#"{"id":"c1","created_at":1747844794,"type":"small","level":-1,"#,
    r#""expires_after":{"minutes":20},"price":1.50,"big":123456789012345678901234567890,"#,
    r#""tags":[ "é\u00e9\ud83d\ude00", null ]}"#
);

fn container(text: &str) -> Result<Container, DecodeError> {
    from_str(text)
}

/// The message of the error that reading `text` as a `T` makes.
fn error<T: Decode>(text: &str) -> String {
    let read = from_slice_strict::<T>(text.as_bytes());
    read.err().map_or_else(String::new, |error| error.to_string())
}

fn round_trip<T: Decode + Encode>(text: &str) -> String {
    from_str::<T>(text).map_or_else(|error| error.to_string(), |value| to_string(&value))
}

#[test]
fn what_is_read_is_written_unchanged() {
    assert_eq!(round_trip::<Container>(FULL), FULL);
    let unknown = r#"{"id":"","created_at":-1,"type":"new","level":7,"a":{"b":[]},"a":2}"#;
    assert_eq!(round_trip::<Container>(unknown), unknown);
    let value = container(FULL).unwrap();
    assert_eq!((value.r#type, value.level), (Some(Kind::Small), Some(Level::Below)));
    assert_eq!(value.extra.get("big").unwrap(), "123456789012345678901234567890");
    assert_eq!(value.extra.decode("tags"), Ok(Some(json!(["éé😀", null]))));
}

#[test]
fn a_type_may_name_no_property() {
    assert_eq!(round_trip::<Open>(r#"{"a": [ 1 ]}"#), r#"{"a":[ 1 ]}"#);
}

#[test]
fn null_and_absence_are_none() {
    let text = r#"{"id":"c1","created_at":0,"type":null,"expires_after":null}"#;
    let value = container(text).unwrap();
    assert_eq!((&value.r#type, &value.expires_after), (&None, &None));
    assert_eq!(to_string(&value), text);
    assert_eq!(round_trip::<Vec<Option<bool>>>("[null, true]"), "[null,true]");
}

#[test]
fn a_required_property_of_any_type_is_missed() {
    struct Anything {
        raw: RawJson,
        value: serde_json::Value,
    }
    object! { Anything { raw, value } }

    let missing = |text| from_str::<Anything>(text).err().unwrap().to_string();
    assert_eq!(missing(r#"{"value": 1}"#), "missing property `raw` at the top level");
    assert_eq!(missing(r#"{"raw": 1}"#), "missing property `value` at the top level");
    let nulls: Anything = from_str(r#"{"raw": null, "value": null}"#).unwrap();
    assert_eq!((nulls.raw.as_str(), nulls.value), ("null", serde_json::Value::Null));
}

#[test]
fn the_last_of_duplicate_keys_wins() {
    let value = container(r#"{"id":"a","x":1,"created_at":0,"x":2,"id":"b"}"#).unwrap();
    assert_eq!(value.id, "b");
    assert_eq!(value.extra.get("x"), Some("2"));
    assert_eq!(round_trip::<BTreeMap<String, i64>>(r#"{"a":1,"a":2}"#), r#"{"a":2}"#);
}

#[test]
fn an_error_names_the_place_and_no_value() {
    let list = |items: &str| format!(r#"{{"data": [{FULL}, {FULL}, {items}]}}"#);
    let in_list = |items: &str| error::<List>(&list(items));
    assert_eq!(
        in_list(r#"{"expires_after": {"minutes": "secret"}}"#),
        "expected an integer at `data[2].expires_after.minutes`"
    );
    assert_eq!(in_list(r#"{"id": "secret"}"#), "missing property `created_at` at `data[2]`");
    assert_eq!(in_list("{} , 1"), "missing property `id` at `data[2]`");
    assert_eq!(in_list(r#"{"id": null}"#), "expected a string at `data[2].id`");
    assert_eq!(
        in_list(r#"{"x": {"y z": tru}}"#),
        r#"invalid JSON: expected ident at `data[2].x["y z"]`"#
    );
    assert_eq!(in_list("3"), "expected an object at `data[2]`");
    assert_eq!(error::<List>("[]"), "expected an object at the top level");
    assert_eq!(error::<bool>("true x"), "invalid JSON: trailing characters at the top level");
}

#[test]
fn enums_are_their_value() {
    let hash = |kind: &Kind| {
        let mut hasher = DefaultHasher::new();
        kind.hash(&mut hasher);
        hasher.finish()
    };
    let (known, spelled) = (Kind::Small, Kind::Unknown("small".to_owned()));
    assert_eq!((&known, hash(&known)), (&spelled, hash(&spelled)));
    assert_ne!(known, Kind::Unknown("Small".to_owned()));
    assert!(matches!(Kind::from(String::from("small")), Kind::Small));
    assert!(matches!(Kind::from(&String::from("small")), Kind::Small));
    let Ok(parsed) = "large".parse::<Kind>();
    assert_eq!(
        (parsed.as_str(), parsed.as_ref(), &*parsed.to_string()),
        ("large", "large", "large")
    );
    assert!(known == "small" && known == *"small" && known != "large");
    assert_eq!(format!("{known:>7}|"), "  small|");
    assert_eq!(Kind::VALUES, [Kind::Small]);
    assert_eq!(Level::VALUES, [Level::Low, Level::Below]);
    assert!(Level::Unknown(1) == Level::Low && Level::Below == -1);
    assert_ne!(Level::from(7).as_i64(), Level::Low.as_i64());
    assert_eq!(Level::from(7).to_string(), "7");
    assert_eq!(error::<Kind>("7"), "expected a string at the top level");
    assert_eq!(error::<Level>("\"1\""), "expected an integer at the top level");
}

#[test]
fn integers_are_exact_however_they_are_spelled() {
    assert_eq!(from_str("5.0"), Ok(5_i32));
    assert_eq!(from_str("-5e3"), Ok(-5000_i64));
    assert_eq!(from_str("0.00e-99999999999999999999"), Ok(0_u32));
    assert_eq!(from_str("12.50E1"), Ok(125_i64));
    assert_eq!(from_str("1.747844794e9"), Ok(UnixTime::new(1_747_844_794)));
    assert_eq!(from_str("9223372036854775807.0"), Ok(i64::MAX));
    assert_eq!(from_str("-9223372036854775808"), Ok(i64::MIN));
    assert_eq!(from_str("18446744073709551615"), Ok(u64::MAX));
    for wrong in ["0.5", "1e-1", "1e999999999999999999999", "\"5\"", "true", "[1]"] {
        assert_eq!(error::<i64>(wrong), "expected an integer at the top level", "{wrong}");
    }
    for far in ["9223372036854775808", "1e19", "-1e30"] {
        assert_eq!(error::<i64>(far), "integer out of range at the top level", "{far}");
    }
    for not_json in ["01", "+1", "1.", ".5", "1e", "-", "0x1", "NaN", "Infinity", "-Infinity"] {
        assert!(from_str::<i64>(not_json).is_err() && from_str::<f64>(not_json).is_err());
        assert!(from_str::<RawJson>(not_json).is_err(), "{not_json}");
    }
}

#[test]
fn floats_are_finite() {
    assert_eq!(round_trip::<Vec<f64>>("[1.50, 1, 1e2, 0.1]"), "[1.5,1.0,100.0,0.1]");
    assert_eq!(error::<f64>("1e999"), "number out of range at the top level");
    assert_eq!(to_string(&[f64::NAN, f64::INFINITY][..]), "[null,null]");
}

#[test]
fn strings_are_unicode() {
    assert_eq!(from_str(r#""\u0000\n\/\ud83d\ude00""#), Ok("\0\n/😀".to_owned()));
    assert_eq!(to_string("\u{1}\"\\\n😀"), r#""\u0001\"\\\n😀""#);
    for wrong in [r#""\ud83d""#, r#""\ude00""#, r#""\x""#, "\"\n\""] {
        assert!(from_str::<String>(wrong).is_err() && from_str::<RawJson>(wrong).is_err());
    }
    for wrong in [&b"\"\xff\""[..], b"[\"\xc3\"]", b"\xef\xbb\xbf1", b"{\"\xff\":1}"] {
        assert!(from_slice::<String>(wrong).is_err() && from_slice::<RawJson>(wrong).is_err());
        assert!(from_slice::<Node>(wrong).is_err() && from_slice::<Value>(wrong).is_err());
    }
}

#[test]
fn nesting_takes_no_stack_where_it_is_not_typed() {
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let text = format!(r#"{{"deep":{deep}}}"#);
    assert_eq!(round_trip::<Node>(&text), text);
    assert_eq!(error::<ExpiresAfter>(&text), "");
    assert!(error::<Node>(&text[..50_000]).len() < 2_000);
    let other: RawJson = deep.replacen("[]", "[0]", 1).parse().unwrap();
    assert_ne!(deep.parse::<RawJson>().unwrap(), other);
}

#[test]
fn typed_nesting_is_bounded() {
    let nodes = |depth| format!("{}{{}}{}", r#"{"next":"#.repeat(depth), "}".repeat(depth));
    assert_eq!(round_trip::<Node>(&nodes(63)), nodes(63));
    let error = from_str::<Node>(&nodes(100_000)).unwrap_err();
    assert_eq!(error.message(), "nested too deep");
    assert!(error.path().starts_with("next.next.next"));
    let deep = |depth| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    assert_eq!(round_trip::<Value>(&deep(100)), deep(100));
    assert!(from_str::<Value>(&deep(100_000)).is_err());
}

#[test]
fn damaged_text_is_an_error_and_no_panic() {
    for end in 0..FULL.len() {
        assert!(from_slice::<Container>(&FULL.as_bytes()[..end]).is_err());
        for byte in [b'"', b'{', b']', b',', b'\\', b'0', 0xff] {
            let mut damaged = FULL.as_bytes().to_vec();
            damaged[end] = byte;
            let _ = from_slice::<Container>(&damaged);
            let _ = from_slice::<Value>(&damaged);
        }
    }
}

#[test]
fn a_fork_reads_the_same_value() {
    struct Either(Result<i64, Vec<bool>>);
    impl Decode for Either {
        fn decode(reader: &mut super::Reader<'_>) -> Result<Self, DecodeError> {
            match i64::decode(&mut reader.fork()) {
                Ok(number) => reader.raw().map(|_| Self(Ok(number))),
                Err(_) => Vec::decode(reader).map(|flags| Self(Err(flags))),
            }
        }
    }
    let values: Vec<Either> = from_str("[ 5, [true] ]").unwrap();
    assert!(matches!(&values[..], [Either(Ok(5)), Either(Err(flags))] if flags == &[true]));
    assert_eq!(error::<Vec<Either>>("[5, [true, 1]]"), "expected a boolean at `[1][1]`");
}

#[test]
fn generated_types_live_in_serde_types() {
    let text = r#"[{"id":"c1","created_at":5,"type":"small","new":{"a":[1]}}]"#;
    let values: Vec<Container> = serde_json::from_str(text).unwrap();
    assert_eq!(values, from_str::<Vec<Container>>(text).unwrap());
    assert_eq!(serde_json::to_string(&values).unwrap().len(), text.len());
    let error = serde_json::from_str::<List>(r#"{"data":1}"#).unwrap_err();
    assert!(error.to_string().starts_with("expected an array at `data`"), "{error}");
}

#[test]
fn raw_json_compares_by_meaning() {
    let raw = |text: &str| text.parse::<RawJson>().unwrap();
    assert_eq!(raw(r#"{"a": 1.50, "b": ["\u0061", 1e2]}"#), raw(r#"{"b":["a",100],"a":1.5}"#));
    assert_ne!(raw("123456789012345678901"), raw("123456789012345678902"));
    assert_ne!(raw("[1,2]"), raw("[2,1]"));
    assert_ne!(raw("-1"), raw("1"));
    assert_eq!(raw("-0.0"), raw("0"));
    assert_ne!(raw("true"), raw("false"));
    assert_ne!(raw(r#"{"a":1}"#), raw(r#"{"b":1}"#));
}

#[test]
fn extra_is_a_map_in_order() {
    let mut extra = Extra::new();
    extra.insert("b", &1_i64);
    extra.insert("a", "x");
    assert_eq!(extra.insert("b", &true), Some(RawJson::of(&1_i64)));
    assert_eq!(extra.iter().collect::<Vec<_>>(), [("a", "\"x\""), ("b", "true")]);
    assert_eq!(extra.remove("a"), Some(RawJson::of("x")));
    assert_eq!((extra.len(), extra.is_empty(), extra.get("a")), (1, false, None));
    let mut same = Extra::new();
    same.insert("b", &true);
    assert_eq!(extra, same);
    assert_ne!(extra, Extra::new());
}

#[test]
fn other_properties_may_have_a_type() {
    #[derive(Debug, PartialEq)]
    struct Scores {
        name: String,
        points: BTreeMap<String, i64>,
        extra: Extra,
    }
    object! { Scores { name, ..extra + points } }

    let text = r#"{"name":"a","x":1,"y":2}"#;
    assert_eq!(round_trip::<Scores>(text), text);
    assert_eq!(error::<Scores>(r#"{"name":"a","x":"1"}"#), "expected an integer at `x`");
}

#[test]
fn a_required_property_may_be_null() {
    #[derive(Debug, PartialEq)]
    struct Required {
        a: Option<i64>,
        b: Option<i64>,
        r#type: Option<i64>,
        extra: Extra,
    }
    object! { Required { a, b or null, r#type = "type" or null, ..extra } }

    let nothing = Required { a: None, b: None, r#type: None, extra: Extra::new() };
    assert_eq!(to_string(&nothing), r#"{"b":null,"type":null}"#);
    for text in [r#"{"a":1,"b":2,"type":3}"#, r#"{"b":null,"type":null}"#, r#"{"b":null}"#] {
        assert_eq!(round_trip::<Required>(text), text);
    }
    assert_eq!(error::<Required>(r#"{"b":null}"#), "missing property `type` at the top level");
}

#[test]
fn null_is_told_from_absence() {
    #[derive(Clone, Debug, Default, PartialEq)]
    struct Change {
        a: Option<i64>,
        b: Option<i64>,
        c: Option<Vec<String>>,
        extra: Extra,
    }
    object! { Change { a, b, c, ..extra } }

    let mut change = Change { c: Some(vec!["x".to_owned()]), ..Change::default() };
    change.extra.set_null("b");
    assert_eq!(to_string(&change), r#"{"b":null,"c":["x"]}"#);
    assert_eq!(from_str(&to_string(&change)), Ok(change.clone()));
    assert!(change.extra.is_empty() && change.extra.get("b").is_none());
    assert_ne!(change, Change { extra: Extra::new(), ..change.clone() });
    // A value that is set goes before the mark.
    change.b = Some(2);
    assert_eq!(to_string(&change), r#"{"b":2,"c":["x"]}"#);
    assert_eq!(to_string(&Change::default()), "{}");
    let twice: Change = from_str(r#"{"a":null,"a":1}"#).unwrap();
    assert_eq!(twice, Change { a: Some(1), ..Change::default() });
}
