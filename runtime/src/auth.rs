//! The choice of the credentials that a call sends.

use http::Request;

use crate::{
    Api, Body, Client, ClientBuilder, ConfigError, Credential, Secret, call::Call,
    credential::missing, headers::Headers, keys::Held, secret::Key,
};

#[cfg(test)]
mod tests;

impl Api {
    fn credential(&self, setting: &str) -> Option<&Credential> {
        self.credentials.iter().find(|credential| credential.setting == setting)
    }

    /// The alternatives that `settings` names, each a list of credentials. Without `settings`, every
    /// credential of the API is an alternative, except those that are on demand.
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
    /// The credentials that the client has. A header that the caller sets or removes replaces its
    /// credential.
    pub(super) fn held(&self, headers: &Headers) -> Result<Vec<Held>, ConfigError> {
        let all = self.api.credentials;
        let mut held = Vec::new();
        for credential in all {
            let stands_in = credential.header_name().is_some_and(|name| headers.mention(name));
            let key = self.keys.get(credential).or(self.environment.keys.get(credential));
            let header = match (stands_in, key) {
                (false, Some(Key::Fixed(secret))) => credential.header_of(secret)?,
                _ => None,
            };
            if stands_in || key.is_some() {
                let key = key.filter(|_| !stands_in).cloned();
                held.push(Held { credential, key, header });
            }
        }
        let is_optional = all.is_empty() || all.iter().any(|credential| credential.optional);
        if held.is_empty() && !is_optional {
            let mut alternatives = self.api.alternatives(None);
            if alternatives.is_empty() {
                alternatives.push(all.iter().collect());
            }
            return Err(missing(&alternatives));
        }
        Ok(held)
    }
}

impl Client {
    /// Adds the credentials that the call needs, unless its own headers replace them. Returns the
    /// secrets that were added.
    pub(crate) async fn authorize(
        &self,
        call: &Call,
        request: &mut Request<Body>,
    ) -> Result<Vec<Secret>, ConfigError> {
        let mut added = Vec::new();
        for credential in self.credentials_for(call)? {
            let held = self.held().iter().find(|held| held.credential == credential);
            let Some(Held { key: Some(key), header, .. }) = held else { continue };
            if call.replaces(credential) {
                continue;
            }
            if let (Key::Fixed(secret), Some((name, value))) = (key, header) {
                let inserted = request.headers_mut().try_insert(name, value.clone());
                inserted.map_err(|_| ConfigError::new("there are too many headers"))?;
                added.push(secret.clone());
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

    /// The first alternative whose credentials the client has, all of them. An alternative without
    /// credentials comes last.
    fn credentials_for(&self, call: &Call) -> Result<Vec<&'static Credential>, ConfigError> {
        let is_held = |credential: &&Credential| {
            call.replaces(credential)
                || self.held().iter().any(|held| held.credential == *credential)
        };
        let settings = call.operation.credentials();
        // Most operations take any credential: the first one that the client has.
        if settings.is_none() {
            let any = self.api().credentials.iter().filter(|credential| !credential.on_demand);
            if let Some(credential) = any.clone().find(is_held) {
                return Ok(vec![credential]);
            }
        }
        let mut alternatives = self.api().alternatives(settings);
        alternatives.sort_by_key(Vec::is_empty);
        let found = alternatives.iter().find(|credentials| credentials.iter().all(is_held));
        match found {
            Some(credentials) => Ok(credentials.clone()),
            None if alternatives.is_empty() => Ok(Vec::new()),
            None => Err(missing(&alternatives)),
        }
    }
}

impl Call {
    /// Whether this call sets or removes the header that would carry the credential.
    fn replaces(&self, credential: &Credential) -> bool {
        credential.header_name().is_some_and(|name| self.options.headers.mention(name))
    }
}
