//! Values of several shapes: [`union!`](crate::union) and what it stands on.

use std::borrow::Cow;

use super::{Decode, DecodeError, JsonType, Reader, UnknownVariant, from_str, reader::Attempt};

#[cfg(test)]
mod tests;
mod trial;

pub use trial::Trial;

/// What tells the variants of a union apart before one of them is read: a word in the value, or else
/// its JSON type. The word is the discriminator's value, or the name of a property that is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Case<'a> {
    /// A word in the value
    Word(&'a str),
    /// A value without such a word
    JsonType(JsonType),
}

/// The case that a value is of, with its word as the document has it.
#[derive(Clone, Debug)]
pub struct Found<'j> {
    word: Option<Cow<'j, str>>,
    json_type: JsonType,
}

impl Found<'_> {
    /// To match on.
    #[inline]
    pub fn case(&self) -> Case<'_> {
        match &self.word {
            Some(word) => Case::Word(word),
            None => Case::JsonType(self.json_type),
        }
    }
}

impl<'j> Reader<'j> {
    /// Looks ahead for the property `name` of the next value, if that is an object. A string is the word
    /// itself, a number or a boolean its text, and any other value no word. If the property comes
    /// twice, the first one counts.
    ///
    /// # Errors
    ///
    /// If the text is not JSON, as far as it has to be read.
    #[doc(hidden)]
    pub fn word_at(&mut self, name: &str) -> Result<Found<'j>, DecodeError> {
        let word = self.look_ahead(|ahead| {
            while let Some(key) = ahead.key()? {
                let is_it = key == name;
                let value = ahead.raw()?;
                if is_it {
                    return Ok(word(value));
                }
            }
            Ok(None)
        })?;
        Ok(Found { word, json_type: self.peek()? })
    }

    /// Looks ahead for the first property of the next value, if that is an object, that is the word of
    /// one of `cases`.
    ///
    /// # Errors
    ///
    /// As [`word_at`](Self::word_at).
    #[doc(hidden)]
    pub fn key_among(&mut self, cases: &[Case<'static>]) -> Result<Found<'j>, DecodeError> {
        let word = self.look_ahead(|ahead| {
            while let Some(key) = ahead.key()? {
                let known = cases.iter().find_map(|case| match case {
                    Case::Word(word) if *word == key => Some(Cow::Borrowed(*word)),
                    _ => None,
                });
                if known.is_some() {
                    return Ok(known);
                }
                ahead.raw()?;
            }
            Ok(None)
        })?;
        Ok(Found { word, json_type: self.peek()? })
    }

    /// Opens the next value on a second reader, if it is an object, and lets `find` read there.
    fn look_ahead<T>(
        &mut self,
        find: impl FnOnce(&mut Self) -> Result<Option<T>, DecodeError>,
    ) -> Result<Option<T>, DecodeError> {
        if self.peek()? != JsonType::Object {
            return Ok(None);
        }
        let mut ahead = self.fork();
        ahead.object()?;
        find(&mut ahead)
    }

    /// Reads the next value as the payload of the variant that it belongs to. One that cannot be read,
    /// whatever it lacks, is unknown.
    ///
    /// # Errors
    ///
    /// If the text is not JSON; and if the payload cannot be read and the reader is strict.
    #[inline]
    #[doc(hidden)]
    pub fn variant<T: Decode, U>(
        &mut self,
        known: impl FnOnce(T) -> U,
        unknown: impl FnOnce(UnknownVariant) -> U,
    ) -> Result<U, DecodeError> {
        let attempt = self.attempt()?;
        match T::decode(self) {
            Ok(payload) => Ok(known(payload)),
            Err(error) => self.unreadable(attempt, error).map(unknown),
        }
    }

    #[cold]
    fn unreadable(
        &mut self,
        attempt: Attempt<'j>,
        error: DecodeError,
    ) -> Result<UnknownVariant, DecodeError> {
        let (start, lack) = (attempt.start(), attempt.lack());
        let text = self.recover(attempt, error.clone())?;
        self.note_value(lack);
        Ok(UnknownVariant::of(text, error.within(start, text)))
    }

    /// Reads a value of this case, which is none of the `known` cases of a union. A word that is not
    /// known is that of a variant that the document does not have yet; without one, the value lacks
    /// what the document says.
    ///
    /// # Errors
    ///
    /// If the text is not JSON; and if there is no word and the reader is strict.
    #[cold]
    #[doc(hidden)]
    pub fn unmatched(
        &mut self,
        case: Case<'_>,
        known: &str,
    ) -> Result<UnknownVariant, DecodeError> {
        let reason = self.error(format!("expected a variant of the union: {known}"));
        self.unfit(matches!(case, Case::Word(_)), reason)
    }

    /// Reads a value that is none of the variants of a union, for a reason. Either it is of a new variant,
    /// or it lacks something.
    fn unfit(&mut self, is_new: bool, reason: DecodeError) -> Result<UnknownVariant, DecodeError> {
        let attempt = self.attempt()?;
        let (start, lack) = (attempt.start(), attempt.lack());
        let text = self.raw()?;
        if !is_new && self.is_strict() {
            return Err(reason);
        }
        if !is_new {
            self.note_value(lack);
        }
        Ok(UnknownVariant::of(text, reason.within(start, text)))
    }
}

/// The word that a scalar is; no word if it is not one.
fn word(value: &str) -> Option<Cow<'_, str>> {
    let inner = value.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    match inner {
        Some(inner) if !inner.contains('\\') => Some(Cow::Borrowed(inner)),
        Some(_) => from_str(value).ok().map(Cow::Owned),
        None if value == "null" || value.starts_with(['{', '[']) => None,
        None => Some(Cow::Borrowed(value)),
    }
}

