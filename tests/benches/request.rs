//! One call of the generated client, compared with the same call in hand-written code with `reqwest`
//! and `serde_json`: one call after the other over one connection to a local server, and the calls of 64
//! tasks over 64 connections.
//!
//! `cargo bench -p tests --bench request`

use std::{
    hint::black_box,
    io::{BufRead, BufReader, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    thread,
    time::Duration,
};

use criterion::Criterion;
use openai_containers::{Client, runtime::reqwest};
use tokio::runtime::Runtime;

use self::support::plain;

mod support;

const KEY: &str = "sk-bench";
const TASKS: usize = 64;
/// The calls of a task in one round.
const CALLS: usize = 50;

/// Answers every request with the same container.
fn serve() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    thread::spawn(move || {
        for stream in listener.incoming() {
            let stream = stream.expect("a connection");
            thread::spawn(move || answer(stream));
        }
    });
    address
}

fn answer(mut stream: TcpStream) {
    stream.set_nodelay(true).expect("a socket");
    let body = plain::json(1, "");
    let length = body.len();
    let answer = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nx-request-id: req_1\r\n\
         content-length: {length}\r\n\r\n{body}"
    );
    let mut requests = BufReader::new(stream.try_clone().expect("a socket"));
    let mut line = String::new();
    while requests.read_line(&mut line).is_ok_and(|length| length > 0) {
        if line == "\r\n" && stream.write_all(answer.as_bytes()).is_err() {
            return;
        }
        line.clear();
    }
}

async fn ours(client: &Client) {
    black_box(client.containers().retrieve("cntr_1").await.expect("a container"));
}

async fn by_hand(client: &reqwest::Client, base_url: &str) {
    let id = black_box("cntr_1");
    let request = client
        .get(format!("{base_url}/containers/{id}"))
        .header("accept", "application/json")
        .header("user-agent", "by-hand/1.0")
        .bearer_auth(KEY)
        .timeout(Duration::from_secs(600));
    let response = request.send().await.and_then(|response| response.error_for_status());
    let body = response.expect("a response").bytes().await.expect("a body");
    black_box(serde_json::from_slice::<plain::Container>(&body).expect("a container"));
}

/// Makes many calls, one after the other, on the measured thread.
fn many<F: Future<Output = ()>>(runtime: &Runtime, call: impl Fn() -> F) {
    runtime.block_on(async {
        for _ in 0..100 {
            call().await;
        }
    });
}

/// Makes the calls of many tasks on the measured thread.
fn at_once<F>(runtime: &Runtime, task: impl Fn() -> F)
where
    F: Future<Output = ()> + Send + 'static,
{
    runtime.block_on(async {
        let tasks: Vec<_> = (0..TASKS).map(|_| tokio::spawn(task())).collect();
        for task in tasks {
            task.await.expect("no panic");
        }
    });
}

fn main() {
    rustls::crypto::ring::default_provider().install_default().expect("the first one");
    let base_url = format!("http://{}/v1", serve());
    // Both use the same connection, because the placement of the server has more effect than the code.
    let http = reqwest::Client::builder().build().expect("valid");
    let client = Client::builder().api_key(KEY).base_url(&base_url).http_client(http.clone());
    let client = client.build().expect("valid");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.expect("a runtime");

    let mut criterion = Criterion::default().configure_from_args();
    let mut group = criterion.benchmark_group("a call");
    group.bench_function("ours", |bench| {
        bench.iter(|| runtime.block_on(ours(&client)));
    });
    group.bench_function("by hand", |bench| {
        bench.iter(|| runtime.block_on(by_hand(&http, &base_url)));
    });
    group.finish();
    criterion.final_summary();
    support::compare("100 calls", &mut || many(&runtime, || ours(&client)), &mut || {
        many(&runtime, || by_hand(&http, &base_url))
    });
    support::compare(
        "64 tasks with 50 calls each",
        &mut || {
            at_once(&runtime, || {
                let client = client.clone();
                async move {
                    for _ in 0..CALLS {
                        ours(&client).await;
                    }
                }
            });
        },
        &mut || {
            at_once(&runtime, || {
                let (http, base_url) = (http.clone(), base_url.clone());
                async move {
                    for _ in 0..CALLS {
                        by_hand(&http, &base_url).await;
                    }
                }
            });
        },
    );
}
