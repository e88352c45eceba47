//! Operations as methods.

use serde_json::Value;

use super::{lists::Verdict, name::Name, paging::Counting, type_ref::TypeRef, types::Returns};
use crate::pointer::Pointer;

/// A method: an operation of the document.
#[derive(Clone, Debug)]
pub(crate) struct Method {
    /// The name of the method. The wire name is the operationId, or one made from method and path.
    pub(crate) name: Name,
    /// The type of its requests.
    pub(crate) request: String,
    /// The pointer of its operation.
    pub(crate) origin: Pointer,
    pub(crate) docs: String,
    pub(crate) deprecated: bool,
    pub(crate) verb: Verb,
    /// The path template of the document.
    pub(crate) path: String,
    /// The path template that is sent, with a query that is always the same.
    pub(crate) template: String,
    pub(crate) params: Params,
    pub(crate) body: Option<Body>,
    /// The alternatives of credentials, each a list of credentials that are sent together; `None` if
    /// any one credential of the client is sufficient.
    pub(crate) auth: Option<Vec<Vec<String>>>,
    /// The base URL of the operation, if it has its own server.
    pub(crate) server: Option<String>,
    /// The media type for `Accept`, if it is not JSON.
    pub(crate) accept: Option<String>,
    /// The headers that the configuration adds to its requests.
    pub(crate) sent_headers: Vec<(String, String)>,
    /// Whether a response that lacks a required property is an error.
    pub(crate) strict: bool,
    pub(crate) returns: Returns,
    /// The enum by status, if other success responses have other types.
    pub(crate) answers: Option<TypeRef>,
    /// The type of error bodies, if the document describes it.
    pub(crate) errors: Option<TypeRef>,
    /// The struct of response headers, if the document describes them.
    pub(crate) headers: Option<TypeRef>,
    pub(crate) kind: MethodKind,
    /// How its pages are counted, if they are arrays without links.
    pub(crate) counting: Option<Counting>,
    /// How to wait for its result, if that is ready later.
    pub(crate) poll: Option<Poll>,
    /// Where its result is, if the response names the URL of its state.
    pub(crate) long_running: Option<LongRunning>,
    /// Why it is a listing, or why it is none.
    pub(crate) verdict: Verdict,
    /// The suffix that tells this method from the first one of the operation: `stream`.
    pub(crate) variant: String,
    /// The status of the response that it returns, as written in the document.
    pub(crate) status: String,
    /// The media type of that response; `None` if it has no content.
    pub(crate) media_type: Option<String>,
}

impl Method {
    /// Whether it opens a WebSocket.
    pub(crate) fn is_websocket(&self) -> bool {
        self.verb == Verb::WebSocket
    }
}

/// How to wait for the result of a method.
#[derive(Clone, Debug)]
pub(crate) struct Poll {
    /// The method that starts it and waits.
    pub(crate) name: String,
    /// The resource and the method that read it, by their positions.
    pub(crate) read: (usize, usize),
    /// The type of the result.
    pub(crate) result: TypeRef,
    pub(crate) property: String,
    pub(crate) until: Vec<String>,
    pub(crate) failed: Vec<String>,
    /// Path parameters of `read`, each with the property of the response that has its value.
    pub(crate) ids: Vec<(String, String)>,
    /// The first wait and the longest one, in milliseconds.
    pub(crate) interval: Option<(u64, u64)>,
    /// The response header with the time to wait, in milliseconds.
    pub(crate) wait_header: Option<String>,
}

/// How to wait for the result of a method whose response names the URL of its state.
#[derive(Clone, Debug)]
pub(crate) struct LongRunning {
    pub(crate) result: FinalState,
    /// The type of the result; `None` if it has no content.
    pub(crate) ty: Option<TypeRef>,
}

/// Where the result of a long-running operation is: the values of `final-state-via`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FinalState {
    Unstated,
    Monitor,
    Location,
    OriginalUri,
}

