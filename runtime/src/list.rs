//! What a listing looks like, to those who page through it.

use crate::Decode;

#[cfg(test)]
mod tests;

/// One page of a listing as the server sends it: items, and where the next page begins.
/// Implemented by [`list!`](crate::list).
///
/// ```
/// use bessemer_runtime::List;
///
/// fn is_last<L: List>(page: &L) -> bool {
///     page.cursor().is_none()
/// }
/// ```
pub trait List: Decode + Send + 'static {
    /// What is listed.
    type Item: Send + 'static;

    /// The items of this page.
    fn items(&self) -> &[Self::Item];

    /// The items of this page, without the rest.
    fn into_items(self) -> Vec<Self::Item>;

    /// Where the next page begins; `None` if there is none.
    fn cursor(&self) -> Option<Cursor>;
}

/// A type that is listed: [`Page<T>`](crate::Page) of a generated crate looks here. What is listed
/// by arrays alone is found by the array.
///
/// ```
/// use bessemer_runtime::{Listed, Page};
///
/// fn size<T: Listed>(page: &Page<T::List>) -> usize {
///     page.into_iter().count()
/// }
///
/// fn first(page: Page<<Vec<String> as Listed>::List>) -> Option<String> {
///     page.into_iter().next()
/// }
/// ```
pub trait Listed {
    /// The page that holds such items.
    type List: List;
}

/// How to ask for the next page.
///
/// ```
/// use bessemer_runtime::Cursor;
///
/// let after = Cursor::new("after", "cntr_7");
/// let page = Cursor::count("page", 1, 1, None);
/// assert_ne!(after, page);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Cursor(pub(crate) Step);

/// From one page to the next.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Step {
    To { param: &'static str, value: String },
    By { param: &'static str, start: i64, step: i64, end: Option<i64> },
    Link,
}

impl Cursor {
    /// A value that is sent as the query parameter `param`.
    pub fn new(param: &'static str, value: impl Into<String>) -> Self {
        Self(Step::To { param, value: value.into() })
    }

    /// A query parameter that grows by `step` from page to page. Without it, the first page is
    /// `start`; none begins at `end` or after it.
    pub fn count(param: &'static str, start: i64, step: i64, end: Option<i64>) -> Self {
        Self(Step::By { param, start, step, end })
    }

    /// The link of the response to the next page, in its `Link` header (RFC 8288), if it has one.
    pub fn link() -> Self {
        Self(Step::Link)
    }
}

/// An array by itself is a page of a listing if the response has a link to the next page.
impl<T: Decode + Send + 'static> List for Vec<T> {
    type Item = T;

    fn items(&self) -> &[T] {
        self
    }

    fn into_items(self) -> Self {
        self
    }

    fn cursor(&self) -> Option<Cursor> {
        Some(Cursor::link())
    }
}

impl<T: Decode + Send + 'static> Listed for Vec<T> {
    type List = Self;
}

/// A property that says where the next page is: a text or a number, if it is there.
///
/// ```
/// use bessemer_runtime::Token;
///
/// assert_eq!(Some(7_i64).token(), Some("7".to_owned()));
/// assert_eq!(String::new().token(), None);
/// ```
pub trait Token {
    /// The text of the property; `None` if it is absent or empty.
    fn token(&self) -> Option<String>;
}

impl Token for String {
    fn token(&self) -> Option<String> {
        (!self.is_empty()).then(|| self.clone())
    }
}

macro_rules! tokens {
    ($($type:ty)*) => {$(
        impl Token for $type {
            fn token(&self) -> Option<String> {
                Some(self.to_string())
            }
        }
    )*};
}
tokens! { i32 i64 u32 u64 }

impl<T: Token> Token for Option<T> {
    fn token(&self) -> Option<String> {
        self.as_ref()?.token()
    }
}

/// A count that may be absent, for [`list!`](crate::list).
#[doc(hidden)]
pub fn __number(count: &impl Token) -> Option<i64> {
    count.token()?.parse().ok()
}

