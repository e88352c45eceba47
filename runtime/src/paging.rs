//! Lists as streams.

use std::{
    collections::HashSet,
    fmt,
    pin::Pin,
    task::{Context, Poll, ready},
    vec,
};

use futures_core::{FusedStream, Stream};

use crate::{Error, List, Page, PageRequest, Sending};

#[cfg(test)]
mod tests;

impl<L: List> PageRequest<L> {
    /// Streams this page and all following pages. A page is fetched when the stream is polled for
    /// it.
    pub fn pages(self) -> Pages<L> {
        Pages { state: State::Ready(self), seen: HashSet::new(), prefetch: false }
    }

    /// Streams the items of this page and of all following pages. The next page is fetched after
    /// the last item of a page.
    pub fn items(self) -> Items<L> {
        Items { pages: self.pages(), items: Vec::new().into_iter() }
    }
}

#[cfg(feature = "blocking")]
impl<L: List> PageRequest<L> {
    /// Iterates over this page and all following pages, without async.
    pub fn pages_blocking(self) -> crate::BlockingIter<Pages<L>> {
        crate::BlockingIter::over(self.pages())
    }

    /// Iterates over the items of this page and of all following pages, without async.
    pub fn items_blocking(self) -> crate::BlockingIter<Items<L>> {
        crate::BlockingIter::over(self.items())
    }
}

/// The pages of a list; see [`Request::pages`](crate::Request::pages).
///
/// ```
/// use futures_util::TryStreamExt;
/// # use bessemer_runtime::{Error, List, PageRequest};
///
/// async fn second<L: List>(request: PageRequest<L>) -> Result<Option<L>, Error> {
///     let mut pages = request.pages();
///     pages.try_next().await?;
///     Ok(pages.try_next().await?.map(|page| page.into_inner()))
/// }
/// ```
#[must_use = "a stream does nothing until it is polled"]
pub struct Pages<L> {
    state: State<L>,
    /// The cursors that were sent. If the server returned one of them again, the list would never
    /// end.
    seen: HashSet<String>,
    prefetch: bool,
}

enum State<L> {
    Ready(PageRequest<L>),
    Fetching(Sending<Page<L>>),
    Fetched(Result<Page<L>, Error>),
    Failed(Error),
    Done,
}

// Nothing in it is pinned: pages are returned by value.
impl<L> Unpin for Pages<L> {}

impl<L: List> Pages<L> {
    /// Requests the next page as soon as a page has arrived, so that it loads while this page is
    /// used. At most one page is loaded in advance. The request only makes progress while the
    /// stream is polled or its connection's task runs.
    ///
    /// ```
    /// use futures_util::TryStreamExt;
    /// # use bessemer_runtime::{Error, List, PageRequest};
    ///
    /// async fn pages<L: List>(request: PageRequest<L>) -> Result<usize, Error> {
    ///     let pages = request.pages().prefetch();
    ///     pages.try_fold(0, |count, _| async move { Ok(count + 1) }).await
    /// }
    /// ```
    pub fn prefetch(mut self) -> Self {
        self.prefetch = true;
        self
    }

    /// Sends the request for the next page, if there is one, without waiting for the response.
    fn start(&mut self, context: &mut Context<'_>) {
        match std::mem::replace(&mut self.state, State::Done) {
            State::Ready(request) => {
                let mut sending = request.into_future();
                self.state = match Pin::new(&mut sending).poll(context) {
                    Poll::Ready(page) => State::Fetched(page),
                    Poll::Pending => State::Fetching(sending),
                };
            }
            state => self.state = state,
        }
    }

    /// The state after `page`.
    fn after(&mut self, page: &Page<L>) -> State<L> {
        let next = match page.next() {
            Ok(Some(next)) => next,
            Ok(None) => return State::Done,
            Err(error) => return State::Failed(error),
        };
        self.seen.extend(page.start(&next));
        if self.seen.insert(next.place()) {
            State::Ready(page.request_to(&next))
        } else {
            State::Failed(page.repeated())
        }
    }
}

impl<L: List> Stream for Pages<L> {
    type Item = Result<Page<L>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            match std::mem::replace(&mut self.state, State::Done) {
                State::Ready(request) => self.state = State::Fetching(request.into_future()),
                State::Fetching(mut sending) => {
                    let Poll::Ready(page) = Pin::new(&mut sending).poll(context) else {
                        self.state = State::Fetching(sending);
                        return Poll::Pending;
                    };
                    self.state = State::Fetched(page);
                }
                State::Fetched(page) => {
                    if let Ok(page) = &page {
                        self.state = self.after(page);
                        if self.prefetch {
                            self.start(context);
                        }
                    }
                    return Poll::Ready(Some(page));
                }
                State::Failed(error) => return Poll::Ready(Some(Err(error))),
                State::Done => return Poll::Ready(None),
            }
        }
    }
}

impl<L: List> FusedStream for Pages<L> {
    fn is_terminated(&self) -> bool {
        matches!(self.state, State::Done)
    }
}

/// The items of a list; see [`Request::items`](crate::Request::items).
///
/// ```
/// use futures_util::TryStreamExt;
/// # use bessemer_runtime::{Error, List, PageRequest};
///
/// async fn first<L: List>(request: PageRequest<L>) -> Result<Option<L::Item>, Error> {
///     request.items().try_next().await
/// }
/// ```
#[must_use = "a stream does nothing until it is polled"]
pub struct Items<L: List> {
    pages: Pages<L>,
    items: vec::IntoIter<L::Item>,
}

// Nothing in it is pinned: items are returned by value.
impl<L: List> Unpin for Items<L> {}

impl<L: List> Items<L> {
    /// Requests the next page as soon as a page has arrived; see [`Pages::prefetch`].
    ///
    /// ```
    /// # use bessemer_runtime::{Items, List, PageRequest};
    /// fn all<L: List>(request: PageRequest<L>) -> Items<L> {
    ///     request.items().prefetch()
    /// }
    /// ```
    pub fn prefetch(mut self) -> Self {
        self.pages = self.pages.prefetch();
        self
    }
}

impl<L: List> Stream for Items<L> {
    type Item = Result<L::Item, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(item) = self.items.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(Pin::new(&mut self.pages).poll_next(context)) {
                Some(Ok(page)) => self.items = page.into_iter(),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

impl<L: List> FusedStream for Items<L> {
    fn is_terminated(&self) -> bool {
        self.items.len() == 0 && self.pages.is_terminated()
    }
}

impl<L> fmt::Debug for Pages<L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pages")
    }
}

impl<L: List> fmt::Debug for Items<L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Items")
    }
}
