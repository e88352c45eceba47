//! Decides whether a call is retried, and after how long. Nothing here waits or reads a clock.

use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::{Duration, SystemTime},
};

use http::{HeaderMap, StatusCode};

const INITIAL_DELAY: f64 = 0.5;
const MAX_DELAY: f64 = 8.0;
/// The largest part of a delay that the random number removes.
const JITTER: f64 = 0.25;

/// Whether to retry a response with this status. After 408 (request timeout) and 429 (too many
/// requests), the server has not processed the request. After 409 and server errors it may have, so
/// the request must be safe to repeat. The header `x-should-retry` overrides the status.
pub(crate) fn should_retry(status: StatusCode, headers: &HeaderMap, may_repeat: bool) -> bool {
    match headers.get("x-should-retry").map(|value| value.as_bytes()) {
        Some(b"true") => true,
        Some(b"false") => false,
        _ => match status.as_u16() {
            408 | 429 => true,
            409 | 500..=599 => may_repeat,
            _ => false,
        },
    }
}

/// How many retries the calls of a client may make before calls have to succeed again: an outage must
/// not multiply the load of the server. A retry takes one token. A call that succeeds returns the
/// tokens of its retries, and one token more for every ten calls.
#[derive(Debug)]
pub(crate) struct RetryBudget {
    /// In tenths of a token.
    tokens: AtomicU64,
    capacity: u64,
}

impl RetryBudget {
    pub(crate) fn new(retries: u32) -> Self {
        let capacity = u64::from(retries) * 10;
        Self { tokens: AtomicU64::new(capacity), capacity }
    }

    /// Takes the token for a retry; `false` if there is none.
    pub(crate) fn take(&self) -> bool {
        let take = |tokens: u64| tokens.checked_sub(10);
        self.tokens.fetch_update(Ordering::Relaxed, Ordering::Relaxed, take).is_ok()
    }

    /// A call has succeeded after this many retries.
    pub(crate) fn refill(&self, retries: u32) {
        let add = |tokens: u64| {
            let sum = tokens.saturating_add(u64::from(retries) * 10 + 1).min(self.capacity);
            (sum != tokens).then_some(sum)
        };
        let _ = self.tokens.fetch_update(Ordering::Relaxed, Ordering::Relaxed, add);
    }
}

/// How long to wait before retry number `retries + 1`: `hint`, the time that the server asks for, or
/// else exponential backoff. `None` if the server asks for more than `longest`.
pub(crate) fn delay(
    hint: Option<Duration>,
    retries: u32,
    random: f64,
    longest: Duration,
) -> Option<Duration> {
    match hint {
        Some(hint) => (hint <= longest).then_some(hint),
        None => Some(backoff(retries, random)),
    }
}

/// Exponential backoff: half a second, doubled with every retry, at most eight seconds. `random`, in
/// `[0, 1)`, shortens it by up to a quarter, so that clients that failed at the same time do not
/// retry at the same time.
fn backoff(retries: u32, random: f64) -> Duration {
    let doublings = retries.min(16) as i32;
    let delay = (INITIAL_DELAY * 2f64.powi(doublings)).min(MAX_DELAY);
    Duration::from_secs_f64(delay * (1.0 - JITTER * random.clamp(0.0, 1.0)))
}

/// How long the server asks to wait. `Retry-After-Ms` comes first because it is more precise; then
/// `Retry-After`, in seconds or as a date (RFC 9110 §10.2.3). Invalid values are ignored.
pub(crate) fn retry_after(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok()).map(str::trim);
    let milliseconds = text("retry-after-ms").and_then(number).map(|number| number / 1000.0);
    let seconds = || text("retry-after").and_then(number);
    let date = || text("retry-after").and_then(|text| until(text, now));
    milliseconds.or_else(seconds).map(duration).or_else(date)
}

/// Parses a finite number that is not negative.
fn number(text: &str) -> Option<f64> {
    text.parse().ok().filter(|number: &f64| number.is_finite() && *number >= 0.0)
}

/// A duration of this many seconds; the longest one if there are too many.
fn duration(seconds: f64) -> Duration {
    Duration::try_from_secs_f64(seconds).unwrap_or(Duration::MAX)
}

