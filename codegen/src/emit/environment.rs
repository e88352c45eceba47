//! Documentation of environment variables.

use crate::model::{Api, Credential, Method, Scheme};

/// The documentation of `Client::from_env`.
pub(super) fn configured(api: &Api) -> String {
    let variables = variables(api);
    let list = if variables.is_empty() {
        "Creates a client with settings from environment variables.".to_owned()
    } else {
        format!(
            "Creates a client with settings from environment variables: {}.",
            variables.join(", ")
        )
    };
    let lines = api.client.headers_env.as_deref().map_or_else(String::new, |it| {
        format!(" `{it}` has one header per line, such as `X-Team: search`.")
    });
    format!("{list}{lines}\n\n# Errors\n\n[`Error::Config`]; see [`ClientBuilder::build`].")
}

/// The environment variables that the client reads, as code.
pub(super) fn variables(api: &Api) -> Vec<String> {
    let client = &api.client;
    let credentials = client.credentials.iter().filter_map(|it| it.env.as_deref());
    let headers = client.headers.iter().filter_map(|it| it.env.as_deref());
    let rest = [client.base_url_env.as_deref(), client.headers_env.as_deref()];
    let webhooks = api.webhooks.iter().filter_map(|it| it.env.as_deref());
    let all = credentials.chain(webhooks).chain(headers).chain(rest.into_iter().flatten());
    all.map(|name| format!("`{name}`")).collect()
}

/// The environment variables with a user name and a password, as code.
pub(super) fn logins(api: &Api) -> Vec<String> {
    let basic = api.client.credentials.iter().filter(|it| it.scheme == Scheme::Basic);
    basic.filter_map(|it| Some(format!("`{}`", it.env.as_deref()?))).collect()
}

/// The end of a sentence, with the environment variable of a setting.
pub(super) fn otherwise(env: Option<&str>) -> String {
    env.map(|env| format!(". Environment variable: `{env}`")).unwrap_or_default()
}

/// The credentials of a method. If it does not name any, the first one: a client must have one.
pub(super) fn credentials<'a>(
    api: &'a Api,
    method: &'a Method,
) -> impl Iterator<Item = &'a Credential> {
    let named = method.auth.as_ref().and_then(|it| it.first()).filter(|it| !it.is_empty());
    api.client.credentials.iter().enumerate().filter_map(move |(index, credential)| {
        let taken = named.map_or(index == 0, |names| names.contains(&credential.name.rust));
        taken.then_some(credential)
    })
}

/// The commands that set the variables which a client needs for a method.
pub(super) fn exports(api: &Api, method: &Method) -> Vec<String> {
    let base_url = api.client.base_url_env.as_deref().filter(|_| api.client.base_url.is_none());
    let base_url = base_url.map(|name| format!("export {name}=https://…"));
    let credentials = credentials(api, method).filter_map(|it| {
        let value = if it.scheme == Scheme::Basic { "user:password" } else { "…" };
        Some(format!("export {}={value}", it.env.as_deref()?))
    });
    credentials.chain(base_url).collect()
}
