//! Webhooks: verifying their signatures, and reading their events.

use std::{
    fmt,
    marker::PhantomData,
    sync::Arc,
    time::{Duration, SystemTime},
};

use base64::{Engine, engine::general_purpose::STANDARD};
use hmac::{Hmac, Mac};
use http::HeaderMap;
use sha2::Sha256;

use crate::{
    Client, Clock, Decode, RawJson, Secret, SystemClock, WebhookScheme,
    json::{event_from_slice, from_slice},
};
pub use error::WebhookError;
use signature::{Signatures, header};

mod error;
mod signature;
#[cfg(test)]
mod tests;

/// How far the time of a webhook may be from the current time, by default.
const TOLERANCE: Duration = Duration::from_secs(300);

/// Verifies webhooks that are signed with HMAC-SHA256, and decodes them as events of type `E`.
///
/// The signature covers the body as it was received, so verify it before anything parses it. While
/// you replace a secret, also accept the old one: see [`or_secret`](Self::or_secret).
///
/// ```
/// use bessemer_runtime::{Decode, WebhookError, Webhooks, http::HeaderMap};
///
/// fn receive<T: Decode>(secret: &str, body: &[u8], headers: &HeaderMap) -> Result<T, WebhookError> {
///     Webhooks::new(secret).unwrap(body, headers)
/// }
/// ```
pub struct Webhooks<E = RawJson> {
    secrets: Vec<Secret>,
    tolerance: Duration,
    scheme: WebhookScheme,
    clock: Arc<dyn Clock>,
    event: PhantomData<fn() -> E>,
}

impl<E> Webhooks<E> {
    /// Creates a verifier of [Standard Webhooks](WebhookScheme::standard) with their secret: `whsec_`
    /// and Base64, or only Base64.
    pub fn new(secret: impl Into<Secret>) -> Self {
        Self {
            secrets: vec![secret.into()],
            tolerance: TOLERANCE,
            scheme: WebhookScheme::standard(),
            clock: Arc::new(SystemClock),
            event: PhantomData,
        }
    }

    /// Sets how the webhooks are signed.
    ///
    /// ```
    /// use bessemer_runtime::{RawJson, WebhookScheme, Webhooks};
    ///
    /// let scheme = WebhookScheme::standard().id_header("svix-id").timestamp_header("svix-timestamp");
    /// let scheme = scheme.signature_header("svix-signature");
    /// let webhooks = Webhooks::<RawJson>::new("whsec_c2VzYW1l").scheme(scheme);
    /// # let _ = webhooks;
    /// ```
    #[must_use]
    pub fn scheme(mut self, scheme: WebhookScheme) -> Self {
        self.scheme = scheme;
        self
    }

    /// Accepts only signatures with this secret.
    #[must_use]
    pub fn secret(mut self, secret: impl Into<Secret>) -> Self {
        self.secrets = vec![secret.into()];
        self
    }

    /// Accepts signatures with another secret, too.
    #[must_use]
    pub fn or_secret(mut self, secret: impl Into<Secret>) -> Self {
        self.secrets.push(secret.into());
        self
    }

    /// Sets how far the time of a webhook may be from the current time, in both directions. The
    /// default is 5 minutes. It limits how long an attacker can send a recorded webhook again. It has
    /// no effect if the scheme has no time.
    #[must_use]
    pub fn tolerance(mut self, tolerance: Duration) -> Self {
        self.tolerance = tolerance;
        self
    }

    /// Uses this clock for the current time.
    #[must_use]
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// Verifies a webhook and decodes its event. An event that this version does not know is the
    /// `Unknown` variant of `E`, with its JSON and its name.
    ///
    /// # Errors
    ///
    /// Those of [`verify`](Self::verify), [`WebhookError::MissingHeader`] if the header with the name
    /// of the event is missing, and [`WebhookError::Decode`] if the body is not an `E`.
    pub fn unwrap(&self, body: impl AsRef<[u8]>, headers: &HeaderMap) -> Result<E, WebhookError>
    where
        E: Decode,
    {
        let body = body.as_ref();
        self.verify(body, headers)?;
        let event = self.scheme.event_header.map(|name| header(headers, name)).transpose()?;
        event_from_slice(body, event).map_err(WebhookError::Decode)
    }

    /// Verifies a webhook and decodes its body as another type, for example one of your own.
    ///
    /// # Errors
    ///
    /// Those of [`verify`](Self::verify), and [`WebhookError::Decode`] if the body is not a `T`.
    pub fn unwrap_as<T: Decode>(
        &self,
        body: impl AsRef<[u8]>,
        headers: &HeaderMap,
    ) -> Result<T, WebhookError> {
        self.verify(body.as_ref(), headers)?;
        from_slice(body.as_ref()).map_err(WebhookError::Decode)
    }

