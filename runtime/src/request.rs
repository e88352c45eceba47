//! Requests.

use std::{fmt, marker::PhantomData, time::Duration};

use crate::{Client, Error, FromAnswer, Operation, Response, Sending, call::Call, idempotency};

mod body;

/// A request that has not been sent. Await it to send it.
///
/// A clone is a separate request. Options that are set here override those of the client.
///
/// ```
/// # use std::time::Duration;
/// # use bessemer_runtime::{Client, Error, Operation, Request, object};
/// # struct Ladle { id: String }
/// # object! { Ladle { id } }
/// static RETRIEVE: Operation = Operation::get("ladles.retrieve", "/ladles/{ladle_id}");
///
/// async fn retrieve(client: &Client, ladle_id: &str) -> Result<Ladle, Error> {
///     let request = Request::<Ladle>::new(client, &RETRIEVE).path("ladle_id", ladle_id);
///     request.timeout(Duration::from_secs(5)).await
/// }
/// ```
///
/// # Retries
///
/// A request is sent again after a temporary failure, if that is safe:
///
/// | failure | sent again |
/// |---|---|
/// | the server could not be reached | always |
/// | status 408 or 429 | always |
/// | the connection broke, an attempt took too long, status 409 or 500 to 599 | if the request is idempotent |
/// | a certificate is not trusted, a proxy rejects the login, any other status | never |
///
/// A request is idempotent if its method is (RFC 9110 §9.2.2), if it has an
/// [idempotency key](Self::idempotency_key), or if the [`Api`](crate::Api) says that all methods may
/// be retried. `x-should-retry: true` or `false` in a response overrides the status. A body from a
/// stream can be sent only once, so its request is never sent again.
///
/// The first wait is half a second. Each further wait is twice as long, up to eight seconds, less a
/// random part of up to a quarter. If the response has `Retry-After-Ms` or `Retry-After` (RFC 9110
/// §10.2.3), that header sets the wait. If this wait is longer than
/// [`max_retry_after`](crate::ClientBuilder::max_retry_after), the call returns the error. All
/// calls of a client share a [budget](crate::ClientBuilder::retry_budget) for retries. If all
/// attempts fail, the call returns the last failure. An error and a [`Response`] have the number of
/// [`retries`](Error::retries).
///
/// ```
/// # use bessemer_runtime::{Error, Request};
/// async fn patiently(request: Request<String>) -> Result<String, Error> {
///     let answer = request.max_retries(5).with_response().await?;
///     println!("after {} retries", answer.retries());
///     Ok(answer.into_inner())
/// }
/// ```
///
/// # Time limits
///
/// [`timeout`](Self::timeout) limits each attempt, from connecting to the last byte of the body, or
/// to the head of the response if that is a stream. During an upload it limits the time without
/// progress. [`idle_timeout`](Self::idle_timeout) limits the time between two chunks of a stream.
/// [`deadline`](Self::deadline) limits the whole call: all attempts, the waits between them, and
/// the stream. If a wait would exceed the deadline, the call returns the failure at once.
///
/// ```
/// # use std::time::Duration;
/// # use bessemer_runtime::{Error, Request};
/// async fn hastily(request: Request<String>) -> Result<String, Error> {
///     request.timeout(Duration::from_secs(2)).deadline(Duration::from_secs(10)).await
/// }
/// ```
#[must_use = "a request does nothing until it is awaited"]
pub struct Request<T> {
    /// In a box, because each setter moves the request.
    pub(crate) call: Box<Call>,
    result: PhantomData<fn() -> T>,
}

impl<T> Request<T> {
    /// A call of `operation`.
    pub fn new(client: &Client, operation: &'static Operation) -> Self {
        Self::of(Box::new(Call::new(client, operation)))
    }

    pub(crate) fn of(call: Box<Call>) -> Self {
        Self { call, result: PhantomData }
    }

    /// Sets a path parameter. Its value becomes one path segment, whatever characters it contains.
    /// If it is empty, `.` or `..`, awaiting the request returns [`Error::InvalidRequest`].
    pub fn path(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.call.path.push((name, value.into()));
        self
    }

    /// Sets a query parameter of the operation.
    pub fn param(mut self, name: &'static str, value: impl fmt::Display) -> Self {
        self.call.query.set(name, value.to_string());
        self
    }

    /// Sets a query parameter that the document does not describe. It replaces any other parameter
    /// with that name.
    pub fn query(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.call.query.set(name.into(), value.into());
        self
    }

