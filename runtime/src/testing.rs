//! Tests without a network and without waiting.
//!
//! A [`FakeTransport`] takes the place of the network. A test says what it answers to which
//! request, and asks afterwards what was sent. On its [`clock`](FakeTransport::clock) waits and
//! delays take no time, but time limits see them.
//!
//! ```
//! use std::time::Duration;
//!
//! use bessemer_runtime::testing::{FakeTransport, json, lost, operation, status};
//!
//! let fake = FakeTransport::new()
//!     .on("ladles.retrieve", status(429).header("retry-after", "3"))
//!     .on("ladles.retrieve", lost("connection reset"))
//!     .on("ladles.retrieve", json(r#"{"id": "l_1"}"#).after(Duration::from_secs(2)))
//!     .on(operation("ladles.list").query("after", "l_1"), json(r#"{"data": []}"#));
//! # let _ = fake;
//! ```
//!
//! A [`Request`](crate::Request) is a matcher too, for requests like it. As it takes a client to
//! make one, tell the transport after the client is built: the clones of a transport are one.
//!
//! # Values
//!
//! What a server sends is `#[non_exhaustive]`, so that it can grow; a test cannot write it down
//! field by field. It can read it from JSON, which is what the program will get anyway:
//!
//! ```
//! use bessemer_runtime::{json, object, testing::{FakeTransport, respond}};
//!
//! #[derive(Clone)]
//! #[non_exhaustive]
//! struct Ladle {
//!     id: String,
//!     tons: i64,
//! }
//! # object! { Ladle { id, tons } }
//!
//! let mut ladle: Ladle = json::from_str(r#"{"id": "l_1", "tons": 80}"#)?;
//! ladle.tons = 120;
//! let fake = FakeTransport::new().on("ladles.retrieve", respond(ladle));
//! # let _ = fake;
//! # Ok::<(), json::DecodeError>(())
//! ```

mod clock;
mod fake;
mod matcher;
mod reply;
mod sent;
#[cfg(test)]
mod tests;

pub use clock::ManualClock;
pub use fake::FakeTransport;
pub use matcher::{Matcher, OperationMatcher, operation};
pub use reply::{Reply, json, lost, respond, status};
pub use sent::Sent;
