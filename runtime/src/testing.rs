//! Tests without network and without waiting.
//!
//! A [`FakeTransport`] replaces the network. A test configures its replies and then checks which
//! requests were sent. With its [`clock`](FakeTransport::clock), waits and delays take no real time
//! but count towards time limits.
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
//! A [`Request`](crate::Request) is a matcher too: it matches requests of the same operation with the
//! same parameters. A request needs a client, so add such replies after the client is built. This
//! works because all clones of a transport share their replies.
//!
//! # Values
//!
//! Response types are `#[non_exhaustive]`, so a test cannot create them with a struct literal. It can
//! decode them from JSON instead:
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
pub use reply::{Reply, json, lost, refused, respond, status};
pub use sent::Sent;
