//! JSON: how the types of a generated crate are read and written.
//!
//! Every type implements [`Decode`] and [`Encode`] with one concrete [`Reader`] and [`Writer`].
//! Nothing is generic over a format, so that a crate with thousands of types compiles quickly. The
//! implementations come from [`object!`](crate::object), [`union!`](crate::union),
//! [`string_enum!`](crate::string_enum) and [`int_enum!`](crate::int_enum), which also implement
//! serde's traits.
//!
//! Tokens are read by `jiter`; text is escaped and numbers are written by `serde_json`.

mod additional_properties;
mod as_text;
mod base64;
mod codec;
mod constructors;
mod conversions;
mod date_time;
mod enums;
mod error;
mod extra;
mod json_type;
mod marks;
mod members;
mod notes;
mod null;
mod number;
mod object;
mod raw;
mod reader;
mod rfc3339;
mod serde_bridge;
#[cfg(test)]
mod tests;
mod tuples;
mod union;
mod unix_time;
mod unknown_variant;
mod values;
mod walk;
mod writer;

pub use additional_properties::AdditionalProperties;
pub use as_text::AsText;
pub use base64::Base64;
pub(crate) use codec::answer;
#[cfg(feature = "standard-webhooks")]
pub(crate) use codec::event_from_slice;
pub use codec::{Decode, Encode, from_slice, from_slice_strict, from_str, to_string, to_vec};
pub use date_time::{Date, DateTime, InvalidTime};
pub use error::DecodeError;
pub use extra::Extra;
pub use json_type::JsonType;
pub use notes::Notes;
pub use null::Null;
pub use object::Slot;
pub use raw::RawJson;
pub use reader::Reader;
pub use serde_bridge::Json;
#[doc(hidden)]
pub use union::{
    cases::{Case, Found},
    trial::Trial,
};
pub use unix_time::{TimeOutOfRange, UnixTime};
pub use unknown_variant::UnknownVariant;
pub use writer::Writer;

/// Used only by the macros.
#[doc(hidden)]
pub mod __private {
    pub use super::members::{Chain, Listing as list, OrNull as null};
    pub use super::serde_bridge::{deserialize, serialize};
    pub use serde;

    /// The error for a status that the operation does not have.
    pub fn unexpected_status() -> super::DecodeError {
        unexpected("unexpected status")
    }

    /// An error about a whole document.
    pub fn unexpected(message: impl Into<std::borrow::Cow<'static, str>>) -> super::DecodeError {
        super::DecodeError::new(message, 0)
    }
}
