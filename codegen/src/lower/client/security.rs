//! Security: the credentials of the API and of each operation.

use openapiv3::{
    APIKeyLocation, OAuth2Flows, Operation, ReferenceOr, SecurityRequirement, SecurityScheme,
};

use super::{package, servers::is_absolute};
use crate::{
    config,
    diagnostics::{Code, Diagnostic, Diagnostics},
    lower::{
        context::{Cx, SharedHeader},
        text::naming::{self, Candidate},
    },
    model::{Credential, Name, Scheme},
    openapi::{OperationTree, PathTree},
    pointer::Pointer,
    tree::Tree,
};

/// Names that setters of credentials cannot have, because every builder has these methods.
pub(super) const TAKEN: [&str; 32] = [
    "base_url",
    "build",
    "client_identity",
    "clock",
    "clone",
    "configure_http",
    "connect_timeout",
    "data_residency",
    "deadline",
    "env",
    "follow_redirects",
    "header",
    "http_client",
    "idle_timeout",
    "max_body",
    "max_error_body",
    "max_event",
    "max_retries",
    "max_retry_after",
    "middleware",
    "new",
    "on_attempt",
    "remove_header",
    "retry_budget",
    "root_certificate",
    "server",
    "strict",
    "timeout",
    "tls_config",
    "transport",
    "webhook_secret",
    "webhooks",
];

/// The security requirements of an operation.
type Requirements = Vec<SecurityRequirement>;

/// The credentials of an API, by the names of their security schemes.
pub(crate) struct Security<'a> {
    cx: Cx<'a>,
    pub(crate) credentials: Vec<Credential>,
    /// The credentials that all operations take as a header parameter, and whether it is required.
    shared: Vec<(String, bool)>,
}

impl<'a> Security<'a> {
    /// Every scheme that an operation requires. An unsupported scheme is left out with a warning.
    pub(crate) fn new(cx: Cx<'a>, diagnostics: &mut Diagnostics) -> Self {
        let stated = stated(cx.part);
        let mut found: Vec<(String, Scheme)> = Vec::new();
        for (id, added) in cx.config.added_credentials() {
            found.extend(added_scheme(added).map(|scheme| (id.to_owned(), scheme)));
        }
        for id in ids(cx, &stated) {
            if !found.iter().any(|(known, _)| *known == id) {
                found.extend(credential(cx, &id, diagnostics));
            }
        }
        let secrets = || cx.shared_headers.iter().filter(|it| it.is_secret);
        for header in secrets() {
            if !found.iter().any(|(_, scheme)| is_sent_as(scheme, &header.wire)) {
                found.push((header.wire.clone(), Scheme::Header(header.wire.clone())));
            }
        }
        let names = setters(cx, &found);
        let variables = variables(cx, &found, &names);
        let named = found.into_iter().zip(names.into_iter().zip(variables));
        let credentials = named.map(|((wire, scheme), (rust, variable))| {
            let on_demand = cx.openapi.security.is_some() && !is_default(cx, &wire);
            let chosen = cx.config.credential(&wire).and_then(|it| it.env.clone());
            let env = chosen.or_else(|| Some(package::variable(cx, &variable)));
            let name = Name { wire, rust };
            let (optional, leading) = (false, false);
            Credential { name, env, variable, scheme, optional, leading, on_demand }
        });
        let credentials: Vec<Credential> = credentials.collect();
        let of_header = |header: &SharedHeader| {
            let sent = credentials.iter().find(|it| is_sent_as(&it.scheme, &header.wire))?;
            Some((sent.name.rust.clone(), header.required))
        };
        let shared = secrets().filter_map(of_header).collect();
        let mut security = Self { cx, credentials, shared };
        security.mark_optional(&stated);
        security.mark_leading(&stated);
        security
    }

    /// The alternatives of an operation, each a list of credentials that are sent together; `None` if
    /// any one credential that is not on demand is sufficient.
    pub(crate) fn of(&self, operation: &Operation) -> Option<Vec<Vec<String>>> {
        let alternatives = self.alternatives(operation.security.as_ref());
        let unnamed = self.credentials.iter().filter(|it| !it.on_demand);
        let any_one = unnamed.map(|it| vec![it.name.rust.clone()]);
        (!any_one.eq(alternatives.iter().cloned())).then_some(alternatives)
    }

