//! The generated client calls the server.

use shop_client::{Client, ErrorKind, types::{NewOrder, Status}};

#[tokio::test]
async fn an_order_is_created_and_found() -> Result<(), Box<dyn std::error::Error>> {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("http://{}", listener.local_addr()?);
    tokio::spawn(async { axum::serve(listener, shop::app()).await });
    let client = Client::builder().base_url(url).build()?;

    let order = client.orders().create(NewOrder::new("Tea")).await?;
    assert_eq!(order.status, Status::Open);
    assert_eq!(client.orders().retrieve(order.id).await?.product, "Tea");

    let error = client.orders().retrieve(7).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound);
    assert!(error.to_string().contains("there is no order 7"), "{error}");
    Ok(())
}
