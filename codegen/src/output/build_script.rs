//! A crate that a build script generates into `OUT_DIR`.

use std::{io, path::Path};

use toml::{Table, Value};

use super::{Output, Staging};

impl Output {
    /// Writes the source files for a build script, and returns the instructions for cargo that the build
    /// script must print. Without them, the resources are not compiled.
    ///
    /// The file `lib.rs` in `folder` is for `include!` in the root of a crate. It has no inner attributes, which
    /// `include!` does not allow. The crate needs the dependency `runtime`, which is the package
    /// `bessemer-runtime`, and it has those features of a generated crate that its own `Cargo.toml` lists.
    /// All resources are compiled.
    ///
    /// ```no_run
    /// use bessemer_codegen::{Config, Document, generate};
    ///
    /// fn main() -> Result<(), Box<dyn std::error::Error>> {
    ///     println!("cargo::rerun-if-changed=petstore.yaml");
    ///     let document = Document::parse("petstore.yaml", std::fs::read("petstore.yaml")?)?;
    ///     let folder = std::env::var("OUT_DIR")?;
    ///     for line in generate(&document, &Config::default())?.write_source(folder.as_ref())? {
    ///         println!("{line}");
    ///     }
    ///     Ok(())
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// If the folder cannot be written.
    pub fn write_source(&self, folder: &Path) -> io::Result<Vec<String>> {
        let root = self.files.get("src/lib.rs").map(|text| without_inner_attributes(text));
        let root = root.transpose().map_err(io::Error::other)?.unwrap_or_default();
        let sources = self.files.iter().filter_map(|(path, text)| {
            let path = path.strip_prefix("src/")?;
            let text = if path == "lib.rs" { root.as_str() } else { text.as_str() };
            Some((path, text))
        });
        Staging::write(folder, &sources.collect::<Vec<_>>(), || {})?.finish()?;
        Ok(self.files.get("Cargo.toml").map(|text| instructions(text)).unwrap_or_default())
    }
}

/// The root of the crate as a file for `include!`.
fn without_inner_attributes(text: &str) -> syn::Result<String> {
    let mut file = syn::parse_file(text)?;
    file.attrs.clear();
    Ok(prettyplease::unparse(&file))
}

/// The instructions that declare all features of a manifest, and turn on those of the resources.
fn instructions(manifest: &str) -> Vec<String> {
    let manifest: Table = manifest.parse().unwrap_or_default();
    let Some(features) = manifest.get("features").and_then(Value::as_table) else {
        return Vec::new();
    };
    let names: Vec<String> = features.keys().map(|name| format!("{name:?}")).collect();
    let declared = format!("cargo::rustc-check-cfg=cfg(feature, values({}))", names.join(", "));
    let on = list(features, "default").into_iter().filter(|name| is_resource(features, name));
    let on = on.map(|name| format!("cargo::rustc-cfg=feature={name:?}"));
    std::iter::once(declared).chain(on).collect()
}

/// Whether a feature enables no feature of the runtime.
fn is_resource(features: &Table, name: &str) -> bool {
    list(features, name).iter().all(|it| !it.contains('/'))
}

fn list<'t>(features: &'t Table, name: &str) -> Vec<&'t str> {
    let values = features.get(name).and_then(Value::as_array);
    values.into_iter().flatten().filter_map(Value::as_str).collect()
}

#[cfg(test)]
mod tests {
    use super::{instructions, without_inner_attributes};

    #[test]
    fn only_the_features_of_resources_are_turned_on() {
        let manifest = r#"
            [features]
            default = ["rustls", "pets", "owners"]
            pets = ["owners"]
            owners = []
            rustls = ["runtime/rustls"]
            testing = ["runtime/testing"]
            mine = []
        "#;
        let expected = [
            r#"cargo::rustc-check-cfg=cfg(feature, values("default", "mine", "owners", "pets", "rustls", "testing"))"#,
            r#"cargo::rustc-cfg=feature="pets""#,
            r#"cargo::rustc-cfg=feature="owners""#,
        ];
        assert_eq!(instructions(manifest), expected);
        assert!(instructions("[package]").is_empty());
    }

    #[test]
    fn attributes_of_the_crate_are_left_out() {
        let text = "#![doc = include_str!(\"lib.md\")]\n#![allow(\n    uncommon_codepoints\n)]\n\
                    /// Documented.\npub mod types;\n";
        let included = without_inner_attributes(text).expect("valid Rust");
        assert_eq!(included, "/// Documented.\npub mod types;\n");
    }
}
