//! The kinds of calls that the README and the programs in `examples/` show.

/// A kind of call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum ExampleKind {
    /// Without a body. It returns one value.
    Call,
    /// With a body.
    Create,
    /// Returns bytes.
    Download,
    List,
    /// Returns events.
    Stream,
    /// Sends a file.
    Upload,
    WebSocket,
}

impl ExampleKind {
    pub(crate) const ALL: [Self; 7] = [
        Self::Call,
        Self::Create,
        Self::Download,
        Self::List,
        Self::Stream,
        Self::Upload,
        Self::WebSocket,
    ];

    /// Its name in the lock, and that of its program.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Call => "call",
            Self::Create => "create",
            Self::Download => "download",
            Self::List => "list",
            Self::Stream => "stream",
            Self::Upload => "upload",
            Self::WebSocket => "websocket",
        }
    }

    /// The kind with this name.
    pub(crate) fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.as_str() == name)
    }
}
