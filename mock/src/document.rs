//! A document that answers requests.

use std::{
    collections::BTreeMap,
    fmt, fs,
    path::Path,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use bessemer_codegen::{Config, Listing, Overlay, Pointer};
use bytes::Bytes;
use http::{Request, Response, StatusCode};
use serde_json::Value;

use crate::{
    Error,
    answer::{self, Answer, Selected, Wanted},
    check::{Parts, check},
    memory::{self, Applied, Memory},
    operation::Operation,
    paging::Turn,
    refusal::Refusal,
    sample,
    schemas::{Direction, Schemas},
    tree::Node,
};

/// Answers requests as an OpenAPI document describes. Clones share their statuses and their memory.
///
/// See the [crate](crate) for an example, and for what is answered.
#[derive(Clone)]
pub struct Document {
    api: Arc<Api>,
    seed: u64,
    memory: Option<Arc<Mutex<Memory>>>,
    answers: Arc<Mutex<BTreeMap<usize, Selected>>>,
    /// Whether it answers one operation with one selected answer.
    is_call: bool,
}

/// An operation with its position, the parts of a request, and the value of its body.
type Routed<'d, 'r> = (usize, &'d Operation, Parts<'r>, Option<Value>);

struct Api {
    tree: Value,
    operations: Vec<Operation>,
    requests: Schemas,
    responses: Schemas,
}

impl Document {
    /// Reads the document in a file, and the files next to it that it refers to. Use
    /// [`from_paths`](Self::from_paths) if the crate is generated with a configuration.
    ///
    /// # Errors
    ///
    /// If a file cannot be read, or the document has errors.
    pub fn from_path(path: impl AsRef<Path>) -> Result<Self, Error> {
        Ok(Self::new(&read(path.as_ref(), &[])?))
    }

    /// Reads the document in a file like [`from_path`](Self::from_path), and the configuration that its crate is
    /// generated with. The overlays of the configuration are applied. Its conventions for paging, such as
    /// `[[paging]]`, say which operations are listings.
    ///
    /// ```no_run
    /// let shop = bessemer_mock::Document::from_paths("spec/shop.yaml", "spec/shop.toml")?;
    /// # Ok::<(), bessemer_mock::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If a file cannot be read, or the document or the configuration has errors.
    pub fn from_paths(document: impl AsRef<Path>, config: impl AsRef<Path>) -> Result<Self, Error> {
        let path = config.as_ref();
        let config = Config::parse_with(&path.to_string_lossy(), &bytes(path)?, beside(path));
        let config = config.map_err(Error::Document)?;
        Self::configured(&read(document.as_ref(), config.overlays())?, &config)
    }

    /// Reads a document. `name` is its name in error messages.
    ///
    /// # Errors
    ///
    /// If the document has errors.
    pub fn parse(name: &str, text: impl Into<Vec<u8>>) -> Result<Self, Error> {
        let document = bessemer_codegen::Document::parse(name, text).map_err(Error::Document)?;
        Ok(Self::new(&document))
    }

    /// Uses a document that is already read, for example with overlays. If no client can be generated for it,
    /// it has no listings.
    pub fn new(document: &bessemer_codegen::Document) -> Self {
        Self::configured(document, &Config::default()).unwrap_or_else(|_| Self::of(document, &[]))
    }

    /// Uses a document and a configuration that are already read. The overlays of the configuration must
    /// already be applied to the document.
    ///
    /// # Errors
    ///
    /// If no client can be generated for the document with this configuration.
    pub fn configured(
        document: &bessemer_codegen::Document,
        config: &Config,
    ) -> Result<Self, Error> {
        let survey = bessemer_codegen::survey(document, config).map_err(Error::Document)?;
        Ok(Self::of(document, &survey.listings))
    }

    fn of(document: &bessemer_codegen::Document, listings: &[Listing]) -> Self {
        let tree = document.tree().clone();
        let api = Api {
            operations: Operation::all(&tree, listings),
            requests: Schemas::new(&tree, Direction::Request),
            responses: Schemas::new(&tree, Direction::Response),
            tree,
        };
        let answers = Arc::default();
        Self { api: Arc::new(api), seed: 0, memory: None, answers, is_call: false }
    }

    /// Selects other samples.
    #[must_use]
    pub fn with_seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// Remembers items. If the document has `POST /ladles` and `GET /ladles/{id}`, a created ladle can be
    /// retrieved, listed, updated and deleted. A ladle that was not created is not found (404).
    ///
    /// A page of a list has as many items as the request says, for example with `limit`, or else as the default
    /// of this parameter says. Without both, it has all items. The page says how to request the next one. The
    /// order is that of creation. Filters and sort orders have no effect.
    #[must_use]
    pub fn with_memory(mut self) -> Self {
        self.memory = Some(Arc::default());
        self
    }

    /// Shares the memory of another document, if that has one: for a new version of a document.
    #[must_use]
    pub fn with_memory_of(mut self, other: &Self) -> Self {
        self.memory.clone_from(&other.memory);
        self
    }

    /// From now on, requests of this operation get this status, with the response that the document has for
    /// it, or else with an empty body. `operation` is an operationId, or method and path: `GET /ladles/{id}`.
    ///
    /// # Errors
    ///
    /// If the document has no such operation.
    pub fn set_status(&self, operation: &str, status: u16) -> Result<(), Error> {
        let index = self.index(operation)?;
        locked(&self.answers).insert(index, Selected { status, example: None });
        Ok(())
    }

    /// The operations, as method and path: `GET /ladles/{id}`.
    pub fn operations(&self) -> impl Iterator<Item = String> {
        self.api.operations.iter().map(|it| format!("{} {}", it.method, it.path))
    }

    pub(crate) fn index(&self, operation: &str) -> Result<usize, Error> {
        let index = self.api.operations.iter().position(|it| it.has_name(operation));
        index.ok_or_else(|| Error::UnknownOperation(operation.to_owned()))
    }

    #[cfg(test)]
    pub(crate) fn tree(&self) -> &Value {
        &self.api.tree
    }

    #[cfg(test)]
    pub(crate) fn requests(&self) -> &Schemas {
        &self.api.requests
    }

    #[cfg(test)]
    pub(crate) fn responses(&self) -> &Schemas {
        &self.api.responses
    }

    /// The node of an operation, and the schemas of responses.
    pub(crate) fn described(&self, index: usize) -> Option<(Node<'_>, &Schemas)> {
        let node = Node::find(&self.api.tree, &self.operation(index).at)?;
        Some((node, &self.api.responses))
    }

    pub(crate) fn operation(&self, index: usize) -> &Operation {
        &self.api.operations[index]
    }

    /// This document with its own answers, one of which is selected.
    pub(crate) fn with_answer(&self, index: usize, answer: Selected) -> Self {
        let mut answers = locked(&self.answers).clone();
        answers.insert(index, answer);
        Self { answers: Arc::new(Mutex::new(answers)), is_call: true, ..self.clone() }
    }

    pub(crate) fn sample_of_request(&self, schema: &Pointer) -> Value {
        sample::valid(&self.api.requests, schema, self.seed)
    }

    pub(crate) fn sample_of_property(&self, schema: &Pointer, name: &str) -> Option<Value> {
        Some(self.sample_of_request(&self.api.requests.property_at(schema, name)?))
    }

    /// The example, if it is valid; else a sample.
    pub(crate) fn value_of(&self, schema: &Pointer, example: Option<&Value>) -> Value {
        let is_valid = |it: &&Value| self.api.requests.problems(schema, it).is_empty();
        example.filter(is_valid).cloned().unwrap_or_else(|| self.sample_of_request(schema))
    }

    /// A valid example or a sample of a request body.
    pub(crate) fn body(&self, operation: &Operation, media_type: &str) -> Option<Value> {
        let media = self.media(operation, media_type)?;
        Some(answer::value(media_type, &media, None, self.seed, &self.api.requests))
    }

    /// A sample of a property of a request body.
    pub(crate) fn property(
        &self,
        operation: &Operation,
        media_type: &str,
        name: &str,
    ) -> Option<Value> {
        self.sample_of_property(&self.media(operation, media_type)?.child("schema")?.at, name)
    }

    /// A media type of the request body.
    fn media(&self, operation: &Operation, media_type: &str) -> Option<Node<'_>> {
        let node = Node::find(&self.api.tree, &operation.at)?.child("requestBody")?;
        let content = node.child("content")?;
        content.members().find(|(name, _)| *name == media_type).map(|(_, media)| media)
    }

    /// Answers a request.
    pub fn respond(&self, request: &Request<Bytes>) -> Response<Bytes> {
        self.answer(request).unwrap_or_else(Refusal::into_response)
    }

    fn answer(&self, request: &Request<Bytes>) -> Result<Response<Bytes>, Refusal> {
        let Api { tree, operations, requests, responses } = &*self.api;
        let (index, operation, parts, body) = self.route(request)?;
        let selected = locked(&self.answers).get(&index).cloned();
        let wanted = Wanted::of(request, selected.as_ref(), self.seed);
        let mut answer = Answer::of(operation, &wanted, tree, responses)?;
        let turn = Turn::new(operation, &parts, [requests, responses], self.seed);
        let applied = match self.memory.as_ref().filter(|_| wanted.status.is_none()) {
            Some(memory) => {
                let (path, turn) = (request.uri().path(), &turn);
                let last = parts.path.last().map(|(_, it)| it.as_str());
                let call = memory::Call { operation, path, last, body: body.as_ref(), turn };
                locked(memory).apply(&call, operations, &mut answer.value)?
            }
            None => Applied::Nothing,
        };
        match applied {
            Applied::Nothing if self.is_call => {}
            Applied::Nothing => turn.answer(&mut answer),
            Applied::Done => {}
            Applied::Missing => {
                let missing = Wanted { status: Some(404), ..wanted };
                answer = Answer::of(operation, &missing, tree, responses)?;
            }
            Applied::Listed(slice) => turn.fill(slice, &mut answer),
        }
        Ok(answer.into_response())
    }

    /// The operation of a request, and the value of the body. If several operations have its method and path,
    /// the first one that allows it: the paths of some APIs differ only in their fragments. A path without
    /// parameters comes before one with parameters. Operations with a selected status come first.
    fn route<'r>(&self, request: &'r Request<Bytes>) -> Result<Routed<'_, 'r>, Refusal> {
        let (method, path) = (request.method(), request.uri().path());
        let query = request.uri().query().unwrap_or_default();
        let query: Vec<_> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        let operations = self.api.operations.iter().enumerate();
        let mut same_path = operations
            .filter_map(|(index, it)| Some((index, it, it.matches(path, &query)?)))
            .peekable();
        let status = match same_path.peek() {
            Some(_) => StatusCode::METHOD_NOT_ALLOWED,
            None => StatusCode::NOT_FOUND,
        };
        let mut candidates: Vec<_> =
            same_path.filter(|(_, it, _)| it.allows(method, &query)).collect();
        // A test selects the answer of the operation that it calls.
        let selected = locked(&self.answers);
        // `/ladles/mine` is no ladle of `/ladles/{id}`, also if its parameters are wrong.
        if let Some(first) = candidates.first().map(|(_, it, _)| it.template.precedence()) {
            let is_first = |it: &Operation| it.template.precedence() == first;
            candidates.retain(|(index, it, _)| selected.contains_key(index) || is_first(it));
        }
        candidates.sort_by_key(|(index, ..)| !selected.contains_key(index));
        drop(selected);
        let mut refusal = None;
        for (index, operation, path) in candidates {
            let parts = Parts { path, query: query.clone(), request };
            match check(operation, &parts, &self.api.tree, &self.api.requests) {
                Ok(body) => return Ok((index, operation, parts, body)),
                Err(problems) => _ = refusal.get_or_insert(problems),
            }
        }
        let unknown = || Refusal::new(status, format!("no operation is {method} {path}"));
        Err(refusal.unwrap_or_else(unknown))
    }
}

/// Reads a document and applies overlays to it.
fn read(path: &Path, overlays: &[Overlay]) -> Result<bessemer_codegen::Document, Error> {
    let (name, bytes) = (path.to_string_lossy(), bytes(path)?);
    bessemer_codegen::Document::parse_with_overlays(&name, bytes, overlays, beside(path))
        .map_err(Error::Document)
}

fn bytes(path: &Path) -> Result<Vec<u8>, Error> {
    fs::read(path).map_err(|error| Error::File { path: path.to_owned(), error })
}

/// Reads the files beside a file.
fn beside(path: &Path) -> impl Fn(&str) -> Result<Vec<u8>, String> {
    let folder = path.parent().unwrap_or(Path::new("")).to_owned();
    move |name| fs::read(folder.join(name)).map_err(|it| it.to_string())
}

/// A panic of another thread leaves the state as it was.
fn locked<T>(state: &Mutex<T>) -> MutexGuard<'_, T> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

impl fmt::Debug for Document {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let operations = self.api.operations.len();
        f.debug_struct("Document").field("operations", &operations).finish_non_exhaustive()
    }
}
