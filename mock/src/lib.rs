//! A server for tests, made from an OpenAPI document.
//!
//! A [`Document`] answers requests as its document describes: with an example of the document, or with a
//! sample that is valid for the schema. It refuses requests that the document does not allow. It needs no
//! network: it is a transport of generated clients.
//!
//! ```
//! use bessemer_mock::Document;
//!
//! let document = Document::parse(
//!     "ladles.yaml",
//!     r"
//! openapi: 3.1.0
//! info: {title: Ladles, version: '1'}
//! paths:
//!   /ladles/{id}:
//!     get:
//!       operationId: getLadle
//!       parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
//!       responses:
//!         '200':
//!           description: The ladle.
//!           content:
//!             application/json:
//!               schema:
//!                 type: object
//!                 required: [id, tons]
//!                 properties: {id: {type: integer}, tons: {type: integer, minimum: 80}}
//!               example: {id: 7, tons: 120}
//! ",
//! )?;
//! let request = http::Request::get("/ladles/7").body(bytes::Bytes::new())?;
//! assert_eq!(document.respond(&request).body(), r#"{"id":7,"tons":120}"#);
//!
//! let request = http::Request::get("/ladles/iron").body(bytes::Bytes::new())?;
//! assert_eq!(document.respond(&request).status(), 400);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Answers
//!
//! The status is the lowest success that the operation documents. [`Document::set_status`] selects another
//! status. The media type is the first one that the `Accept` header allows. The body is the
//! first example that is valid for its schema, or else a sample. The samples are the same in every run;
//! [`Document::with_seed`] selects others.
//!
//! # Pages
//!
//! The generator finds the listings of a document: operations whose clients can request the next page. A loop
//! over all items of a listing ends:
//!
//! - Without a memory, the first page is the example or the sample. The next page has no items, and no token or
//!   address of a further page.
//! - [`Document::with_memory`] cuts a list into pages. Each page leads to the next one in the way that the
//!   document describes: by a token, the ID of the last item, a page number, an offset, the `Link` header
//!   (RFC 8288) or an address. Its totals and its `has_more` are right. A token that no page had is refused
//!   with 400.
//!
//! An address of a page leads to this server. It has the query parameter `bessemer_page`.
//! A crate that is generated with a configuration may have other listings; see [`Document::from_paths`].
//!
//! # Refusals
//!
//! A request is refused with status 404 or 405 if no operation has its path and method, with 401 if the
//! operation needs a credential and the request has none, with 415 for an undocumented media type, and with 400 for an undocumented query
//! parameter, a missing parameter, or a value that is not valid for its schema. The body of a refusal is a
//! problem document (RFC 9457) with all problems.
//!
//! OpenAPI does not define how nested values are written in a form. Texts such as `embeds[0][title]=Tin` are
//! read; nested values that are written in another way are not checked. HTTP defines no meaning for the body of
//! a `DELETE` (RFC 9110 §9.3.5): a required body may be missing if an empty object is valid.
//!
//! # Features
//!
//! - `transport`, on by default: [`Document`] implements the `Transport` of generated clients.
//! - `serve`: `serve` answers requests over HTTP.

mod answer;
mod call;
mod check;
mod document;
mod error;
mod form;
mod memory;
mod operation;
mod paging;
mod parameter;
mod refusal;
mod sample;
mod schemas;
#[cfg(feature = "serve")]
mod serve;
mod template;
#[cfg(test)]
mod tests;
#[cfg(feature = "transport")]
mod transport;
mod tree;
#[cfg(feature = "transport")]
mod wire;

pub use call::Call;
pub use document::Document;
pub use error::Error;
#[cfg(feature = "serve")]
pub use serve::{Served, serve, serve_with};
