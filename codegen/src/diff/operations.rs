//! Compares operations as they are on the wire.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    diff::{
        change::{Change, Impact},
        constraints,
        found::Found,
        relation::{Direction, Relation},
        rule::Rule,
        side::{self, Side},
        types::Types,
    },
    model::{
        AnswerVariant, Body, Content, Method, Param, Resource, Returns, Shape, Status, TypeId,
        TypeRef,
    },
    surface::{method_path, parameter_path},
};

/// An operation: HTTP method, path with `{}` for each parameter, and what tells several methods of one
/// operation apart.
type Key = (String, String, String);

type Calls<'a> = BTreeMap<Key, (&'a Resource, &'a Method)>;

pub(crate) fn compare(old: &Side<'_>, new: &Side<'_>, found: &mut Found) {
    let (before, after) = (calls(old), calls(new));
    for (key, (resource, method)) in &before {
        if !after.contains_key(key) {
            let item = method_path(resource, method);
            let change =
                Change::new(Rule::OperationRemoved, item, Impact::Breaking, &method.origin);
            found.push(change.detail(shown(method)).gone());
        }
    }
    for (key, (resource, method)) in &after {
        if !before.contains_key(key) {
            let item = method_path(resource, method);
            let change =
                Change::new(Rule::OperationAdded, item, Impact::Compatible, &method.origin);
            found.push(change.detail(shown(method)));
        }
    }
    let mut seen = BTreeSet::new();
    for (key, before) in &before {
        if let Some(after) = after.get(key) {
            Operation { old, new, before: *before, after: *after, found, seen: &mut seen }
                .compare();
        }
    }
}

/// `GET /containers`.
fn shown(method: &Method) -> String {
    format!("{} {}", method.verb.sent(), method.path)
}

fn calls<'a>(side: &Side<'a>) -> Calls<'a> {
    let all = side.api.resources.iter();
    let all = all.flat_map(|resource| resource.methods.iter().map(move |it| (resource, it)));
    all.map(|(resource, method)| {
        let key = (method.verb.sent(), shape_of(&method.path), method.variant.clone());
        (key, (resource, method))
    })
    .collect()
}

/// A path with `{}` for each parameter: their names are not sent.
fn shape_of(path: &str) -> String {
    let mut parts = path.split('{');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |path, part| {
        let after = part.split_once('}').map_or("", |(_, after)| after);
        format!("{path}{{}}{after}")
    })
}

/// One operation on both sides.
struct Operation<'a, 'f> {
    old: &'a Side<'a>,
    new: &'a Side<'a>,
    before: (&'a Resource, &'a Method),
    after: (&'a Resource, &'a Method),
    found: &'f mut Found,
    seen: &'f mut BTreeSet<(TypeId, TypeId, Direction)>,
}

impl Operation<'_, '_> {
    fn compare(&mut self) {
        let (old, new) = (self.before.1, self.after.1);
        let (was_at, is_at) = (method_path(self.before.0, old), method_path(self.after.0, new));
        if was_at != is_at {
            self.report(Rule::OperationMoved, Impact::None, &format!("{was_at} → {is_at}"));
        }
        self.params();
        match (&old.body, &new.body) {
            (None, Some(body)) => self.report(Rule::BodyAdded, Impact::of(body.argument), ""),
            (Some(_), None) => self.report(Rule::BodyRemoved, Impact::Breaking, ""),
            (Some(old), Some(new)) => self.body(old, new),
            (None, None) => {}
        }
        if old.status != new.status {
            let detail = format!("{} → {}", old.status, new.status);
            self.report(Rule::AnswerStatus, Impact::Breaking, &detail);
        }
        self.answer(&old.returns, &new.returns);
        self.answers();
        if let (Some(old), Some(new)) = (&old.errors, &new.errors) {
            self.types(Direction::Response, old, new);
        }
        self.auth();
        if old.server != new.server {
            self.report(Rule::ServerChanged, Impact::Compatible, "");
        }
    }

    /// A change of the operation itself.
    fn report(&mut self, rule: Rule, impact: Impact, detail: &str) {
        let item = method_path(self.before.0, self.before.1);
        self.found.push(Change::new(rule, item, impact, &self.after.1.origin).detail(detail));
    }

    fn types(&mut self, direction: Direction, old: &TypeRef, new: &TypeRef) -> Relation {
        let mut types =
            Types { old: self.old, new: self.new, direction, found: self.found, seen: self.seen };
        types.compare(old, new)
    }

