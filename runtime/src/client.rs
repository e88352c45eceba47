//! The client that every generated client wraps.

use std::{fmt, sync::Arc};

use http::HeaderMap;

use crate::{
    Api, ClientBuilder, ConfigError, Transport,
    headers::{Headers, Names, parse_name},
    secret::Key,
    url::BaseUrl,
};

/// A configured client, cheap to clone: clones share settings and connections.
///
/// ```
/// # use bessemer_runtime::{Client, Error};
/// fn hasty(client: &Client) -> Result<Client, Error> {
///     client.to_builder().max_retries(0).build()
/// }
/// ```
#[derive(Clone)]
pub struct Client {
    core: Arc<Core>,
    transport: Arc<dyn Transport>,
}

struct Core {
    settings: ClientBuilder,
    base_url: BaseUrl,
    headers: HeaderMap,
    key: Option<Key>,
    #[cfg(feature = "blocking")]
    blocking: std::sync::OnceLock<Arc<dyn Transport>>,
}

impl Client {
    pub(crate) fn new(
        settings: ClientBuilder,
        base_url: BaseUrl,
        headers: HeaderMap,
        key: Option<Key>,
        transport: Arc<dyn Transport>,
    ) -> Self {
        let core = Core {
            settings,
            base_url,
            headers,
            key,
            #[cfg(feature = "blocking")]
            blocking: Default::default(),
        };
        Self { core: Arc::new(core), transport }
    }

    /// A builder with the settings of this client, to make one that differs. Both share their
    /// connections.
    pub fn to_builder(&self) -> ClientBuilder {
        self.core.settings.clone()
    }

    pub(crate) fn api(&self) -> &'static Api {
        self.core.settings.api
    }

    pub(crate) fn settings(&self) -> &ClientBuilder {
        &self.core.settings
    }

    pub(crate) fn base_url(&self) -> &BaseUrl {
        &self.core.base_url
    }

    /// The headers of every request, but for the credential.
    pub(crate) fn headers(&self) -> &HeaderMap {
        &self.core.headers
    }

    pub(crate) fn transport(&self) -> &dyn Transport {
        &*self.transport
    }

    /// Adds the header that proves who is calling, unless `changes`, those of the request, say
    /// something else in its place.
    pub(crate) async fn authorize(
        &self,
        headers: &mut HeaderMap,
        changes: &Headers,
    ) -> Result<(), ConfigError> {
        let (Some(credential), Some(key)) = (self.api().credential, &self.core.key) else {
            return Ok(());
        };
        if changes.mention(credential.header) {
            return Ok(());
        }
        let secret = key.secret().await;
        let secret = secret
            .map_err(|source| ConfigError::caused("the credential provider failed", source))?;
        let name = parse_name(credential.header).map_err(ConfigError::new)?;
        let added = headers.try_insert(name, credential.value(&secret)?);
        added.map(drop).map_err(|_| ConfigError::new("there are too many headers"))
    }

    /// This client with connections of its own for the thread of the blocking calls. A connection
    /// that another runtime drives would stand still while that runtime's thread waits here.
    #[cfg(feature = "blocking")]
    pub(crate) fn for_blocking(mut self) -> Result<Self, ConfigError> {
        if let Some(transport) = self.core.blocking.get() {
            self.transport = transport.clone();
        } else if let Some(transport) = self.core.settings.reopen() {
            let transport = transport?;
            self.transport = self.core.blocking.get_or_init(|| transport).clone();
        }
        Ok(self)
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("base_url", &self.core.base_url)
            .field("headers", &Names(&self.core.headers))
            .field("settings", &self.core.settings)
            .finish()
    }
}
