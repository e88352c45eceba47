//! `bessemer.lock`: decisions of the first generation that later ones keep.
//!
//! Each line is one entry: its kind, its subject, `=`, and the decision. The lines are sorted, so that
//! the file can be merged line by line. A [`Lock`] is an input of the next generation.

mod line;
pub(crate) mod places;
mod record;
pub(crate) mod variants;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::{
    diagnostics::{Code, Diagnostic, Diagnostics},
    pointer::Pointer,
    source::Source,
};
use line::Line;

/// The name of the file, next to the manifest.
pub(crate) const FILE: &str = "bessemer.lock";
/// The version of the format.
const VERSION: u32 = 1;

/// Names and other decisions of an earlier generation, which the next one keeps.
///
/// It is the content of `bessemer.lock`, which [`generate`](crate::generate) adds next to the manifest.
/// The default is empty, for a first generation.
///
/// ```
/// use bessemer_codegen::{Config, Document, Lock, generate_with};
///
/// let lock = Lock::parse("bessemer.lock", b"lock 1\ntype Pet = Animal\n")?;
/// let document = Document::parse("pets.yaml", br#"
///     openapi: 3.0.3
///     info: {title: Pets, version: "1"}
///     paths:
///       /pets:
///         get:
///           responses:
///             200:
///               description: A pet.
///               content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}
///     components:
///       schemas:
///         Pet: {type: object, properties: {name: {type: string}}}
/// "#)?;
/// let output = generate_with(&document, &Config::default(), &lock)?;
/// assert!(output.files().any(|(_, code)| code.contains("pub struct Animal {")));
/// # Ok::<(), bessemer_codegen::Diagnostics>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lock {
    /// The former names of types.
    pub(crate) aliases: BTreeMap<String, LockedAlias>,
    pub(crate) calls: BTreeMap<CallKey, LockedCall>,
    /// The header parameters of operations that are settings of the client.
    pub(crate) headers: BTreeSet<String>,
    /// The names of properties that differ from the derived name, by type and property.
    pub(crate) fields: BTreeMap<(String, String), String>,
    /// The `From` implementations of unions, by union and variant.
    pub(crate) froms: BTreeMap<(String, String), Vec<String>>,
    /// The arguments of `new`, by type.
    pub(crate) constructors: BTreeMap<String, LockedConstructor>,
    pub(crate) types: BTreeMap<TypeKey, LockedType>,
    /// A place where each component is used.
    pub(crate) uses: BTreeMap<Pointer, Pointer>,
    /// The names of variants, by union and the value that selects the variant.
    pub(crate) variants: BTreeMap<(String, String), String>,
}

/// A method of an operation.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct CallKey {
    pub(crate) path: String,
    /// The HTTP method, `GET`.
    pub(crate) method: String,
    /// The suffix that tells this method from the first one of the operation: `stream`.
    pub(crate) variant: String,
}

/// The call of an operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LockedCall {
    /// Accessors and method; without `r#`, like all names here.
    pub(crate) accessors: Vec<String>,
    pub(crate) name: String,
    /// The request type.
    pub(crate) request: String,
    /// The arguments of the method, by their names in the document.
    pub(crate) arguments: Vec<String>,
    pub(crate) body: Option<LockedBody>,
    /// The status and the media type of the response that awaiting the request returns.
    pub(crate) status: String,
    pub(crate) accept: Option<String>,
}

/// The body of a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LockedBody {
    pub(crate) media_type: String,
    /// Whether it is an argument of the method and not a setter.
    pub(crate) is_argument: bool,
}

/// The place of a type in the document.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct TypeKey {
    /// The pointer, with words instead of indices.
    pub(crate) origin: Pointer,
    /// Tells several types of one place apart: `write` or `error`.
    pub(crate) facet: String,
}

/// A type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LockedType {
    pub(crate) name: String,
    /// Whether it has setters and a constructor.
    pub(crate) sent: bool,
}

/// A former name of a type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LockedAlias {
    /// The place that it names.
    pub(crate) key: TypeKey,
    /// The versions of the package with this name; empty if it is not deprecated.
    pub(crate) versions: Vec<String>,
}

/// The arguments of `new`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LockedConstructor {
    /// The name of the struct, if they are passed by name.
    pub(crate) args: Option<String>,
    /// The properties.
    pub(crate) arguments: Vec<String>,
}

