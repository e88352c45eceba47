//! One page of a list.

use std::{fmt, ops::Deref, slice, vec};

use crate::{
    Answer, Error, FromAnswer, List, PaginationError, Request, call::Call, link, list::Step,
};

/// One page of a list. It dereferences to the list that the server sent, and can fetch the next
/// page.
///
/// ```
/// # use bessemer_runtime::{Error, List, Page};
/// async fn count<L: List>(first: Page<L>) -> Result<usize, Error> {
///     let mut count = first.items().len();
///     let mut page = first;
///     while let Some(next) = page.next_page().await? {
///         count += next.items().len();
///         page = next;
///     }
///     Ok(count)
/// }
/// ```
#[derive(Clone)]
pub struct Page<L> {
    list: L,
    call: Box<Call>,
    /// The target of the response's link to the next page.
    link: Option<String>,
    /// Whether the response has links, even if none is to the next page.
    is_linked: bool,
}

/// A request for one page of a list, from which the other pages can be fetched.
///
/// ```
/// use bessemer_runtime::{Error, List, PageRequest};
///
/// async fn is_empty<L: List>(request: PageRequest<L>) -> Result<bool, Error> {
///     Ok(request.await?.items().is_empty())
/// }
/// ```
pub type PageRequest<L> = Request<Page<L>>;

/// How to request the next page.
pub(crate) enum Next {
    Param(&'static str, String),
    Link(http::Uri),
}

impl Next {
    /// The cursor or URL, which differs for every page.
    pub(crate) fn place(&self) -> String {
        match self {
            Self::Param(_, value) => value.clone(),
            Self::Link(uri) => uri.to_string(),
        }
    }
}

impl<L> Page<L> {
    /// The list that the server sent.
    pub fn into_inner(self) -> L {
        self.list
    }
}

impl<L: List> Page<L> {
    /// Whether the server has another page.
    pub fn has_next_page(&self) -> bool {
        !matches!(self.next(), Ok(None))
    }

    /// Fetches the next page, with the options of the request for this page. Returns `None` if this
    /// is the last page.
    ///
    /// # Errors
    ///
    /// Those of any call, and [`Error::Pagination`] if the server refers to this page as the next
    /// one.
    pub async fn next_page(&self) -> Result<Option<Self>, Error> {
        match self.next_request()? {
            Some(request) => request.await.map(Some),
            None => Ok(None),
        }
    }

    /// Fetches the next page and blocks the current thread; see [`next_page`](Self::next_page).
    ///
    /// # Errors
    ///
    /// The same as [`next_page`](Self::next_page).
    #[cfg(feature = "blocking")]
    pub fn next_page_blocking(&self) -> Result<Option<Self>, Error> {
        self.next_request()?.map(Request::send_blocking).transpose()
    }

    /// The request for the next page.
    fn next_request(&self) -> Result<Option<Request<Self>>, Error> {
        let Some(next) = self.next()? else { return Ok(None) };
        if self.start(&next).as_deref() == Some(&*next.place()) {
            return Err(self.repeated());
        }
        Ok(Some(self.request_to(&next)))
    }

    /// How to request the next page; `None` if this is the last page.
    pub(crate) fn next(&self) -> Result<Option<Next>, Error> {
        Ok(match self.list.cursor().map(|cursor| cursor.0) {
            None => None,
            Some(Step::To { param, value }) => Some(Next::Param(param, value)),
            Some(Step::By { param, start, step, end }) => {
                let next = self.count(param, start, step);
                let is_there = end.is_none_or(|end| next < end);
                is_there.then(|| Next::Param(param, next.to_string()))
            }
            Some(Step::Address(url)) => Some(Next::Link(self.follow(&url)?)),
            Some(Step::Link) => match &self.link {
                Some(link) => Some(Next::Link(self.follow(link)?)),
                None => self.counted(),
            },
        })
    }

    /// The page after this array, if arrays are counted. If the server sends links, a page without
    /// a link to the next page is the last one.
    fn counted(&self) -> Option<Next> {
        let counting = self.call.operation.counting().filter(|_| !self.is_linked)?;
        let items = i64::try_from(self.list.items().len()).ok().filter(|items| *items > 0)?;
        let step = if counting.by_item { items } else { 1 };
        let next = self.count(counting.param, counting.first, step);
        Some(Next::Param(counting.param, next.to_string()))
    }

    /// The value of a parameter that counts, for the next page.
    fn count(&self, param: &str, start: i64, step: i64) -> i64 {
        let sent = self.call.query.get(param).and_then(|value| value.parse().ok());
        sent.unwrap_or(start).saturating_add(step)
    }

    /// The URL of the link to the next page. It must have the same origin, because the request
    /// contains the credential.
    fn follow(&self, target: &str) -> Result<http::Uri, Error> {
        let from = self.call.request().map_err(Error::InvalidRequest)?;
        link::follow(from.uri(), target)
            .ok_or_else(|| self.stuck("the link to the next page leads to another origin"))
    }

    pub(crate) fn request_to(&self, next: &Next) -> Request<Self> {
        let mut call = self.call.clone();
        match next {
            Next::Param(param, value) => call.query.set(*param, value.clone()),
            Next::Link(uri) => call.follow(uri.clone()),
        }
        Request::of(call)
    }

    pub(crate) fn repeated(&self) -> Error {
        self.stuck("the server returned the same cursor twice")
    }

    fn stuck(&self, reason: &'static str) -> Error {
        Error::Pagination(PaginationError { operation: self.call.operation, reason })
    }

    /// The cursor or URL with which this page was requested, of the same kind as `next`.
    pub(crate) fn start(&self, next: &Next) -> Option<String> {
        match next {
            Next::Param(param, _) => self.call.query.get(param).map(str::to_owned),
            Next::Link(_) => self.call.link.as_ref().map(ToString::to_string),
        }
    }
}

impl<L: List> FromAnswer for Page<L> {
    fn from_answer(answer: &Answer) -> Result<Self, Error> {
        let link = link::next(answer.headers());
        let is_linked = answer.headers().contains_key(http::header::LINK);
        Ok(Self { list: answer.decode()?, call: answer.call.clone(), link, is_linked })
    }
}

impl<L> Deref for Page<L> {
    type Target = L;

    fn deref(&self) -> &L {
        &self.list
    }
}

impl<L: List> IntoIterator for Page<L> {
    type Item = L::Item;
    type IntoIter = vec::IntoIter<L::Item>;

    fn into_iter(self) -> Self::IntoIter {
        self.list.into_items().into_iter()
    }
}

impl<'a, L: List> IntoIterator for &'a Page<L> {
    type Item = &'a L::Item;
    type IntoIter = slice::Iter<'a, L::Item>;

    fn into_iter(self) -> Self::IntoIter {
        self.list.items().iter()
    }
}

impl<L: fmt::Debug> fmt::Debug for Page<L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Page").field(&self.list).finish()
    }
}
