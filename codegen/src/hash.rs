//! A hash that is the same on every machine and in every version: FNV-1a with 64 bits.
//!
//! It finds accidental changes. It does not protect against someone who looks for a collision.

use serde_json::Value;

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
    pub(crate) fn tree(self, node: &Value) -> Self {
        match node {
            Value::Null => self.bytes(b"n"),
            Value::Bool(truth) => self.bytes(if *truth { b"t" } else { b"f" }),
            Value::Number(number) => self.bytes(b"#").text(&number.to_string()),
            Value::String(text) => self.bytes(b"\"").text(text),
            Value::Array(items) => {
                let start = self.bytes(b"[").bytes(&items.len().to_le_bytes());
                items.iter().fold(start, Self::tree)
            }
            Value::Object(members) => {
                let mut keys: Vec<&String> = members.keys().collect();
                keys.sort_unstable();
                let start = self.bytes(b"{").bytes(&keys.len().to_le_bytes());
                keys.into_iter().fold(start, |hash, key| hash.text(key).tree(&members[key]))
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
        let hash = |tree: Value| Hash::new().tree(&tree).hex();
        assert_eq!(hash(json!({"a": 1, "b": [true]})), hash(json!({"b": [true], "a": 1})));
        assert_ne!(hash(json!(["a", "b"])), hash(json!(["ab"])));
        assert_ne!(hash(json!([[], 1])), hash(json!([[1]])));
        assert_eq!(Hash::new().bytes(b"a").hex(), "af63dc4c8601ec8c");
    }
}
