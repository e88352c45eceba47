//! The positions of all nodes of a YAML text, which are known when it is parsed.

use super::scan::Position;
use crate::{hash::Hash, pointer::Pointer};

/// The positions of all nodes of a text, in the order of the text.
#[derive(Clone, Debug, Default)]
pub(in crate::source) struct Outline(Vec<Node>);

/// A node of a text with a million nodes should be small.
#[derive(Clone, Debug)]
struct Node {
    key: Key,
    line: u32,
    column: u32,
    width: u32,
    /// The number of nodes from here to the end of the value.
    size: u32,
}

/// The key or the index of a node in the value around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::source) struct Key(Hash);

impl Key {
    pub(in crate::source) fn member(key: &str) -> Self {
        Self(Hash::new().bytes(key.as_bytes()))
    }

    pub(in crate::source) fn element(index: usize) -> Self {
        Self(Hash::new().bytes(&index.to_le_bytes()))
    }
}

impl Outline {
    /// Adds a scalar.
    pub(in crate::source) fn scalar(&mut self, key: Key, position: Position) {
        let node = self.open(key, position);
        self.close(node);
    }

    /// Adds a sequence or mapping. Its values follow, until it is closed.
    pub(in crate::source) fn open(&mut self, key: Key, position: Position) -> usize {
        let Position { line, column, width } = position;
        let [line, column, width] = [line, column, width].map(short);
        self.0.push(Node { key, line, column, width, size: 0 });
        self.0.len() - 1
    }

    /// Ends the value that `open` returned.
    pub(in crate::source) fn close(&mut self, node: usize) {
        self.0[node].size = short(self.0.len() - node);
    }

    /// The position of a scalar is its own, that of another value its key, or its start if it has no
    /// key. An absent node gets the position of its nearest ancestor.
    pub(in crate::source) fn find(&self, pointer: &Pointer) -> Option<Position> {
        let mut found = 0;
        for segment in pointer.segments() {
            match self.child(found, &segment) {
                Some(child) => found = child,
                None => break,
            }
        }
        let Node { line, column, width, .. } = *self.0.get(found)?;
        let [line, column, width] = [line, column, width].map(|it| it as usize);
        Some(Position { line, column, width })
    }

    /// A value within another one. Of the members with the same key it is the last one, because its value
    /// is used.
    fn child(&self, parent: usize, segment: &str) -> Option<usize> {
        let end = parent + self.0.get(parent)?.size as usize;
        let (member, element) = (Key::member(segment), segment.parse().ok().map(Key::element));
        let (mut next, mut found) = (parent + 1, None);
        while let Some(node) = self.0.get(next).filter(|_| next < end) {
            if node.key == member || Some(node.key) == element {
                found = Some(next);
            }
            next += (node.size as usize).max(1);
        }
        found
    }
}

/// No text that fits into the memory of a machine has more lines, columns or nodes.
fn short(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
