use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::Waker,
    time::Duration,
};

use bytes::Bytes;
use futures_util::{StreamExt, TryStreamExt, stream};

use super::*;
use crate::{
    BoxFuture, Clock, ErrorKind, Limit, Operation, RawJson, Request,
    content::tests::request,
    fixture::{builder, client},
    testing::{FakeTransport, ManualClock, json, status},
};

static EVENTS: Operation = Operation::post("ladles.watch", "/watch").accept("text/event-stream");

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

/// Every other value of `retry` is ignored (HTML §9.2.6).
#[test]
fn the_time_to_reconnect_has_only_digits() {
    for value in ["5s", "+5", "-5", "1.5", " 5"] {
        let text = format!("retry: 50\nretry: {value}\ndata: x\n\n");
        let events = parse::<EventParser>([text.as_bytes()]);
        assert_eq!(events[0].retry, Some(Duration::from_millis(50)), "{value}");
    }
}

#[test]
fn the_bytes_of_an_incomplete_message_are_counted() {
    let mut ready = VecDeque::new();
    let mut events = EventParser::default();
    for (piece, pending) in [("id: 7\ndata: 12345\ndata: 67", 13), ("\n", 8), ("\n", 0)] {
        events.push(piece.as_bytes(), &mut ready);
        assert_eq!(events.pending(), pending);
    }
    let mut lines = LineParser::default();
    for (piece, pending) in [("[1]\n[2,", 3), ("3", 4), ("]\n", 0)] {
        lines.push(piece.as_bytes(), &mut ready);
        assert_eq!(lines.pending(), pending);
    }
}

