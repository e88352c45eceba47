use super::*;
use crate::{
    Api, ClientBuilder,
    fixture::api,
    json::UnknownVariant,
    testing::{FakeTransport, ManualClock},
    union,
};

/// The example of the specification.
const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const BODY: &[u8] = br#"{"test": 2432232314}"#;
const SIGNATURE: &str = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
const TIME: u64 = 1_614_265_330;

fn headers(signature: &str) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert("webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek".parse().unwrap());
    headers.insert("webhook-timestamp", TIME.to_string().parse().unwrap());
    headers.insert("webhook-signature", signature.parse().unwrap());
    headers
}

fn at(secret: &str, seconds: u64) -> Webhooks {
    Webhooks::new(secret).clock(clock_at(seconds))
}

fn clock_at(seconds: u64) -> ManualClock {
    let clock = ManualClock::new();
    clock.set_date(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds));
    clock
}

#[test]
fn the_example_of_the_specification_is_accepted() {
    let webhooks = at(SECRET, TIME);
    let value: serde_json::Value = webhooks.unwrap_as(BODY, &headers(SIGNATURE)).unwrap();
    assert_eq!(value["test"], 2_432_232_314_u64);
    let several = format!("v1a,AAAA v1,AAAA {SIGNATURE} v2,x");
    webhooks.verify(BODY, &headers(&several)).unwrap();
    at(SECRET.trim_start_matches("whsec_"), TIME).verify(BODY, &headers(SIGNATURE)).unwrap();
}

#[test]
fn a_webhook_is_signed_as_the_server_signs_it() {
    let signed = at(SECRET, TIME).sign("msg_p5jXN8AQM9LWM0D4loKWxJek", BODY).unwrap();
    assert_eq!(signed, headers(SIGNATURE));

    let in_one_header = WebhookScheme::hmac_sha256("X-Signature")
        .form("t={timestamp},v1={signature}")
        .signed("{timestamp}.{body}");
    for scheme in [WebhookScheme::hmac_sha256("x-hub-signature-256"), in_one_header] {
        let webhooks = at("sesame", TIME).scheme(scheme);
        let signed = webhooks.sign("msg_1", BODY).unwrap();
        assert_eq!(webhooks.verify(BODY, &signed), Ok(()), "{signed:?}");
        assert_eq!(webhooks.verify(b"", &signed), Err(WebhookError::Signature), "{signed:?}");
    }

    assert!(at(SECRET, TIME).scheme(WebhookScheme::unsigned()).sign("", BODY).unwrap().is_empty());
    assert_eq!(at("", TIME).sign("msg_1", BODY), Err(WebhookError::Secret));
    let id = WebhookError::MissingHeader("webhook-id".to_owned());
    assert_eq!(at(SECRET, TIME).sign("msg\n1", BODY), Err(id));
}

