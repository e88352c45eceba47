//! Uploads that are sent as they are read.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use futures_util::stream;
use obstacles::types::{UploadFileBody, UploadFileBodyPurpose};
use obstacles::{
    Client, Error, ErrorKind,
    runtime::{
        Body, BoxFuture, Clock, Part, Transport, TransportError, bytes::Bytes, http,
        testing::ManualClock,
    },
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::mpsc,
    task,
};
use wiremock::{Mock, MockServer, ResponseTemplate, matchers::any};

use crate::support::Scratch;

fn builder() -> obstacles::ClientBuilder {
    Client::builder().token("tk")
}

/// Reads the head of a request.
async fn head(stream: &mut TcpStream) -> std::io::Result<String> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await?);
    }
    Ok(String::from_utf8_lossy(&head).to_ascii_lowercase())
}

const CHUNK: usize = 100_000;
const CHUNKS: usize = 50;

/// Receives an upload. It tells the client of each chunk that has arrived.
async fn receive(listener: TcpListener, arrived: mpsc::Sender<usize>) -> std::io::Result<String> {
    let (mut stream, _) = listener.accept().await?;
    let head = head(&mut stream).await?;
    let mut buffer = vec![0; CHUNK];
    for number in 0..CHUNKS {
        stream.read_exact(&mut buffer).await?;
        assert!(buffer.iter().all(|byte| *byte == number as u8));
        let _ = arrived.send(number).await;
    }
    stream.write_all(b"HTTP/1.1 204 No Content\r\n\r\n").await?;
    Ok(head)
}

#[tokio::test]
async fn a_stream_is_sent_while_it_is_read() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let base_url = format!("http://{}", listener.local_addr().expect("an address"));
    let (sender, receiver) = mpsc::channel(CHUNKS);
    let server = task::spawn(receive(listener, sender));
    // A chunk is there only when the server has received the one before: a client that reads the
    // whole stream first would wait for ever.
    let chunks = stream::unfold((0, receiver), |(number, mut receiver)| async move {
        if number > 0 {
            receiver.recv().await.expect("the server receives each chunk");
        }
        let chunk = Bytes::from(vec![number as u8; CHUNK]);
        (number < CHUNKS).then_some((Ok::<_, std::io::Error>(chunk), (number + 1, receiver)))
    });
    let client = builder().base_url(base_url).build().expect("a valid configuration");
    let part = Part::stream(chunks).length((CHUNK * CHUNKS) as u64);
    client.files().replace_content("f_1", part).await.expect("an upload");
    let head = server.await.expect("no panic").expect("an upload");
    assert!(head.contains(&format!("content-length: {}\r\n", CHUNK * CHUNKS)), "{head}");
}

/// Reads the body of each request to its end, and answers with 204.
struct Reading(Arc<AtomicUsize>);

impl Transport for Reading {
    fn send(
        &self,
        request: http::Request<Body>,
    ) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        Box::pin(async move {
            self.0.fetch_add(1, Ordering::Relaxed);
            request.into_body().collect().await?;
            let mut response = http::Response::new(Body::empty());
            *response.status_mut() = http::StatusCode::NO_CONTENT;
            Ok(response)
        })
    }
}

/// The result of an upload whose chunks take these seconds, with a limit of ten seconds.
async fn upload(seconds: &'static [u64], deadline: Option<u64>) -> Result<(), Error> {
    let clock = ManualClock::new();
    let slow = clock.clone();
    let chunks = stream::unfold(seconds.iter(), move |mut left| {
        let clock = slow.clone();
        async move {
            let seconds = left.next()?;
            clock.sleep(Duration::from_secs(*seconds)).await;
            Some((Ok::<_, std::io::Error>("chunk"), left))
        }
    });
    let count = Arc::new(AtomicUsize::new(0));
    let builder = builder().clock(clock).transport(Reading(count.clone()));
    let client = builder.timeout(Duration::from_secs(10)).build().expect("a valid configuration");
    let mut request = client.files().replace_content("f_1", Part::stream(chunks));
    if let Some(deadline) = deadline {
        request = request.deadline(Duration::from_secs(deadline));
    }
    let result = request.await;
    assert_eq!(count.load(Ordering::Relaxed), 1);
    result
}

