use std::sync::Arc;

use futures_util::{TryStreamExt, stream};
use http::{Request as HttpRequest, Response as HttpResponse};

use super::*;
use crate::{
    BoxFuture, ErrorKind, Operation, Request, Response, Transport, TransportError,
    fixture::{Ladle, builder},
    testing::{FakeTransport, json, status},
};

pub(crate) static DOWNLOAD: Operation =
    Operation::get("ladles.download", "/ladles/drawing").accept("image/png");

/// Answers in pieces; the empty one is a broken connection.
pub(crate) struct Pieces(pub(crate) Arc<[&'static str]>);

impl Transport for Pieces {
    fn send(
        &self,
        request: HttpRequest<Body>,
    ) -> BoxFuture<'_, Result<HttpResponse<Body>, TransportError>> {
        assert_eq!(request.headers()["accept"], "image/png");
        let piece = |piece: &&'static str| match *piece {
            "" => Err(TransportError::Connection("cut".into())),
            piece => Ok(Bytes::from(piece)),
        };
        let pieces: Vec<_> = self.0.iter().map(piece).collect();
        let body = Body::stream(stream::iter(pieces));
        Box::pin(std::future::ready(Ok(HttpResponse::new(body))))
    }
}

/// A request that is answered in these pieces.
pub(crate) fn request<T>(pieces: &[&'static str]) -> Request<T> {
    let client = builder(&FakeTransport::new()).transport(Pieces(pieces.into())).build().unwrap();
    Request::new(&client, &DOWNLOAD)
}

#[tokio::test]
async fn a_body_is_read_as_it_arrives() {
    let mut body: BodyStream = request(&["a", "b", "c"]).await.unwrap();
    for piece in ["a", "b", "c"] {
        assert_eq!(body.try_next().await.unwrap().unwrap(), piece);
    }
    assert!(!body.is_terminated());
    assert!(body.try_next().await.unwrap().is_none() && body.is_terminated());
    assert!(body.try_next().await.unwrap().is_none());
}

#[tokio::test]
async fn a_body_is_read_as_a_whole() {
    let body = async || -> BodyStream { request(&["a", "b\u{e9}"]).await.unwrap() };
    assert_eq!(body().await.bytes().await.unwrap(), "b\u{e9}".replace('b', "ab"));
    assert_eq!(body().await.text().await.unwrap(), "ab\u{e9}");
    let cut: BodyStream = request(&["a", ""]).await.unwrap();
    assert_eq!(cut.text().await.unwrap_err().kind(), ErrorKind::Connection);

    let small = builder(&FakeTransport::new()).max_body(3);
    let small = small.transport(Pieces(["ab", "cd"].as_slice().into())).build().unwrap();
    let body: BodyStream = Request::new(&small, &DOWNLOAD).await.unwrap();
    let Error::TooLarge(error) = body.bytes().await.unwrap_err() else { panic!() };
    assert_eq!((error.limit(), error.to_string().contains("the body")), (3, true));
}

#[tokio::test]
async fn a_broken_connection_is_the_last_thing() {
    let mut body: BodyStream = request(&["a", "", "b"]).await.unwrap();
    assert_eq!(body.try_next().await.unwrap().unwrap(), "a");
    assert_eq!(body.try_next().await.unwrap_err().kind(), ErrorKind::Connection);
    assert!(body.try_next().await.unwrap().is_none());
}

#[tokio::test]
async fn the_response_comes_along() {
    let response: Response<BodyStream> = request(&["a"]).with_response().await.unwrap();
    assert_eq!(response.status(), 200);
    let pieces: Vec<_> = response.into_inner().try_collect().await.unwrap();
    assert_eq!(pieces, ["a"]);
}

#[tokio::test]
async fn texts_and_bytes_are_whole() {
    let text: Text = request(&["a", "b"]).await.unwrap();
    assert_eq!((&*text, text.to_string()), ("ab", "ab".to_owned()));
    let bytes: Bytes = request(&["a", "b"]).await.unwrap();
    assert_eq!(bytes, "ab");
}

#[tokio::test]
async fn a_refusal_is_read_and_retried_as_ever() {
    let fake = FakeTransport::new()
        .on("ladles.download", status(503))
        .on("ladles.download", status(404).body("gone"));
    let client = builder(&fake).build().unwrap();
    let error = Request::<BodyStream>::new(&client, &DOWNLOAD).await.unwrap_err();
    assert_eq!((error.kind(), error.retries()), (ErrorKind::NotFound, 1));
    let Error::Api(error) = error else { panic!() };
    assert_eq!(error.body, "gone");
}

#[tokio::test]
async fn an_answer_may_have_several_types() {
    #[derive(Debug, PartialEq)]
    enum Cast {
        Done(Ladle),
        Nothing(()),
    }
    crate::answers! { Cast { Done = 200, Nothing = 204 | 205 } }

    let fake = FakeTransport::new()
        .on("ladles.download", json(r#"{"id": "l_1"}"#))
        .on("ladles.download", status(204))
        .on("ladles.download", status(202));
    let client = builder(&fake).build().unwrap();
    let request = Request::<Cast>::new(&client, &DOWNLOAD);
    assert_eq!(request.clone().await.unwrap(), Cast::Done(Ladle { id: "l_1".into() }));
    assert_eq!(request.clone().await.unwrap(), Cast::Nothing(()));
    let error = request.await.unwrap_err();
    assert_eq!((error.kind(), error.status().unwrap().as_u16()), (ErrorKind::Decode, 202));
    let optional = Request::<Option<Ladle>>::new(&client, &DOWNLOAD).await.unwrap();
    assert_eq!(optional, None);
}

#[tokio::test]
async fn an_error_may_have_several_types() {
    #[derive(Debug, PartialEq)]
    enum CastError {
        Gone(Ladle),
        Other(crate::RawJson),
    }
    crate::errors! { CastError { Gone = 404 | 410, Other = 500..=599 } }

    let text = r#"{"id": "l_1"}"#;
    for (status_code, expected) in [
        (404, Some(CastError::Gone(Ladle { id: "l_1".into() }))),
        (501, Some(CastError::Other(text.parse().unwrap()))),
        (400, None),
    ] {
        let reply = status(status_code).body(text);
        let client = builder(&FakeTransport::new().on("ladles.download", reply)).build().unwrap();
        let request = Request::<()>::new(&client, &DOWNLOAD).max_retries(0);
        let Err(Error::Api(error)) = request.await else { panic!() };
        assert_eq!(error.decode().ok(), expected);
    }
}
