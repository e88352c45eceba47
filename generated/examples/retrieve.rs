//! Retrieves one container and prints it: `cargo run --example retrieve -- cntr_6a01`.

use openai_containers::{Client, Error};

#[tokio::main]
async fn main() -> Result<(), Error> {
    let client = Client::from_env()?;
    let id = std::env::args().nth(1).unwrap_or_else(|| "container_id".to_owned());
    let container = client.containers().retrieve(id).await?;
    println!("{}", container.id);
    println!("{container:#?}");
    Ok(())
}
