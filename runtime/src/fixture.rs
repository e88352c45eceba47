//! A small API for unit tests.

use crate::{
    Api, Client, ClientBuilder, Credential, Header, Operation, PageRequest, Request, list, object,
    testing::FakeTransport,
};

pub(crate) static API: Api = Api {
    base_url_env: Some("CASTING_BASE_URL"),
    headers_env: Some("CASTING_HEADERS"),
    credentials: &[Credential::bearer("api_key", Some("CASTING_KEY"))],
    headers: &[Header { name: "X-Plant", env: Some("CASTING_PLANT") }],
    ..api()
};

/// An API without settings.
pub(crate) const fn api() -> Api {
    Api {
        user_agent: "casting/1.0",
        base_url: Some("https://api.example.com/v1"),
        base_url_env: None,
        headers_env: None,
        request_id: "x-request-id",
        credentials: &[],
        headers: &[],
        idempotency_header: None,
        retry_all_methods: false,
    }
}

pub(crate) static RETRIEVE: Operation = Operation::get("ladles.retrieve", "/ladles/{ladle_id}");
pub(crate) static LIST: Operation = Operation::get("ladles.list", "/ladles");

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Ladle {
    pub(crate) id: String,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct LadleList {
    pub(crate) data: Vec<Ladle>,
    pub(crate) has_more: Option<bool>,
}

object! { Ladle { id } }
object! { LadleList { data, has_more } }
list! { LadleList { data: [Ladle], after: id, more: has_more } }

/// A builder of clients that talk to `fake`, on its clock.
pub(crate) fn builder(fake: &FakeTransport) -> ClientBuilder {
    let builder = ClientBuilder::new(&API).credential("sk-sesame");
    builder.transport(fake.clone()).clock(fake.clock())
}

pub(crate) fn client(fake: &FakeTransport) -> Client {
    builder(fake).build().unwrap()
}

pub(crate) fn retrieve(client: &Client) -> Request<Ladle> {
    Request::new(client, &RETRIEVE).path("ladle_id", "l_1")
}

pub(crate) fn list(client: &Client) -> PageRequest<LadleList> {
    PageRequest::new(client, &LIST)
}
