//! Why a webhook is not accepted.

use std::fmt;

use crate::DecodeError;

/// Why a webhook is not accepted.
///
/// ```
/// use bessemer_runtime::WebhookError;
///
/// fn status(error: &WebhookError) -> u16 {
///     match error {
///         // Mistakes of the program
///         WebhookError::NoSecret { .. } | WebhookError::Secret => 500,
///         _ => 400,
///     }
/// }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum WebhookError {
    /// The program sets no secret.
    #[non_exhaustive]
    NoSecret {
        /// The environment variable that `env` of the client's builder reads.
        env: Option<&'static str>,
    },
    /// The secret of the program is empty, or not Base64 although the scheme says so.
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
            Self::NoSecret { env } => {
                f.write_str(
                    "no secret of the webhooks is set; set `webhook_secret` of the builder",
                )?;
                env.map_or(Ok(()), |env| write!(f, ", or read {env} from the environment"))
            }
            Self::Secret => f.write_str("the secret of the webhooks is empty or not Base64"),
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
