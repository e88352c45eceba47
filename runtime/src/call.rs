//! One call of an operation, before it is made.

use http::Request;

use crate::{Client, InvalidRequest, Operation, options::Options, query::Query, timeout::Budget};

/// Everything that makes up one call. It can be made any number of times.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    pub(crate) client: Client,
    pub(crate) operation: &'static Operation,
    pub(crate) path: Vec<(&'static str, String)>,
    pub(crate) query: Query,
    pub(crate) options: Options,
}

impl Call {
    pub(crate) fn new(client: &Client, operation: &'static Operation) -> Self {
        Self {
            client: client.clone(),
            operation,
            path: Vec::new(),
            query: Query::default(),
            options: Options::default(),
        }
    }

    /// The request that each attempt sends, but for the credential.
    pub(crate) fn request(&self) -> Result<Request<()>, InvalidRequest> {
        let refuse = |message| InvalidRequest { operation: self.operation, message };
        if let Some(mistake) = &self.options.mistake {
            return Err(refuse(mistake.clone()));
        }
        let query = self.query.encode();
        let url = self.client.base_url().join(self.operation.path(), &self.path, query.as_deref());
        let mut request = Request::new(());
        *request.uri_mut() = url.map_err(refuse)?;
        *request.method_mut() = self.operation.method().clone();
        *request.headers_mut() = self.client.headers().clone();
        self.options.headers.apply(request.headers_mut()).map_err(refuse)?;
        request.extensions_mut().insert(self.operation);
        Ok(request)
    }

    /// The time that the call has, from now on.
    pub(crate) fn budget(&self) -> Budget {
        let settings = self.client.settings();
        Budget::start(
            settings.clock.clone(),
            self.options.timeout.unwrap_or(settings.timeout),
            self.options.deadline.or(settings.deadline),
        )
    }

    pub(crate) fn max_retries(&self) -> u32 {
        self.options.max_retries.unwrap_or(self.client.settings().max_retries)
    }
}
