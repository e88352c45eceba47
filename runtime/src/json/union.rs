//! Values of several shapes: [`union!`](crate::union).

pub(super) mod cases;
#[cfg(test)]
mod tests;
pub(super) mod trial;

/// Implements [`Decode`](super::Decode), [`Encode`](super::Encode) and serde's traits for an enum
/// whose variants each contain one value. A value is written like the payload of its variant; the
/// discriminator is a property of the payload.
///
/// `..Unknown` names the variant with an [`UnknownVariant`](super::UnknownVariant), for values that
/// match no other variant and payloads that cannot be read. So only invalid JSON is an error. A
/// strict reader returns an error if a payload cannot be read, or if the value has no
/// discriminator.
///
/// The kind of discrimination follows after `by`.
///
/// # By a discriminator
///
/// `by "kind"` names a property; each variant has one or more values of it. A value that is not an
/// object, or does not have the property, belongs to the variant with its
/// [`JsonType`](super::JsonType), if there is one. So a union may also have strings, arrays, and
/// one type of object without the property. `else` matches all objects that no earlier variant
/// matches; `_` matches all remaining values.
///
/// ```
/// use bessemer_runtime::{json::{self, UnknownVariant}, object, union};
///
/// # #[derive(Debug, PartialEq)] struct Circle { kind: String, radius: f64 }
/// # #[derive(Debug, PartialEq)] struct Square { kind: String, side: f64 }
/// # object! { Circle { kind, radius } }
/// # object! { Square { kind, side } }
/// #[derive(Debug, PartialEq)]
/// enum Shape { Circle(Circle), Square(Box<Square>), Name(String), Unknown(UnknownVariant) }
///
/// union! {
///     Shape by "kind" { Circle = "circle" | "round", Square = "square", Name = String, ..Unknown }
/// }
///
/// let shapes: Vec<Shape> = json::from_str(r#"[{"kind":"round","radius":1.5},"dot",{"kind":"new"}]"#)?;
/// assert!(matches!(&shapes[..], [Shape::Circle(_), Shape::Name(_), Shape::Unknown(_)]));
/// # Ok::<(), json::DecodeError>(())
/// ```
///
/// # By a property that only one variant has
///
/// `by key` selects the variant by the property that is listed. If a value has the properties of
/// several variants, the first variant that can be read strictly is selected, else the variant of
/// the first property. Variants by JSON type are possible as above.
///
/// ```
/// # use bessemer_runtime::{json::{self, UnknownVariant}, object, union};
/// # #[derive(Debug, PartialEq)] struct Made { made_at: i64 }
/// # #[derive(Debug, PartialEq)] struct Gone { gone_at: i64 }
/// # object! { Made { made_at } }
/// # object! { Gone { gone_at } }
/// # #[derive(Debug, PartialEq)]
/// enum Event { Made(Made), Gone(Gone), Unknown(UnknownVariant) }
///
/// union! { Event by key { Made = "made_at", Gone = "gone_at", ..Unknown } }
/// # let gone = json::from_str::<Event>(r#"{"by":"x","gone_at":5}"#)?;
/// # assert_eq!(gone, Event::Gone(Gone { gone_at: 5 }));
/// # Ok::<(), json::DecodeError>(())
/// ```
///
/// # By JSON type
///
/// `by type` uses only the [`JsonType`](super::JsonType).
///
/// ```
/// # use bessemer_runtime::{json::{self, UnknownVariant}, union};
/// # #[derive(Debug, PartialEq)]
/// enum Content { Text(String), Parts(Vec<String>), Unknown(UnknownVariant) }
///
/// union! { Content by type { Text = String, Parts = Array, ..Unknown } }
/// # assert_eq!(json::from_str("\"a\""), Ok(Content::Text("a".to_owned())));
/// # assert!(matches!(json::from_str("7"), Ok(Content::Unknown(_))));
/// # Ok::<(), json::DecodeError>(())
/// ```
///
/// # Untagged
///
/// `untagged` selects the first variant that can be read strictly, so variants with more required
/// properties should come first. Conditions for trying a variant follow after `if`: a property, or
/// a property with one of several values. If no variant can be read strictly, the only variant
/// whose conditions are met, or the only one with the same JSON type, is read tolerantly. Otherwise
/// the reason of the unknown variant lists the errors of all variants.
///
/// ```
/// # use bessemer_runtime::{json::{self, UnknownVariant}, union};
/// # #[derive(Debug, PartialEq)]
/// enum Either { Flag(bool), Numbers(Vec<i64>), Unknown(UnknownVariant) }
///
/// union! { Either untagged { Flag, Numbers, ..Unknown } }
///
/// assert_eq!(json::from_str("[1, 2]"), Ok(Either::Numbers(vec![1, 2])));
/// let Either::Unknown(unknown) = json::from_str("[1, null]")? else { panic!() };
/// assert_eq!(
///     unknown.reason().map(ToString::to_string).as_deref(),
///     Some("expected an integer at `[1]`"),
/// );
/// let Either::Unknown(unknown) = json::from_str("5")? else { panic!() };
/// assert_eq!(unknown.reason().map(|it| it.variants().len()), Some(2));
/// # Ok::<(), json::DecodeError>(())
/// ```
///
/// ```
/// # use bessemer_runtime::{json::{self, UnknownVariant}, object, union};
/// # #[derive(Debug, PartialEq)] struct Call { r#type: String, error: Option<String> }
/// # #[derive(Debug, PartialEq)] struct Note { r#type: String, error: Option<String> }
/// # object! { Call { r#type = "type", error } }
/// # object! { Note { r#type = "type", error } }
/// #[derive(Debug, PartialEq)]
/// enum Item { Call(Call), Note(Note), Unknown(UnknownVariant) }
///
/// union! {
///     Item untagged { Call if "type" = "call" | "recall" && "error", Note if "type" = "note", ..Unknown }
/// }
///
/// assert!(matches!(json::from_str(r#"{"type":"call","error":null}"#)?, Item::Call(_)));
/// assert!(matches!(json::from_str(r#"{"type":"note"}"#)?, Item::Note(_)));
/// assert!(matches!(json::from_str(r#"{"type":"new"}"#)?, Item::Unknown(_)));
/// # Ok::<(), json::DecodeError>(())
/// ```
#[macro_export]
macro_rules! union {
    ($type:ident untagged {
        $($variant:ident $(if $($property:literal $(= $($word:literal)|+)?)&&+)?,)*
        ..$unknown:ident $(,)?
    }) => {
        $crate::__union_impl! { $type { $($variant),* } $unknown => |reader| {
            $crate::__union!(reader untagged {
                $($variant [$($(($property $($($word)|+)?))+)?]),*
            } $unknown)
        } }
    };
    ($type:ident by $how:tt { $($variant:ident $(= $($case:tt)|+)?,)* ..$unknown:ident $(,)? }) => {
        $crate::__union_impl! { $type { $($variant),* } $unknown => |reader| {
            $crate::__union!(reader $how { $($variant $(= $($case)|+)?),* } $unknown)
        } }
    };
}

