//! Unions that only a trial can tell apart.

use super::cases::word;
use crate::json::{Decode, DecodeError, JsonType, Reader, UnknownVariant};

/// A property that a value has to have to be a variant, and the words of which it has to be one, if any.
type Condition = (&'static str, &'static [&'static str]);

/// The condition that a value does not meet, and how well it fits nevertheless.
struct Unmet {
    name: &'static str,
    fit: Fit,
}

/// How well a value fits a variant as which it cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    /// It is of another kind, or does not say what it is.
    None,
    /// It says that it is something else.
    Other,
    /// It is of the same kind: something in it is wrong or missing.
    Kind,
    /// It has the constants of the variant, too.
    Constants,
}

impl Fit {
    /// That of a value that meets all of `conditions` that ask for a word.
    fn of(conditions: &[Condition]) -> Self {
        match conditions.iter().any(|(_, words)| !words.is_empty()) {
            true => Self::Constants,
            false => Self::Kind,
        }
    }
}

impl Reader<'_> {
    /// Which of `conditions` the next value does not meet, if that is an object; rather one that asks for
    /// a word than one that does not. What cannot be read meets all: reading it in earnest says why not.
    fn unmet(&mut self, conditions: &[Condition]) -> Option<Unmet> {
        if self.peek() != Ok(JsonType::Object) {
            return None;
        }
        let mut ahead = self.fork();
        ahead.object().ok()?;
        let mut open: Vec<_> = conditions.to_vec();
        while let Some(key) = ahead.key().ok()? {
            let Some(index) = open.iter().position(|(name, _)| *name == key) else {
                ahead.raw().ok()?;
                continue;
            };
            let (name, words) = open.swap_remove(index);
            let found = word(ahead.raw().ok()?);
            if !words.is_empty() && !found.as_deref().is_some_and(|it| words.contains(&it)) {
                self.lose_patience(&ahead);
                return Some(Unmet { name, fit: found.map_or(Fit::None, |_| Fit::Other) });
            }
            if open.is_empty() {
                return None;
            }
        }
        self.lose_patience(&ahead);
        let (name, words) = open.iter().max_by_key(|(_, words)| !words.is_empty())?;
        let fit = if words.is_empty() { Fit::of(conditions) } else { Fit::None };
        Some(Unmet { name, fit })
    }
}

/// Tries the variants of a union in turn on the next value of a reader.
#[derive(Debug)]
pub struct Trial<'r, 'j> {
    reader: &'r mut Reader<'j>,
    failures: Vec<(&'static str, DecodeError)>,
    /// How well the value fits each variant that has failed.
    fits: Vec<Fit>,
}

impl<'r, 'j> Trial<'r, 'j> {
    /// Starts before the next value of `reader`.
    #[inline]
    pub fn new(reader: &'r mut Reader<'j>) -> Self {
        Self { reader, failures: Vec::new(), fits: Vec::new() }
    }

    /// Reads the value if it is a `T` and lacks nothing; else it stays unread, and the failure is noted under
    /// the name of the variant.
    ///
    /// An object has to have a property for each of `conditions`, with one of its words if it has any.
    #[inline]
    pub fn attempt<T: Decode>(
        &mut self,
        variant: &'static str,
        conditions: &[Condition],
    ) -> Option<T> {
        if !conditions.is_empty()
            && let Some(Unmet { name, fit }) = self.reader.unmet(conditions)
        {
            let failure = self.reader.error(format!("its `{name}` is missing or another"));
            self.fail(variant, failure, fit);
            return None;
        }
        let mut ahead = self.reader.fork().strictly();
        let read = match ahead.is_patient() {
            true => T::decode(&mut ahead),
            false => Err(ahead.error("not tried: too much was tried in vain")),
        };
        let failure = match read {
            Ok(value) => match value.unknown() {
                None => {
                    self.reader.adopt(ahead);
                    return Some(value);
                }
                Some(reason) => reason.clone().after(self.reader.offset().unwrap_or_default()),
            },
            Err(failure) => failure,
        };
        self.reader.lose_patience(&ahead);
        // What fails before anything in it has been read is of another kind.
        let is_entered = self.reader.offset().is_ok_and(|start| failure.offset() > start);
        let fit = if is_entered { Fit::of(conditions) } else { Fit::None };
        self.fail(variant, failure, fit);
        None
    }

    #[cold]
    fn fail(&mut self, variant: &'static str, failure: DecodeError, fit: Fit) {
        self.failures.push((variant, failure));
        self.fits.push(fit);
    }

    /// The one variant that the value fits best, to read it as that whatever it lacks. None if there are
    /// several.
    ///
    /// # Errors
    ///
    /// If the reader is strict: why the value is not of that variant.
    #[cold]
    pub fn closest(&mut self) -> Result<Option<&'static str>, DecodeError> {
        let best = self.fits.iter().max().filter(|best| **best > Fit::Other);
        let mut closest = (0..self.fits.len()).filter(|index| Some(&self.fits[*index]) == best);
        match (closest.next(), closest.next()) {
            // Not all have been tried.
            _ if !self.reader.is_patient() => Ok(None),
            (Some(index), None) if self.reader.is_strict() => {
                Err(self.failures.swap_remove(index).1)
            }
            (Some(index), None) => Ok(Some(self.failures[index].0)),
            _ => Ok(None),
        }
    }

    /// Goes on from before the value, which is still unread.
    pub fn into_reader(self) -> &'r mut Reader<'j> {
        self.reader
    }

    /// Reads the value as what no variant is, with the reason for each.
    ///
    /// # Errors
    ///
    /// If the text is not JSON; and if the reader is strict, unless the value says that it is something
    /// else.
    #[cold]
    pub fn unknown(self) -> Result<UnknownVariant, DecodeError> {
        let reason = self.reader.error("no variant fits").with_variants(self.failures);
        let is_new = self.fits.iter().max() == Some(&Fit::Other);
        self.reader.unfit(is_new, reason)
    }
}
