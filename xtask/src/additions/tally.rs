//! What was tried, and what was found.

/// What was found.
#[derive(Debug, Default)]
pub(super) struct Tally {
    pub(super) additions: usize,
    pub(super) merges: usize,
    /// Places where Git asks for a decision.
    pub(super) conflicts: usize,
    pub(super) wrong: Vec<String>,
}

impl Tally {
    pub(super) fn add(&mut self, other: Self) {
        self.additions += other.additions;
        self.merges += other.merges;
        self.conflicts += other.conflicts;
        self.wrong.extend(other.wrong);
    }
}
