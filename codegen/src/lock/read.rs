//! Reads a lock.

use super::{
    CallKey, Lock, LockedAlias, LockedBody, LockedCall, LockedConstructor, LockedCredential,
    LockedFormer, LockedType, Provenance, TypeKey, VERSION, conversion, line,
    spelling::{self, KINDS},
    write::{self, JSON, OK},
};
use crate::{
    diagnostics::{Code, Diagnostic, Diagnostics},
    model::ExampleKind,
    pointer::Pointer,
    source::Source,
};

impl Lock {
    /// Parses the text of a `bessemer.lock`. `name` is its name in diagnostics. The markers of a merge
    /// conflict are skipped: the entries of both sides are used, and of two entries with the same
    /// subject the first. Variants of a union that only the second has are added.
    ///
    /// # Errors
    ///
    /// All lines that are not entries, each with its place, or another version of the format.
    pub fn parse(name: &str, bytes: &[u8]) -> Result<Self, Diagnostics> {
        let source = Source::new(name, bytes)?;
        let mut lock = Self::default();
        let mut diagnostics = Diagnostics::default();
        // The name of a type may follow from that of the type around it, so that is read first.
        let mut entries: Vec<(usize, usize, Vec<&str>)> = Vec::new();
        let mut offset = 0;
        let mut is_base = false;
        for text in source.text().split_inclusive('\n') {
            let start = offset;
            offset += text.len();
            match text.get(..7) {
                Some("|||||||") => is_base = true,
                Some("=======") => is_base = false,
                Some("<<<<<<<" | ">>>>>>>") => {}
                // The common ancestor of both sides.
                _ if is_base => {}
                _ => {
                    let words = line::words(text);
                    entries.push((words.first().map_or(0, |it| it.len()), start, words));
                }
            }
        }
        entries.sort_by_key(|(length, start, _)| (*length, *start));
        for (_, start, words) in entries {
            if let Err((message, help)) = lock.read(&words) {
                let place = source.place_of_offset(start);
                let error = Diagnostic::error(Code::Lock, &Pointer::root(), message).help(help);
                diagnostics.push(error.at(place));
            }
        }
        lock.provenance = Provenance::read(source.text());
        if diagnostics.is_empty() { Ok(lock) } else { Err(diagnostics) }
    }

    /// Adds the entry of a line. The error is a message and a help text.
    fn read(&mut self, words: &[&str]) -> Result<(), (String, &'static str)> {
        let repair = "restore the line from version control, or remove it";
        let Some((first, rest)) = words.split_first() else { return Ok(()) };
        let read = match *first {
            "lock" => {
                let is_known = matches!(rest, [version] if version.parse() == Ok(VERSION));
                return is_known.then_some(()).ok_or((
                    "unsupported version of the lock".to_owned(),
                    "generate with the version of bessemer that wrote it; without the lock, all names are chosen anew",
                ));
            }
            "alias" => self.read_alias(rest),
            "call" => self.read_call(rest),
            // An earlier lock has a schema `example` under this name.
            "example" => self.read_example(rest).or_else(|| self.read_type(words)),
            "former" => self.read_former(rest),
            "header" => self.read_header(rest),
            "use" => self.read_use(rest),
            place => match scheme(place) {
                Some(id) => self.read_credential(id, rest),
                None => self.read_type(words),
            },
        };
        let kind = if KINDS.contains(first) { first } else { "type" };
        read.ok_or_else(|| (format!("this is not a valid `{kind}` entry"), repair))
    }

    fn read_header(&mut self, words: &[&str]) -> Option<()> {
        let [name] = words else { return None };
        self.headers.insert(line::decoded(name));
        Some(())
    }

    fn read_example(&mut self, words: &[&str]) -> Option<()> {
        let [kind, call] = words else { return None };
        self.examples.entry(ExampleKind::of(kind)?).or_insert_with(|| line::decoded(call));
        Some(())
    }

    fn read_credential(&mut self, id: String, words: &[&str]) -> Option<()> {
        let ["=", name, rest @ ..] = words else { return None };
        let name = identifier(name)?;
        let (leading, rest) = match rest {
            [rest @ .., "new"] => (true, rest),
            rest => (false, rest),
        };
        let variable = match rest {
            [] => name.to_uppercase(),
            [variable] => identifier(variable)?,
            _ => return None,
        };
        let credential = LockedCredential { name, variable, leading };
        self.credentials.entry(id).or_insert(credential);
        Some(())
    }

