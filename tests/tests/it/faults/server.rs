//! A server that sends faulty responses on demand and counts requests.

use std::{
    collections::HashMap,
    io,
    net::SocketAddr,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    runtime::{self, Runtime},
    sync::{Notify, watch},
    task,
};

use super::fault::{Act, End, Fault, answer};

/// Answers `GET …/{id}` with a container with this ID, in separate threads.
pub(crate) struct Server {
    address: SocketAddr,
    shared: Arc<Shared>,
    runtime: Option<Runtime>,
}

struct Shared {
    plan: Box<dyn Fn(usize) -> Option<Fault> + Send + Sync>,
    requests: AtomicUsize,
    connections: AtomicUsize,
    open: watch::Sender<usize>,
    calls: Mutex<HashMap<String, Call>>,
}

/// The counts of requests for one ID.
#[derive(Clone, Debug, Default)]
pub(crate) struct Call {
    /// The number of requests.
    pub(crate) requests: u32,
    /// The number of requests without a valid response.
    pub(crate) spoilt: u32,
    /// Notified whenever the server stalls.
    pub(crate) stalled: Arc<Notify>,
}

impl Server {
    /// Starts a server. `plan` returns the fault for the request with this number.
    pub(crate) fn start(plan: impl Fn(usize) -> Option<Fault> + Send + Sync + 'static) -> Self {
        let shared = Arc::new(Shared {
            plan: Box::new(plan),
            requests: AtomicUsize::new(0),
            connections: AtomicUsize::new(0),
            open: watch::Sender::new(0),
            calls: Mutex::default(),
        });
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
        listener.set_nonblocking(true).expect("a socket that does not block");
        let address = listener.local_addr().expect("an address");
        let runtime = runtime::Builder::new_multi_thread().worker_threads(1).enable_io().build();
        let runtime = runtime.expect("a runtime");
        runtime.spawn(accept(listener, shared.clone()));
        Self { address, shared, runtime: Some(runtime) }
    }

    pub(crate) fn base_url(&self) -> String {
        format!("http://{}/v1", self.address)
    }

    /// The counts of requests for an ID.
    pub(crate) fn call(&self, id: &str) -> Call {
        self.shared.call(id, |call| call.clone())
    }

    /// The number of connections so far.
    pub(crate) fn connections(&self) -> usize {
        self.shared.connections.load(Ordering::Relaxed)
    }

    /// Waits until no connection is open.
    pub(crate) async fn deserted(&self) {
        let mut open = self.shared.open.subscribe();
        open.wait_for(|open| *open == 0).await.expect("the server is there");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Dropping the runtime in async code would block until its threads end.
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

async fn accept(listener: std::net::TcpListener, shared: Arc<Shared>) {
    let listener = TcpListener::from_std(listener).expect("a listener");
    while let Ok((stream, _)) = listener.accept().await {
        shared.connections.fetch_add(1, Ordering::Relaxed);
        shared.open.send_modify(|open| *open += 1);
        let shared = shared.clone();
        task::spawn(async move {
            // A client that closes the connection is not an error of the server.
            let _ = shared.serve(stream).await;
            shared.open.send_modify(|open| *open -= 1);
        });
    }
}

impl Shared {
    fn call<T>(&self, id: &str, act: impl FnOnce(&mut Call) -> T) -> T {
        let mut calls = self.calls.lock().expect("no panic");
        act(calls.entry(id.to_owned()).or_default())
    }

    async fn serve(&self, mut stream: TcpStream) -> io::Result<()> {
        stream.set_nodelay(true)?;
        while let Some(request) = read(&mut stream).await? {
            let id = id(&request);
            let fault = (self.plan)(self.requests.fetch_add(1, Ordering::Relaxed));
            let spoilt = fault.is_some_and(|fault| fault.error().is_some());
            self.note(&id, spoilt);
            let body = container(&id);
            let act = match fault {
                Some(fault) => fault.act(&request, &body),
                None => Act { bytes: answer(&body).into(), slow: false, end: End::KeepAlive },
            };
            send(&mut stream, &act).await?;
            if act.end != End::KeepAlive {
                return self.end(stream, &id, act.end).await;
            }
        }
        Ok(())
    }

    fn note(&self, id: &str, spoilt: bool) {
        self.call(id, |call| {
            call.requests += 1;
            call.spoilt += u32::from(spoilt);
        });
    }

    async fn end(&self, mut stream: TcpStream, id: &str, end: End) -> io::Result<()> {
        match end {
            End::KeepAlive | End::Close => {}
            End::Reset => stream.set_zero_linger()?,
            End::HalfClose => {
                stream.shutdown().await?;
                while let Some(request) = read(&mut stream).await? {
                    self.note(&self::id(&request), true);
                }
            }
            End::Stall => {
                self.call(id, |call| call.stalled.notify_one());
                read(&mut stream).await?;
            }
            End::Drip => {
                self.call(id, |call| call.stalled.notify_one());
                loop {
                    stream.write_all(b" ").await?;
                    task::yield_now().await;
                }
            }
        }
        Ok(())
    }
}

async fn send(stream: &mut TcpStream, act: &Act) -> io::Result<()> {
    let size = if act.slow { 1 } else { act.bytes.len().max(1) };
    for piece in act.bytes.chunks(size) {
        stream.write_all(piece).await?;
        task::yield_now().await;
    }
    Ok(())
}

/// The head of the next request; `None` at the end of the connection.
async fn read(stream: &mut TcpStream) -> io::Result<Option<Vec<u8>>> {
    let mut request = Vec::new();
    while !request.ends_with(b"\r\n\r\n") {
        if stream.read_buf(&mut request).await? == 0 {
            return Ok(None);
        }
    }
    Ok(Some(request))
}

/// The last segment of the path.
fn id(request: &[u8]) -> String {
    let request = String::from_utf8_lossy(request);
    let path = request.split(' ').nth(1).unwrap_or_default();
    path.rsplit('/').next().unwrap_or_default().to_owned()
}

fn container(id: &str) -> String {
    format!(
        r#"{{"id":"{id}","object":"container","name":"Scratch","created_at":1747844794,"status":"running"}}"#
    )
}
