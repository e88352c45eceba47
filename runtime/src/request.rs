//! A call that can be awaited.

use std::{
    fmt,
    marker::PhantomData,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use futures_core::future::BoxFuture;

use crate::{
    Answer, Body, Client, Decode, Error, Operation, Page, Response, call::Call, send::send,
};

/// A call that has not been made. Awaiting it makes it; it does nothing before.
///
/// A clone is another call like it. What is set here goes before what the client was built with.
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
/// A call is tried again if there was no response or not all of it, if an attempt took too long,
/// and after the statuses 408, 409, 429 and 500 to 599; `x-should-retry: true` or `false` in a
/// response overrules its status. It waits half a second first, then twice as long each time up to
/// eight seconds, less a random part of up to a quarter. A server that asks for another wait, by
/// `retry-after-ms` or `Retry-After` (RFC 9110 §10.2.3), gets it, as long as it is no longer than
/// [`max_retry_after`](crate::ClientBuilder::max_retry_after): rather than to wait longer, or to
/// come too early, the call ends with the error. A response that cannot be read is not asked for
/// again. In the end the last failure is reported; it and every [`Response`] know the number of
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
/// [`timeout`](Self::timeout) is for each attempt, from before the connection to the last byte of
/// the body; an attempt that exceeds it is tried again. [`deadline`](Self::deadline) is for all
/// attempts and the waits between them: a wait that would not leave time for another attempt is
/// not begun.
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
    pub(crate) call: Call,
    result: PhantomData<fn() -> T>,
}

/// A request for one page of a listing, which knows the way to the others.
///
/// ```
/// use bessemer_runtime::{Error, List, PageRequest};
///
/// async fn is_empty<L: List>(request: PageRequest<L>) -> Result<bool, Error> {
///     Ok(request.await?.items().is_empty())
/// }
/// ```
pub type PageRequest<L> = Request<Page<L>>;

/// What a response can be turned into: every type that decodes from JSON, a [`Page`] of a list,
/// nothing at all, and a [`Response`] with any of them.
///
/// `()` takes every success, whatever its body, for operations whose answer says no more than that
/// they were carried out.
///
/// ```
/// # use bessemer_runtime::{Client, Error, Operation, Request};
/// static DELETE: Operation = Operation::delete("ladles.delete", "/ladles/{ladle_id}");
///
/// async fn delete(client: &Client, ladle_id: &str) -> Result<(), Error> {
///     Request::new(client, &DELETE).path("ladle_id", ladle_id).await
/// }
/// ```
pub trait FromAnswer: Sized {
    /// Reads the value.
    ///
    /// # Errors
    ///
    /// [`Error::Decode`] if the body is something else.
    fn from_answer(answer: &Answer) -> Result<Self, Error>;

    /// Whether the value reads the body itself, as it arrives.
    #[doc(hidden)]
    const STREAMED: bool = false;

    /// Reads the value; `rest` is the body if that was not read before.
    #[doc(hidden)]
    fn from_stream(answer: &Answer, rest: Body) -> Result<Self, Error> {
        let _ = rest;
        Self::from_answer(answer)
    }
}

impl<T: Decode> FromAnswer for T {
    fn from_answer(answer: &Answer) -> Result<Self, Error> {
        answer.decode()
    }
}

impl FromAnswer for () {
    fn from_answer(_: &Answer) -> Result<Self, Error> {
        Ok(())
    }
}

impl<T> Request<T> {
    /// A call of `operation`.
    pub fn new(client: &Client, operation: &'static Operation) -> Self {
        Self::of(Call::new(client, operation))
    }

    pub(crate) fn of(call: Call) -> Self {
        Self { call, result: PhantomData }
    }

    /// Fills in a parameter of the path. It becomes one segment, whatever is in it; one that is
    /// empty, `.` or `..` is an [`Error::InvalidRequest`] at the await.
    pub fn path(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.call.path.push((name, value.into()));
        self
    }

    /// Sets a query parameter that the operation has.
    pub fn param(mut self, name: &'static str, value: impl fmt::Display) -> Self {
        self.call.query.set(name, value.to_string());
        self
    }

    /// Sets a query parameter that this crate does not know, in place of any other of that name.
    pub fn query(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.call.query.set(name.into(), value.into());
        self
    }

    /// Adds a query parameter to those of that name.
    pub fn append_query(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.call.query.append(name.into(), value.into());
        self
    }

    /// Sends a header in place of any other of that name. One that HTTP does not allow is an
    /// [`Error::InvalidRequest`] at the await.
    pub fn header(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        self.call.options.header(name.as_ref(), value.as_ref());
        self
    }

