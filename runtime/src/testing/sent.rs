//! The record of a sent request.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, Method, Request, Uri};
use percent_encoding::percent_decode_str;
use url::form_urlencoded;

use crate::{Body, Operation, TransportError, headers::Names};

/// A request that a [`FakeTransport`](super::FakeTransport) received. Its `Debug` output does not
/// show the values of headers, the query or the body.
///
/// ```
/// use bessemer_runtime::testing::Sent;
///
/// fn is_small_page(sent: &Sent) -> bool {
///     sent.operation == "ladles.list" && sent.query("limit").as_deref() == Some("2")
/// }
/// ```
#[derive(Clone)]
#[non_exhaustive]
pub struct Sent {
    /// The ID of the operation, such as `containers.list`.
    pub operation: &'static str,
    /// The HTTP method.
    pub method: Method,
    /// The whole URL.
    pub uri: Uri,
    /// The headers, including the credential.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
    template: &'static str,
}

impl Sent {
    pub(super) async fn record(request: Request<Body>) -> Result<Self, TransportError> {
        let (head, body) = request.into_parts();
        let operation = head.extensions.get::<&'static Operation>();
        Ok(Self {
            operation: operation.map_or("", |it| it.id()),
            template: operation.map_or("", |it| it.path()),
            method: head.method,
            uri: head.uri,
            headers: head.headers,
            body: body.collect().await?,
        })
    }

    /// A path parameter, decoded; `None` if its path segment contains more than one parameter.
    pub fn path(&self, name: &str) -> Option<String> {
        let parameter = format!("{{{name}}}");
        // Compares from the end, because the base URL may have path segments too.
        let segments = self.template.rsplit('/').zip(self.uri.path().rsplit('/'));
        segments.into_iter().find_map(|(template, segment)| {
            let (before, after) = template.split_once(&parameter)?;
            let value = segment.strip_prefix(before)?.strip_suffix(after)?;
            Some(percent_decode_str(value).decode_utf8_lossy().into_owned())
        })
    }

    /// The first query parameter with this name, decoded.
    pub fn query(&self, name: &str) -> Option<String> {
        self.pairs().find_map(|(known, value)| (known == name).then(|| value.into_owned()))
    }

    pub(super) fn has_query(&self, name: &str, value: &str) -> bool {
        self.pairs().any(|pair| pair == (name.into(), value.into()))
    }

    fn pairs(&self) -> form_urlencoded::Parse<'_> {
        form_urlencoded::parse(self.uri.query().unwrap_or_default().as_bytes())
    }
}

impl fmt::Debug for Sent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sent")
            .field("operation", &self.operation)
            .field("method", &self.method)
            .field("path", &self.uri.path())
            .field("headers", &Names(&self.headers))
            .finish_non_exhaustive()
    }
}
