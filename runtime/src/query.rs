//! Query parameters.

use std::{borrow::Cow, fmt};

use percent_encoding::utf8_percent_encode;

use crate::style::RESERVED;

/// Query parameters, in the order in which they were first set.
#[derive(Clone, Default)]
pub(crate) struct Query(Vec<(Cow<'static, str>, Value)>);

#[derive(Clone)]
enum Value {
    Plain(String),
    /// One or more pairs of name and value, already encoded.
    Encoded(String),
}

impl Query {
    /// Replaces every value of `name`.
    pub(crate) fn set(&mut self, name: impl Into<Cow<'static, str>>, value: String) {
        self.replace(name.into(), Value::Plain(value));
    }

    /// Replaces every value of `name` with `pairs`, which are already encoded.
    pub(crate) fn set_encoded(&mut self, name: &'static str, pairs: String) {
        self.replace(name.into(), Value::Encoded(pairs));
    }

    fn replace(&mut self, name: Cow<'static, str>, value: Value) {
        let place = self.0.iter().position(|(known, _)| *known == name);
        self.0.retain(|(known, _)| *known != name);
        self.0.insert(place.unwrap_or(self.0.len()), (name, value));
    }

    /// Adds another value of `name`.
    pub(crate) fn append(&mut self, name: impl Into<Cow<'static, str>>, value: String) {
        self.0.push((name.into(), Value::Plain(value)));
    }

    /// The first plain value of `name`.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.plain().find(|(known, _)| *known == name).map(|(_, value)| value)
    }

    fn plain(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().filter_map(|(name, value)| match value {
            Value::Plain(value) => Some((&**name, &**value)),
            Value::Encoded(_) => None,
        })
    }

    /// The plain parameters with their values.
    #[cfg(any(test, feature = "testing"))]
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.plain()
    }

    /// `name=value&…`; `None` if there are no parameters. A space becomes `%20`, because only form
    /// decoders read `+` as a space.
    pub(crate) fn encode(&self) -> Option<String> {
        let encode = |(name, value): &(Cow<'_, str>, Value)| match value {
            Value::Plain(value) => encode_pair(name, value),
            Value::Encoded(pairs) => pairs.clone(),
        };
        let pairs: Vec<_> = self.0.iter().map(encode).collect();
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
    fn without_parameters_there_is_no_query() {
        assert_eq!(Query::default().encode(), None);
    }
}
