//! Bodies by value or by reference.

/// A body of a request: a `T`, or a reference to one.
///
/// Methods take bodies as `impl AsBody<T>`: pass a new body by value, and a body that you use again
/// by reference. It is encoded when the method is called.
///
/// ```
/// use bessemer_runtime::{AsBody, json};
///
/// fn encode(body: impl AsBody<String>) -> String {
///     json::to_string(body.as_body())
/// }
///
/// let kept = "ladle".to_owned();
/// assert_eq!(encode(&kept), encode("ladle".to_owned()));
/// ```
#[diagnostic::on_unimplemented(
    message = "the body of this call is a `{T}` or `&{T}`, not a `{Self}`",
    label = "expected `{T}` or `&{T}`",
    note = "make one with `{T}::new(…)`, and set the optional properties on it: `.name(value)`",
    note = "properties that `{T}` lacks go into its `extra`: `body.extra.insert(\"name\", &value)`"
)]
pub trait AsBody<T>: sealed::Sealed<T> {
    /// The body.
    fn as_body(&self) -> &T;
}

impl<T> AsBody<T> for T {
    fn as_body(&self) -> &T {
        self
    }
}

impl<T> AsBody<T> for &T {
    fn as_body(&self) -> &T {
        self
    }
}

mod sealed {
    pub trait Sealed<T> {}

    impl<T> Sealed<T> for T {}

    impl<T> Sealed<T> for &T {}
}
