//! Reads an OpenAPI document and writes the Rust crate of an SDK.
//!
//! ```
//! use bessemer_codegen::{Config, Document, generate};
//!
//! let document = Document::parse("pets.yaml", br#"
//!     openapi: 3.0.3
//!     info: {title: Pets, version: "1"}
//!     paths:
//!       /pets/{id}:
//!         get:
//!           operationId: get_pet
//!           parameters: [{name: id, in: path, required: true, schema: {type: string}}]
//!           responses:
//!             200:
//!               description: The pet.
//!               content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}
//!     components:
//!       schemas:
//!         Pet: {type: object, required: [name], properties: {name: {type: string}}}
//! "#)?;
//! let output = generate(&document, &Config::default())?;
//! let (_, code) = output.files().find(|(path, _)| *path == "src/types/pet.rs").unwrap();
//! assert!(code.contains("pub struct Pet {"));
//! # Ok::<(), bessemer_codegen::Diagnostics>(())
//! ```
//!
//! [`Output::write`] writes the crate to disk, [`Output::compare`] compares it with the files on
//! disk. The library does not use the clock, the environment or the network: the same input gives
//! the same bytes.
//!
//! # Stages
//!
//! 1. `source` reads the bytes into an untyped tree.
//! 2. `openapi` reads the tree into an [`openapiv3::OpenAPI`].
//! 3. `lower` converts it to the model of an SDK.
//! 4. `emit` prints the model as Rust tokens.
//! 5. `output` formats the tokens and writes the files.

mod case;
mod config;
mod decided;
mod diagnostics;
pub mod diff;
mod document;
mod emit;
mod examples;
mod find;
mod hash;
mod lock;
mod lower;
mod model;
mod names;
mod openapi;
mod output;
mod pointer;
mod progress;
mod runtime;
mod source;
mod surface;
mod threads;
mod tree;

pub use config::Config;
pub use decided::{Model, compare, dump_model, generate, generate_with, survey};
pub use diagnostics::{Code, Diagnostic, Diagnostics, Place, Severity};
pub use diff::Comparison;
pub use document::Document;
pub use find::find;
pub use lock::{FILE as LOCK_FILE, Lock};
pub use lower::is_keyword;
pub use model::{Counting, NextPage, Paging};
pub use names::{Call, NameEntry, NameKind};
pub use output::{Cause, Census, Change, ChangeKind, Declined, Listing, Output, Survey};
pub use pointer::Pointer;
pub use progress::{Progress, Stage};
pub use runtime::Runtime;
pub use source::overlay::Overlay;
pub use surface::{FILE as SURFACE_FILE, Item, Surface};
