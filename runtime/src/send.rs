//! Making a call: attempts and retries.

use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Request, Response, StatusCode};

use crate::{
    Answer, ApiError, Body, BoxError, ConfigError, ConnectionError, Error, Limit, Reads, Secret,
    TimeoutError, TransportError,
    api_error::{Details, meaning},
    call::Call,
    log, retry,
    timeout::{Budget, Timer},
};

#[cfg(test)]
mod tests;

/// Makes the call. A body that the value `reads` as it arrives is returned unread.
pub(crate) async fn send(call: Call, reads: Reads) -> Result<(Answer, Body), Error> {
    let mut request = call.request().map_err(Error::InvalidRequest)?;
    let unusable = |source| ConfigError::caused("cannot make calls here", source);
    call.client.settings().clock.check().map_err(unusable)?;
    let budget = call.budget();
    let mut retries = 0;
    loop {
        let events = log::Attempt::begin(&call, retries);
        let failure = match attempt(&call, request, reads, &mut budget.attempt()).await {
            Ok(success) => {
                events.received(&success.response);
                return Ok((
                    Answer::new(call, success.response, success.secrets, retries),
                    success.rest,
                ));
            }
            Err(failure) => failure,
        };
        events.failed(&failure);
        let Some(wait) = wait(&call, &budget, &failure, retries) else {
            return Err(failure.into_error(&call, retries));
        };
        events.retried(wait);
        // Drops the response before the wait, so that it holds no memory meanwhile.
        drop(failure);
        call.client.settings().clock.sleep(wait).await;
        retries += 1;
        request = call.request().map_err(Error::InvalidRequest)?;
    }
}

/// A response with a status of success.
struct Success {
    response: Response<Bytes>,
    /// The body if it is not in the response.
    rest: Body,
    secrets: Secrets,
}

/// Why an attempt failed.
pub(crate) enum Failure {
    /// The server answered with an error status.
    Refused(Box<Refusal>),
    /// There was no response, or it was incomplete.
    Lost(BoxError),
    /// A time limit was exceeded.
    Late(Limit, Option<BoxError>),
    /// The request could not be sent.
    Impossible(Error),
}

/// A response with an error status, and the secrets to hide in its text.
pub(crate) struct Refusal {
    pub(crate) response: Response<Bytes>,
    secrets: Secrets,
}

/// Makes one attempt.
async fn attempt(
    call: &Call,
    request: Request<Bytes>,
    reads: Reads,
    timer: &mut Timer,
) -> Result<Success, Failure> {
    let mut request = request.map(Body::from);
    let authorized = timer.run(call.client.authorize(call, &mut request)).await?;
    let added = authorized.map_err(|error| Failure::Impossible(error.into()))?;
    let secrets = Secrets::of(request.headers(), added);
    let response = timer.run(call.client.transport().send(request)).await??;
    let (head, body) = response.into_parts();
    if head.status.is_success() && reads.is_streamed(&head.headers, call.operation) {
        let response = Response::from_parts(head, Bytes::new());
        return Ok(Success { response, rest: body, secrets });
    }
    let body = timer.run(body.collect()).await;
    if head.status.is_success() {
        let response = Response::from_parts(head, body??);
        return Ok(Success { response, rest: Body::empty(), secrets });
    }
    // The status is reported even if the body is incomplete or late.
    let body = body.ok().and_then(Result::ok).unwrap_or_default();
    Err(Failure::Refused(Box::new(Refusal { response: Response::from_parts(head, body), secrets })))
}

/// How long to wait before the next attempt; `None` if there is no retry.
fn wait(call: &Call, budget: &Budget, failure: &Failure, retries: u32) -> Option<Duration> {
    let settings = call.client.settings();
    let hint = match failure {
        Failure::Impossible(_) | Failure::Late(Limit::Call(_), _) => return None,
        Failure::Lost(_) | Failure::Late(..) => None,
        Failure::Refused(refusal) => {
            let (status, headers) = (refusal.response.status(), refusal.response.headers());
            if !retry::should_retry(status, headers) {
                return None;
            }
            retry::retry_after(headers, settings.clock.date())
        }
    };
    if retries >= call.max_retries() {
        return None;
    }
    let wait = retry::delay(hint, retries, settings.clock.random(), settings.max_retry_after)?;
    budget.allows(wait).then_some(wait)
}

