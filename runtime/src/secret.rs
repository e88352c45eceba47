//! Secrets and their providers.

use std::{fmt, sync::Arc};

use futures_core::future::BoxFuture;

use crate::BoxError;

/// A secret string, such as an API key. Its `Debug` output does not show it.
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
    /// A user name and a password, joined by a colon (RFC 7617 §2). The user name must not contain a
    /// colon.
    ///
    /// ```
    /// # use bessemer_runtime::Secret;
    /// assert_eq!(Secret::basic("user", "sesame").expose(), "user:sesame");
    /// ```
    pub fn basic(user: impl AsRef<str>, password: impl AsRef<str>) -> Self {
        Self(format!("{}:{}", user.as_ref(), password.as_ref()).into())
    }

    /// The secret as plain text.
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

/// Provides a credential that changes, such as a token that expires. It is asked before each attempt.
///
/// Every closure without arguments that returns a future of a `Result<Secret, BoxError>` is a
/// provider. The time limits of a call include the provider's time. The provider is not asked if the
/// caller sets or removes the header that would carry the credential.
///
/// ```
/// use std::sync::Arc;
///
/// use bessemer_runtime::{BoxError, KeyProvider, Secret};
/// # struct Vault;
/// # impl Vault {
/// #     async fn token(&self) -> Result<String, BoxError> { Ok("sesame".into()) }
/// # }
///
/// fn from_vault(vault: Arc<Vault>) -> impl KeyProvider {
///     move || {
///         let vault = vault.clone();
///         async move { Ok(Secret::from(vault.token().await?)) }
///     }
/// }
/// ```
pub trait KeyProvider: Send + Sync + 'static {
    /// Returns the credential for the next attempt.
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

/// Where the secret of a credential comes from.
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
