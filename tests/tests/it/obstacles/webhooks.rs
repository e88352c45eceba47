//! Webhooks: the requests that the server sends.

use std::time::{Duration, SystemTime};

use obstacles::{
    Client,
    runtime::{WebhookError, http::HeaderMap, testing::ManualClock},
    types::WebhookEvent,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};
use wiremock::{Request, ResponseTemplate};

use super::{sent, server};

/// `the key of the foundry` as Base64.
const SECRET: &str = "whsec_dGhlIGtleSBvZiB0aGUgZm91bmRyeQ==";
const SENT: u64 = 1_700_000_000;

fn client_at(seconds: u64) -> Client {
    let clock = ManualClock::new();
    clock.set_date(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds));
    let builder = Client::builder().token("tk").webhook_secret(SECRET).clock(clock);
    builder.build().expect("a valid configuration")
}

/// Sends a webhook to a server of this test, and returns what it receives.
async fn received(id: &str, body: &'static str, signature: &str) -> Request {
    let server = server(ResponseTemplate::new(200)).await;
    let head = format!(
        "POST /hooks HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\ncontent-length: {}\r\n\
         webhook-id: {id}\r\nwebhook-timestamp: {SENT}\r\nwebhook-signature: {signature}\r\n\r\n",
        body.len(),
    );
    let mut socket = TcpStream::connect(server.address()).await.expect("a connection");
    socket.write_all(format!("{head}{body}").as_bytes()).await.expect("a server that reads");
    socket.read_to_end(&mut Vec::new()).await.expect("an answer");
    sent(&server).await
}

const FINISHED: &str = r#"{"type":"heat.finished","heat":"h1","tons":2.5,"note":"good"}"#;
const FINISHED_SIGNATURE: &str = "v1,G+X61l8bwbsXXQPKHHZmlJYcRib6r9PLO/8se2G3rcE=";

#[tokio::test]
async fn a_signed_webhook_is_an_event() {
    let webhook = received("m1", FINISHED, FINISHED_SIGNATURE).await;
    let client = client_at(SENT + 10);
    let event = client.webhooks().unwrap(&webhook.body, &webhook.headers);
    let Ok(WebhookEvent::HeatFinished(event)) = event else { panic!("{event:?}") };
    assert_eq!((event.heat.as_str(), event.tons), ("h1", 2.5));
    assert_eq!(event.extra.len(), 1);
}

#[tokio::test]
async fn a_new_event_keeps_its_name_and_its_json() {
    let body = r#"{"type":"ladle.lost","ladle":"l1"}"#;
    let webhook = received("m2", body, "v1,laK8eqQM1vSxNknM+u604vywh2PiVtM1SvqN6E/487k=").await;
    let event = client_at(SENT).webhooks().unwrap(&webhook.body, &webhook.headers);
    let Ok(WebhookEvent::Unknown(event)) = event else { panic!("{event:?}") };
    assert_eq!((event.tag(), event.json().as_str()), (Some("ladle.lost"), body));
}

#[tokio::test]
async fn what_is_not_genuine_is_refused() {
    let webhook = received("m1", FINISHED, FINISHED_SIGNATURE).await;
    let webhooks = client_at(SENT).webhooks();
    let refused = |body: &str, headers: &HeaderMap| webhooks.unwrap(body, headers).unwrap_err();
    let changed = FINISHED.replace("2.5", "9.5");
    assert_eq!(refused(&changed, &webhook.headers), WebhookError::Signature);
    let missing = WebhookError::MissingHeader("webhook-id".to_owned());
    assert_eq!(refused(FINISHED, &HeaderMap::new()), missing);
    let late = client_at(SENT + 301).webhooks().unwrap(&webhook.body, &webhook.headers);
    assert_eq!(late, Err(WebhookError::Tolerance));

    let other = client_at(SENT).webhooks().secret("whsec_b3RoZXI=");
    assert_eq!(other.verify(FINISHED, &webhook.headers), Err(WebhookError::Signature));
    other.or_secret(SECRET).verify(FINISHED, &webhook.headers).expect("the old secret");
}

#[test]
fn a_client_without_a_secret_names_its_variable() {
    let client = Client::builder().token("tk").build().expect("a valid configuration");
    let error = client.webhooks().unwrap("{}", &HeaderMap::new()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "no secret of the webhooks is set; set `webhook_secret` of the builder, or read \
         OBSTACLES_WEBHOOK_SECRET from the environment"
    );
}
