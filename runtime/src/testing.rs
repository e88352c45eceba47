//! Tests without a network and without waiting.
//!
//! ```
//! use bessemer_runtime::testing::{FakeTransport, json, status};
//!
//! let fake = FakeTransport::new()
//!     .on("containers.retrieve", status(503))
//!     .on("containers.retrieve", json(r#"{"id": "cntr_1"}"#));
//! # let _ = fake;
//! ```

mod clock;
mod fake;

pub use clock::ManualClock;
pub use fake::{FakeTransport, Matcher, Reply, Sent, json, lost, respond, status};
