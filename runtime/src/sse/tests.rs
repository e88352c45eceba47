use std::time::Duration;

use futures_util::{StreamExt, TryStreamExt};

use super::*;
use crate::{ErrorKind, RawJson, content::tests::request};

/// The messages of a body that comes in these pieces.
fn parse<'a, P: Parser>(pieces: impl IntoIterator<Item = &'a [u8]>) -> Vec<Event> {
    let (mut parser, mut ready) = (P::default(), VecDeque::new());
    for piece in pieces {
        parser.push(piece, &mut ready);
    }
    parser.finish(&mut ready);
    ready.into()
}

fn data(events: &[Event]) -> Vec<&str> {
    events.iter().map(|event| &*event.data).collect()
}

const STREAM: &str = "\u{feff}: comment\r\nevent: add\ndata: 73\r\rid:7\ndata:  a\ndata\ndata:é\n\n\
    retry: 50\ndata: x\nfuture: y\n\r\nretry: 5s\nid: a\0b\ndata: z\n\nevent: empty\ndata:\n\ndata: cut";

#[test]
fn events_are_those_of_the_standard() {
    let events = parse::<EventParser>([STREAM.as_bytes()]);
    let all: Vec<_> = events
        .iter()
        .map(|it| (&*it.event, &*it.data, &*it.id, it.retry.map(|it| it.as_millis())))
        .collect();
    assert_eq!(
        all,
        [
            ("add", "73", "", None),
            ("message", " a\n\né", "7", None),
            ("message", "x", "7", Some(50)),
            ("message", "z", "7", None),
        ]
    );
    assert_eq!(events[2].retry, Some(Duration::from_millis(50)));
}

#[test]
fn pieces_may_end_anywhere() {
    let bytes = STREAM.as_bytes();
    let whole = parse::<EventParser>([bytes]);
    assert_eq!(parse::<EventParser>(bytes.chunks(1)), whole);
    for middle in 0..bytes.len() {
        let (before, after) = bytes.split_at(middle);
        assert_eq!(parse::<EventParser>([before, b"", after]), whole, "{middle}");
    }
}

#[test]
fn lines_are_values() {
    let text = "{\"a\":1}\r\n\n  [2]\n\u{1e}3\n4";
    let whole = parse::<LineParser>([text.as_bytes()]);
    assert_eq!(data(&whole), [r#"{"a":1}"#, "[2]", "3", "4"]);
    assert_eq!(parse::<LineParser>(text.as_bytes().chunks(1)), whole);
}

#[tokio::test]
async fn data_are_decoded_up_to_the_end_marker() {
    let pieces = ["data: [1", ",2]\n", "\ndata: [3]\n\nda", "ta: [DONE]\n\ndata: [4]\n\n"];
    let events: EventStream<Vec<i64>> = request(&pieces).await.unwrap();
    let values: Vec<_> = events.try_collect().await.unwrap();
    assert_eq!(values, [vec![1, 2], vec![3]]);
}

#[tokio::test]
async fn data_of_another_type_are_an_error_and_not_the_end() {
    let request = request(&["data: {\"a\":[\"secret\"]}\n\n", "data: 5\n\n"]);
    let mut events: EventStream<i64> = request.await.unwrap();
    let error = events.try_next().await.unwrap_err();
    assert!(!format!("{error} {error:?}").contains("secret"));
    let Error::Decode(error) = error else { panic!() };
    assert_eq!(error.body(), r#"{"a":["secret"]}"#);
    assert_eq!(events.try_next().await.unwrap(), Some(5));
    assert!(events.next().await.is_none() && events.is_terminated());
}

#[tokio::test]
async fn a_broken_connection_ends_the_stream() {
    let mut events: EventStream<i64> = request(&["data: 5\n\ndata: 6", ""]).await.unwrap();
    assert_eq!(events.try_next().await.unwrap(), Some(5));
    assert_eq!(events.try_next().await.unwrap_err().kind(), ErrorKind::Connection);
    assert!(events.next().await.is_none());
}

#[tokio::test]
async fn events_may_be_wanted_as_they_came() {
    let mut events: EventStream<Event> = request(&["event: add\ndata: no json\n\n"]).await.unwrap();
    let event = events.try_next().await.unwrap().unwrap();
    assert_eq!((&*event.event, &*event.data), ("add", "no json"));
}

#[tokio::test]
async fn lines_are_decoded() {
    let lines: JsonLines<RawJson> = request(&["{\"a\"", ":1}\n[", "2]"]).await.unwrap();
    let lines: Vec<_> = lines.try_collect().await.unwrap();
    assert_eq!(lines.iter().map(RawJson::as_str).collect::<Vec<_>>(), [r#"{"a":1}"#, "[2]"]);
}

#[cfg(feature = "blocking")]
#[test]
fn streams_can_be_read_without_async() {
    let request = request::<EventStream<i64>>(&["data: 5\n\ndata", ": 6\n\n"]);
    let values: Result<Vec<_>, _> = request.send_blocking().unwrap().blocking().collect();
    assert_eq!(values.unwrap(), [5, 6]);
}
