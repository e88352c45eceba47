//! One page of a listing.

use std::{fmt, ops::Deref, slice, vec};

use crate::{Answer, Cursor, Error, FromAnswer, List, PaginationError, Request, call::Call};

/// One page of a listing. It reads like the list that the server sent, and knows the way to the
/// next page.
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
    call: Call,
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
        self.list.cursor().is_some()
    }

    /// Fetches the next page, with the options of the request for this one; `None` if this is the
    /// last.
    ///
    /// # Errors
    ///
    /// As any call, and [`Error::Pagination`] if the next page would be this one again.
    pub async fn next_page(&self) -> Result<Option<Self>, Error> {
        match self.next_request()? {
            Some(request) => request.await.map(Some),
            None => Ok(None),
        }
    }

    /// Fetches the next page and waits for it; see [`next_page`](Self::next_page).
    ///
    /// # Errors
    ///
    /// As [`next_page`](Self::next_page).
    #[cfg(feature = "blocking")]
    pub fn next_page_blocking(&self) -> Result<Option<Self>, Error> {
        self.next_request()?.map(Request::send_blocking).transpose()
    }

    /// The same request from where this page ends.
    fn next_request(&self) -> Result<Option<Request<Self>>, Error> {
        let Some(cursor) = self.list.cursor() else { return Ok(None) };
        if self.call.query.get(cursor.param()) == Some(cursor.value()) {
            return Err(self.repeated());
        }
        Ok(Some(self.request_from(&cursor)))
    }

    pub(crate) fn request_from(&self, cursor: &Cursor) -> Request<Self> {
        let mut call = self.call.clone();
        call.query.set(cursor.param(), cursor.value().to_owned());
        Request::of(call)
    }

    pub(crate) fn repeated(&self) -> Error {
        Error::Pagination(PaginationError { operation: self.call.operation })
    }

    /// The value of the cursor parameter that this page was asked for with.
    pub(crate) fn start(&self, param: &str) -> Option<&str> {
        self.call.query.get(param)
    }
}

impl<L: List> FromAnswer for Page<L> {
    fn from_answer(answer: &Answer) -> Result<Self, Error> {
        Ok(Self { list: answer.decode()?, call: answer.call.clone() })
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
