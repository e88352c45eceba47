//! TLS settings of connections.

use crate::{BoxError, ConfigError};

/// The TLS settings of a client.
#[derive(Clone, Default)]
pub(crate) struct Tls {
    /// Certificates in PEM format.
    pub(crate) roots: Vec<Vec<u8>>,
    /// A certificate chain and a private key in PEM format.
    pub(crate) identity: Option<Vec<u8>>,
    #[cfg(feature = "rustls")]
    pub(crate) config: Option<rustls::ClientConfig>,
}

fn failed(source: impl Into<BoxError>) -> ConfigError {
    ConfigError::caused("cannot set up TLS", source.into())
}

#[cfg(any(feature = "rustls", feature = "native-tls"))]
impl Tls {
    /// Applies the certificates with the settings of `reqwest`.
    fn certificates(
        &self,
        mut builder: reqwest::ClientBuilder,
    ) -> Result<reqwest::ClientBuilder, ConfigError> {
        for pem in &self.roots {
            let roots = reqwest::Certificate::from_pem_bundle(pem).map_err(failed)?;
            if roots.is_empty() {
                return Err(failed(
                    "the root certificate has no `CERTIFICATE` block in PEM format",
                ));
            }
            builder = builder.tls_certs_merge(roots);
        }
        match &self.identity {
            Some(pem) => Ok(builder.identity(identity(pem).map_err(failed)?)),
            None => Ok(builder),
        }
    }
}

#[cfg(feature = "native-tls")]
fn identity(pem: &[u8]) -> Result<reqwest::Identity, BoxError> {
    const BEGIN: &str = "-----BEGIN PRIVATE KEY-----";
    const END: &str = "-----END PRIVATE KEY-----";
    let text = std::str::from_utf8(pem)?;
    let block = text.find(BEGIN).zip(text.find(END)).filter(|(start, end)| start < end);
    let (start, end) = block.ok_or("the client identity has no `PRIVATE KEY` block")?;
    let end = end + END.len();
    let chain = [&text[..start], &text[end..]].concat();
    Ok(reqwest::Identity::from_pkcs8_pem(chain.as_bytes(), &pem[start..end])?)
}

#[cfg(all(feature = "rustls", not(feature = "native-tls")))]
fn identity(pem: &[u8]) -> Result<reqwest::Identity, BoxError> {
    Ok(reqwest::Identity::from_pem(pem)?)
}

#[cfg(feature = "native-tls")]
impl Tls {
    /// Applies the settings. Those of `configure_http` are applied later.
    pub(crate) fn apply(
        &self,
        builder: reqwest::ClientBuilder,
        _: bool,
    ) -> Result<reqwest::ClientBuilder, ConfigError> {
        #[cfg(feature = "rustls")]
        if let Some(config) = &self.config {
            return Ok(builder.tls_backend_preconfigured(config.clone()));
        }
        self.certificates(builder.tls_backend_native())
    }
}

#[cfg(all(feature = "rustls", not(feature = "native-tls")))]
impl Tls {
    /// Applies the settings. `is_configured` tells whether `configure_http` is used, whose settings
    /// are applied later. They apply only if `reqwest` builds the TLS configuration, and that needs
    /// a cryptography provider for the process. By default this crate builds it with a provider of
    /// its own, because a library should not install one for the whole process.
    pub(crate) fn apply(
        &self,
        builder: reqwest::ClientBuilder,
        is_configured: bool,
    ) -> Result<reqwest::ClientBuilder, ConfigError> {
        if let Some(config) = &self.config {
            return Ok(builder.tls_backend_preconfigured(config.clone()));
        }
        if !is_configured && self.roots.is_empty() && self.identity.is_none() {
            return Ok(builder.tls_backend_preconfigured(default_config()?));
        }
        // Fails only if another thread has just installed one.
        let _ = rustls::crypto::CryptoProvider::get_default()
            .map_or_else(|| rustls::crypto::ring::default_provider().install_default(), |_| Ok(()));
        self.certificates(builder.tls_backend_rustls())
    }
}

/// TLS with the certificates of the platform.
#[cfg(all(feature = "rustls", not(feature = "native-tls")))]
fn default_config() -> Result<rustls::ClientConfig, ConfigError> {
    use rustls::{ClientConfig, crypto};
    use rustls_platform_verifier::BuilderVerifierExt;

    let provider = crypto::CryptoProvider::get_default()
        .cloned()
        .unwrap_or_else(|| crypto::ring::default_provider().into());
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .and_then(|config| config.with_platform_verifier())
        .map_err(failed)?
        .with_no_client_auth();
    let protocols: &[&str] =
        if cfg!(feature = "http2") { &["h2", "http/1.1"] } else { &["http/1.1"] };
    config.alpn_protocols = protocols.iter().map(|name| name.as_bytes().to_vec()).collect();
    Ok(config)
}

#[cfg(not(any(feature = "rustls", feature = "native-tls")))]
impl Tls {
    /// Without TLS there is nothing to apply, and certificates are an error.
    pub(crate) fn apply(
        &self,
        builder: reqwest::ClientBuilder,
        _: bool,
    ) -> Result<reqwest::ClientBuilder, ConfigError> {
        match self.roots.is_empty() && self.identity.is_none() {
            true => Ok(builder),
            false => Err(failed("certificates need the feature `rustls` or `native-tls`")),
        }
    }
}
