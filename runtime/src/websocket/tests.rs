use std::time::Duration;

use futures_util::TryStreamExt;
use tokio::{
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};
use tokio_tungstenite::{
    accept_hdr_async,
    tungstenite::handshake::server::{ErrorResponse, Request as Handshake, Response},
};

use super::*;
use crate::{
    ClientBuilder, ErrorKind, Limit, Operation, Request, fixture,
    json::UnknownVariant,
    object,
    testing::{FakeTransport, ManualClock, status},
    union,
};

static CONNECT: Operation = Operation::websocket("furnace.listen", "/furnace/listen");

#[derive(Debug, PartialEq)]
enum Event {
    Heat(Heat),
    Unknown(UnknownVariant),
}

#[derive(Clone, Debug, PartialEq)]
struct Heat {
    r#type: String,
    degrees: i64,
}

object! { Heat { r#type = "type", degrees } }
union! { Event by "type" { Heat = "heat", ..Unknown } }

fn heat(degrees: i64) -> Heat {
    Heat { r#type: "heat".to_owned(), degrees }
}

type Server = WebSocketStream<TcpStream>;

/// Starts a server for one connection. Returns its address, the request of the handshake, and what
/// `serve` returns.
async fn server<T, F>(
    serve: impl FnOnce(Server) -> F + Send + 'static,
) -> (String, JoinHandle<(Handshake, T)>)
where
    T: Send + 'static,
    F: Future<Output = T> + Send,
{
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}/v1", listener.local_addr().unwrap());
    let served = tokio::spawn(async move {
        let (socket, _) = listener.accept().await.unwrap();
        let mut seen = None;
        #[allow(clippy::result_large_err, reason = "the library asks for it")]
        let read = |request: &Handshake, response: Response| -> Result<Response, ErrorResponse> {
            seen = Some(request.clone());
            Ok(response)
        };
        let socket = accept_hdr_async(socket, read).await.unwrap();
        let result = serve(socket).await;
        (seen.unwrap(), result)
    });
    (address, served)
}

fn builder(address: &str) -> ClientBuilder {
    ClientBuilder::new(&fixture::API).credential("sk-sesame").base_url(address).max_retries(0)
}

fn request(builder: ClientBuilder) -> Request<WebSocket<Heat, Event>> {
    Request::new(&builder.build().unwrap(), &CONNECT)
}

async fn connect(address: &str) -> WebSocket<Heat, Event> {
    request(builder(address)).await.unwrap()
}

fn close(code: u16, reason: &'static str) -> Message {
    Message::Close(Some(CloseFrame { code: code.into(), reason: reason.into() }))
}

#[tokio::test]
async fn events_are_sent_and_received() {
    let (address, served) = server(|mut socket| async move {
        let first = socket.next().await.unwrap().unwrap();
        for text in [r#"{"type":"heat","degrees":2}"#, r#"{"type":"slag","tons":3}"#] {
            socket.send(Message::Text(text.into())).await.unwrap();
        }
        socket.send(Message::Binary(r#"{"type":"heat","degrees":4}"#.into())).await.unwrap();
        socket.send(close(1000, "")).await.unwrap();
        (first, socket.next().await)
    })
    .await;
    let request = request(builder(&address)).param("model", "m 1").header("x-shift", "night");
    let mut socket = request.await.unwrap();
    assert_eq!(socket.response().status(), 101);
    socket.send(heat(1)).await.unwrap();
    assert_eq!(socket.try_next().await.unwrap(), Some(Event::Heat(heat(2))));
    let Ok(Some(Event::Unknown(unknown))) = socket.try_next().await else { panic!() };
    assert_eq!(unknown.tag(), Some("slag"));
    assert_eq!(unknown.json().as_str(), r#"{"type":"slag","tons":3}"#);
    assert_eq!(socket.try_next().await.unwrap(), Some(Event::Heat(heat(4))));
    assert_eq!(socket.try_next().await.unwrap(), None);
    assert!(socket.is_terminated());
    drop(socket);

    let (handshake, (first, last)) = served.await.unwrap();
    assert_eq!(first, Message::Text(r#"{"type":"heat","degrees":1}"#.into()));
    assert!(matches!(last, Some(Ok(Message::Close(_)))), "the close is confirmed: {last:?}");
    let uri = handshake.uri().to_string();
    assert!(uri.starts_with("/v1/furnace/listen?model=m"), "{uri}");
    assert_eq!(handshake.headers()["authorization"], "Bearer sk-sesame");
    assert_eq!(handshake.headers()["x-shift"], "night");
}

/// What the client makes of the last message of a server.
async fn ended_by(message: Message) -> Option<Error> {
    let (address, served) = server(|mut socket| async move {
        socket.send(message).await.unwrap();
        socket.next().await
    })
    .await;
    let mut socket = connect(&address).await;
    let found = socket.next().await.map(|it| it.unwrap_err());
    assert!(socket.next().await.is_none());
    drop(socket);
    served.await.unwrap();
    found
}

#[tokio::test]
async fn a_close_code_is_an_error() {
    assert!(ended_by(close(1000, "done")).await.is_none());
    assert!(ended_by(Message::Close(None)).await.is_none());
    for code in [1001, 1008, 1011, 4001] {
        let error = ended_by(close(code, "the key sk-sesame is old")).await.unwrap();
        assert_eq!(error.kind(), ErrorKind::Closed);
        let text = error.to_string();
        assert!(text.contains(&format!("with code {code}: the key ")), "{text}");
        assert!(!format!("{text} {error:?}").contains("sesame"), "{error:?}");
    }
}

#[tokio::test]
async fn a_lost_connection_is_an_error() {
    let (address, served) = server(|socket| async move { drop(socket) }).await;
    let mut socket = connect(&address).await;
    let error = socket.next().await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connection);
    assert!(socket.next().await.is_none());
    served.await.unwrap();
}

#[tokio::test]
async fn a_wrong_event_does_not_end_the_stream() {
    let (address, served) = server(|mut socket| async move {
        for text in ["nonsense", r#"{"type":"heat","degrees":2}"#] {
            socket.send(Message::Text(text.into())).await.unwrap();
        }
        socket
    })
    .await;
    let mut socket = connect(&address).await;
    assert_eq!(socket.next().await.unwrap().unwrap_err().kind(), ErrorKind::Decode);
    assert_eq!(socket.next().await.unwrap().unwrap(), Event::Heat(heat(2)));
    served.await.unwrap();
}

#[tokio::test]
async fn an_event_has_a_maximum_size() {
    let (address, served) = server(|mut socket| async move {
        let text = format!(r#"{{"type":"slag","text":"{}"}}"#, "9".repeat(5_000));
        socket.send(Message::Text(text.into())).await.unwrap();
        socket
    })
    .await;
    let mut socket = request(builder(&address).max_event(4_096)).await.unwrap();
    assert_eq!(socket.next().await.unwrap().unwrap_err().kind(), ErrorKind::TooLarge);
    assert!(socket.next().await.is_none());
    served.await.unwrap();
}

#[tokio::test]
async fn a_refused_handshake_is_an_error_of_the_api() {
    let fake = FakeTransport::new().on("furnace.listen", status(401));
    let builder = ClientBuilder::new(&fixture::API).credential("k").transport(fake.clone());
    let error = request(builder).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Authentication);
    let sent = &fake.requests()[0];
    assert_eq!(sent.headers["upgrade"], "websocket");
    assert_eq!(sent.headers["connection"], "Upgrade");
    assert_eq!(sent.headers["sec-websocket-version"], "13");
    assert_eq!(STANDARD.decode(&sent.headers["sec-websocket-key"]).unwrap().len(), 16);
    // A response that is not for this request, for example from a cache
    let fake = FakeTransport::new().on("furnace.listen", status(101));
    let builder = ClientBuilder::new(&fixture::API).credential("k").transport(fake);
    assert_eq!(request(builder).await.unwrap_err().kind(), ErrorKind::Decode);
}

#[tokio::test]
async fn pings_keep_it_alive_and_silence_ends_it() {
    // It does not read, so that it does not answer.
    let (address, served) = server(|socket| async move {
        std::future::pending::<()>().await;
        drop(socket);
    })
    .await;
    let clock = ManualClock::new();
    let request = request(builder(&address).clock(clock.clone()));
    let mut socket = request.idle_timeout(Duration::from_secs(90)).await.unwrap();
    let error = socket.next().await.unwrap().unwrap_err();
    let Error::Timeout(error) = error else { panic!("{error}") };
    assert_eq!(error.limit(), Limit::Idle(Duration::from_secs(90)));
    let pings = clock.sleeps().iter().filter(|it| **it == KEEP_ALIVE).count();
    assert!(pings >= 4, "{:?}", clock.sleeps());
    served.abort();
}

#[tokio::test]
async fn a_close_waits_for_the_server() {
    let (address, served) = server(|mut socket| async move { socket.next().await }).await;
    let mut socket = connect(&address).await;
    assert!(socket.next().now_or_never().is_none(), "nothing has arrived");
    socket.close().await.unwrap();
    let (_, message) = served.await.unwrap();
    let Some(Ok(Message::Close(Some(frame)))) = message else { panic!("{message:?}") };
    assert_eq!(u16::from(frame.code), 1000);
}

#[test]
fn the_key_is_that_of_the_standard() {
    // RFC 6455 §1.3
    let key = HeaderValue::from_static("dGhlIHNhbXBsZSBub25jZQ==");
    let mut headers = HeaderMap::new();
    assert!(!is_accepted(Some(&key), &headers));
    let accept = HeaderValue::from_static("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    headers.insert("sec-websocket-accept", accept);
    assert!(is_accepted(Some(&key), &headers));
    assert!(!is_accepted(None, &headers));
}
