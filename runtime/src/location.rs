//! Responses that are a redirect to another URL.

use std::{fmt, ops::Deref};

use http::header::LOCATION;
use url::Url;

use crate::{Answer, Error, FromAnswer, json::__private::unexpected};

/// The URL that a redirect leads to: its `Location` (RFC 9110 §10.2.2), made absolute. The redirect is
/// not followed.
///
/// The URL may be signed: then everyone who has the URL can use it. Therefore `Debug` shows only
/// its origin.
///
/// ```
/// # use bessemer_runtime::{Client, Error, Operation, Request};
/// use bessemer_runtime::Location;
///
/// static DRAWING: Operation =
///     Operation::get("ladles.drawing", "/ladles/{ladle_id}/drawing").redirects();
///
/// async fn drawing(client: &Client) -> Result<String, Error> {
///     let url: Location = Request::new(client, &DRAWING).path("ladle_id", "l1").await?;
///     Ok(url.into())
/// }
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Location(String);

impl FromAnswer for Location {
    fn from_answer(answer: &Answer) -> Result<Self, Error> {
        let wrong = |what: &'static str| answer.unexpected(answer.body().clone(), unexpected(what));
        let location = answer.headers().get(LOCATION);
        let location = location.ok_or_else(|| wrong("the response has no `location` header"))?;
        let request = answer.call.request().map_err(Error::InvalidRequest)?;
        let from = Url::parse(&request.uri().to_string()).ok();
        let url = location.to_str().ok().zip(from).and_then(|(to, from)| from.join(to).ok());
        url.map(|url| Self(url.into()))
            .ok_or_else(|| wrong("the `location` header of the response is not a URL"))
    }
}

impl Deref for Location {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Debug for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let origin = Url::parse(&self.0).map(|url| url.origin().ascii_serialization());
        f.debug_tuple("Location").field(&origin.unwrap_or_default()).finish()
    }
}

impl From<Location> for String {
    fn from(location: Location) -> Self {
        location.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Operation, Request, fixture,
        testing::{FakeTransport, Sent, status},
    };

    static DRAWING: Operation = Operation::get("ladles.drawing", "/ladles/drawing").redirects();

    async fn located(status_code: u16, location: Option<&str>) -> Result<Location, Error> {
        let reply = match location {
            Some(location) => status(status_code).header("location", location),
            None => status(status_code),
        };
        let fake = FakeTransport::new().on(|_: &Sent| true, reply);
        let client = fixture::client(&fake);
        Request::new(&client, &DRAWING).await
    }

    #[tokio::test]
    async fn a_location_is_absolute_and_not_followed() {
        for (status, location, expected) in [
            (
                302,
                "https://files.example.com/a?signature=s",
                "https://files.example.com/a?signature=s",
            ),
            (303, "/v2/x", "https://api.example.com/v2/x"),
        ] {
            let found = located(status, Some(location)).await.unwrap();
            assert_eq!(&*found, expected);
            assert!(!format!("{found:?}").contains("signature"));
        }
    }

    #[tokio::test]
    async fn a_redirect_without_a_location_is_an_error() {
        for (status, location) in [(302, None), (200, None), (302, Some("https://"))] {
            let error = located(status, location).await.unwrap_err();
            assert!(matches!(error, Error::Decode(_)), "{error}");
        }
        assert!(matches!(located(304, Some("/x")).await, Err(Error::Api(_))));
    }
}
