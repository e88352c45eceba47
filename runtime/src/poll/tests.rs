use super::*;
use crate::{
    ErrorKind, FinalState, Operation, RawJson,
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

static FIRE: Operation = Operation::post("kilns.fire", "/kilns/{kiln_id}/fire");
static BUILD: Operation = Operation::put("kilns.build", "/kilns/{kiln_id}");
static REMOVE: Operation = Operation::delete("kilns.remove", "/kilns/{kiln_id}");

/// The result of an operation whose state is at a URL, and the requests for it: method and path.
async fn followed(
    operation: &'static Operation,
    result: FinalState,
    replies: impl IntoIterator<Item = Reply>,
) -> (Result<RawJson, Error>, Vec<String>, Vec<Duration>) {
    let rule: &'static LongRunning = match result {
        FinalState::Unstated => const { &LongRunning::by_headers(FinalState::Unstated) },
        FinalState::Monitor => const { &LongRunning::by_headers(FinalState::Monitor) },
        FinalState::Location => const { &LongRunning::by_headers(FinalState::Location) },
        FinalState::OriginalUri => const { &LongRunning::by_headers(FinalState::OriginalUri) },
    };
    let fake =
        replies.into_iter().fold(FakeTransport::new(), |fake, it| fake.on(operation.id(), it));
    let request = Request::<RawJson>::new(&client(&fake), operation).path("kiln_id", "k1");
    let request = request.header("x-shift", "night").idempotency_key("key").body("text/plain", "1");
    let done = request.until_done(rule).await;
    let requests = fake.requests();
    assert!(requests.iter().all(|it| it.headers["x-shift"] == "night"), "{requests:?}");
    assert!(
        requests.iter().all(|it| it.headers["authorization"] == "Bearer sk-sesame"),
        "{requests:?}"
    );
    for later in &requests[1..] {
        assert!(later.body.is_empty() && !later.headers.contains_key("idempotency-key"));
        assert!(!later.headers.contains_key("content-type"), "{later:?}");
    }
    let lines = requests.iter().map(|it| format!("{} {}", it.method, it.uri.path()));
    (done, lines.collect(), fake.clock().sleeps())
}

fn accepted(header: &'static str, url: &'static str) -> Reply {
    status(202).header(header, url)
}