    /// Adds another value of a query parameter.
    pub fn append_query(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.call.query.append(name.into(), value.into());
        self
    }

    /// Sends a header. It replaces any other header with that name. If HTTP does not allow it,
    /// awaiting the request returns [`Error::InvalidRequest`].
    pub fn header(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        self.call.options.header(name.as_ref(), value.as_ref());
        self
    }

    /// Adds another value of a header.
    pub fn append_header(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        self.call.options.append_header(name.as_ref(), value.as_ref());
        self
    }

    /// Does not send the header with this name, even if it is one of the default headers.
    pub fn remove_header(mut self, name: impl AsRef<str>) -> Self {
        self.call.options.remove_header(name.as_ref());
        self
    }

    /// Sets the time limit of each attempt, from connecting to the last byte of the body.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.call.options.timeout = Some(timeout);
        self
    }

    /// Sets the time limit of the whole call: all attempts and the waits between them.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.call.options.deadline = Some(deadline);
        self
    }

    /// Sets the limit on the time between two chunks of a stream; see
    /// [`ClientBuilder::idle_timeout`](crate::ClientBuilder::idle_timeout).
    pub fn idle_timeout(mut self, timeout: Duration) -> Self {
        self.call.options.idle_timeout = Some(timeout);
        self
    }

    /// Sets the idempotency key, by which the server recognizes a request that is sent again. With
    /// a key, the request is retried whatever its method is. If the API supports keys, the client
    /// creates a random one for each call; set your own key to repeat a call of another process.
    ///
    /// ```
    /// # use bessemer_runtime::{Error, Request};
    /// async fn pay(request: Request<()>, invoice: &str) -> Result<(), Error> {
    ///     request.idempotency_key(format!("invoice-{invoice}")).await
    /// }
    /// ```
    pub fn idempotency_key(mut self, key: impl AsRef<str>) -> Self {
        let header = self.call.client.api().idempotency_header.unwrap_or(idempotency::HEADER);
        self.call.options.header(header, key.as_ref());
        self
    }

    /// Sets how many times a failed request is sent again.
    pub fn max_retries(mut self, retries: u32) -> Self {
        self.call.options.max_retries = Some(retries);
        self
    }

    /// Returns the response together with the value: its status, headers and body. Errors are the
    /// same.
    pub fn with_response(self) -> Request<Response<T>> {
        Request::of(self.call)
    }

    /// Reads the response as another type: an enum by status, if the operation has several success
    /// responses; [`Bytes`](bytes::Bytes), [`Text`](crate::Text) or a
    /// [`BodyStream`](crate::BodyStream), for any media type; [`RawJson`](crate::RawJson); or your
    /// own type, as [`Json`](crate::Json) if it implements serde's `Deserialize`.
    ///
    /// ```
    /// # use bessemer_runtime::{Error, Request};
    /// # struct Ladle;
    /// use bessemer_runtime::{Json, RawJson};
    ///
    /// #[derive(serde::Deserialize)]
    /// struct Weight { weight: f64 }
    ///
    /// async fn weigh(request: Request<Ladle>) -> Result<f64, Error> {
    ///     println!("{}", request.clone().returning::<RawJson>().await?);
    ///     let Json(ladle) = request.returning::<Json<Weight>>().await?;
    ///     Ok(ladle.weight)
    /// }
    /// ```
    pub fn returning<U: FromAnswer>(self) -> Request<U> {
        Request::of(self.call)
    }
}

#[cfg(feature = "blocking")]
impl<T: FromAnswer> Request<T> {
    /// Sends the request and blocks the current thread until the response arrives. This also works
    /// inside an async runtime.
    ///
    /// # Errors
    ///
    /// The same as awaiting the request.
    pub fn send_blocking(self) -> Result<T, Error> {
        let (answer, rest) = crate::blocking::wait(crate::send::send(self.call, T::READS))??;
        T::from_stream(&answer, rest)
    }
}

impl<T: FromAnswer> IntoFuture for Request<T> {
    type Output = Result<T, Error>;
    type IntoFuture = Sending<T>;

    fn into_future(self) -> Sending<T> {
        Sending::of(self.call)
    }
}

impl<T> Clone for Request<T> {
    fn clone(&self) -> Self {
        Self::of(self.call.clone())
    }
}

impl<T> fmt::Debug for Request<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Request").field(&self.call).finish()
    }
}
