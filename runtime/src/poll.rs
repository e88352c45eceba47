//! Polling: repeating a request until a condition is met.

use std::{
    fmt,
    pin::Pin,
    sync::Arc,
    time::{Duration, Instant},
};

use crate::{
    Answer, Body, Clock, Error, FromAnswer, IntoRequest, Limit, LongRunning, Reads, Request,
    TimeoutError,
    attempts::Attempts,
    call::Call,
    long_running::{Next, Running},
    retry,
    send::send,
};

#[cfg(test)]
mod tests;

const FIRST_WAIT: Duration = Duration::from_secs(1);
const MAX_INTERVAL: Duration = Duration::from_secs(10);

/// Repeats a request until `done` returns true for its result, and returns that result. If a
/// request fails, polling ends with its error.
///
/// The first wait is one second. Each further wait is 1.5 times as long, up to ten seconds; see
/// [`interval`](Polling::interval) and [`max_interval`](Polling::max_interval). If the response has
/// `Retry-After-Ms` or `Retry-After` (RFC 9110 §10.2.3), that header sets the wait. There is no
/// time limit unless [`deadline`](Polling::deadline) sets one.
///
/// ```
/// # use std::time::Duration;
/// # use bessemer_runtime::{Client, Error, Operation, Request, object};
/// use bessemer_runtime::poll;
///
/// # struct Job { status: String }
/// # object! { Job { status } }
/// # static RETRIEVE: Operation = Operation::get("jobs.retrieve", "/jobs/{job_id}");
/// # fn retrieve(client: &Client, id: &str) -> Request<Job> {
/// #     Request::new(client, &RETRIEVE).path("job_id", id)
/// # }
/// async fn finished(client: &Client, id: &str) -> Result<Job, Error> {
///     poll(|| retrieve(client, id), |job| job.status != "running")
///         .deadline(Duration::from_secs(300))
///         .await
/// }
/// ```
pub fn poll<'f, R>(
    mut request: impl FnMut() -> R + Send + 'f,
    done: impl FnMut(&R::Value) -> bool + Send + 'f,
) -> Polling<'f, R::Value>
where
    R: IntoRequest,
    R::Value: 'f,
{
    let request = move || request().into_request();
    Polling {
        requests: Requests::Repeated(Box::new(request), Box::new(done)),
        wait_header: None,
        interval: FIRST_WAIT,
        max_interval: MAX_INTERVAL,
        deadline: None,
    }
}

/// A request to repeat; [`poll`] and [`Request::until_done`] create it. Await it to start.
#[must_use = "polling does nothing until it is awaited"]
pub struct Polling<'f, T> {
    requests: Requests<'f, T>,
    /// The response header with the time to wait, in milliseconds.
    wait_header: Option<&'static str>,
    interval: Duration,
    max_interval: Duration,
    deadline: Option<Duration>,
}

/// The requests of the polling.
enum Requests<'f, T> {
    /// One that is repeated until its value meets a condition.
    Repeated(Box<dyn FnMut() -> Request<T> + Send + 'f>, Box<dyn FnMut(&T) -> bool + Send + 'f>),
    /// Those of a long-running operation.
    Running(Box<Running>),
}

impl<S> Request<S> {
    /// Starts a long-running operation with this request, and then reads its state until it is done.
    /// The requests that read it have the options of this request.
    ///
    /// ```
    /// # use bessemer_runtime::{Client, Error, Operation, Request, object};
    /// use bessemer_runtime::LongRunning;
    ///
    /// # struct Job { status: String }
    /// # object! { Job { status } }
    /// static START: Operation = Operation::post("jobs.create", "/jobs");
    /// static RETRIEVE: Operation = Operation::get("jobs.retrieve", "/jobs/{job_id}");
    /// static FINISHED: LongRunning =
    ///     LongRunning::new(&RETRIEVE, "status", &["done", "failed"]).ids(&[("job_id", "id")]);
    ///
    /// async fn finished(client: &Client) -> Result<Job, Error> {
    ///     Request::<Job>::new(client, &START).until_done(&FINISHED).await
    /// }
    /// ```
    pub fn until_done<T: FromAnswer>(self, rule: &'static LongRunning) -> Polling<'static, T> {
        Polling {
            requests: Requests::Running(Box::new(Running::new(self.call, rule))),
            wait_header: rule.wait_header,
            interval: rule.interval,
            max_interval: rule.max_interval,
            deadline: None,
        }
    }
}

impl<T> Polling<'_, T> {
    /// Sets the first wait. Each further wait is 1.5 times as long, up to
    /// [`max_interval`](Self::max_interval).
    pub fn interval(mut self, interval: Duration) -> Self {
        self.interval = interval;
        self
    }

    /// Sets the longest wait. With the value of [`interval`](Self::interval), all waits have the
    /// same length.
    pub fn max_interval(mut self, longest: Duration) -> Self {
        self.max_interval = longest;
        self
    }

    /// Sets the time limit of all requests and waits. If it passes, or would pass during a wait,
    /// the result is an [`Error::Timeout`] with [`Limit::Poll`].
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = Some(deadline);
        self
    }

    /// How long to wait after response number `answers`, counted from 0.
    fn wait(&self, answers: u32, hint: Option<Duration>) -> Duration {
        let longest = self.max_interval.max(self.interval);
        hint.unwrap_or_else(|| {
            let wait = self.interval.as_secs_f64() * 1.5_f64.powi(answers.min(64) as i32);
            Duration::try_from_secs_f64(wait).map_or(longest, |wait| wait.min(longest))
        })
    }
}

/// The state of polling.
struct Progress {
    clock: Arc<dyn Clock>,
    start: Instant,
    answers: u32,
}

