//! A container: create, list, upload a file, download it, delete.

use futures_util::TryStreamExt;
use openai::{Client, runtime::Part, types::{CreateContainer, CreateContainerFile}};

pub async fn run(client: Client) -> Result<(), Box<dyn std::error::Error>> {
    tokio::fs::write("data.csv", "id,name\n1,ladle\n").await?;
    let containers = client.containers();
    let container = containers.create(CreateContainer::new("My Container").memory_limit("4g")).await?;
    println!("{} has {:?}", container.id, container.memory_limit);
    let mut all = containers.list().items();
    while let Some(container) = all.try_next().await? {
        println!("{}", container.name);
    }
    let part = Part::from_path("data.csv").await?;
    let file = containers.files().create_multipart(&container.id, CreateContainerFile::new().file(part)).await?;
    let content = containers.files().content().retrieve(&container.id, &file.id).await?;
    print!("{}", String::from_utf8_lossy(&content));
    containers.delete(&container.id).await?;
    Ok(())
}
