//! A tour of the SDK: the calls that a user makes.
#![allow(clippy::print_stdout, reason = "an example prints what it is given")]

use std::time::Duration;

use futures_util::TryStreamExt;
use openai_containers::{
    Client, Error, ErrorKind, Page, Response,
    types::{Container, MemoryLimit, Order},
};

#[tokio::main]
async fn main() -> Result<(), Error> {
    let client = Client::from_env()?;
    let id = std::env::args().nth(1).unwrap_or_else(|| "cntr_6a01".to_owned());
    retrieve(&client, &id).await?;
    list(&client).await?;
    options(&client, &id).await?;
    errors(&client, &id).await?;
    blocking(&client, &id)?;
    println!("{:?}", configured()?);
    Ok(())
}

/// Other ways to make a client.
fn configured() -> Result<[Client; 2], Error> {
    let client = Client::new("sk-…")?;
    let other = Client::builder()
        .api_key("sk-…")
        .base_url("https://gateway.example/v1")
        .timeout(Duration::from_secs(30))
        .max_retries(4)
        .http_client(openai_containers::runtime::reqwest::Client::new())
        .build()?;
    Ok([client, other])
}

async fn retrieve(client: &Client, id: &str) -> Result<(), Error> {
    let container = client.containers().retrieve(id).await?;
    if container.memory_limit == Some(MemoryLimit::G4) {
        println!("{} has four gigabytes", container.name);
    }
    Ok(())
}

async fn list(client: &Client) -> Result<(), Error> {
    let page = client.containers().list().limit(50).order(Order::Asc).await?;
    println!("{:?} {:?} {:?} {:?}", page.first_id, page.last_id, page.has_more, page.object);
    let next: Option<Page<Container>> = page.next_page().await?;
    println!("{}", next.map_or(0, |next| next.data.len()));

    let mut all = client.containers().list().name("My Container").items();
    while let Some(container) = all.try_next().await? {
        println!("{}", container.id);
    }
    Ok(())
}

async fn options(client: &Client, id: &str) -> Result<(), Error> {
    let response = client
        .containers()
        .retrieve(id)
        .timeout(Duration::from_secs(5))
        .max_retries(0)
        .header("x-trace", "1")
        .with_response()
        .await?;
    println!("{} {:?} {}", response.status(), response.headers(), response.retries());
    println!("{:?} {}", response.request_id(), response.text());
    let container: Container = Response::into_inner(response);
    println!("{}", container.id);
    Ok(())
}

async fn errors(client: &Client, id: &str) -> Result<(), Error> {
    match client.containers().retrieve(id).await {
        Err(Error::Api(e)) if e.kind() == ErrorKind::NotFound => {
            println!("{} {:?} {:?} {:?} {}", e.status, e.code, e.param, e.r#type, e.message);
            println!("{:?} {:?} {:?} {:?}", e.request_id, e.retry_after, e.headers, e.body);
        }
        Err(e) if e.is_timeout() => println!("too late"),
        other => println!("{}", other?.id),
    }
    Ok(())
}

/// The same without async.
fn blocking(client: &Client, id: &str) -> Result<(), Error> {
    let container = client.containers().retrieve(id).send_blocking()?;
    println!("{}", container.id);
    for container in client.containers().list().items_blocking() {
        println!("{}", container?.id);
    }
    Ok(())
}