impl<T> Polling<'_, T> {
    /// A call of the polling. Its deadline is the time that is left.
    fn limit(&self, progress: &mut Option<Progress>, mut call: Box<Call>) -> Box<Call> {
        let clock = &call.client.settings().clock;
        let progress = progress.get_or_insert_with(|| Progress {
            clock: clock.clone(),
            start: clock.now(),
            answers: 0,
        });
        if let Some(left) = self.left(progress) {
            let deadline = &mut call.options.deadline;
            *deadline = Some(deadline.map_or(left, |own| own.min(left)));
        }
        call
    }

    fn left(&self, progress: &Progress) -> Option<Duration> {
        let spent = progress.clock.now().saturating_duration_since(progress.start);
        self.deadline.map(|deadline| deadline.saturating_sub(spent))
    }

    /// If the time for polling is over, the timeout of the request is reported as that of polling.
    fn limited(&self, progress: &Progress, error: Error) -> Error {
        let is_over = self.left(progress).is_some_and(|left| left.is_zero());
        match (error, self.deadline) {
            (Error::Timeout(error), Some(deadline)) if is_over => {
                Error::Timeout(TimeoutError { limit: Limit::Poll(deadline), ..error })
            }
            (error, _) => error,
        }
    }

    /// How long the server asks to wait.
    fn hint(&self, answer: &Answer, progress: &Progress) -> Option<Duration> {
        let own = self.wait_header.and_then(|name| answer.headers().get(name)?.to_str().ok());
        let own = own.and_then(|it| it.trim().parse().ok()).map(Duration::from_millis);
        own.or_else(|| retry::retry_after(answer.headers(), progress.clock.date()))
    }

    /// Checks that a wait ends before the deadline.
    fn check(&self, progress: &Progress, wait: Duration, answer: &Answer) -> Result<(), Error> {
        match (self.left(progress), self.deadline) {
            (Some(left), Some(deadline)) if left <= wait => Err(Error::Timeout(TimeoutError {
                operation: answer.call.operation,
                attempts: Attempts::after(answer.retries),
                events: None,
                limit: Limit::Poll(deadline),
                source: None,
            })),
            _ => Ok(()),
        }
    }

    /// The wait after a response that is not the result.
    fn pause(
        &self,
        progress: &mut Progress,
        answer: &Answer,
        next: Next,
    ) -> Result<Duration, Error> {
        let hint = self.hint(answer, progress);
        let wait = match next {
            Next::Done | Next::Now => return Ok(Duration::ZERO),
            Next::Soon => hint.unwrap_or_default(),
            Next::Wait => {
                progress.answers += 1;
                self.wait(progress.answers - 1, hint)
            }
        };
        self.check(progress, wait, answer)?;
        Ok(wait)
    }
}

impl<T: FromAnswer> Polling<'_, T> {
    /// The next call, and how its response is read.
    fn next(&mut self, progress: &mut Option<Progress>) -> (Box<Call>, Reads) {
        let (call, reads) = match &mut self.requests {
            Requests::Repeated(request, _) => (request().call, T::READS),
            Requests::Running(running) => (running.call.clone(), Reads::Whole),
        };
        (self.limit(progress, call), reads)
    }

    /// The next step after a response: the result, or a wait.
    fn after(
        &mut self,
        progress: &mut Progress,
        sent: Result<(Answer, Body), Error>,
    ) -> Result<Step<T>, Error> {
        let (answer, rest) = sent.map_err(|error| self.limited(progress, error))?;
        let next = match &mut self.requests {
            Requests::Repeated(_, done) => {
                let value = T::from_stream(&answer, rest)?;
                if done(&value) {
                    return Ok(Step::Done(value));
                }
                Next::Wait
            }
            Requests::Running(running) => match running.after(&answer)? {
                Next::Done => return T::from_answer(&answer).map(Step::Done),
                next => next,
            },
        };
        self.pause(progress, &answer, next).map(Step::Wait)
    }

    #[cfg(feature = "blocking")]
    /// Repeats the request and blocks the current thread until the condition is met.
    ///
    /// # Errors
    ///
    /// The same as awaiting it.
    pub fn send_blocking(mut self) -> Result<T, Error> {
        let mut progress = None;
        loop {
            let (call, reads) = self.next(&mut progress);
            let sent = crate::blocking::wait(send(call, reads))?;
            let Some(progress) = &mut progress else { continue };
            match self.after(progress, sent)? {
                Step::Done(value) => return Ok(value),
                Step::Wait(Duration::ZERO) => {}
                Step::Wait(wait) => crate::blocking::wait(progress.clock.sleep(wait))?,
            }
        }
    }
}

enum Step<T> {
    Done(T),
    Wait(Duration),
}

impl<'f, T: FromAnswer + Send + 'f> IntoFuture for Polling<'f, T> {
    type Output = Result<T, Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send + 'f>>;

    fn into_future(mut self) -> Self::IntoFuture {
        Box::pin(async move {
            let mut progress = None;
            loop {
                let (call, reads) = self.next(&mut progress);
                let sent = send(call, reads).await;
                let Some(progress) = &mut progress else { continue };
                match self.after(progress, sent)? {
                    Step::Done(value) => return Ok(value),
                    Step::Wait(Duration::ZERO) => {}
                    Step::Wait(wait) => progress.clock.sleep(wait).await,
                }
            }
        })
    }
}

impl<T> fmt::Debug for Polling<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Polling")
            .field("interval", &self.interval)
            .field("max_interval", &self.max_interval)
            .field("deadline", &self.deadline)
            .finish_non_exhaustive()
    }
}