impl Lock {
    /// Parses the text of a `bessemer.lock`. `name` is its name in diagnostics. The markers of a merge
    /// conflict are skipped: the entries of both sides are used, and of two entries with the same
    /// subject the first.
    ///
    /// # Errors
    ///
    /// All lines that are not entries, each with its place, or a newer version of the format.
    pub fn parse(name: &str, bytes: &[u8]) -> Result<Self, Diagnostics> {
        let source = Source::new(name, bytes)?;
        let mut lock = Self::default();
        let mut diagnostics = Diagnostics::default();
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
                    if let Err((message, help)) = lock.read(&Line::read(text)) {
                        let root = Pointer::root();
                        let place = source.place_of_offset(start);
                        let error = Diagnostic::error(Code::Lock, &root, message).help(help);
                        diagnostics.push(error.at(place));
                    }
                }
            }
        }
        if diagnostics.is_empty() { Ok(lock) } else { Err(diagnostics) }
    }

    /// A method of an operation.
    pub(crate) fn call(&self, method: &str, path: &str, variant: &str) -> Option<&LockedCall> {
        self.calls.get(&CallKey {
            path: path.to_owned(),
            method: method.to_owned(),
            variant: variant.to_owned(),
        })
    }

    /// The type of a place of the document `tree`.
    pub(crate) fn ty(&self, tree: &Value, origin: &Pointer, facet: &str) -> Option<&LockedType> {
        if self.types.is_empty() {
            return None;
        }
        let origin = places::steady(tree, origin);
        self.types.get(&TypeKey { origin, facet: facet.to_owned() })
    }

    /// Adds the entry of a line. The error is a message and a help text.
    fn read(&mut self, line: &Line) -> Result<(), (String, &'static str)> {
        let repair = "restore the line from version control, or remove it";
        let Some(kind) = line.kind() else { return Ok(()) };
        if kind == "lock" {
            let version: Option<u32> = line.key(0).and_then(|it| it.parse().ok());
            return match version {
                Some(VERSION) => Ok(()),
                _ => Err((
                    "unsupported version of the lock".to_owned(),
                    "generate with the version of bessemer that wrote it, or a newer one",
                )),
            };
        }
        let read = match kind {
            "alias" => self.read_alias(line),
            "header" => self.read_header(line),
            "call" => self.read_call(line),
            "field" => named(&mut self.fields, line),
            "from" => self.read_from(line),
            "new" => self.read_constructor(line),
            "type" => self.read_type(line),
            "use" => self.read_use(line),
            "variant" => named(&mut self.variants, line),
            other => return Err((format!("`{other}` is not a valid kind of entry"), repair)),
        };
        read.ok_or_else(|| (format!("this is not a valid `{kind}` entry"), repair))
    }

    fn read_header(&mut self, line: &Line) -> Option<()> {
        let ([name], []) = (line.keys(), line.values()) else { return None };
        self.headers.insert(name.clone());
        Some(())
    }

    fn read_alias(&mut self, line: &Line) -> Option<()> {
        let [name, place @ ..] = line.keys() else { return None };
        let alias = LockedAlias { key: type_key(place)?, versions: line.values().to_vec() };
        self.aliases.entry(identifier(name)?).or_insert(alias);
        Some(())
    }

    fn read_call(&mut self, line: &Line) -> Option<()> {
        let (method, path, variant) = match line.keys() {
            [method, path] => (method, path, ""),
            [method, path, variant] => (method, path, variant.as_str()),
            _ => return None,
        };
        let [call, request, rest @ ..] = line.values() else { return None };
        let mut names: Vec<String> = call.split('.').map(identifier).collect::<Option<_>>()?;
        let mut locked = LockedCall {
            name: names.pop()?,
            accessors: names,
            request: identifier(request)?,
            arguments: Vec::new(),
            body: None,
            status: String::new(),
            accept: None,
        };
        let mut rest = rest.iter();
        while let Some(word) = rest.next() {
            match word.as_str() {
                "body" | "may" => {
                    let (media_type, is_argument) = (rest.next()?.clone(), word == "body");
                    locked.body = Some(LockedBody { media_type, is_argument });
                }
                "->" => {
                    locked.status.clone_from(rest.next()?);
                    locked.accept = rest.next().cloned();
                }
                argument => locked.arguments.push(argument.strip_prefix('.')?.to_owned()),
            }
        }
        let key =
            CallKey { path: path.clone(), method: method.clone(), variant: variant.to_owned() };
        (!locked.accessors.is_empty()).then(|| {
            self.calls.entry(key).or_insert(locked);
        })
    }

    fn read_from(&mut self, line: &Line) -> Option<()> {
        let ([union, variant], kinds) = (line.keys(), line.values()) else { return None };
        let key = (identifier(union)?, identifier(variant)?);
        self.froms.entry(key).or_insert_with(|| kinds.to_vec());
        Some(())
    }

    fn read_constructor(&mut self, line: &Line) -> Option<()> {
        let [ty] = line.keys() else { return None };
        let (args, arguments) = match line.values() {
            [args, arguments @ ..] if args.starts_with('(') => {
                let name = args.strip_prefix('(')?.strip_suffix(')')?;
                (Some(identifier(name)?), arguments)
            }
            arguments => (None, arguments),
        };
        let locked = LockedConstructor { args, arguments: arguments.to_vec() };
        self.constructors.entry(identifier(ty)?).or_insert(locked);
        Some(())
    }

    fn read_type(&mut self, line: &Line) -> Option<()> {
        let (name, sent) = match line.values() {
            [name] => (name, false),
            [name, sent] if sent == "sent" => (name, true),
            _ => return None,
        };
        let locked = LockedType { name: identifier(name)?, sent };
        self.types.entry(type_key(line.keys())?).or_insert(locked);
        Some(())
    }

    fn read_use(&mut self, line: &Line) -> Option<()> {
        let ([component], [place]) = (line.keys(), line.values()) else { return None };
        let (component, place) = (line::place(component)?, line::place(place)?);
        self.uses.entry(component).or_insert(place);
        Some(())
    }
}

/// A name without `r#`, as it is in a lock.
pub(crate) fn plain(name: &str) -> String {
    name.trim_start_matches("r#").to_owned()
}

/// An entry of a member of a type.
fn named(into: &mut BTreeMap<(String, String), String>, line: &Line) -> Option<()> {
    let [ty, member] = line.keys() else { return None };
    // A name that is left out is that of the member.
    let name = match line.values() {
        [] => member,
        [name] => name,
        _ => return None,
    };
    into.entry((identifier(ty)?, member.clone())).or_insert(identifier(name)?);
    Some(())
}

fn type_key(words: &[String]) -> Option<TypeKey> {
    let (origin, facet) = match words {
        [origin] => (origin, ""),
        [origin, facet] => (origin, facet.as_str()),
        _ => return None,
    };
    Some(TypeKey { origin: line::place(origin)?, facet: facet.to_owned() })
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
