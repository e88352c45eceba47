//! Which credentials a call takes, and whether the client has them.

use http::Request;

use crate::{
    Api, Body, Client, ClientBuilder, ConfigError, Credential, Secret, call::Call,
    credential::missing, headers::Headers, secret::Key,
};

#[cfg(test)]
mod tests;

/// The keys that were set, each by the name of its credential.
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
    credential: &'static Credential,
    /// `None` if a header of the caller's stands in for it, or its absence.
    key: Option<Key>,
}

impl Api {
    fn credential(&self, setting: &str) -> Option<&Credential> {
        self.credentials.iter().find(|credential| credential.setting == setting)
    }

    /// The credentials that a call takes by `settings`, which are alternatives; if nothing is said,
    /// all that the API has, but for those that have to be named.
    fn alternatives(&'static self, settings: Option<&[&[&str]]>) -> Vec<Vec<&'static Credential>> {
        match settings {
            None => {
                let unnamed = self.credentials.iter().filter(|credential| !credential.on_demand);
                unnamed.map(|credential| vec![credential]).collect()
            }
            Some(settings) => {
                let find = |setting: &&str| self.credential(setting);
                settings.iter().map(|settings| settings.iter().filter_map(find).collect()).collect()
            }
        }
    }
}

impl ClientBuilder {
    /// The credentials that there are with these headers, which may stand in for them.
    pub(super) fn held(&self, headers: &Headers) -> Result<Vec<Held>, ConfigError> {
        let all = self.api.credentials;
        let mut held = Vec::new();
        for credential in all {
            let stands_in = credential.header_name().is_some_and(|name| headers.mention(name));
            let key = self.keys.get(credential).or(self.environment.keys.get(credential));
            if let (false, Some(Key::Fixed(secret))) = (stands_in, key) {
                credential.check(secret)?;
            }
            if stands_in || key.is_some() {
                let key = key.filter(|_| !stands_in).cloned();
                held.push(Held { credential, key });
            }
        }
        let is_optional = all.is_empty() || all.iter().any(|credential| credential.optional);
        if held.is_empty() && !is_optional {
            return Err(missing(&self.api.alternatives(None)));
        }
        Ok(held)
    }
}

impl Client {
    /// Adds the credentials that the call takes, unless its own headers stand in for them. Returns
    /// what was added.
    pub(crate) async fn authorize(
        &self,
        call: &Call,
        request: &mut Request<Body>,
    ) -> Result<Vec<Secret>, ConfigError> {
        let mut added = Vec::new();
        for credential in self.credentials_for(call)? {
            let held = self.held().iter().find(|held| held.credential == credential);
            let Some(Held { key: Some(key), .. }) = held else { continue };
            if call.replaces(credential) {
                continue;
            }
            let secret = key.secret().await;
            let secret = secret
                .map_err(|source| ConfigError::caused("the credential provider failed", source))?;
            credential.add(&secret, request)?;
            added.push(secret);
        }
        Ok(added)
    }

    /// The first of the alternatives of which all credentials are there. One that takes none is the
    /// last choice.
    fn credentials_for(&self, call: &Call) -> Result<Vec<&'static Credential>, ConfigError> {
        let mut alternatives = self.api().alternatives(call.operation.credentials());
        alternatives.sort_by_key(Vec::is_empty);
        let is_held = |credential: &&Credential| {
            call.replaces(credential)
                || self.held().iter().any(|held| held.credential == *credential)
        };
        let found = alternatives.iter().find(|credentials| credentials.iter().all(is_held));
        match found {
            Some(credentials) => Ok(credentials.clone()),
            None if alternatives.is_empty() => Ok(Vec::new()),
            None => Err(missing(&alternatives)),
        }
    }
}

impl Call {
    /// Whether a header of this call stands in for a credential.
    fn replaces(&self, credential: &Credential) -> bool {
        credential.header_name().is_some_and(|name| self.options.headers.mention(name))
    }
}
