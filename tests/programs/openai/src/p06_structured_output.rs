//! Structured output: a JSON schema from a Rust type, and the answer read into it.

use openai::{Client, types::CreateResponse};
use schemars::JsonSchema;
use serde::Deserialize;

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct CalendarEvent {
    name: String,
    date: String,
    participants: Vec<String>,
}

pub async fn run(client: Client) -> Result<(), Box<dyn std::error::Error>> {
    let request = CreateResponse::new()
        .model("gpt-5.2")
        .input("Alice and Bob are going to a science fair on Friday.")
        .output_type::<CalendarEvent>();
    let event: CalendarEvent = client.responses().create(request).await?.parse()?;
    println!("{} on {}: {}", event.name, event.date, event.participants.join(", "));
    Ok(())
}
