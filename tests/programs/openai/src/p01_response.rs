//! A response to a text.

use openai::{Client, types::CreateResponse};

pub async fn run(client: Client) -> Result<(), Box<dyn std::error::Error>> {
    let request = CreateResponse::new()
        .model("gpt-5.2")
        .instructions("You are a coding assistant that talks like a pirate.")
        .input("How do I check that a vector is empty?");
    let response = client.responses().create(request).await?;
    println!("{}", response.output_text());
    Ok(())
}
