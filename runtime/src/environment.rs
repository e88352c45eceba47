//! Settings from environment variables.

use std::ffi::OsString;

use crate::{Api, Header, Secret, WebhookScheme, headers::Headers, keys::Keys, secret::Key};

/// The settings from environment variables. Settings of the program override them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Environment {
    pub(crate) base_url: Option<String>,
    pub(crate) keys: Keys,
    pub(crate) headers: Headers,
    #[cfg_attr(not(feature = "standard-webhooks"), allow(dead_code, reason = "webhooks need it"))]
    pub(crate) webhook_secret: Option<Secret>,
}

impl Environment {
    /// Reads the variables that `api` names. A blank variable counts as unset, because some systems
    /// can only clear a variable, not unset it. White space around a value is removed, because it
    /// often comes from copying.
    pub(crate) fn read(
        api: &Api,
        webhooks: Option<&WebhookScheme>,
        variable: impl Fn(&str) -> Option<OsString>,
    ) -> Result<Self, String> {
        let read = |name: Option<&str>| match name {
            Some(name) => variable(name).map_or(Ok(None), |value| tidy(name, value)),
            None => Ok(None),
        };
        let mut headers = Headers::default();
        for Header { name, env } in api.headers {
            if let Some(value) = read(*env)? {
                headers.set(name, &value)?;
            }
        }
        if let Some(lines) = read(api.headers_env)? {
            headers.extend(&Headers::parse(&lines)?);
        }
        let mut keys = Keys::default();
        for credential in api.credentials {
            if let Some(secret) = read(credential.env)? {
                keys.set(credential.setting, Key::Fixed(secret.into()));
            }
        }
        let webhook_secret = read(webhooks.and_then(|it| it.env))?.map(Secret::from);
        Ok(Self { base_url: read(api.base_url_env)?, keys, headers, webhook_secret })
    }
}

fn tidy(name: &str, value: OsString) -> Result<Option<String>, String> {
    let value = value.into_string().map_err(|_| format!("{name} is not valid Unicode"))?;
    let value = value.trim();
    Ok((!value.is_empty()).then(|| value.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Credential;

    static API: Api = Api {
        user_agent: "test/1",
        base_url: Some("http://h/v1"),
        base_url_env: Some("BASE"),
        headers_env: Some("HEADERS"),
        request_id: "x-request-id",
        credentials: &[Credential::bearer("api_key", Some("KEY"))],
        headers: &[
            Header { name: "X-Team", env: Some("TEAM") },
            Header { name: "X-No", env: None },
        ],
        idempotency_header: None,
        retry_all_methods: false,
    };

    fn read(variables: &[(&str, &str)]) -> Result<Environment, String> {
        Environment::read(&API, None, |name| {
            variables.iter().find(|(known, _)| *known == name).map(|(_, value)| value.into())
        })
    }

    #[test]
    fn values_are_trimmed_and_blank_ones_count_as_unset() {
        let environment = read(&[("BASE", " http://x \n"), ("KEY", " \t "), ("TEAM", "")]).unwrap();
        assert_eq!(environment.base_url.as_deref(), Some("http://x"));
        assert_eq!(format!("{:?}", environment.keys), "Keys([])");
        assert_eq!(format!("{:?}", environment.headers), "[]");
    }

    #[test]
    fn header_lines_override_headers_with_their_own_variable() {
        let environment = read(&[("TEAM", "a"), ("HEADERS", "x-team: b\nnonsense")]).unwrap();
        assert_eq!(format!("{:?}", environment.headers), r#"["x-team", "x-team"]"#);
    }

    #[test]
    fn invalid_header_values_are_errors() {
        assert!(read(&[("TEAM", "a\nb")]).is_err());
        assert!(read(&[("HEADERS", "bad name: x")]).is_err());
    }
}
