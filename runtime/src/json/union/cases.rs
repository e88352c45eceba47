//! Unions whose variant is selected before it is read.

use std::borrow::Cow;

use crate::json::{
    Decode, DecodeError, JsonType, Reader, UnknownVariant, from_str, reader::tolerant::Attempt,
};

/// Selects the variant of a union before it is read: by a word, or else by the JSON type. The word
/// is the value of the discriminator, or the name of a property.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Case<'a> {
    /// A word in the value
    Word(&'a str),
    /// A value without such a word
    JsonType(JsonType),
}

/// The case of a value.
#[derive(Clone, Debug)]
pub struct Found<'j> {
    word: Option<Cow<'j, str>>,
    /// Whether the value has the word of another case, too.
    ambiguous: bool,
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

    /// Whether the value has the words of several cases.
    #[inline]
    pub fn is_ambiguous(&self) -> bool {
        self.ambiguous
    }
}

impl<'j> Reader<'j> {
    /// Looks ahead for the property `name` of the next value, if that is an object. The word is the
    /// string, or the text of a number or boolean; any other value is not a word. If the property
    /// occurs twice, the first one counts.
    ///
    /// # Errors
    ///
    /// If the text, as far as it is read, is not JSON.
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
        Ok(Found { word, ambiguous: false, json_type: self.peek()? })
    }

    /// Looks ahead for the first property of the next value whose name is the word of one of
    /// `cases`, if the value is an object.
    ///
    /// # Errors
    ///
    /// The same as [`word_at`](Self::word_at).
    #[doc(hidden)]
    pub fn key_among(&mut self, cases: &[Case<'static>]) -> Result<Found<'j>, DecodeError> {
        let mut ambiguous = false;
        let word = self.look_ahead(|ahead| {
            let mut first = None;
            while let Some(key) = ahead.key()? {
                let known = cases.iter().find_map(|case| match case {
                    Case::Word(word) if *word == key => Some(*word),
                    _ => None,
                });
                ambiguous |= first.is_some_and(|first| known.is_some_and(|it| it != first));
                first = first.or(known);
                ahead.raw()?;
            }
            Ok(first.map(Cow::Borrowed))
        })?;
        Ok(Found { word, ambiguous, json_type: self.peek()? })
    }

    /// The name of the event that a header of the webhook names, as the word of the next value.
    ///
    /// # Errors
    ///
    /// If the text is not JSON.
    #[doc(hidden)]
    pub fn event_word(&mut self) -> Result<Found<'j>, DecodeError> {
        let word = self.event().map(Cow::Borrowed);
        Ok(Found { word, ambiguous: false, json_type: self.peek()? })
    }

    /// Calls `find` with a second reader in the next value, if that is an object.
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

    /// Reads the next value as the payload of a variant. If it cannot be read, it becomes the
    /// unknown variant.
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

    /// Reads a value whose case is none of the `known` cases of a union. An unknown word means a
    /// new variant; a value without a word differs from the document.
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
        let unknown = self.unfit(matches!(case, Case::Word(_)), reason)?;
        Ok(match case {
            Case::Word(word) => unknown.tagged(word),
            Case::JsonType(_) => unknown,
        })
    }

    /// Reads a value that matches no variant of a union. Either it is a new variant, or it differs
    /// from the document.
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

/// The word of a scalar; `None` for other values.
pub(super) fn word(value: &str) -> Option<Cow<'_, str>> {
    let inner = value.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    match inner {
        Some(inner) if !inner.contains('\\') => Some(Cow::Borrowed(inner)),
        Some(_) => from_str(value).ok().map(Cow::Owned),
        None if value == "null" || value.starts_with(['{', '[']) => None,
        None => Some(Cow::Borrowed(value)),
    }
}
