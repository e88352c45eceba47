//! Generates the crate from the document into `OUT_DIR`.

use std::{env, error::Error, fs};

use bessemer_codegen::{Config, Document, generate};

const DOCUMENT: &str = "../../petstore.yaml";
const CONFIG: &str = "../../petstore.toml";

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed={DOCUMENT}");
    println!("cargo::rerun-if-changed={CONFIG}");
    let document = Document::parse(DOCUMENT, fs::read(DOCUMENT)?)?;
    let config = Config::parse(CONFIG, &fs::read(CONFIG)?)?;
    let output = generate(&document, &config)?;
    for line in output.write_source(env::var("OUT_DIR")?.as_ref())? {
        println!("{line}");
    }
    Ok(())
}