    fn read_alias(&mut self, words: &[&str]) -> Option<()> {
        let [name, subject, rest @ ..] = words else { return None };
        let versions = match rest {
            [] => &[],
            ["=", versions @ ..] => versions,
            _ => return None,
        };
        let versions = versions.iter().map(|it| line::decoded(it)).collect();
        let alias = LockedAlias { key: type_key(subject)?, versions };
        self.aliases.entry(identifier(name)?).or_insert(alias);
        Some(())
    }

    fn read_use(&mut self, words: &[&str]) -> Option<()> {
        let [component, "<", place] = words else { return None };
        let (component, place) = (spelling::place(component)?, spelling::place(place)?);
        self.uses.entry(component).or_insert(place);
        Some(())
    }

    fn read_call(&mut self, words: &[&str]) -> Option<()> {
        let at = words.iter().position(|it| *it == "=")?;
        let key = call_key(&words[..at])?;
        let call = call(&key.path, &words[at + 1..])?;
        self.calls.entry(key).or_insert(call);
        Some(())
    }

    fn read_former(&mut self, words: &[&str]) -> Option<()> {
        let at = words.iter().position(|it| *it == "=")?;
        let (call, operation) = words[..at].split_first()?;
        let names: Vec<String> = call.split('.').map(identifier).collect::<Option<_>>()?;
        let versions = words[at + 1..].iter().map(|it| line::decoded(it)).collect();
        let former = LockedFormer { key: call_key(operation)?, versions };
        let is_call = names.len() > 1;
        is_call.then(|| {
            self.former.entry(names.join(".")).or_insert(former);
        })
    }

    fn read_type(&mut self, words: &[&str]) -> Option<()> {
        let (subject, rest) = words.split_first()?;
        let key = type_key(subject)?;
        let (name, mut rest) = match rest {
            ["=", name, rest @ ..] => (identifier(name)?, rest),
            rest => (identifier(conversion::of_type(&key, |at| self.name_at(at)))?, rest),
        };
        let name = self.types.get(&key).map_or(name, |first| first.name.clone());
        let (new, sent);
        (new, sent, rest) = constructor(&name, rest)?;
        let (strict, tail) = match rest {
            ["strict", tail @ ..] => (true, tail),
            rest => (false, rest),
        };
        rest = tail;
        let ty = LockedType { name, sent, strict };
        if let ["|", tail @ ..] = rest {
            let end = tail.iter().position(|it| *it == "<").unwrap_or(tail.len());
            tail[..end].iter().try_for_each(|it| self.read_variant(&ty, it))?;
            rest = &tail[end..];
        }
        match rest {
            [] => {}
            ["<", place] => {
                let place = spelling::place(place)?;
                self.uses.entry(key.origin.clone()).or_insert(place);
            }
            _ => return None,
        }
        if let Some(new) = new {
            self.constructors.entry(ty.name.clone()).or_insert(new);
        }
        self.types.entry(key).or_insert(ty);
        Some(())
    }

    fn read_variant(&mut self, union: &LockedType, word: &str) -> Option<()> {
        let (word, kinds) = match word.split_once(':') {
            Some((word, kinds)) => (word, kinds),
            None => (word, if union.sent { "payload" } else { "" }),
        };
        let (key, name) = match word.split_once('=') {
            Some((key, name)) => (key, Some(name)),
            None => (word, None),
        };
        let (prefix, key) = match key.strip_prefix('*') {
            Some(key) => (&*union.name, key),
            None => ("", key),
        };
        let key = line::decoded(key);
        let name = identifier(name.map_or_else(|| conversion::of_variant(&key), str::to_owned))?;
        let kinds: Vec<String> =
            kinds.split(',').filter(|it| !it.is_empty()).map(str::to_owned).collect();
        if !kinds.is_empty() {
            self.froms.entry((union.name.clone(), name.clone())).or_insert(kinds);
        }
        self.variants.entry((union.name.clone(), format!("{prefix}{key}"))).or_insert(name);
        Some(())
    }
}

/// The name of the security scheme with this place.
fn scheme(text: &str) -> Option<String> {
    let place = spelling::place(text)?;
    let id = place.segments().last()?;
    (place == write::scheme(&id)).then_some(id)
}

