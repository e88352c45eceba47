//! The known properties of an object, as a tuple.
//!
//! [`object!`](crate::object) reads and writes an object through these traits. The code of one
//! object lists its fields; everything else is compiled once, with the runtime.

use std::slice::Iter;

use super::{
    AdditionalProperties, Decode, DecodeError, Encode, Extra, Reader, Writer, object::Property,
};

/// The values of the known properties of an object, in the order of their names.
#[doc(hidden)]
pub trait Members: Sized {
    /// An `Option` for each value.
    type Slots;

    fn slots() -> Self::Slots;

    /// Adds a property for each slot.
    fn list<'s>(
        slots: &'s mut Self::Slots,
        names: &mut Iter<'_, &'static str>,
        into: &mut Vec<Property<'s>>,
    );

    /// The values, if all slots have one.
    fn take(slots: Self::Slots) -> Option<Self>;

    fn read(
        reader: &mut Reader<'_>,
        names: &[&'static str],
        extra: Option<&mut Extra>,
        additional: Option<&mut dyn AdditionalProperties>,
    ) -> Result<Self, DecodeError>;
}

/// References to the values of the known properties of an object, in the order of their names.
#[doc(hidden)]
pub trait Values {
    fn list<'v>(
        &'v self,
        names: &mut Iter<'_, &'static str>,
        into: &mut Vec<(&'static str, &'v dyn Encode)>,
    );

    fn write(
        &self,
        writer: &mut Writer,
        names: &[&'static str],
        extra: Option<&Extra>,
        additional: Option<&dyn AdditionalProperties>,
    );
}

/// The members of an object with more properties than a tuple has here.
#[doc(hidden)]
#[derive(Debug)]
pub struct Chain<A, B>(pub A, pub B);

impl<A: Members, B: Members> Members for Chain<A, B> {
    type Slots = (A::Slots, B::Slots);

    #[inline]
    fn slots() -> Self::Slots {
        (A::slots(), B::slots())
    }

    #[inline]
    fn list<'s>(
        slots: &'s mut Self::Slots,
        names: &mut Iter<'_, &'static str>,
        into: &mut Vec<Property<'s>>,
    ) {
        A::list(&mut slots.0, names, into);
        B::list(&mut slots.1, names, into);
    }

    #[inline]
    fn take(slots: Self::Slots) -> Option<Self> {
        Some(Self(A::take(slots.0)?, B::take(slots.1)?))
    }

    fn read(
        reader: &mut Reader<'_>,
        names: &[&'static str],
        extra: Option<&mut Extra>,
        additional: Option<&mut dyn AdditionalProperties>,
    ) -> Result<Self, DecodeError> {
        let mut slots = Self::slots();
        let mut properties = Vec::with_capacity(names.len());
        Self::list(&mut slots, &mut names.iter(), &mut properties);
        reader.properties(&mut properties, extra, additional)?;
        drop(properties);
        Self::take(slots).ok_or_else(|| reader.unfilled())
    }
}

impl<A: Values, B: Values> Values for Chain<A, B> {
    #[inline]
    fn list<'v>(
        &'v self,
        names: &mut Iter<'_, &'static str>,
        into: &mut Vec<(&'static str, &'v dyn Encode)>,
    ) {
        self.0.list(names, into);
        self.1.list(names, into);
    }

    fn write(
        &self,
        writer: &mut Writer,
        names: &[&'static str],
        extra: Option<&Extra>,
        additional: Option<&dyn AdditionalProperties>,
    ) {
        let mut properties = Vec::with_capacity(names.len());
        self.list(&mut names.iter(), &mut properties);
        writer.properties(&properties, extra, additional);
    }
}

macro_rules! tuples {
    ($($($member:ident)*;)*) => {$(
        #[allow(non_snake_case, reason = "a value is named as its type parameter")]
        #[allow(unused, clippy::unused_unit, reason = "an object may have no properties")]
        impl<$($member: Decode),*> Members for ($($member,)*) {
            type Slots = ($(Option<$member>,)*);

            #[inline]
            fn slots() -> Self::Slots {
                ($(None::<$member>,)*)
            }

            #[inline]
            fn list<'s>(
                ($($member,)*): &'s mut Self::Slots,
                names: &mut Iter<'_, &'static str>,
                into: &mut Vec<Property<'s>>,
            ) {
                $(into.push((names.next().copied().unwrap_or_default(), $member));)*
            }

            #[inline]
            fn take(($($member,)*): Self::Slots) -> Option<Self> {
                Some(($($member?,)*))
            }

            #[inline]
            fn read(
                reader: &mut Reader<'_>,
                names: &[&'static str],
                extra: Option<&mut Extra>,
                additional: Option<&mut dyn AdditionalProperties>,
            ) -> Result<Self, DecodeError> {
                let mut names = names.iter();
                $(let mut $member = None::<$member>;)*
                reader.properties(
                    &mut [$((names.next().copied().unwrap_or_default(), &mut $member)),*],
                    extra,
                    additional,
                )?;
                match ($($member,)*) {
                    ($(Some($member),)*) => Ok(($($member,)*)),
                    #[allow(unreachable_patterns, reason = "an object may have no properties")]
                    _ => Err(reader.unfilled()),
                }
            }
        }

        #[allow(non_snake_case, reason = "a value is named as its type parameter")]
        #[allow(unused, clippy::unused_unit, reason = "an object may have no properties")]
        impl<$($member: Value),*> Values for ($($member,)*) {
            #[inline]
            fn list<'v>(
                &'v self,
                names: &mut Iter<'_, &'static str>,
                into: &mut Vec<(&'static str, &'v dyn Encode)>,
            ) {
                let ($($member,)*) = self;
                $(into.push((names.next().copied().unwrap_or_default(), $member.value()));)*
            }

            #[inline]
            fn write(
                &self,
                writer: &mut Writer,
                names: &[&'static str],
                extra: Option<&Extra>,
                additional: Option<&dyn AdditionalProperties>,
            ) {
                let mut names = names.iter();
                let ($($member,)*) = self;
                writer.properties(
                    &[$((names.next().copied().unwrap_or_default(), $member.value())),*],
                    extra,
                    additional,
                );
            }
        }
    )*};
}
tuples! {
    ;
    A;
    A B;
    A B C;
    A B C D;
    A B C D E;
    A B C D E F;
    A B C D E F G;
    A B C D E F G H;
    A B C D E F G H I;
    A B C D E F G H I J;
    A B C D E F G H I J K;
    A B C D E F G H I J K L;
}

