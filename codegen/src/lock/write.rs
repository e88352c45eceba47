//! Writes a lock.

use std::{collections::BTreeSet, fmt};

use super::{
    CallKey, Lock, LockedCall, LockedConstructor, LockedCredential, LockedType, TypeKey, VERSION,
    conversion, line, spelling,
};
use crate::pointer::Pointer;

impl fmt::Display for Lock {
    /// The text of `bessemer.lock`, without its first comment.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "lock {VERSION}")?;
        let mut lines: Vec<String> = Vec::new();
        for (name, alias) in &self.aliases {
            let versions = alias.versions.iter().map(|it| word(it));
            let start = format!("alias {name} {}", subject(&alias.key));
            lines.push(sided(&start, " =", versions));
        }
        lines.extend(self.calls.iter().map(|(key, call)| call_line(key, call)));
        lines.extend(self.credentials.iter().map(|(id, it)| credential_line(id, it)));
        let examples = self.examples.iter();
        lines.extend(
            examples.map(|(kind, call)| format!("example {} {}", kind.as_str(), word(call))),
        );
        for (call, former) in &self.former {
            let start = format!("former {} {}", word(call), operation(&former.key));
            lines.push(sided(&start, " =", former.versions.iter().map(|it| word(it))));
        }
        lines.extend(self.headers.iter().map(|name| format!("header {}", word(name))));
        lines.extend(self.types.iter().map(|(key, ty)| self.type_line(key, ty)));
        let own = self.types.keys().filter(|it| it.facet.is_empty());
        let own: BTreeSet<&Pointer> = own.map(|it| &it.origin).collect();
        for (component, at) in self.uses.iter().filter(|(component, _)| !own.contains(component)) {
            lines.push(format!("use {} < {}", spelling::spell(component), spelling::spell(at)));
        }
        lines.sort();
        lines.iter().try_for_each(|it| writeln!(f, "{it}"))
    }
}

impl Lock {
    /// `Pet = Animal .name | cat dog=Hound < Owner.pet`.
    fn type_line(&self, key: &TypeKey, ty: &LockedType) -> String {
        let mut text = subject(key);
        if conversion::of_type(key, |at| self.name_at(at)) != ty.name {
            text += &format!(" = {}", ty.name);
        }
        match self.constructors.get(&ty.name) {
            Some(new) => text += &constructor(&ty.name, new),
            None if ty.sent => text += " ()",
            None => {}
        }
        if ty.strict {
            text += " strict";
        }
        let own = self.variants.range((ty.name.clone(), String::new())..);
        let own = own.take_while(|((union, _), _)| *union == ty.name);
        let variants = own.map(|((_, key), name)| self.variant(ty, key, name));
        text = sided(&text, " |", variants);
        if let Some(at) = self.uses.get(&key.origin).filter(|_| key.facet.is_empty()) {
            text += &format!(" < {}", spelling::spell(at));
        }
        text
    }

    /// `dog=Hound:text`. A union that is sent has a `From` for each payload, if nothing else is written.
    fn variant(&self, union: &LockedType, key: &str, name: &str) -> String {
        let own = key.strip_prefix(&*union.name).filter(|it| !it.is_empty());
        let mut text = match own {
            Some(rest) => format!("*{}", line::encoded(rest, "=:")),
            None => line::encoded(key, "*=:"),
        };
        if conversion::of_variant(own.unwrap_or(key)) != name {
            text += &format!("={name}");
        }
        let kinds = self.froms.get(&(union.name.clone(), name.to_owned()));
        let kinds = kinds.map(Vec::as_slice).unwrap_or_default();
        if union.sent && kinds != ["payload"] {
            text += &format!(":{}", kinds.join(","));
        }
        text
    }
}

/// `.name .age`, or `{} .name .age` if they are passed by name.
fn constructor(ty: &str, new: &LockedConstructor) -> String {
    let args = match &new.args {
        Some(args) if *args == conversion::args(ty) => " {}".to_owned(),
        Some(args) => format!(" {{{args}}}"),
        None => String::new(),
    };
    sided("", &args, new.arguments.iter().map(|it| format!(".{}", word(it))))
}

/// `call GET /pets/{id} = *.retrieve -> 200 text/plain`. The defaults are left out: the accessors of the
/// path, the name of the request, the parameters of the path, JSON, and the status 200.
fn call_line(key: &CallKey, call: &LockedCall) -> String {
    let mut text = format!("call {}", operation(key));
    let is_plain = conversion::accessors(&key.path) == call.accessors;
    let accessors = if is_plain { "*".to_owned() } else { call.accessors.join(".") };
    text += &format!(" = {accessors}.{}", call.name);
    if conversion::request(&call.accessors, &call.name) != call.request {
        text += &format!(" {}", call.request);
    }
    if let Some(id) = &call.id {
        text += &format!(" @{}", word(id));
    }
    if conversion::arguments(&key.path) != call.arguments {
        let arguments = call.arguments.iter().map(|it| format!(".{}", word(it)));
        text = sided(&text, if call.arguments.is_empty() { " ()" } else { "" }, arguments);
    }
    if let Some(body) = &call.body {
        text += if body.is_argument { " body" } else { " may" };
        if body.media_type != JSON {
            text += &format!(" {}", word(&body.media_type));
        }
    }
    if call.status != OK || call.accept.as_deref() != Some(JSON) {
        text += &format!(" -> {}", word(&call.status));
        text = sided(&text, "", call.accept.iter().map(|it| word(it)));
    }
    text
}

/// `/components/securitySchemes/key = api_key new`. The variable is left out if it follows from the
/// setter.
fn credential_line(id: &str, credential: &LockedCredential) -> String {
    let LockedCredential { name, variable, leading } = credential;
    let mut text = format!("{} = {name}", spelling::spell(&scheme(id)));
    if *variable != name.to_uppercase() {
        text += &format!(" {}", word(variable));
    }
    text + if *leading { " new" } else { "" }
}

/// The place of a security scheme.
pub(super) fn scheme(id: &str) -> Pointer {
    Pointer::root().child("components").child("securitySchemes").child(id)
}

/// The method and path of an operation, and the suffix of the call.
fn operation(key: &CallKey) -> String {
    let words = [&key.method, &key.path, &key.variant];
    let words = words.into_iter().filter(|it| !it.is_empty()).map(|it| word(it));
    words.collect::<Vec<_>>().join(" ")
}

/// The media type and the status that a call has if its entry does not say otherwise.
pub(super) const JSON: &str = "application/json";
pub(super) const OK: &str = "200";

fn subject(key: &TypeKey) -> String {
    let place = spelling::spell(&key.origin);
    if key.facet.is_empty() { place } else { format!("{place}~{}", key.facet) }
}

fn word(text: &str) -> String {
    line::encoded(text, "")
}

/// A text with words after it; `sign` is before the first one.
fn sided(start: &str, sign: &str, words: impl Iterator<Item = String>) -> String {
    let words: Vec<String> = words.collect();
    match words.is_empty() && sign != " ()" {
        true => start.to_owned(),
        false => words.iter().fold(format!("{start}{sign}"), |text, it| format!("{text} {it}")),
    }
}