    fn params(&mut self) {
        let (before, after) = (all(self.old, self.before.1), all(self.new, self.after.1));
        let is_same = |one: &Param, other: &Param| {
            one.location == other.location && one.name.wire == other.name.wire
        };
        for (old, was_required) in &before {
            if is_in_path(old) {
                continue;
            }
            match after.iter().find(|(new, _)| is_same(old, new)) {
                Some((new, is_required)) => self.param((old, *was_required), (new, *is_required)),
                None => {
                    let item = parameter_path(self.before.1, old);
                    let at = &self.before.1.origin;
                    let change = Change::new(Rule::ParameterRemoved, item, Impact::Breaking, at);
                    self.found.push(change.gone());
                }
            }
        }
        for (new, is_required) in &after {
            if is_in_path(new) || before.iter().any(|(old, _)| is_same(old, new)) {
                continue;
            }
            let rule =
                if *is_required { Rule::RequiredParameterAdded } else { Rule::ParameterAdded };
            let item = parameter_path(self.after.1, new);
            self.found.push(Change::new(
                rule,
                item,
                Impact::of(*is_required),
                &self.after.1.origin,
            ));
        }
        // Path parameters are the same by their position.
        let in_path = |all: &[(&Param, bool)]| -> Vec<Param> {
            all.iter().map(|(it, _)| *it).filter(|it| is_in_path(it)).cloned().collect()
        };
        for (old, new) in in_path(&before).iter().zip(&in_path(&after)) {
            self.param((old, true), (new, true));
        }
    }

    fn param(&mut self, (old, was_required): (&Param, bool), (new, is_required): (&Param, bool)) {
        let item = parameter_path(self.before.1, old);
        let at = self.after.1.origin.clone();
        let change = |rule, impact| Change::new(rule, item.clone(), impact, &at);
        match (was_required, is_required) {
            (false, true) => self.found.push(change(Rule::ParameterRequired, Impact::Breaking)),
            (true, false) => self.found.push(change(Rule::ParameterOptional, Impact::Compatible)),
            _ => {}
        }
        if (old.style, old.explode, old.allow_reserved)
            != (new.style, new.explode, new.allow_reserved)
        {
            self.found.push(change(Rule::ParameterStyle, Impact::Breaking));
        }
        let relation = self.types(Direction::Request, &old.ty, &new.ty);
        if relation != Relation::Same {
            let detail = side::types((self.old, &old.ty), (self.new, &new.ty));
            let impact = relation.impact(Direction::Request);
            self.found.push(change(Rule::ParameterType, impact).detail(detail));
        }
        let schema = |side: &Side<'_>, method: &Method, param: &Param| {
            constraints::of_parameter(side.tree, &method.origin, &param.name.wire)
        };
        let before = schema(self.old, self.before.1, old);
        let after = schema(self.new, self.after.1, new);
        if let (Some(before), Some(after)) = (before, after) {
            let found = constraints::compare((self.old.tree, &before), (self.new.tree, &after));
            for (rule, detail) in found {
                let is_breaking = rule == Rule::ConstraintTightened;
                self.found.push(change(rule, Impact::of(is_breaking)).detail(detail));
            }
        }
    }

    fn body(&mut self, old: &Body, new: &Body) {
        if old.media_type != new.media_type {
            let detail = format!("{} → {}", old.media_type, new.media_type);
            self.report(Rule::BodyContent, Impact::Breaking, &detail);
        }
        let (Some(before), Some(after)) = (content(&old.content), content(&new.content)) else {
            return;
        };
        self.sent(before, after);
        let schema = |side: &Side<'_>, method: &Method, body: &Body| {
            constraints::of_body(side.tree, &method.origin, &body.media_type)
        };
        let before = schema(self.old, self.before.1, old);
        let after = schema(self.new, self.after.1, new);
        for (rule, detail) in
            constraints::compare((self.old.tree, &before), (self.new.tree, &after))
        {
            self.report(rule, Impact::of(rule == Rule::ConstraintTightened), &detail);
        }
    }

    /// The type that the client sends.
    fn sent(&mut self, old: &TypeRef, new: &TypeRef) {
        let relation = self.types(Direction::Request, old, new);
        if relation != Relation::Same {
            let detail = side::types((self.old, old), (self.new, new));
            self.report(Rule::BodyContent, relation.impact(Direction::Request), &detail);
        }
    }

    fn answer(&mut self, old: &Returns, new: &Returns) {
        let pair = match (old, new) {
            (Returns::Json(old), Returns::Json(new))
            | (Returns::Events(old), Returns::Events(new))
            | (Returns::Lines(old), Returns::Lines(new)) => (old, new),
            (Returns::Nothing, Returns::Nothing)
            | (Returns::Text, Returns::Text)
            | (Returns::Bytes, Returns::Bytes)
            | (Returns::Location, Returns::Location) => return,
            (
                Returns::WebSocket { sends: old, receives: before },
                Returns::WebSocket { sends: new, receives: after },
            ) => {
                self.sent(old, new);
                (before, after)
            }
            _ => {
                let detail = format!("{} → {}", described(old), described(new));
                return self.report(Rule::AnswerContent, Impact::Breaking, &detail);
            }
        };
        let relation = self.types(Direction::Response, pair.0, pair.1);
        if relation != Relation::Same {
            let detail = side::types((self.old, pair.0), (self.new, pair.1));
            self.report(Rule::AnswerContent, relation.impact(Direction::Response), &detail);
        }
    }

    /// The other successes.
    fn answers(&mut self) {
        let (before, after) =
            (successes(self.old, self.before.1), successes(self.new, self.after.1));
        for (name, old) in &before {
            match after.get(name) {
                Some(new) => {
                    if let (Returns::Json(old), Returns::Json(new)) = (&old.returns, &new.returns) {
                        self.types(Direction::Response, old, new);
                    }
                }
                // One that is alone is what awaiting yields.
                None if after.is_empty() && is_awaited(&self.after.1.status, &old.status) => {}
                None => self.report(Rule::AnswerRemoved, Impact::Compatible, name),
            }
        }
        for (name, new) in after.iter().filter(|(name, _)| !before.contains_key(*name)) {
            if !(before.is_empty() && is_awaited(&self.before.1.status, &new.status)) {
                self.report(Rule::AnswerAdded, Impact::Compatible, name);
            }
        }
    }

    fn auth(&mut self) {
        let (old, new) = (accepted(self.old, self.before.1), accepted(self.new, self.after.1));
        if old == new {
            return;
        }
        // What was enough before has to be enough now.
        let is_enough =
            |given: &Vec<&str>| new.iter().any(|needed| needed.iter().all(|it| given.contains(it)));
        match old.iter().all(is_enough) {
            true => self.report(Rule::CredentialOptional, Impact::Compatible, ""),
            false => self.report(Rule::CredentialRequired, Impact::Breaking, ""),
        }
    }
}

