//! Containers as plain derived structs: what is not known is dropped, or an error.

use serde::Deserialize;

#[derive(Deserialize)]
pub struct ContainerList {
    pub object: String,
    pub data: Vec<Container>,
    pub first_id: Option<String>,
    pub last_id: Option<String>,
    pub has_more: Option<bool>,
}

#[derive(Deserialize)]
pub struct Container {
    pub id: String,
    pub object: String,
    pub name: String,
    pub created_at: i64,
    pub status: String,
    pub last_active_at: Option<i64>,
    pub expires_after: Option<ExpiresAfter>,
    pub memory_limit: Option<MemoryLimit>,
    pub network_policy: Option<NetworkPolicy>,
}

#[derive(Deserialize)]
pub struct ExpiresAfter {
    pub anchor: Option<Anchor>,
    pub minutes: Option<i64>,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Anchor {
    LastActiveAt,
}

#[derive(Deserialize)]
pub enum MemoryLimit {
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
pub struct NetworkPolicy {
    pub r#type: NetworkPolicyType,
    pub allowed_domains: Option<Vec<String>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NetworkPolicyType {
    Allowlist,
    Disabled,
}

/// One container in JSON, with `more` behind its properties.
pub fn json(number: usize, more: &str) -> String {
    format!(
        r#"{{"id":"cntr_682dfebaacac8198bbfe9c2474fb6f4a{number:08x}","object":"container","created_at":1747844794,"status":"running","expires_after":{{"anchor":"last_active_at","minutes":20}},"last_active_at":1747844794,"memory_limit":"4g","network_policy":{{"type":"allowlist","allowed_domains":["api.example.com","pypi.org"]}},"name":"My Container {number}"{more}}}"#
    )
}
