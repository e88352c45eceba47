//! Objects with known properties: [`object!`](crate::object).

use super::{
    AdditionalProperties, Decode, DecodeError, Encode, Extra, Reader, Writer, marks::Mark,
    notes::Lack,
};

#[cfg(test)]
mod tests;

/// The destination of a property's value: an `Option` that is empty until the value is read.
///
/// [`Reader::properties`] takes slots as trait objects, so that it is compiled once for all types.
///
/// ```
/// use bessemer_runtime::json::Slot;
///
/// let (mut required, mut optional): (Option<i64>, Option<Option<i64>>) = (None, None);
/// assert!(!required.is_filled());
/// assert!(optional.is_filled());
/// ```
pub trait Slot {
    /// Reads the next value into the slot.
    ///
    /// # Errors
    ///
    /// The same as [`Decode::decode`].
    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), DecodeError>;

    /// Whether the slot has a value. An optional property that is absent gets its value here.
    fn is_filled(&mut self) -> bool;

    /// Whether the property may be absent.
    fn is_optional(&self) -> bool;

    /// Whether it contains the items of a list. If one item cannot be read, the list is an error.
    fn is_listing(&self) -> bool {
        false
    }
}

impl<T: Decode> Slot for Option<T> {
    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), DecodeError> {
        *self = Some(T::decode(reader)?);
        Ok(())
    }

    fn is_filled(&mut self) -> bool {
        if self.is_none() {
            *self = T::absent();
        }
        self.is_some()
    }

    #[inline]
    fn is_optional(&self) -> bool {
        T::absent().is_some()
    }

    #[inline]
    fn is_listing(&self) -> bool {
        T::IS_LISTING
    }
}

/// The values that replace a property that is missing or of another type. Null comes first: an
/// optional property is `None` then, and a union is its unknown variant. A float writes 0 as 0.0; see
/// [`Mark::holds`].
const EMPTY: [&str; 6] = ["null", "{}", "[]", "\"\"", "0", "false"];

/// A known property: its name in JSON and its slot.
pub(super) type Property<'s> = (&'static str, &'s mut dyn Slot);

