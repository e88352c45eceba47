use super::*;
use crate::testing::ManualClock;

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
    let clock = ManualClock::new();
    clock.set_date(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds));
    Webhooks::new(secret).clock(clock)
}

#[test]
fn the_example_of_the_specification_is_accepted() {
    let webhooks = at(SECRET, TIME);
    let value: serde_json::Value = webhooks.unwrap(BODY, &headers(SIGNATURE)).unwrap();
    assert_eq!(value["test"], 2_432_232_314_u64);
    let several = format!("v1a,AAAA v1,AAAA {SIGNATURE} v2,x");
    webhooks.verify(BODY, &headers(&several)).unwrap();
    at(SECRET.trim_start_matches("whsec_"), TIME).verify(BODY, &headers(SIGNATURE)).unwrap();
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
    let other = at(SECRET, TIME).headers("svix-id", "svix-timestamp", "svix-signature");
    let error = other.verify(BODY, &headers(SIGNATURE)).unwrap_err();
    assert_eq!(error.to_string(), "the webhook has no header `svix-id`");
    let error = at(SECRET, TIME).unwrap::<Vec<i64>>(BODY, &headers(SIGNATURE)).unwrap_err();
    assert_eq!(
        error.to_string(),
        "unexpected body of the webhook: expected an array at the top level"
    );
    assert!(!format!("{other:?}").contains("MfKQ"));
}
