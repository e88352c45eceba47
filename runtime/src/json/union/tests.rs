use crate::{
    Decode, Encode, Extra, RawJson,
    json::{UnknownVariant, from_slice_strict, from_str, to_string},
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
    Unknown(UnknownVariant),
}

union! { Shape by "kind" { Circle = "circle" | "round", Square = "square", ..Unknown } }

#[derive(Clone, Debug, PartialEq)]
enum Named {
    Circle(Circle),
    Name(String),
    Unknown(UnknownVariant),
}

union! { Named by "kind" { Circle = "circle", Name = String, ..Unknown } }

#[derive(Clone, Debug, PartialEq)]
enum Fallback {
    Circle(Circle),
    Any(RawJson),
    Unknown(UnknownVariant),
}

union! { Fallback by "kind" { Circle = "circle", Any = _, ..Unknown } }

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
    Unknown(UnknownVariant),
}

union! { Event by key { Made = "made_at", Gone = "gone_at", Note = String, ..Unknown } }

#[derive(Clone, Debug, PartialEq)]
enum Content {
    Text(String),
    Parts(Vec<Content>),
    Number(f64),
    Unknown(UnknownVariant),
}

union! { Content by type { Text = String, Parts = Array, Number = Number, ..Unknown } }

#[derive(Clone, Debug, PartialEq)]
enum Loose {
    Made(Made),
    Gone(Gone),
    Names(Vec<String>),
    Unknown(UnknownVariant),
}

union! { Loose untagged { Made, Gone, Names, ..Unknown } }

#[derive(Clone, Debug, PartialEq)]
enum Nested {
    Made(Made),
    Several(Vec<Nested>),
    Unknown(UnknownVariant),
}

