//! Making a call: attempts and retries.

use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response};

use crate::{
    Answer, Body, ConfigError, Error, Limit, Reads,
    call::Call,
    failure::{Failure, Refusal, Secrets},
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
    let is_answer = call.operation.is_answer(head.status);
    if is_answer && reads.is_streamed(&head.headers, call.operation) {
        let response = Response::from_parts(head, Bytes::new());
        return Ok(Success { response, rest: body, secrets });
    }
    let body = timer.run(body.collect()).await;
    if is_answer {
        let response = Response::from_parts(head, body??);
        return Ok(Success { response, rest: Body::empty(), secrets });
    }
    // The status is reported even if the body is incomplete or late.
    let body = body.ok().and_then(Result::ok).unwrap_or_default();
    Err(Failure::Refused(Box::new(Refusal::new(Response::from_parts(head, body), secrets))))
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
