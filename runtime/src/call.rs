//! The data of a call.

use std::{borrow::Cow, time::Duration};

use base64::{Engine, engine::general_purpose::STANDARD};
use http::{HeaderMap, HeaderValue, Method, Request, Uri, header};

use crate::{
    Client, InvalidRequest, Operation,
    headers::{parse_value, settable},
    idempotency,
    options::Options,
    payload::Payload,
    query::Query,
    styled::Styled,
    timeout::{Budget, Limits},
    url::BaseUrl,
};

/// The default limit on the time between two chunks of a stream.
const IDLE_TIMEOUT: Duration = Duration::from_secs(300);

/// Everything that an attempt needs to build its request.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    pub(crate) client: Client,
    pub(crate) operation: &'static Operation,
    pub(crate) path: Vec<(&'static str, String)>,
    pub(crate) query: Query,
    pub(crate) styled: Styled,
    pub(crate) payload: Option<Payload>,
    /// The URL of a page, if it replaces that of the operation.
    pub(crate) link: Option<Uri>,
    pub(crate) options: Options,
}

impl Call {
    pub(crate) fn new(client: &Client, operation: &'static Operation) -> Self {
        Self {
            client: client.clone(),
            operation,
            path: Vec::new(),
            query: Query::default(),
            styled: Styled::default(),
            payload: None,
            link: None,
            options: Options::default(),
        }
    }

    /// Makes this the call of a page that a link leads to: a `GET`, whatever the first page was.
    pub(crate) fn follow(&mut self, link: Uri) {
        self.link = Some(link);
        self.payload = None;
    }

    /// Builds the request of an attempt, without the credential and the body.
    pub(crate) fn request(&self) -> Result<Request<()>, InvalidRequest> {
        let refuse = |message| InvalidRequest { operation: self.operation, message };
        if let Some(mistake) = &self.options.mistake {
            return Err(refuse(mistake.clone()));
        }
        let query = self.query.encode();
        let path = self.styled.fill(self.operation.path());
        let base_url = self.client.base_url(self.operation).map_err(refuse)?;
        let url = base_url.join(&path, &self.path, query.as_deref());
        let mut request = Request::new(());
        *request.uri_mut() = self.link.clone().map_or(url, Ok).map_err(refuse)?;
        *request.method_mut() = match self.link {
            Some(_) => Method::GET,
            None => method(self.operation).map_err(refuse)?,
        };
        *request.headers_mut() = self.client.headers().clone();
        self.describe(request.headers_mut()).map_err(refuse)?;
        request.extensions_mut().insert(self.operation);
        Ok(request)
    }

    /// Scheme, host and port of the server.
    pub(crate) fn origin(&self) -> String {
        let base_url = match &self.link {
            Some(link) => BaseUrl::parse(&link.to_string()).map(Cow::Owned),
            None => self.client.base_url(self.operation),
        };
        base_url.map(|it| it.origin()).unwrap_or_default()
    }

    /// Adds the headers of this call to those of every call.
    fn describe(&self, headers: &mut HeaderMap) -> Result<(), String> {
        if let Some(accept) = self.operation.accepted() {
            headers.insert(header::ACCEPT, parse_value("accept", accept)?);
        }
        for (name, value) in self.operation.sent_headers() {
            headers.insert(settable(name)?, parse_value(name, value)?);
        }
        if let Some(payload) = &self.payload {
            headers.insert(header::CONTENT_TYPE, parse_value("content-type", &payload.media_type)?);
        }
        self.options.headers.apply(headers)?;
        if self.operation.is_upgrade() {
            upgrade(headers)?;
        }
        if let Some(cookies) = self.styled.cookies() {
            let before = headers.get(header::COOKIE).map(HeaderValue::to_str).transpose();
            let before = before.map_err(|_| "the header `cookie` is not ASCII text")?;
            let cookies = [before.unwrap_or_default(), &cookies].join("; ");
            let cookies = cookies.trim_start_matches("; ");
            headers.insert(header::COOKIE, parse_value("cookie", cookies)?);
        }
        Ok(())
    }

    /// Starts the time limits of the call.
    pub(crate) fn budget(&self) -> Budget {
        let settings = self.client.settings();
        let timeout = self.options.timeout.unwrap_or(settings.timeout);
        let idle = self.options.idle_timeout.or(settings.idle_timeout);
        let limits = Limits {
            timeout,
            idle: idle.unwrap_or(IDLE_TIMEOUT.min(timeout)),
            deadline: self.options.deadline.or(settings.deadline),
        };
        Budget::start(settings.clock.clone(), limits)
    }

    /// Gives the call an idempotency key, if the API has one and the call needs it.
    pub(crate) fn identify(&mut self) {
        let api = self.client.api();
        if let Some(header) = api.idempotency_header
            && !self.is_idempotent()
            && !self.client.headers().contains_key(header)
            && !self.options.headers.mention(header)
        {
            let key = idempotency::key(&*self.client.settings().clock);
            self.options.header(header, &key);
        }
    }

    /// Whether the request may be sent again after the server may have received it.
    pub(crate) fn is_repeatable(&self, request: &HeaderMap) -> bool {
        let api = self.client.api();
        let header = api.idempotency_header.unwrap_or(idempotency::HEADER);
        self.is_idempotent() || api.retry_all_methods || request.contains_key(header)
    }

    /// Whether its method is idempotent (RFC 9110 §9.2.2). A link is read with `GET`.
    fn is_idempotent(&self) -> bool {
        self.link.is_some() || idempotency::is_idempotent(self.operation.method())
    }

    /// Whether an answer that lacks something is an error.
    pub(crate) fn is_strict(&self) -> bool {
        self.operation.is_strict() || self.client.settings().strict
    }

    pub(crate) fn max_retries(&self) -> u32 {
        self.options.max_retries.unwrap_or(self.client.settings().max_retries)
    }
}

/// Adds the headers that ask for a WebSocket (RFC 6455 §4.1).
fn upgrade(headers: &mut HeaderMap) -> Result<(), String> {
    headers.insert(header::CONNECTION, HeaderValue::from_static("Upgrade"));
    headers.insert(header::UPGRADE, HeaderValue::from_static("websocket"));
    headers.insert(header::SEC_WEBSOCKET_VERSION, HeaderValue::from_static("13"));
    let key = STANDARD.encode(fastrand::u128(..).to_be_bytes());
    headers.insert(header::SEC_WEBSOCKET_KEY, parse_value("sec-websocket-key", &key)?);
    Ok(())
}

/// The method of an operation.
fn method(operation: &Operation) -> Result<Method, String> {
    let method = operation.method();
    Method::from_bytes(method.as_bytes()).map_err(|_| format!("`{method}` is not an HTTP method"))
}
