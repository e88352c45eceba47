//! Streamed responses.

use std::time::Duration;

use futures_util::{StreamExt, TryStreamExt};
use obstacles::{
    Client, Error,
    runtime::Limit,
    types::{PourBody, PourEvent},
};
use serde_json::json;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
    task::JoinHandle,
};
use wiremock::ResponseTemplate;

use super::{client, sent, server, text};

/// Starts a server that answers one request with these chunks, each in a separate packet. Returns its
/// address.
async fn in_pieces(media_type: &str, pieces: Vec<Vec<u8>>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let head = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: {media_type}\r\ntransfer-encoding: chunked\r\n\r\n"
    );
    tokio::spawn(async move {
        let (mut socket, _) = listener.accept().await.expect("a connection");
        socket.set_nodelay(true).expect("a socket");
        let mut request = vec![0; 4096];
        let _ = socket.read(&mut request).await.expect("a request");
        socket.write_all(head.as_bytes()).await.expect("a client that reads");
        for piece in pieces {
            let mut chunk = format!("{:x}\r\n", piece.len()).into_bytes();
            chunk.extend(piece);
            chunk.extend(b"\r\n");
            socket.write_all(&chunk).await.expect("a client that reads");
            socket.flush().await.expect("a client that reads");
            tokio::task::yield_now().await;
        }
        socket.write_all(b"0\r\n\r\n").await.expect("a client that reads");
    });
    format!("http://{address}")
}

fn client_of(address: &str) -> Client {
    let builder = Client::builder().token("tk").base_url(address).max_retries(0);
    builder.build().expect("a valid configuration")
}

const EVENTS: &str = ": hello\n\ndata: {\"type\":\"poured\",\"grams\":10}\n\n\
    event: x\r\ndata: {\"type\":\"poured\",\r\ndata: \"grams\":20}\r\n\r\n\
    data: {\"type\":\"cooled\",\"by\":1.50}\n\ndata: {\"type\":\"finished\",\"note\":\"für\"}\n\n\
    data: [DONE]\n\n";

