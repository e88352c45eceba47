//! Enums of strings and integers: [`string_enum!`](crate::string_enum), [`int_enum!`](crate::int_enum).

use std::fmt;

/// The error that a value is none of those of a closed enum.
///
/// ```
/// use bessemer_runtime::string_enum;
///
/// #[derive(Debug, PartialEq)]
/// enum Order { Asc, Desc }
/// string_enum! { Order { Asc = "asc", Desc = "desc" } }
///
/// assert_eq!("asc".parse(), Ok(Order::Asc));
/// assert_eq!("up".parse::<Order>().unwrap_err().to_string(), "expected one of `asc`, `desc`");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownValue {
    known: &'static [&'static str],
}

impl UnknownValue {
    // For the macros.
    #[doc(hidden)]
    pub const fn new(known: &'static [&'static str]) -> Self {
        Self { known }
    }
}

impl fmt::Display for UnknownValue {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "expected one of `{}`", self.known.join("`, `"))
    }
}

impl std::error::Error for UnknownValue {}

/// Makes an enum the type of a JSON string with known values: implements [`Decode`](crate::json::Decode)
/// and [`Encode`](crate::json::Encode), serde's two traits over them, `as_str`, `Display` and
/// `AsRef<str>`.
///
/// `..Unknown` names the variant, with a `String`, that takes all other values; the enum is then open and
/// has `From<&str>` and `From<String>`. Without it the enum is closed and has `FromStr` and
/// `TryFrom<&str>`.
///
/// ```
/// use bessemer_runtime::{json, string_enum};
///
/// #[derive(Debug, PartialEq)]
/// enum Status { Running, Unknown(String) }
/// string_enum! { Status { Running = "running", ..Unknown } }
///
/// let status: Vec<Status> = json::from_str(r#"["running","paused"]"#)?;
/// assert_eq!(status, [Status::Running, Status::Unknown("paused".to_owned())]);
/// assert_eq!(status[1].as_str(), "paused");
/// # Ok::<(), json::DecodeError>(())
/// ```
#[macro_export]
macro_rules! string_enum {
    ($type:ident { $($variant:ident = $value:literal,)* ..$unknown:ident $(,)? }) => {
        impl $type {
            /// The value as JSON has it.
            #[inline]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $value,)*
                    Self::$unknown(value) => value,
                }
            }
        }

        impl ::std::convert::From<&str> for $type {
            #[inline]
            fn from(value: &str) -> Self {
                match value {
                    $($value => Self::$variant,)*
                    value => Self::$unknown(value.to_owned()),
                }
            }
        }

        impl ::std::convert::From<::std::string::String> for $type {
            #[inline]
            fn from(value: ::std::string::String) -> Self {
                Self::from(value.as_str())
            }
        }

        impl $crate::json::Decode for $type {
            const EMPTY: ::std::option::Option<&'static str> = ::std::option::Option::Some("\"\"");

            #[inline]
            fn decode(
                reader: &mut $crate::json::Reader<'_>,
            ) -> ::std::result::Result<Self, $crate::json::DecodeError> {
                ::std::result::Result::map(reader.string(), Self::from)
            }
        }

        $crate::__string_enum! { $type }
    };

    ($type:ident { $($variant:ident = $value:literal),* $(,)? }) => {
        impl $type {
            /// The value as JSON has it.
            #[inline]
            pub fn as_str(&self) -> &'static str {
                match *self {
                    $(Self::$variant => $value,)*
                }
            }
        }

        impl ::std::str::FromStr for $type {
            type Err = $crate::json::UnknownValue;

            #[inline]
            fn from_str(value: &str) -> ::std::result::Result<Self, $crate::json::UnknownValue> {
                match value {
                    $($value => ::std::result::Result::Ok(Self::$variant),)*
                    _ => ::std::result::Result::Err($crate::json::UnknownValue::new(&[$($value),*])),
                }
            }
        }

        impl ::std::convert::TryFrom<&str> for $type {
            type Error = $crate::json::UnknownValue;

            #[inline]
            fn try_from(value: &str) -> ::std::result::Result<Self, $crate::json::UnknownValue> {
                value.parse()
            }
        }

        impl $crate::json::Decode for $type {
            const EMPTY: ::std::option::Option<&'static str> = ::std::option::Option::Some("\"\"");

            #[inline]
            fn decode(
                reader: &mut $crate::json::Reader<'_>,
            ) -> ::std::result::Result<Self, $crate::json::DecodeError> {
                reader.parse()
            }
        }

        $crate::__string_enum! { $type }
    };
}

