//! Drafts of operations.

use super::{DraftParam, Location};
use crate::{
    lock::LockedCall,
    model::{Body, Content, Counting, FinalState, MethodKind, Returns, TypeRef, Verb, Verdict},
    openapi::Pagination,
    pointer::Pointer,
};

/// An operation, before it has its final name.
#[derive(Clone)]
pub(crate) struct DraftOperation {
    /// The operationId, or one made from method and path.
    pub(crate) id: String,
    /// The operationId in the document, even if another operation has the same one.
    pub(crate) stated_id: Option<String>,
    /// The first tag.
    pub(crate) tag: Option<String>,
    /// The suffix that tells this method from the first one of the operation: `stream`.
    pub(crate) variant: String,
    /// The configured name of the method.
    pub(crate) renamed: Option<String>,
    /// The configured accessors, joined by dots.
    pub(crate) resource: Option<String>,
    /// The headers that the configuration adds to its requests.
    pub(crate) sent_headers: Vec<(String, String)>,
    /// The name that an extension gives to the method.
    pub(crate) stated_name: Option<String>,
    /// The accessors that an extension gives to it.
    pub(crate) stated_group: Option<Vec<String>>,
    /// The decisions of an earlier generation about this method.
    pub(crate) locked: Option<Box<LockedCall>>,
    /// Its location, once it is decided.
    pub(crate) location: Location,
    pub(crate) docs: String,
    pub(crate) deprecated: bool,
    pub(crate) origin: Pointer,
    pub(crate) verb: Verb,
    pub(crate) path: String,
    /// The part of the path that is sent.
    pub(crate) template: String,
    pub(crate) params: Vec<DraftParam>,
    pub(crate) body: Option<Body>,
    pub(crate) auth: Option<Vec<Vec<String>>>,
    pub(crate) server: Option<String>,
    pub(crate) accept: Option<String>,
    pub(crate) strict: bool,
    /// The status of the response that it returns, as written in the document.
    pub(crate) status: String,
    /// The media type of that response; `None` if it has no content.
    pub(crate) media_type: Option<String>,
    pub(crate) returns: Returns,
    /// Whether a success response may be a stream, in this draft or in another one of the operation.
    pub(crate) streams: bool,
    /// The enum by status, where other successes hold other types.
    pub(crate) answers: Option<TypeRef>,
    /// The type of error bodies.
    pub(crate) errors: Option<TypeRef>,
    /// The struct of response headers.
    pub(crate) headers: Option<TypeRef>,
    pub(crate) kind: MethodKind,
    /// Whether the operation may be recognized as a listing.
    pub(crate) paging: bool,
    /// Whether the response may have links.
    pub(crate) linked: bool,
    /// What the document says of its pages.
    pub(crate) pagination: Option<Pagination>,
    /// How its pages are counted, if they are arrays without links.
    pub(crate) counting: Option<Counting>,
    /// Where its result is, if the response names the URL of its state.
    pub(crate) final_state: Option<FinalState>,
    /// Whether it is a listing.
    pub(crate) verdict: Verdict,
}

impl DraftOperation {
    pub(crate) fn is_get(&self) -> bool {
        self.verb == Verb::Get
    }

    /// Adds a suffix that tells it from another method of the same operation.
    pub(crate) fn differ(&mut self, by: &str) {
        if !self.variant.is_empty() {
            self.variant.push('_');
        }
        self.variant.push_str(by);
    }

    /// All types that the operation uses.
    pub(crate) fn types(&self) -> impl Iterator<Item = &TypeRef> {
        self.sent().chain(self.received())
    }

    /// All types in requests.
    pub(crate) fn sent(&self) -> impl Iterator<Item = &TypeRef> {
        let body = match self.body.as_ref().map(|body| &body.content) {
            Some(Content::Json(ty) | Content::Form(ty) | Content::Multipart(ty)) => Some(ty),
            Some(Content::Text | Content::Bytes) | None => None,
        };
        let events = match &self.returns {
            Returns::WebSocket { sends, .. } => Some(sends),
            _ => None,
        };
        self.params.iter().map(|param| &param.ty).chain(body).chain(events)
    }

    pub(crate) fn sent_mut(&mut self) -> impl Iterator<Item = &mut TypeRef> {
        let body = match self.body.as_mut().map(|body| &mut body.content) {
            Some(Content::Json(ty) | Content::Form(ty) | Content::Multipart(ty)) => Some(ty),
            Some(Content::Text | Content::Bytes) | None => None,
        };
        let events = match &mut self.returns {
            Returns::WebSocket { sends, .. } => Some(sends),
            _ => None,
        };
        self.params.iter_mut().map(|param| &mut param.ty).chain(body).chain(events)
    }

    /// All types that the operation uses, those of its page too.
    pub(crate) fn types_mut(&mut self) -> impl Iterator<Item = &mut TypeRef> {
        let body = match self.body.as_mut().map(|body| &mut body.content) {
            Some(Content::Json(ty) | Content::Form(ty) | Content::Multipart(ty)) => Some(ty),
            Some(Content::Text | Content::Bytes) | None => None,
        };
        let (events, returns) = match &mut self.returns {
            Returns::Json(ty) | Returns::Events(ty) | Returns::Lines(ty) => (None, Some(ty)),
            Returns::WebSocket { sends, receives } => (Some(sends), Some(receives)),
            _ => (None, None),
        };
        let page = match &mut self.kind {
            MethodKind::Paged(ty) => Some(ty),
            MethodKind::Single => None,
        };
        let sent = self.params.iter_mut().map(|param| &mut param.ty).chain(body).chain(events);
        let received = returns.into_iter().chain(page).chain(&mut self.answers);
        sent.chain(received).chain(&mut self.errors).chain(&mut self.headers)
    }

    /// All types in responses.
    pub(crate) fn received(&self) -> impl Iterator<Item = &TypeRef> {
        let returns = match &self.returns {
            Returns::Json(ty) | Returns::Events(ty) | Returns::Lines(ty) => Some(ty),
            Returns::WebSocket { receives, .. } => Some(receives),
            Returns::Nothing | Returns::Text | Returns::Bytes | Returns::Location => None,
        };
        returns.into_iter().chain(&self.answers).chain(&self.errors).chain(&self.headers)
    }
}
