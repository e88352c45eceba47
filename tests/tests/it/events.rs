//! The `tracing` events of a call, and that they contain no secrets.

use std::{
    cell::RefCell,
    fmt::{Debug, Write as _},
    sync::Once,
    time::Duration,
};

use openai_containers::{
    Client,
    testing::{FakeTransport, Reply, json, lost, status},
};
use tracing::{
    Event, Metadata, Subscriber,
    field::{Field, Visit},
    span,
};

use crate::fake::{answering, builder, found};

thread_local! {
    /// The events of a call on this thread, each as a line of text with all its fields.
    static LINES: RefCell<Option<Vec<String>>> = const { RefCell::new(None) };
}

/// Records the events of each thread apart. There is one for the whole process: `tracing` remembers
/// for each place whether anybody wants its events, which subscribers that come and go would confuse.
struct ByThread;

impl Subscriber for ByThread {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, _: &span::Attributes<'_>) -> span::Id {
        span::Id::from_u64(1)
    }

    fn record(&self, _: &span::Id, _: &span::Record<'_>) {}

    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}

    fn event(&self, event: &Event<'_>) {
        LINES.with_borrow_mut(|lines| {
            let Some(lines) = lines else { return };
            let metadata = event.metadata();
            let mut line = Line(format!("{} {}", metadata.level(), metadata.target()));
            event.record(&mut line);
            lines.push(line.0);
        });
    }

    fn enter(&self, _: &span::Id) {}

    fn exit(&self, _: &span::Id) {}
}

struct Line(String);

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        write!(self.0, " {field}={value:?}").expect("a string takes everything");
    }
}

/// The lines for a call of `client`.
async fn lines(client: &Client) -> Vec<String> {
    static SUBSCRIBER: Once = Once::new();
    SUBSCRIBER.call_once(|| tracing::subscriber::set_global_default(ByThread).expect("the first"));
    LINES.set(Some(Vec::new()));
    let request = client.containers().retrieve("idsecret").query("q", "querysecret");
    let _ = request.header("x-token", "headersecret").timeout(Duration::from_secs(5)).await;
    LINES.take().unwrap_or_default()
}

fn client(fake: &FakeTransport) -> Client {
    builder(fake).base_url("https://user:password@host/pathsecret").build().expect("valid")
}

#[tokio::test]
async fn each_attempt_emits_events() {
    let late = Duration::from_secs(1);
    let fake = answering([
        status(503).header("x-request-id", "req_1").body("slag").after(late),
        lost("cut"),
        json(r#"{"id":"c","object":"o","name":"n","created_at":1,"status":"s"}"#)
            .header("x-request-id", "req_3")
            .after(late),
    ]);
    let call = "operation=\"containers.retrieve\" http.request.method=\"GET\" url.template=\"/containers/{container_id}\"";
    let expected = [
        ("DEBUG", "sending", 1, ""),
        (
            "INFO",
            "refused",
            1,
            r#" http.response.status_code=503 error.type="503" request_id="req_1" bytes=4 elapsed_ms=1000"#,
        ),
        ("DEBUG", "waiting", 1, " wait_ms=500"),
        ("DEBUG", "sending", 2, ""),
        ("INFO", "failed", 2, r#" error.type="connection" elapsed_ms=0"#),
        ("DEBUG", "waiting", 2, " wait_ms=1000"),
        ("DEBUG", "sending", 3, ""),
        (
            "DEBUG",
            "received",
            3,
            r#" http.response.status_code=200 request_id="req_3" bytes=62 elapsed_ms=1000"#,
        ),
    ];
    let expected = expected.map(|(level, message, attempt, rest)| {
        format!("{level} bessemer_runtime message={message} {call} attempt={attempt}{rest}")
    });
    assert_eq!(lines(&client(&fake)).await, expected);
}

#[tokio::test]
async fn events_contain_no_secrets() {
    let secretive = |reply: Reply| {
        reply
            .header("set-cookie", "jarsecret")
            .header("x-request-id", "sk-sesame")
            .body("bodysecret")
    };
    for first in [
        secretive(status(401)),
        secretive(status(503)),
        secretive(status(302).header("location", "https://h/locationsecret")),
        lost("causesecret"),
        found().after(Duration::from_secs(60)),
        json(r#"{"id": "bodysecret"}"#),
    ] {
        let told = lines(&client(&answering([first]))).await.join("\n");
        assert!(told.contains("containers.retrieve"), "{told}");
        for secret in ["secret", "sesame", "password"] {
            assert!(!told.contains(secret), "{told}");
        }
    }
}
