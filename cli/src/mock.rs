//! `bessemer mock`: the document as a fake API over HTTP.

use std::{
    io::{self, Write},
    net::Ipv4Addr,
    process::ExitCode,
    sync::{Mutex, PoisonError},
};

use anyhow::{Context, Result};
use bessemer_mock::{Document, Served, serve_with};
use tokio::{net::TcpListener, runtime};

use crate::{inputs::SpecInputs, plan::Plan, project::Project, report};

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
    /// Do not print a line for each request
    #[arg(long)]
    quiet: bool,
    #[command(flatten)]
    spec: SpecInputs,
}

/// Runs the command until the process is stopped. `program` is what users type before `mock`.
///
/// # Errors
///
/// If a file cannot be read, the document has errors, or the port is in use.
pub(crate) fn run(args: &Args, program: &str, project: Option<&Project>) -> Result<ExitCode> {
    let plan = Plan::of_spec(&args.spec, program, project)?;
    let (name, document) = read(&plan, args.seed)?;
    let document = if args.memory { document.with_memory() } else { document };
    let current = Mutex::new(Current { plan, document, seed: args.seed });
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
        writeln!(io::stdout(), "{name} at http://{address}")?;
        let respond = move |request: &_| {
            let document = current.lock().unwrap_or_else(PoisonError::into_inner).document();
            document.respond(request)
        };
        let quiet = args.quiet;
        let log = move |served: &Served| {
            if !quiet {
                report::complain(&served.to_string());
            }
        };
        serve_with(listener, respond, log).await?;
        Ok(ExitCode::SUCCESS)
    })
}

/// The document that is served, and where it was read from.
struct Current {
    plan: Plan,
    document: Document,
    seed: u64,
}

impl Current {
    /// Reads the document again if one of its files has changed. If it has errors now, they are printed, and the
    /// last document without errors is served.
    fn document(&mut self) -> Document {
        if self.plan.has_changed() {
            match read(&self.plan, self.seed) {
                Ok((name, document)) => {
                    self.document = document.with_memory_of(&self.document);
                    report::complain(&format!("{name} has changed"));
                }
                Err(error) => {
                    report::failure(&error);
                    report::complain("the last document without errors is served");
                }
            }
        }
        self.document.clone()
    }
}

/// The document and its name.
fn read(plan: &Plan, seed: u64) -> Result<(String, Document)> {
    let state = plan.state()??;
    let document = Document::configured(&state.document, &state.config)?;
    Ok((state.document.name().to_owned(), document.with_seed(seed)))
}
