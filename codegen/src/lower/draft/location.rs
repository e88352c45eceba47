//! The location of an operation: its accessors, and the candidates for the name of its method.

/// The location of an operation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Location {
    /// The accessors as spelled in the document, starting at the client; never empty.
    pub(crate) accessors: Vec<String>,
    /// The candidates for the name of the method, the best first; never empty.
    pub(crate) names: Vec<String>,
    /// If two operations have the same candidate, the one with the lower rank gets it.
    pub(crate) rank: Rank,
}

impl Location {
    /// The first accessor: a resource of the client.
    pub(crate) fn resource(&self) -> &str {
        self.accessors.first().map_or("", String::as_str)
    }
}

/// How well a name fits an operation; lower is better.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Rank {
    /// The number of words of the operationId that are not in the name.
    pub(crate) left: usize,
    /// Whether the path ends without a parameter.
    pub(crate) is_collection: bool,
    pub(crate) version: Option<String>,
    /// `PUT` has priority over `PATCH`.
    pub(crate) method: usize,
}
