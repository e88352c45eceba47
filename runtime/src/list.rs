//! Lists that are returned page by page.

use crate::Decode;

#[cfg(test)]
mod tests;

/// One page of a list as the server sends it: its items, and how to request the next page.
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
    /// The type of the items.
    type Item: Send + 'static;

    /// The items of this page.
    fn items(&self) -> &[Self::Item];

    /// Returns the items of this page.
    fn into_items(self) -> Vec<Self::Item>;

    /// How to request the next page; `None` if this is the last page.
    fn cursor(&self) -> Option<Cursor>;
}

/// An item type and the type of its lists. A generated crate uses this trait to name the list type
/// of an item. If a list is a plain array, the array implements the trait.
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
    /// The list of such items.
    type List: List;
}

/// How to request the next page.
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

/// How to request the next page.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Step {
    To { param: &'static str, value: String },
    By { param: &'static str, start: i64, step: i64, end: Option<i64> },
    Link,
    Address(String),
}

impl Cursor {
    /// Sends `value` as the query parameter `param`.
    pub fn new(param: &'static str, value: impl Into<String>) -> Self {
        Self(Step::To { param, value: value.into() })
    }

    /// Increases the query parameter `param` by `step` for each page. It is `start` for the first
    /// page, unless the request sets it. There is no page at `end` or after it.
    pub fn count(param: &'static str, start: i64, step: i64, end: Option<i64>) -> Self {
        Self(Step::By { param, start, step, end })
    }

    /// Requests the next page by its URL, which may be relative to the URL of this page. A URL with
    /// another origin ends the listing with an error.
    pub fn address(url: impl Into<String>) -> Self {
        Self(Step::Address(url.into()))
    }

    /// Follows the link to the next page in the `Link` header of the response (RFC 8288), if there
    /// is one.
    pub fn link() -> Self {
        Self(Step::Link)
    }
}

/// An array is a page of a list if the response has a link to the next page.
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

/// A page that may be null. Null is an empty page, and the last one.
impl<L: List> List for Option<L> {
    type Item = L::Item;

    fn items(&self) -> &[L::Item] {
        self.as_ref().map_or(&[], L::items)
    }

    fn into_items(self) -> Vec<L::Item> {
        self.map_or_else(Vec::new, L::into_items)
    }

    fn cursor(&self) -> Option<Cursor> {
        self.as_ref()?.cursor()
    }
}

/// A property that identifies the next page: a string or a number, which may be absent.
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

/// An optional count, for [`list!`](crate::list). Some servers send -1 if they do not know it.
#[doc(hidden)]
pub fn __number(count: &impl Token) -> Option<i64> {
    count.token()?.parse().ok().filter(|count| *count >= 0)
}

/// Implements [`List`] for a type, and [`Listed`] for its items.
///
/// `data: [Item]` names the property with the items. Then follows how to request the next page:
/// with a query parameter or a link. The name of a parameter that is not an identifier is written
/// as a string.
///
/// | how the next page is requested | is written as |
/// |---|---|
/// | `after`, set to the `id` of the last item | `after: id` |
/// | the same, if items may be null | `after: (?.id)` |
/// | `cursor`, set to `next_cursor` of this page | `cursor = next_cursor` |
/// | `page`, one more than for this page; the first is 1 | `page += 1` |
/// | the same, from 0, up to the number of pages | `page += 1 from 0, pages: total_pages` |
/// | `offset`, plus the number of items on this page | `offset += items` |
/// | the same, up to the number of all items | `offset += items, total: total` |
/// | the `Link` header of the response | `link` |
/// | the URL in `next` of this page | `follow next` |
/// | nothing: this page is the only one | `end` |
///
/// At the end, `more: has_more` names a boolean property; if it is false, the page is the last one.
/// A page without a token, an ID or a link is also the last one. If pages or items are counted, the
/// first page without items is the last one. A nested property is written in parentheses:
/// `(meta.next)`, or `(meta?.next)` if the outer property is optional.
///
/// `list! { shared List { … } }` does not implement [`Listed`], for items that are in several lists
/// or are types of another crate.
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
    (shared $list:ident { $data:tt: [$item:ty], end $(,)? }) => {
        $crate::__list! { $list $data $item; _page [] => ::std::option::Option::None }
    };
    (shared $list:ident { $data:tt: [$item:ty], follow $next:tt $(, more: $more:tt)? $(,)? }) => {
        $crate::__list! { $list $data $item; page [$($more)?] => {
            let url = $crate::Token::token(&$crate::__path!(page $next))?;
            ::std::option::Option::Some($crate::Cursor::address(url))
        } }
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
        $data:tt: [$item:ty], $param:tt += items $(from $start:literal)?
        $(, total: $total:tt)? $(, more: $more:tt)? $(,)?
    }) => {
        $crate::__list! { $list $data $item; page [$($more)?] => {
            let items = $crate::List::items(page).len();
            let start = [$($start,)? 0][0];
            let end = ::std::option::Option::None;
            $(let end = end.or($crate::__number(&$crate::__path!(page $total)));)?
            let end = end.map(|total: i64| total.saturating_add(start));
            $crate::__counted($crate::__param!($param), start, items, end)
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

/// The cursor of a list whose pages or items are counted, for [`list!`](crate::list).
#[doc(hidden)]
pub fn __counted(param: &'static str, start: i64, step: usize, end: Option<i64>) -> Option<Cursor> {
    let step = i64::try_from(step).ok().filter(|step| *step > 0)?;
    Some(Cursor::count(param, start, step, end))
}

/// The common part of all forms of [`list!`](crate::list).
#[doc(hidden)]
#[macro_export]
macro_rules! __list {
    ($list:ident $data:tt $item:ty; $page:ident [$($more:tt)?] => $cursor:expr) => {
        impl $crate::List for $list {
            type Item = $item;

            #[inline]
            fn items(&self) -> &[$item] {
                $crate::__items!(&self $data)
            }

            #[inline]
            fn into_items(self) -> ::std::vec::Vec<$item> {
                $crate::__items!(self $data)
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

/// The items of a page. If they are in an object that is absent, there are none.
#[doc(hidden)]
#[macro_export]
macro_rules! __items {
    (& $page:ident $items:ident) => {
        &$page.$items
    };
    ($page:ident $items:ident) => {
        $page.$items
    };
    (& $page:ident $path:tt) => {{
        let page = $page;
        let items = || ::std::option::Option::Some(&$crate::__path!(page $path)[..]);
        items().unwrap_or_default()
    }};
    ($page:ident $path:tt) => {{
        let page = $page;
        let items = || ::std::option::Option::Some($crate::__path!(move page $path));
        items().unwrap_or_default()
    }};
}

/// A property, or a nested property. `?` follows a property that may be absent.
#[doc(hidden)]
#[macro_export]
macro_rules! __path {
    (@ $how:tt [$($done:tt)*]) => {
        $($done)*
    };
    (@ $how:tt [$($done:tt)*] . $property:ident $($rest:tt)*) => {
        $crate::__path!(@ $how [$($done)* . $property] $($rest)*)
    };
    (@ ref [$($done:tt)*] ? $($rest:tt)*) => {
        $crate::__path!(@ ref [$($done)* . as_ref()?] $($rest)*)
    };
    (@ move [$($done:tt)*] ? $($rest:tt)*) => {
        $crate::__path!(@ move [$($done)* ?] $($rest)*)
    };
    (move $value:ident ($($path:tt)+)) => {
        $crate::__path!(@ move [$value] . $($path)+)
    };
    ($value:ident (? $($path:tt)+)) => {
        $crate::__path!(@ ref [$value] ? $($path)+)
    };
    ($value:ident ($($path:tt)+)) => {
        $crate::__path!(@ ref [$value] . $($path)+)
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
