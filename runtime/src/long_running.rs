//! Operations whose result is ready later.

use std::time::Duration;

use serde_json::Value;

use crate::{Answer, Error, Operation, call::Call, idempotency, json::__private::unexpected};

/// How to wait for the result of an operation: the operation that reads its state, and the values of a
/// property that mean that it is done; see [`Request::until_done`](crate::Request::until_done).
///
/// The path parameters of the reading operation have the values of those of the starting one with the same
/// name. [`ids`](Self::ids) takes the others from its response.
#[derive(Debug)]
pub struct LongRunning {
    pub(crate) read: &'static Operation,
    pub(crate) ids: &'static [(&'static str, &'static str)],
    pub(crate) property: &'static str,
    pub(crate) done: &'static [&'static str],
    pub(crate) failed: &'static [&'static str],
    pub(crate) interval: Duration,
    pub(crate) max_interval: Duration,
    pub(crate) wait_header: Option<&'static str>,
}

impl LongRunning {
    /// An operation that is done when `property`, in the response of `read`, is one of the values
    /// `done`. Names with dots between them are properties of properties.
    pub const fn new(
        read: &'static Operation,
        property: &'static str,
        done: &'static [&'static str],
    ) -> Self {
        Self {
            read,
            ids: &[],
            property,
            done,
            failed: &[],
            interval: Duration::from_secs(1),
            max_interval: Duration::from_secs(10),
            wait_header: None,
        }
    }

    /// Sets the path parameters that come from the response that starts the operation, each with the
    /// property that has its value.
    #[must_use]
    pub const fn ids(mut self, ids: &'static [(&'static str, &'static str)]) -> Self {
        self.ids = ids;
        self
    }

    /// Sets the values of the property with which polling ends with an [`Error::Api`]. The values in
    /// `done` are results, whatever they mean.
    #[must_use]
    pub const fn failed(mut self, values: &'static [&'static str]) -> Self {
        self.failed = values;
        self
    }

    /// Sets the first wait and the longest one, in milliseconds. The defaults are one second and ten
    /// seconds.
    #[must_use]
    pub const fn interval(mut self, first: u64, longest: u64) -> Self {
        self.interval = Duration::from_millis(first);
        self.max_interval = Duration::from_millis(longest);
        self
    }

    /// Sets the response header with the time to wait, in milliseconds. Without it, `Retry-After-Ms` and
    /// `Retry-After` count.
    #[must_use]
    pub const fn wait_header(mut self, name: &'static str) -> Self {
        self.wait_header = Some(name);
        self
    }

    /// The call that reads the state, without the path parameters of the starting response.
    pub(crate) fn reading(&self, start: &Call) -> Call {
        let mut call = Call::new(&start.client, self.read);
        let has = |name: &str| self.read.path().contains(&format!("{{{name}}}"));
        let is_taken = |name: &str| self.ids.iter().any(|(param, _)| *param == name);
        let own = start.path.iter().filter(|(name, _)| has(name) && !is_taken(name));
        call.path = own.cloned().collect();
        call.options = start.options.clone();
        // The key identifies the request that starts the operation.
        let key = start.client.api().idempotency_header.unwrap_or(idempotency::HEADER);
        call.options.headers.forget(&key.to_ascii_lowercase());
        call
    }

    pub(crate) fn is_done(&self, answer: &Answer) -> Result<bool, Error> {
        let state = text_at(answer, self.property)?;
        if self.failed.contains(&state.as_str()) {
            return Err(answer.refused(answer.text().into_owned()));
        }
        Ok(self.done.contains(&state.as_str()))
    }
}

/// The text of a property in the body of a response, with dots between the names.
pub(crate) fn text_at(answer: &Answer, path: &str) -> Result<String, Error> {
    let body: Option<Value> = serde_json::from_slice(answer.body()).ok();
    let found = path.split('.').try_fold(body.as_ref(), |at, name| Some(at?.get(name))).flatten();
    match found {
        Some(Value::String(text)) => Ok(text.clone()),
        Some(value @ (Value::Number(_) | Value::Bool(_))) => Ok(value.to_string()),
        _ => {
            let message = format!("missing property `{path}`, a text or a number");
            Err(answer.unexpected(answer.body().clone(), unexpected(message)))
        }
    }
}
