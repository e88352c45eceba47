//! The keys of a client: which credentials it has.

use http::{HeaderName, HeaderValue};

use crate::{Credential, secret::Key};

/// The keys that are set, by the setting of their credential.
#[derive(Clone, Debug, Default)]
pub(crate) struct Keys(Vec<(&'static str, Key)>);

impl Keys {
    pub(crate) fn set(&mut self, setting: &'static str, key: Key) {
        self.0.retain(|(known, _)| *known != setting);
        self.0.push((setting, key));
    }

    pub(crate) fn get(&self, credential: &Credential) -> Option<&Key> {
        self.0.iter().find_map(|(known, key)| (*known == credential.setting).then_some(key))
    }
}

/// A credential that a client has.
pub(crate) struct Held {
    pub(crate) credential: &'static Credential,
    /// `None` if the caller sets or removes the header that would carry it.
    pub(crate) key: Option<Key>,
    /// The header of a key that does not change.
    pub(crate) header: Option<(HeaderName, HeaderValue)>,
}
