//! `bessemer mock`.

use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    process::{Child, ChildStderr, Command, Stdio},
};

use crate::{SPEC, Scratch, text};

/// A running server, which ends with the test.
struct Server {
    process: Child,
    address: String,
    log: BufReader<ChildStderr>,
}

impl Server {
    fn start(scratch: &Scratch, flags: &[&str]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_bessemer"));
        command.args(["mock", "--spec", "../pets.yaml", "--port", "0"]).args(flags);
        command.current_dir(scratch.work()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut process = command.spawn().unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().rsplit("http://").next().unwrap().to_owned();
        let log = BufReader::new(process.stderr.take().unwrap());
        Self { process, address, log }
    }

    /// The answer to a `GET`, with its head.
    fn get(&self, target: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        let head = "host: pets\r\nauthorization: Bearer hidden\r\nconnection: close\r\n\r\n";
        stream.write_all(format!("GET {target} HTTP/1.1\r\n{head}").as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    /// The next line of the log.
    fn line(&mut self) -> String {
        let mut line = String::new();
        self.log.read_line(&mut line).unwrap();
        line.trim_end().to_owned()
    }

    /// Everything that the log has when the server ends.
    fn end(mut self) -> String {
        self.process.kill().unwrap();
        let mut rest = String::new();
        self.log.read_to_string(&mut rest).unwrap();
        rest
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

#[test]
fn the_document_is_served() {
    let scratch = Scratch::new("mock");
    let answer = Server::start(&scratch, &["--quiet"]).get("/pets/7");
    assert!(answer.starts_with("HTTP/1.1 200 OK") && answer.contains("\"name\":"), "{answer}");
}

#[test]
fn each_request_is_a_line_without_its_values() {
    let scratch = Scratch::new("mock-log");
    let number = "parameters: [{name: age, in: query, schema: {type: integer}}, {name: id,";
    let spec = SPEC.replace("parameters: [{name: id,", number);
    fs::write(scratch.work().join("../pets.yaml"), spec).unwrap();
    let mut server = Server::start(&scratch, &[]);
    server.get("/pets/7");
    assert_eq!(server.line(), "GET /pets/7 200");
    server.get("/pets/7?age=hidden");
    let problem = "query parameter `age`: value is not of type \"integer\"";
    assert_eq!(server.line(), format!("GET /pets/7 400: {problem}"));
    server.get("/pots?age=hidden");
    assert_eq!(server.line(), "GET /pots 404: no operation is GET /pots");
    assert_eq!(server.end(), "");
}

#[test]
fn a_quiet_server_prints_nothing() {
    let scratch = Scratch::new("mock-quiet");
    let server = Server::start(&scratch, &["--quiet"]);
    assert!(server.get("/pots").starts_with("HTTP/1.1 404"));
    assert_eq!(server.end(), "");
}

#[test]
fn the_document_is_read_again_when_it_changes() {
    let scratch = Scratch::new("mock-change");
    let spec = scratch.work().join("../pets.yaml");
    let mut server = Server::start(&scratch, &[]);
    assert!(server.get("/cats/7").starts_with("HTTP/1.1 404"));
    server.line();
    fs::write(&spec, SPEC.replace("/pets/", "/cats/longer/")).unwrap();
    assert!(server.get("/cats/longer/7").starts_with("HTTP/1.1 200"));
    assert_eq!(server.line(), "../pets.yaml has changed");
    assert_eq!(server.line(), "GET /cats/longer/7 200");
    fs::write(&spec, "openapi: [").unwrap();
    assert!(server.get("/cats/longer/7").starts_with("HTTP/1.1 200"));
    assert!(server.line().starts_with("error["));
    server.get("/cats/longer/7");
    let log = server.end();
    assert!(log.contains("the last document without errors is served"), "{log}");
    assert_eq!(log.matches("GET /cats/longer/7 200").count(), 2, "{log}");
}

#[test]
fn a_port_in_use_is_named() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port().to_string();
    let scratch = Scratch::new("mock-port");
    let output = scratch.bessemer(&["mock", "--spec", "../pets.yaml", "--port", &port]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains(&format!("cannot use port {port}")));
}
