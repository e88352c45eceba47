//! `bessemer.lock`: decisions of the first generation that later ones keep.
//!
//! Each line is one entry. The lines are sorted, so that the file can be merged line by line. A [`Lock`]
//! is an input of the next generation. `read.rs` and `write.rs` know the format; docs/configuration.md
//! describes it. What follows from the subject of an entry by the fixed conversions of `conversion.rs` is not
//! written.

mod conversion;
mod line;
mod moved;
pub(crate) mod places;
mod provenance;
mod read;
mod record;
mod spelling;
pub(crate) mod variants;
mod write;

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    model::{ExampleKind, Method},
    pointer::Pointer,
    tree::Tree,
};
pub(crate) use provenance::{Limits, Provenance};

/// The name of the file, next to the manifest.
pub const FILE: &str = "bessemer.lock";
/// The version of the format.
const VERSION: u32 = 2;

/// Names and other decisions of an earlier generation, which the next one keeps.
///
/// It is the content of `bessemer.lock`, which [`generate`](crate::generate) adds next to the manifest.
/// The default is empty, for a first generation.
///
/// ```
/// use bessemer_codegen::{Config, Document, Lock, generate_with};
///
/// let lock = Lock::parse("bessemer.lock", b"lock 2\nPet = Animal\n")?;
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
    /// The credentials, by the names of their security schemes.
    pub(crate) credentials: BTreeMap<String, LockedCredential>,
    /// The calls that the README and the programs in `examples/` show: accessors and method, joined by dots.
    pub(crate) examples: BTreeMap<ExampleKind, String>,
    /// Former calls of operations: accessors and method, joined by dots.
    pub(crate) former: BTreeMap<String, LockedFormer>,
    /// The header parameters of operations that are settings of the client.
    pub(crate) headers: BTreeSet<String>,
    /// The `From` implementations of unions, by union and variant.
    pub(crate) froms: BTreeMap<(String, String), Vec<String>>,
    /// The arguments of `new`, by type.
    pub(crate) constructors: BTreeMap<String, LockedConstructor>,
    pub(crate) types: BTreeMap<TypeKey, LockedType>,
    /// A place where each component is used.
    pub(crate) uses: BTreeMap<Pointer, Pointer>,
    /// The names of variants, by union and the value that selects the variant.
    pub(crate) variants: BTreeMap<(String, String), String>,
    /// What it was written with. Only checks read it, but for the limits.
    pub(crate) provenance: Provenance,
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

impl CallKey {
    /// The key of a method.
    pub(crate) fn of(method: &Method) -> Self {
        Self {
            path: method.path.clone(),
            method: method.verb.sent(),
            variant: method.variant.clone(),
        }
    }
}

/// The call of an operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LockedCall {
    /// Accessors and method; without `r#`, like all names here.
    pub(crate) accessors: Vec<String>,
    pub(crate) name: String,
    /// The operationId; `None` if it follows from the names, or if there is none.
    pub(crate) id: Option<String>,
    /// The request type.
    pub(crate) request: String,
    /// The arguments of the method, by their names in the document.
    pub(crate) arguments: Vec<String>,
    pub(crate) body: Option<LockedBody>,
    /// The status and the media type of the response that awaiting the request returns.
    pub(crate) status: String,
    pub(crate) accept: Option<String>,
}

/// A credential of the client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LockedCredential {
    /// The setter.
    pub(crate) name: String,
    /// The environment variable, without the name of the package before it.
    pub(crate) variable: String,
    /// Whether `Client::new` takes it.
    pub(crate) leading: bool,
}

/// A former call of an operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LockedFormer {
    pub(crate) key: CallKey,
    /// The versions of the package with this call.
    pub(crate) versions: Vec<String>,
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
    /// Whether it requires what the document requires, although it is an envelope of a listing.
    pub(crate) strict: bool,
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
    /// The version of the generator that wrote the lock; `None` if it does not say.
    pub fn generator(&self) -> Option<&str> {
        self.provenance.generator.as_deref()
    }

    /// Accepts that more operations or positions of the document have no code: the next generation sets
    /// the limits anew.
    #[must_use]
    pub fn without_limits(mut self) -> Self {
        self.provenance.limits = Limits::default();
        self
    }

    /// A method of an operation.
    pub(crate) fn call(&self, method: &str, path: &str, variant: &str) -> Option<&LockedCall> {
        self.calls.get(&CallKey {
            path: path.to_owned(),
            method: method.to_owned(),
            variant: variant.to_owned(),
        })
    }

    /// The name of the type at a place.
    fn name_at(&self, origin: &Pointer) -> Option<&str> {
        let key = TypeKey { origin: origin.clone(), facet: String::new() };
        self.types.get(&key).map(|it| it.name.as_str())
    }

    /// Whether a place has a type.
    pub(crate) fn has_type(&self, origin: &Pointer) -> bool {
        self.name_at(origin).is_some()
    }

    /// The type of a place of the document `tree`.
    pub(crate) fn ty(&self, tree: &Tree, origin: &Pointer, facet: &str) -> Option<&LockedType> {
        if self.types.is_empty() {
            return None;
        }
        let origin = places::steady(tree, origin);
        self.types.get(&TypeKey { origin, facet: facet.to_owned() })
    }
}

/// A name without `r#`, as it is in a lock.
pub(crate) fn plain(name: &str) -> String {
    name.trim_start_matches("r#").to_owned()
}
