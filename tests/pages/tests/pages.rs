//! The Rust code blocks of the documentation compile, and those that are not `no_run` run against the fake
//! API of `docs/petstore.yaml`.

use bessemer_mock::Document;
use petstore::Client;

type Outcome = Result<(), Box<dyn std::error::Error>>;

/// A client of the fake API.
fn client() -> Client {
    let document = Document::from_path("../../docs/petstore.yaml").expect("a valid document");
    Client::builder().api_key("test").transport(document).build().expect("a valid configuration")
}

include!(concat!(env!("OUT_DIR"), "/pages.rs"));
