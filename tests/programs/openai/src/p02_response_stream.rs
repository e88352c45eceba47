//! A response to a text, printed as it comes.

use futures_util::TryStreamExt;
use openai::{Client, types::*};

pub async fn run(client: Client) -> Result<(), Box<dyn std::error::Error>> {
    let request =
        CreateResponse::new().model("gpt-5.2").input("Say \"double bubble bath\" ten times fast.");
    let mut events = client.responses().create_stream(request).await?;
    while let Some(event) = events.try_next().await? {
        if let ResponseStreamEvent::OutputTextDelta(text) = event {
            print!("{}", text.delta);
        }
    }
    println!();
    Ok(())
}
