//! Embeddings of three texts.

use openai::{Client, types::*};

pub async fn run(client: Client) -> Result<(), Box<dyn std::error::Error>> {
    let input = ["the ladle", "the furnace", "the mould"];
    let request =
        CreateEmbedding::new(CreateEmbeddingArgs { input, model: "text-embedding-3-small" })
            .dimensions(4);
    for embedding in client.embeddings().create(request).await?.data {
        println!("{}: {:?}", embedding.index, embedding.embedding);
    }
    Ok(())
}
