//! A document that answers requests.

use std::{
    collections::BTreeMap,
    fmt, fs,
    path::Path,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use bessemer_codegen::Pointer;
use bytes::Bytes;
use http::{Request, Response, StatusCode};
use serde_json::Value;

use crate::{
    Error,
    answer::{self, Answer, Selected, Wanted},
    check::{Parts, check},
    memory::{self, Memory},
    operation::Operation,
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
    /// Reads the document in a file, and the files next to it that it refers to.
    ///
    /// # Errors
    ///
    /// If a file cannot be read, or the document has errors.
    pub fn from_path(path: impl AsRef<Path>) -> Result<Self, Error> {
        let path = path.as_ref();
        let read = |path: &Path| {
            fs::read(path).map_err(|error| Error::File { path: path.to_owned(), error })
        };
        let folder = path.parent().unwrap_or(Path::new(""));
        let beside = |name: &str| fs::read(folder.join(name)).map_err(|it| it.to_string());
        let name = path.to_string_lossy();
        let document = bessemer_codegen::Document::parse_with(&name, read(path)?, beside);
        Ok(Self::new(&document.map_err(Error::Document)?))
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

    /// Uses a document that is already read, for example with overlays.
    pub fn new(document: &bessemer_codegen::Document) -> Self {
        let tree = document.tree().clone();
        let api = Api {
            operations: Operation::all(&tree),
            requests: Schemas::new(&tree, Direction::Request),
            responses: Schemas::new(&tree, Direction::Response),
            tree,
        };
        Self { api: Arc::new(api), seed: 0, memory: None, answers: Arc::default() }
    }

    /// Selects other samples.
    #[must_use]
    pub fn with_seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// Remembers items. If the document has `POST /ladles` and `GET /ladles/{id}`, a created ladle can be
    /// retrieved, listed, updated and deleted. A ladle that was not created is not found (404).
    #[must_use]
    pub fn with_memory(mut self) -> Self {
        self.memory = Some(Arc::default());
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
        Self { answers: Arc::new(Mutex::new(answers)), ..self.clone() }
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
        let Api { tree, operations, responses, .. } = &*self.api;
        let (index, operation, parts, body) = self.route(request)?;
        let selected = locked(&self.answers).get(&index).cloned();
        let wanted = Wanted::of(request, selected.as_ref(), self.seed);
        let mut answer = Answer::of(operation, &wanted, tree, responses)?;
        if let Some(memory) = self.memory.as_ref().filter(|_| wanted.status.is_none()) {
            let last = parts.path.last().map(|(_, it)| it.as_str());
            let call =
                memory::Call { operation, path: request.uri().path(), last, body: body.as_ref() };
            if !locked(memory).apply(&call, operations, &mut answer.value) {
                let missing = Wanted { status: Some(404), ..wanted };
                answer = Answer::of(operation, &missing, tree, responses)?;
            }
        }
        Ok(answer.into_response())
    }

    /// The operation of a request, and the value of the body. If several operations have its method and path,
    /// the first one that allows it: the paths of some APIs differ only in their fragments. Operations with a
    /// selected status come first.
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
        let mut candidates: Vec<_> = same_path.filter(|(_, it, _)| it.method == *method).collect();
        // A test selects the answer of the operation that it calls.
        let selected = locked(&self.answers);
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
