//! The static description of an operation.

use std::fmt;

use http::StatusCode;

/// One operation of an API, as its document describes it.
///
/// Every request has its operation as an extension of type `&'static Operation`, so that a
/// [`Transport`](crate::Transport) can identify calls without parsing URLs.
///
/// ```
/// use bessemer_runtime::Operation;
///
/// static RETRIEVE: Operation = Operation::get("ladles.retrieve", "/ladles/{ladle_id}");
/// assert_eq!(RETRIEVE.to_string(), "ladles.retrieve (GET /ladles/{ladle_id})");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operation {
    id: &'static str,
    method: &'static str,
    path: &'static str,
    accept: Option<&'static str>,
    headers: &'static [(&'static str, &'static str)],
    credentials: Option<&'static [&'static [&'static str]]>,
    server: Option<&'static str>,
    strict: bool,
    redirects: bool,
    upgrades: bool,
    counting: Option<Counting>,
}

/// How the pages of a listing of arrays are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Counting {
    pub(crate) param: &'static str,
    pub(crate) first: i64,
    /// Whether items are counted, not pages.
    pub(crate) by_item: bool,
}

impl Operation {
    /// An operation with any HTTP method, in this spelling. If the method is not a token (RFC 9110
    /// §9.1), calls return an error.
    ///
    /// ```
    /// # use bessemer_runtime::Operation;
    /// static COPY: Operation = Operation::new("COPY", "ladles.copy", "/ladles/{ladle_id}");
    /// ```
    pub const fn new(method: &'static str, id: &'static str, path: &'static str) -> Self {
        Self {
            id,
            method,
            path,
            accept: None,
            headers: &[],
            credentials: None,
            server: None,
            strict: false,
            redirects: false,
            upgrades: false,
            counting: None,
        }
    }

    /// A `GET` operation.
    pub const fn get(id: &'static str, path: &'static str) -> Self {
        Self::new("GET", id, path)
    }

    /// A `HEAD` operation.
    pub const fn head(id: &'static str, path: &'static str) -> Self {
        Self::new("HEAD", id, path)
    }

    /// A `POST` operation.
    pub const fn post(id: &'static str, path: &'static str) -> Self {
        Self::new("POST", id, path)
    }

    /// A `PUT` operation.
    pub const fn put(id: &'static str, path: &'static str) -> Self {
        Self::new("PUT", id, path)
    }

    /// A `PATCH` operation.
    pub const fn patch(id: &'static str, path: &'static str) -> Self {
        Self::new("PATCH", id, path)
    }

    /// A `DELETE` operation.
    pub const fn delete(id: &'static str, path: &'static str) -> Self {
        Self::new("DELETE", id, path)
    }

    /// An `OPTIONS` operation.
    pub const fn options(id: &'static str, path: &'static str) -> Self {
        Self::new("OPTIONS", id, path)
    }

    /// A `TRACE` operation.
    pub const fn trace(id: &'static str, path: &'static str) -> Self {
        Self::new("TRACE", id, path)
    }

    /// A `QUERY` operation, a safe method with a body (RFC 10008).
    pub const fn query(id: &'static str, path: &'static str) -> Self {
        Self::new("QUERY", id, path)
    }

    /// A `GET` operation that opens a WebSocket (RFC 6455 §4.1); see `WebSocket`, with the feature
    /// `websocket`.
    ///
    /// ```
    /// # use bessemer_runtime::Operation;
    /// static LISTEN: Operation = Operation::websocket("furnace.listen", "/furnace/listen");
    /// ```
    pub const fn websocket(id: &'static str, path: &'static str) -> Self {
        let mut operation = Self::get(id, path);
        operation.upgrades = true;
        operation
    }

    /// Sets the `Accept` header, for responses that are not JSON (RFC 9110 §12.5.1).
    ///
    /// ```
    /// # use bessemer_runtime::Operation;
    /// static DRAWING: Operation =
    ///     Operation::get("ladles.drawing", "/ladles/{ladle_id}/drawing").accept("image/png, */*");
    /// ```
    pub const fn accept(mut self, media_types: &'static str) -> Self {
        self.accept = Some(media_types);
        self
    }

    /// Sets headers of each request. If one is not a valid header, calls return an error.
    ///
    /// ```
    /// # use bessemer_runtime::Operation;
    /// static TILT: Operation =
    ///     Operation::post("ladles.tilt", "/ladles/{ladle_id}/tilt").headers(&[("x-beta", "tilt=v1")]);
    /// ```
    pub const fn headers(mut self, headers: &'static [(&'static str, &'static str)]) -> Self {
        self.headers = headers;
        self
    }

