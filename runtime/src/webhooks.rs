//! Webhooks that are signed by the Standard Webhooks specification.

use std::{
    fmt,
    sync::Arc,
    time::{Duration, SystemTime},
};

use base64::{Engine, engine::general_purpose::STANDARD};
use hmac::{Hmac, Mac};
use http::HeaderMap;
use sha2::Sha256;

use crate::{Clock, Decode, DecodeError, Secret, SystemClock, json::from_slice};

#[cfg(test)]
mod tests;

/// How far the time of a webhook may be from the current time, by default.
const TOLERANCE: Duration = Duration::from_secs(300);

/// Verifies and decodes webhooks that are signed with HMAC-SHA256, as Standard Webhooks 1.0.0 says.
///
/// The signature covers the ID, the time and the body of the webhook, so verify the body as it was
/// received, before anything parses it. While you replace a secret, also accept the old one: see
/// [`or_secret`](Self::or_secret).
///
/// ```
/// use bessemer_runtime::{Decode, WebhookError, Webhooks, http::HeaderMap};
///
/// fn receive<T: Decode>(secret: &str, body: &[u8], headers: &HeaderMap) -> Result<T, WebhookError> {
///     Webhooks::new(secret).unwrap(body, headers)
/// }
/// ```
#[derive(Clone)]
pub struct Webhooks {
    secrets: Vec<Secret>,
    tolerance: Duration,
    names: [String; 3],
    clock: Arc<dyn Clock>,
}

impl Webhooks {
    /// Creates a verifier with the secret of the webhooks: `whsec_` and Base64, or only Base64.
    pub fn new(secret: impl Into<Secret>) -> Self {
        Self {
            secrets: vec![secret.into()],
            tolerance: TOLERANCE,
            names: ["webhook-id", "webhook-timestamp", "webhook-signature"].map(str::to_owned),
            clock: Arc::new(SystemClock),
        }
    }

    /// Accepts signatures with another secret, too.
    #[must_use]
    pub fn or_secret(mut self, secret: impl Into<Secret>) -> Self {
        self.secrets.push(secret.into());
        self
    }

    /// Sets how far the time of a webhook may be from the current time, in both directions. The
    /// default is 5 minutes. It limits how long an attacker can send a recorded webhook again.
    #[must_use]
    pub fn tolerance(mut self, tolerance: Duration) -> Self {
        self.tolerance = tolerance;
        self
    }

    /// Sets the names of the headers with the ID, the time and the signatures. The defaults are
    /// `webhook-id`, `webhook-timestamp` and `webhook-signature`.
    ///
    /// ```
    /// # use bessemer_runtime::Webhooks;
    /// let webhooks = Webhooks::new("whsec_c2VzYW1l").headers("svix-id", "svix-timestamp", "svix-signature");
    /// # let _ = webhooks;
    /// ```
    #[must_use]
    pub fn headers(
        mut self,
        id: impl Into<String>,
        timestamp: impl Into<String>,
        signature: impl Into<String>,
    ) -> Self {
        self.names = [id.into(), timestamp.into(), signature.into()];
        self
    }

    /// Uses this clock for the current time.
    #[must_use]
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// Verifies a webhook and decodes its body.
    ///
    /// # Errors
    ///
    /// Those of [`verify`](Self::verify), and [`WebhookError::Decode`] if the body is not a `T`.
    pub fn unwrap<T: Decode>(&self, body: &[u8], headers: &HeaderMap) -> Result<T, WebhookError> {
        self.verify(body, headers)?;
        from_slice(body).map_err(WebhookError::Decode)
    }

    /// Verifies a webhook: one of its signatures must be made with one of the secrets, and its time
    /// must be within the tolerance.
    ///
    /// # Errors
    ///
    /// If it cannot be trusted. Answer with status 400, and ignore the body.
    pub fn verify(&self, body: &[u8], headers: &HeaderMap) -> Result<(), WebhookError> {
        let [id, timestamp, signatures] = &self.names;
        let header = |name: &str| {
            let value = headers.get(name).and_then(|value| value.to_str().ok());
            value.ok_or_else(|| WebhookError::MissingHeader(name.to_owned()))
        };
        let (id, timestamp, signatures) = (header(id)?, header(timestamp)?, header(signatures)?);
        self.check_time(timestamp)?;
        let mut is_signed = false;
        for secret in &self.secrets {
            let mut mac = mac(secret)?;
            for part in [id.as_bytes(), b".", timestamp.as_bytes(), b".", body] {
                mac.update(part);
            }
            for signature in signatures.split(' ').filter_map(|it| it.strip_prefix("v1,")) {
                let Ok(signature) = STANDARD.decode(signature) else { continue };
                // Compares in constant time, so that the time tells nothing of the right signature.
                is_signed |= mac.clone().verify_slice(&signature).is_ok();
            }
        }
        if is_signed { Ok(()) } else { Err(WebhookError::Signature) }
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

fn mac(secret: &Secret) -> Result<Hmac<Sha256>, WebhookError> {
    let text = secret.expose().trim();
    let key = STANDARD.decode(text.strip_prefix("whsec_").unwrap_or(text));
    let key = key.ok().filter(|key| !key.is_empty()).ok_or(WebhookError::Secret)?;
    Hmac::new_from_slice(&key).map_err(|_| WebhookError::Secret)
}

/// The secrets are not shown.
impl fmt::Debug for Webhooks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Webhooks")
            .field("names", &self.names)
            .field("tolerance", &self.tolerance)
            .finish_non_exhaustive()
    }
}

/// Why a webhook is not accepted.
///
/// ```
/// use bessemer_runtime::WebhookError;
///
/// fn status(error: &WebhookError) -> u16 {
///     if matches!(error, WebhookError::Secret) { 500 } else { 400 }
/// }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum WebhookError {
    /// The secret of the program is not Base64.
    Secret,
    /// The header is missing, or is not ASCII text.
    MissingHeader(String),
    /// The time is not a number of seconds.
    Timestamp,
    /// The time is too far from the current time.
    Tolerance,
    /// None of the signatures is made with one of the secrets.
    Signature,
    /// The webhook is genuine, but its body is of another type.
    Decode(DecodeError),
}

impl fmt::Display for WebhookError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Secret => f.write_str("the secret of the webhooks is not Base64"),
            Self::MissingHeader(name) => write!(f, "the webhook has no header `{name}`"),
            Self::Timestamp => f.write_str("the time of the webhook is not a number of seconds"),
            Self::Tolerance => f.write_str("the time of the webhook is too far from now"),
            Self::Signature => f.write_str("no signature of the webhook is valid"),
            Self::Decode(error) => write!(f, "unexpected body of the webhook: {error}"),
        }
    }
}

impl std::error::Error for WebhookError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Decode(error) => Some(error),
            _ => None,
        }
    }
}