impl Reader<'_> {
    /// Reads an object. A property in `slots` is read into its slot. All other properties are read
    /// into `additional`; without it into `extra`; without both, they are skipped. If a property
    /// occurs twice, the last one counts.
    ///
    /// With `extra`, unless the reader is strict, a required property may be missing and a value
    /// may be of another type: the slot gets the empty value, and `extra` records it.
    ///
    /// # Errors
    ///
    /// If the next value is not an object, a value in it is of another type, or a required property
    /// is missing; and always if the whole document has none of its required properties.
    pub fn properties(
        &mut self,
        slots: &mut [Property<'_>],
        mut extra: Option<&mut Extra>,
        mut additional: Option<&mut dyn AdditionalProperties>,
    ) -> Result<(), DecodeError> {
        let (whole, notes) = (self.is_whole(), self.noted());
        self.object()?;
        // One buffer for the names of all unknown properties.
        let mut name = std::mem::take(&mut self.name);
        // Most servers send properties in the order of their documentation, so the search starts at
        // the next slot.
        let mut next = 0;
        let mut known = false;
        while let Some(key) = self.key()? {
            let (before, after) = slots.split_at(next);
            let is_key = |slot: &Property<'_>| slot.0 == key;
            let found = match after.iter().position(is_key) {
                Some(ahead) => Some(next + ahead),
                None => before.iter().position(is_key),
            };
            if let Some(index) = found {
                self.property(&mut slots[index], extra.as_deref_mut())?;
                known = true;
                next = index + 1;
                continue;
            }
            name.clear();
            name.push_str(key);
            match (&mut additional, extra.as_deref_mut()) {
                (Some(additional), extra) => self.unlisted(&name, &mut **additional, extra)?,
                (None, Some(extra)) => extra.push(&name, self.raw()?),
                (None, None) => drop(self.raw()?),
            }
        }
        self.name = name;
        // Calls all slots, so that each absent optional property gets its value.
        if slots.iter_mut().filter_map(|slot| (!slot.1.is_filled()).then_some(())).count() > 0 {
            let another = whole && is_another(slots, extra.as_deref(), known);
            self.fill(slots, extra.as_deref_mut(), another)?;
        }
        match extra {
            Some(extra) if self.noted() > notes => self.keep_notes(notes, extra),
            _ => {}
        }
        Ok(())
    }

    /// Reads the value of a known property.
    #[inline]
    fn property(
        &mut self,
        (name, slot): &mut Property<'_>,
        extra: Option<&mut Extra>,
    ) -> Result<(), DecodeError> {
        let Some(extra) = extra else { return slot.read(self) };
        extra.unmark(name);
        let attempt = self.attempt()?;
        if attempt.is_null() && slot.is_optional() {
            extra.set_null(name);
        }
        match slot.read(self) {
            Ok(()) => {
                self.end_member(attempt.before, name);
                Ok(())
            }
            // Null is an empty list.
            Err(_) if slot.is_listing() && attempt.is_null() => {
                self.null()?;
                extra.mark(Mark::null(name, "[]"));
                slot.read(&mut self.of_empty("[]"))
            }
            Err(error) if slot.is_listing() => Err(error),
            Err(error) => {
                let lack = attempt.lack();
                let raw = self.recover(attempt, error.clone())?;
                let empty = self.read_empty(*slot).ok_or(error)?;
                extra.mark(Mark::unread(name, empty, raw));
                self.note(lack, name);
                Ok(())
            }
        }
    }

    /// Reads the value of an additional property with a type.
    fn unlisted(
        &mut self,
        name: &str,
        additional: &mut dyn AdditionalProperties,
        extra: Option<&mut Extra>,
    ) -> Result<(), DecodeError> {
        let Some(extra) = extra else { return additional.read(name, self) };
        let attempt = self.attempt()?;
        match additional.read(name, self) {
            Ok(()) => self.end_member(attempt.before, name),
            Err(error) => {
                extra.push(name, self.recover(attempt, error)?);
                self.note(Lack::Unread, name);
            }
        }
        Ok(())
    }

    /// Sets missing required properties to their empty value, unless the object is of another type
    /// (`another`).
    #[cold]
    fn fill(
        &mut self,
        slots: &mut [Property<'_>],
        mut extra: Option<&mut Extra>,
        another: bool,
    ) -> Result<(), DecodeError> {
        let tolerant = !self.is_strict() && !another;
        for (name, slot) in
            slots.iter_mut().filter_map(|(name, slot)| (!slot.is_filled()).then_some((name, slot)))
        {
            let error = self.missing(name);
            let listing = slot.is_listing() && !another;
            let allowed = tolerant || listing;
            let (Some(extra), true) = (&mut extra, allowed) else { return Err(error) };
            let empty = self.read_empty(*slot).ok_or(error)?;
            extra.mark(Mark::missing(name, empty));
            if !listing {
                self.note(Lack::Missing, name);
            }
        }
        Ok(())
    }

    /// Reads the empty value of a type into its slot: the first one in [`EMPTY`] that the type can
    /// read. Returns its JSON; `None` if there is none.
    #[cold]
    fn read_empty(&self, slot: &mut dyn Slot) -> Option<&'static str> {
        EMPTY.into_iter().find(|json| slot.read(&mut self.of_empty(json)).is_ok())
    }

    #[cold]
    fn keep_notes(&mut self, start: usize, extra: &mut Extra) {
        extra.marks.get_or_insert_default().notes = self.notes_since(start);
        self.limit_notes();
    }
}