fn state(status: &str) -> Reply {
    json(format!(r#"{{"status": "{status}", "percent": 1}}"#))
}

#[tokio::test]
async fn a_header_names_the_url_of_the_state() {
    for header in ["operation-location", "azure-asyncoperation"] {
        let start = accepted(header, "/v1/operations/o1?api=2").header("retry-after", "3");
        let replies = [
            start,
            state("Running").header("retry-after", "7"),
            state("inProgress"),
            state("Succeeded"),
        ];
        let (done, requests, sleeps) = followed(&FIRE, FinalState::Unstated, replies).await;
        assert!(done.unwrap().as_str().contains("Succeeded"));
        let reads = "GET /v1/operations/o1";
        assert_eq!(requests, ["POST /v1/kilns/k1/fire", reads, reads, reads]);
        assert_eq!(sleeps, [3.0, 7.0, 1.5].map(seconds));
    }
}

#[tokio::test]
async fn the_result_is_where_the_document_says() {
    let resource = || json(r#"{"id": "k1"}"#);
    let monitor = || accepted("operation-location", "/v1/o1").header("location", "/v1/results/r1");
    let (first, state_of) = ("POST /v1/kilns/k1/fire", "GET /v1/o1");
    for (result, last) in [
        (FinalState::Unstated, "GET /v1/results/r1"),
        (FinalState::Location, "GET /v1/results/r1"),
        (FinalState::OriginalUri, "GET /v1/kilns/k1/fire"),
    ] {
        let replies = [monitor(), state("succeeded"), resource()];
        let (done, requests, _) = followed(&FIRE, result, replies).await;
        assert_eq!(done.unwrap().as_str(), r#"{"id": "k1"}"#);
        assert_eq!(requests, [first, state_of, last], "{result:?}");
    }
    let (done, requests, _) =
        followed(&FIRE, FinalState::Monitor, [monitor(), state("succeeded")]).await;
    assert!(done.is_ok());
    assert_eq!(requests, [first, state_of]);
    // Without any statement: the resource that the state names, and for `PUT` the URL of the request.
    let named = json(r#"{"status": "succeeded", "resourceLocation": "/v1/made/m1"}"#);
    let (_, requests, _) =
        followed(&FIRE, FinalState::Unstated, [monitor(), named, resource()]).await;
    assert_eq!(requests, [first, state_of, "GET /v1/made/m1"]);
    let replies = [monitor(), state("succeeded"), resource()];
    let (_, requests, _) = followed(&BUILD, FinalState::Unstated, replies).await;
    assert_eq!(requests, ["PUT /v1/kilns/k1", state_of, "GET /v1/kilns/k1"]);
    // The result of a `PUT` is the resource, as in Azure's own SDKs.
    for result in [FinalState::Monitor, FinalState::Location] {
        let replies = [monitor(), state("succeeded"), resource()];
        let (_, requests, _) = followed(&BUILD, result, replies).await;
        assert_eq!(requests[2], "GET /v1/kilns/k1");
    }
    // A resource that is removed has no result.
    let replies = [monitor(), state("succeeded")];
    let (_, requests, _) = followed(&REMOVE, FinalState::Unstated, replies).await;
    assert_eq!(requests, ["DELETE /v1/kilns/k1", state_of]);
}

#[tokio::test]
async fn a_location_is_read_until_it_is_not_accepted_any_more() {
    let result = || json(r#"{"status": "glazed"}"#);
    let moved = || accepted("location", "/v1/results/r2");
    let replies = [accepted("location", "/v1/results/r1"), status(202), moved(), result()];
    let (done, requests, _) = followed(&FIRE, FinalState::Unstated, replies).await;
    assert_eq!(done.unwrap().as_str(), r#"{"status": "glazed"}"#);
    let (r1, r2) = ("GET /v1/results/r1", "GET /v1/results/r2");
    assert_eq!(requests, ["POST /v1/kilns/k1/fire", r1, r1, r2]);
    // The `Location` of a new resource is no state (RFC 9110 §15.3.2).
    let created = json(r#"{"id": "k1"}"#).header("location", "/v1/kilns/k1");
    let (done, requests, _) = followed(&FIRE, FinalState::Unstated, [created]).await;
    assert!(done.is_ok());
    assert_eq!(requests.len(), 1);
}

#[tokio::test]
async fn a_resource_says_whether_it_is_ready() {
    let kiln =
        |state: &str| json(format!(r#"{{"properties": {{"provisioningState": "{state}"}}}}"#));
    let replies = [kiln("Creating"), kiln("Updating"), kiln("Succeeded")];
    let (done, requests, _) = followed(&BUILD, FinalState::Unstated, replies).await;
    assert!(done.unwrap().as_str().contains("Succeeded"));
    assert_eq!(requests, ["PUT /v1/kilns/k1", "GET /v1/kilns/k1", "GET /v1/kilns/k1"]);
    let (done, ..) =
        followed(&BUILD, FinalState::Unstated, [kiln("Creating"), kiln("Failed")]).await;
    assert_eq!(done.unwrap_err().kind(), ErrorKind::Api);
}

#[tokio::test]
async fn a_failed_operation_is_an_error_with_its_message() {
    for status in ["Failed", "Canceled", "cancelled"] {
        let failed = format!(
            r#"{{"status": "{status}", "error": {{"code": "Cracked", "message": "It broke"}}}}"#
        );
        let replies = [accepted("operation-location", "/v1/o1"), json(failed)];
        let Err(Error::Api(error)) = followed(&FIRE, FinalState::Unstated, replies).await.0 else {
            panic!()
        };
        assert_eq!((error.code.as_deref(), &*error.message), (Some("Cracked"), "It broke"));
    }
}

#[tokio::test]
async fn a_credential_does_not_leave_its_origin() {
    for header in ["operation-location", "location"] {
        let replies = [accepted(header, "https://evil.example.com/v1/o1")];
        let (done, requests, _) = followed(&FIRE, FinalState::Unstated, replies).await;
        let error = done.unwrap_err();
        assert_eq!((error.kind(), requests.len()), (ErrorKind::Decode, 1));
        assert!(!format!("{error} {error:?}").contains("evil"), "{error:?}");
    }
    let replies = [
        accepted("operation-location", "/v1/o1"),
        json(r#"{"status": "succeeded", "resourceLocation": "https://evil.example.com/x"}"#),
    ];
    let (done, requests, _) = followed(&FIRE, FinalState::Unstated, replies).await;
    assert_eq!((done.unwrap_err().kind(), requests.len()), (ErrorKind::Decode, 2));
}

#[tokio::test]
async fn a_failed_read_is_repeated_although_the_operation_is_not() {
    let replies = [accepted("operation-location", "/v1/o1"), status(503), state("succeeded")];
    let (done, requests, _) = followed(&FIRE, FinalState::Unstated, replies).await;
    assert!(done.is_ok(), "{done:?}");
    assert_eq!(requests.len(), 3);
}
