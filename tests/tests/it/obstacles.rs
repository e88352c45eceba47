//! The obstacle course: a document with every construct, its crate, and a server to test it with.

mod bodies;
mod codec;
mod credentials;
mod directions;
mod errors;
mod headers;
mod listings;
mod methods;
mod parameters;
mod polls;
mod servers;
mod slags;
mod streams;
mod unions;
mod webhooks;
mod websockets;

use obstacles::{
    Client,
    types::{NewLadle, Steel},
};
use serde_json::{Value, json};
use wiremock::{Mock, MockServer, Request, ResponseTemplate, matchers::any};

fn client(server: &MockServer) -> Client {
    let builder = Client::builder().token("tk").base_url(server.uri()).max_retries(0);
    builder.build().expect("a valid configuration")
}

/// A server that sends the same response to every request.
async fn server(answer: ResponseTemplate) -> MockServer {
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(answer).mount(&server).await;
    server
}

/// The only request that the server received.
async fn sent(server: &MockServer) -> Request {
    let mut requests = server.received_requests().await.expect("they are recorded");
    assert_eq!(requests.len(), 1, "{requests:?}");
    requests.remove(0)
}

fn text(request: &Request) -> &str {
    std::str::from_utf8(&request.body).expect("UTF-8")
}

fn new_ladle() -> NewLadle {
    NewLadle::new("Big", Steel::new("steel", 0.5))
}

fn ladle(id: &str) -> Value {
    json!({
        "id": id, "name": "Big", "state": "full", "owner": null,
        "content": {"kind": "steel", "carbon": 0.5},
    })
}