/// The success responses by name, if there are several.
fn successes<'a>(side: &Side<'a>, method: &Method) -> BTreeMap<&'a str, &'a AnswerVariant> {
    let Some(TypeRef::Named(id)) = &method.answers else { return BTreeMap::new() };
    let Shape::Answers(all) = &side.api.types[*id].shape else { return BTreeMap::new() };
    all.iter().map(|it| (it.name.as_str(), it)).collect()
}

/// Whether a status is the key of a response in the document: `200`, `2XX` or `default`.
fn is_awaited(key: &str, status: &Status) -> bool {
    match status {
        Status::Code(code) => key == code.to_string(),
        Status::Range(hundred) => key.eq_ignore_ascii_case(&format!("{hundred}XX")),
        Status::Any => key == "default",
    }
}

/// The alternatives of credentials that an operation accepts.
fn accepted<'a>(side: &Side<'a>, method: &'a Method) -> Vec<Vec<&'a str>> {
    let mut all: Vec<Vec<&str>> = match &method.auth {
        Some(all) if all.is_empty() => vec![Vec::new()],
        Some(all) => all.iter().map(|it| it.iter().map(String::as_str).collect()).collect(),
        None => {
            let usual = side.api.client.credentials.iter().filter(|it| !it.on_demand);
            usual.map(|it| vec![it.name.rust.as_str()]).collect()
        }
    };
    all.sort();
    all
}

fn is_in_path(param: &Param) -> bool {
    param.location == crate::model::Location::Path
}

/// All parameters, and whether the document requires them: an argument may have become optional.
fn all<'a>(side: &Side<'_>, method: &'a Method) -> Vec<(&'a Param, bool)> {
    let is_required = |param: &Param| {
        let schema = constraints::of_parameter(side.tree, &method.origin, &param.name.wire);
        let at = schema.and_then(|it| it.parent());
        let found = at.and_then(|it| side.tree.pointer(it.as_str())?.get("required")?.as_bool());
        is_in_path(param) || found == Some(true)
    };
    let all = method.params.arguments.iter().chain(&method.params.setters);
    all.map(|it| (it, is_required(it))).collect()
}

fn content(content: &Content) -> Option<&TypeRef> {
    match content {
        Content::Json(ty) | Content::Form(ty) | Content::Multipart(ty) => Some(ty),
        Content::Text | Content::Bytes => None,
    }
}

fn described(returns: &Returns) -> &'static str {
    match returns {
        Returns::Nothing => "nothing",
        Returns::Json(_) => "JSON",
        Returns::Text => "text",
        Returns::Bytes => "bytes",
        Returns::Events(_) => "events",
        Returns::Lines(_) => "JSON lines",
        Returns::Location => "an address",
        Returns::WebSocket { .. } => "a WebSocket",
    }
}
