//! Matchers of requests.

use super::Sent;
use crate::Request;

/// Selects requests. A matcher is one of:
///
/// - a string: all requests of the operation with this ID
/// - an [`operation`]: requests of an operation with certain parameters
/// - a [`Request`]: requests of the same operation with the same parameters in path and query;
///   a request may have additional parameters
/// - a closure: requests for which it returns `true`
///
/// ```
/// use bessemer_runtime::testing::{FakeTransport, Sent, operation, status};
///
/// let fake = FakeTransport::new()
///     .on("ladles.list", status(404))
///     .on(operation("ladles.retrieve").path("ladle_id", "l_1"), status(410))
///     .on(|sent: &Sent| sent.method == "POST", status(403));
/// # let _ = fake;
/// ```
pub trait Matcher: Send + 'static {
    /// Whether the request matches.
    fn matches(&self, sent: &Sent) -> bool;
}

impl Matcher for &'static str {
    fn matches(&self, sent: &Sent) -> bool {
        sent.operation == *self
    }
}

impl<F: Fn(&Sent) -> bool + Send + 'static> Matcher for F {
    fn matches(&self, sent: &Sent) -> bool {
        self(sent)
    }
}

impl<T: 'static> Matcher for Request<T> {
    fn matches(&self, sent: &Sent) -> bool {
        let call = &self.call;
        call.operation.id() == sent.operation
            && call.path.iter().all(|(name, value)| sent.path(name).as_ref() == Some(value))
            && call.query.iter().all(|(name, value)| sent.has_query(name, value))
    }
}

/// Matches the requests of the operation with this ID, such as `containers.retrieve`.
///
/// ```
/// use bessemer_runtime::testing::operation;
///
/// let second = operation("ladles.list").query("after", "l_1");
/// # let _ = second;
/// ```
pub fn operation(id: impl Into<String>) -> OperationMatcher {
    OperationMatcher { id: id.into(), path: Vec::new(), query: Vec::new() }
}

/// A matcher of requests by operation and parameters; [`operation`] creates it.
///
/// ```
/// use bessemer_runtime::testing::operation;
///
/// let one = operation("ladles.retrieve").path("ladle_id", "l_1");
/// # let _ = one;
/// ```
#[derive(Clone, Debug)]
pub struct OperationMatcher {
    id: String,
    path: Vec<(String, String)>,
    query: Vec<(String, String)>,
}

impl OperationMatcher {
    /// Matches only requests with this value of a path parameter.
    #[must_use]
    pub fn path(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.path.push((name.into(), value.into()));
        self
    }

    /// Matches only requests with this value of a query parameter.
    #[must_use]
    pub fn query(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.query.push((name.into(), value.into()));
        self
    }
}

impl Matcher for OperationMatcher {
    fn matches(&self, sent: &Sent) -> bool {
        self.id == sent.operation
            && self.path.iter().all(|(name, value)| sent.path(name).as_ref() == Some(value))
            && self.query.iter().all(|(name, value)| sent.has_query(name, value))
    }
}
