//! Objects with known properties: [`object!`](crate::object) and what it stands on.

use super::{Decode, DecodeError, Encode, Reader, Rest, Writer};

/// Where the value of a property goes once it is read: an `Option` that is empty until then.
///
/// [`Reader::properties`] takes slots as trait objects, which keeps it one function for all types.
///
/// ```
/// use bessemer_runtime::json::Slot;
///
/// let (mut required, mut optional): (Option<i64>, Option<Option<i64>>) = (None, None);
/// assert!(!required.is_filled());
/// assert!(optional.is_filled());
/// ```
pub trait Slot {
    /// Reads the next value into the slot, in place of what it held.
    ///
    /// # Errors
    ///
    /// As [`Decode::decode`].
    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), DecodeError>;

    /// Whether the slot holds a value, if need be the one that stands for an absent property.
    fn is_filled(&mut self) -> bool;
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
}

impl Reader<'_> {
    /// Reads an object: each property in `slots` into its slot, the last one winning if it comes twice,
    /// and all others into `unknown`, or nowhere.
    ///
    /// # Errors
    ///
    /// If the next value is not an object, a value in it is wrong, or a required property is missing.
    pub fn properties(
        &mut self,
        slots: &mut [(&'static str, &mut dyn Slot)],
        mut unknown: Option<&mut dyn Rest>,
    ) -> Result<(), DecodeError> {
        self.object()?;
        // One buffer for the names of all unknown properties, which are common.
        let mut name = std::mem::take(&mut self.name);
        // Servers mostly keep to the order of their documentation: the search starts at the next slot.
        let mut next = 0;
        while let Some(key) = self.key()? {
            let (before, after) = slots.split_at(next);
            let is_key = |slot: &(&'static str, &mut dyn Slot)| slot.0 == key;
            let found = match after.iter().position(is_key) {
                Some(ahead) => Some(next + ahead),
                None => before.iter().position(is_key),
            };
            if let Some(index) = found {
                slots[index].1.read(self)?;
                next = index + 1;
            } else if let Some(rest) = &mut unknown {
                name.clear();
                name.push_str(key);
                rest.read(&name, self)?;
            } else {
                self.raw()?;
            }
        }
        self.name = name;
        match slots.iter_mut().find_map(|(name, slot)| (!slot.is_filled()).then_some(name)) {
            None => Ok(()),
            Some(name) => Err(self.missing(name)),
        }
    }
}

impl Writer {
    /// Writes an object with these properties, less those that are absent, and then the `unknown` ones.
    pub fn properties(
        &mut self,
        known: &[(&'static str, &dyn Encode)],
        unknown: Option<&dyn Rest>,
    ) {
        self.object();
        for (name, value) in known {
            if !value.is_absent() {
                self.key(name);
                value.encode(self);
            }
        }
        if let Some(rest) = unknown {
            rest.write(self);
        }
        self.end_object();
    }
}

/// Makes a struct with named fields the type of a JSON object: implements [`Decode`] and [`Encode`], and
/// serde's two traits over them.
///
/// Each field is listed, with its name in JSON if that differs. One that is `None` is left out, unless
/// `or null` follows: then it is written as null. `..field` names the [`Extra`](super::Extra), or the map
/// of values of one type, that keeps unknown properties; without it they are skipped. Through serde,
/// numbers and the order of unknown properties are only kept as far as [`serde_json::Value`] does so.
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
/// assert_eq!(json::to_string(&policy), r#"{"type":"open","until":null,"new":[1.50]}"#);
/// # Ok::<(), json::DecodeError>(())
/// ```
#[macro_export]
macro_rules! object {
    ($type:ident {
        $($field:ident $(= $name:literal)? $(or $null:ident)?),* $(,)? $(..$extra:ident $(,)?)?
    }) => {
        impl $crate::json::Decode for $type {
            #[inline]
            fn decode(
                reader: &mut $crate::json::Reader<'_>,
            ) -> ::std::result::Result<Self, $crate::json::DecodeError> {
                $(let mut $field = ::std::option::Option::None;)*
                $(let mut $extra = ::std::option::Option::None;)?
                reader.properties(
                    &mut [$(($crate::__property!($field $($name)?), &mut $field)),*],
                    $crate::__extra!($(&mut $extra)?),
                )?;
                let ($(::std::option::Option::Some($field),)*) = ($($field,)*) else {
                    return ::std::result::Result::Err(reader.unfilled());
                };
                ::std::result::Result::Ok(Self { $($field,)* $($extra: $extra.unwrap_or_default())? })
            }
        }

        impl $crate::json::Encode for $type {
            #[inline]
            fn encode(&self, writer: &mut $crate::json::Writer) {
                writer.properties(
                    &[$($crate::__written!(self.$field $($name)? $(or $null)?)),*],
                    $crate::__extra!($(&self.$extra)?),
                );
            }
        }

        $crate::__serde! { $type }
    };
}

/// The name of a property: its field's unless it is given.
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

/// The name of a property and what is written for it.
#[doc(hidden)]
#[macro_export]
macro_rules! __written {
    ($self:ident.$field:ident) => {
        (stringify!($field), &$self.$field)
    };
    ($self:ident.$field:ident $name:literal) => {
        ($name, &$self.$field)
    };
    ($self:ident.$field:ident or null) => {
        (stringify!($field), &$crate::json::OrNull(&$self.$field))
    };
    ($self:ident.$field:ident $name:literal or null) => {
        ($name, &$crate::json::OrNull(&$self.$field))
    };
}

/// The place of unknown properties, if there is one.
#[doc(hidden)]
#[macro_export]
macro_rules! __extra {
    () => {
        ::std::option::Option::None
    };
    ($extra:expr) => {
        ::std::option::Option::Some($extra)
    };
}
