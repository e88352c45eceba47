//! What is decided about a crate, and the crate that follows.

use std::{collections::BTreeSet, mem, panic::resume_unwind, thread};

use openapiv3::OpenAPI;

use crate::{
    config::Config,
    diagnostics::{Code, Diagnostic, Diagnostics},
    diff::{Comparison, Side},
    document::Document,
    emit, examples,
    lock::{Lock, Provenance},
    lower,
    model::{self, Paging},
    names::{self, Call, NameEntry},
    output::{self, Census, Declined, Facts, Listing, Output, Rest, Survey},
    pointer::Pointer,
    progress::{Progress, Stage},
    surface::{self, Surface, wire},
    threads::beside,
    tree::Tree,
};

impl Document {
    /// Generates the crate like [`generate_with`], and frees each part of the document when it is no
    /// longer needed. A large document takes less memory this way. `progress` shows how far the
    /// generation is.
    ///
    /// # Errors
    ///
    /// As for [`generate`].
    pub fn into_output(
        mut self,
        config: &Config,
        lock: &Lock,
        progress: &Progress,
    ) -> Result<Output, Diagnostics> {
        progress.start(Stage::Deciding, 0);
        // A part of the document may have none of its warnings.
        let is_whole = !config.is_selective();
        let ahead = || {
            self.hash();
            if is_whole {
                self.warnings();
            }
        };
        let ((), made) = beside(ahead, || model_of(&self, config, lock));
        let (api, warnings) = made?;
        self.openapi = OpenAPI::default();
        let provenance = provenance(&self, config, lock);
        let origin = mem::take(&mut self.origin);
        let facts = || {
            let warnings = self.locate(warnings);
            drop(self.source);
            (warnings, Recorded::of(&Lock::record(&api, &self.tree, lock), lock))
        };
        Ok(output(&origin, &api, facts, progress)?.sealed(provenance))
    }
}

/// All that is decided about a crate, before it is printed. It costs less than the crate, and answers what
/// does not need its files.
#[derive(Clone, Debug)]
pub struct Model {
    api: model::Api,
    /// The warnings without their places.
    warnings: Diagnostics,
    lock: Lock,
    /// The former names that the lock before had, and this one has not.
    retired: Vec<String>,
    provenance: Provenance,
}

impl Model {
    /// The model of the crate that [`generate_with`] writes.
    ///
    /// # Errors
    ///
    /// As for [`generate`].
    pub fn of(document: &Document, config: &Config, lock: &Lock) -> Result<Self, Diagnostics> {
        let (_, made) = beside(|| document.hash(), || model_of(document, config, lock));
        let (api, warnings) = made?;
        let provenance = provenance(document, config, lock);
        let new = Lock::record(&api, &document.tree, lock);
        let retired = lock.retired(&new);
        Ok(Self { api, warnings, lock: new, retired, provenance })
    }

    /// The names and decisions, for the next generation.
    pub fn lock(&self) -> &Lock {
        &self.lock
    }

    /// The Rust calls of all operations that have a method, sorted by path and HTTP method.
    pub fn calls(&self) -> Vec<Call> {
        Call::all(&self.api)
    }

    /// The Rust name of each operation, type, property and value of the document, sorted.
    pub fn names(&self) -> Vec<NameEntry> {
        NameEntry::all(&self.api)
    }

    /// The public surface.
    pub fn surface(&self) -> Surface {
        Surface::of(&self.api)
    }

    /// The crate. `document` is what the model was made from.
    ///
    /// # Errors
    ///
    /// As for [`generate`].
    pub fn output(&self, document: &Document) -> Result<Output, Diagnostics> {
        let facts = || {
            let (text, retired) = (self.lock.to_string(), self.retired.clone());
            (document.locate(self.warnings.clone()), Recorded { text, retired })
        };
        let output = output(&document.origin, &self.api, facts, &Progress::default())?;
        Ok(output.sealed(self.provenance.clone()))
    }
}

