//! Building a client from its settings.

use std::sync::Arc;

use http::HeaderMap;

use super::{ClientBuilder, TransportSource};
use crate::{
    Client, ConfigError, Error, HttpTransport, Transport, headers::Headers, redirect::Redirects,
    url::BaseUrl,
};

impl ClientBuilder {
    /// Builds the client.
    ///
    /// # Errors
    ///
    /// [`Error::Config`] if the base URL, the region, a header or the credential is invalid, if the
    /// credential is missing and no header replaces it, or if TLS cannot be set up.
    pub fn build(mut self) -> Result<Client, Error> {
        if let Some(mistake) = self.mistake.take() {
            return Err(ConfigError::new(mistake).into());
        }
        let base_url = BaseUrl::parse(self.default_base_url()?).map_err(ConfigError::new)?;
        let headers = self.default_headers().map_err(ConfigError::new)?;
        let held = self.held(&headers)?;
        let mut header_map = HeaderMap::new();
        headers.apply(&mut header_map).map_err(ConfigError::new)?;
        let transport = self.open(&base_url)?;
        Ok(Client::new(self, base_url, header_map, held, transport))
    }

    fn default_base_url(&self) -> Result<&str, ConfigError> {
        if self.base_url.is_some() && self.region.is_some() {
            return Err(ConfigError::new("both a base URL and a region are set"));
        }
        self.own_base_url().or(self.api.base_url).ok_or_else(|| self.no_base_url())
    }

    /// The error for a missing base URL.
    fn no_base_url(&self) -> ConfigError {
        let env =
            self.api.base_url_env.map(|name| format!(", or read {name} from the environment"));
        let env = env.unwrap_or_default();
        ConfigError::new(format!(
            "no base URL: the OpenAPI document has no server URL; set `base_url`{env}"
        ))
    }

    /// The base URL that the program or the environment sets.
    fn own_base_url(&self) -> Option<&str> {
        let program = self.base_url.as_deref().or(self.region.map(|region| region.base_url));
        program.or(self.environment.base_url.as_deref())
    }

    /// The secret of the webhooks that the program or the environment sets.
    #[cfg(feature = "standard-webhooks")]
    pub(crate) fn webhook_secret_of(&self) -> Option<&crate::Secret> {
        self.webhook_secret.as_ref().or(self.environment.webhook_secret.as_ref())
    }

    /// Whether the program or the environment sets the base URL.
    pub(crate) fn has_base_url(&self) -> bool {
        self.own_base_url().is_some()
    }

    /// The default headers, then those from the environment, then those of the program. A header
    /// from the environment does not replace a credential that the program sets.
    fn default_headers(&self) -> Result<Headers, String> {
        let mut headers = Headers::default();
        headers.set("accept", "application/json")?;
        headers.set("user-agent", self.api.user_agent)?;
        headers.extend(&self.environment.headers);
        for credential in self.api.credentials {
            if let (Some(name), Some(_)) = (credential.header_name(), self.keys.get(credential)) {
                headers.forget(name);
            }
        }
        headers.extend(&self.headers);
        Ok(headers)
    }

    fn open(&mut self, base_url: &BaseUrl) -> Result<Arc<dyn Transport>, ConfigError> {
        let inner = match &self.transport {
            TransportSource::Own(Some(inner)) | TransportSource::Given(inner) => inner.clone(),
            TransportSource::Own(None) => {
                let inner = self.connect(base_url)?;
                self.transport = TransportSource::Own(Some(inner.clone()));
                inner
            }
        };
        Ok(self.wrap(inner))
    }

    fn connect(&self, base_url: &BaseUrl) -> Result<Arc<dyn Transport>, ConfigError> {
        if base_url.is_https() && !cfg!(any(feature = "rustls", feature = "native-tls")) {
            return Err(ConfigError::new("https needs the feature `rustls` or `native-tls`"));
        }
        Ok(Arc::new(HttpTransport::open(self.connections.clone())?))
    }

    fn wrap(&self, mut inner: Arc<dyn Transport>) -> Arc<dyn Transport> {
        if self.follow_redirects {
            inner = Arc::new(Redirects(inner));
        }
        self.layers.iter().rev().fold(inner, |inner, layer| layer(inner))
    }
}
