//! `Cargo.toml`.

use std::collections::BTreeSet;

use super::{programs, webhooks};
use crate::{
    model::{Api, Resource},
    runtime::{self, Runtime},
};

/// The line of a resource's feature.
fn feature(resource: &Resource, api: &Api) -> String {
    let needed: Vec<String> = api.needed_by(resource).into_iter().map(string).collect();
    format!("{} = [{}]\n", resource.feature, needed.join(", "))
}

pub(super) fn text(api: &Api) -> String {
    let package = &api.package;
    let resources = || api.resources.iter().filter(|it| it.is_of_client());
    let signatures = api.webhooks.iter().map(|_| webhooks::FEATURE);
    let default = signatures.chain(resources().map(|it| it.feature.as_str()));
    let default: String = default.map(|name| format!(", \"{name}\"")).collect();
    let resources: String = resources().map(|it| feature(it, api)).collect();
    let websocket = api.has_websockets().then_some(runtime::WEBSOCKET);
    let features: BTreeSet<&str> = runtime::FEATURES.into_iter().chain(websocket).collect();
    let features: String =
        features.iter().map(|name| format!("{name} = [\"runtime/{name}\"]\n")).collect();
    let custom = package.custom.as_ref();
    let custom_features: String = custom
        .iter()
        .flat_map(|it| &it.features)
        .map(|(name, on)| {
            let on: Vec<String> = on.iter().map(|it| string(it)).collect();
            format!("{name} = [{}]\n", on.join(", "))
        })
        .collect();
    let dependencies: String = custom
        .iter()
        .flat_map(|it| &it.dependencies)
        .map(|(name, value)| format!("{name} = {value}\n"))
        .collect();
    let examples: String = programs::all(api).iter().map(example).collect();
    let source = source(package.runtime.as_ref());
    let mock = package.tests.as_ref().map(|_| mock(package.runtime.as_ref())).unwrap_or_default();
    format!(
        r#"[package]
name = {name}
description = {description}
version = {version}
edition = "2024"
rust-version = "1.88"
license = "MIT OR Apache-2.0"
readme = "README.md"
keywords = ["api", "client", "openapi", "sdk"]
categories = ["api-bindings"]

[features]
default = ["rustls"{default}]
{features}{resources}{custom_features}
[dependencies]
runtime = {{ package = "bessemer-runtime", {source}, default-features = false }}
{dependencies}
[dev-dependencies]
futures-util = {{ version = "0.3", default-features = false, features = ["std"] }}
tokio = {{ version = "1", features = ["macros", "rt-multi-thread"] }}
{mock}
{examples}[package.metadata.docs.rs]
all-features = true
"#,
        name = string(&package.name),
        description = string(&package.description),
        version = string(&package.version),
    )
}

/// A program in `examples/`.
fn example(program: &programs::Printed<'_>) -> String {
    let features: Vec<String> = program.features.iter().map(|it| string(it)).collect();
    let (name, path) = (string(program.name()), string(&program.path));
    let features = features.join(", ");
    format!("[[example]]\nname = {name}\npath = {path}\nrequired-features = [{features}]\n\n")
}

/// The dependency on the fake API for tests, which is next to the runtime.
fn mock(runtime: Option<&Runtime>) -> String {
    let beside = match runtime {
        Some(Runtime::Path(path)) => Some(Runtime::Path(beside_folder(path))),
        other => other.cloned(),
    };
    format!("bessemer-mock = {{ {} }}\n", source(beside.as_ref()))
}

/// The folder `mock` next to the folder of the runtime.
fn beside_folder(runtime: &str) -> String {
    let path = runtime.trim_end_matches('/');
    match path.rsplit_once('/') {
        _ if path.ends_with("..") => format!("{path}/../mock"),
        Some((parent, _)) => format!("{parent}/mock"),
        None => "mock".to_owned(),
    }
}

/// The source of the runtime. The version is that of this generator, because both belong together.
fn source(runtime: Option<&Runtime>) -> String {
    const VERSION: &str = env!("CARGO_PKG_VERSION");
    match runtime {
        None => format!("version = \"{VERSION}\""),
        Some(Runtime::Registry { version }) => format!("version = {}", string(version)),
        Some(Runtime::Path(path)) => format!("path = {}, version = \"{VERSION}\"", string(path)),
        Some(Runtime::Git { git, rev }) => {
            let rev = rev.as_ref().map(|rev| format!(", rev = {}", string(rev)));
            format!("git = {}{}, version = \"{VERSION}\"", string(git), rev.unwrap_or_default())
        }
    }
}

/// A basic TOML string.
fn string(text: &str) -> String {
    let mut out = String::from("\"");
    for character in text.chars() {
        match character {
            '"' | '\\' => out.extend(['\\', character]),
            other if other.is_control() => out.push(' '),
            other => out.push(other),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::beside_folder;

    #[test]
    fn the_fake_api_is_next_to_the_runtime() {
        for (runtime, mock) in [
            ("runtime", "mock"),
            ("../runtime/", "../mock"),
            ("../../a/runtime", "../../a/mock"),
            ("/w/runtime", "/w/mock"),
            ("..", "../../mock"),
        ] {
            assert_eq!(beside_folder(runtime), mock, "{runtime}");
        }
    }
}
