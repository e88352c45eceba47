//! Broken connections: the generated crate with a server that sends faulty responses.

mod clock;
mod fault;
pub(crate) mod server;

use std::{error::Error as _, io, net::TcpListener, time::Duration};

use futures_util::{StreamExt, TryStreamExt, stream};
use openai_containers::{
    Client, Error, ErrorKind, Request, Response,
    runtime::{Api, ClientBuilder, Operation},
    types::Container,
};
use tokio::{runtime::Handle, task, time::timeout};

use self::{clock::StallClock, fault::Fault, server::Server};

const KEY: &str = "sk-sesame-opens";

fn client(base_url: String) -> Client {
    Client::builder().api_key(KEY).base_url(base_url).build().expect("a valid configuration")
}

/// A call with a clock that knows when the server stalls.
async fn retrieve(
    client: &Client,
    server: &Server,
    id: &str,
    retries: u32,
) -> Result<Response<Container>, Error> {
    let clock = StallClock(server.call(id).stalled);
    let client = client.to_builder().clock(clock).max_retries(retries).build()?;
    client.containers().retrieve(id).with_response().await
}

/// All text that a program could print for an error.
fn everything(error: &Error) -> String {
    let mut text = format!("{error}\n{error:?}\n{error:#?}");
    let mut source = error.source();
    while let Some(error) = source {
        text.push_str(&format!("\n{error}\n{error:?}"));
        source = error.source();
    }
    text
}

/// Whether an error of the chain is an I/O error of this kind.
fn caused_by(error: &Error, kind: io::ErrorKind) -> bool {
    let mut source = error.source();
    while let Some(error) = source {
        if error.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == kind) {
            return true;
        }
        source = error.source();
    }
    false
}

#[tokio::test]
async fn each_fault_has_its_error() {
    for fault in Fault::ALL {
        let server = Server::start(move |number| (number == 0).then_some(fault));
        let client = client(server.base_url());
        match (fault.error(), retrieve(&client, &server, "cntr_1", 0).await) {
            (None, Ok(container)) => assert_eq!(container.value().id, "cntr_1"),
            (Some(kind), Err(error)) => {
                assert_eq!((error.kind(), error.retries()), (kind, 0), "{fault:?}: {error:?}");
                let text = everything(&error);
                assert!(!text.contains("sesame"), "{fault:?}: {text}");
                assert!(!text.contains("cntr_1"), "{fault:?}: {text}");
            }
            (expected, result) => panic!("{fault:?}: {expected:?} is not {result:?}"),
        }
        assert_eq!(server.call("cntr_1").requests, 1, "{fault:?}");

        // After the fault, the next request gets the right response.
        let next = retrieve(&client, &server, "cntr_2", 2).await;
        assert_eq!(next.expect("an answer").value().id, "cntr_2", "{fault:?}");
    }
}

#[tokio::test]
async fn a_retry_succeeds_after_every_temporary_fault() {
    for fault in Fault::ALL {
        let server = Server::start(move |number| (number == 0).then_some(fault));
        let result = retrieve(&client(server.base_url()), &server, "cntr_1", 2).await;
        if fault.is_passing() {
            let response = result.unwrap_or_else(|error| panic!("{fault:?}: {error:?}"));
            let retries = u32::from(fault.error().is_some());
            assert_eq!(response.retries(), retries, "{fault:?}");
            assert_eq!(server.call("cntr_1").requests, 1 + retries, "{fault:?}");
            assert_eq!(response.value().id, "cntr_1");
        } else {
            assert_eq!(result.err().map(|error| error.kind()), fault.error(), "{fault:?}");
            assert_eq!(server.call("cntr_1").requests, 1, "{fault:?}");
        }
    }
}

#[tokio::test]
async fn the_last_fault_is_the_error_if_all_attempts_fail() {
    for fault in Fault::ALL.into_iter().filter(|fault| fault.error().is_some()) {
        let server = Server::start(move |_| Some(fault));
        let result = retrieve(&client(server.base_url()), &server, "cntr_1", 2).await;
        let error = result.expect_err("a failure");
        let retries = if fault.is_passing() { 2 } else { 0 };
        assert_eq!((Some(error.kind()), error.retries()), (fault.error(), retries), "{fault:?}");
        assert_eq!(server.call("cntr_1").requests, 1 + retries, "{fault:?}");
    }
}

#[tokio::test]
async fn a_reset_is_named_as_the_cause() {
    let server = Server::start(|_| Some(Fault::ResetInBody));
    let result = retrieve(&client(server.base_url()), &server, "cntr_1", 0).await;
    let error = result.expect_err("a failure");
    assert!(caused_by(&error, io::ErrorKind::ConnectionReset), "{error:?}");
}

#[tokio::test]
async fn nobody_listens() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    drop(listener);
    let clock = StallClock(Default::default());
    let client = client(format!("http://{address}/v1")).to_builder().clock(clock).build();
    let request = client.expect("a valid configuration").containers().retrieve("cntr_1");
    let error = request.await.expect_err("a failure");
    assert_eq!((error.kind(), error.retries()), (ErrorKind::Connection, 2));
    assert!(caused_by(&error, io::ErrorKind::ConnectionRefused), "{error:?}");
    assert!(!everything(&error).contains("sesame"), "{error:?}");
}

