//! Setters with optional values: [`Maybe`].

/// Calls a setter only if there is a value. Implemented for types that are JSON objects or forms.
///
/// ```
/// use bessemer_runtime::{Extra, Maybe, json, object};
///
/// struct Order { note: Option<String>, extra: Extra }
/// object! { Order { note, ..extra } }
///
/// impl Order {
///     fn note(mut self, note: impl Into<String>) -> Self {
///         self.note = Some(note.into());
///         self
///     }
/// }
///
/// let order = Order { note: None, extra: Extra::new() };
/// let order = order.maybe(Some("soon"), Order::note).maybe(None::<String>, Order::note);
/// assert_eq!(json::to_string(&order), r#"{"note":"soon"}"#);
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