/// Makes a type one page of a listing, and its items listed.
///
/// `data: [Item]` names the property with the items; then comes how to ask for the next page, by a
/// query parameter or a link. A parameter whose name is no identifier is written as a string.
///
/// | what asks for the next page | is written as |
/// |---|---|
/// | `after`, set to the `id` of the last item | `after: id` |
/// | `cursor`, set to `next_cursor` of this page | `cursor = next_cursor` |
/// | `page`, one more than for this page; the first is 1 | `page += 1` |
/// | the same, from 0, up to the number of pages | `page += 1 from 0, pages: total_pages` |
/// | `offset`, plus the number of items on this page | `offset += items` |
/// | the same, up to the number of all items | `offset += items, total: total` |
/// | the `Link` header of the response | `link` |
///
/// At the end, `more: has_more` names a flag that ends the listing when it is false. A listing also
/// ends with a page without a token, an id or a link, and if pages or items are counted, with one
/// without items. In the place of any property may stand one within another, in parentheses:
/// `(meta.next)`, or `(meta?.next)` if the outer one is optional.
///
/// `list! { shared List { … } }` leaves out [`Listed`], for items that several lists have, or that are
/// types of another crate.
///
/// ```
/// use bessemer_runtime::{Cursor, List, list, object};
///
/// struct Ladle { id: String }
/// struct LadleList { data: Vec<Ladle>, has_more: Option<bool> }
///
/// object! { Ladle { id } }
/// object! { LadleList { data, has_more } }
/// list! { LadleList { data: [Ladle], after: id, more: has_more } }
///
/// let page = LadleList { data: vec![Ladle { id: "a".into() }], has_more: Some(true) };
/// assert_eq!(page.cursor(), Some(Cursor::new("after", "a")));
/// ```
#[macro_export]
macro_rules! list {
    ($list:ident { $data:tt: [$item:ty], $($rest:tt)* }) => {
        $crate::list! { shared $list { $data: [$item], $($rest)* } }

        impl $crate::Listed for $item {
            type List = $list;
        }
    };
    (shared $list:ident { $data:tt: [$item:ty], link $(, more: $more:tt)? $(,)? }) => {
        $crate::__list! { $list $data $item; _page [$($more)?] => ::std::option::Option::Some($crate::Cursor::link()) }
    };
    (shared $list:ident { $data:tt: [$item:ty], $param:tt: $id:tt $(, more: $more:tt)? $(,)? }) => {
        $crate::__list! { $list $data $item; page [$($more)?] => {
            let last = $crate::List::items(page).last()?;
            let id = $crate::Token::token(&$crate::__path!(last $id))?;
            ::std::option::Option::Some($crate::Cursor::new($crate::__param!($param), id))
        } }
    };
    (shared $list:ident { $data:tt: [$item:ty], $param:tt = $token:tt $(, more: $more:tt)? $(,)? }) => {
        $crate::__list! { $list $data $item; page [$($more)?] => {
            let token = $crate::Token::token(&$crate::__path!(page $token))?;
            ::std::option::Option::Some($crate::Cursor::new($crate::__param!($param), token))
        } }
    };
    (shared $list:ident {
        $data:tt: [$item:ty], $param:tt += items
        $(, total: $total:tt)? $(, more: $more:tt)? $(,)?
    }) => {
        $crate::__list! { $list $data $item; page [$($more)?] => {
            let items = $crate::List::items(page).len();
            let end = ::std::option::Option::None;
            $(let end = end.or($crate::__number(&$crate::__path!(page $total)));)?
            $crate::__counted($crate::__param!($param), 0, items, end)
        } }
    };
    (shared $list:ident {
        $data:tt: [$item:ty], $param:tt += 1 $(from $start:literal)?
        $(, pages: $pages:tt)? $(, more: $more:tt)? $(,)?
    }) => {
        $crate::__list! { $list $data $item; page [$($more)?] => {
            let step = ::std::primitive::usize::from(!$crate::List::items(page).is_empty());
            let start = [$($start,)? 1][0];
            let end = ::std::option::Option::None;
            $(let end = end.or($crate::__number(&$crate::__path!(page $pages)));)?
            let end = end.map(|pages: i64| pages.saturating_add(start));
            $crate::__counted($crate::__param!($param), start, step, end)
        } }
    };
}

/// Decides whether a listing that is counted goes on, for [`list!`](crate::list).
#[doc(hidden)]
pub fn __counted(param: &'static str, start: i64, step: usize, end: Option<i64>) -> Option<Cursor> {
    let step = i64::try_from(step).ok().filter(|step| *step > 0)?;
    Some(Cursor::count(param, start, step, end))
}

/// What all forms of [`list!`](crate::list) have in common.
#[doc(hidden)]
#[macro_export]
macro_rules! __list {
    ($list:ident $data:tt $item:ty; $page:ident [$($more:tt)?] => $cursor:expr) => {
        impl $crate::List for $list {
            type Item = $item;

            #[inline]
            fn items(&self) -> &[$item] {
                &$crate::__path!(self $data)
            }

            #[inline]
            fn into_items(self) -> ::std::vec::Vec<$item> {
                $crate::__path!(self $data)
            }

            #[inline]
            fn cursor(&self) -> ::std::option::Option<$crate::Cursor> {
                let $page = self;
                $(
                    let more = ::std::option::Option::from($crate::__path!($page $more));
                    if more == ::std::option::Option::Some(false) {
                        return ::std::option::Option::None;
                    }
                )?
                $cursor
            }
        }
    };
}

/// A property, or one within another.
#[doc(hidden)]
#[macro_export]
macro_rules! __path {
    ($value:ident ($outer:ident ? . $inner:ident)) => {
        $value.$outer.as_ref()?.$inner
    };
    ($value:ident ($outer:ident . $inner:ident)) => {
        $value.$outer.$inner
    };
    ($value:ident $property:ident) => {
        $value.$property
    };
}

/// The name of a parameter, as an identifier or as a string.
#[doc(hidden)]
#[macro_export]
macro_rules! __param {
    ($name:ident) => {
        ::std::stringify!($name)
    };
    ($name:literal) => {
        $name
    };
}