union! { Nested untagged { Made, Several, ..Unknown } }

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
fn a_value_with_the_properties_of_several_variants_is_the_one_that_can_be_read() {
    let event = |text: &str| from_str::<Event>(text).unwrap();
    assert!(matches!(event(r#"{"made_at":null,"gone_at":5}"#), Event::Gone(_)));
    assert!(matches!(event(r#"{"gone_at":null,"made_at":5}"#), Event::Made(_)));
    assert!(matches!(event(r#"{"gone_at":4,"made_at":5}"#), Event::Made(_)));
    let neither = event(r#"{"by":"x","gone_at":null,"made_at":null}"#);
    assert_eq!(neither, event(r#"{"by":"x","gone_at":null,"made_at":null}"#));
    assert!(!matches!(neither, Event::Made(_) | Event::Note(_)), "{neither:?}");
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
fn an_unknown_variant_says_why_it_is_none() {
    assert_eq!(from_str("\"a\""), Ok(Named::Name("a".into())));
    for text in [r#"["a",{"kind":"square"}]"#, r#"["a", 7]"#] {
        let names = from_str::<Vec<Named>>(text).unwrap();
        let Named::Unknown(unknown) = &names[1] else { panic!("{names:?}") };
        let reason = unknown.reason().unwrap();
        assert_eq!(reason.message(), r#"expected a variant of the union: "circle", String"#);
        assert_eq!((reason.path(), reason.offset()), ("", 0));
        assert!(text.contains(unknown.json().as_str()));
    }
    let made = UnknownVariant::from(serde_json::json!({"kind": "square"}));
    assert_eq!((made.reason(), made.clone().into_json().as_str()), (None, r#"{"kind":"square"}"#));
    assert_eq!(to_string(&Named::Unknown(made)), r#"{"kind":"square"}"#);
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
        Unknown(UnknownVariant),
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
    let Ok(Event::Unknown(unknown)) = from_str(r#"{"made_at":"x"}"#) else { panic!() };
    assert_eq!(unknown.reason().unwrap().to_string(), "expected an integer at `made_at`");
}

#[test]
fn the_kind_decides() {
    let nested = r#"["a",[1.5,[]],"b"]"#;
    assert_eq!(round_trip::<Content>(nested), nested);
    let other = r#"["a",[true]]"#;
    assert_eq!(round_trip::<Content>(other), other);
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
        Unknown(UnknownVariant),
    }
    union! {
        Guarded untagged {
            Made if "by" = "hand" | "7" && "note", Again if "by" = "ladle", Text, ..Unknown
        }
    }

    let read = |text: &str| from_str::<Guarded>(text).expect("it is open");
    assert!(matches!(read(r#"{"made_at":1,"by":"hand","note":null}"#), Guarded::Made(_)));
    assert!(matches!(read(r#"{"note":{},"by":7,"made_at":1}"#), Guarded::Made(_)));
    assert!(matches!(read(r#"{"made_at":1,"by":"hand"}"#), Guarded::Made(_)));
    assert!(matches!(read(r#"{"made_at":1,"by":"tongs","note":1}"#), Guarded::Unknown(_)));
    assert!(matches!(read(r#"{"made_at":1,"by":"ladle"}"#), Guarded::Again(_)));
    assert!(matches!(read(r#"{"by":"ladle"}"#), Guarded::Unknown(_)));
    assert!(matches!(read("\"by\""), Guarded::Text(_)));
    assert!(from_str::<Guarded>(r#"{"by":"hand","note":"#).is_err());
}

#[test]
fn a_failed_trial_gives_every_reason() {
    let list = from_str::<Vec<Event>>("[]");
    assert_eq!(list, Ok(Vec::new()));
    let Ok(Loose::Unknown(unknown)) = from_str(r#"{"gone_at": "x"}"#) else { panic!() };
    assert_eq!(
        unknown.reason().unwrap().to_string(),
        "no variant fits at the top level (`Made`: missing property `made_at` at the top level; \
         `Gone`: expected an integer at `gone_at`; `Names`: expected an array at the top level)"
    );
}

#[test]
fn a_union_within_a_trial_fits_if_one_of_its_variants_does() {
    #[derive(Debug, PartialEq)]
    enum Outer {
        Event(Box<Event>),
        Count(i64),
        Unknown(UnknownVariant),
    }
    union! { Outer untagged { Event, Count, ..Unknown } }
    assert_eq!(from_str("7"), Ok(Outer::Count(7)));
    assert!(matches!(from_str(r#""a""#), Ok(Outer::Event(_))));
    let Ok(Outer::Unknown(unknown)) = from_str("true") else { panic!() };
    assert_eq!(
        unknown.reason().unwrap().to_string(),
        "no variant fits at the top level (`Event`: expected a variant of the union: \
         \"made_at\", \"gone_at\", String at the top level; `Count`: expected an integer at the top level)"
    );
    let nested = from_str::<Nested>(r#"[{"made_at":1},[{"made_at":"x"}]]"#);
    assert!(matches!(nested, Ok(Nested::Several(_))));
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
        Unknown(UnknownVariant),
    }
    object! { Twig { next, end } }
    object! { Leaf { next, sap } }
    union! { Tree untagged { Twig, Leaf, ..Unknown } }

    let deep = format!("{}1{}", r#"{"next":"#.repeat(60), "}".repeat(60));
    let read = from_str(&deep);
    let Ok(Tree::Unknown(unknown)) = read else { panic!("{read:?}") };
    let reason = unknown.reason().unwrap().to_string();
    assert!(reason.len() < 10_000, "{reason}");
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
        Unknown(UnknownVariant),
    }
    object! { First { version } }
    union! { Versions by "version" { First = "1", ..Unknown } }
    assert_eq!(from_str(r#"{"version":1}"#), Ok(Versions::First(First { version: 1 })));
    assert!(matches!(from_str(r#"{"version":2}"#), Ok(Versions::Unknown(_))));
}

/// A whole answer with unions in it.
#[derive(Clone, Debug, PartialEq)]
struct Held {
    shape: Shape,
    shapes: Option<Vec<Marked>>,
    extra: Extra,
}

object! { Held { shape, shapes, ..extra } }

#[derive(Clone, Debug, PartialEq)]
struct Ring {
    kind: String,
    radius: f64,
    hole: f64,
    extra: Extra,
}

object! { Ring { kind, radius, hole, ..extra } }

/// Told apart by a trial only.
#[derive(Clone, Debug, PartialEq)]
enum Marked {
    Ring(Box<Ring>),
    Circle(Circle),
    Count(i64),
    Unknown(UnknownVariant),
}

union! { Marked untagged { Ring if "kind" = "ring", Circle if "kind" = "circle", Count, ..Unknown } }

/// Reads an answer and writes it back. Returns what it lacks; a strict reader has to find that, too.
fn lacks(text: &str) -> (Held, Vec<String>, Vec<String>) {
    let held: Held = from_str(text).unwrap_or_else(|error| panic!("{text}: {error}"));
    let missing: Vec<String> = held.extra.missing().map(str::to_owned).collect();
    let unread: Vec<String> = held.extra.unread().map(str::to_owned).collect();
    let strict = from_slice_strict::<Held>(text.as_bytes());
    assert_eq!(strict.is_ok(), missing.is_empty() && unread.is_empty(), "{text}: {strict:?}");
    assert_eq!(to_string(&held), text);
    (held, missing, unread)
}

fn strictly(text: &str) -> String {
    from_slice_strict::<Held>(text.as_bytes()).unwrap_err().to_string()
}

#[test]
fn a_payload_chosen_by_its_tag_may_lack_something() {
    let text = r#"{"shape":{"kind":"circle"}}"#;
    let (held, missing, unread) = lacks(text);
    let Shape::Circle(circle) = &held.shape else { panic!("{held:?}") };
    assert_eq!((circle.radius, missing, unread.len()), (0.0, vec!["shape.radius".to_owned()], 0));
    assert_eq!(strictly(text), "missing property `radius` at `shape`");
}

#[test]
fn a_payload_that_cannot_be_read_at_all_is_unknown() {
    // A square keeps nothing that it does not know, and so is never tolerant.
    let text = r#"{"shape":{"kind":"square","side":"x"}}"#;
    let (held, missing, unread) = lacks(text);
    let Shape::Unknown(unknown) = &held.shape else { panic!("{held:?}") };
    assert_eq!(unknown.reason().unwrap().to_string(), "expected a number at `side`");
    assert_eq!((missing.len(), unread), (0, vec!["shape".to_owned()]));
    assert_eq!(strictly(text), "expected a number at `shape.side`");
}

#[test]
fn a_new_tag_is_nothing_that_lacks() {
    for text in [
        r#"{"shape":{"kind":"oval"}}"#,
        r#"{"shape":{"kind":"oval"},"shapes":[{"kind":"oval","radius":"x"},5]}"#,
    ] {
        let (held, missing, unread) = lacks(text);
        assert!(matches!(held.shape, Shape::Unknown(_)));
        assert_eq!((missing.len(), unread.len()), (0, 0));
    }
}

#[test]
fn a_value_without_its_tag_lacks_something() {
    for (text, path) in [
        (r#"{"shape":{"side":1.0}}"#, "shape"),
        (r#"{"shape":7}"#, "shape"),
        (r#"{"shape":{"kind":"oval"},"shapes":[5,{"radius":1.0}]}"#, "shapes[1]"),
        (r#"{"shape":{"kind":"oval"},"shapes":[{"kind":null}]}"#, "shapes[0]"),
    ] {
        let (_, missing, unread) = lacks(text);
        assert_eq!((missing.len(), unread), (0, vec![path.to_owned()]), "{text}");
        assert!(strictly(text).contains(&format!("`{path}`")), "{}", strictly(text));
    }
    let (held, missing, _) = lacks(r#"{"shape":null}"#);
    assert!(matches!(held.shape, Shape::Unknown(_)));
    assert_eq!(missing, ["shape"]);
}

#[test]
fn a_trial_that_none_passes_takes_the_closest() {
    let list = |item: &str| format!(r#"{{"shape":{{"kind":"oval"}},"shapes":[{item}]}}"#);
    let text = list(r#"{"kind":"ring","radius":1.0,"hole":"x","new":1}"#);
    let (held, missing, unread) = lacks(&text);
    let Some([Marked::Ring(ring)]) = held.shapes.as_deref() else { panic!("{held:?}") };
    assert_eq!((ring.radius, ring.hole, ring.extra.get("new")), (1.0, 0.0, Some("1")));
    assert_eq!((missing.len(), unread), (0, vec!["shapes[0].hole".to_owned()]));
    assert_eq!(strictly(&text), "expected a number at `shapes[0].hole`");

    let text = list(r#"{"kind":"circle"}"#);
    let (held, missing, _) = lacks(&text);
    assert!(matches!(held.shapes.as_deref(), Some([Marked::Circle(_)])));
    assert_eq!(missing, ["shapes[0].radius"]);
    assert_eq!(strictly(&text), "missing property `radius` at `shapes[0]`");
}

#[test]
fn the_only_variant_of_a_kind_is_the_closest() {
    #[derive(Debug, PartialEq)]
    enum Loosely {
        Circle(Circle),
        Names(Vec<String>),
        Count(i64),
        Unknown(UnknownVariant),
    }
    union! { Loosely untagged { Circle, Names, Count, ..Unknown } }

    let Ok(Loosely::Circle(circle)) = from_str(r#"{"radius":2.0}"#) else { panic!() };
    assert_eq!(circle.extra.missing().collect::<Vec<_>>(), ["kind"]);
    assert_eq!(to_string(&circle), r#"{"radius":2.0}"#);
    // A whole answer has to have something of what it is.
    for other in [r#"{"x":1}"#, r#"["a",1]"#, "true", "null"] {
        assert!(matches!(from_str(other), Ok(Loosely::Unknown(_))), "{other}");
    }
    for wrong in [r#"{"radius":2.0"#, r#"["a",1"#, "tru", ""] {
        assert!(from_str::<Loosely>(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn a_value_that_two_variants_might_be_is_unknown() {
    #[derive(Debug, PartialEq)]
    enum Vague {
        Circle(Circle),
        Ring(Ring),
        Unknown(UnknownVariant),
    }
    union! { Vague untagged { Ring, Circle, ..Unknown } }
    let Ok(Vague::Unknown(unknown)) = from_str(r#"{"radius":2.0}"#) else { panic!() };
    let reason = unknown.reason().unwrap();
    assert_eq!((reason.message(), reason.variants().len()), ("no variant fits", 2));
}
