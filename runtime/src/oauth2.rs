//! Access tokens of OAuth 2.0.

use std::{
    collections::BTreeMap,
    fmt,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use base64::{Engine, engine::general_purpose::STANDARD};
use futures_core::future::BoxFuture;
use futures_util::future::{Either, select};
use http::{HeaderMap, HeaderValue, Request, StatusCode, Uri, header};
use tokio::sync::Mutex;
use url::form_urlencoded;

use crate::{
    Body, BoxError, Clock, HttpTransport, KeyProvider, Secret, SystemClock, Transport,
    TransportError,
    api_error::meaning,
    failure::Secrets,
    http_transport::Connections,
    json::{RawJson, from_slice},
    retry,
};

#[cfg(test)]
mod tests;

/// How long before its end a token is replaced.
const MARGIN: Duration = Duration::from_secs(60);
/// How often a request for a token is sent again.
const RETRIES: u32 = 2;
/// The time limit of a request for a token.
const TIMEOUT: Duration = Duration::from_secs(60);
/// The largest response of a token endpoint, in bytes.
const MAX_BODY: u64 = 1 << 20;

/// Gets access tokens of OAuth 2.0 (RFC 6749) and keeps them until they expire. It is a
/// [`KeyProvider`], for a credential that is a bearer token.
///
/// All calls that wait for a token share one request for it. A token is replaced one minute before
/// it expires. A token without `expires_in` is never replaced. If the server returns a refresh
/// token, the next token is requested with it (RFC 6749 §6). Clones share their token.
///
/// ```
/// # use bessemer_runtime::{Api, Client, ClientBuilder, Error};
/// use bessemer_runtime::OAuth2;
///
/// fn client(api: &'static Api, secret: &str) -> Result<Client, Error> {
///     let url = "https://auth.example.com/oauth/token";
///     let tokens = OAuth2::client_credentials(url, "casting", secret).scopes(["ladles:read"]);
///     ClientBuilder::new(api).credential_provider(tokens).build()
/// }
/// ```
#[derive(Clone)]
pub struct OAuth2 {
    settings: Settings,
    shared: Arc<Shared>,
}

/// What all clones share.
#[derive(Default)]
struct Shared {
    /// How many requests for a token have ended.
    ended: AtomicU64,
    /// Locked while a request for a token is under way.
    state: Mutex<State>,
}

#[derive(Clone)]
struct Settings {
    token_url: String,
    id: String,
    secret: Option<Secret>,
    scopes: Vec<String>,
    params: BTreeMap<String, String>,
    /// Whether the secret is sent in the body, not in a header.
    in_body: bool,
    transport: Option<Arc<dyn Transport>>,
    clock: Arc<dyn Clock>,
}

#[derive(Default)]
struct State {
    token: Option<Token>,
    refresh_token: Option<Secret>,
    /// Why the last request failed.
    failure: Option<Failure>,
    transport: Option<Arc<dyn Transport>>,
}

#[derive(Clone)]
struct Token {
    secret: Secret,
    /// `None` if it does not expire.
    end: Option<Instant>,
}

/// Why there is no token. All calls that wait for it get the same error.
#[derive(Clone, Debug)]
struct Failure(Arc<str>);

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Failure {}

impl OAuth2 {
    /// Gets tokens with the ID and the secret of the client (RFC 6749 §4.4).
    pub fn client_credentials(
        token_url: impl Into<String>,
        id: impl Into<String>,
        secret: impl Into<Secret>,
    ) -> Self {
        Self::new(token_url.into(), id.into()).secret(secret)
    }

    /// Gets tokens with a refresh token (RFC 6749 §6).
    ///
    /// ```
    /// use bessemer_runtime::OAuth2;
    ///
    /// fn of_user(refresh_token: &str) -> OAuth2 {
    ///     OAuth2::refresh("https://auth.example.com/oauth/token", "casting", refresh_token)
    /// }
    /// ```
    pub fn refresh(
        token_url: impl Into<String>,
        id: impl Into<String>,
        refresh_token: impl Into<Secret>,
    ) -> Self {
        let mut this = Self::new(token_url.into(), id.into());
        let refresh_token = Some(refresh_token.into());
        let state = State { refresh_token, ..State::default() };
        this.shared = Arc::new(Shared { state: Mutex::new(state), ..Shared::default() });
        this
    }

    fn new(token_url: String, id: String) -> Self {
        let settings = Settings {
            token_url,
            id,
            secret: None,
            scopes: Vec::new(),
            params: BTreeMap::new(),
            in_body: false,
            transport: None,
            clock: Arc::new(SystemClock),
        };
        Self { settings, shared: Arc::default() }
    }

    /// Sets the secret of the client.
    #[must_use]
    pub fn secret(mut self, secret: impl Into<Secret>) -> Self {
        self.settings.secret = Some(secret.into());
        self
    }

    /// Asks for tokens with these scopes (RFC 6749 §3.3).
    #[must_use]
    pub fn scopes(mut self, scopes: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.settings.scopes = scopes.into_iter().map(Into::into).collect();
        self
    }

    /// Adds a parameter to each request for a token, such as `audience`.
    #[must_use]
    pub fn param(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.settings.params.insert(name.into(), value.into());
        self
    }

    /// Sends the ID and the secret of the client in the body, for servers that do not accept HTTP
    /// Basic authentication (RFC 6749 §2.3.1).
    #[must_use]
    pub fn secret_in_body(mut self) -> Self {
        self.settings.in_body = true;
        self
    }

    /// Sends requests for tokens with this transport, instead of over connections of its own.
    #[must_use]
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.settings.transport = Some(Arc::new(transport));
        self
    }

    /// Uses this clock for the lifetime of tokens and for waits.
    #[must_use]
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.settings.clock = Arc::new(clock);
        self
    }

    /// Returns a valid token. If there is none, one call asks for it, and all others wait. If that call
    /// is dropped, the next one asks.
    async fn token(&self) -> Result<Secret, Failure> {
        let ended = self.shared.ended.load(Ordering::Acquire);
        let mut state = self.shared.state.lock().await;
        let now = self.settings.clock.now();
        if let Some(token) = &state.token
            && token.end.is_none_or(|end| end > now)
        {
            return Ok(token.secret.clone());
        }
        // The request that this call has waited for failed, and would fail again.
        if let Some(failure) = &state.failure
            && self.shared.ended.load(Ordering::Acquire) > ended
        {
            return Err(failure.clone());
        }
        let result = self.request_token(&mut state).await;
        state.token = result.as_ref().ok().cloned();
        state.failure = result.as_ref().err().cloned();
        self.shared.ended.fetch_add(1, Ordering::Release);
        result.map(|token| token.secret)
    }

    async fn request_token(&self, state: &mut State) -> Result<Token, Failure> {
        if let Some(refresh_token) = state.refresh_token.clone() {
            let grant =
                [("grant_type", "refresh_token"), ("refresh_token", refresh_token.expose())];
            let result = self.grant(state, &grant).await;
            // A refresh token may have expired. The secret of the client gets a new token.
            if result.is_ok() || self.settings.secret.is_none() {
                return result;
            }
            state.refresh_token = None;
        }
        self.grant(state, &[("grant_type", "client_credentials")]).await
    }

    /// Asks for a token, and again after temporary failures.
    async fn grant(&self, state: &mut State, grant: &[(&str, &str)]) -> Result<Token, Failure> {
        let Settings { clock, .. } = &self.settings;
        let mut retries = 0;
        loop {
            let (failure, headers) = match self.attempt(state, grant).await {
                Ok(token) => return Ok(token),
                Err(Attempt::Permanent(failure)) => return Err(failure),
                Err(Attempt::Temporary(failure, headers)) => (failure, headers),
            };
            let hint = retry::retry_after(&headers, clock.date());
            let wait = retry::delay(hint, retries, clock.random(), TIMEOUT);
            let Some(wait) = wait.filter(|_| retries < RETRIES) else { return Err(failure) };
            clock.sleep(wait).await;
            retries += 1;
        }
    }

    async fn attempt(&self, state: &mut State, grant: &[(&str, &str)]) -> Result<Token, Attempt> {
        let secrets = self.secrets(grant);
        let permanent = |text: String| Attempt::Permanent(Failure(secrets.hide(text).into()));
        let request = self.request(grant).map_err(permanent)?;
        let transport = self.open(state).map_err(permanent)?;
        let start = self.settings.clock.now();
        let exchange = async {
            let (head, body) = transport.send(request).await?.into_parts();
            let (body, _) = body.collect_up_to(MAX_BODY).await?;
            Ok::<_, TransportError>((head, body))
        };
        let limit = self.settings.clock.limit(TIMEOUT);
        let temporary =
            |text: String, headers| Attempt::Temporary(Failure(secrets.hide(text).into()), headers);
        let (head, body) = match select(Box::pin(exchange), limit).await {
            Either::Left((Ok(response), _)) => response,
            Either::Left((Err(error), _)) => {
                let text = format!("the token endpoint cannot be reached: {error}");
                return Err(match error {
                    TransportError::Permanent(_) => permanent(text),
                    _ => temporary(text, HeaderMap::new()),
                });
            }
            Either::Right(_) => {
                let text = "the token endpoint did not answer in time".to_owned();
                return Err(temporary(text, HeaderMap::new()));
            }
        };
        if head.status.is_success() {
            return read(state, &body, start).map_err(permanent);
        }
        let text = rejection(head.status, &body);
        match retry::should_retry(head.status, &head.headers, true) {
            true => Err(temporary(text, head.headers)),
            false => Err(permanent(text)),
        }
    }

    fn secrets(&self, grant: &[(&str, &str)]) -> Secrets {
        let granted = grant.iter().filter(|(name, _)| *name == "refresh_token");
        let granted = granted.map(|(_, value)| Secret::from(*value));
        Secrets::of(
            &HeaderMap::new(),
            self.settings.secret.iter().cloned().chain(granted).collect(),
        )
    }

    fn request(&self, grant: &[(&str, &str)]) -> Result<Request<Body>, String> {
        let Settings { token_url, id, secret, scopes, params, in_body, .. } = &self.settings;
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.extend_pairs(grant);
        if !scopes.is_empty() {
            form.append_pair("scope", &scopes.join(" "));
        }
        form.extend_pairs(params);
        let basic = secret.as_ref().filter(|_| !in_body);
        if basic.is_none() {
            form.append_pair("client_id", id);
        }
        if let Some(secret) = secret.as_ref().filter(|_| *in_body) {
            form.append_pair("client_secret", secret.expose());
        }
        let mut request = Request::new(Body::from(form.finish()));
        *request.method_mut() = http::Method::POST;
        let uri = Uri::try_from(token_url.as_str());
        *request.uri_mut() = uri.map_err(|error| format!("invalid token URL: {error}"))?;
        let headers = request.headers_mut();
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/x-www-form-urlencoded"),
        );
        headers.insert(header::ACCEPT, HeaderValue::from_static("application/json"));
        if let Some(secret) = basic {
            headers.insert(header::AUTHORIZATION, basic_header(id, secret)?);
        }
        Ok(request)
    }

    /// The transport for requests for tokens.
    fn open(&self, state: &mut State) -> Result<Arc<dyn Transport>, String> {
        if let Some(transport) = self.settings.transport.as_ref().or(state.transport.as_ref()) {
            return Ok(transport.clone());
        }
        let opened = HttpTransport::open(Connections::default());
        let opened: Arc<dyn Transport> = Arc::new(opened.map_err(|error| error.to_string())?);
        state.transport = Some(opened.clone());
        Ok(opened)
    }
}

