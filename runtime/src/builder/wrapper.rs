//! The builder of a generated crate.

/// Gives the builder and the client of a generated crate, which wrap those of this one, the
/// settings that every API has.
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
            /// Reads the environment for what the program does not set, now. Blank variables count
            /// as unset, white space around values is dropped.
            pub fn env(self) -> Self {
                Self(self.0.env())
            }

            /// Where the API is served: `http` or `https`, with any path. A user name and a
            /// password in it are dropped.
            pub fn base_url(self, url: impl ::std::convert::Into<::std::string::String>) -> Self {
                Self(self.0.base_url(url))
            }

            /// The limit on each attempt, from before the connection to the last byte of the body;
            /// 10 minutes unless set.
            pub fn timeout(self, timeout: ::std::time::Duration) -> Self {
                Self(self.0.timeout(timeout))
            }

            /// The limit on making a connection; 10 seconds unless set. It has no effect on an
            /// HTTP client or transport of your own.
            pub fn connect_timeout(self, timeout: ::std::time::Duration) -> Self {
                Self(self.0.connect_timeout(timeout))
            }

            /// The limit on a whole call, with all attempts and the waits between them; none
            /// unless set. Each page of a listing is a call.
            pub fn deadline(self, deadline: ::std::time::Duration) -> Self {
                Self(self.0.deadline(deadline))
            }

            /// How many attempts may follow the first one; 2 unless set.
            pub fn max_retries(self, retries: u32) -> Self {
                Self(self.0.max_retries(retries))
            }

            /// The longest wait that the server may ask for; 2 minutes unless set. If it asks for
            /// more, the call ends with the error, which holds the wish.
            pub fn max_retry_after(self, wait: ::std::time::Duration) -> Self {
                Self(self.0.max_retry_after(wait))
            }

            /// Sends a header with every request, in place of any other of that name.
            pub fn header(
                self,
                name: impl ::std::convert::AsRef<str>,
                value: impl ::std::convert::AsRef<str>,
            ) -> Self {
                Self(self.0.header(name, value))
            }

            /// Does not send a header, not even one that every request has.
            pub fn remove_header(self, name: impl ::std::convert::AsRef<str>) -> Self {
                Self(self.0.remove_header(name))
            }

            /// Whether redirects are followed that lead to the same origin over https; they are
            /// not unless set. Only requests by `GET` and `HEAD` are, five times at the most.
            /// Every other redirect is an `Error::Api`, and no header is ever sent to another
            /// origin.
            pub fn follow_redirects(self, follow: bool) -> Self {
                Self(self.0.follow_redirects(follow))
            }

            /// Changes the HTTP client that this crate makes for itself: its proxies, its TLS, its
            /// pool. It has no effect on an HTTP client or transport of your own.
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

            /// Takes an HTTP client as it is set up: its proxies, its TLS, its redirects. One that
            /// follows redirects may carry headers to where they do not belong. With the feature
            /// `rustls`, the `reqwest` of this crate has no cryptography of its own, and its
            /// builder panics unless a provider of `rustls` is installed or TLS is preconfigured;
            /// `configure_http` has no such needs.
            pub fn http_client(self, client: $crate::reqwest::Client) -> Self {
                Self(self.0.http_client(client))
            }

            /// Takes another way to carry requests.
            pub fn transport(self, transport: impl $crate::Transport) -> Self {
                Self(self.0.transport(transport))
            }

            /// Wraps the transport: `wrap` is given the one inside. The first middleware is the
            /// outermost.
            pub fn middleware<T: $crate::Transport>(
                self,
                wrap: impl ::std::ops::Fn(::std::sync::Arc<dyn $crate::Transport>) -> T
                + ::std::marker::Send
                + ::std::marker::Sync
                + 'static,
            ) -> Self {
                Self(self.0.middleware(wrap))
            }

            /// Takes time and chance from elsewhere.
            pub fn clock(self, clock: impl $crate::Clock) -> Self {
                Self(self.0.clock(clock))
            }

            /// Builds the client.
            ///
            /// # Errors
            ///
            /// `Error::Config` if the base URL, a header or another setting is of no use, if there
            /// is no credential and no header in its place, or if TLS cannot be set up.
            pub fn build(self) -> ::std::result::Result<$client, $crate::Error> {
                ::std::result::Result::Ok($client { core: self.0.build()? })
            }
        }

        impl $client {
            /// A builder with the settings of this client, to make one that differs. Both share
            /// their connections.
            pub fn to_builder(&self) -> $builder {
                $builder(self.core.to_builder())
            }
        }
    };
}