#[tokio::test]
async fn the_limit_of_an_attempt_counts_the_time_without_progress() {
    upload(&[9, 9, 9, 9, 9, 9], None).await.expect("an upload");
    let error = upload(&[9, 9, 11, 9], None).await.expect_err("no progress");
    assert!(error.to_string().contains("the attempt timed out after 10s"), "{error}");
    assert!(error.to_string().contains("not retried: the body is a stream"), "{error}");
    let error = upload(&[9, 9, 9, 9], Some(30)).await.expect_err("a deadline");
    assert!(error.to_string().ends_with("the call timed out after 30s"), "{error}");
}

#[tokio::test]
async fn an_error_of_the_stream_is_the_cause() {
    let chunks = stream::iter([Ok("iron"), Err("the ladle leaks")]);
    let client = builder().transport(Reading(Arc::default())).build().expect("a configuration");
    let error = client.files().replace_content("f_1", Part::stream(chunks)).await;
    let error = error.expect_err("a failure");
    assert_eq!(error.kind(), ErrorKind::Connection);
    let source = std::error::Error::source(&error).map(ToString::to_string);
    assert_eq!(source.as_deref(), Some("the ladle leaks"));
}

/// Reads the head and a part of each request, and then resets the connection. Returns the base URL,
/// and how many requests came.
async fn breaking() -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let base_url = format!("http://{}", listener.local_addr().expect("an address"));
    let requests = Arc::new(AtomicUsize::new(0));
    let count = requests.clone();
    task::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let count = count.clone();
            task::spawn(async move {
                head(&mut stream).await?;
                count.fetch_add(1, Ordering::Relaxed);
                stream.read_exact(&mut [0; 100]).await?;
                stream.set_zero_linger()
            });
        }
    });
    (base_url, requests)
}

#[tokio::test]
async fn a_broken_upload_is_repeated_only_if_that_is_safe() {
    let (base_url, requests) = breaking().await;
    let builder = builder().base_url(&base_url).clock(ManualClock::new()).max_retries(3);
    let client = builder.build().expect("a valid configuration");
    let body = || {
        let file = Part::new(vec![b'x'; 1_000_000]);
        UploadFileBody::new(file, UploadFileBodyPurpose::Drawing)
    };
    let sent = || requests.swap(0, Ordering::Relaxed);

    let error = client.files().create(body()).await.expect_err("a broken connection");
    assert_eq!((error.kind(), error.retries(), sent()), (ErrorKind::Connection, 0, 1));
    let keyed = client.files().create(body()).idempotency_key("upload-1").await;
    assert_eq!((keyed.expect_err("a broken connection").retries(), sent()), (3, 4));
    let put = client.files().replace_content("f_1", vec![b'x'; 1_000_000]).await;
    assert_eq!((put.expect_err("a broken connection").retries(), sent()), (3, 4));
}

#[tokio::test]
async fn a_file_is_sent_without_being_read_first() {
    let folder = Scratch::new("upload");
    let path = folder.path().join("ore.bin");
    let content: Vec<u8> = (0..3_000_000_u32).map(|it| it as u8).collect();
    std::fs::write(&path, &content).expect("a file");
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(ResponseTemplate::new(204)).mount(&server).await;
    let client = builder().base_url(server.uri()).build().expect("a valid configuration");
    let part = Part::from_path(&path).await.expect("a file");
    client.files().replace_content("f_1", part).await.expect("an upload");
    let [request] = &server.received_requests().await.expect("they are recorded")[..] else {
        panic!("one request")
    };
    assert!(request.body == content);
    assert_eq!(request.headers["content-length"], "3000000");
    assert_eq!(request.headers["content-type"], "application/octet-stream");
}
