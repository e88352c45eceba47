//! Clients with a fake transport, for tests without a server.

use openai_containers::{
    Client, ClientBuilder,
    testing::{FakeTransport, Reply, Sent, json},
};
use serde_json::{Value, json};

/// The JSON of a container.
pub(crate) fn container(id: &str) -> Value {
    json!({
        "id": id, "object": "container", "name": "Scratch", "created_at": 1_747_844_794,
        "status": "running",
    })
}

/// A reply with the container `cntr_1`.
pub(crate) fn found() -> Reply {
    json(container("cntr_1").to_string())
}

/// A reply with a page of containers.
pub(crate) fn page(ids: &[&str], more: Option<bool>) -> Reply {
    let data: Vec<Value> = ids.iter().map(|id| container(id)).collect();
    json(json!({"object": "list", "data": data, "has_more": more}).to_string())
}

/// A transport that returns these replies in order, for any request.
pub(crate) fn answering(replies: impl IntoIterator<Item = Reply>) -> FakeTransport {
    let any = |_: &Sent| true;
    replies.into_iter().fold(FakeTransport::new(), |fake, reply| fake.on(any, reply))
}

/// A builder with the transport and the clock of `fake`.
pub(crate) fn builder(fake: &FakeTransport) -> ClientBuilder {
    Client::builder().api_key("sk-sesame").transport(fake.clone()).clock(fake.clock())
}

/// A client with the transport and the clock of `fake`.
pub(crate) fn client(fake: &FakeTransport) -> Client {
    builder(fake).build().expect("a valid configuration")
}

/// The values of a header of the last request.
pub(crate) fn sent_header(fake: &FakeTransport, name: &str) -> Vec<String> {
    let sent = fake.requests().pop().expect("a request was sent");
    let values = sent.headers.get_all(name).iter();
    values.map(|value| value.to_str().expect("text").to_owned()).collect()
}
