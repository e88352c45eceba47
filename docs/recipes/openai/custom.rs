//! Helpers that OpenAI's document cannot describe: the text of a response, tool calls, structured output.

use runtime::{Base64, DecodeError, json};

use crate::types::{
    ChatCompletionMessageToolCall, ChatCompletionMessageToolCallsItem,
    ChatCompletionResponseMessage, ChatCompletionTool, ChatMessage, ChatTool,
    CreateChatCompletionResponse, CreateChatCompletionStreamResponse, CreateTranscriptionResponse,
    CreateTranslationResponse, EasyInputMessage, EasyInputMessageArgs, FunctionObject,
    FunctionToolCall, Image, ImageEditCompletedEvent, ImageEditPartialImageEvent,
    ImageGenCompletedEvent, ImageGenPartialImageEvent, InputItem, OutputItem, OutputMessageContent,
    Response,
};

impl Response {
    /// The text of all output messages, joined, without refusals.
    ///
    /// ```no_run
    /// # async fn run(client: openai::Client) -> Result<(), openai::Error> {
    /// use openai::types::CreateResponse;
    ///
    /// let request = CreateResponse::new().model("gpt-5.2").input("Write a haiku.");
    /// println!("{}", client.responses().create(request).await?.output_text());
    /// # Ok(())
    /// # }
    /// ```
    pub fn output_text(&self) -> String {
        let messages = self.output.iter().filter_map(|item| match item {
            OutputItem::Message(message) => Some(&message.content),
            _ => None,
        });
        let texts = messages.flatten().filter_map(|content| match content {
            OutputMessageContent::OutputText(content) => Some(content.text.as_str()),
            _ => None,
        });
        texts.collect()
    }

    /// The function calls of the output, in order.
    pub fn function_calls(&self) -> impl Iterator<Item = &FunctionToolCall> {
        self.output.iter().filter_map(|item| match item {
            OutputItem::FunctionCall(call) => Some(&**call),
            _ => None,
        })
    }

    /// Why the model refused to answer; `None` if it did not.
    pub fn refusal(&self) -> Option<&str> {
        self.output.iter().find_map(|item| match item {
            OutputItem::Message(message) => message.content.iter().find_map(|it| match it {
                OutputMessageContent::Refusal(it) => Some(it.refusal.as_str()),
                _ => None,
            }),
            _ => None,
        })
    }

    /// Decodes the output text as JSON. The text is JSON if the request has an `output_type`.
    ///
    /// # Errors
    ///
    /// If the model refused to answer, the response is not complete, or the text cannot be decoded
    /// as a `T`. The message says which.
    pub fn parse<T: serde::de::DeserializeOwned>(&self) -> Result<T, serde_json::Error> {
        if let Some(refusal) = self.refusal() {
            return Err(refused(refusal));
        }
        let decoded = serde_json::from_str(&self.output_text());
        let status = self.status.as_ref().map_or("completed", |it| it.as_str());
        decoded
            .map_err(|error| if status == "completed" { error } else { unfinished(status, &error) })
    }
}

fn refused(refusal: &str) -> serde_json::Error {
    serde::de::Error::custom(format!("the model refused: {refusal}"))
}

fn unfinished(status: &str, error: &serde_json::Error) -> serde_json::Error {
    serde::de::Error::custom(format!("the output has ended with `{status}`: {error}"))
}

impl FunctionToolCall {
    /// The input item that returns `output` as the result of this call.
    pub fn output(&self, output: impl Into<String>) -> InputItem {
        let item = serde_json::json!({
            "type": "function_call_output",
            "call_id": self.call_id,
            "output": output.into(),
        });
        from_json(&item.to_string())
    }
}

impl InputItem {
    /// A message of the user.
    pub fn user(text: impl Into<String>) -> Self {
        message("user", text.into())
    }

    /// A message of the developer, whose instructions have priority over those of the user.
    pub fn developer(text: impl Into<String>) -> Self {
        message("developer", text.into())
    }

    /// A message of the system, whose instructions have priority over those of the user.
    pub fn system(text: impl Into<String>) -> Self {
        message("system", text.into())
    }