    /// Adds a header to those of that name.
    pub fn append_header(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        self.call.options.append_header(name.as_ref(), value.as_ref());
        self
    }

    /// Does not send a header, not even one that every request has.
    pub fn remove_header(mut self, name: impl AsRef<str>) -> Self {
        self.call.options.remove_header(name.as_ref());
        self
    }

    /// The limit on each attempt, from before the connection to the last byte of the body.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.call.options.timeout = Some(timeout);
        self
    }

    /// The limit on the whole call, with all attempts and the waits between them.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.call.options.deadline = Some(deadline);
        self
    }

    /// How many attempts may follow the first one.
    pub fn max_retries(mut self, retries: u32) -> Self {
        self.call.options.max_retries = Some(retries);
        self
    }

    /// Asks for the response along with the value: its status, headers and body. Errors stay as
    /// they are.
    pub fn with_response(self) -> Request<Response<T>> {
        Request::of(self.call)
    }
}

#[cfg(feature = "blocking")]
impl<T: FromAnswer> Request<T> {
    /// Makes the call and waits for it, on any thread, inside of an async runtime too. It blocks
    /// the thread that it is called on.
    ///
    /// # Errors
    ///
    /// As awaiting the request.
    pub fn send_blocking(self) -> Result<T, Error> {
        let call = self.call.for_blocking()?;
        let (answer, rest) = crate::blocking::wait(send(call, T::STREAMED))??;
        T::from_stream(&answer, rest)
    }
}

#[cfg(feature = "blocking")]
impl Call {
    /// This call with the connections of the blocking thread.
    pub(crate) fn for_blocking(mut self) -> Result<Self, Error> {
        self.client = self.client.for_blocking()?;
        Ok(self)
    }
}

impl<T: FromAnswer> IntoFuture for Request<T> {
    type Output = Result<T, Error>;
    type IntoFuture = Sending<T>;

    fn into_future(self) -> Sending<T> {
        Sending { answer: Box::pin(send(self.call, T::STREAMED)), result: PhantomData }
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

/// A call that is being made.
///
/// Dropping it abandons the call wherever it is: the connection of an attempt is closed, a wait
/// between two attempts ends, and nothing more is sent. So a `select`, a timeout of the caller's
/// own or an aborted task cancel a call. The server may have carried it out all the same.
///
/// ```
/// use std::future::{Future, IntoFuture};
///
/// use bessemer_runtime::{Error, Request};
/// use futures_util::future::{Either, select};
///
/// async fn unless<T: bessemer_runtime::Decode>(
///     request: Request<T>,
///     cancelled: impl Future<Output = ()> + Unpin,
/// ) -> Option<Result<T, Error>> {
///     match select(request.into_future(), cancelled).await {
///         Either::Left((result, _)) => Some(result),
///         Either::Right(_) => None,
///     }
/// }
/// ```
#[must_use = "a future does nothing until it is awaited"]
pub struct Sending<T> {
    answer: BoxFuture<'static, Result<(Answer, Body), Error>>,
    result: PhantomData<fn() -> T>,
}

// Decoding is the only step that differs from type to type; everything before is compiled once.
impl<T: FromAnswer> Future for Sending<T> {
    type Output = Result<T, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        self.answer.as_mut().poll(context).map(|answer| {
            let (answer, rest) = answer?;
            T::from_stream(&answer, rest)
        })
    }
}

impl<T> fmt::Debug for Sending<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sending")
    }
}

