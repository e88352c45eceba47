//! Making a call: attempts and retries.

use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, Request, Response, header, response};

#[cfg(feature = "websocket")]
use crate::websocket;
use crate::{
    Answer, Body, ConfigError, Error, Reads,
    attempts::Attempts,
    call::Call,
    failure::{Failure, Reason, Refusal, Repeat, Secrets, Unusable},
    log,
    payload::Payload,
    retry,
    timeout::{Budget, Timer},
    upload,
};

#[cfg(test)]
mod tests;

/// Makes the call. A body that the value `reads` as it arrives is returned unread.
pub(crate) async fn send(mut call: Box<Call>, reads: Reads) -> Result<(Answer, Body), Error> {
    call.identify();
    let mut request = call.request().map_err(Error::InvalidRequest)?;
    let unusable = |source| ConfigError::caused("cannot make calls here", source);
    call.client.settings().clock.check().map_err(unusable)?;
    let budget = call.budget();
    let mut retries = 0;
    loop {
        let may_repeat = call.is_repeatable(request.headers());
        let events = log::Attempt::begin(&call, retries);
        let failure = match events.run(attempt(&call, request, reads, &budget)).await {
            Ok(Success { response, rest, secrets }) => {
                events.received(&response);
                call.client.settings().retry_budget.refill(retries);
                return Ok((Answer::new(call, response, secrets, retries, budget), rest));
            }
            Err(failure) => failure,
        };
        events.failed(&failure);
        let wait = match next(&call, &budget, &failure, may_repeat, retries) {
            Next::Retry(wait) => wait,
            Next::Stop(not_retried) => {
                return Err(failure.into_error(&call, Attempts { retries, not_retried }));
            }
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

/// Makes one attempt.
async fn attempt(
    call: &Call,
    request: Request<()>,
    reads: Reads,
    budget: &Budget,
) -> Result<Success, Failure> {
    let body = call.payload.as_ref().map_or_else(Body::empty, Payload::open);
    let (body, progress) = upload::observe(body, call.client.settings().clock.clone());
    let mut timer = budget.attempt(progress.clone());
    let result = exchange(call, request.map(|()| body), reads, &mut timer).await;
    match (result, progress.and_then(|progress| progress.failure())) {
        (Err(_), Some(error)) => Err(Failure::Impossible(error)),
        (result, _) => result,
    }
}

/// Sends a request and receives the response.
async fn exchange(
    call: &Call,
    mut request: Request<Body>,
    reads: Reads,
    timer: &mut Timer,
) -> Result<Success, Failure> {
    let authorized = timer.run(call.client.authorize(call, &mut request)).await?;
    let added = authorized.map_err(|error| Failure::Impossible(error.into()))?;
    let secrets = Secrets::of(request.headers(), added);
    let decodes = request.headers().contains_key(header::ACCEPT_ENCODING);
    #[cfg(feature = "websocket")]
    let key = request.headers().get(header::SEC_WEBSOCKET_KEY).cloned();
    let response = timer.run(call.client.transport().send(request)).await??;
    let (head, body) = response.into_parts();
    let settings = call.client.settings();
    if !call.operation.is_answer(head.status) {
        // The status is reported even if the body is incomplete, late or too long.
        let body = timer.run(body.collect_up_to(settings.max_error_body)).await;
        let (body, _) = body.ok().and_then(Result::ok).unwrap_or_default();
        let response = Response::from_parts(head, body);
        return Err(Failure::Refused(Box::new(Refusal::new(response, secrets))));
    }
    #[cfg(feature = "websocket")]
    if reads == Reads::Upgrade && !websocket::is_accepted(key.as_ref(), &head.headers) {
        return Err(unusable(head, Reason::Handshake));
    }
    // A caller that sets `Accept-Encoding` decompresses the body.
    let encoding = if decodes { None } else { compression(&head.headers) };
    if reads.is_streamed(&head.headers, call.operation) {
        return match encoding {
            Some(encoding) => Err(unusable(head, Reason::Compressed(encoding))),
            None => {
                let response = Response::from_parts(head, Bytes::new());
                Ok(Success { response, rest: body, secrets })
            }
        };
    }
    let limit = settings.max_body;
    let (body, is_cut) = timer.run(body.collect_up_to(limit)).await??;
    match encoding {
        _ if is_cut => Err(unusable(head, Reason::TooLarge(limit))),
        Some(encoding) if !body.is_empty() => Err(unusable(head, Reason::Compressed(encoding))),
        _ => {
            let response = Response::from_parts(head, body);
            Ok(Success { response, rest: Body::empty(), secrets })
        }
    }
}

fn unusable(head: response::Parts, reason: Reason) -> Failure {
    Failure::Unusable(Box::new(Unusable { head, reason }))
}

/// The compression of a body (RFC 9110 §8.4.1). A transport that decompresses removes the header.
fn compression(headers: &HeaderMap) -> Option<String> {
    let encoding =
        headers.get(header::CONTENT_ENCODING)?.to_str().ok()?.trim().to_ascii_lowercase();
    let known = ["gzip", "x-gzip", "br", "zstd", "deflate", "compress", "x-compress"];
    known.contains(&&*encoding).then_some(encoding)
}

/// What follows a failed attempt.
enum Next {
    /// Another attempt, after a wait.
    Retry(Duration),
    /// The error, and why there is no other attempt if the failure may be temporary.
    Stop(Option<&'static str>),
}

/// Decides what follows a failed attempt.
fn next(call: &Call, budget: &Budget, failure: &Failure, may_repeat: bool, retries: u32) -> Next {
    let settings = call.client.settings();
    let (is_temporary, hint) = match failure {
        Failure::Impossible(_) | Failure::Unusable(_) => (false, None),
        Failure::Lost(_, repeat) | Failure::Late(_, _, repeat) => match repeat {
            Repeat::Always => (true, None),
            Repeat::IfIdempotent => (may_repeat, None),
            Repeat::Never => (false, None),
        },
        Failure::Refused(refusal) => {
            let (status, headers) = (refusal.response.status(), refusal.response.headers());
            let is_temporary = retry::should_retry(status, headers, may_repeat);
            (is_temporary, retry::retry_after(headers, settings.clock.date()))
        }
    };
    if !is_temporary || retries >= call.max_retries() {
        return Next::Stop(None);
    }
    if call.payload.as_ref().is_some_and(|payload| !payload.is_repeatable()) {
        return Next::Stop(Some("the body is a stream, which can be sent only once"));
    }
    let wait = retry::delay(hint, retries, settings.clock.random(), settings.max_retry_after);
    match wait.filter(|wait| budget.allows(*wait)) {
        None => Next::Stop(None),
        Some(_) if !settings.retry_budget.take() => {
            Next::Stop(Some("too many calls of this client are failing"))
        }
        Some(wait) => Next::Retry(wait),
    }
}
