//! WebSockets, over real connections.

use std::time::Duration;

use futures_util::{SinkExt, StreamExt, TryStreamExt};
use obstacles::{
    Client, ClientBuilder, Error, ErrorKind,
    runtime::testing::ManualClock,
    types::{FurnaceOrder, FurnaceReport, SetHeat},
};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpListener,
    task::JoinHandle,
};
use tokio_tungstenite::{
    WebSocketStream, accept_hdr_async,
    tungstenite::{
        Message,
        handshake::server::{ErrorResponse, Request, Response},
        protocol::CloseFrame,
    },
};
use wiremock::ResponseTemplate;

use super::server;
use crate::tls::{ALL, Authority, acceptor};

/// The request of the handshake, and the WebSocket.
async fn accepted<S>(stream: S) -> (Request, WebSocketStream<S>)
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let mut seen = None;
    #[allow(clippy::result_large_err, reason = "the library asks for it")]
    let read = |request: &Request, response: Response| -> Result<Response, ErrorResponse> {
        seen = Some(request.clone());
        Ok(response)
    };
    let socket = accept_hdr_async(stream, read).await.expect("a handshake");
    (seen.expect("a request"), socket)
}

/// A furnace that reports two things, one of which this version of the crate does not know, and then closes
/// the connection with `code`. Returns the handshake and the first order.
async fn furnace<S>(stream: S, code: u16) -> (Request, Message)
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let (request, mut socket) = accepted(stream).await;
    let order = socket.next().await.expect("an order").expect("a message");
    for report in [r#"{"type":"heat_reached","degrees":1500}"#, r#"{"type":"smoke"}"#] {
        socket.send(Message::text(report)).await.expect("a connection");
    }
    let frame = CloseFrame { code: code.into(), reason: "the shift is over".into() };
    socket.close(Some(frame)).await.expect("a connection");
    while let Some(Ok(_)) = socket.next().await {}
    (request, order)
}

/// The base URL of a server for one connection, and what `furnace` returns.
async fn started(code: u16) -> (String, JoinHandle<(Request, Message)>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let base_url = format!("http://{}/v1", listener.local_addr().expect("an address"));
    let served = tokio::spawn(async move {
        let (stream, _) = listener.accept().await.expect("a connection");
        furnace(stream, code).await
    });
    (base_url, served)
}

fn builder(base_url: &str) -> ClientBuilder {
    Client::builder().token("tk").base_url(base_url).max_retries(0)
}

fn client(base_url: &str) -> Client {
    builder(base_url).build().expect("a valid configuration")
}

#[tokio::test]
async fn events_are_typed_in_both_directions() {
    let (base_url, served) = started(1000).await;
    let request = client(&base_url).furnaces().live().connect("f 1").shift("night & day");
    let mut socket = request.await.expect("a WebSocket");
    socket.send(FurnaceOrder::set_heat(1500)).await.expect("a connection");
    let report = socket.try_next().await.expect("a report").expect("a report");
    let FurnaceReport::HeatReached(reached) = report else { panic!("{report:?}") };
    assert_eq!(reached.degrees, 1500);
    let report = socket.try_next().await.expect("a report").expect("a report");
    let FurnaceReport::Unknown(unknown) = report else { panic!("{report:?}") };
    assert_eq!(unknown.tag(), Some("smoke"));
    // The code 1000 is the normal end.
    assert!(socket.try_next().await.expect("the end").is_none());
    drop(socket);
    let (request, order) = served.await.expect("a server");
    assert_eq!(order, Message::text(r#"{"type":"set_heat","degrees":1500}"#));
    let uri = request.uri().to_string();
    assert_eq!(uri, "/v1/furnaces/f%201/live?shift=night%20%26%20day");
    assert_eq!(request.headers()["authorization"], "Bearer tk");
}

#[tokio::test]
async fn another_close_code_is_an_error() {
    let (base_url, served) = started(4001).await;
    let mut socket = client(&base_url).furnaces().live().connect("f1").await.expect("a WebSocket");
    socket.send(SetHeat::new(1500)).await.expect("a connection");
    let all = socket.by_ref().map_ok(|_| ()).collect::<Vec<_>>().await;
    assert_eq!(all.len(), 3, "{all:?}");
    let Some(Err(Error::Closed(closed))) = all.last() else { panic!("{all:?}") };
    assert_eq!((closed.code, closed.reason.as_str()), (4001, "the shift is over"));
    served.await.expect("a server");
}

#[tokio::test]
async fn a_refused_connection_is_an_error_of_the_api() {
    let server = server(ResponseTemplate::new(403).set_body_string("no")).await;
    let error = client(&server.uri()).furnaces().live().connect("f1").await.expect_err("refused");
    assert_eq!(error.kind(), ErrorKind::PermissionDenied, "{error:?}");
    // A server that knows nothing of WebSockets.
    let server = super::server(ResponseTemplate::new(200).set_body_string("{}")).await;
    let error = client(&server.uri()).furnaces().live().connect("f1").await.expect_err("no switch");
    assert_eq!(error.status().map(|it| it.as_u16()), Some(200), "{error:?}");
}

#[tokio::test]
async fn pings_keep_the_connection_alive() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let base_url = format!("http://{}", listener.local_addr().expect("an address"));
    let served = tokio::spawn(async move {
        let (stream, _) = listener.accept().await.expect("a connection");
        let (_, mut socket) = accepted(stream).await;
        let ping = socket.next().await.expect("a ping").expect("a message");
        socket.close(None).await.expect("a connection");
        ping
    });
    let client = builder(&base_url).clock(ManualClock::new()).build().expect("a client");
    let socket = client.furnaces().live().connect("f1").idle_timeout(Duration::from_secs(86_400));
    let mut socket = socket.await.expect("a WebSocket").keep_alive(Duration::from_secs(30));
    assert!(socket.try_next().await.expect("the end").is_none());
    assert_eq!(served.await.expect("a server"), Message::Ping(Default::default()));
}

#[tokio::test]
async fn tls_settings_of_the_client_hold() {
    let (own, foreign) = (Authority::new(), Authority::new());
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let base_url = format!("https://{}", listener.local_addr().expect("an address"));
    let acceptor = acceptor(&own, None, ALL);
    let served = tokio::spawn(async move {
        loop {
            let (stream, _) = listener.accept().await.expect("a connection");
            // A client that does not trust the certificate ends the handshake.
            if let Ok(stream) = acceptor.accept(stream).await {
                return furnace(stream, 1000).await;
            }
        }
    });
    let connect = |authority: &Authority| {
        let builder = builder(&base_url).root_certificate(authority.pem.clone());
        builder.build().expect("a valid configuration").furnaces().live().connect("f1")
    };
    let error = connect(&foreign).await.expect_err("a foreign certificate");
    assert_eq!(error.kind(), ErrorKind::Connection, "{error:?}");
    let mut socket = connect(&own).await.expect("a WebSocket");
    socket.send(FurnaceOrder::tap()).await.expect("a connection");
    assert!(matches!(socket.try_next().await, Ok(Some(FurnaceReport::HeatReached(_)))));
    while let Some(report) = socket.next().await {
        report.expect("a report");
    }
    let (_, order) = served.await.expect("a server");
    assert_eq!(order, Message::text(r#"{"type":"tap"}"#));
}
