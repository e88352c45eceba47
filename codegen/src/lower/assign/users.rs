//! Which resources use each type and each module.

use std::mem;

/// A set of resources, each by its index.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Users(Vec<u64>);

impl Users {
    pub(super) fn insert(&mut self, index: usize) {
        let word = index / 64;
        if self.0.len() <= word {
            self.0.resize(word + 1, 0);
        }
        self.0[word] |= 1 << (index % 64);
    }

    pub(super) fn contains(&self, index: usize) -> bool {
        self.0.get(index / 64).is_some_and(|word| word & (1 << (index % 64)) != 0)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.iter().all(|word| *word == 0)
    }

    /// Adds the resources of another set. Returns whether it had any that this one lacked.
    pub(super) fn add(&mut self, other: &Self) -> bool {
        if self.0.len() < other.0.len() {
            self.0.resize(other.0.len(), 0);
        }
        let mut grows = false;
        for (word, other) in self.0.iter_mut().zip(&other.0) {
            grows |= other & !*word != 0;
            *word |= other;
        }
        grows
    }
}

/// Adds the users of each node to the nodes that it mentions, and so on.
pub(super) fn spread(mentions: &[Vec<usize>], users: &mut [Users]) {
    let mut open: Vec<usize> = (0..users.len()).collect();
    let mut is_open = vec![true; users.len()];
    while let Some(from) = open.pop() {
        is_open[from] = false;
        let own = users[from].clone();
        for to in &mentions[from] {
            if users[*to].add(&own) && !mem::replace(&mut is_open[*to], true) {
                open.push(*to);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn users_reach_what_is_mentioned_indirectly() {
        let mut users = vec![Users::default(); 4];
        users[0].insert(69);
        users[3].insert(1);
        spread(&[vec![1], vec![2], vec![0], vec![1]], &mut users);
        for (index, last) in [(0, true), (1, true), (2, true), (3, false)] {
            assert!(users[index].contains(1), "{index}");
            assert_eq!(users[index].contains(69), last, "{index}");
        }
    }
}
