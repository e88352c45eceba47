//! Prints every container of the project, page by page as they are needed:
//! `cargo run --example list`.

use futures_util::TryStreamExt;
use openai_containers::{Client, Error, types::Order};

#[tokio::main]
async fn main() -> Result<(), Error> {
    let client = Client::from_env()?;
    let mut containers = client.containers().list().limit(50).order(Order::Asc).items();
    while let Some(container) = containers.try_next().await? {
        println!("{} {} {}", container.created_at, container.id, container.name);
    }
    Ok(())
}
