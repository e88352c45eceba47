//! `cargo run` serves the shop, `cargo run -- openapi` prints its OpenAPI document.

use std::{env, error::Error};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    if env::args().nth(1).as_deref() == Some("openapi") {
        println!("{}", shop::document().to_pretty_json()?);
        return Ok(());
    }
    let listener = tokio::net::TcpListener::bind("127.0.0.1:8080").await?;
    Ok(axum::serve(listener, shop::app()).await?)
}
