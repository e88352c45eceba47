//! Servers that a user selects.

use obstacles::{Client, Error, Server};
use wiremock::ResponseTemplate;

use super::{sent, server};

#[tokio::test]
async fn a_call_is_sent_to_the_selected_server() {
    let mock = server(ResponseTemplate::new(204)).await;
    let port = mock.address().port().to_string();
    let chosen = Server::localhost(&port, "foundry/v 1");
    assert_eq!(chosen.to_string(), format!("http://localhost:{port}/foundry/v%201"));
    let client = Client::builder().token("tk").server(chosen).build().expect("a configuration");
    client.by().maybe().retrieve().await.expect("an answer");
    let path = sent(&mock).await.url.path().to_owned();
    assert!(path.starts_with("/foundry/v%201/"), "{path}");
}

#[test]
fn an_invalid_variable_is_an_error_of_build() {
    for (port, base) in [("80/evil", "v1"), ("80@evil.example", "v1"), ("80", "../admin")] {
        let server = Server::localhost(port, base);
        let error = Client::builder().token("tk").server(server).build().expect_err("a mistake");
        assert!(matches!(error, Error::Config(_)), "{error:?}");
        assert!(!error.to_string().contains("evil"), "{error}");
    }
}

#[test]
fn servers_are_compared_by_their_urls() {
    assert_eq!(Server::FOUNDRY.to_string(), "https://foundry.example.com/v1");
    assert_eq!(Server::localhost("8080", "v1"), Server::localhost("8080", "/v1"));
    assert_ne!(Server::FOUNDRY, Server::localhost("8080", "v1"));
}
