//! Operations whose result is ready later.

use std::time::Duration;

use http::{StatusCode, Uri};
use serde_json::Value;

use crate::{Answer, Error, Operation, call::Call, idempotency, json::__private::unexpected, link};

/// Response headers with the URL of the state of an operation.
const MONITORS: [&str; 2] = ["operation-location", "azure-asyncoperation"];
/// The states in which an operation has a result, in lower case.
const DONE: [&str; 4] = ["succeeded", "completed", "partiallysucceeded", "partiallycompleted"];
/// The states in which an operation has none.
const FAILED: [&str; 4] = ["failed", "canceled", "cancelled", "validationfailed"];

/// How to wait for the result of an operation; see [`Request::until_done`](crate::Request::until_done).
///
/// Another operation reads the state ([`new`](Self::new)), or a header of the response has its URL
/// ([`by_headers`](Self::by_headers)).
#[derive(Debug)]
pub struct LongRunning {
    way: Way,
    pub(crate) interval: Duration,
    pub(crate) max_interval: Duration,
    pub(crate) wait_header: Option<&'static str>,
}

#[derive(Debug)]
enum Way {
    Property(Property),
    Headers(FinalState),
}

/// An operation that reads the state, and the values of a property that mean that it is done.
#[derive(Debug)]
struct Property {
    read: &'static Operation,
    ids: &'static [(&'static str, &'static str)],
    name: &'static str,
    done: &'static [&'static str],
    failed: &'static [&'static str],
}

/// Where the result of a long-running operation is when the operation is done. The variants are the
/// values of `final-state-via` in the extension `x-ms-long-running-operation-options`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum FinalState {
    /// The URL in `resourceLocation` of the state; else for `PUT` and `PATCH` the URL of the request;
    /// else for `POST` the URL in `Location` of the first response; else the state itself.
    #[default]
    Unstated,
    /// The state itself; for `PUT` and `PATCH` as [`Unstated`](Self::Unstated).
    Monitor,
    /// The URL in `Location` of the first response; for `PUT` and `PATCH` the URL of the request.
    Location,
    /// The URL of the request.
    OriginalUri,
}

impl LongRunning {
    /// An operation that is done when `property`, in the response of `read`, is one of the values
    /// `done`. Names with dots between them are properties of properties.
    ///
    /// The path parameters of `read` have the values of those of the starting operation with the same
    /// name. [`ids`](Self::ids) takes the others from its response.
    pub const fn new(
        read: &'static Operation,
        property: &'static str,
        done: &'static [&'static str],
    ) -> Self {
        let property = Property { read, ids: &[], name: property, done, failed: &[] };
        Self::of(Way::Property(property))
    }

    /// An operation whose response names the URL of its state: in `Operation-Location` or
    /// `Azure-AsyncOperation`, or in `Location` with the status 202 (RFC 9110 §15.3.3). The URL must have
    /// the same origin, because the request contains the credential.
    ///
    /// The state at one of the first two URLs has a property `status`: the operation is done with
    /// `Succeeded`, and the call is an [`Error::Api`] with `Failed` or `Canceled`. The URL in `Location`
    /// returns the status 202 until the operation is done. If the response to a `PUT` or `PATCH` names no
    /// URL, the property `properties.provisioningState` of the resource is its state. Any other response
    /// is the result.
    pub const fn by_headers(result: FinalState) -> Self {
        Self::of(Way::Headers(result))
    }

    const fn of(way: Way) -> Self {
        Self {
            way,
            interval: Duration::from_secs(1),
            max_interval: Duration::from_secs(10),
            wait_header: None,
        }
    }

    /// Sets the path parameters that come from the response that starts the operation, each with the
    /// property that has its value.
    #[must_use]
    pub const fn ids(mut self, ids: &'static [(&'static str, &'static str)]) -> Self {
        if let Way::Property(property) = &mut self.way {
            property.ids = ids;
        }
        self
    }

    /// Sets the values of the property with which polling ends with an [`Error::Api`]. The values in
    /// `done` are results, whatever they mean.
    #[must_use]
    pub const fn failed(mut self, values: &'static [&'static str]) -> Self {
        if let Way::Property(property) = &mut self.way {
            property.failed = values;
        }
        self
    }

    /// Sets the first wait and the longest one, in milliseconds. The defaults are one second and ten
    /// seconds.
    #[must_use]
    pub const fn interval(mut self, first: u64, longest: u64) -> Self {
        self.interval = Duration::from_millis(first);
        self.max_interval = Duration::from_millis(longest);
        self
    }

    /// Sets the response header with the time to wait, in milliseconds. Without it, `Retry-After-Ms` and
    /// `Retry-After` count.
    #[must_use]
    pub const fn wait_header(mut self, name: &'static str) -> Self {
        self.wait_header = Some(name);
        self
    }
}

