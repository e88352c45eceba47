//! The flags for what is generated.

use std::path::PathBuf;

use crate::runtime::Flag;

/// The flags for what is read. Without any, `bessemer.toml` decides.
#[derive(Clone, Default, clap::Args)]
pub(crate) struct SpecInputs {
    /// The OpenAPI document, YAML or JSON [default: `spec` in bessemer.toml]
    #[arg(long, value_name = "FILE")]
    pub(crate) spec: Option<PathBuf>,
    /// The configuration, TOML [default: `config` in bessemer.toml, none with --spec]
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// Use only the operations with this tag, and the types that they need; may be repeated
    #[arg(long, value_name = "TAG")]
    pub(crate) only: Vec<String>,
    /// Apply this overlay to the document, after those of the configuration; may be repeated
    #[arg(long, value_name = "FILE")]
    pub(crate) overlay: Vec<PathBuf>,
}

/// The flags for what is generated. Without any, `bessemer.toml` decides.
#[derive(Default, clap::Args)]
pub struct Inputs {
    #[command(flatten)]
    pub(crate) spec: SpecInputs,
    /// The folder of the crate [default: `out` in bessemer.toml]
    #[arg(long, value_name = "FOLDER")]
    pub(crate) out: Option<PathBuf>,
    /// The lock with the names to keep [default: bessemer.lock in the folder of the crate]
    #[arg(long, value_name = "FILE")]
    pub(crate) lock: Option<PathBuf>,
    /// The name of the crate [default: from the configuration, else from the document's title]
    #[arg(long, value_name = "NAME")]
    pub(crate) name: Option<String>,
    /// Also generate tests/operations.rs, with tests of all operations against a fake API
    #[arg(long)]
    pub(crate) tests: bool,
    /// Where the crate gets the runtime from: path[=FOLDER], git[=URL[#COMMIT]] or version [default:
    /// `runtime` in bessemer.toml, else where bessemer was installed from]
    #[arg(long, value_name = "SOURCE")]
    pub(crate) runtime: Option<Flag>,
    /// Treat warnings with this code as errors; may be repeated
    #[arg(long, value_name = "CODE")]
    pub(crate) deny: Vec<String>,
    /// Treat all warnings as errors
    #[arg(long)]
    pub(crate) strict: bool,
    /// How to print the summary and the diagnostics
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,
}

/// How the summary is printed.
#[derive(Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// For people
    #[default]
    Text,
    /// One JSON object on standard output, for programs
    Json,
}
