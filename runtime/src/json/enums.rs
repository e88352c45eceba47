//! Enums of strings and integers: [`string_enum!`](crate::string_enum), [`int_enum!`](crate::int_enum).

/// Implements [`Decode`](crate::json::Decode), [`Encode`](crate::json::Encode) and serde's traits
/// for an enum, as a JSON string with known values. Also implements `as_str`, `VALUES`, `Display`,
/// `AsRef<str>`, `FromStr`, `From` for [`AsText`](crate::json::AsText), such as `&str` and `String`,
/// and `==` with text.
///
/// `..Unknown` names the variant for all other values. It contains a `String`. Equality and hash
/// depend only on the text.
///
/// ```
/// use bessemer_runtime::{json, string_enum};
///
/// #[derive(Clone, Debug)]
/// enum Status { Running, Stopped, Unknown(String) }
/// string_enum! { Status { Running = "running", Stopped = "stopped", ..Unknown } }
///
/// let status: Vec<Status> = json::from_str(r#"["running","paused"]"#)?;
/// assert_eq!(status, [Status::Running, Status::Unknown("paused".to_owned())]);
/// assert_eq!(status[1], "paused");
/// assert_eq!(Status::from("running").as_str(), "running");
/// assert_eq!(Status::Unknown("running".to_owned()), Status::Running);
/// assert_eq!(Status::VALUES, [Status::Running, Status::Stopped]);
/// # Ok::<(), json::DecodeError>(())
/// ```
#[macro_export]
macro_rules! string_enum {
    ($type:ident { $($variant:ident = $value:literal,)* ..$unknown:ident $(,)? }) => {
        impl $type {
            /// The values that this version of the crate knows.
            #[allow(dead_code, reason = "an enum may be private")]
            pub const VALUES: &'static [Self] = &[$(Self::$variant),*];

            /// The value as it is in JSON.
            #[inline]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $value,)*
                    Self::$unknown(value) => value,
                }
            }
        }

        // One implementation for all texts: each further one costs the compiler 15 kB for each enum.
        impl<T: $crate::json::AsText> ::std::convert::From<T> for $type {
            #[inline]
            fn from(value: T) -> Self {
                match value.as_ref() {
                    $($value => Self::$variant,)*
                    value => Self::$unknown(value.to_owned()),
                }
            }
        }

        impl ::std::str::FromStr for $type {
            type Err = ::std::convert::Infallible;

            #[inline]
            fn from_str(value: &str) -> ::std::result::Result<Self, ::std::convert::Infallible> {
                ::std::result::Result::Ok(Self::from(value))
            }
        }

        impl ::std::cmp::PartialEq for $type {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                self.as_str() == other.as_str()
            }
        }

        // Not for all that is `AsRef<str>`, because other enums are.
        impl<T: $crate::json::AsText + ?Sized> ::std::cmp::PartialEq<T> for $type {
            #[inline]
            fn eq(&self, other: &T) -> bool {
                self.as_str() == other.as_ref()
            }
        }

        impl ::std::cmp::Eq for $type {}

        impl ::std::hash::Hash for $type {
            #[inline]
            fn hash<H: ::std::hash::Hasher>(&self, state: &mut H) {
                ::std::hash::Hash::hash(self.as_str(), state);
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

        impl $crate::json::Decode for $type {
            #[inline]
            fn decode(
                reader: &mut $crate::json::Reader<'_>,
            ) -> ::std::result::Result<Self, $crate::json::DecodeError> {
                ::std::result::Result::map(reader.string(), Self::from)
            }
        }

        impl $crate::json::Encode for $type {
            #[inline]
            fn encode(&self, writer: &mut $crate::json::Writer) {
                writer.string(self.as_str());
            }
        }

        $crate::__serde! { $type }
    };
}

/// Implements [`Decode`](crate::json::Decode), [`Encode`](crate::json::Encode) and serde's traits
/// for an enum, as a JSON integer with known values. Also implements `as_i64`, `VALUES`, `Display`,
/// `From<i64>`, and `==` with an `i64`.
///
/// `..Unknown` names the variant for all other values. It contains an `i64`. Equality and hash
/// depend only on the number.
///
/// ```
/// use bessemer_runtime::{int_enum, json};
///
/// #[derive(Clone, Debug)]
/// enum Level { Low, High, Unknown(i64) }
/// int_enum! { Level { Low = 1, High = 9, ..Unknown } }
///
/// let levels: Vec<Level> = json::from_str("[9, 5]")?;
/// assert_eq!(levels, [Level::High, Level::Unknown(5)]);
/// assert_eq!(levels[1], 5);
/// assert_eq!(Level::Unknown(1), Level::Low);
/// # Ok::<(), json::DecodeError>(())
/// ```
#[macro_export]
macro_rules! int_enum {
    ($type:ident { $($variant:ident = $value:literal,)* ..$unknown:ident $(,)? }) => {
        impl $type {
            /// The values that this version of the crate knows.
            #[allow(dead_code, reason = "an enum may be private")]
            pub const VALUES: &'static [Self] = &[$(Self::$variant),*];

            /// The value as it is in JSON.
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

        impl ::std::cmp::PartialEq for $type {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                self.as_i64() == other.as_i64()
            }
        }

        impl ::std::cmp::Eq for $type {}

        impl ::std::hash::Hash for $type {
            #[inline]
            fn hash<H: ::std::hash::Hasher>(&self, state: &mut H) {
                ::std::hash::Hash::hash(&self.as_i64(), state);
            }
        }

        impl ::std::cmp::PartialEq<i64> for $type {
            #[inline]
            fn eq(&self, other: &i64) -> bool {
                self.as_i64() == *other
            }
        }

        impl ::std::fmt::Display for $type {
            #[inline]
            fn fmt(&self, formatter: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::Display::fmt(&self.as_i64(), formatter)
            }
        }

        impl $crate::json::Decode for $type {
            #[inline]
            fn decode(
                reader: &mut $crate::json::Reader<'_>,
            ) -> ::std::result::Result<Self, $crate::json::DecodeError> {
                ::std::result::Result::map(<i64 as $crate::json::Decode>::decode(reader), Self::from)
            }
        }

        impl $crate::json::Encode for $type {
            #[inline]
            fn encode(&self, writer: &mut $crate::json::Writer) {
                $crate::json::Encode::encode(&self.as_i64(), writer);
            }
        }

        $crate::__serde! { $type }
    };
}