/// The implementations for a union.
#[doc(hidden)]
#[macro_export]
macro_rules! __union_impl {
    ($type:ident { $($variant:ident),* } $unknown:ident => |$reader:ident| $read:block) => {
        impl $crate::json::Decode for $type {
            #[inline]
            fn decode(
                $reader: &mut $crate::json::Reader<'_>,
            ) -> ::std::result::Result<Self, $crate::json::DecodeError> $read

            #[inline]
            fn unknown(&self) -> ::std::option::Option<&$crate::json::DecodeError> {
                match self {
                    Self::$unknown(value) => value.reason(),
                    #[allow(unreachable_patterns, reason = "there may be no other")]
                    _ => ::std::option::Option::None,
                }
            }
        }

        impl $crate::json::Encode for $type {
            #[inline]
            fn encode(&self, writer: &mut $crate::json::Writer) {
                match self {
                    $(Self::$variant(value) => $crate::json::Encode::encode(value, writer),)*
                    Self::$unknown(value) => $crate::json::Encode::encode(value, writer),
                }
            }
        }

        $crate::__serde! { $type }
    };
}

/// Reads a union.
#[doc(hidden)]
#[macro_export]
macro_rules! __union {
    ($reader:ident untagged {
        $($variant:ident [$(($property:literal $($word:literal)|*))*]),*
    } $unknown:ident) => {{
        let mut trial = $crate::json::Trial::new($reader);
        $(
            let conditions = &[$(($property, &[$($word),*] as &[_])),*];
            let read = trial.attempt(stringify!($variant), conditions);
            if let ::std::option::Option::Some(value) = read {
                return ::std::result::Result::Ok(Self::$variant(value));
            }
        )*
        let closest = trial.closest()?;
        $(
            if closest == ::std::option::Option::Some(stringify!($variant)) {
                return trial.into_reader().variant(Self::$variant, Self::$unknown);
            }
        )*
        ::std::result::Result::map(trial.unknown(), Self::$unknown)
    }};
    ($reader:ident type { $($variant:ident = $($json_type:ident)|+),* } $unknown:ident) => {
        match $reader.peek()? {
            $($($crate::json::JsonType::$json_type)|+ => $reader.variant(Self::$variant, Self::$unknown),)*
            #[allow(unreachable_patterns, reason = "the variants may cover every JSON type")]
            other => {
                let case = $crate::json::Case::JsonType(other);
                $crate::__unmatched!($reader case [$($($json_type)|+),*] $unknown)
            }
        }
    };
    ($reader:ident key { $($variant:ident = $($case:tt)|+),* } $unknown:ident) => {{
        let found = $reader.key_among(&[$($($crate::__case!($case)),+),*])?;
        if found.is_ambiguous() {
            let mut trial = $crate::json::Trial::new($reader);
            $($($crate::__attempt!(trial $variant $case);)+)*
        }
        $crate::__union!(@match $reader, found, { $($variant = $($case)|+),* } $unknown)
    }};
    ($reader:ident header { $($variant:ident = $($case:tt)|+),* } $unknown:ident) => {
        $crate::__union!(
            @match $reader, $reader.event_word()?, { $($variant = $($case)|+),* } $unknown
        )
    };
    ($reader:ident $tag:literal { $($variant:ident = $($case:tt)|+),* } $unknown:ident) => {
        $crate::__union!(
            @match $reader, $reader.word_at($tag)?, { $($variant = $($case)|+),* } $unknown
        )
    };
    (@match $reader:ident, $found:expr,
        { $($variant:ident = $($case:tt)|+),* } $unknown:ident
    ) => {
        match $found.case() {
            $($($crate::__case!($case))|+ => $reader.variant(Self::$variant, Self::$unknown),)*
            #[allow(unreachable_patterns, reason = "a variant may take all that others do not")]
            case => $crate::__unmatched!($reader case [$($($case)|+),*] $unknown),
        }
    };
}

/// Tries to read the variant that a property selects.
#[doc(hidden)]
#[macro_export]
macro_rules! __attempt {
    ($trial:ident $variant:ident $property:literal) => {
        let read = $trial.attempt(stringify!($variant), &[($property, &[])]);
        if let ::std::option::Option::Some(value) = read {
            return ::std::result::Result::Ok(Self::$variant(value));
        }
    };
    ($trial:ident $variant:ident $json_type:tt) => {};
}

/// A discriminator value or a JSON type, as a pattern and as an expression.
#[doc(hidden)]
#[macro_export]
macro_rules! __case {
    (_) => {
        _
    };
    (else) => {
        $crate::json::Case::Word(_) | $crate::json::Case::JsonType($crate::json::JsonType::Object)
    };
    ($json_type:ident) => {
        $crate::json::Case::JsonType($crate::json::JsonType::$json_type)
    };
    ($word:literal) => {
        $crate::json::Case::Word($word)
    };
}

/// Reads a value that matches no case.
#[doc(hidden)]
#[macro_export]
macro_rules! __unmatched {
    ($reader:ident $case:ident [$($known:tt)*] $unknown:ident) => {
        ::std::result::Result::map($reader.unmatched($case, stringify!($($known)*)), Self::$unknown)
    };
}
