//! Response headers as fields of a struct: [`headers!`](crate::headers).

use http::HeaderMap;

use crate::{Decode, json};

/// Implements `From<&HeaderMap>` for a struct whose fields are response headers.
///
/// All fields are optional. A field is `None` if the header is absent or its value is not of the
/// field's type; the value can still be read from the map. Brackets around a name mark a header that
/// is a comma-separated list.
///
/// ```
/// use bessemer_runtime::{ApiError, Client, Error, Operation, Request, headers, object};
///
/// # struct Ladle { id: String }
/// # object! { Ladle { id } }
/// struct FindHeaders { etag: Option<String>, x_remaining: Option<i64>, x_tags: Option<Vec<String>> }
///
/// headers! { FindHeaders { etag = "etag", x_remaining = "x-remaining", x_tags = ["x-tags"] } }
///
/// static FIND: Operation = Operation::get("ladles.find", "/ladles/{id}");
///
/// async fn find(client: &Client) -> Result<(Ladle, Option<String>), Error> {
///     let response = Request::<Ladle>::new(client, &FIND).path("id", "1").with_response().await?;
///     let headers = FindHeaders::from(response.headers());
///     Ok((response.into_inner(), headers.etag))
/// }
///
/// fn is_used_up(error: &ApiError) -> bool {
///     FindHeaders::from(&error.headers).x_remaining == Some(0)
/// }
/// ```
#[macro_export]
macro_rules! headers {
    ($type:ident { $($field:ident = $name:tt),* $(,)? }) => {
        impl ::std::convert::From<&$crate::http::HeaderMap> for $type {
            fn from(headers: &$crate::http::HeaderMap) -> Self {
                Self { $($field: $crate::__header!(headers, $name),)* }
            }
        }
    };
}

/// The value of one field.
#[doc(hidden)]
#[macro_export]
macro_rules! __header {
    ($headers:ident, [$name:literal]) => {
        $crate::__header_items($headers, $name)
    };
    ($headers:ident, $name:literal) => {
        $crate::__header_value($headers, $name)
    };
}

// For the macro.
#[doc(hidden)]
pub fn __header_value<T: Decode>(headers: &HeaderMap, name: &str) -> Option<T> {
    read(&joined(headers, name)?)
}

// For the macro. RFC 9110 §5.6.1.2: empty items of a list are ignored.
#[doc(hidden)]
pub fn __header_items<T: Decode>(headers: &HeaderMap, name: &str) -> Option<Vec<T>> {
    let list = joined(headers, name)?;
    list.split(',').map(trimmed).filter(|item| !item.is_empty()).map(read).collect()
}

/// The value of a header. The lines of a repeated header form one list (RFC 9110 §5.3).
fn joined(headers: &HeaderMap, name: &str) -> Option<String> {
    let values = headers.get_all(name).iter().map(|value| std::str::from_utf8(value.as_bytes()));
    let values: Vec<&str> =
        values.map(|value| value.map(trimmed)).collect::<Result<_, _>>().ok()?;
    (!values.is_empty()).then(|| values.join(", "))
}

/// Removes the white space around a value (RFC 9110 §5.5).
fn trimmed(value: &str) -> &str {
    value.trim_matches([' ', '\t'])
}

/// Decodes a value as a JSON string; if that fails, as a JSON number or boolean. This way every type
/// of a body can be the type of a header.
fn read<T: Decode>(value: &str) -> Option<T> {
    json::from_str(&json::to_string(value)).or_else(|_| json::from_str(value)).ok()
}

#[cfg(test)]
mod tests {
    #![expect(unreachable_pub, reason = "the macros' methods are public, as in a generated crate")]

    use http::HeaderValue;

    use super::*;
    use crate::{int_enum, string_enum};

    #[derive(Debug)]
    enum State {
        Full,
        Unknown(String),
    }
    string_enum! { State { Full = "full", ..Unknown } }

    #[derive(Debug)]
    enum Level {
        Low,
        Unknown(i64),
    }
    int_enum! { Level { Low = 1, ..Unknown } }

    #[derive(Debug, Default, PartialEq)]
    struct Parsed {
        text: Option<String>,
        count: Option<i64>,
        share: Option<f64>,
        is_done: Option<bool>,
        state: Option<State>,
        level: Option<Level>,
        tags: Option<Vec<String>>,
        counts: Option<Vec<u32>>,
    }
    headers! {
        Parsed {
            text = "x-text", count = "x-count", share = "x-share", is_done = "x-is-done",
            state = "x-state", level = "x-level", tags = ["x-tags"], counts = ["x-counts"],
        }
    }

    fn parsed(lines: &[(&'static str, &[u8])]) -> Parsed {
        let mut headers = HeaderMap::new();
        for (name, value) in lines {
            headers.append(*name, HeaderValue::from_bytes(value).unwrap());
        }
        Parsed::from(&headers)
    }

    #[test]
    fn every_type_is_read() {
        let all = parsed(&[
            ("x-text", b"12 \"a\", \\"),
            ("x-count", b"-7"),
            ("x-share", b"0.5"),
            ("x-is-done", b"true"),
            ("x-state", b"full"),
            ("x-level", b"1"),
            ("x-tags", b"a, b"),
            ("x-counts", b"1,2"),
        ]);
        let expected = Parsed {
            text: Some("12 \"a\", \\".into()),
            count: Some(-7),
            share: Some(0.5),
            is_done: Some(true),
            state: Some(State::Full),
            level: Some(Level::Low),
            tags: Some(vec!["a".into(), "b".into()]),
            counts: Some(vec![1, 2]),
        };
        assert_eq!(all, expected);
    }

    #[test]
    fn absent_headers_and_those_of_another_type_are_none() {
        assert_eq!(parsed(&[]), Parsed::default());
        let wrong: [(&str, &[u8]); 6] = [
            ("x-text", b"\xff"),
            ("x-count", b"7.5"),
            ("x-share", b"half"),
            ("x-is-done", b"yes"),
            ("x-level", b"low"),
            ("x-counts", b"1, two"),
        ];
        assert_eq!(parsed(&wrong), Parsed::default());
        assert_eq!(parsed(&[("x-count", b"")]).count, None);
        assert_eq!(parsed(&[("x-count", b"99999999999999999999")]).count, None);
        assert_eq!(parsed(&[("x-tags", b"[\"a\"]")]).tags.unwrap(), ["[\"a\"]"]);
    }

    #[test]
    fn unknown_values_of_an_enum_are_kept() {
        assert_eq!(parsed(&[("x-state", b"cold")]).state, Some(State::Unknown("cold".into())));
        assert_eq!(parsed(&[("x-level", b"9")]).level, Some(Level::Unknown(9)));
    }

    #[test]
    fn white_space_and_empty_items_are_ignored() {
        assert_eq!(parsed(&[("x-count", b" 5\t")]).count, Some(5));
        assert_eq!(parsed(&[("x-text", b"")]).text.as_deref(), Some(""));
        assert_eq!(parsed(&[("x-tags", b" a ,, b\t,")]).tags.unwrap(), ["a", "b"]);
        assert_eq!(parsed(&[("x-tags", b" ")]).tags.unwrap(), [""; 0]);
    }

    #[test]
    fn a_repeated_header_is_one_list() {
        assert_eq!(parsed(&[("x-counts", b"1, 2"), ("x-counts", b"3")]).counts.unwrap(), [1, 2, 3]);
        assert_eq!(parsed(&[("x-text", b"a"), ("x-text", b"b")]).text.unwrap(), "a, b");
        assert_eq!(parsed(&[("x-count", b"1"), ("x-count", b"1")]).count, None);
    }
}
