//! How a server signs its webhooks.

/// How a server signs its webhooks, and which header names their event.
///
/// [`standard`](Self::standard) is the scheme of Standard Webhooks 1.0.0. Other services also use
/// HMAC-SHA256, but with other headers and another text that is signed:
///
/// ```
/// use bessemer_runtime::WebhookScheme;
///
/// /// `X-Hub-Signature-256: sha256=…`, of the body
/// const GITHUB: WebhookScheme = WebhookScheme::hmac_sha256("X-Hub-Signature-256")
///     .form("sha256={signature}")
///     .event_header("X-GitHub-Event");
///
/// /// `Stripe-Signature: t=…,v1=…`, of the time and the body
/// const STRIPE: WebhookScheme = WebhookScheme::hmac_sha256("Stripe-Signature")
///     .form("t={timestamp},v1={signature}")
///     .signed("{timestamp}.{body}");
///
/// /// `X-Slack-Signature: v0=…`, with the time in a header of its own
/// const SLACK: WebhookScheme = WebhookScheme::hmac_sha256("X-Slack-Signature")
///     .form("v0={signature}")
///     .timestamp_header("X-Slack-Request-Timestamp")
///     .signed("v0:{timestamp}:{body}");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WebhookScheme {
    pub(crate) env: Option<&'static str>,
    pub(crate) event_header: Option<&'static str>,
    pub(crate) is_signed: bool,
    pub(crate) id_header: Option<&'static str>,
    pub(crate) timestamp_header: Option<&'static str>,
    pub(crate) signature_header: &'static str,
    pub(crate) form: &'static str,
    pub(crate) signed: &'static str,
    pub(crate) is_base64: bool,
    pub(crate) has_base64_secret: bool,
}

impl WebhookScheme {
    /// Standard Webhooks 1.0.0: the headers `webhook-id`, `webhook-timestamp` and
    /// `webhook-signature`, and a secret that is `whsec_` and Base64, or only Base64.
    pub const fn standard() -> Self {
        Self::hmac_sha256("webhook-signature")
            .id_header("webhook-id")
            .timestamp_header("webhook-timestamp")
            .form("v1,{signature}")
            .signed("{id}.{timestamp}.{body}")
            .base64()
            .base64_secret()
    }

    /// An HMAC-SHA256 (RFC 2104) of the body in a header, as hexadecimal digits. The secret is the
    /// key as it is.
    pub const fn hmac_sha256(signature_header: &'static str) -> Self {
        Self {
            env: None,
            event_header: None,
            is_signed: true,
            id_header: None,
            timestamp_header: None,
            signature_header,
            form: "{signature}",
            signed: "{body}",
            is_base64: false,
            has_base64_secret: false,
        }
    }

    /// No signature: every webhook is accepted. Use it only if something else tells who sent it, such
    /// as a client certificate.
    pub const fn unsigned() -> Self {
        Self { is_signed: false, ..Self::hmac_sha256("") }
    }

    /// Sets the header with the ID of the webhook: `{id}` in [`signed`](Self::signed).
    #[must_use]
    pub const fn id_header(self, name: &'static str) -> Self {
        Self { id_header: Some(name), ..self }
    }

    /// Sets the header with the time at which the webhook was sent, in seconds since 1970:
    /// `{timestamp}` in [`signed`](Self::signed).
    #[must_use]
    pub const fn timestamp_header(self, name: &'static str) -> Self {
        Self { timestamp_header: Some(name), ..self }
    }

    /// Sets the header with the signatures.
    #[must_use]
    pub const fn signature_header(self, name: &'static str) -> Self {
        Self { signature_header: name, ..self }
    }

    /// Sets how the header with the signatures looks: `{signature}` with text before it, and the time
    /// as `{timestamp}` if it is in the same header. What stands between the two separates the
    /// entries of the header; without a time, a space does. Entries that look otherwise are ignored.
    #[must_use]
    pub const fn form(self, form: &'static str) -> Self {
        Self { form, ..self }
    }

    /// Sets the text that is signed: `{body}`, and `{timestamp}` and `{id}` where they are part of it.
    #[must_use]
    pub const fn signed(self, signed: &'static str) -> Self {
        Self { signed, ..self }
    }

    /// The signature is Base64, not hexadecimal digits.
    #[must_use]
    pub const fn base64(self) -> Self {
        Self { is_base64: true, ..self }
    }

    /// The secret is Base64 of the key, and may start with `whsec_`.
    #[must_use]
    pub const fn base64_secret(self) -> Self {
        Self { has_base64_secret: true, ..self }
    }

    /// Sets the header with the name of the event, if the body does not name it.
    #[must_use]
    pub const fn event_header(self, name: &'static str) -> Self {
        Self { event_header: Some(name), ..self }
    }

    /// Sets the environment variable with the secret, which
    /// [`ClientBuilder::env`](crate::ClientBuilder::env) reads.
    #[must_use]
    pub const fn env(self, variable: &'static str) -> Self {
        Self { env: Some(variable), ..self }
    }
}
