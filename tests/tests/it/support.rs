//! Shared functions of the tests: the files of the workspace and documents in them.

use std::{
    fs,
    path::{Path, PathBuf},
};

use bessemer_codegen::{Config, Diagnostics, Document, Output, generate};

/// The root of the workspace.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("tests/ has a parent").to_owned()
}

/// A file of the workspace, by its path from the root.
pub(crate) fn read(path: &str) -> Vec<u8> {
    fs::read(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// A text file of the workspace.
pub(crate) fn read_text(path: &str) -> String {
    String::from_utf8(read(path)).expect("UTF-8")
}

/// The document at `path`, with the configuration next to it if there is one.
pub(crate) fn load(path: &str) -> Result<(Document, Config), Diagnostics> {
    let config = Path::new(path).with_extension("toml").to_string_lossy().into_owned();
    let folder = root().join(path).parent().expect("a folder").to_owned();
    let beside =
        |path: &str| fs::read(folder.join(path)).map_err(|_| "there is no such file".to_owned());
    let config = match root().join(&config).exists() {
        true => Config::parse_with(&config, &read(&config), beside)?,
        false => Config::default(),
    };
    let overlays = config.overlays();
    let document = Document::parse_with_overlays(path, read(path), overlays, beside)?;
    Ok((document, config))
}

/// The generated crate of the document at `path`.
pub(crate) fn generated(path: &str) -> Result<Output, Diagnostics> {
    let (document, config) = load(path)?;
    generate(&document, &config)
}

/// The names of the documents in a folder, sorted.
pub(crate) fn documents(folder: &str) -> Vec<String> {
    let entries = fs::read_dir(root().join(folder)).expect("a folder of documents");
    let files = entries.map(|it| it.expect("an entry")).filter(|it| it.path().is_file());
    let names = files.map(|it| it.file_name().into_string().expect("UTF-8"));
    let mut names: Vec<String> = names.filter(|name| !name.ends_with(".toml")).collect();
    names.sort();
    names
}

/// A temporary folder that is removed at the end of the test.
pub(crate) struct Scratch(PathBuf);

impl Scratch {
    pub(crate) fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("bessemer-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).expect("a scratch folder");
        Self(path)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// The cargo features of the resources of a generated crate, and those of its webhooks and WebSockets if it
/// has some, from its manifest.
pub(crate) fn resource_features(manifest: &str) -> Vec<&str> {
    let section = manifest.split_once("[features]\n").map_or("", |(_, rest)| rest);
    let lines = section.lines().take_while(|it| !it.is_empty());
    let features = lines.filter_map(|it| it.split_once(" = "));
    let is_own = |name: &str, on: &str| name == "websocket" || !on.contains("runtime/");
    let own = features.filter(|(name, on)| *name != "default" && is_own(name, on));
    let webhooks = section.lines().next().filter(|it| it.contains("\"standard-webhooks\""));
    own.map(|(name, _)| name).chain(webhooks.map(|_| "standard-webhooks")).collect()
}
