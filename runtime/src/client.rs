//! The client inside every generated client.

use std::{borrow::Cow, fmt, sync::Arc};

use http::HeaderMap;

use crate::{Api, ClientBuilder, Operation, Transport, headers::Names, keys::Held, url::BaseUrl};

/// A configured client. It is cheap to clone; clones share settings and connections.
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
    held: Vec<Held>,
}

impl Client {
    pub(crate) fn new(
        settings: ClientBuilder,
        base_url: BaseUrl,
        headers: HeaderMap,
        held: Vec<Held>,
        transport: Arc<dyn Transport>,
    ) -> Self {
        let core = Core { settings, base_url, headers, held };
        Self { core: Arc::new(core), transport }
    }

    /// Returns a builder with the settings of this client, to build a client that differs in some of
    /// them. Both clients share their connections.
    pub fn to_builder(&self) -> ClientBuilder {
        self.core.settings.clone()
    }

    pub(crate) fn api(&self) -> &'static Api {
        self.core.settings.api
    }

    pub(crate) fn settings(&self) -> &ClientBuilder {
        &self.core.settings
    }

    /// The base URL for an operation: that of its own server, if it has one and the caller does not
    /// set a base URL, or else that of the client.
    pub(crate) fn base_url(&self, operation: &Operation) -> Result<Cow<'_, BaseUrl>, String> {
        match operation.own_server() {
            Some(server) if !self.core.settings.has_base_url() => {
                BaseUrl::parse(server).map(Cow::Owned)
            }
            _ => Ok(Cow::Borrowed(&self.core.base_url)),
        }
    }

    /// The credentials that this client has.
    pub(crate) fn held(&self) -> &[Held] {
        &self.core.held
    }

    /// The headers of every request, without the credential.
    pub(crate) fn headers(&self) -> &HeaderMap {
        &self.core.headers
    }

    pub(crate) fn transport(&self) -> &dyn Transport {
        &*self.transport
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