    /// An earlier message of the model.
    pub fn assistant(text: impl Into<String>) -> Self {
        message("assistant", text.into())
    }
}

fn message(role: &str, text: String) -> InputItem {
    EasyInputMessage::new(EasyInputMessageArgs { role, content: text }).into()
}

/// Converts an item of the output to an item of the input of the next request.
impl From<OutputItem> for InputItem {
    fn from(item: OutputItem) -> Self {
        from_json(&json::to_string(&item))
    }
}

/// Decodes any JSON: a union keeps an unknown value as `Unknown`.
fn from_json(text: &str) -> InputItem {
    json::from_str(text).unwrap_or_else(|_| InputItem::user(text))
}

impl CreateChatCompletionResponse {
    /// The text of the first choice; empty if it has none.
    pub fn text(&self) -> &str {
        let first = self.choices.first();
        first.and_then(|choice| choice.message.content.as_deref()).unwrap_or_default()
    }

    /// Decodes the text of the first choice as JSON. The text is JSON if the request has an
    /// `output_type`.
    ///
    /// # Errors
    ///
    /// If the model refused to answer, the text is not complete, or it cannot be decoded as a `T`.
    /// The message says which.
    pub fn parse<T: serde::de::DeserializeOwned>(&self) -> Result<T, serde_json::Error> {
        let first = self.choices.first();
        if let Some(refusal) = first.and_then(|choice| choice.message.refusal.as_deref()) {
            return Err(refused(refusal));
        }
        let reason = first.map_or("stop", |choice| choice.finish_reason.as_str());
        let decoded = serde_json::from_str(self.text());
        decoded.map_err(|error| if reason == "stop" { error } else { unfinished(reason, &error) })
    }

    /// The function calls of the first choice, in order.
    pub fn tool_calls(&self) -> impl Iterator<Item = &ChatCompletionMessageToolCall> {
        let calls = self.choices.first().and_then(|choice| choice.message.tool_calls.as_ref());
        calls.into_iter().flatten().filter_map(|call| match call {
            ChatCompletionMessageToolCallsItem::Function(call) => Some(&**call),
            _ => None,
        })
    }

    /// The message of the first choice, to be sent with the next request.
    pub fn message(&self) -> Option<ChatMessage> {
        self.choices.first()?.message.to_request()
    }
}

impl ChatCompletionResponseMessage {
    /// The message, to be sent with the next request.
    pub fn to_request(&self) -> Option<ChatMessage> {
        let message = json::to_string(self);
        let mut message: serde_json::Map<String, serde_json::Value> =
            serde_json::from_str(&message).ok()?;
        // A message in a request has fewer properties than in a response, and no nulls.
        let sent = ["role", "content", "refusal", "tool_calls", "function_call"];
        message.retain(|name, value| sent.contains(&name.as_str()) && !value.is_null());
        json::from_str(&serde_json::Value::from(message).to_string()).ok()
    }
}

impl ChatCompletionMessageToolCall {
    /// The message that returns `content` as the result of this call.
    pub fn result(&self, content: impl Into<String>) -> ChatMessage {
        use crate::types::{
            ChatCompletionRequestToolMessage, ChatCompletionRequestToolMessageArgs,
        };

        let content = content.into();
        let tool_call_id = self.id.as_str();
        let args = ChatCompletionRequestToolMessageArgs { content, tool_call_id };
        ChatCompletionRequestToolMessage::new(args).into()
    }
}

impl From<FunctionObject> for ChatTool {
    fn from(function: FunctionObject) -> Self {
        ChatCompletionTool::new(function).into()
    }
}

impl CreateChatCompletionStreamResponse {
    /// The text that this chunk adds to the first choice; empty if it adds none.
    pub fn text(&self) -> &str {
        let first = self.choices.first();
        first.and_then(|choice| choice.delta.content.as_deref()).unwrap_or_default()
    }
}

impl CreateTranscriptionResponse {
    /// The text, in any format that the request selects; empty for an unknown format.
    pub fn text(&self) -> &str {
        match self {
            Self::Json(it) => &it.text,
            Self::Diarized(it) => &it.text,
            Self::Verbose(it) => &it.text,
            _ => "",
        }
    }
}