/// Whether a document has none of its required properties, and so is of another type. An empty page
/// may omit all properties.
#[cold]
fn is_another(slots: &mut [Property<'_>], extra: Option<&Extra>, known: bool) -> bool {
    if slots.iter().any(|(_, slot)| slot.is_listing()) {
        return !known && extra.is_some_and(|extra| !extra.is_empty());
    }
    !slots.iter_mut().any(|(_, slot)| !slot.is_optional() && slot.is_filled())
}

impl Writer {
    /// Writes an object with these properties, except absent ones, and then the properties of
    /// `additional` and `extra`. If `extra` has the original JSON of a property that still has its
    /// empty value, writes that.
    pub fn properties(
        &mut self,
        known: &[(&'static str, &dyn Encode)],
        extra: Option<&Extra>,
        additional: Option<&dyn AdditionalProperties>,
    ) {
        let marks = extra.and_then(|extra| extra.marks.as_deref());
        self.object();
        for (name, value) in known {
            if let Some(mark) = marks.and_then(|marks| marks.get(name)) {
                self.marked(name, *value, mark);
            } else if !value.is_absent() {
                self.key(name);
                value.encode(self);
            }
        }
        if let Some(additional) = additional {
            additional.write(self);
        }
        for (name, value) in extra.into_iter().flat_map(Extra::iter) {
            self.key(name);
            self.raw(value);
        }
        self.end_object();
    }

    /// Writes a property as it was received, unless it was changed.
    #[cold]
    fn marked(&mut self, name: &str, value: &dyn Encode, mark: &Mark) {
        let start = self.len();
        self.key(name);
        let at = self.len();
        value.encode(self);
        if !mark.holds(self.since(at)) {
            return;
        }
        self.truncate(start);
        if let Some(raw) = mark.raw() {
            self.key(name);
            self.raw(raw);
        }
    }
}

/// Implements [`Decode`], [`Encode`] and serde's traits for a struct with named fields, as a JSON
/// object.
///
/// Each field is listed, with its name in JSON if that differs. A field that is `None` is not
/// written, unless `or null` follows: then the property is required and written as null. `as list`
/// marks the items of a list. `..field` names the [`Extra`](super::Extra) that keeps unknown
/// properties; without it they are skipped. `+ field` after that names a map for additional
/// properties of one type. With serde, numbers and the order of unknown properties are kept only as
/// far as [`serde_json::Value`] keeps them.
///
/// A type with an `Extra` is tolerant. A required property that is absent, null or of another type
/// gets the empty value of its type: the first of null, `{}`, `[]`, `""`, 0 and false that the type
/// can read. An optional property of another type is `None`. The paths are in [`Extra::missing`](super::Extra::missing) and
/// [`Extra::unread`](super::Extra::unread). Such a property is written as it was received, as long
/// as it has the empty value. The whole document, and each item of a list, must have at least one
/// of its required properties; otherwise it is an error.
///
/// ```
/// use bessemer_runtime::{Extra, json, object};
///
/// #[derive(Debug, PartialEq)]
/// struct Policy {
///     r#type: String,
///     domains: Option<Vec<String>>,
///     until: Option<i64>,
///     extra: Extra,
/// }
///
/// object! { Policy { r#type = "type", domains, until or null, ..extra } }
///
/// let policy: Policy = json::from_str(r#"{"type":"open","new":[1.50]}"#)?;
/// assert_eq!(policy.domains, None);
/// assert_eq!(json::to_string(&policy), r#"{"type":"open","new":[1.50]}"#);
///
/// let policy = Policy { r#type: "open".to_owned(), domains: None, until: None, extra: Extra::new() };
/// assert_eq!(json::to_string(&policy), r#"{"type":"open","until":null}"#);
/// # Ok::<(), json::DecodeError>(())
/// ```
#[macro_export]
macro_rules! object {
    // With a name for each field. Generated code always has them: it compiles faster than `stringify!`.
    ($type:ident {
        $($field:ident = $name:literal $(as $list:ident)? $(or $null:ident)?),* $(,)?
        $(..$extra:ident $(+ $additional:ident)? $(,)?)?
    }) => {
        $crate::__object! { $type {
            $($field ($name) [$($list)? $($null)?] [$($null)?]),*
        } [$($extra $(, $additional)?)?] }
    };
    ($type:ident {
        $($field:ident $(= $name:literal)? $(as $list:ident)? $(or $null:ident)?),* $(,)?
        $(..$extra:ident $(+ $additional:ident)? $(,)?)?
    }) => {
        $crate::__object! { $type {
            $($field ($crate::__property!($field $($name)?)) [$($list)? $($null)?] [$($null)?]),*
        } [$($extra $(, $additional)?)?] }
    };
}

/// The implementations for an object. The wrappers of the value of a field when it is read follow
/// after its name, and then those when it is written.
#[doc(hidden)]
#[macro_export]
macro_rules! __object {
    ($type:ident {
        $($field:ident $name:tt [$($read:ident)?] [$($write:ident)?]),*
    } [$($extra:ident),*]) => {
        impl $crate::json::Decode for $type {
            #[inline]
            fn decode(
                reader: &mut $crate::json::Reader<'_>,
            ) -> ::std::result::Result<Self, $crate::json::DecodeError> {
                // Not `?`: in a crate with 1,300 objects, its conversions of errors take a hundredth of
                // the memory of the compiler.
                match reader.content(&[$($name),*]) {
                    ::std::result::Result::Ok((
                        $crate::__members!($(($($crate::json::__private::$read)? ($field)))*),
                        $($extra),*
                    )) => ::std::result::Result::Ok(Self { $($field,)* $($extra),* }),
                    ::std::result::Result::Err(error) => ::std::result::Result::Err(error),
                }
            }
        }

        impl $crate::json::Encode for $type {
            #[inline]
            fn encode(&self, writer: &mut $crate::json::Writer) {
                writer.content(
                    &[$($name),*],
                    &(
                        $crate::__members!($(($($crate::json::__private::$write)? (&self.$field)))*),
                        $(&self.$extra),*
                    ),
                );
            }
        }

        $crate::__serde! { $type }
    };
}

/// The name of a property: that of its field, unless another is given.
#[doc(hidden)]
#[macro_export]
macro_rules! __property {
    ($field:ident) => {
        stringify!($field)
    };
    ($field:ident $name:literal) => {
        $name
    };
}