#[test]
fn a_change_of_any_part_is_noticed() {
    let webhooks = at(SECRET, TIME);
    for (body, name, value) in [
        (&b"{\"test\": 2432232315}"[..], "x", ""),
        (BODY, "webhook-id", "msg_other"),
        (BODY, "webhook-timestamp", "1614265331"),
        (BODY, "webhook-signature", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OF="),
        (BODY, "webhook-signature", "v1,g0hM9SsE"),
        (BODY, "webhook-signature", "v1,"),
        (BODY, "webhook-signature", "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="),
        (BODY, "webhook-signature", "v1a,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="),
        (BODY, "webhook-signature", ""),
    ] {
        let mut headers = headers(SIGNATURE);
        headers.insert(name, value.parse().unwrap());
        assert_eq!(webhooks.verify(body, &headers), Err(WebhookError::Signature), "{name} {value}");
    }
}

#[test]
fn old_and_future_webhooks_are_not_accepted() {
    for (now, expected) in [
        (TIME + 300, Ok(())),
        (TIME - 300, Ok(())),
        (TIME + 301, Err(WebhookError::Tolerance)),
        (TIME - 301, Err(WebhookError::Tolerance)),
    ] {
        assert_eq!(at(SECRET, now).verify(BODY, &headers(SIGNATURE)), expected);
    }
    let patient = at(SECRET, TIME + 900).tolerance(Duration::from_secs(900));
    patient.verify(BODY, &headers(SIGNATURE)).unwrap();
    for time in ["", "soon", "-5", "+5", "1.5", "99999999999999999999"] {
        let mut headers = headers(SIGNATURE);
        headers.insert("webhook-timestamp", time.parse().unwrap());
        assert_eq!(at(SECRET, TIME).verify(BODY, &headers), Err(WebhookError::Timestamp), "{time}");
    }
}

#[test]
fn a_secret_can_be_replaced() {
    let webhooks = at("whsec_bmV3IHNlY3JldA==", TIME);
    assert_eq!(webhooks.verify(BODY, &headers(SIGNATURE)), Err(WebhookError::Signature));
    webhooks.or_secret(SECRET).verify(BODY, &headers(SIGNATURE)).unwrap();
}

#[test]
fn errors_say_what_to_change() {
    for secret in ["", "whsec_", "whsec_?"] {
        let error = at(secret, TIME).verify(BODY, &headers(SIGNATURE)).unwrap_err();
        assert_eq!(error, WebhookError::Secret);
    }
    let other = at(SECRET, TIME).scheme(WebhookScheme::standard().id_header("svix-id"));
    let error = other.verify(BODY, &headers(SIGNATURE)).unwrap_err();
    assert_eq!(error.to_string(), "the webhook has no header `svix-id`");
    let error = at(SECRET, TIME).unwrap_as::<Vec<i64>>(BODY, &headers(SIGNATURE)).unwrap_err();
    assert_eq!(
        error.to_string(),
        "unexpected body of the webhook: expected an array at the top level"
    );
    assert!(!format!("{other:?}").contains("MfKQ"));
}

fn pairs(pairs: &[(&'static str, &str)]) -> HeaderMap {
    pairs.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect()
}

const GITHUB: WebhookScheme = WebhookScheme::hmac_sha256("X-Hub-Signature-256")
    .form("sha256={signature}")
    .event_header("X-GitHub-Event");

/// The example of GitHub's documentation.
const GREETING: (&str, &str) =
    ("Hello, World!", "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17");

#[test]
fn a_hexadecimal_signature_of_the_body_is_accepted() {
    let webhooks = Webhooks::<RawJson>::new("It's a Secret to Everybody").scheme(GITHUB);
    let (body, hex) = GREETING;
    for (value, expected) in [
        (format!("sha256={hex}"), Ok(())),
        (format!("sha256={}", hex.to_uppercase()), Ok(())),
        (hex.to_owned(), Err(WebhookError::Signature)),
        (format!("sha1={hex}"), Err(WebhookError::Signature)),
        ("sha256=".to_owned(), Err(WebhookError::Signature)),
        (format!("sha256={}", &hex[1..]), Err(WebhookError::Signature)),
        ("sha256=é".to_owned(), Err(WebhookError::MissingHeader("X-Hub-Signature-256".into()))),
    ] {
        let headers = pairs(&[("x-hub-signature-256", &value)]);
        assert_eq!(webhooks.verify(body, &headers), expected, "{value}");
    }
}

/// Signs as the server does.
fn signed(secret: &str, text: &str) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(text.as_bytes());
    mac.finalize().into_bytes().to_vec()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn the_time_may_be_in_the_header_of_the_signature() {
    let scheme = WebhookScheme::hmac_sha256("Stripe-Signature")
        .form("t={timestamp},v1={signature}")
        .signed("{timestamp}.{body}");
    let webhooks = |now| Webhooks::<RawJson>::new("whsec_test").scheme(scheme).clock(clock_at(now));
    let good = hex(&signed("whsec_test", "1614265330.{}"));
    for (value, now, expected) in [
        (format!("t={TIME},v1={good}"), TIME, Ok(())),
        (format!("t={TIME}, v0=00, v1=00, v1={good}"), TIME, Ok(())),
        (format!("t={TIME},v1={good}"), TIME + 301, Err(WebhookError::Tolerance)),
        (format!("t={},v1={good}", TIME + 1), TIME, Err(WebhookError::Signature)),
        (format!("v1={good}"), TIME, Err(WebhookError::Timestamp)),
        (format!("t={TIME},v0={good}"), TIME, Err(WebhookError::Signature)),
    ] {
        let headers = pairs(&[("stripe-signature", &value)]);
        assert_eq!(webhooks(now).verify("{}", &headers), expected, "{value}");
    }
}

#[test]
fn other_texts_may_be_signed() {
    let slack = WebhookScheme::hmac_sha256("X-Slack-Signature")
        .form("v0={signature}")
        .timestamp_header("X-Slack-Request-Timestamp")
        .signed("v0:{timestamp}:{body}");
    let good = format!("v0={}", hex(&signed("key", "v0:1614265330:{id}")));
    let time = TIME.to_string();
    let headers = pairs(&[("x-slack-signature", &good), ("x-slack-request-timestamp", &time)]);
    let webhooks = Webhooks::<RawJson>::new("key").clock(clock_at(TIME));
    webhooks.clone().scheme(slack).verify("{id}", &headers).unwrap();

    let shopify = WebhookScheme::hmac_sha256("X-Shopify-Hmac-Sha256").base64();
    let good = STANDARD.encode(signed("key", "{}"));
    let headers = pairs(&[("x-shopify-hmac-sha256", &good)]);
    webhooks.clone().scheme(shopify).verify("{}", &headers).unwrap();
    assert_eq!(webhooks.scheme(shopify).verify("{ }", &headers), Err(WebhookError::Signature));

    let unsigned = Webhooks::<RawJson>::new("").scheme(WebhookScheme::unsigned());
    unsigned.verify("{}", &HeaderMap::new()).unwrap();
}

#[derive(Debug, PartialEq)]
enum Event {
    Push(Vec<i64>),
    Unknown(UnknownVariant),
}

union! { Event by header { Push = "push", ..Unknown } }

static API: Api = api();

#[test]
fn a_header_may_name_the_event() {
    let fake = FakeTransport::new();
    let builder = ClientBuilder::new(&API).webhooks(GITHUB).webhook_secret("key");
    let client = builder.transport(fake.clone()).clock(fake.clock()).build().unwrap();
    let webhooks = client.webhooks::<Event>();
    let signature = format!("sha256={}", hex(&signed("key", "[1]")));
    let read = |event: &str| {
        webhooks.unwrap(
            "[1]",
            &pairs(&[("x-hub-signature-256", &signature), ("x-github-event", event)]),
        )
    };
    assert_eq!(read("push"), Ok(Event::Push(vec![1])));
    let Ok(Event::Unknown(unknown)) = read("fork") else { panic!() };
    assert_eq!((unknown.tag(), unknown.json().as_str()), (Some("fork"), "[1]"));
    let error = webhooks.unwrap("[1]", &pairs(&[("x-hub-signature-256", &signature)]));
    assert_eq!(error, Err(WebhookError::MissingHeader("X-GitHub-Event".to_owned())));
    let other = webhooks.secret("other").or_secret("third");
    assert_eq!(
        other.verify("[1]", &pairs(&[("x-hub-signature-256", &signature)])),
        Err(WebhookError::Signature)
    );
}

#[test]
fn a_client_without_a_secret_says_how_to_set_it() {
    let fake = FakeTransport::new();
    let builder = ClientBuilder::new(&API).webhooks(WebhookScheme::standard().env("HOOKS"));
    let client = builder.transport(fake).build().unwrap();
    let error = client.webhooks::<RawJson>().verify("{}", &HeaderMap::new()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "no secret of the webhooks is set; set `webhook_secret` of the builder, or read HOOKS from \
         the environment"
    );
}
