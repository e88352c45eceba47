use crate::{
    Decode, Encode, Extra, RawJson,
    json::{from_slice_strict, from_str, to_string},
    object, union,
};

#[derive(Clone, Debug, PartialEq)]
struct Circle {
    kind: String,
    radius: f64,
    extra: Extra,
}

#[derive(Clone, Debug, PartialEq)]
struct Square {
    kind: String,
    side: f64,
}

object! { Circle { kind, radius, ..extra } }
object! { Square { kind, side } }

#[derive(Clone, Debug, PartialEq)]
enum Shape {
    Circle(Circle),
    Square(Box<Square>),
    Unknown(RawJson),
}

union! { Shape by "kind" { Circle = "circle" | "round", Square = "square", ..Unknown } }

#[derive(Clone, Debug, PartialEq)]
enum Closed {
    Circle(Circle),
    Name(String),
}

union! { Closed by "kind" { Circle = "circle", Name = String } }

#[derive(Clone, Debug, PartialEq)]
enum Fallback {
    Circle(Circle),
    Any(RawJson),
}

union! { Fallback by "kind" { Circle = "circle", Any = _ } }

#[derive(Clone, Debug, PartialEq)]
struct Made {
    made_at: i64,
}

#[derive(Clone, Debug, PartialEq)]
struct Gone {
    gone_at: i64,
}

object! { Made { made_at } }
object! { Gone { gone_at } }

#[derive(Clone, Debug, PartialEq)]
enum Event {
    Made(Made),
    Gone(Gone),
    Note(String),
    Unknown(RawJson),
}

union! { Event by key { Made = "made_at", Gone = "gone_at", Note = String, ..Unknown } }

#[derive(Clone, Debug, PartialEq)]
enum Content {
    Text(String),
    Parts(Vec<Content>),
    Number(f64),
}

union! { Content by kind { Text = String, Parts = Array, Number = Number } }

#[derive(Clone, Debug, PartialEq)]
enum Loose {
    Made(Made),
    Gone(Gone),
    Names(Vec<String>),
    Unknown(RawJson),
}

union! { Loose by trial { Made, Gone, Names, ..Unknown } }

#[derive(Clone, Debug, PartialEq)]
enum Strict {
    Made(Made),
    Loose(Vec<Strict>),
}

union! { Strict by trial { Made, Loose } }

fn round_trip<T: Decode + Encode>(text: &str) -> String {
    from_str::<T>(text).map_or_else(|error| error.to_string(), |value| to_string(&value))
}

#[test]
fn a_tag_decides_wherever_it_stands() {
    let round = r#"{"radius":1.5,"kind":"round","new":[1.0]}"#;
    let Ok(Shape::Circle(circle)) = from_str(round) else { panic!() };
    assert_eq!((circle.radius, &*circle.kind), (1.5, "round"));
    assert_eq!(circle.extra.get("new"), Some("[1.0]"));
    let square = r#"{"kind":"squ\u0061re","side":2.0}"#;
    assert!(matches!(from_str(square), Ok(Shape::Square(_))));
    let list = r#"[{"kind":"square","side":2.0},{"kind":"circle","radius":1.0}]"#;
    assert_eq!(round_trip::<Vec<Shape>>(list), list);
}

#[test]
fn what_belongs_to_no_variant_is_kept() {
    for text in [
        r#"{"kind":"oval","a":[ 1.50 ]}"#,
        r#"{"side":1}"#,
        r#"{"kind":null}"#,
        r#"{"kind":["circle"]}"#,
        "null",
        "5",
        "\"circle\"",
        "[]",
    ] {
        assert!(matches!(from_str(text), Ok(Shape::Unknown(_))), "{text}");
        assert_eq!(round_trip::<Shape>(text), text);
    }
}

