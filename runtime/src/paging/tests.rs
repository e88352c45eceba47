use futures_util::{StreamExt, TryStreamExt};

use super::*;
use crate::{
    ErrorKind,
    fixture::{Ladle, LadleList, client, list},
    testing::{FakeTransport, Reply, respond, status},
};

fn page(ids: &[&str], has_more: Option<bool>) -> Reply {
    let data = ids.iter().map(|id| Ladle { id: id.to_string() }).collect();
    respond(LadleList { data, has_more })
}

fn fake(replies: impl IntoIterator<Item = Reply>) -> FakeTransport {
    replies.into_iter().fold(FakeTransport::new(), |fake, reply| fake.on("ladles.list", reply))
}

async fn ids(items: Items<LadleList>) -> Result<Vec<String>, Error> {
    items.map_ok(|ladle| ladle.id).try_collect().await
}

fn queries(fake: &FakeTransport) -> Vec<String> {
    fake.requests().iter().map(|sent| sent.uri.query().unwrap_or_default().to_owned()).collect()
}

#[tokio::test]
async fn a_listing_goes_on_until_the_server_says_no_more() {
    let fake = fake([page(&["a", "b"], Some(true)), page(&["c"], None), page(&["d"], Some(false))]);
    let request = list(&client(&fake)).param("limit", 2).query("after", "x").header("x-a", "1");
    assert_eq!(ids(request.items()).await.unwrap(), ["a", "b", "c", "d"]);
    assert_eq!(queries(&fake), ["limit=2&after=x", "limit=2&after=b", "limit=2&after=c"]);
    assert!(fake.requests().iter().all(|sent| sent.headers["x-a"] == "1"));
}

#[tokio::test]
async fn without_items_or_ids_it_ends() {
    for last in [page(&[], Some(true)), page(&["a", ""], Some(true))] {
        let fake = fake([last]);
        ids(list(&client(&fake)).items()).await.unwrap();
        assert_eq!(fake.requests().len(), 1);
    }
}

#[tokio::test]
async fn a_cursor_that_comes_back_is_an_error_after_the_items() {
    let fake = fake([page(&["a"], Some(true)), page(&["b"], Some(true)), page(&["a"], Some(true))]);
    let mut items = list(&client(&fake)).items();
    for id in ["a", "b", "a"] {
        assert_eq!(items.try_next().await.unwrap().unwrap().id, id);
    }
    assert_eq!(items.try_next().await.unwrap_err().kind(), ErrorKind::Pagination);
    assert!(items.next().await.is_none() && items.is_terminated());
    assert_eq!(fake.requests().len(), 3);
}

#[tokio::test]
async fn a_failure_ends_the_stream_once() {
    let fake = fake([page(&["a"], Some(true)), status(404)]);
    let mut pages = list(&client(&fake)).pages();
    assert_eq!(pages.try_next().await.unwrap().unwrap().data.len(), 1);
    assert_eq!(pages.try_next().await.unwrap_err().kind(), ErrorKind::NotFound);
    assert!(pages.next().await.is_none() && pages.is_terminated());
}

#[tokio::test]
async fn pages_are_fetched_when_asked_for() {
    let fake = fake([page(&["a"], Some(true)), page(&["b"], Some(false))]);
    let first = list(&client(&fake)).await.unwrap();
    assert!(first.has_next_page());
    assert_eq!(fake.requests().len(), 1);
    assert_eq!((&first).into_iter().map(|ladle| &*ladle.id).collect::<Vec<_>>(), ["a"]);
    let second = first.next_page().await.unwrap().unwrap();
    assert!(!second.has_next_page() && second.next_page().await.unwrap().is_none());
    assert_eq!(second.into_iter().map(|ladle| ladle.id).collect::<Vec<_>>(), ["b"]);
    assert_eq!(queries(&fake), ["", "after=a"]);
}

#[tokio::test]
async fn pages_can_be_fetched_ahead() {
    let fake =
        fake([page(&["a", "b"], Some(true)), page(&["c"], Some(true)), page(&["d"], Some(false))]);
    let mut items = list(&client(&fake)).items().prefetch();
    for (id, requests) in [("a", 2), ("b", 2), ("c", 3), ("d", 3)] {
        assert_eq!(items.try_next().await.unwrap().unwrap().id, id);
        assert_eq!(fake.requests().len(), requests);
    }
    assert!(items.next().await.is_none());
}

#[tokio::test]
async fn a_stream_is_terminated_after_its_last_item() {
    let fake = fake([page(&["a", "b"], Some(true)), page(&["c", "d"], Some(false))]);
    let mut items = list(&client(&fake)).items();
    for id in ["a", "b", "c", "d"] {
        assert!(!items.is_terminated(), "{id}");
        assert_eq!(items.try_next().await.unwrap().unwrap().id, id);
    }
    assert!(items.is_terminated() && items.next().await.is_none());

    let mut pages = list(&client(&fake)).pages();
    assert!(!pages.is_terminated());
    pages.try_next().await.unwrap();
    assert!(pages.is_terminated() && pages.next().await.is_none());
}

#[test]
fn debug_shows_nothing_of_the_request() {
    let request = list(&client(&fake([]))).header("x-token", "sesame");
    let shown = format!("{:?} {:?}", request.clone().pages(), request.items());
    assert_eq!(shown, "Pages Items");
}

#[tokio::test]
async fn debug_shows_the_list_of_a_page() {
    let fake = fake([page(&["a"], None)]);
    let page = list(&client(&fake)).header("x-token", "sesame").await.unwrap();
    let shown = r#"Page(LadleList { data: [Ladle { id: "a" }], has_more: None })"#;
    assert_eq!(format!("{page:?}"), shown);
}

#[tokio::test]
async fn a_page_that_leads_to_itself_has_no_next() {
    let fake = fake([page(&["a"], Some(true))]);
    let page = list(&client(&fake)).await.unwrap().next_page().await.unwrap().unwrap();
    assert_eq!(page.next_page().await.unwrap_err().kind(), ErrorKind::Pagination);
    assert_eq!(fake.requests().len(), 2);
}

#[test]
fn requests_and_streams_can_be_sent_to_other_threads() {
    fn send<T: Send + Unpin>() {}
    fn share<T: Send + Sync + Clone>() {}
    send::<Pages<LadleList>>();
    send::<Items<LadleList>>();
    send::<Sending<Ladle>>();
    share::<crate::Client>();
    share::<crate::Request<Ladle>>();
}

#[cfg(feature = "blocking")]
#[tokio::test]
async fn blocking_calls_work_inside_of_a_runtime() {
    let fake = fake([page(&["a"], Some(true)), page(&["b"], Some(false))]);
    let client = client(&fake);
    let items: Result<Vec<_>, _> = list(&client).items_blocking().collect();
    assert_eq!(items.unwrap().len(), 2);
    let last = list(&client).send_blocking().unwrap();
    assert!(last.next_page_blocking().unwrap().is_none());
}

#[cfg(feature = "blocking")]
#[tokio::test]
async fn the_next_page_can_be_fetched_without_async() {
    let fake = fake([page(&["a"], Some(true)), page(&["b"], Some(false))]);
    let first = list(&client(&fake)).send_blocking().unwrap();
    assert_eq!(first.next_page_blocking().unwrap().unwrap().data[0].id, "b");
}