/// Gives a request with setters of its own, which wraps a [`Request`] or a [`PageRequest`], the
/// options that every request has, and makes it awaitable.
///
/// ```
/// use bessemer_runtime::{PageRequest, list, object, request};
///
/// # pub struct Ladle { id: String }
/// # pub struct LadleList { data: Vec<Ladle> }
/// # object! { Ladle { id } }
/// # object! { LadleList { data } }
/// # list! { LadleList { data: [Ladle], after: id } }
/// /// Lists ladles.
/// pub struct ListLadles(PageRequest<LadleList>);
///
/// impl ListLadles {
///     /// How many ladles a page holds.
///     pub fn limit(self, limit: i64) -> Self {
///         Self(self.0.param("limit", limit))
///     }
/// }
///
/// request! { ListLadles(PageRequest<LadleList>) }
/// ```
#[macro_export]
macro_rules! request {
    ($name:ident(PageRequest<$list:ty>)) => {
        $crate::request! { $name(Request<$crate::Page<$list>>) }

        impl $name {
            /// Streams the items of this page and of all that follow. A page is fetched when the
            /// one before is used up.
            pub fn items(self) -> $crate::Items<$list> {
                self.0.items()
            }

            /// Streams this page and all that follow. A page is fetched when it is asked for.
            pub fn pages(self) -> $crate::Pages<$list> {
                self.0.pages()
            }
        }

        $crate::__if_blocking! {
            impl $name {
                /// The items of this page and of all that follow, without async.
                pub fn items_blocking(self) -> $crate::BlockingIter<$crate::Items<$list>> {
                    self.0.items_blocking()
                }

                /// This page and all that follow, without async.
                pub fn pages_blocking(self) -> $crate::BlockingIter<$crate::Pages<$list>> {
                    self.0.pages_blocking()
                }
            }
        }
    };
    ($name:ident(Request<$result:ty>)) => {
        impl $name {
            /// Sets a query parameter that this crate does not know, in place of any other of that
            /// name.
            pub fn query(
                self,
                name: impl ::std::convert::Into<::std::string::String>,
                value: impl ::std::convert::Into<::std::string::String>,
            ) -> Self {
                Self(self.0.query(name, value))
            }

            /// Adds a query parameter to those of that name.
            pub fn append_query(
                self,
                name: impl ::std::convert::Into<::std::string::String>,
                value: impl ::std::convert::Into<::std::string::String>,
            ) -> Self {
                Self(self.0.append_query(name, value))
            }

            /// Sends a header in place of any other of that name. One that HTTP does not allow is
            /// an `Error::InvalidRequest` at the await.
            pub fn header(
                self,
                name: impl ::std::convert::AsRef<str>,
                value: impl ::std::convert::AsRef<str>,
            ) -> Self {
                Self(self.0.header(name, value))
            }

            /// Adds a header to those of that name.
            pub fn append_header(
                self,
                name: impl ::std::convert::AsRef<str>,
                value: impl ::std::convert::AsRef<str>,
            ) -> Self {
                Self(self.0.append_header(name, value))
            }

            /// Does not send a header, not even one that every request has.
            pub fn remove_header(self, name: impl ::std::convert::AsRef<str>) -> Self {
                Self(self.0.remove_header(name))
            }

            /// The limit on each attempt, from before the connection to the last byte of the body.
            pub fn timeout(self, timeout: ::std::time::Duration) -> Self {
                Self(self.0.timeout(timeout))
            }

            /// The limit on the whole call, with all attempts and the waits between them.
            pub fn deadline(self, deadline: ::std::time::Duration) -> Self {
                Self(self.0.deadline(deadline))
            }

            /// How many attempts may follow the first one.
            pub fn max_retries(self, retries: u32) -> Self {
                Self(self.0.max_retries(retries))
            }

            /// Asks for the response along with the value.
            pub fn with_response(self) -> $crate::Request<$crate::Response<$result>> {
                self.0.with_response()
            }
        }

        $crate::__if_blocking! {
            impl $name {
                /// Makes the call and waits for it, on any thread, inside of an async runtime too.
                /// It blocks the thread that it is called on.
                ///
                /// # Errors
                ///
                /// As awaiting the request.
                pub fn send_blocking(self) -> ::std::result::Result<$result, $crate::Error> {
                    self.0.send_blocking()
                }
            }
        }

        $crate::__if_testing! {
            impl $crate::testing::Matcher for $name {
                fn matches(&self, sent: &$crate::testing::Sent) -> bool {
                    $crate::testing::Matcher::matches(&self.0, sent)
                }
            }
        }

        impl ::std::future::IntoFuture for $name {
            type Output = ::std::result::Result<$result, $crate::Error>;
            type IntoFuture = $crate::Sending<$result>;

            fn into_future(self) -> Self::IntoFuture {
                self.0.into_future()
            }
        }
    };
}

/// Keeps its items if this crate has the feature `blocking`; only this crate can tell.
#[cfg(feature = "blocking")]
#[doc(hidden)]
#[macro_export]
macro_rules! __if_blocking {
    ($($item:item)*) => { $($item)* };
}

/// Keeps its items if this crate has the feature `blocking`; only this crate can tell.
#[cfg(not(feature = "blocking"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __if_blocking {
    ($($item:item)*) => {};
}

/// Keeps its items if this crate has the feature `testing`; only this crate can tell.
#[cfg(any(test, feature = "testing"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __if_testing {
    ($($item:item)*) => { $($item)* };
}

/// Keeps its items if this crate has the feature `testing`; only this crate can tell.
#[cfg(not(any(test, feature = "testing")))]
#[doc(hidden)]
#[macro_export]
macro_rules! __if_testing {
    ($($item:item)*) => {};
}