/// The time from `now` to a date; zero if the date has passed.
fn until(date: &str, now: SystemTime) -> Option<Duration> {
    let date = httpdate::parse_http_date(date).ok()?;
    Some(date.duration_since(now).unwrap_or(Duration::ZERO))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: u64 = 1_445_412_480; // Wed, 21 Oct 2015 07:28:00 GMT

    fn hint(headers: &[(&'static str, &str)]) -> Option<f64> {
        let map =
            headers.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()));
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(NOW);
        retry_after(&map.collect(), now).map(|duration| duration.as_secs_f64())
    }

    #[test]
    fn hints() {
        for (ms, after, expected) in [
            ("", "", None),
            ("1200", "", Some(1.2)),
            ("50", "5", Some(0.05)),
            ("0", "Fri, 31 Dec 2100 23:59:59 GMT", Some(0.0)),
            ("-1", "1.5", Some(1.5)),
            ("NaN", "inf", None),
            ("", "0", Some(0.0)),
            ("", " 7 ", Some(7.0)),
            ("", "-100", None),
            ("", "soon", None),
            ("", "Wed, 21 Oct 2015 07:28:04 GMT", Some(4.0)),
            ("", "Wednesday, 21-Oct-15 07:28:04 GMT", Some(4.0)),
            ("", "Wed, 21 Oct 2015 07:27:00 GMT", Some(0.0)),
            ("", "Sat, 01 Jan 100000 00:00:00 GMT", None),
            ("", "1e300", Some(Duration::MAX.as_secs_f64())),
        ] {
            let headers = [("retry-after-ms", ms), ("retry-after", after)];
            let given: Vec<_> =
                headers.into_iter().filter(|(_, value)| !value.is_empty()).collect();
            assert_eq!(hint(&given), expected, "{given:?}");
        }
    }

    #[test]
    fn backoff_doubles_up_to_eight_seconds_less_a_random_quarter() {
        for (retries, most) in
            [(0, 0.5), (1, 1.0), (2, 2.0), (3, 4.0), (4, 8.0), (5, 8.0), (u32::MAX, 8.0)]
        {
            assert_eq!(backoff(retries, 0.0).as_secs_f64(), most);
            assert_eq!(backoff(retries, 1.0).as_secs_f64(), most * 0.75);
        }
    }

    #[test]
    fn a_hint_replaces_the_backoff_unless_it_is_too_long() {
        let longest = Duration::from_secs(120);
        assert_eq!(delay(Some(Duration::ZERO), 3, 0.0, longest), Some(Duration::ZERO));
        assert_eq!(delay(Some(longest), 0, 0.0, longest), Some(longest));
        assert_eq!(delay(Some(Duration::from_secs(121)), 0, 0.0, longest), None);
        assert_eq!(delay(None, 0, 0.0, longest), Some(Duration::from_millis(500)));
    }

    #[test]
    fn statuses() {
        let retried = |status: u16, headers: &HeaderMap, may_repeat| {
            should_retry(StatusCode::from_u16(status).unwrap(), headers, may_repeat)
        };
        let none = HeaderMap::new();
        for status in [408, 409, 429, 500, 502, 503, 504, 599] {
            assert!(retried(status, &none, true), "{status}");
            assert_eq!(retried(status, &none, false), matches!(status, 408 | 429), "{status}");
        }
        for status in [302, 400, 401, 403, 404, 407, 418, 422, 600, 999] {
            assert!(!retried(status, &none, true), "{status}");
        }
        for (word, status, expected) in
            [("true", 400, true), ("false", 500, false), ("TRUE", 400, false), ("no", 500, true)]
        {
            let headers = [("x-should-retry".parse().unwrap(), word.parse().unwrap())];
            assert_eq!(retried(status, &headers.into_iter().collect(), true), expected, "{word}");
        }
        let headers = [("x-should-retry".parse().unwrap(), "true".parse().unwrap())];
        assert!(retried(503, &headers.into_iter().collect(), false));
    }

    #[test]
    fn the_budget_is_refilled_by_successes() {
        let budget = RetryBudget::new(2);
        assert_eq!([(); 3].map(|()| budget.take()), [true, true, false]);
        budget.refill(1);
        assert_eq!([(); 2].map(|()| budget.take()), [true, false]);
        for _ in 0..9 {
            budget.refill(0);
        }
        assert!(budget.take() && !budget.take());
        budget.refill(u32::MAX);
        assert_eq!([(); 3].map(|()| budget.take()), [true, true, false]);
        assert!(!RetryBudget::new(0).take());
    }
}
