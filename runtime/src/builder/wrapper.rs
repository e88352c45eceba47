//! The builder of a generated crate.

/// Implements the settings that every API has for the builder and the client of a generated crate.
/// Both wrap the types of the same names in this crate.
///
/// ```
/// use bessemer_runtime::{Api, client_builder};
///
/// # static API: Api = Api {
/// #     user_agent: "casting/1.0", base_url: Some("http://localhost"), base_url_env: None,
/// #     headers_env: None, request_id: "x-request-id", credentials: &[], headers: &[],
/// # };
/// pub struct Client { core: bessemer_runtime::Client }
/// pub struct ClientBuilder(bessemer_runtime::ClientBuilder);
///
/// client_builder! { ClientBuilder => Client }
///
/// let builder = ClientBuilder(bessemer_runtime::ClientBuilder::new(&API));
/// let client = builder.max_retries(5).build()?;
/// # Ok::<(), bessemer_runtime::Error>(())
/// ```
#[macro_export]
macro_rules! client_builder {
    ($builder:ident => $client:ident) => {
        impl $builder {
            /// Reads the environment variables for everything that the program does not set. They
            /// are read now, not in `build`. An empty or blank variable counts as unset. White
            /// space around a value is removed.
            pub fn env(self) -> Self {
                Self(self.0.env())
            }

            /// Sets the base URL of the API. The scheme is `http` or `https`; the URL may have a
            /// path. A user name and a password in the URL are ignored.
            pub fn base_url(self, url: impl ::std::convert::Into<::std::string::String>) -> Self {
                Self(self.0.base_url(url))
            }

            /// Sets the time limit of each attempt, from connecting to the last byte of the body.
            /// The default is 10 minutes.
            pub fn timeout(self, timeout: ::std::time::Duration) -> Self {
                Self(self.0.timeout(timeout))
            }

            /// Sets the time limit for opening a connection. The default is 10 seconds. It has no
            /// effect on an HTTP client or transport of your own.
            pub fn connect_timeout(self, timeout: ::std::time::Duration) -> Self {
                Self(self.0.connect_timeout(timeout))
            }

            /// Sets the time limit of a whole call: all attempts and the waits between them. By
            /// default there is none. Each page of a listing is one call.
            pub fn deadline(self, deadline: ::std::time::Duration) -> Self {
                Self(self.0.deadline(deadline))
            }

            /// Sets how many times a failed request is sent again. The default is 2.
            pub fn max_retries(self, retries: u32) -> Self {
                Self(self.0.max_retries(retries))
            }

            /// Sets the longest wait before a retry that the server may ask for. The default is
            /// 2 minutes. If the server asks for a longer wait, the call is not retried and returns
            /// the error, whose `retry_after` is that wait.
            pub fn max_retry_after(self, wait: ::std::time::Duration) -> Self {
                Self(self.0.max_retry_after(wait))
            }

            /// Sends a header with every request. It replaces any other header with that name.
            pub fn header(
                self,
                name: impl ::std::convert::AsRef<str>,
                value: impl ::std::convert::AsRef<str>,
            ) -> Self {
                Self(self.0.header(name, value))
            }

            /// Does not send the header with this name, even if it is one of the default headers.
            pub fn remove_header(self, name: impl ::std::convert::AsRef<str>) -> Self {
                Self(self.0.remove_header(name))
            }

            /// Sets whether to follow redirects. The default is `false`. The client follows a
            /// redirect only if the method is `GET`, `HEAD` or `QUERY` and the target has the same
            /// origin and uses https; it follows at most five in a row. Every other redirect is an
            /// `Error::Api`. No header is ever sent to another origin.
            pub fn follow_redirects(self, follow: bool) -> Self {
                Self(self.0.follow_redirects(follow))
            }

            /// Whether an answer that lacks something is an error; it is not unless set. A required
            /// property that is missing, null or of another type has the empty value of its type
            /// then, as an optional one of another type has none; `Response::notes` says where.
            pub fn strict(self, strict: bool) -> Self {
                Self(self.0.strict(strict))
            }

            /// Changes the HTTP client that this crate creates: its proxies, TLS settings or
            /// connection pool. It has no effect on an HTTP client or transport of your own.
            pub fn configure_http(
                self,
                configure: impl ::std::ops::Fn(
                    $crate::reqwest::ClientBuilder,
                ) -> $crate::reqwest::ClientBuilder
                + ::std::marker::Send
                + ::std::marker::Sync
                + 'static,
            ) -> Self {
                Self(self.0.configure_http(configure))
            }

            /// Uses this HTTP client, with its own settings for proxies, TLS and redirects. A
            /// client that follows redirects may send headers to another origin. With the feature
            /// `rustls`, this crate's `reqwest` has no default cryptography provider: building a
            /// `reqwest::Client` panics unless a `rustls` provider is installed or TLS is
            /// preconfigured. `configure_http` does not need that.
            pub fn http_client(self, client: $crate::reqwest::Client) -> Self {
                Self(self.0.http_client(client))
            }

            /// Sends requests with this transport instead of over HTTP connections of this crate.
            pub fn transport(self, transport: impl $crate::Transport) -> Self {
                Self(self.0.transport(transport))
            }

            /// Wraps the transport: `wrap` receives the inner transport and returns the outer one.
            /// The middleware that is added first is the outermost.
            pub fn middleware<T: $crate::Transport>(
                self,
                wrap: impl ::std::ops::Fn(::std::sync::Arc<dyn $crate::Transport>) -> T
                + ::std::marker::Send
                + ::std::marker::Sync
                + 'static,
            ) -> Self {
                Self(self.0.middleware(wrap))
            }

            /// Uses this clock for time, waits and random numbers.
            pub fn clock(self, clock: impl $crate::Clock) -> Self {
                Self(self.0.clock(clock))
            }

            /// Builds the client.
            ///
            /// # Errors
            ///
            /// `Error::Config` if the base URL, a header or another setting is invalid, if the
            /// credential is missing and no header replaces it, or if TLS cannot be set up.
            pub fn build(self) -> ::std::result::Result<$client, $crate::Error> {
                ::std::result::Result::Ok($client { core: self.0.build()? })
            }
        }

        impl $client {
            /// Returns a builder with the settings of this client, to build a client that differs
            /// in some of them. Both clients share their connections.
            pub fn to_builder(&self) -> $builder {
                $builder(self.core.to_builder())
            }
        }
    };
}
