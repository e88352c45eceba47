use super::*;
use crate::{
    ErrorKind, Operation, RawJson,
    fixture::{client, retrieve},
    object,
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

static START: Operation = Operation::post("casts.create", "/ladles/{ladle_id}/casts");
static READ: Operation = Operation::get("casts.retrieve", "/ladles/{ladle_id}/casts/{cast_id}");
static CAST: LongRunning = LongRunning::new(&READ, "run.state", &["solid", "cracked"])
    .ids(&[("cast_id", "run.id")])
    .failed(&["lost"])
    .interval(500, 2_000)
    .wait_header("x-wait-ms");

#[derive(Clone, Debug, PartialEq)]
struct Cast {
    run: RawJson,
}

object! { Cast { run } }

fn cast(state: &str) -> Reply {
    json(format!(r#"{{"run": {{"id": 7, "state": "{state}"}}}}"#))
}

fn foundry(start: Reply, states: &[&str]) -> FakeTransport {
    let fake = FakeTransport::new().on("casts.create", start);
    states.iter().fold(fake, |fake, state| fake.on("casts.retrieve", cast(state)))
}

fn start(fake: &FakeTransport) -> Polling<'static, Cast> {
    let request = Request::<Cast>::new(&client(fake), &START).path("ladle_id", "l_1");
    request.header("x-shift", "night").idempotency_key("k1").until_done(&CAST)
}

#[tokio::test]
async fn what_starts_is_sent_once_and_read_until_it_is_done() {
    let fake = foundry(cast("liquid"), &["liquid", "liquid", "liquid", "liquid", "cracked"]);
    let done = start(&fake).await.unwrap();
    assert!(done.run.as_str().contains("cracked"));
    assert_eq!(fake.clock().sleeps(), [0.5, 0.75, 1.125, 1.6875].map(seconds));
    let requests = fake.requests();
    let paths: Vec<&str> = requests.iter().map(|it| it.uri.path()).collect();
    assert_eq!(paths[..2], ["/v1/ladles/l_1/casts", "/v1/ladles/l_1/casts/7"]);
    assert!(requests.iter().all(|it| it.headers["x-shift"] == "night"));
    let keys = requests.iter().map(|it| it.headers.contains_key("idempotency-key"));
    assert_eq!(keys.collect::<Vec<_>>(), [true, false, false, false, false, false]);
}

#[tokio::test]
async fn a_header_of_the_service_says_how_long_to_wait() {
    let fake = foundry(cast("liquid").header("x-wait-ms", "40"), &[]);
    let fake = fake.on("casts.retrieve", cast("liquid").header("retry-after", "3"));
    let fake = fake.on("casts.retrieve", cast("solid"));
    start(&fake).await.unwrap();
    assert_eq!(fake.clock().sleeps(), [0.04, 3.0].map(seconds));
}

#[tokio::test]
async fn a_state_may_be_an_error() {
    let fake = foundry(cast("liquid"), &["lost"]);
    let Err(Error::Api(error)) = start(&fake).await else { panic!() };
    assert_eq!(error.operation(), &READ);
    assert!(error.text().contains("lost"));
}

#[tokio::test]
async fn a_response_without_id_or_state_is_an_error() {
    let fake = foundry(json(r#"{"run": {}}"#), &[]);
    let error = start(&fake).await.unwrap_err();
    assert!(error.to_string().contains("missing property `run.id`"), "{error}");
    let fake =
        foundry(cast("liquid"), &[]).on("casts.retrieve", json(r#"{"run": {"state": null}}"#));
    let error = start(&fake).await.unwrap_err();
    assert!(error.to_string().contains("missing property `run.state`"), "{error}");
}

#[tokio::test]
async fn a_deadline_counts_from_the_first_request() {
    let fake = foundry(cast("liquid").after(seconds(2.0)), &["liquid", "liquid", "liquid"]);
    let Err(Error::Timeout(error)) = start(&fake).deadline(seconds(3.0)).await else { panic!() };
    assert_eq!(error.limit(), Limit::Poll(seconds(3.0)));
    assert_eq!(fake.clock().sleeps(), [seconds(0.5)]);
}

#[cfg(feature = "blocking")]
#[test]
fn what_starts_works_without_async() {
    let fake = foundry(cast("liquid"), &["liquid", "solid"]);
    assert!(start(&fake).send_blocking().unwrap().run.as_str().contains("solid"));
}
