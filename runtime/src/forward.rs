//! Methods of a generated type that call the method of the same name on the type that it wraps.

/// Implements chainable methods for a tuple struct: each takes and returns `Self`, and calls the method
/// of the same name on field 0.
#[doc(hidden)]
#[macro_export]
macro_rules! __forward {
    ($type:ident {
        $(
            $(#[$doc:meta])*
            fn $method:ident($($argument:ident: $of:ty),* $(,)?);
        )*
    }) => {
        impl $type {
            $(
                $(#[$doc])*
                #[inline]
                pub fn $method(self $(, $argument: $of)*) -> Self {
                    Self(self.0.$method($($argument),*))
                }
            )*
        }
    };
}
