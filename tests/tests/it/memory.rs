//! The memory use of a long listing, and of large files.

use std::{
    fmt::Write as _,
    fs,
    io::{BufRead, BufReader, Read, Write, stdout},
    net::{SocketAddr, TcpListener, TcpStream},
    thread,
};

use futures_util::TryStreamExt;
use obstacles::runtime::Part;
use openai_containers::Client;

use crate::support::Scratch;

const CONTAINERS: usize = 1_000_000;
const PAGE: usize = 100;
const MEGABYTE: usize = 1 << 20;

#[tokio::test]
#[ignore = "a measurement: takes seconds, and Linux"]
async fn memory_does_not_grow_over_a_million_containers() {
    let url = format!("http://{}/v1", serve());
    let client = Client::builder().api_key("sk-memory").base_url(url).build().expect("valid");
    let mut items = client.containers().list().limit(PAGE as i64).items();
    let mut tenths = [0; 10];
    let mut count = 0;
    while let Some(container) = items.try_next().await.expect("a container") {
        assert_eq!(number(&container.id), count);
        if count % (CONTAINERS / 1000) == 0 {
            let tenth: &mut usize = &mut tenths[count * 10 / CONTAINERS];
            *tenth = (*tenth).max(resident());
        }
        count += 1;
    }
    assert_eq!(count, CONTAINERS);
    let megabytes = tenths.map(|bytes| bytes as f64 / MEGABYTE as f64);
    let _ = writeln!(stdout(), "resident megabytes, the most in each tenth: {megabytes:.1?}");
    assert!(tenths[0].abs_diff(tenths[9]) < 5 * MEGABYTE, "{megabytes:.1?}");
}

/// The resident memory of this process, in bytes.
fn resident() -> usize {
    let status = fs::read_to_string("/proc/self/status").expect("Linux");
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).expect("a line");
    let kilobytes = line.split_whitespace().nth(1).expect("a number");
    kilobytes.parse::<usize>().expect("a number") * 1024
}

/// Serves the pages of the listing to one connection, from two buffers that do not grow.
fn serve() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    thread::spawn(move || {
        let (mut stream, _) = listener.accept().expect("a connection");
        stream.set_nodelay(true).expect("a socket");
        let mut requests = BufReader::new(stream.try_clone().expect("a socket"));
        let (mut line, mut head, mut page) = (String::new(), String::new(), String::new());
        let mut start = 0;
        while requests.read_line(&mut line).expect("a line") > 0 {
            if let Some((_, after)) = line.split_once("after=") {
                start = number(after.split(['&', ' ']).next().unwrap_or_default()) + 1;
            }
            if line == "\r\n" {
                render(&mut head, &mut page, start);
                stream.write_all(head.as_bytes()).expect("a client");
                stream.write_all(page.as_bytes()).expect("a client");
            }
            line.clear();
        }
    });
    address
}

fn render(head: &mut String, page: &mut String, start: usize) {
    page.clear();
    page.push_str(r#"{"object":"list","data":["#);
    for number in start..start + PAGE {
        let comma = if number == start { "" } else { "," };
        write!(
            page,
            r#"{comma}{{"id":"cntr_{number}","object":"container","name":"Number {number}","created_at":1747844794,"status":"running","last_active_at":1747844999,"expires_after":{{"anchor":"last_active_at","minutes":20}},"memory_limit":"4g","network_policy":{{"type":"allowlist","allowed_domains":["pypi.org","crates.io"]}},"region":"north"}}"#
        )
        .expect("a string takes all");
    }
    write!(page, r#"],"has_more":{}}}"#, start + PAGE < CONTAINERS).expect("a string takes all");
    head.clear();
    let length = page.len();
    write!(head, "HTTP/1.1 200 OK\r\ncontent-length: {length}\r\n\r\n").expect("a string");
}

/// The number in an ID.
fn number(id: &str) -> usize {
    id.trim_start_matches("cntr_").parse().expect("an id with a number")
}

const FILE: usize = 200 * MEGABYTE;

#[tokio::test]
#[ignore = "a measurement: takes seconds, and Linux"]
async fn memory_does_not_grow_with_a_file() {
    let folder = Scratch::new("memory");
    let (source, target) = (folder.path().join("source"), folder.path().join("target"));
    fs::File::create(&source).and_then(|file| file.set_len(FILE as u64)).expect("a file");
    let url = format!("http://{}", serve_file());
    let client = obstacles::Client::builder().token("tk").base_url(url).build().expect("valid");
    let before = resident();
    let part = Part::from_path(&source).await.expect("a file");
    client.files().replace_content("f", part).await.expect("an upload");
    let up = highest() - before;
    let body = client.files().content("f").await.expect("a download");
    assert_eq!(body.save(&target).await.expect("a file"), FILE as u64);
    let down = highest() - before;
    let megabytes = [up, down].map(|bytes| bytes as f64 / MEGABYTE as f64);
    let _ = writeln!(stdout(), "megabytes above those before, up and down: {megabytes:.1?}");
    assert!(down < 20 * MEGABYTE, "{megabytes:.1?}");
}

/// The highest resident memory of this process so far, in bytes.
fn highest() -> usize {
    let status = fs::read_to_string("/proc/self/status").expect("Linux");
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).expect("a line");
    let kilobytes = line.split_whitespace().nth(1).expect("a number");
    kilobytes.parse::<usize>().expect("a number") * 1024
}

/// Receives a file with each `PUT`, and sends one with each `GET`.
fn serve_file() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.expect("a connection");
            // The client closes the connection at its end.
            while transfer(&mut stream).is_ok() {}
        }
    });
    address
}

fn transfer(stream: &mut TcpStream) -> std::io::Result<()> {
    let (mut head, mut byte, mut buffer) = (Vec::new(), [0], vec![0; 1 << 16]);
    while !head.ends_with(b"\r\n\r\n") {
        stream.read_exact(&mut byte)?;
        head.push(byte[0]);
    }
    if head.starts_with(b"PUT") {
        let mut left = FILE;
        while left > 0 {
            left -= stream.read(&mut buffer)?.max(1);
        }
        return stream.write_all(b"HTTP/1.1 204 No Content\r\n\r\n");
    }
    let head =
        format!("HTTP/1.1 200 OK\r\ncontent-type: image/png\r\ncontent-length: {FILE}\r\n\r\n");
    stream.write_all(head.as_bytes())?;
    for _ in 0..FILE / buffer.len() {
        stream.write_all(&buffer)?;
    }
    Ok(())
}
