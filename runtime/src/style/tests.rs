#![expect(unreachable_pub, reason = "the macros' methods are public, as in a generated crate")]

use std::collections::BTreeMap;

use super::*;
use crate::{object, string_enum};

/// The object `{"R": 100, "G": 200, "B": 150}`, with its members in this order.
struct Color {
    r: i64,
    g: i64,
    b: i64,
}

object! { Color { r = "R", g = "G", b = "B" } }

const COLOR: Color = Color { r: 100, g: 200, b: 150 };

fn write<T: Encode + ?Sized>(style: Style, value: &T) -> String {
    style.write("color", value).unwrap().unwrap_or_default()
}

/// The examples of OpenAPI 3.1.1 §4.8.12.4, which corrects the label style of earlier versions.
#[test]
fn the_examples_of_the_specification() {
    let list = ["blue", "black", "brown"].map(str::to_owned);
    for (style, empty, string, array, object) in [
        (
            Style::MATRIX,
            ";color",
            ";color=blue",
            ";color=blue,black,brown",
            ";color=R,100,G,200,B,150",
        ),
        (
            Style::MATRIX.explode(),
            ";color",
            ";color=blue",
            ";color=blue;color=black;color=brown",
            ";R=100;G=200;B=150",
        ),
        (Style::LABEL, ".", ".blue", ".blue,black,brown", ".R,100,G,200,B,150"),
        (Style::LABEL.explode(), ".", ".blue", ".blue.black.brown", ".R=100.G=200.B=150"),
        (Style::SIMPLE, "", "blue", "blue,black,brown", "R,100,G,200,B,150"),
        (Style::SIMPLE.explode(), "", "blue", "blue,black,brown", "R=100,G=200,B=150"),
        (Style::FORM, "color=", "color=blue", "color=blue,black,brown", "color=R,100,G,200,B,150"),
        (
            Style::FORM.explode(),
            "color=",
            "color=blue",
            "color=blue&color=black&color=brown",
            "R=100&G=200&B=150",
        ),
        (
            Style::SPACE,
            "color=",
            "color=blue",
            "color=blue%20black%20brown",
            "color=R%20100%20G%20200%20B%20150",
        ),
        (
            Style::PIPE,
            "color=",
            "color=blue",
            "color=blue%7Cblack%7Cbrown",
            "color=R%7C100%7CG%7C200%7CB%7C150",
        ),
        (
            Style::DEEP,
            "color=",
            "color=blue",
            "color%5B%5D=blue&color%5B%5D=black&color%5B%5D=brown",
            "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150",
        ),
    ] {
        assert_eq!(write(style, ""), empty, "{style:?}");
        assert_eq!(write(style, "blue"), string, "{style:?}");
        assert_eq!(write(style, &list[..]), array, "{style:?}");
        assert_eq!(write(style, &COLOR), object, "{style:?}");
    }
}

#[test]
fn values_cannot_add_parameters() {
    let odd = ["a,b".to_owned(), "c&d=e|f g;h/{i}".to_owned()];
    assert_eq!(write(Style::FORM, &odd[..]), "color=a%2Cb,c%26d%3De%7Cf%20g%3Bh%2F%7Bi%7D");
    assert_eq!(write(Style::SIMPLE, "../x"), "..%2Fx");
    let odd = BTreeMap::from([("a]&b".to_owned(), true)]);
    assert_eq!(write(Style::DEEP, &odd), "color%5Ba%5D%26b%5D=true");
}

#[test]
fn allowed_reserved_characters_are_not_encoded() {
    let style = Style::FORM.explode().reserved();
    assert_eq!(write(style, "http://h/a?b=c&d#e+[f]"), "color=http://h/a?b%3Dc%26d%23e%2B%5Bf%5D");
    assert_eq!(write(style, "50%25%2f100%é%"), "color=50%25%2f100%25%C3%A9%25");
}

#[test]
fn null_and_empty_values_are_not_sent() {
    for style in [Style::SIMPLE, Style::MATRIX, Style::FORM.explode(), Style::DEEP] {
        assert_eq!(style.write("a", &None::<String>), Ok(None));
        assert_eq!(style.write("a", &Vec::<i64>::new()), Ok(None));
        assert_eq!(style.write("a", &BTreeMap::<String, i64>::new()), Ok(None));
    }
    assert_eq!(Style::JSON.write("a", &None::<i64>), Ok(None));
    assert_eq!(write(Style::FORM, &vec![Some(1), None, Some(2)]), "color=1,2");
}

#[test]
fn only_deep_objects_allow_nested_values() {
    let nested = BTreeMap::from([("a".to_owned(), vec![vec![1, 2], vec![3]])]);
    assert_eq!(
        write(Style::DEEP, &nested),
        "color%5Ba%5D%5B0%5D%5B%5D=1&color%5Ba%5D%5B0%5D%5B%5D=2&color%5Ba%5D%5B1%5D%5B%5D=3"
    );
    for style in [Style::SIMPLE, Style::LABEL, Style::FORM.explode(), Style::PIPE] {
        assert!(style.write("a", &nested).unwrap_err().contains("`a`"));
    }
}

#[test]
fn json_is_text() {
    assert_eq!(
        write(Style::JSON, &COLOR),
        "color=%7B%22R%22%3A100%2C%22G%22%3A200%2C%22B%22%3A150%7D"
    );
    assert_eq!(write(Style::JSON.in_path(), &vec![1, 2]), "%5B1%2C2%5D");
    assert_eq!(Style::JSON.write_header("a", &vec![1, 2]), Ok(Some("[1,2]".into())));
}

#[test]
fn headers_are_not_percent_encoded() {
    let list = vec!["a b".to_owned(), "c".to_owned()];
    assert_eq!(Style::SIMPLE.write_header("x-a", &list), Ok(Some("a b,c".into())));
    assert_eq!(
        Style::SIMPLE.explode().write_header("x", &COLOR),
        Ok(Some("R=100,G=200,B=150".into()))
    );
}

#[test]
fn enums_and_numbers_are_their_text() {
    #[derive(Debug)]
    enum Order {
        Asc,
        Desc,
        Unknown(String),
    }
    string_enum! { Order { Asc = "asc", Desc = "desc", ..Unknown } }
    assert_eq!(write(Style::FORM, &vec![Order::Asc, Order::Desc]), "color=asc,desc");
    assert_eq!(write(Style::FORM, &vec![1.5, -2.0]), "color=1.5,-2.0");
}

#[test]
fn the_members_of_a_form() {
    struct Body {
        name: String,
        tags: Vec<String>,
        color: Option<Color>,
        none: Option<i64>,
    }
    object! { Body { name, tags, color, none } }
    let tags = vec!["x".to_owned(), "y z".to_owned()];
    let body = Body { name: "a&b".into(), tags, color: Some(COLOR), none: None };
    assert_eq!(
        form(&body, &[]).unwrap(),
        "name=a%26b&tags=x&tags=y%20z&color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150"
    );
    assert_eq!(
        form(&body, &[("tags", Style::DEEP), ("color", Style::FORM)]).unwrap(),
        "name=a%26b&tags%5B%5D=x&tags%5B%5D=y%20z&color=R,100,G,200,B,150"
    );
    assert!(form("text", &[]).is_err());
}
