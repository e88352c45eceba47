//! Operations as methods.

use super::{
    name::Name,
    types::{Returns, TypeRef},
};

/// One operation of the document.
#[derive(Clone, Debug)]
pub(crate) struct Method {
    /// The module that holds it: the resource's, or a part of it where that would be too long.
    pub(crate) module: String,
    /// The method's name; the wire name is the operationId, made up where the document has none.
    pub(crate) name: Name,
    /// The type of its requests.
    pub(crate) request: String,
    pub(crate) docs: String,
    pub(crate) deprecated: bool,
    pub(crate) verb: Verb,
    /// The path template, as the document has it.
    pub(crate) path: String,
    pub(crate) params: Params,
    pub(crate) body: Option<Body>,
    /// The credentials that it takes: one of these lists, all of it; `None` if any one will do.
    pub(crate) auth: Option<Vec<Vec<String>>>,
    /// Where it is served, if that is elsewhere than the rest.
    pub(crate) server: Option<String>,
    /// The media type that is asked for, if it is not JSON.
    pub(crate) accept: Option<String>,
    pub(crate) returns: Returns,
    /// The enum by status, where other successes hold other types.
    pub(crate) answers: Option<TypeRef>,
    /// What the body of an error is read as, if the document says so.
    pub(crate) errors: Option<TypeRef>,
    /// What the headers of a response are read as, if the document says so.
    pub(crate) headers: Option<TypeRef>,
    pub(crate) kind: MethodKind,
    /// Whether another method of the operation goes before it, with another body or answer.
    pub(crate) is_variant: bool,
}

/// What a request carries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Body {
    pub(crate) content: Content,
    pub(crate) media_type: String,
    /// Whether it is an argument of the method, not a setter of the request.
    pub(crate) argument: bool,
    /// The property that chooses between a whole answer and a stream, if there is one.
    pub(crate) flag: Option<Flag>,
    /// How properties of a form are written, where that is not the usual way.
    pub(crate) styles: Vec<PropertyStyle>,
}

/// A boolean property that a method sets, whatever the caller says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Flag {
    pub(crate) property: String,
    /// Whether the answer is a stream.
    pub(crate) stream: bool,
    /// What the server takes if the property is absent.
    pub(crate) default: bool,
}

/// How a property of a form is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PropertyStyle {
    pub(crate) wire: String,
    pub(crate) style: Style,
    pub(crate) explode: bool,
    /// As of a [`Param`].
    pub(crate) allow_reserved: bool,
}

/// What a body is made of.
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

/// How a response is had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum MethodKind {
    /// One response.
    Single,
    /// A page of a listing that goes on: an envelope knows how, after an array by itself follows
    /// what the response links to.
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

/// The HTTP methods of a path item (OpenAPI 3.2 §4.9).
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
    /// Any other, as it is sent.
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

    /// The method, as the document has it.
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
            Self::Other(method) => method,
        }
    }
}

/// The parameters of a method.
#[derive(Clone, Debug, Default)]
pub(crate) struct Params {
    /// What has to be given: arguments of the method, in this order.
    pub(crate) arguments: Vec<Param>,
    /// What may be given: setters of the request.
    pub(crate) setters: Vec<Param>,
}

/// One parameter.
#[derive(Clone, Debug)]
pub(crate) struct Param {
    pub(crate) name: Name,
    pub(crate) location: Location,
    pub(crate) style: Style,
    /// Whether the elements of a list, or the properties of an object, stand for themselves.
    pub(crate) explode: bool,
    /// Whether reserved characters are sent as they are (`allowReserved`).
    pub(crate) allow_reserved: bool,
    pub(crate) ty: TypeRef,
    pub(crate) deprecated: bool,
    pub(crate) docs: String,
    /// A value that the document gives as an example.
    pub(crate) example: Option<String>,
}

/// How a value becomes text (OpenAPI 3.1 §4.8.12.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    /// A single value as it is.
    Plain,
    /// The default of query and cookie; the others of the path and of headers.
    Form,
    Simple,
    Label,
    Matrix,
    Space,
    Pipe,
    Deep,
    /// The value as a JSON text of its own.
    Json,
}

/// Where a parameter goes (OpenAPI 3.1 §4.8.12.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Location {
    Path,
    Query,
    Header,
    Cookie,
}