/// Makes an enum, each variant of which holds one value, the type of JSON values of several shapes:
/// implements [`Decode`] and [`Encode`](super::Encode), and serde's two traits over them. A value is written
/// as the variant's payload writes it; payloads have their own discriminator.
///
/// `..Unknown` names the variant, with an [`UnknownVariant`], that takes what belongs to no other, and any
/// payload that cannot be read. So only a text that is no JSON is an error. A strict reader gives an error
/// with the place in the payload instead, and where a value lacks what tells the variants apart.
///
/// How variants are told apart comes after `by`.
///
/// # By a discriminator
///
/// `by "kind"` names a property; each variant has one value of it, or several. A value that is not
/// an object, or has no such property, belongs to the variant with the [`JsonType`] of the value, if there is
/// one: so a union may mix objects that have the property with strings, arrays, and one sort of
/// objects that lacks it. `else` takes all objects that the variants before it do not, with another value
/// or without the property; `_` takes all that others do not.
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
/// # By a property that only one has
///
/// `by key` takes the first property that is listed; JSON types may be mixed in as above.
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
/// `by type` looks at the [`JsonType`] alone.
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
/// # By trial
///
/// `untagged` takes the first variant that the value can be read as and that it lacks nothing of, so that
/// the more demanding come first. What stands after `if` has to be there before a variant is tried: a
/// property, or one with this value or that. If none fits, the only variant whose values the object has, or
/// the only one of its JSON type, is read whatever the value lacks. Else the reason of the unknown variant says
/// why each does not fit.
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

/// The two traits of a union.
#[doc(hidden)]
#[macro_export]
macro_rules! __union_impl {
    ($type:ident { $($variant:ident),* } $unknown:ident => |$reader:ident| $read:block) => {
        impl $crate::json::Decode for $type {
            const EMPTY: ::std::option::Option<&'static str> = ::std::option::Option::Some("null");

            #[inline]
            fn decode(
                $reader: &mut $crate::json::Reader<'_>,
            ) -> ::std::result::Result<Self, $crate::json::DecodeError> $read

            #[inline]
            fn unknown(&self) -> ::std::option::Option<&$crate::json::UnknownVariant> {
                match self {
                    Self::$unknown(value) => ::std::option::Option::Some(value),
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

/// How the next value of a reader becomes a union.
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
    ($reader:ident key { $($variant:ident = $($case:tt)|+),* } $unknown:ident) => {
        $crate::__union!(
            @match $reader,
            $reader.key_among(&[$($($crate::__case!($case)),+),*])?,
            { $($variant = $($case)|+),* } $unknown
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

/// A value of a discriminator, or a JSON type, as a pattern and as an expression.
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

/// What becomes of a value that is of no case.
#[doc(hidden)]
#[macro_export]
macro_rules! __unmatched {
    ($reader:ident $case:ident [$($known:tt)*] $unknown:ident) => {
        ::std::result::Result::map($reader.unmatched($case, stringify!($($known)*)), Self::$unknown)
    };
}
