//! A chat with a tool: read the calls, send the results back, print the answer.

use openai::{Client, types::*};
use serde_json::{Value, json};

fn weather(arguments: &str) -> serde_json::Result<String> {
    let arguments: Value = serde_json::from_str(arguments)?;
    Ok(json!({"celsius": 14, "location": arguments["location"]}).to_string())
}

pub async fn run(client: Client) -> Result<(), Box<dyn std::error::Error>> {
    let tool = FunctionObject::new("get_weather").parameters(json!({
        "type": "object",
        "properties": {"location": {"type": "string"}},
        "required": ["location"],
    }));
    let mut messages = vec![ChatMessage::user("What is the weather like in Paris today?")];
    loop {
        let request =
            CreateChatCompletion::new("gpt-5.2", messages.clone()).tools([tool.clone().into()]);
        let answer = client.chat().completions().create(request).await?;
        if answer.tool_calls().next().is_none() {
            println!("{}", answer.text());
            break;
        }
        messages.extend(answer.message());
        for call in answer.tool_calls() {
            messages.push(call.result(weather(&call.function.arguments)?));
        }
    }
    Ok(())
}
