//! A server for the orders of a shop.

use std::sync::{Arc, Mutex, PoisonError};

use axum::{
    Json, Router,
    extract::{Path, State},
    http::StatusCode,
};
use serde::{Deserialize, Serialize};
use utoipa::{OpenApi, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

/// An order.
#[derive(Clone, Serialize, ToSchema)]
pub struct Order {
    /// The number of the order.
    pub id: u64,
    /// What is ordered.
    pub product: String,
    pub status: Status,
}

/// The status of an order.
#[derive(Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    Open,
    Shipped,
}

/// What an order needs.
#[derive(Deserialize, ToSchema)]
pub struct NewOrder {
    /// What is ordered.
    pub product: String,
}

/// Why a request failed.
#[derive(Serialize, ToSchema)]
pub struct Problem {
    pub message: String,
}

type Orders = Arc<Mutex<Vec<Order>>>;

/// Creates an order.
#[utoipa::path(post, path = "/orders", operation_id = "create_order", tag = "orders",
    responses((status = 201, description = "The order.", body = Order)))]
async fn create(State(orders): State<Orders>, Json(new): Json<NewOrder>) -> (StatusCode, Json<Order>) {
    let mut orders = orders.lock().unwrap_or_else(PoisonError::into_inner);
    let order = Order { id: orders.len() as u64 + 1, product: new.product, status: Status::Open };
    orders.push(order.clone());
    (StatusCode::CREATED, Json(order))
}

/// Returns an order.
#[utoipa::path(get, path = "/orders/{id}", operation_id = "get_order", tag = "orders",
    params(("id" = u64, Path, description = "The number of the order.")),
    responses(
        (status = 200, description = "The order.", body = Order),
        (status = 404, description = "There is no such order.", body = Problem),
    ))]
async fn retrieve(
    State(orders): State<Orders>,
    Path(id): Path<u64>,
) -> Result<Json<Order>, (StatusCode, Json<Problem>)> {
    let orders = orders.lock().unwrap_or_else(PoisonError::into_inner);
    let found = orders.iter().find(|order| order.id == id).cloned();
    let problem = || Problem { message: format!("there is no order {id}") };
    found.map(Json).ok_or_else(|| (StatusCode::NOT_FOUND, Json(problem())))
}

#[derive(OpenApi)]
#[openapi(info(title = "Shop", description = "Orders of a shop."), tags((name = "orders", description = "The orders.")))]
struct Api;

fn router() -> OpenApiRouter<Orders> {
    OpenApiRouter::with_openapi(Api::openapi()).routes(routes!(create)).routes(routes!(retrieve))
}

/// The server.
pub fn app() -> Router {
    let (router, _) = router().split_for_parts();
    router.with_state(Orders::default())
}

/// The OpenAPI document of the server.
pub fn document() -> utoipa::openapi::OpenApi {
    router().into_openapi()
}
