//! Types as callers spell them.

use crate::model::{Api, Conversion, Form, Shape, TypeRef, Union, Values};

/// The identifier of a type's name in code.
pub(super) fn type_path(rust: &str) -> String {
    format!("types::{rust}")
}

/// A name without `r#`.
pub(super) fn plain(name: &str) -> &str {
    name.trim_start_matches("r#")
}

/// A type, owned.
pub(crate) fn ty(api: &Api, ty: &TypeRef) -> String {
    let inner = |inner: &TypeRef| self::ty(api, inner);
    match ty {
        TypeRef::Null => "runtime::Null".to_owned(),
        TypeRef::Bool => "bool".to_owned(),
        TypeRef::I32 => "i32".to_owned(),
        TypeRef::I64 => "i64".to_owned(),
        TypeRef::U32 => "u32".to_owned(),
        TypeRef::U64 => "u64".to_owned(),
        TypeRef::F64 => "f64".to_owned(),
        TypeRef::String => "String".to_owned(),
        TypeRef::UnixTime => "runtime::UnixTime".to_owned(),
        TypeRef::DateTime => "runtime::DateTime".to_owned(),
        TypeRef::Date => "runtime::Date".to_owned(),
        TypeRef::Base64 => "runtime::Base64".to_owned(),
        TypeRef::Part => "runtime::Part".to_owned(),
        TypeRef::Any | TypeRef::Object => "runtime::RawJson".to_owned(),
        TypeRef::Option(it) => format!("Option<{}>", inner(it)),
        TypeRef::List(it) => format!("Vec<{}>", inner(it)),
        TypeRef::Map(it) => format!("BTreeMap<String, {}>", inner(it)),
        TypeRef::Boxed(it) => format!("Box<{}>", inner(it)),
        TypeRef::Tuple(items) => {
            let items: Vec<String> = items.iter().map(inner).collect();
            if let [only] = &items[..] {
                format!("({only},)")
            } else {
                format!("({})", items.join(", "))
            }
        }
        TypeRef::Named(id) => type_path(&api.types[*id].name.rust),
    }
}

/// An argument: how it is declared, and the types of the values that callers pass.
pub(super) struct Argument {
    /// `impl Into<String>`.
    pub(super) declared: String,
    /// `&str`, `String`; the usual one first.
    pub(super) passed: Vec<String>,
}

impl Argument {
    /// An argument of one type.
    pub(super) fn plain(ty: impl Into<String>) -> Self {
        let ty = ty.into();
        Self { declared: ty.clone(), passed: vec![ty] }
    }

    /// An argument for a value of type `ty`.
    pub(super) fn of(api: &Api, ty: &TypeRef) -> Self {
        Self::written(api, &api.types.form(ty))
    }

    fn written(api: &Api, form: &Form) -> Self {
        match form {
            Form::Plain(ty) => Self::plain(self::ty(api, ty)),
            Form::Into(ty) => Self {
                declared: format!("impl Into<{}>", self::ty(api, ty)),
                passed: passed(api, ty),
            },
            Form::List(item) => {
                let item = Self::written(api, item);
                Self {
                    declared: format!("impl IntoIterator<Item = {}>", item.declared),
                    passed: item.passed.iter().map(|it| format!("Vec<{it}>")).collect(),
                }
            }
            Form::Map(value) => {
                let value = Self::written(api, value);
                Self {
                    declared: format!(
                        "impl IntoIterator<Item = (impl Into<String>, {})>",
                        value.declared
                    ),
                    passed: value
                        .passed
                        .iter()
                        .map(|it| format!("BTreeMap<String, {it}>"))
                        .collect(),
                }
            }
            Form::Boxed(inner) => Self::written(api, inner),
        }
    }
}

/// The types that convert into a type.
fn passed(api: &Api, ty: &TypeRef) -> Vec<String> {
    let own = || self::ty(api, ty);
    let words = |all: &[&str]| all.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>();
    match ty {
        TypeRef::String => words(&["&str", "String"]),
        TypeRef::DateTime | TypeRef::Date => [words(&["&str", "String"]), vec![own()]].concat(),
        TypeRef::F64 => words(&["f64", "i32"]),
        TypeRef::Named(id) => match &api.types[*id].shape {
            Shape::Enum(Values::Strings(_)) => [vec![own()], words(&["&str", "String"])].concat(),
            Shape::Union(union) => {
                let made = union.variants.iter().flat_map(|it| &it.from).count();
                let mut all = vec![own()];
                if made > 0 {
                    all.extend(converted(api, union));
                }
                all
            }
            _ => vec![own()],
        },
        _ => vec![own()],
    }
}

/// The types that a union is made from by `From`.
pub(super) fn converted(api: &Api, union: &Union) -> Vec<String> {
    let mut all = Vec::new();
    for variant in &union.variants {
        let payload = match &variant.ty {
            TypeRef::Boxed(inner) => inner,
            other => other,
        };
        for from in &variant.from {
            match (from, payload) {
                (Conversion::Text, _) => all.extend(["&str".to_owned(), "String".to_owned()]),
                (Conversion::Integer, _) => all.push("i32".to_owned()),
                (Conversion::Texts, TypeRef::List(_)) => all.push("Vec<&str>".to_owned()),
                _ => all.push(ty(api, payload)),
            }
        }
    }
    all
}

/// The callers of a function: `before` and the arguments, called by `call`, give `result`.
///
/// The first passes the usual type for each argument, and each of the others one other type for one of
/// them.
pub(super) fn callers(
    receiver: Option<&str>,
    arguments: &[(String, Argument)],
    result: &str,
    call: impl Fn(&str) -> String,
) -> Vec<String> {
    let usual: Vec<&str> =
        arguments.iter().map(|(_, it)| it.passed.first().map_or("()", String::as_str)).collect();
    let names: Vec<String> = (0..arguments.len()).map(|index| format!("a{index}")).collect();
    let body = call(&names.join(", "));
    let caller = |types: &[&str]| {
        let typed = names.iter().zip(types).map(|(name, ty)| format!("{name}: {ty}"));
        let all: Vec<String> = receiver.map(str::to_owned).into_iter().chain(typed).collect();
        format!("fn caller({}) -> {result} {{ {body} }}", all.join(", "))
    };
    let mut all = vec![caller(&usual)];
    for (index, (_, argument)) in arguments.iter().enumerate() {
        for other in argument.passed.iter().skip(1) {
            let mut types = usual.clone();
            types[index] = other;
            all.push(caller(&types));
        }
    }
    all
}

/// `name: impl Into<String>, size: i64`.
pub(super) fn declared(arguments: &[(String, Argument)]) -> String {
    let all = arguments.iter().map(|(name, it)| format!("{}: {}", plain(name), it.declared));
    all.collect::<Vec<_>>().join(", ")
}
