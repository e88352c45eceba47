use super::*;
use crate::{
    ErrorKind,
    fixture::{client, retrieve},
    testing::{FakeTransport, Reply, json, status},
};

fn ladle(id: &str) -> Reply {
    json(format!(r#"{{"id": "{id}"}}"#))
}

fn fake(replies: impl IntoIterator<Item = Reply>) -> FakeTransport {
    replies.into_iter().fold(FakeTransport::new(), |fake, reply| fake.on("ladles.retrieve", reply))
}

fn seconds(seconds: f64) -> Duration {
    Duration::from_secs_f64(seconds)
}

#[tokio::test]
async fn a_request_is_repeated_until_it_is_done() {
    let fake = fake(["hot", "hot", "hot", "cold", "gone"].map(ladle));
    let client = client(&fake);
    let done = poll(|| retrieve(&client), |ladle| ladle.id != "hot").await.unwrap();
    assert_eq!(done.id, "cold");
    assert_eq!(fake.clock().sleeps(), [1.0, 1.5, 2.25].map(seconds));
}

#[tokio::test]
async fn waits_are_bounded_and_may_be_of_one_length() {
    let fake = fake(["hot"; 20].map(ladle).into_iter().chain([ladle("cold")]));
    let client = client(&fake);
    let polling = || poll(|| retrieve(&client), |ladle| ladle.id != "hot");
    polling().await.unwrap();
    assert_eq!(fake.clock().sleeps().last(), Some(&seconds(10.0)));

    let fake = self::fake(["hot", "hot", "cold"].map(ladle));
    let client = self::client(&fake);
    let polling = poll(|| retrieve(&client), |ladle| ladle.id != "hot");
    polling.interval(seconds(3.0)).max_interval(seconds(3.0)).await.unwrap();
    assert_eq!(fake.clock().sleeps(), [3.0, 3.0].map(seconds));
}

#[tokio::test]
async fn the_server_may_say_how_long_to_wait() {
    let fake = fake([ladle("hot").header("retry-after-ms", "250"), ladle("cold")]);
    let client = client(&fake);
    poll(|| retrieve(&client), |ladle| ladle.id != "hot").await.unwrap();
    assert_eq!(fake.clock().sleeps(), [seconds(0.25)]);
}

#[tokio::test]
async fn a_wait_beyond_the_deadline_is_not_begun() {
    let fake = fake(["hot"; 5].map(ladle));
    let client = client(&fake);
    let polling = poll(|| retrieve(&client), |_| false).deadline(seconds(3.0));
    let Err(Error::Timeout(error)) = polling.await else { panic!() };
    assert_eq!(error.limit(), Limit::Poll(seconds(3.0)));
    assert_eq!(fake.clock().sleeps(), [1.0, 1.5].map(seconds));
}

#[tokio::test]
async fn a_request_gets_no_more_time_than_is_left() {
    let fake = fake([ladle("hot"), ladle("cold").after(seconds(60.0))]);
    let client = client(&fake);
    let polling = poll(|| retrieve(&client), |ladle| ladle.id != "hot").deadline(seconds(5.0));
    let Err(Error::Timeout(error)) = polling.await else { panic!() };
    assert_eq!(error.limit(), Limit::Poll(seconds(5.0)));
}

#[tokio::test]
async fn an_error_ends_it() {
    let fake = fake([ladle("hot"), status(404)]);
    let client = client(&fake);
    let error = poll(|| retrieve(&client), |ladle| ladle.id != "hot").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound);
}

#[cfg(feature = "blocking")]
#[test]
fn it_works_without_async() {
    let fake = fake(["hot", "cold"].map(ladle));
    let client = client(&fake);
    let done = poll(|| retrieve(&client), |ladle| ladle.id != "hot").send_blocking().unwrap();
    assert_eq!((done.id.as_str(), fake.clock().sleeps()), ("cold", vec![seconds(1.0)]));
}
