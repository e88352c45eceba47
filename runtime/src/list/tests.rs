use futures_util::TryStreamExt;

use crate::{
    ErrorKind, List, Operation, PageRequest,
    fixture::{LIST, client},
    list, object,
    testing::{FakeTransport, json},
};

macro_rules! envelopes {
    ($($list:ident { $($field:ident: $type:ty),* } => { $($rest:tt)* })*) => {$(
        #[derive(Clone, Debug)]
        struct $list {
            $($field: $type,)*
        }
        object! { $list { $($field),* } }
        list! { shared $list { $($rest)* } }
    )*};
}

#[derive(Clone, Debug)]
struct Numbered {
    id: i64,
}

#[derive(Clone, Debug)]
struct Meta {
    next: Option<String>,
    more: bool,
}

object! { Numbered { id } }
object! { Meta { next, more } }

envelopes! {
    ByToken { data: Vec<i64>, next: Option<String> } => { data: [i64], "page[after]" = next }
    ByNumber { data: Vec<Numbered>, more: bool } => { data: [Numbered], after: id, more: more }
    ByNullable { data: Vec<Option<Numbered>>, more: bool } => {
        data: [Option<Numbered>], after: (?.id), more: more
    }
    ByPage { data: Vec<i64> } => { data: [i64], page += 1 }
    ByPages { data: Vec<i64>, pages: Option<i64> } => { data: [i64], page += 1 from 0, pages: pages }
    ByOffset { data: Vec<i64>, total: i64 } => { data: [i64], offset += items, total: total }
    ByLink { data: Vec<i64> } => { data: [i64], link }
    Nested { meta: Option<Meta> , data: Vec<i64>} => {
        data: [i64], cursor = (meta?.next), more: (meta?.more)
    }
}