/// Reads the response of a token endpoint (RFC 6749 §5.1).
fn read(state: &mut State, body: &[u8], start: Instant) -> Result<Token, String> {
    let invalid = |_| "the token endpoint returned no JSON object".to_owned();
    let members: BTreeMap<String, RawJson> = from_slice(body).map_err(invalid)?;
    let text = |name: &str| members.get(name).and_then(|it| it.decode::<String>().ok());
    let token = text("access_token").filter(|token| !token.trim().is_empty());
    let token = token.ok_or("the token endpoint returned no `access_token`")?;
    if let Some(kind) = text("token_type").filter(|kind| !kind.eq_ignore_ascii_case("bearer")) {
        return Err(format!("the token endpoint returned a token of type `{kind}`"));
    }
    if let Some(refresh_token) = text("refresh_token") {
        state.refresh_token = Some(refresh_token.into());
    }
    // Some servers send the number as a string.
    let seconds = members.get("expires_in").and_then(|seconds| {
        let number = seconds.decode::<f64>().ok();
        number.or_else(|| seconds.decode::<String>().ok()?.trim().parse().ok())
    });
    let lifetime = seconds.and_then(|it| Duration::try_from_secs_f64(it).ok());
    let used = lifetime.map(|it| it.saturating_sub(MARGIN.min(it / 2)));
    let end = used.and_then(|used| start.checked_add(used));
    Ok(Token { secret: token.into(), end })
}