    /// OpenAPI 3.1 §4.8.30: the requirements are alternatives; all schemes of one are needed.
    fn alternatives(&self, stated: Option<&Requirements>) -> Vec<Vec<String>> {
        let required = stated.or(self.cx.openapi.security.as_ref());
        let mut all: Vec<Vec<String>> = match required {
            Some(required) => required.iter().filter_map(|it| self.known(it)).collect(),
            None => self.added(),
        };
        for (name, is_required) in &self.shared {
            if all.is_empty() {
                all.push(Vec::new());
            }
            let with = |names: &Vec<String>| match names.contains(name) {
                true => names.clone(),
                false => [names.as_slice(), std::slice::from_ref(name)].concat(),
            };
            let mut extended: Vec<Vec<String>> = all.iter().map(with).collect();
            if !is_required {
                extended.extend(all);
                extended.dedup();
            }
            all = extended;
        }
        all
    }

    /// The alternatives of an operation for which the document states none: the credentials that the
    /// configuration adds.
    fn added(&self) -> Vec<Vec<String>> {
        let added: Vec<_> = self.cx.config.added_credentials().collect();
        let own =
            self.credentials.iter().filter(|it| added.iter().any(|(id, _)| *id == it.name.wire));
        let mut all: Vec<Vec<String>> = own.map(|it| vec![it.name.rust.clone()]).collect();
        if added.iter().any(|(_, it)| it.optional) {
            all.push(Vec::new());
        }
        all
    }

    /// The credentials of a requirement; `None` if the client cannot meet it.
    fn known(&self, requirement: &SecurityRequirement) -> Option<Vec<String>> {
        let names = requirement.keys().map(|id| {
            let credential = self.credentials.iter().find(|it| it.name.wire == *id);
            credential.map(|it| it.name.rust.clone())
        });
        names.collect()
    }

    /// Credentials are optional if an operation needs none.
    fn mark_optional(&mut self, stated: &[Option<Requirements>]) {
        let free = stated.iter().any(|stated| {
            let alternatives = self.alternatives(stated.as_ref());
            alternatives.is_empty() || alternatives.iter().any(Vec::is_empty)
        });
        if let Some(first) = self.credentials.first_mut() {
            first.optional = free;
        }
    }

    /// Marks the arguments of `Client::new`: the credentials of the first requirement, of the document
    /// or else of an operation. Of the operations, the requirement in the lock comes first. Only one of the
    /// credentials may be a user name and password, because its arguments have fixed names.
    fn mark_leading(&mut self, stated: &[Option<Requirements>]) {
        let known = |it: &SecurityRequirement| self.known(it).filter(|names| !names.is_empty());
        let of_document = self.cx.openapi.security.iter().flatten().find_map(known);
        let of_operations = || {
            let all = stated.iter().flatten().flatten();
            let all: Vec<Vec<String>> = all.filter_map(known).collect();
            let kept = all.iter().find(|names| self.was_leading(names));
            kept.or(all.first()).cloned()
        };
        let first = || self.credentials.first().map(|it| vec![it.name.rust.clone()]);
        let Some(names) = of_document.or_else(of_operations).or_else(first) else { return };
        let together = |it: &&Credential| names.contains(&it.name.rust);
        let basic =
            self.credentials.iter().filter(together).filter(|it| it.scheme == Scheme::Basic);
        let count = if basic.count() > 1 { 1 } else { names.len() };
        let leading = self.credentials.iter_mut().filter(|it| names.contains(&it.name.rust));
        leading.take(count).for_each(|it| it.leading = true);
    }

    /// Whether these are the arguments of `Client::new` in the lock.
    fn was_leading(&self, names: &[String]) -> bool {
        let locked = |it: &&Credential| {
            self.cx.lock.credentials.get(&it.name.wire).is_some_and(|it| it.leading)
        };
        let locked: Vec<&String> =
            self.credentials.iter().filter(locked).map(|it| &it.name.rust).collect();
        !locked.is_empty()
            && locked.iter().all(|it| names.contains(it))
            && locked.len() == names.len()
    }
}