/// Compares two versions: documents, each with its model.
pub fn compare(old: (&Document, &Model), new: (&Document, &Model)) -> Comparison {
    let (before, after) = beside(|| old.1.surface(), || new.1.surface());
    let old = Side { tree: &old.0.tree, api: &old.1.api, surface: &before };
    let new = Side { tree: &new.0.tree, api: &new.1.api, surface: &after };
    Comparison::of(&old, &new)
}

/// Generates the crate that a document and its configuration describe.
///
/// # Errors
///
/// The problems that stop the generation, each with its place in the document or the configuration.
pub fn generate(document: &Document, config: &Config) -> Result<Output, Diagnostics> {
    generate_with(document, config, &Lock::default())
}

/// Counts what would be generated for a document, without creating its files; see [`Survey`].
///
/// # Errors
///
/// As for [`generate`].
pub fn survey(document: &Document, config: &Config) -> Result<Survey, Diagnostics> {
    let (api, warnings) = model_of(document, config, &Lock::default())?;
    Ok(Survey::of(&api, document.locate(warnings)))
}

/// Generates the crate again, with the names and decisions of an earlier generation, whose
/// [`Lock`] is its file `bessemer.lock`. The same document, configuration and lock give the same
/// bytes.
///
/// # Errors
///
/// As for [`generate`].
pub fn generate_with(
    document: &Document,
    config: &Config,
    lock: &Lock,
) -> Result<Output, Diagnostics> {
    let (api, warnings) = model_of(document, config, lock)?;
    let facts = || {
        let recorded = Recorded::of(&Lock::record(&api, &document.tree, lock), lock);
        (document.locate(warnings), recorded)
    };
    let output = output(&document.origin, &api, facts, &Progress::default())?;
    Ok(output.sealed(provenance(document, config, lock)))
}

/// A new lock.
struct Recorded {
    text: String,
    /// The former names that the lock before had, and this one has not.
    retired: Vec<String>,
}

impl Recorded {
    fn of(lock: &Lock, before: &Lock) -> Self {
        Self { text: lock.to_string(), retired: before.retired(lock) }
    }
}

/// Prints the crate. `facts` gives the warnings and the new lock; it needs the document, and may free it.
/// The public surface takes the most memory of all files, so it comes after that.
fn output(
    origin: &str,
    api: &model::Api,
    facts: impl FnOnce() -> (Diagnostics, Recorded) + Send,
    progress: &Progress,
) -> Result<Output, Diagnostics> {
    thread::scope(|scope| {
        let beside = scope.spawn(|| {
            let (warnings, Recorded { text: lock, retired }) = facts();
            let (calls, survey) = (Call::all(api), Survey::of(api, warnings));
            let facts = Facts { retired, calls, survey };
            let surface = emit::File::text(surface::FILE, || surface::text(api));
            Rest { lock, surface: output::formatted(&surface, origin), facts }
        });
        let mut files = emit::files(api);
        if let Some(document) = &api.package.tests {
            files.push(emit::File::parsed(wire::FILE, || wire::tests(api, document)));
        }
        progress.start(Stage::Formatting, files.len());
        Output::new(&files, origin, progress, || {
            beside.join().unwrap_or_else(|panic| resume_unwind(panic))
        })
    })
}

/// What the crate is generated from.
fn provenance(document: &Document, config: &Config, lock: &Lock) -> Provenance {
    Provenance {
        document: Some(document.hash().text(&document.origin).hex()),
        config: Some(config.hash().hex()),
        generator: Some(env!("CARGO_PKG_VERSION").to_owned()),
        limits: lock.provenance.limits,
        ..Provenance::default()
    }
}

/// The model of the SDK as text, for the tests that review it. Its form is not stable.
#[doc(hidden)]
pub fn dump_model(document: &Document, config: &Config) -> Result<String, Diagnostics> {
    model_of(document, config, &Lock::default()).map(|(api, _)| format!("{api:#?}\n"))
}

