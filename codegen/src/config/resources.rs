//! `[resources.PATH]`: other accessors of a resource, and the headers of its requests.

use super::{Config, file::Resource};
use crate::{
    diagnostics::{Code, Diagnostic, Diagnostics},
    pointer::Pointer,
};

impl Config {
    /// The configured accessors of a resource.
    pub(crate) fn resource_path(&self, accessors: &[String]) -> Option<Vec<String>> {
        let (length, resource) = self.resource(accessors, |it| it.path.is_some())?;
        let path = resource.path.as_ref()?.split('.').filter(|it| !it.is_empty());
        Some(path.map(str::to_owned).chain(accessors[length..].iter().cloned()).collect())
    }

    /// The headers that are sent with each request of a resource.
    pub(crate) fn resource_headers(&self, accessors: &[String]) -> Vec<(String, String)> {
        let found = self.resource(accessors, |it| !it.headers.is_empty());
        let headers = found.into_iter().flat_map(|(_, resource)| &resource.headers);
        headers.map(|(name, value)| (name.clone(), value.clone())).collect()
    }

    /// The longest entry with which the accessors of a resource start, of those with a setting, and
    /// the length of its key.
    fn resource(
        &self,
        accessors: &[String],
        is_set: impl Fn(&Resource) -> bool,
    ) -> Option<(usize, &Resource)> {
        if self.file.resources.is_empty() {
            return None;
        }
        (1..=accessors.len()).rev().find_map(|length| {
            let key = accessors[..length].join(".");
            let resource = self.entry("resources", &key, &self.file.resources)?;
            is_set(resource).then_some((length, resource))
        })
    }

    /// Reports headers that cannot be sent, and entries without a setting.
    pub(super) fn check_resources(&self, diagnostics: &mut Diagnostics) {
        for (key, resource) in &self.file.resources {
            let at = Pointer::root().child("resources").child(key);
            if resource.path.is_none() && resource.headers.is_empty() {
                let message = "this entry has neither `path` nor `headers`";
                let error = Diagnostic::error(Code::Config, &at, message);
                diagnostics.push(self.placed(error.help("set one of them, or remove the entry")));
            }
            let wrong = resource.headers.iter().filter(|(name, value)| !is_header(name, value));
            for (name, _) in wrong {
                let at = at.child("headers").child(name);
                // The value may be a secret.
                let message = format!("the header `{name}` cannot be sent");
                let help =
                    "use letters, digits and hyphens for the name, and ASCII text for the value";
                let error = Diagnostic::error(Code::Config, &at, message);
                diagnostics.push(self.placed(error.help(help)));
            }
        }
    }
}

/// Whether a header can be sent. Names may have more characters (RFC 9110 §5.1), but no API uses them.
fn is_header(name: &str, value: &str) -> bool {
    let is_in_name = |it: u8| it.is_ascii_alphanumeric() || matches!(it, b'-' | b'_' | b'.');
    !name.is_empty()
        && name.bytes().all(is_in_name)
        && value.trim() == value
        && value.bytes().all(|it| matches!(it, b' '..=b'~'))
}
