//! A hash that is the same on every machine and in every version: FNV-1a with 64 bits.
//!
//! It finds accidental changes. It does not protect against someone who looks for a collision.

use crate::tree::Tree;

/// A hash of any number of parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Hash(u64);

impl Hash {
    pub(crate) fn new() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }

    /// Adds bytes.
    pub(crate) fn bytes(mut self, bytes: &[u8]) -> Self {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
        self
    }

    /// Adds a text with its length, so that two texts do not hash like one.
    pub(crate) fn text(self, text: &str) -> Self {
        self.bytes(&text.len().to_le_bytes()).bytes(text.as_bytes())
    }

    /// Adds a tree. The order of its members does not count.
    pub(crate) fn tree(self, node: &Tree) -> Self {
        match node {
            Tree::Null => self.bytes(b"n"),
            Tree::Bool(truth) => self.bytes(if *truth { b"t" } else { b"f" }),
            Tree::Number(number) => self.bytes(b"#").text(&number.to_string()),
            Tree::String(text) => self.bytes(b"\"").text(text),
            Tree::Array(items) => {
                let start = self.bytes(b"[").bytes(&items.len().to_le_bytes());
                items.iter().fold(start, Self::tree)
            }
            Tree::Object(members) => {
                let mut members: Vec<_> = members.iter().collect();
                members.sort_unstable_by_key(|(key, _)| *key);
                let start = self.bytes(b"{").bytes(&members.len().to_le_bytes());
                members.into_iter().fold(start, |hash, (key, it)| hash.text(key).tree(it))
            }
        }
    }

    /// The hash as 16 hexadecimal digits.
    pub(crate) fn hex(self) -> String {
        format!("{:016x}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_tree_hashes_by_its_content() {
        let hash = |tree| Hash::new().tree(&Tree::of_json(&tree)).hex();
        assert_eq!(hash(json!({"a": 1, "b": [true]})), hash(json!({"b": [true], "a": 1})));
        assert_ne!(hash(json!(["a", "b"])), hash(json!(["ab"])));
        assert_ne!(hash(json!([[], 1])), hash(json!([[1]])));
        assert_eq!(Hash::new().bytes(b"a").hex(), "af63dc4c8601ec8c");
    }
}
