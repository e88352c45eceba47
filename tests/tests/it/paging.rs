//! How listings continue and end.

use futures_util::{StreamExt, TryStreamExt};
use openai_containers::{
    Error, ErrorKind, Items,
    testing::{FakeTransport, Reply, json, operation, status},
    types::{ContainerList, Order},
};

use crate::fake::{answering, client, page};

/// The IDs that a listing yields, and the error that ends it.
async fn ids(mut items: Items<ContainerList>) -> (Vec<String>, Option<ErrorKind>) {
    let mut ids = Vec::new();
    loop {
        match items.try_next().await {
            Ok(Some(container)) => ids.push(container.id),
            Ok(None) => return (ids, None),
            Err(error) => {
                assert!(items.next().await.is_none(), "an error is the end");
                return (ids, Some(error.kind()));
            }
        }
    }
}

fn cursors(fake: &FakeTransport) -> Vec<Option<String>> {
    fake.requests().iter().map(|sent| sent.query("after")).collect()
}

#[tokio::test]
async fn a_listing_ends_on_the_last_page_or_with_an_error() {
    let without_id = json(
        r#"{"data": [{"id": "", "object": "o", "name": "n", "created_at": 1, "status": "s"}], "has_more": true}"#,
    );
    // The replies, the IDs, the cursors after the first request, and the error.
    type Case<'a> = (Vec<Reply>, &'a [&'a str], &'a [&'a str], Option<ErrorKind>);
    let cases: [Case<'_>; 11] = [
        (
            vec![page(&["a", "b"], Some(true)), page(&["c"], Some(false))],
            &["a", "b", "c"],
            &["b"],
            None,
        ),
        (vec![page(&["a"], Some(false))], &["a"], &[], None),
        (vec![page(&["a"], None), page(&[], None)], &["a"], &["a"], None),
        (vec![page(&[], Some(true))], &[], &[], None),
        (
            vec![page(&["a"], Some(true)), page(&[], Some(true)), page(&["b"], None)],
            &["a"],
            &["a"],
            None,
        ),
        (vec![without_id], &[""], &[], None),
        (vec![status(404)], &[], &[], Some(ErrorKind::NotFound)),
        (vec![page(&["a"], Some(true)), status(404)], &["a"], &["a"], Some(ErrorKind::NotFound)),
        (vec![page(&["a"], Some(true))], &["a", "a"], &["a"], Some(ErrorKind::Pagination)),
        (
            vec![page(&["a"], Some(true)), page(&["b"], Some(true)), page(&["a"], Some(true))],
            &["a", "b", "a"],
            &["a", "b"],
            Some(ErrorKind::Pagination),
        ),
        (vec![json(r#"{"data": 5}"#)], &[], &[], Some(ErrorKind::Decode)),
    ];
    for (number, (replies, expected, after, kind)) in cases.into_iter().enumerate() {
        let fake = answering(replies);
        let (found, error) = ids(client(&fake).containers().list().items()).await;
        assert_eq!(
            (found, error),
            (expected.iter().map(|id| id.to_string()).collect(), kind),
            "{number}"
        );
        let after = after.iter().map(|id| Some(id.to_string()));
        assert_eq!(cursors(&fake), [None].into_iter().chain(after).collect::<Vec<_>>(), "{number}");
    }
}

#[tokio::test]
async fn the_cursor_is_the_id_of_the_last_item_and_not_last_id() {
    let first = r#"{"data": [ITEM], "first_id": "x", "last_id": "x", "has_more": true}"#;
    let first = first.replace("ITEM", &crate::fake::container("a/b?c").to_string());
    let fake = answering([json(first), page(&["z"], Some(false))]);
    let (found, _) = ids(client(&fake).containers().list().items()).await;
    assert_eq!(found, ["a/b?c", "z"]);
    assert_eq!(cursors(&fake), [None, Some("a/b?c".to_owned())]);
}

#[tokio::test]
async fn every_page_has_the_same_parameters() {
    let fake = answering([page(&["a"], Some(true)), page(&["b"], None), page(&["c"], Some(false))]);
    let listing = client(&fake).containers().list().limit(1).order(Order::Asc).name("n").after("0");
    let listing = listing.query("q", "1").header("x-a", "1").remove_header("user-agent");
    ids(listing.items()).await;
    let queries: Vec<_> =
        fake.requests().iter().filter_map(|it| it.uri.query().map(str::to_owned)).collect();
    let query = |after| format!("limit=1&order=asc&name=n&after={after}&q=1");
    assert_eq!(queries, ["0", "a", "b"].map(query));
    for sent in fake.requests() {
        assert_eq!(
            (&sent.headers["x-a"], sent.headers.get("user-agent")),
            (&"1".parse().expect("a value"), None)
        );
        assert_eq!(sent.headers["authorization"], "Bearer sk-sesame");
    }
}

#[tokio::test]
async fn each_page_has_its_own_retries() {
    let busy = || [status(503), status(503)];
    let replies = busy().into_iter().chain([page(&["a"], Some(true))]);
    let fake = answering(replies.chain(busy()).chain([page(&["b"], Some(false))]));
    assert_eq!(ids(client(&fake).containers().list().items()).await.0, ["a", "b"]);
    fake.assert_sent("containers.list", 6);
    fake.assert_sent(operation("containers.list").query("after", "a"), 3);
}

#[tokio::test]
async fn pages_are_fetched_on_demand_or_one_ahead() {
    for (ahead, expected) in [(false, [1, 1, 2, 3]), (true, [2, 2, 3, 3])] {
        let fake = answering([
            page(&["a", "b"], Some(true)),
            page(&["c"], None),
            page(&["d"], Some(false)),
        ]);
        let items = client(&fake).containers().list().items();
        let mut items = if ahead { items.prefetch() } else { items };
        fake.assert_sent("containers.list", 0);
        for requests in expected {
            items.try_next().await.expect("an item");
            fake.assert_sent("containers.list", requests);
        }
        assert!(items.next().await.is_none());
        fake.assert_sent("containers.list", 3);
    }
}

#[tokio::test]
async fn a_dropped_stream_fetches_no_more_pages() {
    let fake = answering([page(&["a"], Some(true)), page(&["b"], Some(true))]);
    let mut pages = client(&fake).containers().list().pages();
    pages.try_next().await.expect("a page");
    drop(pages);
    fake.assert_sent("containers.list", 1);
}

#[tokio::test]
async fn a_page_knows_the_next_one() -> Result<(), Error> {
    let fake = answering([page(&["a"], Some(true)), page(&["b"], Some(false))]);
    let first = client(&fake).containers().list().await?;
    assert!(first.has_next_page());
    let second = first.next_page().await?.expect("a page");
    assert_eq!((second.data[0].id.as_str(), second.has_next_page()), ("b", false));
    assert!(second.next_page().await?.is_none());
    fake.assert_sent("containers.list", 2);
    Ok(())
}
