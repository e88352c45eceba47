//! Methods of a generated type that call the method of the same name on the type that it wraps.

/// Implements chainable methods for a tuple struct, in an `impl` whose head is in brackets: each method takes
/// and returns `Self`, and calls the method of the same name on field 0.
#[doc(hidden)]
#[macro_export]
macro_rules! __forward {
    ([$($head:tt)+] {
        $(
            $(#[$doc:meta])*
            fn $method:ident($($argument:ident: $of:ty),* $(,)?);
        )*
    }) => {
        $($head)+ {
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
