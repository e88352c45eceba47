//! Modules that depend on cargo features: [`modules!`](crate::modules).

/// Declares modules and re-exports all their items, if at least one of the features is on.
///
/// ```ignore
/// modules! { (feature = "chat", feature = "responses") { shared_message, shared_tool } }
/// ```
///
/// It expands to this, for each of the modules:
///
/// ```ignore
/// #[cfg(any(feature = "chat", feature = "responses"))]
/// mod shared_message;
/// #[cfg(any(feature = "chat", feature = "responses"))]
/// pub use shared_message::*;
/// ```
#[macro_export]
macro_rules! modules {
    ($features:tt { $($module:ident),* $(,)? }) => {
        $(
            #[cfg(any $features)]
            mod $module;
            #[cfg(any $features)]
            pub use $module::*;
        )*
    };
}