/// The names of the setters. Those in the lock come first.
fn setters(cx: Cx<'_>, found: &[(String, Scheme)]) -> Vec<String> {
    let locked = |id: &String| {
        let has_name = cx.config.credential(id).is_some_and(|it| it.name.is_some());
        let locked = cx.lock.credentials.get(id).filter(|_| !has_name)?;
        Some(naming::chosen(&locked.name))
    };
    let kept: Vec<Option<String>> = found.iter().map(|(id, _)| locked(id)).collect();
    let kept_of = |(name, (_, scheme)): (&Option<String>, &(String, Scheme))| {
        let more = name.iter().flat_map(|it| scheme.more_setters(it));
        more.chain(name.clone()).collect::<Vec<_>>()
    };
    let mut taken: Vec<String> = kept.iter().zip(found).flat_map(kept_of).collect();
    let new = || found.iter().zip(&kept).filter(|(_, kept)| kept.is_none()).map(|(it, _)| it);
    let candidate = |(id, scheme): &(String, Scheme)| Candidate {
        wire: id.clone(),
        rust: setting(cx, id, scheme, found.len() == 1),
        rank: 0,
    };
    let candidates: Vec<Candidate> = new().map(candidate).collect();
    let mut more = Vec::new();
    for ((_, scheme), candidate) in new().zip(&candidates) {
        let own = scheme.more_setters(&candidate.rust);
        // A setter that follows from this name is taken, so the name is taken, too.
        more.extend(own.iter().any(|it| taken.contains(it)).then(|| candidate.rust.clone()));
        more.extend(own);
    }
    taken.extend(more);
    let taken: Vec<&str> = taken.iter().map(String::as_str).chain(TAKEN).collect();
    let mut names = naming::unique(&candidates, &taken, |_, _| {}).into_iter();
    kept.into_iter().map(|kept| kept.or_else(|| names.next()).unwrap_or_default()).collect()
}

/// The name of a credential's setter. The only credential of an API is named `api_key`, whatever the
/// name of its scheme is.
fn setting(cx: Cx<'_>, id: &str, scheme: &Scheme, alone: bool) -> String {
    match cx.config.credential(id).and_then(|it| it.name.as_deref()) {
        Some(name) => naming::snake(name),
        None if alone && *scheme != Scheme::Basic => API_KEY.to_owned(),
        None => naming::snake(id),
    }
}

const API_KEY: &str = "api_key";

/// The default environment variables of the credentials, without the name of the package before them:
/// `API_KEY` for the first one, unless another one has this name.
fn variables(cx: Cx<'_>, found: &[(String, Scheme)], names: &[String]) -> Vec<String> {
    let locked = |id: &String| cx.lock.credentials.get(id).map(|it| it.variable.clone());
    let kept: Vec<Option<String>> = found.iter().map(|(id, _)| locked(id)).collect();
    let first = API_KEY.to_uppercase();
    let is_taken =
        names.iter().any(|it| it == API_KEY) || kept.iter().flatten().any(|it| *it == first);
    let variable = |(index, (name, kept)): (usize, (&String, Option<String>))| {
        let own = || name.trim_start_matches("r#").to_uppercase();
        let new = || if index == 0 && !is_taken { first.clone() } else { own() };
        kept.unwrap_or_else(new)
    };
    names.iter().zip(kept).enumerate().map(variable).collect()
}

/// Whether a scheme alone is one of the requirements of the whole document.
fn is_default(cx: Cx<'_>, id: &str) -> bool {
    let alone =
        |requirement: &SecurityRequirement| requirement.len() == 1 && requirement.contains_key(id);
    cx.openapi.security.iter().flatten().any(alone)
}

/// What each operation states, in the order of the document.
fn stated(part: &Tree) -> Vec<Option<Requirements>> {
    PathTree::all(part).flat_map(PathTree::operations).map(OperationTree::security).collect()
}

