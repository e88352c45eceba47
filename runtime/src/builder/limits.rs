//! Limits on time, retries and sizes.

use std::{sync::Arc, time::Duration};

use super::ClientBuilder;
use crate::retry::RetryBudget;

impl ClientBuilder {
    /// Sets the time limit of each attempt, from connecting to the last byte of the body; for a
    /// stream, to the head of the response. The default is 10 minutes. During an upload, the limit
    /// restarts whenever a part of the body was sent.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Sets the time limit of a whole call: all attempts and the waits between them. By default
    /// there is none. The limit also applies to streams. Each page of a list is one call.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = Some(deadline);
        self
    }

    /// Sets how many times a failed request is sent again. The default is 2.
    pub fn max_retries(mut self, retries: u32) -> Self {
        self.max_retries = retries;
        self
    }

    /// Sets the longest wait before a retry that the server may ask for. The default is 2 minutes.
    /// If the server asks for a longer wait, the call is not retried. It returns the error, and
    /// [`retry_after`](crate::Error::retry_after) of the error is that wait.
    pub fn max_retry_after(mut self, wait: Duration) -> Self {
        self.max_retry_after = wait;
        self
    }

    /// Sets how many retries all calls of this client together may make while no call succeeds. The
    /// default is 500. The limit prevents retries from multiplying the load of a failing server.
    /// Each retry takes one token. A call that succeeds returns the tokens of its retries, and a
    /// tenth of a token more. If there is no token, a call returns its failure without another
    /// retry, and [`Error::not_retried`](crate::Error::not_retried) returns the reason. Clients
    /// that share connections share the tokens.
    ///
    /// ```
    /// # use bessemer_runtime::{Api, Client, ClientBuilder, Error};
    /// fn modest(api: &'static Api) -> Result<Client, Error> {
    ///     ClientBuilder::new(api).env().retry_budget(20).build()
    /// }
    /// ```
    pub fn retry_budget(mut self, retries: u32) -> Self {
        self.retry_budget = Arc::new(RetryBudget::new(retries));
        self
    }

    /// Sets the limit on the time between two chunks of a stream: of [`EventStream`],
    /// [`JsonLines`](crate::JsonLines) and [`BodyStream`](crate::BodyStream). Comments that keep a
    /// connection alive count as chunks. The default is 5 minutes, or the
    /// [time limit of an attempt](Self::timeout) if that is shorter. When the limit passes, the last
    /// item of the stream is an [`Error::Timeout`](crate::Error::Timeout) with
    /// [`Limit::Idle`](crate::Limit::Idle).
    ///
    /// [`EventStream`]: crate::EventStream
    ///
    /// ```
    /// # use std::time::Duration;
    /// # use bessemer_runtime::{Api, Client, ClientBuilder, Error};
    /// fn impatient(api: &'static Api) -> Result<Client, Error> {
    ///     ClientBuilder::new(api).env().idle_timeout(Duration::from_secs(30)).build()
    /// }
    /// ```
    pub fn idle_timeout(mut self, timeout: Duration) -> Self {
        self.idle_timeout = Some(timeout);
        self
    }

    /// Sets the maximum size of a response body that is read into memory, in bytes after
    /// decompression. The default is 256 MiB. A larger body is an
    /// [`Error::TooLarge`](crate::Error::TooLarge). A [`BodyStream`](crate::BodyStream) has no limit.
    pub fn max_body(mut self, bytes: u64) -> Self {
        self.max_body = bytes;
        self
    }

    /// Sets how many bytes of the body of an error response are read. The default is 1 MiB. If the
    /// body is larger, the error contains only the first part.
    pub fn max_error_body(mut self, bytes: u64) -> Self {
        self.max_error_body = bytes;
        self
    }

    /// Sets the maximum size of one event or line of a stream, in bytes. The default is 64 MiB. A
    /// larger event ends the stream with [`Error::TooLarge`](crate::Error::TooLarge).
    pub fn max_event(mut self, bytes: u64) -> Self {
        self.max_event = bytes;
        self
    }
}
