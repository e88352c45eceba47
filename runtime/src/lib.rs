//! The runtime of the SDKs that Bessemer generates.
//!
//! A generated crate describes an API; this crate makes the calls. Awaiting a [`Request`] sends it
//! through a [`Transport`], retries transient failures and decodes the response. Every failure is
//! an [`Error`].
//!
//! | topic | read |
//! |---|---|
//! | the parts of a generated crate | [`Api`], [`Operation`], [`calls!`], [`operations!`], [`client_builder!`], [`list!`] |
//! | configuration: precedence, headers, regions, connections, redirects | [`ClientBuilder`] |
//! | servers and their variables | [`Server`] |
//! | credentials that change, OAuth 2.0 | [`KeyProvider`], [`OAuth2`] |
//! | retries, time limits | [`Request`] |
//! | cancellation | [`Sending`] |
//! | status and headers of a response | [`Response`], [`headers!`] |
//! | listings, prefetching | [`Page`], [`Items`], [`Pages`] |
//! | errors | [`Error`], [`ApiError`], [`ErrorKind`] |
//! | how bodies are decoded, and how unknown properties are kept | [`json`], [`Extra`] |
//! | logging | [Events](#events) |
//! | middleware, and other transports | [`Transport`], [`Clock`], the example `middleware` |
//! | webhooks | [`WebhookScheme`], and `Webhooks` with the feature `standard-webhooks` |
//! | WebSockets | `WebSocket`, with the feature `websocket` |
//! | tests without a server | `testing`, with the feature `testing` |
//!
//! # Events
//!
//! With the feature `tracing`, every attempt is a span `attempt` and emits events, both with the
//! target `bessemer_runtime`. The fields have the names of OpenTelemetry's HTTP conventions, if the
//! conventions have such a field. The span has `otel.kind`, `otel.name`, `operation`,
//! `http.request.method`, `url.template` (the path template), `http.request.resend_count`,
//! `http.response.status_code` and `error.type`. Every event has `operation`,
//! `http.request.method`, `url.template` and `attempt` (from 1).
//!
//! | event | level | further fields |
//! |---|---|---|
//! | `sending` | debug | |
//! | `received` | debug | `http.response.status_code`, `request_id`, `bytes` (of the body), `elapsed_ms` |
//! | `refused` | info | the fields of `received`, and `error.type`: the status |
//! | `failed` | info | `error.type`: `connection`, `timeout`, `body` or `config`; `elapsed_ms` |
//! | `waiting` | debug | `wait_ms` |
//! | `lacking` | warn | `missing`, `unread`: the number of [`Answer::notes`] of each kind |
//!
//! Spans and events never contain a URL, a header, a body or the text of an error. For metrics
//! without `tracing`, [`ClientBuilder::on_attempt`] calls a function at the start and at the end of
//! each attempt.
//!
//! # Foreign types
//!
//! The public interface uses only these types of other crates: `HeaderMap`, `Method`, `StatusCode`,
//! `Request` and `Response` of [`http`]; [`bytes::Bytes`]; [`reqwest::Client`] and its builder; `ClientConfig` of `rustls`;
//! `Stream` and `BoxFuture` of `futures-core`; `Serialize` and `Deserialize` of `serde`;
//! `serde_json::Value`. This crate re-exports `http`, `bytes`, `reqwest` and `rustls`.

#![cfg_attr(test, allow(unused_parens, reason = "`object!` wraps some fields in a pattern"))]

#[doc(hidden)]
pub mod advice;
mod answer;
mod api;
mod api_error;
mod as_body;
mod attempt_event;
mod attempts;
mod auth;
mod body;
mod builder;
mod call;
mod client;
mod clock;
mod content;
mod credential;
#[cfg(feature = "websocket")]
mod duplex;
mod environment;
mod error;
mod error_kind;
mod failure;
mod features;
mod file;
#[cfg(test)]
mod fixture;
mod flagged;
mod forward;
mod from_answer;
mod headers;
mod http_transport;
mod idempotency;
pub mod json;
mod keys;
mod limit;
mod link;
mod list;
mod location;
mod log;
mod long_running;
mod maybe;
mod modules;
mod multipart;
mod oauth2;
mod operation;
mod options;
mod page;
mod paging;
mod params;
mod payload;
mod poll;
mod query;
mod redacted;
mod redirect;
mod request;
mod request_type;
mod response;
mod response_headers;
mod retry;
mod secret;
mod send;
mod sending;
mod server;
mod setters;
mod source;
mod sse;
mod status;
mod style;
mod styled;
mod timeout;
mod tls;
mod transport;
mod transport_error;
mod transport_failure;
mod upload;
mod url;
mod version;
mod webhook_scheme;
#[cfg(feature = "standard-webhooks")]
mod webhooks;
#[cfg(feature = "websocket")]
mod websocket;

#[cfg(feature = "blocking")]
mod blocking;
#[cfg(any(test, feature = "testing"))]
pub mod testing;

pub use bytes;
pub use http;
pub use reqwest;
#[cfg(feature = "rustls")]
pub use rustls;

pub use answer::Answer;
pub use api::{Api, Header, Region};
pub use api_error::{ApiError, FromError};
pub use as_body::AsBody;
pub use attempt_event::{AttemptEvent, Stage};
#[cfg(feature = "blocking")]
pub use blocking::BlockingIter;
pub use body::Body;
pub use builder::ClientBuilder;
pub use client::Client;
pub use clock::{Clock, SystemClock};
pub use content::{BodyStream, Text};
pub use credential::Credential;
pub use error::{
    BoxError, Closed, ConfigError, ConnectionError, Error, FileError, InvalidRequest,
    InvalidResponse, PaginationError, TimeoutError, TooLarge,
};
pub use error_kind::ErrorKind;
pub use flagged::Flagged;
pub use from_answer::FromAnswer;
#[doc(hidden)]
pub use from_answer::Reads;
pub use futures_core::future::BoxFuture;
pub use http_transport::HttpTransport;
pub use json::{
    Base64, Date, DateTime, Decode, DecodeError, Encode, Extra, Json, Null, RawJson, UnixTime,
    UnknownVariant,
};
pub use limit::Limit;
#[doc(hidden)]
pub use list::{__counted, __number};
pub use list::{Cursor, List, Listed, Token};
pub use location::Location;
pub use long_running::{FinalState, LongRunning};
pub use maybe::Maybe;
pub use multipart::{Files, Form, Multipart, Part};
pub use oauth2::OAuth2;
pub use operation::Operation;
pub use page::{Page, PageRequest};
pub use paging::{Items, Pages};
pub use poll::{Polling, poll};
pub use request::Request;
pub use request_type::{IntoRequest, OperationType};
pub use response::Response;
#[doc(hidden)]
pub use response_headers::{__header_items, __header_value};
pub use secret::{KeyProvider, Secret};
pub use sending::Sending;
pub use server::Server;
pub use sse::{Event, EventStream, FromEvent, JsonLines};
pub use style::Style;
pub use transport::Transport;
pub use transport_error::TransportError;
pub use webhook_scheme::WebhookScheme;
#[cfg(feature = "standard-webhooks")]
pub use webhooks::{WebhookError, Webhooks};
#[cfg(feature = "websocket")]
pub use websocket::WebSocket;
