//! `[websocket.NAME]`: WebSockets, which OpenAPI does not describe.

use url::Url;

use super::{Config, file::WebSocket};
use crate::{
    diagnostics::{Code, Diagnostic, Diagnostics},
    pointer::Pointer,
};

impl Config {
    /// The WebSockets that are generated, each with its name. `[include]` and `[exclude]` select them as
    /// operations whose operationId is the name.
    pub(crate) fn websockets(&self) -> impl Iterator<Item = (&str, &WebSocket)> {
        let is_selected = |name: &str, it: &WebSocket| {
            !self.is_selective() || self.selects(&it.path, Some(name), &[])
        };
        let all = self.file.websocket.iter().map(|(name, it)| (name.as_str(), it));
        all.filter(move |(name, it)| is_selected(name, it))
    }

    /// An error at a key of `[websocket.NAME]`; `None` if entries may match nothing.
    pub(crate) fn websocket_error(
        &self,
        name: &str,
        key: &str,
        message: String,
        help: &str,
    ) -> Option<Diagnostic> {
        let error = Diagnostic::error(Code::UnusedConfig, &at(name).child(key), message).help(help);
        (!self.allows_unused).then(|| self.placed(error))
    }

    /// Reports values that cannot be those of a WebSocket.
    pub(super) fn check_websockets(&self, diagnostics: &mut Diagnostics) {
        for (name, websocket) in &self.file.websocket {
            if let Some((key, message, help)) = websocket.mistake() {
                let at = at(name).child(key);
                let diagnostic = Diagnostic::error(Code::Config, &at, message).help(help);
                diagnostics.push(self.placed(diagnostic));
            }
        }
    }
}

fn at(name: &str) -> Pointer {
    Pointer::root().child("websocket").child(name)
}

/// A key, what is wrong with it, and what to do.
type Mistake = (&'static str, &'static str, &'static str);

impl WebSocket {
    fn mistake(&self) -> Option<Mistake> {
        if !self.path.starts_with('/') || self.path.contains(['?', '#']) {
            let help = "start it with `/`; name query parameters in `query`";
            return Some(("path", "expected a path without a query", help));
        }
        let mut names: Vec<&String> = self.query.iter().collect();
        names.sort();
        if names.windows(2).any(|pair| pair[0] == pair[1]) || names.iter().any(|it| it.is_empty()) {
            let help = "write each name once";
            return Some(("query", "a name is empty, or there twice", help));
        }
        if self.server.is_some() && self.base_url().is_none() {
            let help = "write it like `wss://realtime.example.com/v1`";
            return Some(("server", "expected an absolute URL without a query", help));
        }
        None
    }

    /// The places of the schemas of the events that a client sends, and of those that it receives.
    pub(crate) fn events(&self) -> [Pointer; 2] {
        [&self.send, &self.receive].map(|schema| {
            let component = || Pointer::root().child("components").child("schemas").child(schema);
            Pointer::from_reference(schema).unwrap_or_else(component)
        })
    }

    /// The base URL, if it is not that of the API. The handshake is a request over HTTP (RFC 6455 §4.1).
    pub(crate) fn base_url(&self) -> Option<String> {
        let url = self.server.as_deref()?.trim_end_matches('/');
        let url = match url.split_once("://")? {
            ("wss", rest) => format!("https://{rest}"),
            ("ws", rest) => format!("http://{rest}"),
            ("https" | "http", _) => url.to_owned(),
            _ => return None,
        };
        let parsed = Url::parse(&url).ok()?;
        (parsed.query().is_none() && parsed.fragment().is_none()).then_some(url)
    }
}

#[cfg(test)]
mod tests {
    use super::super::Config;

    fn mistake(keys: &str) -> Option<String> {
        let text = format!("[websocket.talk]\nsend = \"A\"\nreceive = \"B\"\n{keys}");
        Config::parse("x.toml", text.as_bytes()).err().map(|it| it.to_string())
    }

    #[test]
    fn mistakes_are_errors_at_their_key() {
        let usual = "path = \"/talk/{id}\"\nquery = [\"model\", \"voice\"]\n";
        for server in ["wss://a.example.com/v1/", "ws://localhost:8080", "https://a.example.com"] {
            assert_eq!(mistake(&format!("{usual}server = {server:?}")), None, "{server}");
        }
        for (keys, expected) in [
            ("", "missing field `path`"),
            ("path = \"talk\"", "expected a path without a query"),
            ("path = \"/talk?model=x\"", "expected a path without a query"),
            ("path = \"/talk\"\nquery = [\"a\", \"a\"]", "there twice"),
            ("path = \"/talk\"\nserver = \"example.com\"", "expected an absolute URL"),
            ("path = \"/talk\"\nserver = \"ftp://example.com\"", "expected an absolute URL"),
            ("path = \"/talk\"\nserver = \"wss://\"", "expected an absolute URL"),
            ("path = \"/talk\"\nsubprotocol = \"x\"", "unknown field `subprotocol`"),
        ] {
            let found = mistake(keys).unwrap_or_default();
            assert!(found.contains(expected), "{keys}: {found}");
        }
    }
}
