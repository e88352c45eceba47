//! `[webhooks]`: how the server signs the webhooks that it sends.

use super::{
    Config,
    file::{Verify, Webhooks},
};
use crate::{
    diagnostics::{Code, Diagnostic, Diagnostics},
    pointer::Pointer,
};

const SIGNATURE: &str = "{signature}";
const TIMESTAMP: &str = "{timestamp}";

impl Config {
    pub(crate) fn webhooks(&self) -> Option<&Webhooks> {
        self.file.webhooks.as_ref()
    }

    /// Marks `[webhooks]` as used.
    pub(crate) fn use_webhooks(&self) {
        self.used.borrow_mut().insert(at());
    }

    /// Reports keys of `[webhooks]` that contradict each other.
    pub(super) fn check_webhooks(&self, diagnostics: &mut Diagnostics) {
        let found = self.file.webhooks.as_ref().and_then(Webhooks::mistake);
        if let Some((key, message, help)) = found {
            let diagnostic = Diagnostic::error(Code::Config, &at().child(key), message).help(help);
            diagnostics.push(self.placed(diagnostic));
        }
    }
}

pub(super) fn at() -> Pointer {
    Pointer::root().child("webhooks")
}

/// A key, what is wrong with it, and what to do.
type Mistake = (&'static str, String, &'static str);

impl Webhooks {
    fn mistake(&self) -> Option<Mistake> {
        let headers = [
            ("id_header", self.id_header.is_some()),
            ("timestamp_header", self.timestamp_header.is_some()),
            ("signature_header", self.signature_header.is_some()),
        ];
        let forms = [
            ("signature", self.signature.is_some()),
            ("signed", self.signed.is_some()),
            ("encoding", self.encoding.is_some()),
            ("secret", self.secret.is_some()),
        ];
        let set = |keys: &[(&'static str, bool)]| keys.iter().find(|(_, set)| *set).map(|it| it.0);
        let (key, help) = match self.verify {
            Verify::HmacSha256 => return self.hmac_mistake(),
            Verify::Standard => (set(&forms)?, "set `verify = \"hmac-sha256\"`"),
            Verify::None => (set(&headers).or_else(|| set(&forms))?, "remove this key"),
        };
        Some((key, format!("`{key}` has no effect with this value of `verify`"), help))
    }

    fn hmac_mistake(&self) -> Option<Mistake> {
        if self.signature_header.is_none() {
            let message = "`hmac-sha256` needs a `signature_header`".to_owned();
            return Some(("verify", message, "name the request header with the signature"));
        }
        let form = self.signature.as_deref().unwrap_or(SIGNATURE);
        if form.matches(SIGNATURE).count() != 1 || !has_form(form) {
            let message =
                "expected `{signature}` once, `{timestamp}` at most once, and a separator \
                           between them"
                    .to_owned();
            return Some(("signature", message, "write it like `t={timestamp},v1={signature}`"));
        }
        let signed = self.signed.as_deref().unwrap_or("{body}");
        let help = "write it like `{timestamp}.{body}`";
        if !signed.contains("{body}") {
            return Some(("signed", "expected `{body}` in it".to_owned(), help));
        }
        let known = ["{body}", "{id}", TIMESTAMP];
        let rest = known.iter().fold(signed.to_owned(), |rest, name| rest.replace(name, ""));
        if rest.contains(['{', '}']) {
            let message = "it has a placeholder other than `{body}`, `{timestamp}` and `{id}`";
            return Some(("signed", message.to_owned(), help));
        }
        let has_time = self.timestamp_header.is_some() || form.contains(TIMESTAMP);
        if signed.contains(TIMESTAMP) && !has_time {
            let message = "it has `{timestamp}`, but no header has the time".to_owned();
            return Some(("signed", message, "set `timestamp_header`"));
        }
        if signed.contains("{id}") && self.id_header.is_none() {
            let message = "it has `{id}`, but no header has the ID".to_owned();
            return Some(("signed", message, "set `id_header`"));
        }
        None
    }
}

/// Whether a form of a header has no other placeholders, and text between the two.
fn has_form(form: &str) -> bool {
    let rest = form.replacen(TIMESTAMP, "\0", 1).replacen(SIGNATURE, "\0", 1);
    !rest.contains(['{', '}']) && !rest.contains("\0\0")
}

#[cfg(test)]
mod tests {
    use super::super::Config;

    fn mistake(keys: &str) -> Option<String> {
        let text = format!("[webhooks]\n{keys}");
        Config::parse("x.toml", text.as_bytes()).err().map(|it| it.to_string())
    }

    #[test]
    fn usual_schemes_are_accepted() {
        for keys in [
            "",
            "verify = \"none\"\nevent_header = \"X-Event\"",
            "id_header = \"svix-id\"",
            "verify = \"hmac-sha256\"\nsignature_header = \"S\"",
            "verify = \"hmac-sha256\"\nsignature_header = \"S\"\nsignature = \"sha256={signature}\"",
            "verify = \"hmac-sha256\"\nsignature_header = \"S\"\n\
             signature = \"t={timestamp},v1={signature}\"\nsigned = \"{timestamp}.{body}\"",
        ] {
            assert_eq!(mistake(keys), None, "{keys}");
        }
    }

    #[test]
    fn contradictions_are_errors_at_their_key() {
        let hmac =
            |keys: &str| format!("verify = \"hmac-sha256\"\nsignature_header = \"S\"\n{keys}");
        for (keys, expected) in [
            ("signed = \"{body}\"".to_owned(), "`signed` has no effect"),
            ("verify = \"none\"\nid_header = \"x\"".to_owned(), "`id_header` has no effect"),
            ("verify = \"hmac-sha256\"".to_owned(), "needs a `signature_header`"),
            ("verify = \"md5\"".to_owned(), "unknown variant"),
            (hmac("signature = \"sha256=\""), "expected `{signature}` once"),
            (hmac("signature = \"{timestamp}{signature}\""), "expected `{signature}` once"),
            (hmac("signature = \"{id},{signature}\""), "expected `{signature}` once"),
            (hmac("signed = \"{timestamp}\""), "expected `{body}`"),
            (hmac("signed = \"{url}{body}\""), "a placeholder other than"),
            (hmac("signed = \"{timestamp}.{body}\""), "no header has the time"),
            (hmac("signed = \"{id}.{body}\""), "no header has the ID"),
        ] {
            let found = mistake(&keys).unwrap_or_default();
            assert!(found.contains(expected), "{keys}: {found}");
        }
    }
}