/// The method and path of an operation, and the suffix of the call.
fn call_key(words: &[&str]) -> Option<CallKey> {
    let (method, path, variant) = match words {
        [method, path] => (method, path, &""),
        [method, path, variant] => (method, path, variant),
        _ => return None,
    };
    let [method, path, variant] = [method, path, variant].map(|it| line::decoded(it));
    Some(CallKey { path, method, variant })
}

/// The call after `=`.
fn call(path: &str, words: &[&str]) -> Option<LockedCall> {
    let (call, mut rest) = words.split_first()?;
    let mut names: Vec<&str> = call.split('.').collect();
    let name = identifier(names.pop()?)?;
    let accessors = match &names[..] {
        [] => return None,
        ["*"] => conversion::accessors(path),
        names => names.iter().map(identifier).collect::<Option<_>>()?,
    };
    let mut request = conversion::request(&accessors, &name);
    if let [own, tail @ ..] = rest
        && !["body", "may"].contains(own)
        && let Some(own) = identifier(own)
    {
        (request, rest) = (own, tail);
    }
    let mut id = None;
    if let [own, tail @ ..] = rest
        && let Some(own) = own.strip_prefix('@')
    {
        (id, rest) = (Some(line::decoded(own)), tail);
    }
    let (written, is_written, rest) = arguments(rest);
    let arguments = if is_written { written } else { conversion::arguments(path) };
    let at = rest.iter().position(|it| *it == "->").unwrap_or(rest.len());
    let (before, after) = rest.split_at(at);
    let of = |word: &str| word == "body";
    let body = match before {
        [] => None,
        [word @ ("body" | "may")] => Some((JSON.to_owned(), of(word))),
        [word @ ("body" | "may"), media_type] => Some((line::decoded(media_type), of(word))),
        _ => return None,
    };
    let body = body.map(|(media_type, is_argument)| LockedBody { media_type, is_argument });
    let (status, accept) = match after {
        [] => (OK.to_owned(), Some(JSON.to_owned())),
        ["->", status] => (line::decoded(status), None),
        ["->", status, accept] => (line::decoded(status), Some(line::decoded(accept))),
        _ => return None,
    };
    Some(LockedCall { accessors, name, id, request, arguments, body, status, accept })
}

/// The arguments of `new`, whether the type is sent, and the other words.
fn constructor<'w, 'a>(
    ty: &str,
    words: &'w [&'a str],
) -> Option<(Option<LockedConstructor>, bool, &'w [&'a str])> {
    let (args, words) = match words {
        ["()", rest @ ..] => return Some((None, true, rest)),
        [args, rest @ ..] if args.starts_with('{') => {
            let name = args.strip_prefix('{')?.strip_suffix('}')?;
            let own = if name.is_empty() { conversion::args(ty) } else { name.to_owned() };
            (Some(identifier(own)?), rest)
        }
        words => (None, words),
    };
    let (arguments, _, rest) = arguments(words);
    match (arguments.is_empty(), &args) {
        (true, None) => Some((None, false, rest)),
        (true, Some(_)) => None,
        _ => Some((Some(LockedConstructor { args, arguments }), true, rest)),
    }
}

/// The arguments at the start of `words`, whether there are any or `()`, and the other words.
fn arguments<'w, 'a>(words: &'w [&'a str]) -> (Vec<String>, bool, &'w [&'a str]) {
    if let ["()", rest @ ..] = words {
        return (Vec::new(), true, rest);
    }
    let end = words.iter().position(|it| !it.starts_with('.')).unwrap_or(words.len());
    let (arguments, rest) = words.split_at(end);
    (arguments.iter().map(|it| line::decoded(&it[1..])).collect(), end > 0, rest)
}

fn type_key(subject: &str) -> Option<TypeKey> {
    let (place, facet) = subject.split_once('~').unwrap_or((subject, ""));
    Some(TypeKey { origin: spelling::place(place)?, facet: facet.to_owned() })
}

/// Whether a name is a Rust identifier, so that a line of a lock cannot inject code.
fn identifier(name: impl AsRef<str>) -> Option<String> {
    let name = name.as_ref();
    let mut characters = name.chars();
    let first = characters.next()?;
    let is_name = (first == '_' || unicode_ident::is_xid_start(first))
        && characters.all(unicode_ident::is_xid_continue)
        && name != "_";
    is_name.then(|| name.to_owned())
}