/// A long-running operation, from its first request to its result.
pub(crate) struct Running {
    rule: &'static LongRunning,
    start: Box<Call>,
    /// The call that is made next.
    pub(crate) call: Box<Call>,
    stage: Stage,
    /// The URL in `Location` of the first response.
    location: Option<Uri>,
}

/// What the call reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    /// The first request.
    Start,
    /// The operation that reads the state.
    Property,
    /// The URL in `Operation-Location` or `Azure-AsyncOperation`, whose body has the state.
    Monitor,
    /// The URL in `Location`, whose status is 202 until the result is there.
    Location,
    /// The resource itself, which has a state.
    Resource,
    Result,
}

/// What follows a response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Next {
    /// It is the result.
    Done,
    /// The next call, after a wait.
    Wait,
    /// The next call, after a wait only if the server asks for it.
    Soon,
    /// The next call.
    Now,
}

impl Running {
    pub(crate) fn new(start: Box<Call>, rule: &'static LongRunning) -> Self {
        let call = start.clone();
        Self { rule, start, call, stage: Stage::Start, location: None }
    }

    /// Sets the next call.
    pub(crate) fn after(&mut self, answer: &Answer) -> Result<Next, Error> {
        let rule = self.rule;
        match (&rule.way, self.stage) {
            (_, Stage::Result) => Ok(Next::Done),
            (Way::Property(property), Stage::Start) => {
                self.call = property.reading(&self.start, answer)?;
                self.stage = Stage::Property;
                Ok(Next::Soon)
            }
            (Way::Property(property), _) => {
                Ok(if property.is_done(answer)? { Next::Done } else { Next::Wait })
            }
            (Way::Headers(_), Stage::Start) => self.begin(answer),
            (Way::Headers(result), Stage::Monitor) => self.monitored(answer, *result),
            (Way::Headers(result), Stage::Location) => self.located(answer, *result),
            (Way::Headers(_), _) => Ok(if is_ready(answer)? { Next::Done } else { Next::Wait }),
        }
    }

    fn begin(&mut self, answer: &Answer) -> Result<Next, Error> {
        let location = address(answer, "location")?;
        self.location.clone_from(&location);
        let location = location.filter(|_| answer.status() == StatusCode::ACCEPTED);
        if let Some(monitor) = monitor(answer)? {
            self.read_from(monitor, Stage::Monitor);
        } else if let Some(location) = location {
            self.read_from(location, Stage::Location);
        } else if self.is_put() && !is_ready(answer)? {
            self.read_from(uri(&self.start)?, Stage::Resource);
        } else {
            return Ok(Next::Done);
        }
        Ok(Next::Soon)
    }

    fn monitored(&mut self, answer: &Answer, result: FinalState) -> Result<Next, Error> {
        let state = json(answer);
        let is_done = match state.get("status").and_then(Value::as_str) {
            Some(status) => is_done(status, answer)?,
            None => answer.status() != StatusCode::ACCEPTED,
        };
        if !is_done {
            if let Some(moved) = monitor(answer)? {
                self.read_from(moved, Stage::Monitor);
            }
            return Ok(Next::Wait);
        }
        let resource = state.get("resourceLocation").and_then(Value::as_str);
        let found = match (result, resource) {
            (FinalState::Monitor, _) if !self.is_put() => None,
            (FinalState::OriginalUri, _) => Some(uri(&self.start)?),
            (FinalState::Monitor | FinalState::Unstated, Some(resource)) => {
                Some(follow(answer, resource)?)
            }
            _ if self.is_put() => Some(uri(&self.start)?),
            _ if self.start.operation.method() == "DELETE" => None,
            _ => self.location.clone(),
        };
        Ok(self.finish(found))
    }

    fn located(&mut self, answer: &Answer, result: FinalState) -> Result<Next, Error> {
        if answer.status() == StatusCode::ACCEPTED {
            if let Some(moved) = address(answer, "location")? {
                self.read_from(moved, Stage::Location);
            }
            return Ok(Next::Wait);
        }
        let is_elsewhere = result == FinalState::OriginalUri;
        let found = is_elsewhere.then(|| uri(&self.start)).transpose()?;
        Ok(self.finish(found))
    }

