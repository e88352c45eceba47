//! Request types of operations: [`request!`](crate::request).

use crate::{FromAnswer, Request};

/// A request of any type: a [`Request`], or the type that an operation has of its own.
///
/// ```
/// # use std::time::Duration;
/// use bessemer_runtime::{FromAnswer, IntoRequest, Request};
///
/// fn hurried<R: IntoRequest>(request: R) -> Request<R::Value> {
///     request.into_request().timeout(Duration::from_secs(1))
/// }
/// ```
pub trait IntoRequest {
    /// What awaiting the request gives.
    type Value: FromAnswer;

    /// The request, without setters of its own.
    fn into_request(self) -> Request<Self::Value>;
}

impl<T: FromAnswer> IntoRequest for Request<T> {
    type Value = T;

    fn into_request(self) -> Self {
        self
    }
}

/// Implements the options that every request has for a generated request type, and makes it
/// awaitable. The type wraps a [`Request`](crate::Request) or a [`PageRequest`](crate::PageRequest).
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
                /// Iterates over the items of this page and of all that follow, without async.
                pub fn items_blocking(self) -> $crate::BlockingIter<$crate::Items<$list>> {
                    self.0.items_blocking()
                }

                /// Iterates over this page and all that follow, without async.
                pub fn pages_blocking(self) -> $crate::BlockingIter<$crate::Pages<$list>> {
                    self.0.pages_blocking()
                }
            }
        }
    };
    ($name:ident(Request<$result:ty>)) => {
        $crate::__forward! { $name {
            /// Sets a query parameter that this crate does not know, in place of any other of that
            /// name.
            fn query(
                name: impl ::std::convert::Into<::std::string::String>,
                value: impl ::std::convert::Into<::std::string::String>,
            );

            /// Adds a query parameter to those of that name.
            fn append_query(
                name: impl ::std::convert::Into<::std::string::String>,
                value: impl ::std::convert::Into<::std::string::String>,
            );

            /// Sends a header in place of any other of that name. One that HTTP does not allow is
            /// an `Error::InvalidRequest` at the await.
            fn header(
                name: impl ::std::convert::AsRef<str>,
                value: impl ::std::convert::AsRef<str>,
            );

            /// Adds a header to those of that name.
            fn append_header(
                name: impl ::std::convert::AsRef<str>,
                value: impl ::std::convert::AsRef<str>,
            );

            /// Does not send the header with this name, even if it is one of the default headers.
            fn remove_header(name: impl ::std::convert::AsRef<str>);

            /// The limit on each attempt, from before the connection to the last byte of the body.
            fn timeout(timeout: ::std::time::Duration);

            /// The limit on the whole call, with all attempts and the waits between them.
            fn deadline(deadline: ::std::time::Duration);

            /// How many attempts may follow the first one.
            fn max_retries(retries: u32);
        } }

        impl $name {
            /// Reads the answer as something else: an enum by status, if the operation has several
            /// successes; `Bytes`, `Text`, `RawJson`; or a type of your own, as `Json<T>` if it
            /// has serde's `Deserialize`.
            pub fn returning<U: $crate::FromAnswer>(self) -> $crate::Request<U> {
                self.0.returning()
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

        impl $crate::IntoRequest for $name {
            type Value = $result;

            fn into_request(self) -> $crate::Request<$result> {
                self.0
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
