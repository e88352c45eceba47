//! Setters with optional values: [`Maybe`].

/// Calls a setter only if there is a value. Bodies, requests and builders have it, as all types do.
///
/// ```
/// use bessemer_runtime::{Maybe, Request};
///
/// struct Retrieve(Request<String>);
///
/// impl Retrieve {
///     fn fields(self, fields: impl Into<String>) -> Self {
///         Self(self.0.query("fields", fields))
///     }
/// }
///
/// fn with_fields(request: Retrieve, fields: Option<&str>) -> Retrieve {
///     request.maybe(fields, Retrieve::fields)
/// }
/// ```
///
/// A closure also works. It does not have to name the type:
///
/// ```
/// use bessemer_runtime::Maybe;
///
/// let limit: Option<usize> = None;
/// let text = String::from("iron").maybe(limit, |mut text, limit| {
///     text.truncate(limit);
///     text
/// });
/// assert_eq!(text, "iron");
/// ```
pub trait Maybe: Sized {
    /// Returns `set(self, value)` if there is a value, or else `self`.
    #[must_use]
    fn maybe<V>(self, value: Option<V>, set: impl FnOnce(Self, V) -> Self) -> Self {
        match value {
            Some(value) => set(self, value),
            None => self,
        }
    }
}

impl<T> Maybe for T {}
