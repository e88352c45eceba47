//! Limits on sizes, and compressed bodies.

use super::*;

fn long(length: usize) -> String {
    format!("\"{}\"", "x".repeat(length - 2))
}

#[tokio::test]
async fn a_body_over_the_limit_is_an_error_of_its_own() {
    let fake = fake([json(long(100))]);
    let client = builder(&fake).max_body(100).build().unwrap();
    let text: String = retrieve(&client).returning().await.unwrap();
    assert_eq!(text.len(), 98);

    let client = client.to_builder().max_body(99).build().unwrap();
    let error = retrieve(&client).returning::<String>().await.unwrap_err();
    assert_eq!((error.kind(), error.status()), (ErrorKind::TooLarge, Some(StatusCode::OK)));
    assert_eq!(error.retries(), 0);
    let Error::TooLarge(error) = error else { panic!() };
    assert_eq!(error.limit(), 99);
    assert!(error.to_string().ends_with("the body is larger than the limit of 99 bytes"));
}

#[tokio::test]
async fn the_body_of_an_error_is_cut_off() {
    let body = format!(r#"{{"message":"cold","more":{}}}"#, long(100));
    let fake = fake([status(404).body(body)]);
    let client = builder(&fake).max_error_body(20).build().unwrap();
    let Error::Api(error) = retrieve(&client).await.unwrap_err() else { panic!() };
    assert_eq!(
        (error.status, &*error.body),
        (StatusCode::NOT_FOUND, &br#"{"message":"cold","m"#[..])
    );
}

#[tokio::test]
async fn a_compressed_body_is_an_error_that_names_the_feature() {
    for (encoding, feature) in
        [("gzip", "the feature `gzip`"), ("BR", "the feature `br`"), ("deflate", "decompress")]
    {
        let reply = json("\u{1f}\u{8b}").header("content-encoding", encoding);
        let client = client(&fake([reply]));
        let error = retrieve(&client).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode);
        let Error::Decode(error) = error else { panic!() };
        assert!(error.to_string().contains(feature), "{error}");
        let error = retrieve(&client).returning::<crate::BodyStream>().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode);
        // The caller decompresses it.
        let request = retrieve(&client).header("accept-encoding", "gzip");
        assert_eq!(request.returning::<Bytes>().await.unwrap(), "\u{1f}\u{8b}");
    }
    for encoding in ["identity", "aws-chunked"] {
        let client = client(&fake([json(LADLE).header("content-encoding", encoding)]));
        retrieve(&client).await.unwrap();
    }
    let head = fake([status(200).header("content-encoding", "gzip")]);
    retrieve(&client(&head)).returning::<()>().await.unwrap();
}