#[test]
fn a_known_tag_with_another_payload_is_an_error_with_its_place() {
    let error =
        |text: &str| from_slice_strict::<Vec<Shape>>(text.as_bytes()).unwrap_err().to_string();
    assert_eq!(error(r#"[{"kind":"square","side":"x"}]"#), "expected a number at `[0].side`");
    assert_eq!(error(r#"[{"kind":"circle"}]"#), "missing property `radius` at `[0]`");
    assert!(from_str::<Shape>(r#"{"kind":"circle","radius":1"#).is_err());
    assert!(from_str::<Shape>(r#"{"x":tru,"kind":"new"}"#).is_err());
}

#[test]
fn a_closed_union_names_its_cases() {
    assert_eq!(from_str("\"a\""), Ok(Closed::Name("a".into())));
    let message = r#"expected a variant of the union: "circle", String at `[1]`"#;
    assert_eq!(round_trip::<Vec<Closed>>(r#"["a",{"kind":"square"}]"#), message);
    assert_eq!(round_trip::<Vec<Closed>>(r#"["a",7]"#), message);
}

#[test]
fn a_variant_may_take_all_that_others_do_not() {
    assert!(matches!(from_str(r#"{"kind":"new"}"#), Ok(Fallback::Any(_))));
    assert!(matches!(from_str("{}"), Ok(Fallback::Any(_))));
    assert!(matches!(from_str("7"), Ok(Fallback::Any(_))));
}

#[test]
fn a_variant_may_take_all_other_objects() {
    #[derive(Clone, Debug, PartialEq)]
    enum Default {
        Circle(Circle),
        Any(RawJson),
        Unknown(RawJson),
    }
    union! { Default by "kind" { Circle = "circle", Any = "any" | else, ..Unknown } }
    assert!(matches!(from_str(r#"{"kind":"circle","radius":1.0}"#), Ok(Default::Circle(_))));
    for text in [r#"{"kind":"any"}"#, r#"{"kind":"new"}"#, r#"{"kind":null}"#, "{}"] {
        assert!(matches!(from_str(text), Ok(Default::Any(_))), "{text}");
        assert_eq!(round_trip::<Default>(text), text);
    }
    for text in ["7", "\"circle\"", "[]", "null"] {
        assert!(matches!(from_str(text), Ok(Default::Unknown(_))), "{text}");
    }
}

#[test]
fn a_property_that_only_one_has_decides() {
    assert_eq!(
        from_str(r#"{"a":{"made_at":1},"gone_at":2}"#),
        Ok(Event::Gone(Gone { gone_at: 2 }))
    );
    assert_eq!(from_str("\"x\""), Ok(Event::Note("x".into())));
    assert!(matches!(from_str("{}"), Ok(Event::Unknown(_))));
    assert_eq!(round_trip::<Event>(r#"{"made_at":"x"}"#), "expected an integer at `made_at`");
}

#[test]
fn the_kind_decides() {
    let nested = r#"["a",[1.5,[]],"b"]"#;
    assert_eq!(round_trip::<Content>(nested), nested);
    assert_eq!(
        round_trip::<Content>(r#"["a",[true]]"#),
        "expected a variant of the union: String, Array, Number at `[1][0]`"
    );
}

#[test]
fn trials_take_the_first_that_fits() {
    assert_eq!(from_str(r#"{"made_at":1,"gone_at":2}"#), Ok(Loose::Made(Made { made_at: 1 })));
    assert_eq!(from_str(r#"{"gone_at":2}"#), Ok(Loose::Gone(Gone { gone_at: 2 })));
    assert_eq!(from_str(r#"["a"]"#), Ok(Loose::Names(vec!["a".into()])));
    assert_eq!(round_trip::<Vec<Loose>>(r#"[["a",1],{"x":2}]"#), r#"[["a",1],{"x":2}]"#);
    assert!(from_str::<Loose>("{tru}").is_err());
}

#[test]
fn a_trial_may_ask_for_more_than_a_type_does() {
    #[derive(Debug, PartialEq)]
    enum Guarded {
        Made(Made),
        Again(Made),
        Text(String),
        Unknown(RawJson),
    }
    union! {
        Guarded by trial {
            Made if "by" = "hand" | "7" && "note", Again if "by" = "ladle", Text, ..Unknown
        }
    }

    let read = |text: &str| from_str::<Guarded>(text).expect("it is open");
    assert!(matches!(read(r#"{"made_at":1,"by":"hand","note":null}"#), Guarded::Made(_)));
    assert!(matches!(read(r#"{"note":{},"by":7,"made_at":1}"#), Guarded::Made(_)));
    assert!(matches!(read(r#"{"made_at":1,"by":"hand"}"#), Guarded::Unknown(_)));
    assert!(matches!(read(r#"{"made_at":1,"by":"ladle"}"#), Guarded::Again(_)));
    assert!(matches!(read(r#"{"by":"ladle"}"#), Guarded::Unknown(_)));
    assert!(matches!(read("\"by\""), Guarded::Text(_)));
    assert!(from_str::<Guarded>(r#"{"by":"hand","note":"#).is_err());
}

#[test]
fn a_failed_trial_gives_every_reason() {
    let error = from_str::<Vec<Strict>>(r#"[{"made_at":1},[{"made_at":"x"}]]"#).unwrap_err();
    assert_eq!(error.path(), "[1]");
    assert_eq!(error.variants().len(), 2);
    assert_eq!(
        error.to_string(),
        "no variant fits at `[1]` (`Made`: expected an object at `[1]`; \
         `Loose`: no variant fits at `[1][0]` (\
         `Made`: expected an integer at `[1][0].made_at`; `Loose`: expected an array at `[1][0]`))"
    );
}

#[test]
fn trials_within_trials_come_to_an_end() {
    #[derive(Debug, PartialEq)]
    struct Twig {
        next: Option<Box<Tree>>,
        end: bool,
    }
    #[derive(Debug, PartialEq)]
    struct Leaf {
        next: Option<Box<Tree>>,
        sap: bool,
    }
    #[derive(Debug, PartialEq)]
    enum Tree {
        Twig(Twig),
        Leaf(Leaf),
    }
    object! { Twig { next, end } }
    object! { Leaf { next, sap } }
    union! { Tree by trial { Twig, Leaf } }

    let deep = format!("{}1{}", r#"{"next":"#.repeat(60), "}".repeat(60));
    let error = from_str::<Tree>(&deep).unwrap_err();
    assert!(error.to_string().len() < 10_000, "{error}");
}

#[test]
fn unions_live_in_serde_types() {
    let text = r#"[{"kind":"square","side":2.0}]"#;
    let shapes: Vec<Shape> = serde_json::from_str(text).unwrap();
    assert_eq!(serde_json::to_string(&shapes).unwrap(), text);
}

#[test]
fn a_tag_may_be_a_number() {
    #[derive(Clone, Debug, PartialEq)]
    struct First {
        version: i64,
    }
    #[derive(Clone, Debug, PartialEq)]
    enum Versions {
        First(First),
        Unknown(RawJson),
    }
    object! { First { version } }
    union! { Versions by "version" { First = "1", ..Unknown } }
    assert_eq!(from_str(r#"{"version":1}"#), Ok(Versions::First(First { version: 1 })));
    assert!(matches!(from_str(r#"{"version":2}"#), Ok(Versions::Unknown(_))));
}