/// The number of items of all pages, and the URLs that were requested.
async fn walk<L: List>(pages: &[&'static str]) -> (usize, Vec<String>) {
    walk_from::<L>(&LIST, pages).await
}

async fn walk_from<L: List>(
    operation: &'static Operation,
    pages: &[&'static str],
) -> (usize, Vec<String>) {
    let fake = pages.iter().fold(FakeTransport::new(), |fake, page| {
        let (body, link) = page.split_once(" <").unwrap_or((page, ""));
        let reply = json(body);
        let reply = match link {
            "" => reply,
            link => reply.header("link", format!("<{link}>; rel=next")),
        };
        fake.on("ladles.list", reply)
    });
    let request = PageRequest::<L>::new(&client(&fake), operation);
    let items: Vec<L::Item> = request.items().try_collect().await.unwrap();
    let urls = fake.requests().into_iter().map(|sent| sent.uri.to_string());
    let urls = urls.map(|url| url.trim_start_matches("https://api.example.com").to_owned());
    (items.len(), urls.collect())
}

#[tokio::test]
async fn a_token_leads_on() {
    let pages = [
        r#"{"data":[1,2],"next":"b c"}"#,
        r#"{"data":[],"next":"d"}"#,
        r#"{"data":[3],"next":""}"#,
    ];
    let (items, urls) = walk::<ByToken>(&pages).await;
    assert_eq!(items, 3);
    let urls: Vec<_> = urls.iter().map(|url| &**url).collect();
    assert_eq!(
        urls,
        ["/v1/ladles", "/v1/ladles?page%5Bafter%5D=b%20c", "/v1/ladles?page%5Bafter%5D=d"]
    );
}

#[tokio::test]
async fn a_page_that_is_null_is_the_last_one() {
    let (items, urls) = walk::<Option<ByToken>>(&[r#"{"data":[1,2],"next":"b"}"#, "null"]).await;
    assert_eq!((items, &urls[1..]), (2, &["/v1/ladles?page%5Bafter%5D=b".to_owned()][..]));
}

#[tokio::test]
async fn an_id_may_be_a_number() {
    let pages = [r#"{"data":[{"id":7}],"more":true}"#, r#"{"data":[{"id":8}],"more":false}"#];
    let (items, urls) = walk::<ByNumber>(&pages).await;
    assert_eq!((items, &*urls[1]), (2, "/v1/ladles?after=7"));
    let pages =
        [r#"{"data":[null,{"id":7}],"more":true}"#, r#"{"data":[{"id":8},null],"more":true}"#];
    let (items, urls) = walk::<ByNullable>(&pages).await;
    assert_eq!((items, &*urls[1]), (4, "/v1/ladles?after=7"));
}

#[tokio::test]
async fn pages_are_counted() {
    let (items, urls) =
        walk::<ByPage>(&[r#"{"data":[1]}"#, r#"{"data":[2]}"#, r#"{"data":[]}"#]).await;
    assert_eq!(items, 2);
    assert_eq!(urls[1..], ["/v1/ladles?page=2", "/v1/ladles?page=3"]);
    let (items, urls) =
        walk::<ByPages>(&[r#"{"data":[1],"pages":2}"#, r#"{"data":[2],"pages":2}"#]).await;
    assert_eq!((items, &urls[1..]), (2, &["/v1/ladles?page=1".to_owned()][..]));
}

#[tokio::test]
async fn items_are_counted() {
    let pages = [r#"{"data":[1,2],"total":3}"#, r#"{"data":[3],"total":3}"#];
    let (items, urls) = walk::<ByOffset>(&pages).await;
    assert_eq!((items, &urls[1..]), (3, &["/v1/ladles?offset=2".to_owned()][..]));
}

#[tokio::test]
async fn pages_that_are_arrays_are_counted() {
    static PAGES: Operation = Operation::get("ladles.list", "/ladles").pages("page", 1);
    static OFFSETS: Operation = Operation::get("ladles.list", "/ladles").offsets("offset", 0);
    for (operation, second, third) in [
        (&PAGES, "/v1/ladles?page=2", "/v1/ladles?page=3"),
        (&OFFSETS, "/v1/ladles?offset=2", "/v1/ladles?offset=3"),
    ] {
        let (items, urls) = walk_from::<Vec<i64>>(operation, &["[1,2]", "[3]", "[]"]).await;
        assert_eq!((items, &urls[1..]), (3, &[second.to_owned(), third.to_owned()][..]));
    }

    // Links replace the counting.
    let reply = json("[1]").header("link", "</v1/ladles?page=0>; rel=prev");
    let fake = FakeTransport::new().on("ladles.list", reply);
    let page = PageRequest::<Vec<i64>>::new(&client(&fake), &PAGES).await.unwrap();
    assert!(!page.has_next_page());
}

#[tokio::test]
async fn a_property_may_be_within_another() {
    let pages = [
        r#"{"data":[1],"meta":{"next":"b","more":true}}"#,
        r#"{"data":[2],"meta":{"next":"c","more":false}}"#,
    ];
    assert_eq!(walk::<Nested>(&pages).await.0, 2);
    assert_eq!(walk::<Nested>(&[r#"{"data":[1]}"#]).await.0, 1);
}

#[tokio::test]
async fn a_link_leads_on() {
    let pages = ["[1,2] </v1/other?p=2", "[3] <?p=3", "[4]"];
    let (items, urls) = walk::<Vec<i64>>(&pages).await;
    assert_eq!(
        (items, &urls[1..]),
        (4, &["/v1/other?p=2".to_owned(), "/v1/other?p=3".to_owned()][..])
    );
    let (items, _) =
        walk::<ByLink>(&[r#"{"data":[1]} <https://api.example.com/x"#, r#"{"data":[2]}"#]).await;
    assert_eq!(items, 2);
}

#[tokio::test]
async fn a_link_to_another_origin_is_not_followed() {
    for link in ["<https://evil.example.com/x>; rel=next", "<http://api.example.com/x>; rel=next"] {
        let fake = FakeTransport::new().on("ladles.list", json("[1]").header("link", link));
        let mut items = PageRequest::<Vec<i64>>::new(&client(&fake), &LIST).items();
        assert_eq!(items.try_next().await.unwrap(), Some(1));
        assert_eq!(items.try_next().await.unwrap_err().kind(), ErrorKind::Pagination);
        assert_eq!(fake.requests().len(), 1);
    }
}

#[tokio::test]
async fn a_link_that_comes_back_is_an_error() {
    let fake = FakeTransport::new()
        .on("ladles.list", json("[1]").header("link", "</v1/ladles?p=2>; rel=next"));
    let page = PageRequest::<Vec<i64>>::new(&client(&fake), &LIST).await.unwrap();
    let page = page.next_page().await.unwrap().unwrap();
    assert_eq!(page.next_page().await.unwrap_err().kind(), ErrorKind::Pagination);
}