#[tokio::test]
async fn a_connection_that_the_server_closed_is_not_used_again() {
    let server = Server::start(|number| (number == 0).then_some(Fault::HalfClosed));
    let client = client(server.base_url());
    retrieve(&client, &server, "cntr_1", 0).await.expect("an answer");
    // The server waits for the client to close its half as well.
    server.deserted().await;
    retrieve(&client, &server, "cntr_2", 0).await.expect("an answer");
    assert_eq!(server.connections(), 2);
}

#[tokio::test]
async fn dropping_a_call_closes_its_connection() {
    let server = Server::start(|_| Some(Fault::StallInBody));
    let client = client(server.base_url());
    let call = client.containers().retrieve("cntr_1").into_future();
    let stalled = server.call("cntr_1").stalled;
    tokio::select! {
        result = call => panic!("{result:?}"),
        () = stalled.notified() => {}
    }
    server.deserted().await;
}

#[tokio::test]
async fn a_body_that_stalls_times_out_with_the_real_clock() {
    for fault in [Fault::StallInBody, Fault::Endless] {
        let server = Server::start(move |_| Some(fault));
        let request = client(server.base_url()).containers().retrieve("cntr_1").max_retries(0);
        let error = request.timeout(Duration::from_millis(50)).await.expect_err("a failure");
        assert!(error.is_timeout(), "{error:?}");
        server.deserted().await;
    }
}

#[tokio::test]
async fn ten_thousand_calls_succeed_while_one_request_in_three_fails() {
    const CALLS: u32 = 10_000;
    const AT_ONCE: usize = 64;
    /// A call may have several faults in a row, but never this many.
    const RETRIES: u32 = 20;
    let faults: Vec<_> = Fault::ALL.into_iter().filter(|fault| fault.is_passing()).collect();
    let plan = move |number: usize| (number % 3 == 2).then(|| faults[number / 3 % faults.len()]);
    let server = Server::start(plan);
    let client = client(server.base_url());

    let calls = stream::iter(0..CALLS).map(|number| {
        let (client, server) = (&client, &server);
        async move {
            let id = format!("cntr_{number}");
            let response = retrieve(client, server, &id, RETRIES).await?;
            assert_eq!(response.value().id, id);
            Ok::<_, Error>((id, response.retries()))
        }
    });
    let calls: Vec<_> =
        calls.buffer_unordered(AT_ONCE).try_collect().await.expect("no call is lost");

    drop(client);
    let over = timeout(Duration::from_secs(30), async {
        server.deserted().await;
        while Handle::current().metrics().num_alive_tasks() > 0 {
            task::yield_now().await;
        }
    });
    over.await.expect("all connections and tasks end with the client");
    assert_eq!(calls.len(), CALLS as usize);
    let mut spoilt = 0;
    for (id, retries) in calls {
        let seen = server.call(&id);
        assert_eq!(seen.requests, 1 + seen.spoilt, "{id}: {seen:?}");
        assert!(seen.requests <= 1 + retries, "{id}: {seen:?} after {retries} retries");
        spoilt += seen.spoilt;
    }
    assert!(spoilt > CALLS / 3, "{spoilt} requests failed");
    // A connection is used until a fault ends it, and a fault ends only one connection.
    let faults = (CALLS + spoilt) / 3;
    assert!(server.connections() <= (AT_ONCE as u32 + faults) as usize, "{faults} faults");
}

/// An operation that is not safe to repeat. The document of the crate has none.
static OPEN: Operation = Operation::post("containers.open", "/containers/{id}");

/// The server counts: a request that it may have processed is not sent again.
#[tokio::test]
async fn ten_thousand_posts_are_sent_at_most_once_while_one_in_three_fails() {
    static API: Api = Api {
        user_agent: "faults/1.0",
        base_url: None,
        base_url_env: None,
        headers_env: None,
        request_id: "x-request-id",
        credentials: &[],
        headers: &[],
        idempotency_header: None,
        retry_all_methods: false,
    };
    const CALLS: u32 = 10_000;
    let faults: Vec<_> = Fault::ALL.into_iter().collect();
    let plan = move |number: usize| (number % 3 == 2).then(|| faults[number / 3 % faults.len()]);
    let server = Server::start(plan);
    let builder = ClientBuilder::new(&API).base_url(server.base_url()).max_retries(20);
    let client = builder.build().expect("a valid configuration");
    let calls = stream::iter(0..CALLS).map(|number| {
        let (client, server) = (&client, &server);
        async move {
            let id = format!("cntr_{number}");
            let builder = client.to_builder().clock(StallClock(server.call(&id).stalled));
            let client = builder.build().expect("a valid configuration");
            let opened = Request::<Container>::new(&client, &OPEN).path("id", &id).await;
            (id, opened)
        }
    });
    let calls: Vec<_> = calls.buffer_unordered(64).collect().await;
    assert_eq!(calls.len(), CALLS as usize);
    let mut failed = 0;
    for (id, opened) in calls {
        let seen = server.call(&id);
        assert!(seen.requests <= 1, "{id}: {seen:?}");
        match opened {
            Ok(container) => assert_eq!((container.id, seen.spoilt), (id, 0)),
            // The connection may break before the server reads the request.
            Err(error) => {
                assert!(seen.spoilt == 1 || seen.requests == 0, "{id}: {seen:?}: {error}");
                failed += 1;
            }
        }
    }
    assert!((CALLS / 5..CALLS / 2).contains(&failed), "{failed} calls failed");
}
