//! One item of a public surface.

use crate::pointer::Pointer;

/// One item that callers may use.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Item {
    /// The path below the crate; a field or setter comes after a dot: `types::Container.id`.
    pub(crate) path: String,
    pub(crate) kind: ItemKind,
    /// The text after the path: `: String`.
    pub(crate) signature: String,
    /// The item that it is part of: `types::Container`.
    pub(crate) owner: String,
    /// The place in the document.
    pub(crate) pointer: Pointer,
    pub(crate) docs: String,
    pub(crate) deprecated: bool,
    /// The ways to use it, each a function called `caller`. The first is the usual one.
    pub(crate) uses: Vec<String>,
}

/// The kind of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum ItemKind {
    /// A setter of the client's builder, or one of the servers that it takes.
    Setting,
    /// A method that gives a resource.
    Accessor,
    /// A method of an operation.
    Method,
    /// The type that awaiting a request returns.
    Answer,
    /// A setter of a request.
    Parameter,
    Type,
    Field,
    Setter,
    /// A setter that sets a property to null.
    Clear,
    New,
    Variant,
    /// A function that makes a variant of a union.
    Constructor,
    /// A `From` of a union.
    Conversion,
}

impl Item {
    /// What tells the item from all others of its surface.
    pub(crate) fn key(&self) -> (&str, ItemKind) {
        (&self.path, self.kind)
    }

    /// The item as a line of `api.txt`.
    pub fn line(&self) -> String {
        format!("{}{}", self.path, self.signature)
    }

    /// The path below the crate, `types::Container.id`.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Where the document has it.
    pub fn pointer(&self) -> &Pointer {
        &self.pointer
    }
}