    /// Verifies a webhook: one of its signatures must be made with one of the secrets, and its time,
    /// if it has one, must be within the tolerance.
    ///
    /// # Errors
    ///
    /// If it cannot be trusted. Answer with status 400, and ignore the body.
    pub fn verify(&self, body: impl AsRef<[u8]>, headers: &HeaderMap) -> Result<(), WebhookError> {
        let scheme = &self.scheme;
        if !scheme.is_signed {
            return Ok(());
        }
        if self.secrets.is_empty() {
            return Err(WebhookError::NoSecret { env: scheme.env });
        }
        let found = Signatures::read(scheme, headers)?;
        if let Some(timestamp) = found.timestamp {
            self.check_time(timestamp)?;
        }
        let mut is_signed = false;
        for secret in &self.secrets {
            let mac = mac(scheme, secret, &found, body.as_ref())?;
            for signature in &found.signatures {
                // Compares in constant time, so that the time tells nothing of the right signature.
                is_signed |= mac.clone().verify_slice(signature).is_ok();
            }
        }
        if is_signed { Ok(()) } else { Err(WebhookError::Signature) }
    }

    /// Signs a webhook with this ID and body as the server does, with the first secret and the
    /// current time, and returns its headers. Use it to test the code that receives webhooks. The
    /// header with the name of the event, if there is one, is not among them.
    ///
    /// ```
    /// use bessemer_runtime::{RawJson, Webhooks};
    ///
    /// let webhooks = Webhooks::<RawJson>::new("whsec_c2VzYW1l");
    /// let headers = webhooks.sign("msg_1", r#"{"type":"ladle.full"}"#)?;
    /// assert!(webhooks.verify(r#"{"type":"ladle.full"}"#, &headers).is_ok());
    /// # Ok::<(), bessemer_runtime::WebhookError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If no secret is set, the secret is invalid, or `id` cannot be the value of a header.
    pub fn sign(&self, id: &str, body: impl AsRef<[u8]>) -> Result<HeaderMap, WebhookError> {
        let scheme = &self.scheme;
        if !scheme.is_signed {
            return Ok(HeaderMap::new());
        }
        let secret = self.secrets.first().ok_or(WebhookError::NoSecret { env: scheme.env })?;
        let now = self.clock.date().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        let now = now.as_secs().to_string();
        let parts = Signatures { id: Some(id), timestamp: Some(&now), signatures: Vec::new() };
        let mac = mac(scheme, secret, &parts, body.as_ref())?;
        parts.headers(scheme, &mac.finalize().into_bytes())
    }

    fn check_time(&self, timestamp: &str) -> Result<(), WebhookError> {
        let digits = |byte: u8| byte.is_ascii_digit();
        let seconds = timestamp.bytes().all(digits).then(|| timestamp.parse().ok()).flatten();
        let seconds: u64 = seconds.ok_or(WebhookError::Timestamp)?;
        let sent = SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(seconds));
        let sent = sent.ok_or(WebhookError::Timestamp)?;
        let now = self.clock.date();
        let distance = now.duration_since(sent).or_else(|_| sent.duration_since(now));
        match distance {
            Ok(distance) if distance <= self.tolerance => Ok(()),
            _ => Err(WebhookError::Tolerance),
        }
    }
}

impl Client {
    /// The webhooks of the API, verified with the secret of the client. They are of the scheme that
    /// [`ClientBuilder::webhooks`](crate::ClientBuilder::webhooks) sets.
    pub fn webhooks<E>(&self) -> Webhooks<E> {
        let settings = self.settings();
        Webhooks {
            secrets: settings.webhook_secret_of().cloned().into_iter().collect(),
            tolerance: TOLERANCE,
            scheme: settings.webhooks.unwrap_or(WebhookScheme::standard()),
            clock: settings.clock.clone(),
            event: PhantomData,
        }
    }
}

/// The signature of a webhook with a secret.
fn mac(
    scheme: &WebhookScheme,
    secret: &Secret,
    parts: &Signatures<'_>,
    body: &[u8],
) -> Result<Hmac<Sha256>, WebhookError> {
    let text = secret.expose().trim();
    let key = match scheme.has_base64_secret {
        true => STANDARD.decode(text.strip_prefix("whsec_").unwrap_or(text)).ok(),
        false => Some(text.as_bytes().to_vec()),
    };
    let key = key.filter(|key| !key.is_empty()).ok_or(WebhookError::Secret)?;
    let mut mac = Hmac::new_from_slice(&key).map_err(|_| WebhookError::Secret)?;
    parts.sign(scheme.signed, body, |part| mac.update(part));
    Ok(mac)
}

// Derives would require the same of `E`.
impl<E> Clone for Webhooks<E> {
    fn clone(&self) -> Self {
        Self {
            secrets: self.secrets.clone(),
            tolerance: self.tolerance,
            scheme: self.scheme,
            clock: self.clock.clone(),
            event: PhantomData,
        }
    }
}

/// The secrets are not shown.
impl<E> fmt::Debug for Webhooks<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Webhooks")
            .field("scheme", &self.scheme)
            .field("tolerance", &self.tolerance)
            .finish_non_exhaustive()
    }
}
