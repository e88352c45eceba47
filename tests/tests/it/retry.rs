//! Retries: when, after how long, and how many.

use std::time::{Duration, Instant, SystemTime};

use futures_util::FutureExt;
use openai_containers::{
    Error, ErrorKind,
    runtime::{BoxFuture, Clock, Limit},
    testing::{Reply, lost, status},
};

use crate::fake::{answering, builder, client, found};

fn seconds(seconds: f64) -> Duration {
    Duration::from_secs_f64(seconds)
}

/// The waits of a call after one failure, and the number of its attempts.
async fn waits(failure: Reply) -> (Vec<Duration>, usize) {
    let fake = answering([failure, found()]);
    // Wed, 21 Oct 2015 07:28:00 GMT
    fake.clock().set_date(SystemTime::UNIX_EPOCH + Duration::from_secs(1_445_412_480));
    let _ = client(&fake).containers().retrieve("cntr_1").await;
    (fake.clock().sleeps(), fake.requests().len())
}

#[tokio::test]
async fn the_status_or_x_should_retry_decides() {
    for (code, word, retried) in [
        (408, None, true),
        (409, None, true),
        (429, None, true),
        (500, None, true),
        (502, None, true),
        (503, None, true),
        (529, None, true),
        (302, None, false),
        (400, None, false),
        (401, None, false),
        (404, None, false),
        (422, None, false),
        (400, Some("true"), true),
        (500, Some("false"), false),
        (400, Some("TRUE"), false),
        (500, Some("no"), true),
    ] {
        let reply = status(code);
        let reply = match word {
            Some(word) => reply.header("x-should-retry", word),
            None => reply,
        };
        let (_, requests) = waits(reply).await;
        assert_eq!(requests, if retried { 2 } else { 1 }, "{code} {word:?}");
    }
}

#[tokio::test]
async fn retry_after_is_respected() {
    for (headers, expected) in [
        (&[("retry-after-ms", "50")][..], Some(0.05)),
        (&[("retry-after-ms", "50"), ("retry-after", "5")], Some(0.05)),
        (&[("retry-after-ms", "0"), ("retry-after", "Fri, 31 Dec 2100 23:59:59 GMT")], Some(0.0)),
        (&[("retry-after-ms", "-1"), ("retry-after", "2")], Some(2.0)),
        (&[("retry-after", "0.25")], Some(0.25)),
        (&[("retry-after", "0")], Some(0.0)),
        (&[("retry-after", "10")], Some(10.0)),
        (&[("retry-after", "120")], Some(120.0)),
        (&[("retry-after", "Wed, 21 Oct 2015 07:28:04 GMT")], Some(4.0)),
        (&[("retry-after", "Wed, 21 Oct 2015 07:00:00 GMT")], Some(0.0)),
        (&[("retry-after", "nonsense")], Some(0.5)),
        (&[("retry-after", "NaN")], Some(0.5)),
        (&[("retry-after", "inf")], Some(0.5)),
        (&[("retry-after", "-100")], Some(0.5)),
        (&[("retry-after", "121")], None),
        (&[("retry-after", "1e300")], None),
        (&[("retry-after", "Fri, 31 Dec 2100 23:59:59 GMT")], None),
    ] {
        let reply =
            headers.iter().fold(status(429), |reply, (name, value)| reply.header(*name, *value));
        let (waited, requests) = waits(reply).await;
        let expected: Vec<_> = expected.into_iter().map(seconds).collect();
        assert_eq!((&waited, requests), (&expected, expected.len() + 1), "{headers:?}");
    }
}

#[tokio::test]
async fn without_retry_after_waits_double_up_to_eight_seconds() {
    for (random, factor) in [(0.0, 1.0), (0.5, 0.875), (0.999_999_9, 0.75)] {
        let fake = answering([status(503)]);
        fake.clock().set_random(random);
        let request = client(&fake).containers().retrieve("cntr_1").max_retries(6);
        request.await.expect_err("it never succeeds");
        let expected = [0.5, 1.0, 2.0, 4.0, 8.0, 8.0];
        for (wait, expected) in fake.clock().sleeps().iter().zip(expected) {
            let difference = wait.as_secs_f64() - expected * factor;
            assert!(difference.abs() < 0.001, "{wait:?} instead of {expected} by {factor}");
        }
        assert_eq!(fake.clock().sleeps().len(), 6);
    }
}

