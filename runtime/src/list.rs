//! What a listing looks like, to those who page through it.

use crate::Decode;

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

/// A type that is listed: [`Page<T>`](crate::Page) of a generated crate looks here.
///
/// ```
/// use bessemer_runtime::{Listed, Page};
///
/// fn size<T: Listed>(page: &Page<T::List>) -> usize {
///     page.into_iter().count()
/// }
/// ```
pub trait Listed {
    /// The page that holds such items.
    type List: List<Item = Self>;
}

/// A query parameter that asks for the next page.
///
/// ```
/// use bessemer_runtime::Cursor;
///
/// let cursor = Cursor::new("after", "cntr_7");
/// assert_eq!(cursor.value(), "cntr_7");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Cursor {
    param: &'static str,
    value: String,
}

impl Cursor {
    /// A cursor that is sent as the query parameter `param`.
    pub fn new(param: &'static str, value: impl Into<String>) -> Self {
        Self { param, value: value.into() }
    }

    /// The name of the query parameter.
    pub fn param(&self) -> &'static str {
        self.param
    }

    /// Its value.
    pub fn value(&self) -> &str {
        &self.value
    }
}

/// Decides whether a listing goes on, for [`list!`](crate::list).
#[doc(hidden)]
pub fn __next(param: &'static str, last: Option<&String>, more: Option<bool>) -> Option<Cursor> {
    let last = last.filter(|last| !last.is_empty() && more != Some(false))?;
    Some(Cursor::new(param, last))
}

/// Makes a type one page of a listing, and its items listed.
///
/// `data: [Item]` names the property with the items. `after: id` says that the parameter `after`,
/// set to the `id` of the last item, asks for the next page. `more: has_more`, which may be left
/// out, names the flag that says whether there is one; while the flag is true or absent, the
/// listing goes on as long as pages have items with an id.
///
/// ```
/// use bessemer_runtime::{List, list, object};
///
/// struct Ladle { id: String }
/// struct LadleList { data: Vec<Ladle>, has_more: Option<bool> }
///
/// object! { Ladle { id } }
/// object! { LadleList { data, has_more } }
/// list! { LadleList { data: [Ladle], after: id, more: has_more } }
///
/// let page = LadleList { data: vec![Ladle { id: "a".into() }], has_more: Some(true) };
/// assert_eq!(page.cursor().unwrap().value(), "a");
/// ```
#[macro_export]
macro_rules! list {
    ($list:ident { $data:ident: [$item:ty], $param:ident: $id:ident $(, more: $more:ident)? $(,)? }) => {
        impl $crate::List for $list {
            type Item = $item;

            #[inline]
            fn items(&self) -> &[$item] {
                &self.$data
            }

            #[inline]
            fn into_items(self) -> ::std::vec::Vec<$item> {
                self.$data
            }

            #[inline]
            fn cursor(&self) -> ::std::option::Option<$crate::Cursor> {
                let last = self.$data.last();
                // `from` takes a property and an optional one alike.
                let last = last.and_then(|last| ::std::option::Option::from(&last.$id));
                let more = ::std::option::Option::None;
                $(let more = more.or(::std::option::Option::from(self.$more));)?
                $crate::__next(::std::stringify!($param), last, more)
            }
        }

        impl $crate::Listed for $item {
            type List = $list;
        }
    };
}
