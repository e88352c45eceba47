//! `bessemer mock`: the document as a fake API over HTTP.

use std::{
    io::{self, Write},
    net::Ipv4Addr,
    process::ExitCode,
};

use anyhow::{Context, Result};
use bessemer_mock::{Document, serve};
use tokio::{net::TcpListener, runtime};

use crate::{inputs::Inputs, plan::Plan, project::Project};

/// The command's flags.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// The port on 127.0.0.1; 0 selects a free one
    #[arg(long, value_name = "PORT", default_value_t = 4010)]
    port: u16,
    /// Answer with other samples
    #[arg(long, value_name = "NUMBER", default_value_t = 0)]
    seed: u64,
    /// Remember items: after `POST /pets`, `GET /pets/{id}` finds the pet
    #[arg(long)]
    memory: bool,
    #[command(flatten)]
    inputs: Inputs,
}

/// Runs the command until the process is stopped. `program` is what users type before `mock`.
///
/// # Errors
///
/// If a file cannot be read, the document has errors, or the port is in use.
pub(crate) fn run(args: &Args, program: &str, project: Option<&Project>) -> Result<ExitCode> {
    let state = Plan::to_read(&args.inputs, program, project)?.state()??;
    let document = Document::new(&state.document).with_seed(args.seed);
    let document = if args.memory { document.with_memory() } else { document };
    let runtime = runtime::Builder::new_current_thread().enable_io().build()?;
    runtime.block_on(async {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, args.port)).await;
        let listener = listener.with_context(|| {
            format!(
                "cannot use port {}; choose another with --port, or a free one with --port 0",
                args.port
            )
        })?;
        let address = listener.local_addr()?;
        // A program that started this one waits for the line.
        writeln!(io::stdout(), "{} at http://{address}", state.document.name())?;
        serve(document, listener).await?;
        Ok(ExitCode::SUCCESS)
    })
}
