//! What can go wrong, told apart.

use std::time::Duration;

use openai::{Client, Error, ErrorKind};

pub async fn run(client: Client) -> Result<(), Box<dyn std::error::Error>> {
    let nowhere = client.to_builder().base_url("http://127.0.0.1:9/v1").build()?;
    let calls = [
        client.models().retrieve("rate-limited"),
        client.models().retrieve("bad-request"),
        client.models().retrieve("slow").timeout(Duration::from_millis(50)),
        nowhere.models().retrieve("gpt-5.2"),
    ];
    for call in calls {
        match call.max_retries(0).await {
            Err(Error::Api(error)) if error.kind() == ErrorKind::RateLimit => {
                println!("wait {:?}", error.retry_after)
            }
            Err(Error::Api(error)) => println!("{} {:?}", error.status, error.code),
            Err(error) if error.is_timeout() => println!("too slow"),
            Err(Error::Connection(_)) => println!("nobody there"),
            other => println!("{other:?}"),
        }
    }
    Ok(())
}
