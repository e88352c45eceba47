//! Uses of types.

/// The index of a type in [`Types`](super::Types).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct TypeId(pub(crate) usize);

/// A use of a type.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum TypeRef {
    /// Null only.
    Null,
    Bool,
    I32,
    I64,
    U32,
    U64,
    F64,
    String,
    /// Seconds since 1970.
    UnixTime,
    /// `format: date-time`.
    DateTime,
    /// `format: date`.
    Date,
    /// Bytes, as base64 in JSON (RFC 4648 §4).
    Base64,
    /// A file of a multipart form.
    Part,
    /// Any JSON value.
    Any,
    /// A JSON object without known properties.
    Object,
    /// A value that may be null or absent.
    Option(Box<TypeRef>),
    List(Box<TypeRef>),
    /// A tuple: an array with a type for each item.
    Tuple(Vec<TypeRef>),
    Map(Box<TypeRef>),
    /// A box, which breaks a cycle of types.
    Boxed(Box<TypeRef>),
    Named(TypeId),
}

impl TypeRef {
    /// The type without `Option`.
    pub(crate) fn inner(&self) -> &Self {
        match self {
            Self::Option(inner) => inner,
            other => other,
        }
    }

    /// The types that have names inside of it: one at most, but for tuples.
    pub(crate) fn named(&self) -> impl Iterator<Item = TypeId> + '_ {
        let mut next = Some(self);
        let mut others: Vec<&Self> = Vec::new();
        std::iter::from_fn(move || {
            loop {
                match next.take().or_else(|| others.pop())? {
                    Self::Named(id) => return Some(*id),
                    Self::Tuple(items) => others.extend(items.iter().rev()),
                    Self::Option(inner)
                    | Self::List(inner)
                    | Self::Map(inner)
                    | Self::Boxed(inner) => next = Some(inner),
                    _ => {}
                }
            }
        })
    }

    /// Replaces each named type.
    pub(crate) fn replace(&mut self, other: &impl Fn(TypeId) -> TypeId) {
        match self {
            Self::Named(id) => *id = other(*id),
            Self::Option(inner) | Self::List(inner) | Self::Map(inner) | Self::Boxed(inner) => {
                inner.replace(other)
            }
            Self::Tuple(items) => items.iter_mut().for_each(|item| item.replace(other)),
            _ => {}
        }
    }
}
