//! Decodes the example answers of a document as what their operations return.

use bessemer_runtime::{
    Api, Client, ClientBuilder, Error, IntoRequest, Operation, Request,
    json::Notes,
    testing::{FakeTransport, Sent, status},
};
use openai_examples::{resources, types};
use serde_json::Value;

static API: Api = Api {
    user_agent: "decode-examples",
    base_url: Some("https://api.example.com/v1"),
    base_url_env: None,
    headers_env: None,
    request_id: "x-request-id",
    credentials: &[],
    headers: &[],
    idempotency_header: None,
    retry_all_methods: false,
};

static EXAMPLE: Operation = Operation::get("example", "/example");

/// What an answer lacks, or why it is none.
type Outcome = Result<Notes, Error>;

/// Decodes an answer as what awaiting a request gives.
async fn decode<R: IntoRequest>(client: &Client) -> Outcome {
    let request: Request<R::Value> = Request::new(client, &EXAMPLE);
    request.with_response().await.map(|answer| answer.notes())
}

/// `decode_as`: decodes an answer as that of a request type, by its name.
macro_rules! examples {
    ($($name:literal => $request:ty,)*) => {
        async fn decode_as(name: &str, client: &Client) -> Outcome {
            match name {
                $($name => decode::<$request>(client).await,)*
                _ => unreachable!("the table has all types"),
            }
        }
    };
}

include!("table.rs");

/// A client whose server gives one answer.
fn client(example: &Value, strict: bool) -> Client {
    let code = example["status"].as_u64().and_then(|it| u16::try_from(it).ok()).unwrap_or(200);
    let body = example["body"].as_str().unwrap_or_default().to_owned();
    let reply = status(code).header("content-type", "application/json").body(body);
    let fake = FakeTransport::new().on(|_: &Sent| true, reply);
    ClientBuilder::new(&API).transport(fake).strict(strict).build().expect("a valid configuration")
}

/// Whether an error names the place of a note, or the object that lacks the property.
fn names(error: &str, note: &str) -> bool {
    let (holder, name) = note.rsplit_once('.').unwrap_or(("", note));
    error.contains(&format!("`{note}`"))
        || error.contains(&format!("`{name}` at `{holder}`"))
        || holder.is_empty() && error.contains(&format!("`{name}` at the top level"))
}

/// Decodes an example tolerantly and strictly. Returns how much it lacks, or why it fails.
async fn check(example: &Value) -> Result<(usize, usize), String> {
    let ty = example["type"].as_str().unwrap_or_default();
    let notes = decode_as(ty, &client(example, false)).await;
    let notes = notes.map_err(|error| error.to_string())?;
    let lacks: Vec<&str> = notes.missing().chain(notes.unread()).collect();
    let strict = decode_as(ty, &client(example, true)).await;
    let strict = strict.map(drop).map_err(|error| error.to_string());
    let counts = (notes.missing().count(), notes.unread().count());
    match strict {
        Ok(()) if lacks.is_empty() => Ok(counts),
        Ok(()) => Err(format!("strict accepts what lacks {lacks:?}")),
        Err(error) if lacks.iter().any(|note| names(&error, note)) => Ok(counts),
        Err(error) => Err(format!("strict says `{error}`, but it lacks {lacks:?}")),
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let examples = include_str!("examples.json");
    let examples: Vec<Value> = serde_json::from_str(examples).expect("a list of examples");
    let (mut passed, mut failed, mut lacking, mut with_unread) = (0, 0, 0, 0);
    for example in &examples {
        match check(example).await {
            Ok((missing, unread)) => {
                passed += 1;
                lacking += usize::from(missing + unread > 0);
                with_unread += usize::from(unread > 0);
            }
            Err(error) => {
                failed += 1;
                println!("{} ({}): {error}", example["of"], example["type"]);
            }
        }
    }
    println!("{lacking} lack something, {with_unread} have a value of another type");
    println!("{passed} passed, {failed} failed");
    if failed > 0 {
        std::process::exit(1);
    }
}