impl From<Limit> for Failure {
    fn from(limit: Limit) -> Self {
        Self::Late(limit, None)
    }
}

impl From<TransportError> for Failure {
    fn from(error: TransportError) -> Self {
        match error {
            TransportError::Connection(source) => Self::Lost(source),
            TransportError::Timeout(source) => Self::Late(Limit::Transport, Some(source)),
        }
    }
}

impl Failure {
    pub(crate) fn into_error(self, call: &Call, retries: u32) -> Error {
        let operation = call.operation;
        match self {
            Self::Impossible(error) => error,
            Self::Lost(source) => Error::Connection(ConnectionError { operation, retries, source }),
            Self::Late(limit, source) => {
                Error::Timeout(TimeoutError { operation, retries, limit, source })
            }
            Self::Refused(refusal) => Error::Api(Box::new(refusal.into_error(call, retries))),
        }
    }
}

impl Refusal {
    /// The server's ID of the request.
    #[cfg(feature = "tracing")]
    pub(crate) fn request_id(&self, call: &Call) -> Option<String> {
        let id = call.request_id(self.response.headers())?;
        Some(self.secrets.hide(id.to_owned()))
    }

    fn into_error(self, call: &Call, retries: u32) -> ApiError {
        let (head, body) = self.response.into_parts();
        ApiError::read(call, (head.status, head.headers), body, &self.secrets, retries)
    }
}

impl ApiError {
    /// Reads what the server says in a body.
    pub(crate) fn read(
        call: &Call,
        (status, headers): (StatusCode, HeaderMap),
        body: Bytes,
        secrets: &Secrets,
        retries: u32,
    ) -> Self {
        let Details { message, code, param, r#type } = Details::read(&body);
        let hide = |text: Option<String>| text.map(|text| secrets.hide(text));
        Self {
            status,
            code: hide(code),
            param: hide(param),
            r#type: hide(r#type),
            message: hide(message).unwrap_or_else(|| meaning(status)),
            request_id: hide(call.request_id(&headers).map(str::to_owned)),
            retry_after: retry::retry_after(&headers, call.client.settings().clock.date()),
            headers,
            body,
            operation: call.operation,
            retries,
        }
    }
}

impl Call {
    /// The server's ID of the request, from a response header.
    pub(crate) fn request_id<'h>(&self, headers: &'h HeaderMap) -> Option<&'h str> {
        headers.get(self.client.api().request_id)?.to_str().ok()
    }
}

/// The credentials of one attempt, to be hidden in error messages: some servers quote the key that
/// they reject, and messages end up in logs.
#[derive(Clone)]
pub(crate) struct Secrets {
    /// The values of headers marked as sensitive.
    values: Vec<HeaderValue>,
    /// The secrets that were added to a header, the query or a cookie.
    added: Vec<Secret>,
}

impl Secrets {
    fn of(headers: &HeaderMap, added: Vec<Secret>) -> Self {
        let values = headers.values().filter(|value| value.is_sensitive());
        Self { values: values.cloned().collect(), added }
    }

    /// Every value, with and without its authentication scheme, the longest first.
    fn words(&self) -> Vec<&str> {
        let texts = self.values.iter().filter_map(|value| value.to_str().ok());
        let words = texts.flat_map(|text| [Some(text), text.split_once(' ').map(|(_, word)| word)]);
        let words = words.flatten().chain(self.added.iter().map(Secret::expose));
        // A word of a few letters is not a secret and may occur in any text.
        let mut words: Vec<_> = words.filter(|word| word.len() >= 6).collect();
        words.sort_by_key(|word| std::cmp::Reverse(word.len()));
        words
    }

    pub(crate) fn hide(&self, text: String) -> String {
        self.words().into_iter().fold(text, |text, secret| text.replace(secret, "[hidden]"))
    }
}