#[test]
fn debug_shows_the_length_of_the_data() {
    let retry = Some(Duration::from_millis(50));
    let event = Event { event: "add".into(), data: "sesame".into(), id: "7".into(), retry };
    assert_eq!(
        format!("{event:?}"),
        r#"Event { event: "add", id: "7", retry: Some(50ms), length: 6 }"#
    );
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

/// A stream of events that a transport of its own answers.
fn answered(reply: crate::testing::Reply) -> Request<EventStream<RawJson>> {
    let fake = FakeTransport::new().on("ladles.watch", reply);
    Request::new(&client(&fake), &EVENTS)
}

#[tokio::test]
async fn an_error_in_the_stream_is_the_servers() {
    for (event, message, code) in [
        (
            "event: error\ndata: {\"message\":\"too hot\",\"code\":\"melt\"}",
            "too hot",
            Some("melt"),
        ),
        (
            "event: error\ndata: {\"type\":\"error\",\"error\":{\"message\":\"too hot\"}}",
            "too hot",
            None,
        ),
        ("event: error\ndata: overloaded", "overloaded", None),
        ("data: {\"error\":{\"message\":\"too hot\",\"code\":7}}", "too hot", Some("7")),
        ("data: {\"id\":1,\"error\":\"too hot\"}", "too hot", None),
    ] {
        let body = format!("data: 1\n\n{event}\n\ndata: 2\n\n");
        let reply = status(200).header("content-type", "text/event-stream");
        let reply = reply.header("x-request-id", "req_1").body(body);
        let mut events = answered(reply).await.unwrap();
        assert_eq!(events.try_next().await.unwrap().unwrap().as_str(), "1");
        let Err(Error::Api(error)) = events.try_next().await else { panic!("{event}") };
        assert_eq!((&*error.message, error.code.as_deref()), (message, code));
        assert_eq!((error.status.as_u16(), error.request_id.as_deref()), (200, Some("req_1")));
        assert!(error.to_string().contains("error in the stream"), "{error}");
        assert_eq!(events.try_next().await.unwrap().unwrap().as_str(), "2");
    }
}

#[tokio::test]
async fn what_only_mentions_an_error_is_none() {
    let events = "data: {\"error\":null}\n\ndata: {\"error\":\"\"}\n\ndata: {\"item\":{\"error\":{}}}\n\n\
                  data: \"error\"\n\ndata: [{\"error\":{}}]\n\n";
    let reply = status(200).header("content-type", "text/event-stream").body(events);
    let events: Vec<_> = answered(reply).await.unwrap().try_collect().await.unwrap();
    assert_eq!(events.len(), 5);
}

#[tokio::test]
async fn a_line_is_an_error_if_it_is_nothing_else() {
    let lines = ["{\"id\":1,\"error\":{\"message\":\"of a record\"}}\n{\"error\":\"too hot\"}\n"];
    let mut lines: JsonLines<RawJson> = request(&lines).await.unwrap();
    assert!(lines.try_next().await.unwrap().unwrap().as_str().contains("of a record"));
    let Err(Error::Api(error)) = lines.try_next().await else { panic!() };
    assert_eq!(error.message, "too hot");
}

#[tokio::test]
async fn a_key_in_an_error_of_the_stream_is_hidden() {
    let reply = status(200).header("content-type", "text/event-stream");
    let reply = reply.body("data: {\"error\":{\"message\":\"no such key: sk-sesame\"}}\n\n");
    let error = answered(reply).await.unwrap().try_next().await.unwrap_err();
    assert!(!format!("{error} {error:?}").contains("sesame"), "{error:?}");
}

#[tokio::test]
async fn another_media_type_is_an_error_that_holds_the_answer() {
    let reply = json(r#"{"id": "whole"}"#).header("x-request-id", "req_1");
    let Err(Error::Decode(error)) = answered(reply).await else { panic!() };
    assert_eq!((error.status().as_u16(), error.request_id()), (200, Some("req_1")));
    assert_eq!(error.headers()["content-type"], "application/json");
    assert_eq!(error.text(), r#"{"id": "whole"}"#);
    assert!(error.to_string().contains("expected `text/event-stream`, found `application/json`"));
}

#[tokio::test]
async fn the_rest_of_the_body_is_read_after_the_end_marker() {
    let rest = Arc::new(AtomicBool::new(false));
    let seen = rest.clone();
    let pieces = stream::iter(["data: 1\n\ndata: [DONE]\n\n", "data: 2\n\n"]).map(move |piece| {
        seen.store(piece.contains('2'), Ordering::Relaxed);
        Ok(Bytes::from(piece))
    });
    let mut messages = Messages::<EventParser>::new(opened(Body::stream(pieces)).await);
    let next = |messages: &mut Messages<EventParser>, context: &mut Context<'_>| {
        messages.poll_as::<i64>(context).map(|next| next.map(Result::unwrap))
    };
    let mut context = Context::from_waker(Waker::noop());
    assert_eq!(next(&mut messages, &mut context), Poll::Ready(Some(1)));
    assert_eq!(next(&mut messages, &mut context), Poll::Ready(None));
    assert!(rest.load(Ordering::Relaxed) && messages.is_terminated());
}

#[tokio::test]
async fn a_body_that_does_not_end_is_not_waited_for_without_end() {
    let pieces = stream::iter(["data: [DONE]\n\n"]).map(|piece| Ok(Bytes::from(piece)));
    let body = opened(Body::stream(pieces.chain(stream::pending()))).await;
    let clock = body.answer.call.client.settings().clock.clone();
    let mut messages = Messages::<EventParser>::new(body);
    let mut context = Context::from_waker(Waker::noop());
    assert!(messages.poll_as::<i64>(&mut context).is_pending());
    clock.sleep(PATIENCE).await;
    assert!(matches!(messages.poll_as::<i64>(&mut context), Poll::Ready(None)));
    assert!(messages.is_terminated());
}

#[test]
fn lines_may_start_with_a_byte_order_mark() {
    let lines = parse::<LineParser>(["\u{feff}{\"a\":1}\n\u{feff}2\n".as_bytes()]);
    assert_eq!(data(&lines), ["{\"a\":1}", "\u{feff}2"]);
    let lines = parse::<LineParser>([&b"\xef"[..], b"\xbb", b"\xbf1"]);
    assert_eq!(data(&lines), ["1"]);
}

/// Chunks that come at these times, in seconds; then nothing.
fn timed(clock: &ManualClock, chunks: Vec<(u64, &'static str)>) -> Body {
    let clock = clock.clone();
    let sent = stream::iter(chunks).then(move |(seconds, chunk)| {
        let clock = clock.clone();
        async move {
            clock.limit(Duration::from_secs(seconds)).await;
            Ok(Bytes::from(chunk))
        }
    });
    Body::stream(sent.chain(stream::pending()))
}

/// A stream of events, read while the clock moves forward by one second at a time, for at most two
/// hours.
async fn read(
    clock: &ManualClock,
    chunks: Vec<(u64, &'static str)>,
    change: impl FnOnce(Request<EventStream<i64>>) -> Request<EventStream<i64>>,
) -> (usize, Option<Error>) {
    struct Once(std::sync::Mutex<Option<Body>>);
    impl crate::Transport for Once {
        fn send(
            &self,
            _: http::Request<Body>,
        ) -> BoxFuture<'_, Result<http::Response<Body>, crate::TransportError>> {
            let body = self.0.lock().unwrap().take().unwrap();
            Box::pin(std::future::ready(Ok(http::Response::new(body))))
        }
    }
    let body = timed(clock, chunks);
    let fake = FakeTransport::new();
    let client = builder(&fake).clock(clock.clone()).transport(Once(Some(body).into()));
    let request = Request::new(&client.build().unwrap(), &EVENTS);
    let mut events = change(request).await.unwrap();
    let mut count = 0;
    let mut context = Context::from_waker(Waker::noop());
    for _ in 0..7200 {
        while let Poll::Ready(next) = Pin::new(&mut events).poll_next(&mut context) {
            match next {
                Some(Ok(_)) => count += 1,
                Some(Err(error)) => {
                    assert!(Pin::new(&mut events).poll_next(&mut context).is_ready());
                    return (count, Some(error));
                }
                None => return (count, None),
            }
        }
        clock.advance(Duration::from_secs(1));
    }
    (count, None)
}

#[tokio::test]
async fn a_stream_that_stalls_ends_with_the_idle_limit() {
    let clock = ManualClock::new();
    let chunks = vec![(1, "data: 1\n\n"), (299, "data: 2\n\n")];
    let (count, error) = read(&clock, chunks, |it| it).await;
    let Some(Error::Timeout(error)) = error else { panic!("{error:?}") };
    assert_eq!(error.limit(), Limit::Idle(Duration::from_secs(300)));
    assert_eq!((count, error.events()), (2, Some(2)));
    assert!(error.to_string().ends_with("the stream sent nothing for 300s, after 2 events"));
}

#[tokio::test]
async fn the_idle_limit_can_be_set_and_is_no_longer_than_an_attempt() {
    for (change, idle) in [
        (
            (|it| it.idle_timeout(Duration::from_secs(7))) as fn(Request<_>) -> Request<_>,
            Duration::from_secs(7),
        ),
        (|it| it.timeout(Duration::from_secs(20)), Duration::from_secs(20)),
        (
            |it| it.timeout(Duration::from_secs(20)).idle_timeout(Duration::from_secs(50)),
            Duration::from_secs(50),
        ),
    ] {
        let (count, error) = read(&ManualClock::new(), vec![(1, "data: 1\n\n")], change).await;
        let Some(Error::Timeout(error)) = error else { panic!("{error:?}") };
        assert_eq!((count, error.limit()), (1, Limit::Idle(idle)));
    }
}

#[tokio::test]
async fn comments_keep_a_stream_alive_for_an_hour() {
    let clock = ManualClock::new();
    let start = clock.now();
    let mut chunks = vec![(10, ": keep-alive\n\n"); 360];
    chunks.push((1, "data: 1\n\ndata: [DONE]\n\n"));
    let idle = |it: Request<_>| it.idle_timeout(Duration::from_secs(15));
    let (count, error) = read(&clock, chunks, idle).await;
    assert!(error.is_none() && count == 1, "{error:?}");
    assert!(clock.now() - start >= Duration::from_secs(3600));
}

#[tokio::test]
async fn the_deadline_of_the_call_ends_its_stream() {
    let chunks = || vec![(10, "data: 1\n\n"); 100];
    let late = |it: Request<_>| it.deadline(Duration::from_secs(55));
    let (count, error) = read(&ManualClock::new(), chunks(), late).await;
    let Some(Error::Timeout(error)) = error else { panic!("{error:?}") };
    assert_eq!(error.limit(), Limit::Call(Duration::from_secs(55)));
    assert_eq!((count, error.events()), (5, Some(5)));

    // A stream that is always ready.
    let clock = ManualClock::new();
    let moved = clock.clone();
    let chunks = stream::repeat_with(move || {
        moved.advance(Duration::from_secs(1));
        Ok(Bytes::from("data: 1\n\n"))
    });
    let fake = FakeTransport::new();
    let client = builder(&fake).clock(clock.clone()).deadline(Duration::from_secs(9));
    let answer = {
        let client = client.transport(crate::content::tests::Pieces([].into())).build().unwrap();
        let request = Request::<BodyStream>::new(&client, &crate::content::tests::DOWNLOAD);
        request.await.unwrap().answer
    };
    let body = BodyStream::from_stream(&answer, Body::stream(chunks)).unwrap();
    assert!(body.try_collect::<Vec<_>>().await.unwrap_err().is_timeout());
}

#[tokio::test]
async fn an_event_over_the_limit_ends_the_stream() {
    for chunks in [
        vec!["data: 1\n\ndata: 1234567890\n\ndata: 2\n\n"],
        vec!["data: 1\n\n", "data: 1234", "5678", "90"],
        vec!["data: 1\n\n", "data: 12345\n", "data: 67890\n"],
    ] {
        let fake = FakeTransport::new();
        let pieces = crate::content::tests::Pieces(chunks.into());
        let client = builder(&fake).max_event(9).transport(pieces).build().unwrap();
        let request = Request::new(&client, &crate::content::tests::DOWNLOAD);
        let mut events: EventStream<i64> = request.await.unwrap();
        assert_eq!(events.try_next().await.unwrap(), Some(1));
        let error = events.try_next().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::TooLarge);
        assert!(error.to_string().ends_with("the event is larger than the limit of 9 bytes"));
        assert_eq!(events.try_next().await.unwrap(), None);
    }
}

#[tokio::test]
async fn a_broken_connection_says_how_many_events_came() {
    let mut events: EventStream<i64> = request(&["data: 1\n\n", ""]).await.unwrap();
    events.try_next().await.unwrap();
    let error = events.try_next().await.unwrap_err();
    let text = error.to_string();
    assert!(
        text.ends_with("no complete response from https://api.example.com, after 1 event"),
        "{text}"
    );
}

/// A body that is being read.
async fn opened(body: Body) -> BodyStream {
    let answer = request::<BodyStream>(&[]).await.unwrap().answer;
    BodyStream::from_stream(&answer, body).unwrap()
}
