//! Untagged unions: variants are tried in order.

use super::cases::word;
use crate::json::{Decode, DecodeError, JsonType, Reader, UnknownVariant};

/// A property that a value must have to be of a variant, and its allowed values; any value if
/// empty.
type Condition = (&'static str, &'static [&'static str]);

/// The condition that a value does not meet, and how well the value fits.
struct Unmet {
    name: &'static str,
    fit: Fit,
}

/// How well a value fits a variant that could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    /// Another JSON type, or the property of a condition is missing.
    None,
    /// The property of a condition has another value.
    Other,
    /// The same JSON type; a value inside is of another type or missing.
    Kind,
    /// The same JSON type, and all conditions with values are met.
    Constants,
}

impl Fit {
    /// The fit of a value that meets all of `conditions` with values.
    fn of(conditions: &[Condition]) -> Self {
        match conditions.iter().any(|(_, words)| !words.is_empty()) {
            true => Self::Constants,
            false => Self::Kind,
        }
    }
}

impl Reader<'_> {
    /// Returns one of `conditions` that the next value does not meet, if that is an object;
    /// preferably one with values. Invalid JSON meets all conditions: reading the variant reports
    /// the error.
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

/// Tries to read the next value as each variant of a union, in order.
#[derive(Debug)]
pub struct Trial<'r, 'j> {
    reader: &'r mut Reader<'j>,
    failures: Vec<(&'static str, DecodeError)>,
    /// How well the value fits each variant that failed.
    fits: Vec<Fit>,
}

impl<'r, 'j> Trial<'r, 'j> {
    /// Starts before the next value of `reader`.
    #[inline]
    pub fn new(reader: &'r mut Reader<'j>) -> Self {
        Self { reader, failures: Vec::new(), fits: Vec::new() }
    }

    /// Reads the value strictly as a `T`. If that fails, the value stays unread, and the error is
    /// kept with the name of the variant.
    ///
    /// An object must meet all `conditions`.
    #[inline]
    pub fn attempt<T: Decode>(
        &mut self,
        variant: &'static str,
        conditions: &[Condition],
    ) -> Option<T> {
        if !conditions.is_empty()
            && let Some(Unmet { name, fit }) = self.reader.unmet(conditions)
        {
            let failure =
                self.reader.error(format!("the property `{name}` is missing or has another value"));
            self.fail(variant, failure, fit);
            return None;
        }
        let mut ahead = self.reader.fork().strictly();
        let read = match ahead.is_patient() {
            true => T::decode(&mut ahead),
            false => Err(ahead.error("not tried: the limit for trying variants is reached")),
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
        // An error at the start of the value means another JSON type.
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

    /// The variant that the value fits best, to read it tolerantly. `None` if there are several.
    ///
    /// # Errors
    ///
    /// If the reader is strict: why the value is not of that variant.
    #[cold]
    pub fn closest(&mut self) -> Result<Option<&'static str>, DecodeError> {
        let best = self.fits.iter().max().filter(|best| **best > Fit::Other);
        let mut closest = (0..self.fits.len()).filter(|index| Some(&self.fits[*index]) == best);
        match (closest.next(), closest.next()) {
            // Not all variants were tried.
            _ if !self.reader.is_patient() => Ok(None),
            (Some(index), None) if self.reader.is_strict() => {
                Err(self.failures.swap_remove(index).1)
            }
            (Some(index), None) => Ok(Some(self.failures[index].0)),
            _ => Ok(None),
        }
    }

    /// Returns the reader, with the value unread.
    pub fn into_reader(self) -> &'r mut Reader<'j> {
        self.reader
    }

    /// Reads the value as the unknown variant, with the errors of all variants.
    ///
    /// # Errors
    ///
    /// If the text is not JSON. If the reader is strict, also if the value is not of a new variant.
    /// A value is of a new variant if its discriminating value belongs to no variant.
    #[cold]
    pub fn unknown(self) -> Result<UnknownVariant, DecodeError> {
        let reason = self.reader.error("no variant fits").with_variants(self.failures);
        let is_new = self.fits.iter().max() == Some(&Fit::Other);
        self.reader.unfit(is_new, reason)
    }
}
