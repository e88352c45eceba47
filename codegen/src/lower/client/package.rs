//! The package: name, version and description, from the configuration or else from `info` of the document.

use heck::ToKebabCase;
use url::Url;

use crate::{
    config,
    lower::{context::Cx, text::reserved},
    model::{Custom, Package},
};

/// The first content of the hand-written file, if the configuration does not set it.
const EMPTY: &str = "//! Hand-written code of this crate. The generator keeps this file.
";

pub(crate) fn package(cx: Cx<'_>) -> Package {
    let info = &cx.openapi.info;
    let config = cx.config.package().clone();
    let title = if info.title.trim().is_empty() { "API" } else { info.title.trim() };
    let title = title.lines().next().unwrap_or_default().to_owned();
    let about = config.about.or_else(|| info.description.clone()).unwrap_or_default();
    let description =
        config.description.unwrap_or_else(|| format!("A Rust client of {}", subject(&title)));
    let external = cx.openapi.external_docs.as_ref();
    let docs_url = config.docs_url.or_else(|| Url::parse(&external?.url).ok());
    Package {
        name: config.name.unwrap_or_else(|| package_name(&title)),
        version: version(cx),
        description,
        about: about.trim().to_owned(),
        docs_url,
        tests: config.tests,
        examples: config.examples.unwrap_or(true),
        runtime: config.runtime,
        custom: cx.config.custom().map(custom),
        subject: subject(&title),
    }
}

/// The version of the crate.
pub(crate) fn version(cx: Cx<'_>) -> String {
    cx.config.package().version.clone().unwrap_or_else(|| "0.1.0".to_owned())
}

fn custom(config: &config::Custom) -> Custom {
    let dependencies = config.dependencies.iter();
    Custom {
        text: config.text.clone().unwrap_or_else(|| EMPTY.to_owned()),
        dependencies: dependencies.map(|(name, value)| (name.clone(), value.to_string())).collect(),
        features: config.features.iter().map(|(name, on)| (name.clone(), on.clone())).collect(),
    }
}

/// The default environment variable of a setting: `PETSTORE_API_KEY`.
pub(super) fn variable(cx: Cx<'_>, setting: &str) -> String {
    let setting = setting.trim_start_matches("r#");
    format!("{}_{setting}", package(cx).name.replace('-', "_")).to_uppercase()
}

/// A title in a sentence: `the Petstore API`, but `Stripe`.
fn subject(title: &str) -> String {
    let last = title.rsplit(' ').next().unwrap_or_default().to_lowercase();
    let is_noun = matches!(&*last, "api" | "apis" | "service" | "services");
    let has_article = title.to_lowercase().starts_with("the ");
    if is_noun && !has_article { format!("the {title}") } else { title.to_owned() }
}

/// Cargo's rules for a package name: ASCII letters, digits, `-` and `_`, no digit first, no keyword.
fn package_name(title: &str) -> String {
    let ascii: String =
        title.chars().map(|it| if it.is_ascii_alphanumeric() { it } else { ' ' }).collect();
    let name = ascii.to_kebab_case();
    match name.chars().next() {
        None => "api-client".to_owned(),
        Some(first) if first.is_ascii_digit() => format!("api-{name}"),
        Some(_) if reserved::is_keyword(&name) => format!("{name}-api"),
        Some(_) => name,
    }
}
