//! Containers as plain derived structs. Unknown properties are dropped; unknown values are errors.

use serde::Deserialize;

#[derive(Deserialize)]
pub(crate) struct ContainerList {
    pub(crate) object: String,
    pub(crate) data: Vec<Container>,
    pub(crate) first_id: Option<String>,
    pub(crate) last_id: Option<String>,
    pub(crate) has_more: Option<bool>,
}

#[derive(Deserialize)]
pub(crate) struct Container {
    pub(crate) id: String,
    pub(crate) object: String,
    pub(crate) name: String,
    pub(crate) created_at: i64,
    pub(crate) status: String,
    pub(crate) last_active_at: Option<i64>,
    pub(crate) expires_after: Option<ExpiresAfter>,
    pub(crate) memory_limit: Option<MemoryLimit>,
    pub(crate) network_policy: Option<NetworkPolicy>,
}

#[derive(Deserialize)]
pub(crate) struct ExpiresAfter {
    pub(crate) anchor: Option<Anchor>,
    pub(crate) minutes: Option<i64>,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Anchor {
    LastActiveAt,
}

#[derive(Deserialize)]
pub(crate) enum MemoryLimit {
    #[serde(rename = "1g")]
    One,
    #[serde(rename = "4g")]
    Four,
    #[serde(rename = "16g")]
    Sixteen,
    #[serde(rename = "64g")]
    SixtyFour,
}

#[derive(Deserialize)]
pub(crate) struct NetworkPolicy {
    pub(crate) r#type: NetworkPolicyType,
    pub(crate) allowed_domains: Option<Vec<String>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum NetworkPolicyType {
    Allowlist,
    Disabled,
}

/// The JSON of a container, with `more` after its properties.
pub(crate) fn json(number: usize, more: &str) -> String {
    format!(
        r#"{{"id":"cntr_682dfebaacac8198bbfe9c2474fb6f4a{number:08x}","object":"container","created_at":1747844794,"status":"running","expires_after":{{"anchor":"last_active_at","minutes":20}},"last_active_at":1747844794,"memory_limit":"4g","network_policy":{{"type":"allowlist","allowed_domains":["api.example.com","pypi.org"]}},"name":"My Container {number}"{more}}}"#
    )
}
