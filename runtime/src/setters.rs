//! Setters of the properties of an object: [`setters!`](crate::setters).

/// Gives a struct a chainable setter for each of its properties.
///
/// An entry is the name of the setter, with its argument in parentheses. The field has the same
/// name, or the name after `=`. The argument is a type, or
///
/// | argument | the setter takes |
/// |---|---|
/// | `into T` | `impl Into<T>` |
/// | `list of T` | an iterator of `T` |
/// | `list of into T` | an iterator of values that convert into `T` |
/// | `map of T`, `map of into T` | an iterator of pairs, the first of each converts into `String` |
/// | `boxed T`, `boxed into T` | as without `boxed`; the field holds a `Box<T>` |
///
/// The field is of the type of the value, or an `Option` of it. `or null NAME` adds a method that sets
/// an optional property to null; `or none NAME` adds a method that sets a required property to null.
/// The name of the property in JSON follows after `=` if it differs from the name of the field.
///
/// ```
/// use bessemer_runtime::{Extra, json, object, setters};
///
/// #[derive(Default)]
/// pub struct Order { tons: i64, note: Option<String>, from: Option<String>, extra: Extra }
/// object! { Order { tons, note, from, ..extra } }
/// setters! {
///     Order {
///         tons(i64),
///         note(into String) or null clear_note,
///         set_from = from(into String),
///         ..extra
///     }
/// }
///
/// let order = Order::default().tons(4).set_from("Sheffield").clear_note();
/// assert_eq!(json::to_string(&order), r#"{"tons":4,"note":null,"from":"Sheffield"}"#);
/// ```
#[macro_export]
macro_rules! setters {
    ($type:ident {
        $(
            $setter:ident $(= $field:ident)? ($($argument:tt)*)
            $(or $null:ident $clear:ident $(= $wire:literal)?)?,
        )*
        ..$extra:ident $(,)?
    }) => {
        impl $type {
            $(
                $crate::__setter! {
                    [$setter] [$($field)? $setter] [$($extra $null $clear $($wire)?)?] $($argument)*
                }
            )*
        }
    };
}

/// One setter. The first rules select the type of its argument, the last rule defines the method.
#[doc(hidden)]
#[macro_export]
macro_rules! __setter {
    ([$setter:ident] [$field:ident $($_:ident)?] $clear:tt list of into $item:ty) => {
        $crate::__setter! {
            @ $setter $field $clear (impl ::std::iter::IntoIterator<Item = impl ::std::convert::Into<$item>>)
            value => ::std::iter::IntoIterator::into_iter(value)
                .map(::std::convert::Into::into)
                .collect::<::std::vec::Vec<$item>>()
        }
    };
    ([$setter:ident] [$field:ident $($_:ident)?] $clear:tt list of $item:ty) => {
        $crate::__setter! {
            @ $setter $field $clear (impl ::std::iter::IntoIterator<Item = $item>)
            value => ::std::iter::IntoIterator::into_iter(value).collect::<::std::vec::Vec<$item>>()
        }
    };
    ([$setter:ident] [$field:ident $($_:ident)?] $clear:tt map of into $item:ty) => {
        $crate::__setter! {
            @ $setter $field $clear (impl ::std::iter::IntoIterator<
                Item = (
                    impl ::std::convert::Into<::std::string::String>,
                    impl ::std::convert::Into<$item>,
                ),
            >)
            value => ::std::iter::IntoIterator::into_iter(value)
                .map(|(key, value)| (key.into(), value.into()))
                .collect::<::std::collections::BTreeMap<::std::string::String, $item>>()
        }
    };
    ([$setter:ident] [$field:ident $($_:ident)?] $clear:tt map of $item:ty) => {
        $crate::__setter! {
            @ $setter $field $clear (impl ::std::iter::IntoIterator<
                Item = (impl ::std::convert::Into<::std::string::String>, $item),
            >)
            value => ::std::iter::IntoIterator::into_iter(value)
                .map(|(key, value)| (key.into(), value))
                .collect::<::std::collections::BTreeMap<::std::string::String, $item>>()
        }
    };
    ([$setter:ident] [$field:ident $($_:ident)?] $clear:tt boxed into $value:ty) => {
        $crate::__setter! {
            @ $setter $field $clear (impl ::std::convert::Into<$value>)
            value => ::std::boxed::Box::<$value>::new(value.into())
        }
    };
    ([$setter:ident] [$field:ident $($_:ident)?] $clear:tt boxed $value:ty) => {
        $crate::__setter! { @ $setter $field $clear ($value) value => ::std::boxed::Box::new(value) }
    };
    ([$setter:ident] [$field:ident $($_:ident)?] $clear:tt into $value:ty) => {
        $crate::__setter! {
            @ $setter $field $clear (impl ::std::convert::Into<$value>)
            value => ::std::convert::Into::<$value>::into(value)
        }
    };
    ([$setter:ident] [$field:ident $($_:ident)?] $clear:tt $value:ty) => {
        $crate::__setter! { @ $setter $field $clear ($value) value => value }
    };
    (@ $setter:ident $field:ident [] ($argument:ty) $value:ident => $held:expr) => {
        #[doc = concat!("Sets [`", stringify!($field), "`](field@Self::", stringify!($field), ").")]
        #[must_use = "a setter returns the changed value"]
        #[inline]
        pub fn $setter(mut self, $value: $argument) -> Self {
            // The field may be an `Option`.
            self.$field = ::std::convert::From::from($held);
            self
        }
    };
    (@ $setter:ident $field:ident [$($clear:tt)+] $($rest:tt)*) => {
        $crate::__setter! { @ $setter $field [] $($rest)* }
        $crate::__clear! { $field $($clear)+ }
    };
}

/// The method that sets a property to null.
#[doc(hidden)]
#[macro_export]
macro_rules! __clear {
    ($field:ident $extra:ident null $clear:ident) => {
        $crate::__clear! { @ $field $clear this => this.$extra.set_null(stringify!($field)) }
    };
    ($field:ident $extra:ident null $clear:ident $wire:literal) => {
        $crate::__clear! { @ $field $clear this => this.$extra.set_null($wire) }
    };
    ($field:ident $extra:ident none $clear:ident) => {
        $crate::__clear! { @ $field $clear this => () }
    };
    (@ $field:ident $clear:ident $this:ident => $mark:expr) => {
        #[doc = concat!("Sets [`", stringify!($field), "`](field@Self::", stringify!($field), ") to null.")]
        #[must_use = "a setter returns the changed value"]
        #[inline]
        pub fn $clear(self) -> Self {
            let mut $this = self;
            $this.$field = ::std::option::Option::None;
            $mark;
            $this
        }
    };
}
