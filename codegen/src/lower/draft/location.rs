//! Where an operation is: the accessors that lead to it, and what its method may be called.

/// Where an operation is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Location {
    /// As the document spells them; the client's first, and never empty.
    pub(crate) accessors: Vec<String>,
    /// What its method may be called, the best first; never empty.
    pub(crate) names: Vec<String>,
    /// Of two that want one name, the lower one has it.
    pub(crate) rank: Rank,
}

impl Location {
    /// The resource of the client that it starts with, by its accessor.
    pub(crate) fn resource(&self) -> &str {
        self.accessors.first().map_or("", String::as_str)
    }
}

/// How much better a name fits another operation.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Rank {
    /// How many words the operationId has beside the name.
    pub(crate) left: usize,
    /// Whether the path ends without a parameter.
    pub(crate) is_collection: bool,
    pub(crate) version: Option<String>,
    /// `PUT` goes before `PATCH`.
    pub(crate) method: usize,
}
