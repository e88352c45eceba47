//! Unions whose variants are told apart before one of them is read.

use std::borrow::Cow;

use crate::json::{
    Decode, DecodeError, JsonType, Reader, UnknownVariant, from_str, reader::tolerant::Attempt,
};

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
    pub(super) fn unfit(
        &mut self,
        is_new: bool,
        reason: DecodeError,
    ) -> Result<UnknownVariant, DecodeError> {
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
pub(super) fn word(value: &str) -> Option<Cow<'_, str>> {
    let inner = value.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    match inner {
        Some(inner) if !inner.contains('\\') => Some(Cow::Borrowed(inner)),
        Some(_) => from_str(value).ok().map(Cow::Owned),
        None if value == "null" || value.starts_with(['{', '[']) => None,
        None => Some(Cow::Borrowed(value)),
    }
}
