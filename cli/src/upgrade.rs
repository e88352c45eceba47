//! `bessemer upgrade`: regenerates in two steps, so that what a newer generator changes and what a newer
//! document changes can be reviewed apart.

mod step;

use std::process::ExitCode;

use anyhow::{Result, bail};
use bessemer_codegen::{Cause, Output, compare};
use serde_json::json;

use self::step::{Contents, Step};
use crate::{
    diff::{self, Report},
    inputs::Format,
    plan::Plan,
    project::Project,
    report,
    revision::{Revision, git},
    state::State,
};

/// The command's flags.
#[derive(clap::Args)]
pub struct Args {
    /// The revision with the document of the present crate
    #[arg(long, value_name = "REV", default_value = "HEAD")]
    base: String,
    /// Commit each step on its own
    #[arg(long, conflicts_with = "dry_run")]
    commit: bool,
    /// Show both steps, and write nothing
    #[arg(long)]
    dry_run: bool,
    /// How to print the steps
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

/// Both steps.
struct Upgrade {
    plan: Plan,
    /// The crate of the old document, by this generator.
    first: Output,
    generator: Step,
    /// The crate of the new document.
    second: Output,
    document: Step,
    report: Report,
}

/// Runs the command. `program` is what users type before `upgrade`.
///
/// # Errors
///
/// If a file or the revision cannot be read, a document has errors, or the folder of the crate has changes
/// that are not committed.
pub fn run(args: &Args, program: &str, project: Option<&Project>) -> Result<ExitCode> {
    let Some(project) = project else {
        bail!("there is no bessemer.toml in this folder or above it");
    };
    let upgrade = Upgrade::of(project, &args.base)?;
    // The second step is written only when the first is in a commit of its own.
    let waits = !args.commit && !args.dry_run && !upgrade.generator.is_empty();
    if !args.dry_run {
        refuse_uncommitted(project)?;
        upgrade.write(args.commit, project, waits)?;
    }
    report::say(&match args.format {
        Format::Text => upgrade.text(waits, program),
        Format::Json => json!({
            "steps": [upgrade.generator.json("generator"), upgrade.document.json("document")],
            "comparison": diff::value(&upgrade.report),
            "waits": waits && !upgrade.document.is_empty(),
        })
        .to_string(),
    });
    Ok(ExitCode::SUCCESS)
}

impl Upgrade {
    fn of(project: &Project, base: &str) -> Result<Self> {
        let plan = Plan::of_project(project);
        let lock = plan.written_lock()?;
        let version = lock.generator().unwrap_or("an unknown version").to_owned();
        let revision = Revision::of(project.root(), Some(base))?;
        let old = Plan::of_project(project).at(revision).state()??;
        // The names of the present crate are kept, whatever the revision has.
        let old = State { lock, ..old };
        let before = old.model()?;
        let first = before.output(&old.document)?;
        refuse_edits(&first, &plan, &old)?;
        let new = plan.state()??.after(&before);
        let after = new.model()?;
        let second = after.output(&new.document)?;
        let denied = second.warnings().iter().filter(|it| plan.denies(it.code)).count();
        if denied > 0 {
            bail!("{denied} denied warnings; `generate` shows them");
        }
        let present = Contents::of_folder(&plan.out, &first)?;
        let (one, two) = (Contents::of(&first), Contents::of(&second));
        let own = env!("CARGO_PKG_VERSION");
        let comparison = compare((&old.document, &before), (&new.document, &after));
        Ok(Self {
            generator: Step::between(&present, &one, format!("generator: {version} → {own}")),
            document: Step::between(&one, &two, "document".to_owned()),
            report: Report::new(old, new, comparison),
            plan,
            first,
            second,
        })
    }

    fn write(&self, commits: bool, project: &Project, waits: bool) -> Result<()> {
        let out = self.plan.out.to_string_lossy().into_owned();
        if !self.generator.is_empty() {
            self.first.write(&self.plan.out)?;
            if commits {
                let version = env!("CARGO_PKG_VERSION");
                let message = format!("Regenerate with bessemer {version}");
                commit(project, &message, &[&out])?;
            }
        }
        if !waits && !self.document.is_empty() {
            self.second.write(&self.plan.out)?;
            if commits {
                let (spec, _) = project.spec();
                let config = project.config();
                let inputs = std::iter::once(spec).chain(config);
                let inputs: Vec<String> =
                    inputs.map(|it| it.to_string_lossy().into_owned()).collect();
                let paths: Vec<&str> =
                    inputs.iter().map(String::as_str).chain([out.as_str()]).collect();
                commit(project, "Update the document", &paths)?;
            }
        }
        Ok(())
    }

    fn text(&self, waits: bool, program: &str) -> String {
        let mut parts = vec![self.generator.text(1)];
        if waits {
            parts.push(format!(
                "Commit {} now. Then run `{program} upgrade` again for the second step.",
                self.plan.out.display()
            ));
        }
        parts.push(self.document.text(2));
        if !self.document.is_empty() {
            parts.push(diff::summary(&self.report));
        }
        parts.join("\n\n")
    }
}

/// Refuses to overwrite what was written by hand.
fn refuse_edits(first: &Output, plan: &Plan, old: &State) -> Result<()> {
    let changes = first.compare(&plan.out)?;
    for (cause, files) in first.causes(&changes, &old.lock) {
        if matches!(cause, Cause::Edited | Cause::Extra) {
            bail!(
                "files of the crate were edited by hand: {}; `check` says what to do",
                files.join(", ")
            );
        }
    }
    Ok(())
}

/// Refuses to mix a step with other changes.
fn refuse_uncommitted(project: &Project) -> Result<()> {
    let out = project.out();
    let status = git(project.root(), &["status", "--porcelain", "--", &out.to_string_lossy()])?;
    if !status.is_empty() {
        bail!("{} has changes that are not committed; commit or discard them first", out.display());
    }
    Ok(())
}

fn commit(project: &Project, message: &str, paths: &[&str]) -> Result<()> {
    git(project.root(), &[&["add", "--all", "--"], paths].concat())?;
    git(project.root(), &[&["commit", "--quiet", "--message", message, "--"], paths].concat())?;
    Ok(())
}
