//! A chat completion of a system and a user message.

use openai::{Client, types::*};

pub async fn run(client: Client) -> Result<(), Box<dyn std::error::Error>> {
    let messages = [
        ChatMessage::system("Talk like a pirate."),
        ChatMessage::user("How do I check that a vector is empty?"),
    ];
    let request = CreateChatCompletion::new("gpt-5.2", messages).temperature(0.2);
    let completion = client.chat().completions().create(request).await?;
    println!("{}", completion.text());
    Ok(())
}
