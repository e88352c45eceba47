//! `readOnly` and `writeOnly` (OpenAPI 3.1 §4.8.24).

/// The side that sends a property.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Direction {
    Both,
    /// `readOnly`: a server.
    Received,
    /// `writeOnly`: a client.
    Sent,
}

impl Direction {
    /// Combines the directions of two schemas of the same property.
    pub(crate) fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Both, only) | (only, Self::Both) => only,
            (one, other) if one == other => one,
            _ => Self::Both,
        }
    }
}
