//! Request types of operations: [`calls!`](crate::calls) and [`operations!`](crate::operations).

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

/// An operation as a type: the parameter of the request type that [`calls!`](crate::calls) declares.
/// [`operations!`](crate::operations) implements it.
///
/// ```
/// use bessemer_runtime::{OperationType, RawJson};
///
/// enum RetrieveLadle {}
///
/// impl OperationType for RetrieveLadle {
///     type Value = RawJson;
/// }
///
/// fn result_of<O: OperationType>() -> &'static str {
///     std::any::type_name::<O::Value>()
/// }
/// # assert!(result_of::<RetrieveLadle>().contains("RawJson"));
/// ```
pub trait OperationType: 'static {
    /// The result of awaiting a request of the operation.
    type Value: FromAnswer;
}

/// Declares a private module `op` with a type for each operation. After `=` follows the result of its
/// requests. After `=>` follows the content of a page, if the operation is a listing; its requests get
/// methods that return streams.
///
/// ```
/// mod resources {
///     use bessemer_runtime::{RawJson, operations};
///
///     operations! {
///         RetrieveLadle = RawJson,
///         ListLadles => Vec<RawJson>,
///     }
///
///     /// The request of all ladles.
///     pub type ListLadles = crate::Call<op::ListLadles>;
///
///     /// The request of one ladle.
///     pub type RetrieveLadle = crate::Call<op::RetrieveLadle>;
///
///     impl RetrieveLadle {
///         /// Sets the unit of the weight.
///         pub fn unit(self, unit: &str) -> Self {
///             Self(self.0.param("unit", unit))
///         }
///     }
/// }
///
/// bessemer_runtime::calls!();
/// # fn main() {}
/// ```
#[macro_export]
macro_rules! operations {
    ($($(#[$gate:meta])* $name:ident $(= $value:ty)? $(=> $list:ty)?),* $(,)?) => {
        mod op {
            $($(#[$gate])* pub enum $name {})*
        }

        $($crate::__operation! { $(#[$gate])* $name $(= $value)? $(=> $list)? })*
    };
}

/// What an operation is: the result of its requests, or the content of a page. The methods of listings
/// are not in an implementation for all listings, because rustdoc would show them with every request
/// type.
#[doc(hidden)]
#[macro_export]
macro_rules! __operation {
    ($(#[$gate:meta])* $name:ident = $value:ty) => {
        $(#[$gate])*
        impl $crate::OperationType for op::$name {
            type Value = $value;
        }
    };
    ($(#[$gate:meta])* $name:ident => $list:ty) => {
        $(#[$gate])*
        impl $crate::OperationType for op::$name {
            type Value = $crate::Page<$list>;
        }

        $(#[$gate])*
        impl $name {
            /// Streams the items of this page and of all following pages. The next page is fetched
            /// after the last item of a page.
            pub fn items(self) -> $crate::Items<$list> {
                self.0.items()
            }

            /// Streams this page and all following pages. A page is fetched when the stream is
            /// polled for it.
            pub fn pages(self) -> $crate::Pages<$list> {
                self.0.pages()
            }
        }

        $crate::__if_blocking! {
            $(#[$gate])*
            impl $name {
                /// Iterates over the items of this page and of all following pages, without async.
                pub fn items_blocking(self) -> $crate::BlockingIter<$crate::Items<$list>> {
                    self.0.items_blocking()
                }

                /// Iterates over this page and all following pages, without async.
                pub fn pages_blocking(self) -> $crate::BlockingIter<$crate::Pages<$list>> {
                    self.0.pages_blocking()
                }
            }
        }
    };
}

/// Declares `Call`, the type of all requests of a generated crate, in the root of the crate.
///
/// See [`operations!`](crate::operations) for an example.
#[macro_export]
macro_rules! calls {
    () => {
        /// A request of the operation `O`. It is sent when it is awaited.
        ///
        /// The request type of each operation, in [`resources`], is this type with a parameter. It has
        /// a setter for each optional parameter of the operation, and these options:
        ///
        /// - time limits: [`timeout`](Self::timeout), [`deadline`](Self::deadline),
        ///   [`idle_timeout`](Self::idle_timeout)
        /// - retries: [`max_retries`](Self::max_retries), [`idempotency_key`](Self::idempotency_key)
        /// - headers: [`header`](Self::header), [`append_header`](Self::append_header),
        ///   [`remove_header`](Self::remove_header)
        /// - parameters that the document lacks: [`query`](Self::query),
        ///   [`append_query`](Self::append_query)
        /// - the result: [`returning`](Self::returning), [`with_response`](Self::with_response)
        #[must_use = "a request does nothing until it is awaited or streamed"]
        pub struct Call<O: $crate::OperationType>(pub(crate) $crate::Request<O::Value>);

        $crate::__forward! { [impl<O: $crate::OperationType> Call<O>] {
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

        impl<O: $crate::OperationType> Call<O> {
            /// Reads the response as another type: an enum by status, if the operation has several
            /// success responses; `Bytes`, `Text` or `RawJson`; or your own type, as `Json<T>` if
            /// it implements serde's `Deserialize`.
            pub fn returning<U: $crate::FromAnswer>(self) -> $crate::Request<U> {
                self.0.returning()
            }

            /// Returns the response together with the value.
            pub fn with_response(self) -> $crate::Request<$crate::Response<O::Value>> {
                self.0.with_response()
            }

            #[doc(hidden)]
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
        }

        $crate::__if_blocking! {
            impl<O: $crate::OperationType> Call<O> {
                /// Sends the request and blocks the current thread until the response arrives. This
                /// also works inside an async runtime.
                ///
                /// # Errors
                ///
                /// The same as awaiting the request.
                pub fn send_blocking(self) -> ::std::result::Result<O::Value, $crate::Error> {
                    self.0.send_blocking()
                }
            }
        }

        $crate::__if_testing! {
            impl<O: $crate::OperationType> $crate::testing::Matcher for Call<O> {
                fn matches(&self, sent: &$crate::testing::Sent) -> bool {
                    $crate::testing::Matcher::matches(&self.0, sent)
                }
            }
        }

        impl<O: $crate::OperationType> $crate::IntoRequest for Call<O> {
            type Value = O::Value;

            fn into_request(self) -> $crate::Request<O::Value> {
                self.0
            }
        }

        impl<O: $crate::OperationType> ::std::future::IntoFuture for Call<O> {
            type Output = ::std::result::Result<O::Value, $crate::Error>;
            type IntoFuture = $crate::Sending<O::Value>;

            fn into_future(self) -> Self::IntoFuture {
                ::std::future::IntoFuture::into_future(self.0)
            }
        }

        impl<O: $crate::OperationType> ::std::clone::Clone for Call<O> {
            fn clone(&self) -> Self {
                Self(::std::clone::Clone::clone(&self.0))
            }
        }

        impl<O: $crate::OperationType> ::std::fmt::Debug for Call<O> {
            fn fmt(&self, formatter: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::Debug::fmt(&self.0, formatter)
            }
        }
    };
}
