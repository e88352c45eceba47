//! The paging of a listing, in the names of the document.

/// How an operation lists items, in the names of the document. A fake server needs it to answer the requests
/// for all pages.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Paging {
    /// The properties that lead from the response body to the array of items. Empty if the body is the
    /// array.
    pub items: Vec<String>,
    /// How the next page is requested.
    pub next: NextPage,
    /// The query parameter that counts pages or items, also if the next page can be requested in another way.
    pub counting: Option<Counting>,
    /// The query parameter with the largest number of items of a page.
    pub limit: Option<String>,
    /// The boolean property that says whether there are more pages.
    pub more: Option<Vec<String>>,
    /// The property with the number of all items.
    pub total: Option<Vec<String>>,
    /// The property with the number of all pages.
    pub pages: Option<Vec<String>>,
    /// The property with the ID of the first item of the page.
    pub first_id: Option<Vec<String>>,
    /// The property with the ID of the last item of the page.
    pub last_id: Option<Vec<String>>,
}

/// How the next page is requested. The parameters are query parameters. A property of the page is the list of
/// properties that lead to it from the response body.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NextPage {
    /// The parameter has the value of a property of the last item.
    LastItem {
        /// The query parameter.
        param: String,
        /// The property of the item.
        property: String,
    },
    /// The parameter has the value of a property of the page.
    Token {
        /// The query parameter.
        param: String,
        /// The property of the page.
        property: Vec<String>,
    },
    /// By the parameter of [`Paging::counting`].
    Count,
    /// The `Link` header of the response has the URL (RFC 8288).
    Link,
    /// A property of the page has the URL.
    Address {
        /// The property of the page.
        property: Vec<String>,
    },
    /// There is one page.
    End,
}

/// A query parameter that counts pages, or the items before the page.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Counting {
    /// The name of the parameter.
    pub param: String,
    /// The number of the first page or item.
    pub first: u8,
    /// Whether items are counted, not pages.
    pub by_item: bool,
}