/// The model, and the warnings without their places.
fn model_of(
    document: &Document,
    config: &Config,
    lock: &Lock,
) -> Result<(model::Api, Diagnostics), Diagnostics> {
    let lower = |openapi: &OpenAPI, part: &Tree, mut diagnostics: Diagnostics| {
        let source = lower::Source { openapi, part, tree: &document.tree };
        let api = lower::lower(source, config, lock, &mut diagnostics);
        (api, diagnostics)
    };
    let (mut api, mut diagnostics) = if config.is_selective() {
        let (part, openapi, warnings) = document.part(config);
        lower(&openapi, &part, warnings)
    } else {
        lower(&document.openapi, &document.tree, document.warnings.clone())
    };
    api.examples = examples::choose(&api, lock);
    if let Some(diagnostic) = nothing_left(&api, &diagnostics) {
        diagnostics.push(diagnostic);
    }
    config.report_missing_overlays(&document.overlays, &mut diagnostics);
    if diagnostics.has_errors() {
        return Err(document.locate(diagnostics));
    }
    Ok((api, diagnostics))
}

fn listings(api: &model::Api) -> Vec<Listing> {
    let listing = |(operation, method): (String, &model::Method)| match &method.verdict {
        model::Verdict::Listing { by, why, paging } => Some(Listing {
            operation,
            route: route(method),
            by,
            why: why.clone(),
            paging: Paging::clone(paging),
        }),
        model::Verdict::None | model::Verdict::Declined { .. } => None,
    };
    calls(api).filter_map(listing).collect()
}

fn declined(api: &model::Api) -> Vec<Declined> {
    let declined = |(operation, method): (String, &model::Method)| match &method.verdict {
        model::Verdict::Declined { why } => {
            Some(Declined { operation, route: route(method), why: why.clone() })
        }
        model::Verdict::None | model::Verdict::Listing { .. } => None,
    };
    calls(api).filter_map(declined).collect()
}

/// All methods, with their calls.
fn calls(api: &model::Api) -> impl Iterator<Item = (String, &model::Method)> {
    names::methods(api).map(|(resource, method)| (names::call(resource, method), method))
}

fn route(method: &model::Method) -> String {
    format!("{} {}", method.verb.sent(), method.path)
}

/// An error if no operation is left, so that an empty crate does not replace a useful one.
fn nothing_left(api: &model::Api, diagnostics: &Diagnostics) -> Option<Diagnostic> {
    let skipped = skipped(diagnostics);
    if skipped == 0 || api.resources.iter().any(|it| !it.methods.is_empty()) {
        return None;
    }
    let message = "all operations of the document are left out";
    let at = Pointer::root().child("paths");
    Some(Diagnostic::error(Code::Skipped, &at, message).help("fix the problems in the warnings"))
}

/// The number of operations that are left out.
fn skipped(diagnostics: &Diagnostics) -> usize {
    let is_operation = |at: &Pointer| at.segments().next().is_some_and(|it| it == "paths");
    let skipped = |it: &&Diagnostic| it.code == Code::Skipped && is_operation(&it.pointer);
    diagnostics.iter().filter(skipped).count()
}

impl Survey {
    fn of(api: &model::Api, warnings: Diagnostics) -> Self {
        Self {
            census: Census::of(api, &warnings),
            listings: listings(api),
            declined: declined(api),
            warnings,
        }
    }
}

impl Census {
    fn of(api: &model::Api, diagnostics: &Diagnostics) -> Self {
        let methods = api.resources.iter().flat_map(|it| &it.methods);
        // An operation with several bodies has a method for each.
        let kept: BTreeSet<_> = methods.map(|it| (&*it.path, it.verb.as_str())).collect();
        let skipped = skipped(diagnostics);
        Self {
            operations: kept.len() + skipped,
            skipped,
            types: api.types.defs.len(),
            untyped: diagnostics.iter().filter(|it| it.code == Code::Untyped).count(),
        }
    }
}
