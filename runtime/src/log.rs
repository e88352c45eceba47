//! What the feature `tracing` tells: which operation, which attempt, which status, which request.
//! No URL, no header, no body, and no text of an error, since any of them may hold what does not
//! belong into a log. Without the feature it tells nothing.
#![cfg_attr(not(feature = "tracing"), allow(unused_variables, reason = "nothing is told"))]

use bytes::Bytes;
use http::Response;

use crate::{call::Call, send::Failure};

/// An attempt begins; the first one has the number 0.
pub(crate) fn sending(call: &Call, retries: u32) {
    #[cfg(feature = "tracing")]
    tracing::debug!(operation = call.operation.id(), retries, "sending");
}

/// An attempt succeeded.
pub(crate) fn received(call: &Call, response: &Response<Bytes>, retries: u32) {
    #[cfg(feature = "tracing")]
    tracing::debug!(
        operation = call.operation.id(),
        retries,
        status = response.status().as_u16(),
        request_id = call.request_id(response.headers()),
        "received"
    );
}

/// An attempt failed.
pub(crate) fn failed(call: &Call, failure: &Failure, retries: u32) {
    #[cfg(feature = "tracing")]
    {
        let operation = call.operation.id();
        let reason = match failure {
            Failure::Refused(refusal) => {
                let status = refusal.response.status().as_u16();
                let request_id = call.request_id(refusal.response.headers());
                tracing::info!(operation, retries, status, request_id, "refused");
                return;
            }
            Failure::Lost(_) => "connection",
            Failure::Late(..) => "timeout",
            Failure::Impossible(_) => "config",
        };
        tracing::info!(operation, retries, reason, "failed");
    }
}
