//! What the docs say of environment variables.

use crate::model::Api;

/// The docs of `Client::from_env`.
pub(super) fn configured(api: &Api) -> String {
    let variables = variables(api);
    let list = if variables.is_empty() {
        "A client that is configured by the environment.".to_owned()
    } else {
        format!("A client that is configured by the environment: {}.", variables.join(", "))
    };
    format!("{list}\n\n# Errors\n\n[`Error::Config`], as [`ClientBuilder::build`].")
}

/// The environment variables that the client reads, as code.
pub(super) fn variables(api: &Api) -> Vec<String> {
    let client = &api.client;
    let credentials = client.credentials.iter().filter_map(|it| it.env.as_deref());
    let headers = client.headers.iter().filter_map(|it| it.env.as_deref());
    let rest = [client.base_url_env.as_deref(), client.headers_env.as_deref()];
    let all = credentials.chain(headers).chain(rest.into_iter().flatten());
    all.map(|name| format!("`{name}`")).collect()
}

/// Where a setting comes from if it is not set.
pub(super) fn otherwise(env: Option<&str>) -> String {
    env.map(|env| format!("; else `{env}`, if the environment is read")).unwrap_or_default()
}