/// What open and closed enums have in common.
#[doc(hidden)]
#[macro_export]
macro_rules! __string_enum {
    ($type:ident) => {
        impl $crate::json::Encode for $type {
            #[inline]
            fn encode(&self, writer: &mut $crate::json::Writer) {
                writer.string(self.as_str());
            }
        }

        impl ::std::convert::AsRef<str> for $type {
            #[inline]
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl ::std::fmt::Display for $type {
            #[inline]
            fn fmt(&self, formatter: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                formatter.pad(self.as_str())
            }
        }

        $crate::__serde! { $type }
    };
}

/// Makes an enum the type of a JSON integer with known values: implements
/// [`Decode`](crate::json::Decode) and [`Encode`](crate::json::Encode), serde's two traits over them,
/// `as_i64` and `Display`.
///
/// `..Unknown` names the variant, with an `i64`, that takes all other values; the enum is then open and
/// has `From<i64>`. Without it the enum is closed and has `TryFrom<i64>`.
///
/// ```
/// use bessemer_runtime::{int_enum, json};
///
/// #[derive(Debug, PartialEq)]
/// enum Level { Low, High, Unknown(i64) }
/// int_enum! { Level { Low = 1, High = 9, ..Unknown } }
///
/// let levels: Vec<Level> = json::from_str("[9, 5]")?;
/// assert_eq!(levels, [Level::High, Level::Unknown(5)]);
/// # Ok::<(), json::DecodeError>(())
/// ```
#[macro_export]
macro_rules! int_enum {
    ($type:ident { $($variant:ident = $value:literal,)* ..$unknown:ident $(,)? }) => {
        impl $type {
            /// The value as JSON has it.
            #[inline]
            pub fn as_i64(&self) -> i64 {
                match *self {
                    $(Self::$variant => $value,)*
                    Self::$unknown(value) => value,
                }
            }
        }

        impl ::std::convert::From<i64> for $type {
            #[inline]
            fn from(value: i64) -> Self {
                match value {
                    $($value => Self::$variant,)*
                    value => Self::$unknown(value),
                }
            }
        }

        impl $crate::json::Decode for $type {
            const EMPTY: ::std::option::Option<&'static str> = ::std::option::Option::Some("0");

            #[inline]
            fn decode(
                reader: &mut $crate::json::Reader<'_>,
            ) -> ::std::result::Result<Self, $crate::json::DecodeError> {
                ::std::result::Result::map(<i64 as $crate::json::Decode>::decode(reader), Self::from)
            }
        }

        $crate::__int_enum! { $type }
    };

    ($type:ident { $($variant:ident = $value:literal),* $(,)? }) => {
        impl $type {
            /// The value as JSON has it.
            #[inline]
            pub fn as_i64(&self) -> i64 {
                match *self {
                    $(Self::$variant => $value,)*
                }
            }
        }

        impl ::std::convert::TryFrom<i64> for $type {
            type Error = $crate::json::UnknownValue;

            #[inline]
            fn try_from(value: i64) -> ::std::result::Result<Self, $crate::json::UnknownValue> {
                match value {
                    $($value => ::std::result::Result::Ok(Self::$variant),)*
                    _ => ::std::result::Result::Err($crate::json::UnknownValue::new(
                        &[$(stringify!($value)),*],
                    )),
                }
            }
        }

        impl $crate::json::Decode for $type {
            const EMPTY: ::std::option::Option<&'static str> = ::std::option::Option::Some("0");

            #[inline]
            fn decode(
                reader: &mut $crate::json::Reader<'_>,
            ) -> ::std::result::Result<Self, $crate::json::DecodeError> {
                reader.convert::<i64, Self>()
            }
        }

        $crate::__int_enum! { $type }
    };
}

/// What open and closed enums have in common.
#[doc(hidden)]
#[macro_export]
macro_rules! __int_enum {
    ($type:ident) => {
        impl $crate::json::Encode for $type {
            #[inline]
            fn encode(&self, writer: &mut $crate::json::Writer) {
                $crate::json::Encode::encode(&self.as_i64(), writer);
            }
        }

        impl ::std::fmt::Display for $type {
            #[inline]
            fn fmt(&self, formatter: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::Display::fmt(&self.as_i64(), formatter)
            }
        }

        $crate::__serde! { $type }
    };
}