    /// Sets the credentials of the operation, by their settings: a list of alternatives, each with
    /// one or more credentials. By default an operation accepts any credential of the API. With an
    /// empty list it needs none; an empty alternative makes the credentials optional.
    ///
    /// ```
    /// # use bessemer_runtime::Operation;
    /// static PING: Operation = Operation::get("ping", "/ping").auth(&[]);
    /// static PURGE: Operation = Operation::delete("purge", "/").auth(&[&["admin_key"], &["login"]]);
    /// ```
    pub const fn auth(mut self, alternatives: &'static [&'static [&'static str]]) -> Self {
        self.credentials = Some(alternatives);
        self
    }

    /// Sets the server of this operation, an absolute `http` or `https` URL, if it differs from
    /// that of the API (OpenAPI 3.1 §4.8.5). A base URL of the caller overrides it.
    ///
    /// ```
    /// # use bessemer_runtime::Operation;
    /// static UPLOAD: Operation =
    ///     Operation::post("files.upload", "/files").server("https://uploads.example.com/v1");
    /// ```
    pub const fn server(mut self, url: &'static str) -> Self {
        self.server = Some(url);
        self
    }

    /// Makes it an error if a response differs from the document.
    /// [`ClientBuilder::strict`](crate::ClientBuilder::strict) does this for all operations.
    ///
    /// ```
    /// # use bessemer_runtime::Operation;
    /// static BALANCE: Operation = Operation::get("accounts.balance", "/balance").strict();
    /// ```
    pub const fn strict(mut self) -> Self {
        self.strict = true;
        self
    }

    /// Returns a redirect as the response, and does not follow it; see
    /// [`Location`](crate::Location).
    ///
    /// ```
    /// # use bessemer_runtime::Operation;
    /// static LOGIN: Operation = Operation::get("login", "/authorize").redirects();
    /// ```
    pub const fn redirects(mut self) -> Self {
        self.redirects = true;
        self
    }

    /// Makes a response that is an array a page of a listing. The query parameter `param` is the
    /// page number, starting with `first`. The first page without items is the last one.
    ///
    /// ```
    /// # use bessemer_runtime::Operation;
    /// static LIST: Operation = Operation::get("ladles.list", "/ladles").pages("page", 1);
    /// ```
    pub const fn pages(mut self, param: &'static str, first: i64) -> Self {
        self.counting = Some(Counting { param, first, by_item: false });
        self
    }

    /// Makes a response that is an array a page of a listing. The query parameter `param` is the
    /// number of items before the page, starting with `first`. The first page without items is the
    /// last one.
    ///
    /// ```
    /// # use bessemer_runtime::Operation;
    /// static LIST: Operation = Operation::get("ladles.list", "/ladles").offsets("offset", 0);
    /// ```
    pub const fn offsets(mut self, param: &'static str, first: i64) -> Self {
        self.counting = Some(Counting { param, first, by_item: true });
        self
    }

    /// How its pages are counted.
    pub(crate) fn counting(&self) -> Option<Counting> {
        self.counting
    }

    /// Whether a response with this status is a success of the operation.
    pub(crate) fn is_answer(&self, status: StatusCode) -> bool {
        if self.upgrades {
            return status == StatusCode::SWITCHING_PROTOCOLS;
        }
        let is_redirect = status.is_redirection() && status != StatusCode::NOT_MODIFIED;
        status.is_success() || self.redirects && is_redirect
    }

    pub(crate) fn is_upgrade(&self) -> bool {
        self.upgrades
    }

    pub(crate) fn is_redirect(&self) -> bool {
        self.redirects
    }

    pub(crate) fn is_strict(&self) -> bool {
        self.strict
    }

    /// The server of this operation, if it differs from that of the API.
    pub(crate) fn own_server(&self) -> Option<&'static str> {
        self.server
    }

    /// The alternatives of credentials, if the operation names them.
    pub(crate) fn credentials(&self) -> Option<&'static [&'static [&'static str]]> {
        self.credentials
    }

    /// The headers of each request.
    pub(crate) fn sent_headers(&self) -> &'static [(&'static str, &'static str)] {
        self.headers
    }

    /// The `Accept` header, if it is not the default.
    pub(crate) fn accepted(&self) -> Option<&'static str> {
        self.accept
    }

    /// The accessors and the method in the SDK, such as `containers.retrieve`.
    pub fn id(&self) -> &'static str {
        self.id
    }

    /// The HTTP method.
    pub fn method(&self) -> &'static str {
        self.method
    }

    /// The path template, such as `/containers/{container_id}`. The part after a `?` is a query
    /// that is sent with every request.
    pub fn path(&self) -> &'static str {
        self.path
    }
}

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({} {})", self.id, self.method, self.path)
    }
}
