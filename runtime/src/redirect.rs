//! Redirects that are safe to follow.

use std::sync::Arc;

use futures_core::future::BoxFuture;
use http::{
    HeaderMap, Method, Request, Response, StatusCode, Uri,
    header::{CONTENT_TYPE, LOCATION},
    request::Parts,
};

use crate::{Body, Operation, Transport, TransportError, link};

/// How many redirects are followed in a row. A longer chain is most likely a loop.
const MAX_REDIRECTS: usize = 5;

/// Follows redirects to the same origin over https. Returns every other redirect as the response, so
/// that no header is sent to another origin.
pub(crate) struct Redirects(pub(crate) Arc<dyn Transport>);

impl Transport for Redirects {
    fn send(
        &self,
        request: Request<Body>,
    ) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        Box::pin(async move {
            let operation = request.extensions().get::<&'static Operation>();
            if !matches!(request.method().as_str(), "GET" | "HEAD" | "QUERY")
                || operation.is_some_and(|it| it.is_redirect())
            {
                return self.0.send(request).await;
            }
            let (mut head, body) = request.into_parts();
            let mut body = body.collect().await?;
            for _ in 0..MAX_REDIRECTS {
                let response = self.0.send(again(&head, &body)).await?;
                match target(&head.uri, response.status(), response.headers()) {
                    Some(next) => head.uri = next,
                    None => return Ok(response),
                }
                // The result of a QUERY is at the new location, for GET (RFC 10008).
                if response.status() == StatusCode::SEE_OTHER && head.method.as_str() == "QUERY" {
                    head.method = Method::GET;
                    head.headers.remove(CONTENT_TYPE);
                    body.clear();
                }
            }
            self.0.send(again(&head, &body)).await
        })
    }
}

fn again(head: &Parts, body: &bytes::Bytes) -> Request<Body> {
    Request::from_parts(head.clone(), body.clone().into())
}