impl CreateTranslationResponse {
    /// The text, in any format that the request selects; empty for an unknown format.
    pub fn text(&self) -> &str {
        match self {
            Self::Json(it) => &it.text,
            Self::Verbose(it) => &it.text,
            _ => "",
        }
    }
}

impl Image {
    /// The image, if the response contains it; `None` if the response contains a URL instead.
    ///
    /// # Errors
    ///
    /// If the image in the response is not Base64.
    pub fn bytes(&self) -> Result<Option<Vec<u8>>, DecodeError> {
        self.b64_json.as_deref().map(decoded).transpose()
    }
}

/// Implements `bytes` for events with an image.
macro_rules! image_events {
    ($($event:ident)*) => {$(
        impl $event {
            /// The image, as far as it is generated.
            ///
            /// # Errors
            ///
            /// If the image in the event is not Base64.
            pub fn bytes(&self) -> Result<Vec<u8>, DecodeError> {
                decoded(&self.b64_json)
            }
        }
    )*};
}

image_events! {
    ImageGenPartialImageEvent ImageGenCompletedEvent
    ImageEditPartialImageEvent ImageEditCompletedEvent
}

fn decoded(text: &str) -> Result<Vec<u8>, DecodeError> {
    let decoded: Base64 = json::from_str(&json::to_string(text))?;
    Ok(decoded.to_vec())
}

#[cfg(feature = "schemars")]
mod structured {
    use schemars::{
        JsonSchema, Schema,
        generate::SchemaSettings,
        transform::{Transform, transform_subschemas},
    };
    use serde_json::Value;

    use crate::types::{
        CreateChatCompletion, CreateChatCompletionResponseFormat, CreateResponse,
        ResponseFormatJsonSchemaJsonSchema, ResponseTextParam, TextResponseFormatJsonSchema,
    };

    impl CreateResponse {
        /// Requests JSON output with the schema of `T`; `Response::parse` decodes it. The schema is
        /// sent in strict form: all properties are required, and no other properties are allowed.
        #[must_use]
        pub fn output_type<T: JsonSchema>(self) -> Self {
            let format = TextResponseFormatJsonSchema::new(strict::<T>(), name::<T>());
            self.text(ResponseTextParam::new().format(format.strict(true)))
        }
    }

    impl CreateChatCompletion {
        /// Requests JSON output with the schema of `T`; `CreateChatCompletionResponse::parse` decodes
        /// it. The schema is sent in strict form: all properties are required, and no other
        /// properties are allowed.
        #[must_use]
        pub fn output_type<T: JsonSchema>(self) -> Self {
            let schema = ResponseFormatJsonSchemaJsonSchema::new(name::<T>());
            let schema = schema.schema(strict::<T>()).strict(true);
            self.response_format(CreateChatCompletionResponseFormat::json_schema(schema))
        }
    }

    /// The strict schema of a type.
    fn strict<T: JsonSchema>() -> Value {
        let settings = SchemaSettings::draft2020_12().with(|it| it.inline_subschemas = true);
        let mut schema = settings.into_generator().into_root_schema_for::<T>();
        schema.remove("$schema");
        Strict.transform(&mut schema);
        schema.into()
    }

    /// Adds the keywords that a strict schema must have for each object.
    struct Strict;

    impl Transform for Strict {
        fn transform(&mut self, schema: &mut Schema) {
            let names = schema.get("properties").and_then(Value::as_object);
            if let Some(names) = names.map(|it| it.keys().cloned().collect::<Vec<_>>()) {
                schema.insert("required".to_owned(), names.into());
                schema.insert("additionalProperties".to_owned(), false.into());
            }
            transform_subschemas(self, schema);
        }
    }

    /// The name of a schema, such as `calendar_event` for `CalendarEvent`, with only the characters
    /// that the API allows.
    fn name<T: JsonSchema>() -> String {
        let mut out = String::new();
        for character in T::schema_name().chars() {
            if character.is_ascii_uppercase() && !out.is_empty() && !out.ends_with('_') {
                out.push('_');
            }
            let is_allowed = character.is_ascii_alphanumeric() || character == '-';
            out.push(if is_allowed { character.to_ascii_lowercase() } else { '_' });
        }
        out
    }
}
