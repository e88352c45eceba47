//! Credentials, and where they come from.

use std::{fmt, sync::Arc};

use futures_core::future::BoxFuture;

use crate::BoxError;

/// A text that no `Debug` output shows, such as an API key.
///
/// ```
/// use bessemer_runtime::Secret;
///
/// let secret = Secret::from("sesame");
/// assert_eq!(format!("{secret:?}"), "Secret(..)");
/// assert_eq!(secret.expose(), "sesame");
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Arc<str>);

impl Secret {
    /// The text itself.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(..)")
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self(text.into())
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(text.into())
    }
}

/// Gives out the credential, once before each attempt, so that it may change while a client lives.
///
/// Every closure without arguments that returns a future is a provider; one that has no need to
/// wait returns [`std::future::ready`].
///
/// ```
/// use bessemer_runtime::{BoxError, KeyProvider, Secret};
///
/// fn from_file() -> impl KeyProvider {
///     || std::future::ready(std::fs::read_to_string("key").map(Secret::from).map_err(BoxError::from))
/// }
/// ```
pub trait KeyProvider: Send + Sync + 'static {
    /// The credential for the next attempt.
    ///
    /// # Errors
    ///
    /// An error ends the call as [`Error::Config`](crate::Error::Config), without a retry.
    fn key(&self) -> BoxFuture<'static, Result<Secret, BoxError>>;
}

impl<F, Key> KeyProvider for F
where
    F: Fn() -> Key + Send + Sync + 'static,
    Key: Future<Output = Result<Secret, BoxError>> + Send + 'static,
{
    fn key(&self) -> BoxFuture<'static, Result<Secret, BoxError>> {
        Box::pin(self())
    }
}

/// The credential of a client.
#[derive(Clone)]
pub(crate) enum Key {
    Fixed(Secret),
    Provided(Arc<dyn KeyProvider>),
}

impl Key {
    pub(crate) async fn secret(&self) -> Result<Secret, BoxError> {
        match self {
            Self::Fixed(secret) => Ok(secret.clone()),
            Self::Provided(provider) => provider.key().await,
        }
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Fixed(_) => "Fixed(..)",
            Self::Provided(_) => "Provided(..)",
        })
    }
}
