//! Items of generated crates that depend on a feature of this crate. A macro cannot check these
//! features in another crate, so each macro is defined twice.

/// Keeps its items only with the feature `blocking` of this crate.
#[cfg(feature = "blocking")]
#[doc(hidden)]
#[macro_export]
macro_rules! __if_blocking {
    ($($item:item)*) => { $($item)* };
}

/// Keeps its items only with the feature `blocking` of this crate.
#[cfg(not(feature = "blocking"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __if_blocking {
    ($($item:item)*) => {};
}

/// Keeps its items only with the feature `testing` of this crate.
#[cfg(any(test, feature = "testing"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __if_testing {
    ($($item:item)*) => { $($item)* };
}

/// Keeps its items only with the feature `testing` of this crate.
#[cfg(not(any(test, feature = "testing")))]
#[doc(hidden)]
#[macro_export]
macro_rules! __if_testing {
    ($($item:item)*) => {};
}

/// Keeps its items only with the feature `rustls` of this crate.
#[cfg(feature = "rustls")]
#[doc(hidden)]
#[macro_export]
macro_rules! __if_rustls {
    ($($item:item)*) => { $($item)* };
}

/// Keeps its items only with the feature `rustls` of this crate.
#[cfg(not(feature = "rustls"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __if_rustls {
    ($($item:item)*) => {};
}
