//! The servers that users can select, with the variables of their URLs.

use std::collections::BTreeSet;

use super::{base_url::base_url, names, templates::ServerDraft};
use crate::{
    diagnostics::{Code, Diagnostic, Diagnostics},
    lower::{
        context::Cx,
        text::naming::{self, Candidate},
    },
    model::{self, Name},
};

/// The servers of the document; empty if there is only one. Servers are left out if their URL is
/// relative, a duplicate, or has a variable for more than one part of the URL, because users can set
/// the base URL instead.
pub(crate) fn choices(cx: Cx<'_>, diagnostics: &mut Diagnostics) -> Vec<model::Server> {
    let mut urls = BTreeSet::new();
    let servers = cx.openapi.servers.iter().enumerate();
    let drafts: Vec<ServerDraft<'_>> = servers
        .filter_map(|(index, server)| ServerDraft::of(index, server))
        .filter(|draft| urls.insert(draft.template.clone()))
        .collect();
    let base = base_url(cx);
    if drafts.iter().all(|it| it.variables.is_empty() && Some(&it.template) == base.as_ref()) {
        return Vec::new();
    }
    let names = names::assign(cx, &drafts, diagnostics);
    let named = drafts.into_iter().zip(names);
    named.map(|(draft, name)| choice(draft, &name, diagnostics)).collect()
}

fn choice(draft: ServerDraft<'_>, name: &str, diagnostics: &mut Diagnostics) -> model::Server {
    let candidate =
        |wire: &String| Candidate { wire: wire.clone(), rust: naming::snake(wire), rank: 0 };
    let candidates: Vec<Candidate> = draft.variables.iter().map(candidate).collect();
    let names = naming::unique(&candidates, &[], |_, _| {}).into_iter().zip(candidates);
    let variables: Vec<_> = names
        .map(|(rust, candidate)| variable(&draft, Name { wire: candidate.wire, rust }, diagnostics))
        .collect();
    let rust = if variables.is_empty() { naming::capitals(name) } else { name.to_owned() };
    let docs = draft.server.description.clone().unwrap_or_default();
    model::Server { name: Name { wire: draft.template, rust }, docs, variables }
}

fn variable(draft: &ServerDraft<'_>, name: Name, diagnostics: &mut Diagnostics) -> model::Variable {
    let variable = draft.server.variables.as_ref().and_then(|it| it.get(&name.wire));
    let variable = variable.cloned().unwrap_or_default();
    let default = Some(variable.default).filter(|it| !it.is_empty());
    let values = variable.enumeration;
    if let Some(default) = default.as_ref().filter(|it| !values.is_empty() && !values.contains(it))
    {
        let message = format!("the default `{default}` is not in the `enum` of the variable");
        let at = draft.at.child("variables").child(&name.wire).child("default");
        diagnostics.push(Diagnostic::warning(Code::InvalidValue, &at, message));
    }
    model::Variable { name, docs: variable.description.unwrap_or_default(), default, values }
}
