//! Request types of operations: [`request!`](crate::request).

use crate::{FromAnswer, Request};

/// A request of any type: a [`Request`], or the request type of an operation.
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
    /// The result of awaiting the request.
    type Value: FromAnswer;

    /// The request without the setters of its type.
    fn into_request(self) -> Request<Self::Value>;
}

impl<T: FromAnswer> IntoRequest for Request<T> {
    type Value = T;

    fn into_request(self) -> Self {
        self
    }
}

/// Declares a generated request type with the options of every request, and makes the type
/// awaitable. The type wraps a [`Request`](crate::Request) or a
/// [`PageRequest`](crate::PageRequest).
///
/// ```
/// use bessemer_runtime::{PageRequest, list, object, request};
///
/// # pub struct Ladle { id: String }
/// # pub struct LadleList { data: Vec<Ladle> }
/// # object! { Ladle { id } }
/// # object! { LadleList { data } }
/// # list! { LadleList { data: [Ladle], after: id } }
/// request! {
///     /// Lists ladles.
///     pub struct ListLadles(PageRequest<LadleList>);
/// }
///
/// impl ListLadles {
///     /// Sets how many ladles a page has.
///     pub fn limit(self, limit: i64) -> Self {
///         Self(self.0.param("limit", limit))
///     }
/// }
/// ```
#[macro_export]
macro_rules! request {
    ($(#[$attribute:meta])* pub struct $name:ident(PageRequest<$list:ty $(,)?> $(,)?);) => {
        $(#[$attribute])*
        #[derive(Clone, Debug)]
        #[must_use = "a request does nothing until it is awaited or streamed"]
        pub struct $name($crate::PageRequest<$list>);

        $crate::request! { @options $name($crate::Page<$list>) }

        impl $name {
            /// Streams the items of this page and of all following pages. The next page is fetched
            /// after the last item of a page.
            #[inline]
            pub fn items(self) -> $crate::Items<$list> {
                self.0.items()
            }

            /// Streams this page and all following pages. A page is fetched when the stream is
            /// polled for it.
            #[inline]
            pub fn pages(self) -> $crate::Pages<$list> {
                self.0.pages()
            }
        }

        $crate::__if_blocking! {
            impl $name {
                /// Iterates over the items of this page and of all following pages, without async.
                #[inline]
                pub fn items_blocking(self) -> $crate::BlockingIter<$crate::Items<$list>> {
                    self.0.items_blocking()
                }

                /// Iterates over this page and all following pages, without async.
                #[inline]
                pub fn pages_blocking(self) -> $crate::BlockingIter<$crate::Pages<$list>> {
                    self.0.pages_blocking()
                }
            }
        }
    };
    ($(#[$attribute:meta])* pub struct $name:ident(Request<$result:ty $(,)?> $(,)?);) => {
        $(#[$attribute])*
        #[derive(Clone, Debug)]
        #[must_use = "a request does nothing until it is awaited"]
        pub struct $name($crate::Request<$result>);

        $crate::request! { @options $name($result) }
    };
    (@options $name:ident($result:ty)) => {
        $crate::__forward! { $name {
            /// Sets a query parameter that the document does not describe. It replaces any other
            /// parameter with that name.
            fn query(
                name: impl ::std::convert::Into<::std::string::String>,
                value: impl ::std::convert::Into<::std::string::String>,
            );

            /// Adds another value of a query parameter.
            fn append_query(
                name: impl ::std::convert::Into<::std::string::String>,
                value: impl ::std::convert::Into<::std::string::String>,
            );

            /// Sends a header. It replaces any other header with that name. If HTTP does not allow
            /// it, awaiting the request returns `Error::InvalidRequest`.
            fn header(
                name: impl ::std::convert::AsRef<str>,
                value: impl ::std::convert::AsRef<str>,
            );

            /// Adds another value of a header.
            fn append_header(
                name: impl ::std::convert::AsRef<str>,
                value: impl ::std::convert::AsRef<str>,
            );

            /// Does not send the header with this name, even if it is one of the default headers.
            fn remove_header(name: impl ::std::convert::AsRef<str>);

            /// Sets the time limit of each attempt, from connecting to the last byte of the body.
            fn timeout(timeout: ::std::time::Duration);

            /// Sets the time limit of the whole call: all attempts and the waits between them.
            fn deadline(deadline: ::std::time::Duration);

            /// Sets the limit on the time between two chunks of a stream.
            fn idle_timeout(timeout: ::std::time::Duration);

            /// Sets the idempotency key, by which the server recognizes a request that is sent
            /// again. With a key, the request is retried whatever its method is.
            fn idempotency_key(key: impl ::std::convert::AsRef<str>);

            /// Sets how many times a failed request is sent again.
            fn max_retries(retries: u32);
        } }

        impl $name {
            /// Reads the response as another type: an enum by status, if the operation has several
            /// success responses; `Bytes`, `Text` or `RawJson`; or your own type, as `Json<T>` if
            /// it implements serde's `Deserialize`.
            pub fn returning<U: $crate::FromAnswer>(self) -> $crate::Request<U> {
                self.0.returning()
            }

            #[doc(hidden)]
            #[inline]
            pub fn send(self) -> Self
            where
                for<'a> Self: $crate::advice::HasSend<'a>,
            {
                self
            }

            #[doc(hidden)]
            pub fn json<B>(self, _body: B) -> Self
            where
                for<'a> Self: $crate::advice::HasJson<'a>,
            {
                self
            }

            /// Returns the response together with the value.
            #[inline]
            pub fn with_response(self) -> $crate::Request<$crate::Response<$result>> {
                self.0.with_response()
            }
        }

        $crate::__if_blocking! {
            impl $name {
                /// Sends the request and blocks the current thread until the response arrives. This
                /// also works inside an async runtime.
                ///
                /// # Errors
                ///
                /// The same as awaiting the request.
                #[inline]
                pub fn send_blocking(self) -> ::std::result::Result<$result, $crate::Error> {
                    self.0.send_blocking()
                }
            }
        }

        $crate::__if_testing! {
            impl $crate::testing::Matcher for $name {
                #[inline]
                fn matches(&self, sent: &$crate::testing::Sent) -> bool {
                    $crate::testing::Matcher::matches(&self.0, sent)
                }
            }
        }

        impl $crate::IntoRequest for $name {
            type Value = $result;

            #[inline]
            fn into_request(self) -> $crate::Request<$result> {
                self.0
            }
        }

        impl ::std::future::IntoFuture for $name {
            type Output = ::std::result::Result<$result, $crate::Error>;
            type IntoFuture = $crate::Sending<$result>;

            #[inline]
            fn into_future(self) -> Self::IntoFuture {
                self.0.into_future()
            }
        }
    };
}
