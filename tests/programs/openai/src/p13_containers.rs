//! A container: create, list, upload a file, download it, delete.

use futures_util::TryStreamExt;
use openai::{Client, runtime::Part, runtime::bytes::Bytes, types::*};

pub async fn run(client: Client) -> Result<(), Box<dyn std::error::Error>> {
    tokio::fs::write("data.csv", "id,name\n1,ladle\n").await?;
    let containers = client.containers();
    let request = CreateContainer::new("My Container").memory_limit("4g");
    let container = containers.create(request).await?;
    println!("{} has {:?}", container.id, container.memory_limit);
    let mut all = containers.list().items();
    while let Some(container) = all.try_next().await? {
        println!("{}", container.name);
    }
    let part = Part::from_path("data.csv").await?;
    let (files, form) = (containers.files(), CreateContainerFileForm::new().file(part));
    let file = files.create(&container.id, form).await?;
    let content = files.content().retrieve(&container.id, &file.id).returning::<Bytes>().await?;
    print!("{}", String::from_utf8_lossy(&content));
    containers.delete(&container.id).await?;
    Ok(())
}