/// The target of a redirect from `from` (RFC 9110 §15.4); `None` if the response is no redirect, or
/// one to another origin or without TLS.
fn target(from: &Uri, status: StatusCode, headers: &HeaderMap) -> Option<Uri> {
    if !matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308) {
        return None;
    }
    let next = link::follow(from, headers.get(LOCATION)?.to_str().ok()?)?;
    (next.scheme_str() == Some("https")).then_some(next)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn followed(from: &str, status: u16, location: &str) -> Option<String> {
        let headers = HeaderMap::from_iter([(LOCATION, location.parse().unwrap())]);
        let status = StatusCode::from_u16(status).unwrap();
        target(&from.parse().unwrap(), status, &headers).map(|uri| uri.to_string())
    }

    #[test]
    fn only_the_same_origin_over_https_is_followed() {
        let from = "https://h/v1/c?q=1";
        for (location, expected) in [
            ("/v2/c", Some("https://h/v2/c")),
            ("d?r=2#f", Some("https://h/v1/d?r=2")),
            ("https://h:443/x", Some("https://h/x")),
            ("https://H/x", Some("https://h/x")),
            ("https://user:pass@h/x", Some("https://h/x")),
            ("//h/x", Some("https://h/x")),
            ("http://h/x", None),
            ("https://h:444/x", None),
            ("https://h.evil.example/x", None),
            ("https://h@evil.example/x", None),
            ("//evil.example/x", None),
            ("https:\\\\evil.example/x", None),
            ("file:///etc/passwd", None),
            ("https://", None),
        ] {
            assert_eq!(followed(from, 302, location).as_deref(), expected, "{location}");
        }
        assert_eq!(followed("http://h/v1", 302, "/v2"), None);
        assert_eq!(followed("http://h/v1", 302, "https://h/v2"), None);
    }

    #[tokio::test]
    async fn only_safe_methods_are_repeated() {
        use crate::testing::{FakeTransport, Sent, status};

        for (method, requests) in
            [("GET", 2), ("HEAD", 2), ("QUERY", 2), ("POST", 1), ("COPY", 1), ("DELETE", 1)]
        {
            let fake = FakeTransport::new()
                .on(|_: &Sent| true, status(307).header("location", "/next"))
                .on(|_: &Sent| true, status(200));
            let redirects = Redirects(Arc::new(fake.clone()));
            let request = Request::builder().method(method).uri("https://h/v1");
            redirects.send(request.body(Body::from("body")).unwrap()).await.unwrap();
            let sent = fake.requests();
            assert_eq!(sent.len(), requests, "{method}");
            assert!(sent.iter().all(|sent| sent.body == "body"));
        }
    }

    #[tokio::test]
    async fn a_query_is_redirected_with_303_to_get() {
        use crate::testing::{FakeTransport, Sent, status};

        let fake = FakeTransport::new()
            .on(|_: &Sent| true, status(303).header("location", "/found"))
            .on(|_: &Sent| true, status(200));
        let redirects = Redirects(Arc::new(fake.clone()));
        let request = Request::builder().method("QUERY").uri("https://h/v1");
        let request = request.header("content-type", "application/json");
        redirects.send(request.body(Body::from("{}")).unwrap()).await.unwrap();
        let [asked, got] = &fake.requests()[..] else { panic!("{fake:?}") };
        assert_eq!((asked.method.as_str(), &*asked.body), ("QUERY", &b"{}"[..]));
        assert_eq!((got.method.as_str(), &*got.body), ("GET", &b""[..]));
        assert!(!got.headers.contains_key("content-type") && got.uri.path() == "/found");
    }

    /// RFC 9110 §15.4.4: the new location answers `HEAD` too.
    #[tokio::test]
    async fn only_a_query_becomes_a_get() {
        use crate::testing::{FakeTransport, Sent, status};

        for (method, code) in [("HEAD", 303), ("QUERY", 307), ("QUERY", 301)] {
            let fake = FakeTransport::new()
                .on(|_: &Sent| true, status(code).header("location", "/next"))
                .on(|_: &Sent| true, status(200));
            let request = Request::builder().method(method).uri("https://h/v1");
            let redirects = Redirects(Arc::new(fake.clone()));
            redirects.send(request.body(Body::empty()).unwrap()).await.unwrap();
            assert!(fake.requests().iter().all(|sent| sent.method == method), "{method} {code}");
        }
    }

    #[tokio::test]
    async fn a_long_chain_ends_with_a_redirect() {
        use crate::testing::{FakeTransport, Sent, status};

        let fake =
            FakeTransport::new().on(|_: &Sent| true, status(302).header("location", "/next"));
        let request = Request::builder().uri("https://h/v1").body(Body::empty()).unwrap();
        let response = Redirects(Arc::new(fake.clone())).send(request).await.unwrap();
        assert_eq!((response.status().as_u16(), fake.requests().len()), (302, 6));
    }

    #[tokio::test]
    async fn a_redirect_that_an_operation_returns_is_not_followed() {
        use crate::testing::{FakeTransport, Sent, status};

        static LOGIN: Operation = Operation::get("login", "/login").redirects();
        let fake =
            FakeTransport::new().on(|_: &Sent| true, status(302).header("location", "/next"));
        let mut request = Request::builder().uri("https://h/login").body(Body::empty()).unwrap();
        request.extensions_mut().insert(&LOGIN);
        let response = Redirects(Arc::new(fake.clone())).send(request).await.unwrap();
        assert_eq!((response.status().as_u16(), fake.requests().len()), (302, 1));
    }

    #[test]
    fn only_redirects_are_followed() {
        for (status, expected) in [
            (301, true),
            (302, true),
            (303, true),
            (307, true),
            (308, true),
            (200, false),
            (201, false),
            (300, false),
            (304, false),
            (404, false),
            (503, false),
        ] {
            assert_eq!(followed("https://h/v1", status, "/v2").is_some(), expected, "{status}");
        }
    }
}
