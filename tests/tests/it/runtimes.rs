//! Clients in several async runtimes.

use std::time::Duration;

use openai_containers::{Client, ErrorKind};
use tokio::runtime::Builder;

use crate::faults::server::Server;

fn client(server: &Server) -> Client {
    let builder = Client::builder().api_key("sk-runtime").base_url(server.base_url());
    builder.timeout(Duration::from_secs(30)).build().expect("a valid configuration")
}

#[test]
fn a_connection_of_another_runtime_is_not_used() {
    let server = Server::start(|_| None);
    let client = client(&server);
    let runtimes =
        [(); 3].map(|()| Builder::new_current_thread().enable_all().build().expect("a runtime"));
    // Every runtime stays alive, but makes no progress while another one runs.
    for round in 0..2 {
        for runtime in &runtimes {
            let call = client.containers().retrieve("cntr_1");
            runtime.block_on(call.into_future()).expect("an answer");
        }
        assert_eq!(server.connections(), runtimes.len(), "round {round}");
    }
    client.containers().retrieve("cntr_1").send_blocking().expect("an answer");
}

#[test]
fn runtimes_that_have_ended_keep_no_connections() {
    let server = Server::start(|_| None);
    let client = client(&server);
    for _ in 0..20 {
        let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
        let call = client.containers().retrieve("cntr_1");
        runtime.block_on(call.into_future()).expect("an answer");
    }
    let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        drop(client);
        server.deserted().await;
    });
}

#[test]
fn a_runtime_without_timers_is_an_error() {
    let server = Server::start(|_| None);
    let client = client(&server);
    let runtime = Builder::new_current_thread().enable_io().build().expect("a runtime");
    for _ in 0..2 {
        let call = client.containers().retrieve("cntr_1");
        let error = runtime.block_on(call.into_future()).expect_err("no timers");
        assert_eq!(error.kind(), ErrorKind::Config);
        let source = std::error::Error::source(&error).expect("a source").to_string();
        assert!(source.contains("has no timers"), "{source}");
    }
}