/// A reference to the value of a property.
#[doc(hidden)]
pub trait Value {
    fn value(&self) -> &dyn Encode;
}

impl<T: Encode> Value for &T {
    #[inline]
    fn value(&self) -> &dyn Encode {
        *self
    }
}

/// The value of a property that may be null but not absent. Written as null if it is absent.
#[doc(hidden)]
#[derive(Debug)]
pub struct OrNull<T>(pub T);

impl<T: Decode> Decode for OrNull<T> {
    #[inline]
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        T::decode(reader).map(Self)
    }
}

impl<T: Encode> Encode for OrNull<&T> {
    #[inline]
    fn encode(&self, writer: &mut Writer) {
        self.0.encode(writer);
    }
}

impl<T: Encode> Value for OrNull<&T> {
    #[inline]
    fn value(&self) -> &dyn Encode {
        self
    }
}

/// The items of a list.
#[doc(hidden)]
#[derive(Debug)]
pub struct Listing<T>(pub T);

impl<T: Decode> Decode for Listing<T> {
    const IS_LISTING: bool = true;

    #[inline]
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        reader.begin(true);
        let items = T::decode(reader)?;
        reader.end();
        Ok(Self(items))
    }

    #[inline]
    fn absent() -> Option<Self> {
        T::absent().map(Self)
    }
}

/// What an object consists of: its members, and its unknown and additional properties if it keeps
/// them.
#[doc(hidden)]
pub trait Content: Sized {
    fn read(reader: &mut Reader<'_>, names: &[&'static str]) -> Result<Self, DecodeError>;
}

impl<M: Members> Content for (M,) {
    #[inline]
    fn read(reader: &mut Reader<'_>, names: &[&'static str]) -> Result<Self, DecodeError> {
        Ok((M::read(reader, names, None, None)?,))
    }
}

impl<M: Members> Content for (M, Extra) {
    #[inline]
    fn read(reader: &mut Reader<'_>, names: &[&'static str]) -> Result<Self, DecodeError> {
        let mut extra = Extra::new();
        Ok((M::read(reader, names, Some(&mut extra), None)?, extra))
    }
}

impl<M: Members, A: AdditionalProperties + Default> Content for (M, Extra, A) {
    #[inline]
    fn read(reader: &mut Reader<'_>, names: &[&'static str]) -> Result<Self, DecodeError> {
        let (mut extra, mut additional) = (Extra::new(), A::default());
        let members = M::read(reader, names, Some(&mut extra), Some(&mut additional))?;
        Ok((members, extra, additional))
    }
}

/// References to what an object consists of.
#[doc(hidden)]
pub trait Written {
    fn write(&self, writer: &mut Writer, names: &[&'static str]);
}

impl<V: Values> Written for (V,) {
    #[inline]
    fn write(&self, writer: &mut Writer, names: &[&'static str]) {
        self.0.write(writer, names, None, None);
    }
}

impl<V: Values> Written for (V, &Extra) {
    #[inline]
    fn write(&self, writer: &mut Writer, names: &[&'static str]) {
        self.0.write(writer, names, Some(self.1), None);
    }
}

impl<V: Values, A: AdditionalProperties> Written for (V, &Extra, &A) {
    #[inline]
    fn write(&self, writer: &mut Writer, names: &[&'static str]) {
        self.0.write(writer, names, Some(self.1), Some(self.2));
    }
}

impl Reader<'_> {
    /// Reads an object whose known properties have these names.
    #[doc(hidden)]
    #[inline]
    pub fn content<C: Content>(&mut self, names: &[&'static str]) -> Result<C, DecodeError> {
        C::read(self, names)
    }
}

impl Writer {
    /// Writes an object whose known properties have these names.
    #[doc(hidden)]
    #[inline]
    pub fn content(&mut self, names: &[&'static str], content: &impl Written) {
        content.write(self, names);
    }
}

/// A tuple of patterns or expressions; a chain of tuples if there are many.
#[doc(hidden)]
#[macro_export]
macro_rules! __members {
    (
        $a:tt $b:tt $c:tt $d:tt $e:tt $f:tt $g:tt $h:tt $i:tt $j:tt $k:tt $l:tt
        $($rest:tt)+
    ) => {
        $crate::json::__private::Chain(
            $crate::__members!($a $b $c $d $e $f $g $h $i $j $k $l),
            $crate::__members!($($rest)+),
        )
    };
    ($(($($member:tt)+))*) => {
        ($($($member)+,)*)
    };
}
