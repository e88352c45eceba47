//! A response with a tool: push the output back into the input, with the results.

use openai::{Client, types::*};
use serde_json::{Value, json};

fn weather(arguments: &str) -> serde_json::Result<String> {
    let arguments: Value = serde_json::from_str(arguments)?;
    Ok(json!({"celsius": 14, "location": arguments["location"]}).to_string())
}

pub async fn run(client: Client) -> Result<(), Box<dyn std::error::Error>> {
    let tool = FunctionTool::new("get_weather").strict(true).parameters(json!({
        "type": "object",
        "properties": {"location": {"type": "string"}},
        "required": ["location"],
    }));
    let mut input = vec![InputItem::user("What is the weather like in Paris today?")];
    loop {
        let request = CreateResponse::new()
            .model("gpt-5.2")
            .input(input.clone())
            .tools([tool.clone().into()]);
        let response = client.responses().create(request).await?;
        if response.function_calls().next().is_none() {
            println!("{}", response.output_text());
            break;
        }
        input.extend(response.output.iter().cloned().map(InputItem::from));
        for call in response.function_calls() {
            input.push(call.output(weather(&call.arguments)?));
        }
    }
    Ok(())
}
