use super::*;
use crate::{
    Client,
    fixture::{builder, retrieve},
    testing::{FakeTransport, Reply, Sent, json, lost, status},
};

const LADLE: &str = r#"{"id": "l_1"}"#;

fn token(name: &str, more: &str) -> Reply {
    json(format!(r#"{{"access_token":"{name}","token_type":"bearer"{more}}}"#))
}

fn is_token(sent: &Sent) -> bool {
    sent.uri.path() == "/token"
}

/// A fake with these replies of the token endpoint.
fn fake(replies: impl IntoIterator<Item = Reply>) -> FakeTransport {
    let fake = FakeTransport::new().on("ladles.retrieve", json(LADLE));
    replies.into_iter().fold(fake, |fake, reply| fake.on(is_token, reply))
}

fn tokens(fake: &FakeTransport) -> OAuth2 {
    let tokens = OAuth2::client_credentials("https://auth.example.com/token", "a b", "s&cret/7");
    tokens.transport(fake.clone()).clock(fake.clock())
}

fn client(fake: &FakeTransport, tokens: &OAuth2) -> Client {
    builder(fake).credential_provider(tokens.clone()).build().unwrap()
}

/// The tokens that calls have sent.
fn sent(fake: &FakeTransport) -> Vec<String> {
    let calls = fake.requests_of("ladles.retrieve");
    calls.iter().map(|it| it.headers["authorization"].to_str().unwrap().to_owned()).collect()
}

/// The bodies of the requests for tokens.
fn asked(fake: &FakeTransport) -> Vec<String> {
    let asked = fake.requests_of(is_token);
    asked.iter().map(|it| String::from_utf8_lossy(&it.body).into_owned()).collect()
}

#[tokio::test]
async fn a_token_is_fetched_once_and_kept_until_it_expires() {
    let fake = fake([token("t1", r#","expires_in":600"#), token("t2", r#","expires_in":"600""#)]);
    let client = client(&fake, &tokens(&fake).scopes(["read", "write"]).param("audience", "x&y"));
    let calls = [(); 5].map(|()| retrieve(&client).into_future());
    futures_util::future::join_all(calls).await;
    assert_eq!(sent(&fake), ["Bearer t1"; 5]);
    assert_eq!(asked(&fake), ["grant_type=client_credentials&scope=read+write&audience=x%26y"]);
    let [request] = &fake.requests_of(is_token)[..] else { panic!() };
    assert_eq!(request.method, "POST");
    assert_eq!(request.headers["content-type"], "application/x-www-form-urlencoded");
    // `a+b:s%26cret%2F7`
    assert_eq!(request.headers["authorization"], "Basic YStiOnMlMjZjcmV0JTJGNw==");
    assert!(request.headers["authorization"].is_sensitive());

    fake.clock().advance(Duration::from_secs(539));
    retrieve(&client).await.unwrap();
    fake.clock().advance(Duration::from_secs(1));
    retrieve(&client).await.unwrap();
    assert_eq!(sent(&fake)[5..], ["Bearer t1", "Bearer t2"]);
}

#[tokio::test]
async fn a_token_without_an_end_and_one_with_a_short_life() {
    let endless = fake([token("t1", "")]);
    let client_of = client(&endless, &tokens(&endless));
    for _ in 0..3 {
        endless.clock().advance(Duration::from_secs(1_000_000));
        retrieve(&client_of).await.unwrap();
    }
    assert_eq!(asked(&endless).len(), 1);

    let short = fake([token("t1", r#","expires_in":20"#), token("t2", "")]);
    let client = client(&short, &tokens(&short));
    for seconds in [0, 9, 1] {
        short.clock().advance(Duration::from_secs(seconds));
        retrieve(&client).await.unwrap();
    }
    assert_eq!(sent(&short), ["Bearer t1", "Bearer t1", "Bearer t2"]);
}

#[tokio::test]
async fn a_refresh_token_gets_the_next_token() {
    let fake = fake([
        token("t1", r#","expires_in":10,"refresh_token":"r1""#),
        token("t2", r#","expires_in":10,"refresh_token":"r2""#),
        status(400).body(r#"{"error":"invalid_grant"}"#),
        token("t3", ""),
    ]);
    let client = client(&fake, &tokens(&fake).secret_in_body());
    for _ in 0..3 {
        retrieve(&client).await.unwrap();
        fake.clock().advance(Duration::from_secs(10));
    }
    assert_eq!(sent(&fake), ["Bearer t1", "Bearer t2", "Bearer t3"]);
    let login = "client_id=a+b&client_secret=s%26cret%2F7";
    assert_eq!(
        asked(&fake),
        [
            format!("grant_type=client_credentials&{login}"),
            format!("grant_type=refresh_token&refresh_token=r1&{login}"),
            format!("grant_type=refresh_token&refresh_token=r2&{login}"),
            format!("grant_type=client_credentials&{login}"),
        ]
    );
    assert!(!fake.requests_of(is_token)[0].headers.contains_key("authorization"));
}

#[tokio::test]
async fn a_program_may_have_a_refresh_token() {
    let fake = fake([token("t1", ""), status(400)]);
    let tokens = OAuth2::refresh("https://auth.example.com/token", "casting", "r 1");
    let tokens = tokens.transport(fake.clone()).clock(fake.clock());
    retrieve(&client(&fake, &tokens)).await.unwrap();
    assert_eq!(asked(&fake), ["grant_type=refresh_token&refresh_token=r+1&client_id=casting"]);
}

#[tokio::test]
async fn temporary_failures_of_the_token_endpoint_are_retried() {
    let fake = fake([status(503), lost("reset"), token("t1", "")]);
    retrieve(&client(&fake, &tokens(&fake))).await.unwrap();
    assert_eq!((sent(&fake), asked(&fake).len()), (vec!["Bearer t1".to_owned()], 3));
}

#[tokio::test]
async fn a_rejection_ends_the_call_and_shows_no_secret() {
    let body = r#"{"error":"invalid_client","error_description":"not s&cret/7 or s%26cret%2F7"}"#;
    let fake = fake([status(401).body(body)]);
    let tokens = tokens(&fake);
    let error = retrieve(&client(&fake, &tokens)).await.unwrap_err();
    assert_eq!(error.kind(), crate::ErrorKind::Config);
    let source = std::error::Error::source(&error).unwrap().to_string();
    assert_eq!(
        source,
        "the token endpoint returned 401 Unauthorized: invalid_client: not [hidden] or [hidden]"
    );
    assert!(!format!("{error:?} {tokens:?}").contains("cret"), "{error:?}");
    assert!(fake.requests_of("ladles.retrieve").is_empty());
    assert_eq!(asked(&fake).len(), 1);
    // The next call asks again.
    retrieve(&client(&fake, &tokens)).await.unwrap_err();
    assert_eq!(asked(&fake).len(), 2);
}

#[tokio::test]
async fn what_is_no_token_is_an_error() {
    for (body, message) in [
        ("<html>", "no JSON object"),
        ("{}", "no `access_token`"),
        (r#"{"access_token":" "}"#, "no `access_token`"),
        (r#"{"access_token":"t","token_type":"mac"}"#, "a token of type `mac`"),
    ] {
        let fake = fake([json(body)]);
        let error = retrieve(&client(&fake, &tokens(&fake))).await.unwrap_err();
        let source = std::error::Error::source(&error).unwrap().to_string();
        assert!(source.contains(message), "{source}");
    }
}

#[tokio::test]
async fn waiting_calls_share_a_failure() {
    let fake = fake([status(401).after(Duration::from_secs(1)), token("t1", "")]);
    let client = client(&fake, &tokens(&fake));
    let calls = [(); 3].map(|()| retrieve(&client).into_future());
    for result in futures_util::future::join_all(calls).await {
        result.unwrap_err();
    }
    assert_eq!(asked(&fake).len(), 1);
    retrieve(&client).await.unwrap();
}

#[tokio::test]
async fn a_request_that_is_dropped_is_made_again() {
    let fake = fake([token("t1", "").after(Duration::from_secs(30)), token("t2", "")]);
    let tokens = tokens(&fake);
    let mut first = tokens.key();
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    assert!(first.as_mut().poll(&mut context).is_pending());
    drop(first);
    retrieve(&client(&fake, &tokens)).await.unwrap();
    assert_eq!(sent(&fake), ["Bearer t2"]);
}
