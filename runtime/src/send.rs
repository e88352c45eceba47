//! Making a call: attempts until one succeeds or there is no point in another.

use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Request, Response};

use crate::{
    Answer, ApiError, Body, BoxError, ConfigError, ConnectionError, Error, Limit, Secret,
    TimeoutError, TransportError,
    api_error::{Details, meaning},
    call::Call,
    log, retry,
    timeout::{Budget, Timer},
};

#[cfg(test)]
mod tests;

/// Makes the call. If the body is `streamed`, it is not read, and comes beside the answer.
pub(crate) async fn send(call: Call, streamed: bool) -> Result<(Answer, Body), Error> {
    let mut request = call.request().map_err(Error::InvalidRequest)?;
    let unusable = |source| ConfigError::caused("calls cannot be made here", source);
    call.client.settings().clock.check().map_err(unusable)?;
    let budget = call.budget();
    let mut retries = 0;
    loop {
        let told = log::Attempt::begin(&call, retries);
        let failure = match attempt(&call, request, streamed, &mut budget.attempt()).await {
            Ok((response, rest)) => {
                told.received(&response);
                return Ok((Answer::new(call, response, retries), rest));
            }
            Err(failure) => failure,
        };
        told.failed(&failure);
        let Some(wait) = wait(&call, &budget, &failure, retries) else {
            return Err(failure.into_error(&call, retries));
        };
        told.retried(wait);
        // Whatever the attempt still holds is let go before the wait.
        drop(failure);
        call.client.settings().clock.sleep(wait).await;
        retries += 1;
        request = call.request().map_err(Error::InvalidRequest)?;
    }
}

/// What became of an attempt that did not succeed.
pub(crate) enum Failure {
    /// The server answered with an error status.
    Refused(Box<Refusal>),
    /// There was no response, or not all of it.
    Lost(BoxError),
    /// A time limit passed.
    Late(Limit, Option<BoxError>),
    /// The attempt could not even be made.
    Impossible(Error),
}

/// A response with an error status, and what its text must not repeat.
pub(crate) struct Refusal {
    pub(crate) response: Response<Bytes>,
    secrets: Secrets,
}

/// Makes one attempt. Whatever it holds is let go before anything else happens.
async fn attempt(
    call: &Call,
    request: Request<Bytes>,
    streamed: bool,
    timer: &mut Timer,
) -> Result<(Response<Bytes>, Body), Failure> {
    let mut request = request.map(Body::from);
    let authorized = timer.run(call.client.authorize(call, &mut request)).await?;
    let added = authorized.map_err(|error| Failure::Impossible(error.into()))?;
    let secrets = Secrets::of(request.headers(), added);
    let response = timer.run(call.client.transport().send(request)).await??;
    let (head, body) = response.into_parts();
    if streamed && head.status.is_success() {
        return Ok((Response::from_parts(head, Bytes::new()), body));
    }
    let body = timer.run(body.collect()).await;
    if head.status.is_success() {
        return Ok((Response::from_parts(head, body??), Body::empty()));
    }
    // The status says enough; a body that breaks off or stalls does not take it away.
    let body = body.ok().and_then(Result::ok).unwrap_or_default();
    Err(Failure::Refused(Box::new(Refusal { response: Response::from_parts(head, body), secrets })))
}

/// How long to wait before another attempt; `None` if there is to be none.
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
    /// What the server calls the request.
    pub(crate) fn request_id(&self, call: &Call) -> Option<String> {
        let id = call.request_id(self.response.headers())?;
        Some(self.secrets.hide(id.to_owned()))
    }

    fn into_error(self, call: &Call, retries: u32) -> ApiError {
        let request_id = self.request_id(call);
        let Self { response, secrets } = self;
        let (head, body) = response.into_parts();
        let Details { message, code, param, r#type } = Details::read(&body);
        let hide = |text: Option<String>| text.map(|text| secrets.hide(text));
        ApiError {
            status: head.status,
            code: hide(code),
            param: hide(param),
            r#type: hide(r#type),
            message: hide(message).unwrap_or_else(|| meaning(head.status)),
            request_id,
            retry_after: retry::retry_after(&head.headers, call.client.settings().clock.date()),
            headers: head.headers,
            body,
            operation: call.operation,
            retries,
        }
    }
}

impl Call {
    /// What the server calls the request that it answers.
    pub(crate) fn request_id<'h>(&self, headers: &'h HeaderMap) -> Option<&'h str> {
        headers.get(self.client.api().request_id)?.to_str().ok()
    }
}

/// The credentials of one attempt. Servers like to repeat a key that they refuse, and messages end
/// up in logs.
struct Secrets {
    /// The values of headers that are marked as sensitive.
    values: Vec<HeaderValue>,
    /// What was added in any place.
    added: Vec<Secret>,
}

impl Secrets {
    fn of(headers: &HeaderMap, added: Vec<Secret>) -> Self {
        let values = headers.values().filter(|value| value.is_sensitive());
        Self { values: values.cloned().collect(), added }
    }

    /// Every value, and what follows its scheme; the longest first.
    fn words(&self) -> Vec<&str> {
        let texts = self.values.iter().filter_map(|value| value.to_str().ok());
        let words = texts.flat_map(|text| [Some(text), text.split_once(' ').map(|(_, word)| word)]);
        let words = words.flatten().chain(self.added.iter().map(Secret::expose));
        // A word of a few letters is no secret, and may occur in any text.
        let mut words: Vec<_> = words.filter(|word| word.len() >= 6).collect();
        words.sort_by_key(|word| std::cmp::Reverse(word.len()));
        words
    }

    fn hide(&self, text: String) -> String {
        self.words().into_iter().fold(text, |text, secret| text.replace(secret, "[hidden]"))
    }
}