#[tokio::test]
async fn the_default_is_two_retries() {
    for (budget, attempts) in [(None, 3), (Some(0), 1), (Some(5), 6)] {
        let fake = answering([status(429).header("retry-after", "1")]);
        let request = client(&fake).containers().retrieve("cntr_1");
        let request = match budget {
            Some(budget) => request.max_retries(budget),
            None => request,
        };
        let error = request.await.expect_err("it never succeeds");
        assert_eq!((error.kind(), error.retries()), (ErrorKind::RateLimit, attempts - 1));
        assert_eq!(error.retry_after(), Some(seconds(1.0)));
        assert_eq!(fake.requests().len(), attempts as usize);
    }
}

#[tokio::test]
async fn every_attempt_is_the_same_request() {
    let fake = answering([status(503), lost("connection reset"), found()]);
    let request = client(&fake).containers().retrieve("a b").query("q", "1").header("x-a", "1");
    let response = request.with_response().await.expect("a container");
    assert_eq!(response.retries(), 2);
    let sent = fake.requests();
    assert_eq!(sent.len(), 3);
    assert!(sent.iter().all(|it| it.uri == sent[0].uri && it.headers == sent[0].headers));
}

#[tokio::test]
async fn the_last_failure_is_reported() {
    let fake = answering([status(503), lost("cut"), status(404).header("x-request-id", "req_3")]);
    let error = client(&fake).containers().retrieve("cntr_1").await.expect_err("a failure");
    assert_eq!((error.kind(), error.retries()), (ErrorKind::NotFound, 2));
    assert_eq!(error.request_id(), Some("req_3"));
}

#[tokio::test]
async fn an_attempt_that_times_out_is_retried() {
    let fake = answering([found().after(seconds(6.0)), found().after(seconds(4.0))]);
    let request = client(&fake).containers().retrieve("cntr_1").timeout(seconds(5.0));
    assert_eq!(request.with_response().await.expect("a container").retries(), 1);

    let slow = answering([found().after(seconds(6.0))]);
    let request = client(&slow).containers().retrieve("cntr_1").timeout(seconds(5.0));
    let error = request.await.expect_err("it is always late");
    assert_eq!((slow.requests().len(), error.retries(), error.is_timeout()), (3, 2, true));
    let Error::Timeout(error) = error else { panic!("{error:?}") };
    assert_eq!(error.limit(), Limit::Attempt(seconds(5.0)));
}

#[tokio::test]
async fn a_deadline_limits_attempts_and_waits() {
    let slow = answering([found().after(seconds(60.0))]);
    let client_of_slow = builder(&slow).deadline(seconds(10.0)).build().expect("a client");
    let request = client_of_slow.containers().retrieve("cntr_1").timeout(seconds(4.0));
    let error = request.max_retries(9).await.expect_err("it is always late");
    let Error::Timeout(error) = error else { panic!("{error:?}") };
    assert_eq!((error.limit(), slow.requests().len()), (Limit::Call(seconds(10.0)), 3));

    let busy = answering([status(503).header("retry-after", "20")]);
    let request = client(&busy).containers().retrieve("cntr_1").deadline(seconds(1.5));
    let error = request.await.expect_err("a failure");
    assert_eq!(error.kind(), ErrorKind::InternalServer);
    assert_eq!((busy.requests().len(), busy.clock().sleeps()), (1, vec![]));
}

/// A clock whose waits never end.
#[derive(Debug)]
struct Still;

impl Clock for Still {
    fn now(&self) -> Instant {
        Instant::now()
    }

    fn date(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH
    }

    fn sleep(&self, _: Duration) -> BoxFuture<'static, ()> {
        Box::pin(std::future::pending())
    }

    fn random(&self) -> f64 {
        0.0
    }
}

#[test]
fn a_dropped_call_sends_no_more_requests() {
    for first in [status(503), found().after(seconds(60.0))] {
        let fake = answering([first, found()]);
        let client = builder(&fake).clock(Still).build().expect("a client");
        let call = client.containers().retrieve("cntr_1").into_future();
        // Polled until it waits for the next attempt or the response, then dropped.
        assert!(call.now_or_never().is_none());
        fake.clock().advance(seconds(3600.0));
        assert_eq!(fake.requests().len(), 1);
    }
}