fn is_whole(events: &[PourEvent]) {
    let [
        PourEvent::Poured(one),
        PourEvent::Poured(two),
        PourEvent::Unknown(other),
        PourEvent::Finished(last),
    ] = events
    else {
        panic!("{events:?}");
    };
    assert_eq!((one.grams, two.grams), (10, 20));
    assert_eq!(other.json().as_str(), r#"{"type":"cooled","by":1.50}"#);
    assert_eq!(last.note.as_deref(), Some("für"));
}

#[tokio::test]
async fn events_are_read_from_one_chunk() {
    let answer = ResponseTemplate::new(200).set_body_raw(EVENTS, "text/event-stream");
    let server = server(answer).await;
    let stream = client(&server).ladles().pours().create_stream("l1", PourBody::new("m1")).await;
    let events: Vec<PourEvent> = stream.expect("a stream").try_collect().await.expect("all events");
    is_whole(&events);
    assert_eq!(sent(&server).await.headers["accept"], "text/event-stream");
}

#[tokio::test]
async fn events_are_read_from_chunks_of_any_size() {
    for size in [1, 2, 3, 7, 50] {
        let pieces = EVENTS.as_bytes().chunks(size).map(<[u8]>::to_vec).collect();
        let address = in_pieces("text/event-stream", pieces).await;
        let body = PourBody::new("m1");
        let stream = client_of(&address).ladles().pours().create_stream("l1", &body).await;
        let events: Vec<PourEvent> =
            stream.expect("a stream").try_collect().await.expect("all events");
        is_whole(&events);
    }
}

const SEQUENCE: &str = "\u{1e}{\"type\":\"poured\",\"grams\":10}\n\
    \u{1e}{\"type\":\"poured\",\"grams\":20}\n\u{1e}{\"type\":\"cooled\",\"by\":1.50}\n\
    \u{1e}{\"type\":\"finished\",\"note\":\"für\"}\n";

#[tokio::test]
async fn json_lines_are_read_from_chunks_of_any_size() {
    for size in [1, 2, 3, 7, SEQUENCE.len()] {
        let pieces = SEQUENCE.as_bytes().chunks(size).map(<[u8]>::to_vec).collect();
        let address = in_pieces("application/json-seq", pieces).await;
        let stream = client_of(&address).ladles().pours().log().retrieve("l1").await;
        let events: Vec<PourEvent> =
            stream.expect("a stream").try_collect().await.expect("all lines");
        is_whole(&events);
    }
}

#[tokio::test]
async fn an_event_of_the_wrong_type_is_an_error_with_a_place() {
    let body = "data: {\"type\":\"poured\",\"grams\":\"many\"}\n\n";
    let server = server(ResponseTemplate::new(200).set_body_raw(body, "text/event-stream")).await;
    let strict = client(&server).to_builder().strict(true).build().expect("a client");
    let stream = strict.ladles().pours().create_stream("l1", PourBody::new("m1")).await;
    let event = stream.expect("a stream").next().await.expect("an event");
    let error = event.expect_err("a wrong type");
    assert!(error.to_string().contains("grams"), "{error}");
}

#[tokio::test]
async fn a_stream_is_asked_for_whatever_the_body_says() {
    let set = |stream| {
        let mut body = PourBody::new("m1");
        body.stream = stream;
        body
    };
    for (stream, whole, streamed) in [
        (None, r#"{"mould":"m1"}"#, r#"{"mould":"m1","stream":true}"#),
        (Some(true), r#"{"mould":"m1","stream":false}"#, r#"{"mould":"m1","stream":true}"#),
        (Some(false), r#"{"mould":"m1","stream":false}"#, r#"{"mould":"m1","stream":true}"#),
    ] {
        let one = server(ResponseTemplate::new(500)).await;
        let _ = client(&one).ladles().pours().create("l1", set(stream)).await;
        assert_eq!(text(&sent(&one).await), whole);
        let other = server(ResponseTemplate::new(500)).await;
        let _ = client(&other).ladles().pours().create_stream("l1", set(stream)).await;
        assert_eq!(text(&sent(&other).await), streamed);
    }
}

#[tokio::test]
async fn a_stream_that_is_none_is_an_error_that_holds_the_answer() {
    let answer = json!({"id": "p1"});
    let answer =
        ResponseTemplate::new(200).set_body_json(answer).insert_header("x-request-id", "r1");
    let server = server(answer).await;
    let error = client(&server).ladles().pours().create_stream("l1", PourBody::new("m1")).await;
    let Err(Error::Decode(error)) = error else { panic!("{error:?}") };
    assert_eq!((error.status().as_u16(), error.request_id()), (200, Some("r1")));
    assert_eq!(error.text(), r#"{"id":"p1"}"#);
}

#[tokio::test]
async fn an_error_in_a_stream_is_the_servers() {
    let body = "data: {\"type\":\"poured\",\"grams\":1}\n\n\
        data: {\"error\":{\"message\":\"The crane is down.\",\"code\":\"crane\"}}\n\n";
    let server = server(ResponseTemplate::new(200).set_body_raw(body, "text/event-stream")).await;
    let stream = client(&server).ladles().pours().create_stream("l1", PourBody::new("m1")).await;
    let mut stream = stream.expect("a stream");
    assert!(matches!(stream.try_next().await, Ok(Some(PourEvent::Poured(_)))));
    let Err(Error::Api(error)) = stream.try_next().await else { panic!("no error") };
    assert_eq!((&*error.message, error.code.as_deref()), ("The crane is down.", Some("crane")));
}

#[tokio::test]
async fn a_download_can_be_saved() {
    let pieces: Vec<Vec<u8>> = vec![vec![0, 159], vec![146; 70_000]];
    let address = in_pieces("application/octet-stream", pieces.clone()).await;
    let path = std::env::temp_dir().join(format!("bessemer-download-{}", std::process::id()));
    let stream = client_of(&address).files().content("f1").await.expect("a stream");
    assert_eq!(stream.save(&path).await.expect("a file"), 70_002);
    assert_eq!(std::fs::read(&path).expect("a file"), pieces.concat());
    std::fs::remove_file(&path).expect("a file");
}

#[tokio::test]
async fn a_download_is_a_stream_of_bytes() {
    let pieces: Vec<Vec<u8>> = vec![vec![0, 159], vec![146; 70_000], vec![1]];
    let address = in_pieces("application/octet-stream", pieces.clone()).await;
    let stream = client_of(&address).files().content("f1").await.expect("a stream");
    let got: Vec<_> = stream.try_collect().await.expect("all bytes");
    assert!(got.len() > 1, "it comes in pieces");
    assert_eq!(got.concat(), pieces.concat());
}

/// Starts a server that answers one request with the head and an event of a stream, and then stalls.
/// The task ends when the client closes the connection.
async fn stalling() -> (String, JoinHandle<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let task = tokio::spawn(async move {
        let (mut socket, _) = listener.accept().await.expect("a connection");
        let mut request = vec![0; 4096];
        let _ = socket.read(&mut request).await.expect("a request");
        let event = "data: {\"type\":\"poured\",\"grams\":10}\n\n";
        let length = event.len();
        let head = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\
                    transfer-encoding: chunked\r\n\r\n";
        let answer = format!("{head}{length:x}\r\n{event}\r\n");
        socket.write_all(answer.as_bytes()).await.expect("a client that reads");
        while socket.read(&mut request).await.is_ok_and(|length| length > 0) {}
    });
    (format!("http://{address}"), task)
}

#[tokio::test]
async fn a_stream_that_stalls_ends_and_its_connection_is_closed() {
    let (address, server) = stalling().await;
    let builder = client_of(&address).to_builder().idle_timeout(Duration::from_millis(50));
    let client = builder.build().expect("a valid configuration");
    let stream = client.ladles().pours().create_stream("l1", PourBody::new("m1")).await;
    let mut events = stream.expect("a stream");
    events.next().await.expect("an event").expect("a value");
    let Some(Err(Error::Timeout(error))) = events.next().await else { panic!("a timeout") };
    assert_eq!(error.limit(), Limit::Idle(Duration::from_millis(50)));
    assert_eq!(error.events(), Some(1));
    assert!(events.next().await.is_none());
    server.await.expect("the connection is closed");
}

#[tokio::test]
async fn the_deadline_ends_a_stream() {
    let (address, server) = stalling().await;
    let stream = client_of(&address).ladles().pours().create_stream("l1", PourBody::new("m1"));
    let mut events = stream.deadline(Duration::from_millis(200)).await.expect("a stream");
    events.next().await.expect("an event").expect("a value");
    let Some(Err(Error::Timeout(error))) = events.next().await else { panic!("a timeout") };
    assert_eq!(error.limit(), Limit::Call(Duration::from_millis(200)));
    server.await.expect("the connection is closed");
}
