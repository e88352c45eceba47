//! Lines that users try first. They only have to compile.

use openai::{
    Client, Error,
    runtime::RawJson,
    types::{
        ChatCompletionRequestUserMessage, ChatMessage, ComparisonFilter, ComparisonFilterArgs,
        CreateChatCompletion, CreateContainer, CreateEmbedding, CreateEmbeddingArgs,
        CreateResponse, FunctionObject, FunctionTool, Reasoning, ReasoningEffort,
        ResponseTextParam, Verbosity,
    },
};
use serde_json::json;

#[expect(dead_code, reason = "it only has to compile")]
pub async fn run(client: &Client) -> Result<(), Error> {
    let _ = CreateResponse::new().input("text");
    let _ = CreateResponse::new().model("gpt-5.2");
    let _ = CreateResponse::new().temperature(0.2);
    let _ = CreateResponse::new().instructions("talk like a pirate");
    let _ = ResponseTextParam::new().verbosity(Verbosity::Low);
    let _ = client.responses().create(CreateResponse::new());
    let _ = FunctionObject::new("f").parameters(json!({"type": "object"}));
    let _ = CreateChatCompletion::new("gpt-4o", []);
    let _ = CreateEmbedding::new(CreateEmbeddingArgs { input: ["a", "b"], model: "small" });
    let _ = CreateResponse::new().metadata([("k", "v")]);
    let _ = ChatCompletionRequestUserMessage::new("Hello");
    let _ = ChatMessage::user("Hello");
    let _ = client.containers().create(&CreateContainer::new("x"));
    let _ = Reasoning::new().effort(ReasoningEffort::Low);
    let mut request = CreateResponse::new().model("x").input("y");
    request.extra.insert("new", &1);
    let _ = client.responses().create(request);
    let _ = client.files().list().returning::<RawJson>();
    let r = client.responses().create(&CreateResponse::new()).await?;
    if r.model == "gpt-5.2" {}
    println!("{}", r.model);
    let _ = CreateResponse::new().tools([FunctionTool::new("f").into()]);
    let _ = client.responses().create_stream(CreateResponse::new());
    let _ = ComparisonFilter::new(ComparisonFilterArgs { key: "year", value: 2026 });
    Ok(())
}
