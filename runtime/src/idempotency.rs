//! Which requests have the same effect if they are sent twice.

use crate::Clock;

/// The header of idempotency keys, if the API does not name another one
/// (draft-ietf-httpapi-idempotency-key-header).
pub(crate) const HEADER: &str = "Idempotency-Key";

/// Whether a method is idempotent (RFC 9110 §9.2.2, and RFC 10008 for `QUERY`).
pub(crate) fn is_idempotent(method: &str) -> bool {
    matches!(method, "GET" | "HEAD" | "OPTIONS" | "TRACE" | "PUT" | "DELETE" | "QUERY")
}

/// A new key: a random UUID (RFC 9562 §5.4).
pub(crate) fn key(clock: &dyn Clock) -> String {
    // A random number has 53 bits.
    let bits = |count: u32| (clock.random() * 2_f64.powi(count as i32)) as u64;
    let (a, b, c) = (bits(32), bits(16), bits(12));
    let (d, e) = (bits(14) | 0x8000, bits(48));
    format!("{a:08x}-{b:04x}-4{c:03x}-{d:04x}-{e:012x}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{SystemClock, testing::ManualClock};

    #[test]
    fn keys_are_random_uuids() {
        let clock = ManualClock::new();
        assert_eq!(key(&clock), "00000000-0000-4000-8000-000000000000");
        clock.set_random(0.999_999_999_999_999_9);
        assert_eq!(key(&clock), "ffffffff-ffff-4fff-bfff-ffffffffffff");
        assert_ne!(key(&SystemClock), key(&SystemClock));
    }

    #[test]
    fn methods() {
        for method in ["GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE", "QUERY"] {
            assert!(is_idempotent(method), "{method}");
        }
        for method in ["POST", "PATCH", "COPY", "get"] {
            assert!(!is_idempotent(method), "{method}");
        }
    }
}