/// Why there is no token, and whether the next attempt may get one.
enum Attempt {
    Permanent(Failure),
    Temporary(Failure, HeaderMap),
}

/// The ID and the secret are encoded before they are joined (RFC 6749 §2.3.1).
fn basic_header(id: &str, secret: &Secret) -> Result<HeaderValue, String> {
    let encode = |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
    let login = format!("{}:{}", encode(id), encode(secret.expose()));
    let value = HeaderValue::try_from(format!("Basic {}", STANDARD.encode(login)));
    let mut value = value.map_err(|_| "the client ID is too long".to_owned())?;
    value.set_sensitive(true);
    Ok(value)
}

/// The error of a token endpoint (RFC 6749 §5.2).
fn rejection(status: StatusCode, body: &[u8]) -> String {
    let members: BTreeMap<String, RawJson> = from_slice(body).unwrap_or_default();
    let text = |name: &str| members.get(name).and_then(|it| it.decode::<String>().ok());
    let details = [text("error"), text("error_description")].into_iter().flatten();
    let details: String = details.map(|text| format!(": {text}")).collect();
    format!("the token endpoint returned {}{details}", meaning(status))
}

impl KeyProvider for OAuth2 {
    fn key(&self) -> BoxFuture<'static, Result<Secret, BoxError>> {
        let this = self.clone();
        Box::pin(async move { Ok(this.token().await?) })
    }
}

/// Shows neither the secret nor a token.
impl fmt::Debug for OAuth2 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Settings { id, scopes, .. } = &self.settings;
        f.debug_struct("OAuth2").field("id", id).field("scopes", scopes).finish_non_exhaustive()
    }
}