    /// Reads the result at a URL. Without one, the response is the result.
    fn finish(&mut self, found: Option<Uri>) -> Next {
        let Some(found) = found else { return Next::Done };
        self.read_from(found, Stage::Result);
        Next::Now
    }

    /// Whether the operation changes the resource at its URL.
    fn is_put(&self) -> bool {
        ["PUT", "PATCH"].contains(&self.start.operation.method())
    }

    fn read_from(&mut self, uri: Uri, stage: Stage) {
        self.call = self.start.clone();
        self.call.follow(uri);
        forget_key(&mut self.call);
        self.stage = stage;
    }
}

impl Property {
    /// The call that reads the state. It takes path parameters from the starting response.
    fn reading(&self, start: &Call, answer: &Answer) -> Result<Box<Call>, Error> {
        let mut call = Box::new(Call::new(&start.client, self.read));
        let has = |name: &str| self.read.path().contains(&format!("{{{name}}}"));
        let is_taken = |name: &str| self.ids.iter().any(|(param, _)| *param == name);
        let own = start.path.iter().filter(|(name, _)| has(name) && !is_taken(name));
        call.path = own.cloned().collect();
        call.options = start.options.clone();
        forget_key(&mut call);
        for (param, property) in self.ids {
            call.path.push((param, text_at(answer, property)?));
        }
        Ok(call)
    }

    fn is_done(&self, answer: &Answer) -> Result<bool, Error> {
        let state = text_at(answer, self.name)?;
        if self.failed.contains(&state.as_str()) {
            return Err(answer.refused(answer.text().into_owned()));
        }
        Ok(self.done.contains(&state.as_str()))
    }
}

/// The idempotency key identifies the request that starts the operation.
fn forget_key(call: &mut Call) {
    let key = call.client.api().idempotency_header.unwrap_or(idempotency::HEADER);
    call.options.headers.forget(&key.to_ascii_lowercase());
}

/// Whether a state has a result. It is an error if the operation failed.
fn is_done(status: &str, answer: &Answer) -> Result<bool, Error> {
    let status = status.to_ascii_lowercase();
    if FAILED.contains(&&*status) {
        return Err(answer.refused(answer.text().into_owned()));
    }
    Ok(DONE.contains(&&*status))
}

/// Whether a resource is ready: its `provisioningState`, if it has one, says so.
fn is_ready(answer: &Answer) -> Result<bool, Error> {
    let body = json(answer);
    let state = body.pointer("/properties/provisioningState").and_then(Value::as_str);
    state.map_or(Ok(true), |state| is_done(state, answer))
}

fn json(answer: &Answer) -> Value {
    serde_json::from_slice(answer.body()).unwrap_or_default()
}

/// The URL of the state.
fn monitor(answer: &Answer) -> Result<Option<Uri>, Error> {
    for name in MONITORS {
        if let Some(found) = address(answer, name)? {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

/// The URL in a header.
fn address(answer: &Answer, header: &str) -> Result<Option<Uri>, Error> {
    let stated = answer.headers().get(header).and_then(|it| it.to_str().ok());
    stated.filter(|it| !it.trim().is_empty()).map(|it| follow(answer, it.trim())).transpose()
}

/// The URL of a link in a response, which must have the same origin.
fn follow(answer: &Answer, target: &str) -> Result<Uri, Error> {
    link::follow(&uri(&answer.call)?, target).ok_or_else(|| {
        let message = "the URL of the operation's state has another origin";
        answer.unexpected(answer.body().clone(), unexpected(message))
    })
}

fn uri(call: &Call) -> Result<Uri, Error> {
    Ok(call.request().map_err(Error::InvalidRequest)?.uri().clone())
}

/// The text of a property in the body of a response, with dots between the names.
fn text_at(answer: &Answer, path: &str) -> Result<String, Error> {
    let body: Option<Value> = serde_json::from_slice(answer.body()).ok();
    let found = path.split('.').try_fold(body.as_ref(), |at, name| Some(at?.get(name))).flatten();
    match found {
        Some(Value::String(text)) => Ok(text.clone()),
        Some(value @ (Value::Number(_) | Value::Bool(_))) => Ok(value.to_string()),
        _ => {
            let message = format!("missing property `{path}`, a text or a number");
            Err(answer.unexpected(answer.body().clone(), unexpected(message)))
        }
    }
}
