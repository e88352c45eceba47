//! Constructor functions of unions.

/// Implements constructor functions of a union, one for each variant that contains an object. Each
/// takes the arguments of `new` of the object.
///
/// ```
/// use bessemer_runtime::{constructors, json::UnknownVariant};
///
/// #[derive(Debug, PartialEq)]
/// pub struct UserMessage { content: String }
///
/// impl UserMessage {
///     fn new(content: impl Into<String>) -> Self {
///         Self { content: content.into() }
///     }
/// }
///
/// #[derive(Debug, PartialEq)]
/// pub enum Message { User(Box<UserMessage>), Unknown(UnknownVariant) }
///
/// constructors! { Message { user(content: impl Into<String>) = User(UserMessage) } }
///
/// let messages = [Message::user("Hi"), Message::user("Hello?")];
/// assert_eq!(messages[0], Message::User(Box::new(UserMessage::new("Hi"))));
/// ```
#[macro_export]
macro_rules! constructors {
    ($type:ident {
        $($name:ident($($argument:ident: $taken:ty),* $(,)?) = $variant:ident($payload:ident)),*
        $(,)?
    }) => {
        impl $type {
            $(
                #[doc = concat!(
                    "Creates [`", stringify!($variant), "`](Self::", stringify!($variant),
                    ") from the arguments of [`", stringify!($payload), "::new`]."
                )]
                #[allow(clippy::too_many_arguments, reason = "the API requires all of them")]
                #[allow(clippy::self_named_constructors, reason = "a variant has the name of the type")]
                #[must_use]
                #[inline]
                pub fn $name($($argument: $taken),*) -> Self {
                    Self::$variant(<$payload>::new($($argument),*).into())
                }
            )*
        }
    };
}
