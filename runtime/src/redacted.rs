//! `Debug` for structs with secrets: [`redacted!`](crate::redacted).

/// Implements `Debug` for a struct with named fields. The values of fields marked `hidden` are not
/// shown.
///
/// ```
/// use bessemer_runtime::redacted;
///
/// struct Login { user: String, password: String }
/// redacted! { Login { user, password hidden } }
///
/// let login = Login { user: "ada".to_owned(), password: "1815".to_owned() };
/// assert_eq!(format!("{login:?}"), r#"Login { user: "ada", password: … }"#);
/// ```
#[macro_export]
macro_rules! redacted {
    ($type:ident { $($field:ident $($hidden:ident)?),* $(,)? }) => {
        impl ::std::fmt::Debug for $type {
            fn fmt(&self, formatter: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                formatter
                    .debug_struct(::std::stringify!($type))
                    $(.field(
                        ::std::stringify!($field).trim_start_matches("r#"),
                        $crate::__shown!(self.$field $($hidden)?),
                    ))*
                    .finish()
            }
        }
    };
}

/// The value to print for a field.
#[doc(hidden)]
#[macro_export]
macro_rules! __shown {
    ($self:ident.$field:ident) => {
        &$self.$field
    };
    ($self:ident.$field:ident hidden) => {
        &::std::format_args!("…")
    };
}
