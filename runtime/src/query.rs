//! Query parameters.

use std::{borrow::Cow, fmt};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// All but the unreserved characters of RFC 3986 §2.3, so that no value can end or add a parameter.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Query parameters in the order in which they were first set.
#[derive(Clone, Default)]
pub(crate) struct Query(Vec<(Cow<'static, str>, String)>);

impl Query {
    /// Replaces every value of `name`.
    pub(crate) fn set(&mut self, name: impl Into<Cow<'static, str>>, value: String) {
        let name = name.into();
        let place = self.0.iter().position(|(known, _)| *known == name);
        self.0.retain(|(known, _)| *known != name);
        self.0.insert(place.unwrap_or(self.0.len()), (name, value));
    }

    /// Adds a value to those that `name` has.
    pub(crate) fn append(&mut self, name: impl Into<Cow<'static, str>>, value: String) {
        self.0.push((name.into(), value));
    }

    /// The first value of `name`.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| &**value)
    }

    /// `name=value&…`, or nothing if there are no parameters. A space becomes `%20`: a `+` would
    /// mean one to form decoders only.
    pub(crate) fn encode(&self) -> Option<String> {
        let pairs: Vec<_> = self.0.iter().map(|(name, value)| encode_pair(name, value)).collect();
        (!pairs.is_empty()).then(|| pairs.join("&"))
    }
}

fn encode_pair(name: &str, value: &str) -> String {
    format!("{}={}", utf8_percent_encode(name, RESERVED), utf8_percent_encode(value, RESERVED))
}

impl fmt::Debug for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.0.iter().map(|(name, _)| name)).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reserved_characters_are_encoded() {
        let mut query = Query::default();
        query.set("na me", "a b&c=d#é/+%".into());
        query.set("e", String::new());
        assert_eq!(query.encode().unwrap(), "na%20me=a%20b%26c%3Dd%23%C3%A9%2F%2B%25&e=");
    }

    #[test]
    fn setting_replaces_in_place_and_appending_adds() {
        let mut query = Query::default();
        query.set("a", "1".into());
        query.append("b", "2".into());
        query.append("a", "3".into());
        query.set("a", "4".into());
        assert_eq!(query.encode().unwrap(), "a=4&b=2");
        assert_eq!(query.get("a"), Some("4"));
    }

    #[test]
    fn no_parameters_are_no_query() {
        assert_eq!(Query::default().encode(), None);
    }
}
