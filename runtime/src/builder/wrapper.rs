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
/// #     idempotency_header: None, retry_all_methods: false,
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
        $crate::__forward! { [impl $builder] {
            /// Reads the environment variables for everything that the program does not set. They
            /// are read now, not in `build`. An empty or blank variable counts as unset. White
            /// space around a value is removed.
            fn env();

            /// Sets the base URL of the API. The scheme is `http` or `https`; the URL may have a
            /// path. A user name and a password in the URL are ignored.
            fn base_url(url: impl ::std::convert::Into<::std::string::String>);

            /// Sets the time limit of each attempt, from connecting to the last byte of the body.
            /// The default is 10 minutes.
            fn timeout(timeout: ::std::time::Duration);

            /// Sets the time limit for opening a connection. The default is 10 seconds. It has no
            /// effect on an HTTP client or transport of your own.
            fn connect_timeout(timeout: ::std::time::Duration);

            /// Sets the time limit of a whole call: all attempts, the waits between them, and the
            /// stream. By default there is none. Each page of a listing is one call.
            fn deadline(deadline: ::std::time::Duration);

            /// Sets how many times a failed request is sent again. The default is 2.
            fn max_retries(retries: u32);

            /// Sets the longest wait before a retry that the server may ask for. The default is 2
            /// minutes. If the server asks for a longer wait, the call is not retried. It returns
            /// the error, and `retry_after` of the error is that wait.
            fn max_retry_after(wait: ::std::time::Duration);

            /// Sets how many retries all calls of this client together may make while no call
            /// succeeds. The default is 500. The limit prevents retries from multiplying the load
            /// of a failing server.
            fn retry_budget(retries: u32);

            /// Sets the limit on the time between two chunks of a stream. Comments that keep a
            /// connection alive count as chunks. The default is 5 minutes, or the time limit of an
            /// attempt if that is shorter.
            fn idle_timeout(timeout: ::std::time::Duration);

            /// Sets the maximum size of a response body that is read into memory, in bytes. The
            /// default is 256 MiB. A larger body is an `Error::TooLarge`. Downloads as a stream have
            /// no limit.
            fn max_body(bytes: u64);

            /// Sets how many bytes of the body of an error response are read. The default is 1 MiB.
            fn max_error_body(bytes: u64);

            /// Sets the maximum size of one event or line of a stream, in bytes. The default is
            /// 64 MiB. A larger event ends the stream with `Error::TooLarge`.
            fn max_event(bytes: u64);

            /// Sends a header with every request. It replaces any other header with that name.
            fn header(
                name: impl ::std::convert::AsRef<str>,
                value: impl ::std::convert::AsRef<str>,
            );

            /// Does not send the header with this name, even if it is one of the default headers.
            fn remove_header(name: impl ::std::convert::AsRef<str>);

            /// Sets whether to follow redirects. The default is `false`. The client follows a
            /// redirect only if the method is `GET`, `HEAD` or `QUERY` and the target has the same
            /// origin and uses https; it follows at most five in a row. Every other redirect is an
            /// `Error::Api`. No header is ever sent to another origin.
            fn follow_redirects(follow: bool);

            /// Sets whether a response that differs from the document is an error. The default is
            /// `false`: a required property that is missing, null or of another type has the empty
            /// value of its type. An optional property of another type is `None`. `Response::notes`
            /// returns the paths of these properties.
            fn strict(strict: bool);

            /// Trusts a certificate authority in addition to those of the platform, from one or more
            /// certificates in PEM format.
            fn root_certificate(pem: impl ::std::convert::Into<::std::vec::Vec<u8>>);

            /// Sends a client certificate to servers that ask for one (mutual TLS). `pem` has the
            /// certificate chain and the private key in PEM format; the key is in PKCS #8.
            fn client_identity(pem: impl ::std::convert::Into<::std::vec::Vec<u8>>);

            /// Changes the HTTP client that this crate creates: its proxies, TLS settings or
            /// connection pool. It has no effect on an HTTP client or transport of your own.
            fn configure_http(
                configure: impl ::std::ops::Fn(
                    $crate::reqwest::ClientBuilder,
                ) -> $crate::reqwest::ClientBuilder
                + ::std::marker::Send
                + ::std::marker::Sync
                + 'static,
            );

            /// Uses this HTTP client, with its own settings for proxies, TLS and redirects. A
            /// client that follows redirects may send headers to another origin. With the feature
            /// `rustls`, this crate's `reqwest` has no default cryptography provider: building a
            /// `reqwest::Client` panics unless a `rustls` provider is installed or TLS is
            /// preconfigured. `configure_http` needs no such provider.
            fn http_client(client: $crate::reqwest::Client);

            /// Sends requests with this transport instead of over HTTP connections of this crate.
            fn transport(transport: impl $crate::Transport);

            /// Calls `observe` when an attempt starts and when it ends, for metrics and logs. It
            /// must not block.
            fn on_attempt(
                observe: impl ::std::ops::Fn(&$crate::AttemptEvent)
                + ::std::marker::Send
                + ::std::marker::Sync
                + 'static,
            );

            /// Uses this clock for time, waits and random numbers.
            fn clock(clock: impl $crate::Clock);
        } }

        impl $builder {
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

        $crate::__if_rustls! {
            impl $builder {
                /// Uses these TLS settings instead of all others.
                pub fn tls_config(self, config: $crate::rustls::ClientConfig) -> Self {
                    Self(self.0.tls_config(config))
                }
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