/// A request body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Body {
    pub(crate) content: Content,
    pub(crate) media_type: String,
    /// Whether it is an argument of the method, not a setter of the request.
    pub(crate) argument: bool,
    /// The property that selects a stream, if there is one.
    pub(crate) flag: Option<Flag>,
    /// The properties of a form with a style other than the default.
    pub(crate) styles: Vec<PropertyStyle>,
    /// An example from the document.
    pub(crate) example: Option<Value>,
}

/// A boolean property that a method sets, even if the caller sets another value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Flag {
    pub(crate) property: String,
    /// Whether the method returns a stream.
    pub(crate) stream: bool,
    /// The server's default.
    pub(crate) default: bool,
}

/// The style of a property of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PropertyStyle {
    pub(crate) wire: String,
    pub(crate) style: Style,
    pub(crate) explode: bool,
    /// Like that of a [`Param`].
    pub(crate) allow_reserved: bool,
}

/// The content of a request body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Content {
    Json(TypeRef),
    /// `application/x-www-form-urlencoded`, from the properties of an object.
    Form(TypeRef),
    /// `multipart/form-data` (RFC 7578).
    Multipart(TypeRef),
    Text,
    Bytes,
}

/// How a response is returned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum MethodKind {
    /// One response.
    Single,
    /// A page of a listing. The next page comes from the envelope, or for an array from the `Link`
    /// header.
    Paged(TypeRef),
}

impl MethodKind {
    /// The type of a page.
    pub(crate) fn page(&self) -> Option<&TypeRef> {
        match self {
            Self::Single => None,
            Self::Paged(page) => Some(page),
        }
    }
}

/// The HTTP methods of a path item (OpenAPI 3.2 §4.9), and the opening of a WebSocket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Verb {
    Get,
    Put,
    Post,
    Delete,
    Options,
    Head,
    Patch,
    Trace,
    Query,
    /// A `GET` that opens a WebSocket (RFC 6455 §4.1).
    WebSocket,
    /// Any other method, as it is sent.
    Other(String),
}

impl Verb {
    /// The method, as it is sent.
    pub(crate) fn sent(&self) -> String {
        match self {
            Self::Other(method) => method.clone(),
            known => known.as_str().to_uppercase(),
        }
    }

    /// The method, as it is written in the document.
    pub(crate) fn as_str(&self) -> &str {
        match self {
            Self::Get => "get",
            Self::Put => "put",
            Self::Post => "post",
            Self::Delete => "delete",
            Self::Options => "options",
            Self::Head => "head",
            Self::Patch => "patch",
            Self::Trace => "trace",
            Self::Query => "query",
            Self::WebSocket => "websocket",
            Self::Other(method) => method,
        }
    }
}

/// The parameters of a method.
#[derive(Clone, Debug, Default)]
pub(crate) struct Params {
    /// Required parameters: the arguments of the method, in order.
    pub(crate) arguments: Vec<Param>,
    /// Optional parameters: the setters of the request.
    pub(crate) setters: Vec<Param>,
}

/// One parameter.
#[derive(Clone, Debug)]
pub(crate) struct Param {
    pub(crate) name: Name,
    pub(crate) location: Location,
    pub(crate) style: Style,
    /// `explode`: whether each element or property becomes a separate parameter.
    pub(crate) explode: bool,
    /// Whether reserved characters are sent as they are (`allowReserved`).
    pub(crate) allow_reserved: bool,
    pub(crate) ty: TypeRef,
    pub(crate) deprecated: bool,
    pub(crate) docs: String,
    /// An example value from the document.
    pub(crate) example: Option<Box<Value>>,
}

/// The serialization style of a parameter (OpenAPI 3.1 §4.8.12.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    /// A single value as plain text.
    Plain,
    /// The default style: `form` for query and cookie, `simple` for path and headers.
    Form,
    Simple,
    Label,
    Matrix,
    Space,
    Pipe,
    Deep,
    /// The value as JSON text.
    Json,
}

impl Style {
    /// Whether it writes the values of a list next to each other.
    pub(crate) fn is_list(self) -> bool {
        matches!(self, Self::Form | Self::Simple | Self::Space | Self::Pipe)
    }
}

/// The location of a parameter (OpenAPI 3.1 §4.8.12.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Location {
    Path,
    Query,
    Header,
    Cookie,
}
