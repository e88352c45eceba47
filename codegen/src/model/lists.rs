//! Listings: where a page has its items, and how the next page is asked for.

use super::{
    paging::{Counting, Paging},
    type_ref::TypeRef,
};

/// The list in an envelope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct List {
    /// The field with the items.
    pub(crate) items: FieldPath,
    pub(crate) item: TypeRef,
    pub(crate) next: Next,
    /// The field that tells whether there are more pages.
    pub(crate) more: Option<FieldPath>,
    /// Whether another envelope, or none, is the one for its type of item.
    pub(crate) shared: bool,
    /// Whether the envelope requires what the document requires, because it was a type before there was a
    /// listing.
    pub(crate) strict: bool,
}

/// A field of an envelope, or of an object in it: the fields that lead there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FieldPath(pub(crate) Vec<Step>);

/// One field of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Step {
    /// The name of the property; once types have their names, that of the field.
    pub(crate) name: String,
    /// Whether the field may be `None`. Only known once types have their names.
    pub(crate) optional: bool,
}

impl FieldPath {
    /// The path of these properties.
    pub(crate) fn of<'n>(names: impl IntoIterator<Item = &'n str>) -> Self {
        let step = |name: &str| Step { name: name.to_owned(), optional: false };
        Self(names.into_iter().map(step).collect())
    }

    /// The only field, if it is one of the envelope itself.
    pub(crate) fn own(&self) -> Option<&str> {
        match &self.0[..] {
            [only] => Some(&only.name),
            _ => None,
        }
    }

    /// The names, from the outermost to the last.
    pub(crate) fn names(&self) -> Vec<String> {
        self.0.iter().map(|it| it.name.clone()).collect()
    }

    /// The names, joined by dots.
    pub(crate) fn dotted(&self) -> String {
        self.names().join(".")
    }
}

/// The kind of paging: a query parameter and the source of its value, or a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Next {
    /// A field of the last item.
    LastItem { param: String, field: String },
    /// A field of the envelope.
    Token { param: String, field: FieldPath },
    /// The page number, up to the total in a field of the envelope if there is one.
    Page { param: String, first: u8, pages: Option<FieldPath> },
    /// The number of items so far, up to the total in a field of the envelope if there is one.
    Offset { param: String, first: u8, total: Option<FieldPath> },
    /// The `Link` header of the response (RFC 8288).
    Link,
    /// A field of the envelope that has the URL of the next page.
    Address { field: FieldPath },
    /// There is no next page: the only page has all items.
    End,
}

impl Next {
    /// The kind of paging in a word or two, for the summary.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::LastItem { .. } => "last item",
            Self::Token { .. } => "token",
            Self::Page { .. } => "page",
            Self::Offset { .. } => "offset",
            Self::Link => "link",
            Self::Address { .. } => "address",
            Self::End => "single page",
        }
    }

    /// How the next page is asked for, in a clause.
    pub(crate) fn explained(&self) -> String {
        match self {
            Self::LastItem { param, field } => {
                format!("`{param}` is set to the `{field}` of the last item")
            }
            Self::Token { param, field } => format!("`{param}` is set to `{}`", field.dotted()),
            Self::Page { param, first, .. } => format!("`{param}` counts pages from {first}"),
            Self::Offset { param, first, .. } => format!("`{param}` counts items from {first}"),
            Self::Link => "the `Link` header has the URL of the next page".to_owned(),
            Self::Address { field } => {
                format!("`{}` has the URL of the next page", field.dotted())
            }
            Self::End => "one response has all items".to_owned(),
        }
    }
}

/// What is known of an operation as a listing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Nothing looks like a listing.
    None,
    /// It is a listing, for this reason.
    Listing { by: &'static str, why: String, paging: Box<Paging> },
    /// It looks like a listing, but is not taken for one.
    Declined { why: String },
}

impl Counting {
    pub(crate) fn next(&self) -> Next {
        let (param, first) = (self.param.clone(), self.first);
        match self.by_item {
            true => Next::Offset { param, first, total: None },
            false => Next::Page { param, first, pages: None },
        }
    }
}
