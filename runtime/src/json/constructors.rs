//! Constructor functions of unions.

/// Implements constructor functions of a union, one for each variant that contains an object. Each
/// takes the arguments of `new` of the object. If the property that selects the variant is optional, the
/// function sets it by a setter: `reference(id: u64) = Reference(Reference.kind("reference"))`.
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
        $($name:ident($($argument:ident: $taken:ty),* $(,)?) = $variant:ident($payload:ident $(.$tag:ident($value:literal))?)),*
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
                    Self::$variant(<$payload>::new($($argument),*)$(.$tag($value))?.into())
                }
            )*
        }
    };
}

#[cfg(test)]
#[allow(unreachable_pub, reason = "the macro writes functions of public types")]
mod tests {
    use crate::json::UnknownVariant;

    #[derive(Debug, PartialEq)]
    struct Reference {
        kind: Option<String>,
        id: u64,
    }

    impl Reference {
        fn new(id: u64) -> Self {
            Self { kind: None, id }
        }

        fn kind(self, kind: &str) -> Self {
            Self { kind: Some(kind.to_owned()), ..self }
        }
    }

    #[derive(Debug, PartialEq)]
    #[expect(dead_code, reason = "the variant of unknown values is not created")]
    enum Item {
        Reference(Reference),
        Plain(Box<Reference>),
        Unknown(UnknownVariant),
    }

    constructors! {
        Item {
            reference(id: u64) = Reference(Reference.kind("reference")),
            plain(id: u64) = Plain(Reference),
        }
    }

    #[test]
    fn an_optional_tag_is_set() {
        let kind = Some("reference".to_owned());
        assert_eq!(Item::reference(1), Item::Reference(Reference { kind, id: 1 }));
        assert_eq!(Item::plain(2), Item::Plain(Box::new(Reference { kind: None, id: 2 })));
    }
}
