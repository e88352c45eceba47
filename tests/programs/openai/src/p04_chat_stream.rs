//! A chat completion, printed as it comes, with what it used.

use futures_util::TryStreamExt;
use openai::{Client, types::*};

pub async fn run(client: Client) -> Result<(), Box<dyn std::error::Error>> {
    let request =
        CreateChatCompletion::new("gpt-4o-mini", [ChatMessage::user("Say this is a test")])
            .stream_options(ChatCompletionStreamOptions::new().include_usage(true));
    let mut chunks = client.chat().completions().create_stream(request).await?;
    while let Some(chunk) = chunks.try_next().await? {
        print!("{}", chunk.text());
        if let Some(usage) = chunk.usage {
            println!(" ({} tokens)", usage.total_tokens);
        }
    }
    Ok(())
}
