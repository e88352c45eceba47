//! Implementations of `From` for unions.

/// Implements `From` for a union, from the payloads of its variants. Each payload may be listed for
/// only one variant.
///
/// `User(UserMessage)` converts from the payload, and boxes it if needed. `Text as text` converts
/// from `&str`, `String` and `&String`, if the payload implements `From` of a string.
/// `Number as integer` converts from `i32`, the type of an integer literal, if the payload is a float.
/// `Parts as list(Part)` converts from `Vec<Part>` and arrays; `Names as texts(String)` from a
/// `Vec` or array of any type that converts into the item. Only one variant can be a list.
///
/// ```
/// use bessemer_runtime::{conversions, json::UnknownVariant, union};
///
/// #[derive(Debug, PartialEq)]
/// enum Content { Text(String), Parts(Vec<String>), Weight(f64), Unknown(UnknownVariant) }
///
/// union! { Content by type { Text = String, Parts = Array, Weight = Number, ..Unknown } }
/// conversions! { Content { Text as text, Parts as texts(String), Weight(f64), Weight as integer } }
///
/// assert_eq!(Content::from("a"), Content::Text("a".to_owned()));
/// assert_eq!(Content::from(["a", "b"]), Content::Parts(vec!["a".to_owned(), "b".to_owned()]));
/// assert_eq!(Content::from(0.5), Content::Weight(0.5));
/// assert_eq!(Content::from(5), Content::Weight(5.0));
/// ```
#[macro_export]
macro_rules! conversions {
    ($type:ident {
        $($variant:ident $(($payload:ty))? $(as $how:ident $(($item:ty))?)?),* $(,)?
    }) => {
        $($crate::__conversion! { $type $variant $(($payload))? $($how $(($item))?)? })*
    };
}

/// One conversion into a union.
#[doc(hidden)]
#[macro_export]
macro_rules! __conversion {
    ($type:ident $variant:ident ($payload:ty)) => {
        impl ::std::convert::From<$payload> for $type {
            #[inline]
            fn from(payload: $payload) -> Self {
                Self::$variant(payload.into())
            }
        }
    };
    ($type:ident $variant:ident text) => {
        $crate::__conversion! { $type $variant (&str) }
        $crate::__conversion! { $type $variant (::std::string::String) }
        $crate::__conversion! { $type $variant (&::std::string::String) }
    };
    ($type:ident $variant:ident integer) => {
        $crate::__conversion! { $type $variant (i32) }
    };
    ($type:ident $variant:ident list ($item:ty)) => {
        $crate::__conversion! { $type $variant (::std::vec::Vec<$item>) }

        impl<const N: usize> ::std::convert::From<[$item; N]> for $type {
            #[inline]
            fn from(items: [$item; N]) -> Self {
                Self::$variant(items.into())
            }
        }
    };
    ($type:ident $variant:ident texts ($item:ty)) => {
        impl<T: ::std::convert::Into<$item>> ::std::convert::From<::std::vec::Vec<T>> for $type {
            #[inline]
            fn from(items: ::std::vec::Vec<T>) -> Self {
                Self::$variant(items.into_iter().map(::std::convert::Into::into).collect())
            }
        }

        impl<T: ::std::convert::Into<$item>, const N: usize> ::std::convert::From<[T; N]>
            for $type
        {
            #[inline]
            fn from(items: [T; N]) -> Self {
                Self::$variant(items.into_iter().map(::std::convert::Into::into).collect())
            }
        }
    };
}