/// The names of the required schemes, those of the whole document first.
fn ids(cx: Cx<'_>, stated: &[Option<Requirements>]) -> Vec<String> {
    let all = cx.openapi.security.iter().chain(stated.iter().flatten()).flatten();
    let mut ids: Vec<String> = Vec::new();
    for id in all.flat_map(|requirement| requirement.keys()) {
        if !ids.contains(id) {
            ids.push(id.clone());
        }
    }
    ids
}

fn credential(cx: Cx<'_>, id: &str, diagnostics: &mut Diagnostics) -> Option<(String, Scheme)> {
    let at = Pointer::root().child("components").child("securitySchemes").child(id);
    let scheme = cx.openapi.components.as_ref().and_then(|it| it.security_schemes.get(id));
    let Some(scheme) = scheme else {
        let message = format!("unknown security scheme `{id}` of an operation");
        let at = Pointer::root().child("security");
        let help = "add it to `components.securitySchemes`; without it no credential is sent";
        diagnostics.push(Diagnostic::warning(Code::BadReference, &at, message).help(help));
        return None;
    };
    let scheme = resolve(cx, scheme, &at, diagnostics);
    let Some(scheme) = scheme.as_ref().and_then(supported) else {
        let message = format!("unsupported security scheme `{id}`");
        let help = "set the credential as a header of the client";
        diagnostics.push(Diagnostic::warning(Code::Skipped, &at, message).help(help));
        return None;
    };
    Some((id.to_owned(), scheme))
}

fn resolve(
    cx: Cx<'_>,
    scheme: &ReferenceOr<SecurityScheme>,
    at: &Pointer,
    diagnostics: &mut Diagnostics,
) -> Option<SecurityScheme> {
    match scheme {
        ReferenceOr::Item(scheme) => Some(scheme.clone()),
        ReferenceOr::Reference { reference } => {
            let found = cx.resolver.follow::<SecurityScheme>(reference, at, diagnostics)?;
            Some(found.value.into_owned())
        }
    }
}

/// How the configuration sends a credential that it adds.
fn added_scheme(added: &config::Credential) -> Option<Scheme> {
    let scheme = added.scheme.map(|it| match it {
        config::HttpScheme::Bearer => Scheme::Bearer,
        config::HttpScheme::Basic => Scheme::Basic,
    });
    scheme
        .or_else(|| added.header.clone().map(Scheme::Header))
        .or_else(|| added.query.clone().map(Scheme::Query))
        .or_else(|| added.cookie.clone().map(Scheme::Cookie))
}

/// Whether a credential is sent as this header.
fn is_sent_as(scheme: &Scheme, header: &str) -> bool {
    matches!(scheme, Scheme::Header(name) if name.eq_ignore_ascii_case(header))
}

fn supported(scheme: &SecurityScheme) -> Option<Scheme> {
    Some(match scheme {
        SecurityScheme::HTTP { scheme, .. } if scheme.eq_ignore_ascii_case("bearer") => {
            Scheme::Bearer
        }
        SecurityScheme::HTTP { scheme, .. } if scheme.eq_ignore_ascii_case("basic") => {
            Scheme::Basic
        }
        SecurityScheme::OAuth2 {
            flows: OAuth2Flows { client_credentials: Some(flow), .. },
            ..
        } if is_absolute(&flow.token_url) => Scheme::ClientCredentials {
            token_url: flow.token_url.clone(),
            scopes: flow.scopes.keys().cloned().collect(),
        },
        // An access token is sent as a bearer token (RFC 6750 §2.1), however it was obtained.
        SecurityScheme::OAuth2 { .. } | SecurityScheme::OpenIDConnect { .. } => Scheme::Bearer,
        SecurityScheme::APIKey { location: APIKeyLocation::Header, name, .. } => {
            Scheme::Header(name.clone())
        }
        SecurityScheme::APIKey { location: APIKeyLocation::Query, name, .. } => {
            Scheme::Query(name.clone())
        }
        SecurityScheme::APIKey { location: APIKeyLocation::Cookie, name, .. } => {
            Scheme::Cookie(name.clone())
        }
        SecurityScheme::HTTP { .. } => return None,
    })
}
