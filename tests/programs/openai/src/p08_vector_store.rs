//! Upload a file from a path, make a vector store, attach the file, wait until it is processed.

use openai::{
    Client,
    runtime::{Part, poll},
    types::*,
};

pub async fn run(client: Client) -> Result<(), Box<dyn std::error::Error>> {
    tokio::fs::write("goals.txt", "Our goals for the year are clear.\n").await?;
    let part = Part::from_path("goals.txt").await?;
    let file = client.files().create(CreateFile::new(part, FilePurpose::Assistants)).await?;
    let store = client.vector_stores().create(CreateVectorStore::new().name("knowledge")).await?;
    let files = client.vector_stores().files();
    files.create(&store.id, CreateVectorStoreFile::new(&file.id)).await?;
    let file =
        poll(|| files.retrieve(&store.id, &file.id), |it| it.status != "in_progress").await?;
    println!("{}", file.status);
    Ok(())
}
