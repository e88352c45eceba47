//! Values as Rust expressions. They come from the examples of the document, or else are plausible.

use std::{cell::RefCell, collections::BTreeSet};

use serde_json::Value;

use crate::model::{
    Api, Case, Conversion, Discrimination, EnumVariant, Field, Form, JsonType, Shape, Struct,
    TypeDef, TypeRef, Union, UnionVariant, Values as Listed,
};

/// How many objects contain each other in a value.
const MAX_DEPTH: usize = 3;

/// The longest text that is taken from an example.
const MAX_TEXT: usize = 60;

/// How many optional properties are set, if no property is required.
const MAX_SETTERS: usize = 2;

/// Words in the names of secrets.
const SECRETS: [&str; 8] =
    ["password", "passwd", "secret", "token", "apikey", "credential", "authorization", "private"];

/// What the document says of a value.
#[derive(Clone, Copy)]
pub(super) struct Hint<'a> {
    example: Option<&'a Value>,
    /// The name of the parameter or property.
    name: &'a str,
    /// How many objects it is in.
    depth: usize,
}

impl<'a> Hint<'a> {
    pub(super) fn new(example: Option<&'a Value>, name: &'a str) -> Self {
        Self { example: example.filter(|_| !is_secret(name)), name, depth: 0 }
    }

    fn with(self, example: Option<&'a Value>) -> Self {
        Self { example, ..self }
    }

    /// The hint for an item of a list.
    fn item(self) -> Self {
        let name = match self.name.strip_suffix('s') {
            Some(one) if one.len() > 2 && !one.ends_with('s') => one,
            _ => self.name,
        };
        Self { name, ..self.with(self.example.and_then(|it| it.get(0))) }
    }

    fn deeper(self) -> Option<Self> {
        (self.depth < MAX_DEPTH).then_some(Self { depth: self.depth + 1, ..self })
    }

    /// The hint for a property of the object.
    fn property(self, field: &'a Field) -> Self {
        let own = self.example.and_then(|it| it.get(&field.name.wire));
        let example = own.or(field.example.as_deref()).filter(|_| !field.secret);
        Self { depth: self.depth, ..Self::new(example, &field.name.wire) }
    }

    /// The text of the example; else the name.
    fn text(self) -> String {
        let example = match self.example {
            Some(Value::String(text)) => Some(text.clone()),
            Some(Value::Number(number)) => Some(number.to_string()),
            _ => None,
        };
        let is_usable = |it: &String| {
            // A path cannot have the segments `.` and `..`.
            !["", ".", ".."].contains(&it.trim())
                && it.chars().count() <= MAX_TEXT
                && !it.contains(char::is_control)
        };
        let name = if self.name.trim().is_empty() { "text" } else { self.name };
        example.filter(is_usable).unwrap_or_else(|| name.to_owned())
    }

    fn integer(self, least: i128, most: i128) -> String {
        let documented = match self.example {
            Some(Value::Number(number)) => number.to_string().parse().ok(),
            Some(Value::String(text)) => text.parse().ok(),
            _ => None,
        };
        documented.filter(|it: &i128| (least..=most).contains(it)).unwrap_or(1).to_string()
    }

    /// A text that looks like a date; else `usual`.
    fn date(self, usual: &str) -> String {
        let is_date = |it: &&str| it.len() >= 10 && it.is_ascii() && it.as_bytes()[4] == b'-';
        let text = self.example.and_then(Value::as_str).filter(is_date);
        text.map_or_else(|| usual.to_owned(), |_| self.text())
    }
}

/// Whether a value of this name is a secret, by its name.
fn is_secret(name: &str) -> bool {
    let name = name.to_ascii_lowercase().replace(['_', '-', ' '], "");
    SECRETS.iter().any(|it| name.contains(it))
}

/// Writes values, and keeps what they import.
pub(super) struct Values<'a> {
    api: &'a Api,
    imports: RefCell<BTreeSet<&'static str>>,
}

impl<'a> Values<'a> {
    pub(super) fn new(api: &'a Api) -> Self {
        Self { api, imports: RefCell::default() }
    }

    /// The names that the values import from the crate.
    pub(super) fn into_imports(self) -> BTreeSet<&'static str> {
        self.imports.into_inner()
    }

    fn import(&self, name: &'static str) {
        self.imports.borrow_mut().insert(name);
    }

    /// A value for an argument, as callers write it; `None` if it would be too long, or cannot be written.
    pub(super) fn argument(&self, ty: &TypeRef, hint: Hint<'_>) -> Option<String> {
        self.formed(&self.api.types.form(ty), hint)
    }

    /// A body. If no property is required, it has some properties of the example, but not `flag`, which the
    /// method sets.
    pub(super) fn body(&self, ty: &TypeRef, hint: Hint<'_>, flag: Option<&str>) -> Option<String> {
        let created = self.argument(ty, hint)?;
        let TypeRef::Named(id) = ty else { return Some(created) };
        let (Shape::Struct(object), Some(Value::Object(example))) =
            (&self.api.types[*id].shape, hint.example)
        else {
            return Some(created);
        };
        if !object.arguments.is_empty() {
            return Some(created);
        }
        let fields =
            example.keys().filter_map(|wire| object.fields.iter().find(|it| it.name.wire == *wire));
        let is_shown = |it: &&Field| {
            !it.deprecated && !it.secret && Some(&*it.name.wire) != flag && it.constant.is_none()
        };
        let calls = fields.filter(is_shown).filter_map(|it| {
            Some(format!(".{}({})", it.setter, self.argument(it.ty.inner(), hint.property(it))?))
        });
        Some(created + &calls.take(MAX_SETTERS).collect::<String>())
    }

    fn formed(&self, form: &Form, hint: Hint<'_>) -> Option<String> {
        match form {
            Form::Plain(ty) => self.exact(ty, hint),
            Form::Into(ty) => self.converted(ty, hint),
            Form::List(item) => {
                match (self.formed(item, hint.item()), &**item) {
                    (Some(item), _) => Some(format!("[{item}]")),
                    // A type that contains itself.
                    (None, Form::Plain(_)) => Some("[]".to_owned()),
                    (None, _) => None,
                }
            }
            Form::Map(value) => {
                let first = hint.example.and_then(Value::as_object).and_then(|it| it.iter().next());
                let key = first.map_or_else(|| "key".to_owned(), |(key, _)| key.clone());
                let value =
                    self.formed(value, Hint { name: "value", ..hint.with(first.map(|it| it.1)) })?;
                Some(format!("[({key:?}, {value})]"))
            }
            Form::Boxed(inner) => self.formed(inner, hint),
        }
    }

    /// A value that converts into `ty`.
    fn converted(&self, ty: &TypeRef, hint: Hint<'_>) -> Option<String> {
        match ty {
            TypeRef::String => Some(format!("{:?}", hint.text())),
            TypeRef::DateTime => Some(format!("{:?}", hint.date("2025-01-31T12:00:00Z"))),
            TypeRef::Date => Some(format!("{:?}", hint.date("2025-01-31"))),
            TypeRef::Base64 => Some("b\"bytes\".to_vec()".to_owned()),
            TypeRef::Named(id) => match &self.api.types[*id].shape {
                Shape::Union(union) => match self.text_of(union, hint) {
                    Some(text) => Some(format!("{text:?}")),
                    None => self.exact(ty, hint),
                },
                _ => self.exact(ty, hint),
            },
            _ => self.exact(ty, hint),
        }
    }

    /// The text from which a union is made, unless the example is another value.
    fn text_of(&self, union: &Union, hint: Hint<'_>) -> Option<String> {
        let variant = union.variants.iter().find(|it| it.from.contains(&Conversion::Text))?;
        if !hint.example.is_none_or(|it| it.is_string() || it.is_null()) {
            return None;
        }
        let TypeRef::Named(id) = payload(&variant.ty) else { return Some(hint.text()) };
        match &self.api.types[*id].shape {
            Shape::Enum(Listed::Strings(values)) => Some(listed(values, hint)?.value.clone()),
            Shape::Union(inner) => self.text_of(inner, hint.deeper()?),
            _ => Some(hint.text()),
        }
    }

    /// A value of the type itself.
    fn exact(&self, ty: &TypeRef, hint: Hint<'_>) -> Option<String> {
        let each = |ty: &TypeRef, hint| self.exact(ty, hint);
        Some(match ty {
            TypeRef::Null => format!("{}::Null", self.runtime("runtime")),
            TypeRef::Bool => hint.example.and_then(Value::as_bool).unwrap_or(true).to_string(),
            TypeRef::I32 => hint.integer(i32::MIN.into(), i32::MAX.into()),
            TypeRef::I64 => hint.integer(i64::MIN.into(), i64::MAX.into()),
            TypeRef::U32 => hint.integer(0, u32::MAX.into()),
            TypeRef::U64 => hint.integer(0, u64::MAX.into()),
            TypeRef::F64 => format!("{:?}", hint.example.and_then(Value::as_f64).unwrap_or(1.0)),
            TypeRef::String | TypeRef::DateTime | TypeRef::Date | TypeRef::Base64 => {
                format!("{}.into()", self.converted(ty, hint)?)
            }
            TypeRef::UnixTime => {
                let time = hint.integer(0, i64::MAX.into());
                let time = if time == "1" { "1735689600".to_owned() } else { time };
                format!("{}::from({time})", self.runtime("UnixTime"))
            }
            TypeRef::Part => {
                let is_file_name = |it: char| it.is_alphanumeric() || "._-".contains(it);
                let is_usable = !hint.name.is_empty() && hint.name.chars().all(is_file_name);
                let name = if is_usable { hint.name } else { "file" };
                format!("{}::from_path({name:?}).await?", self.runtime("Part"))
            }
            TypeRef::Any => match hint.example {
                Some(Value::String(text)) if text.chars().count() <= MAX_TEXT => {
                    format!("{}::of({text:?})", self.runtime("RawJson"))
                }
                Some(Value::Bool(value)) => format!("{}::of(&{value})", self.runtime("RawJson")),
                _ => return None,
            },
            TypeRef::Object => return None,
            TypeRef::Option(inner) => format!("Some({})", each(inner, hint)?),
            TypeRef::Boxed(inner) => format!("{}.into()", each(inner, hint)?),
            TypeRef::List(item) => format!("vec![{}]", each(item, hint.item()).unwrap_or_default()),
            TypeRef::Map(value) => {
                format!("[(\"key\".into(), {})].into()", each(value, hint.with(None))?)
            }
            TypeRef::Tuple(items) => {
                let items = items.iter().enumerate().map(|(index, item)| {
                    each(item, hint.with(hint.example.and_then(|it| it.get(index))))
                });
                let items = items.collect::<Option<Vec<_>>>()?;
                format!("({}{})", items.join(", "), if items.len() == 1 { "," } else { "" })
            }
            TypeRef::Named(id) => self.named(&self.api.types[*id], hint)?,
        })
    }

    fn named(&self, def: &TypeDef, hint: Hint<'_>) -> Option<String> {
        let name = &def.name.rust;
        let value = match &def.shape {
            Shape::Struct(object) if def.sent => {
                self.created(&format!("{name}::new"), object, hint)?
            }
            Shape::Enum(Listed::Strings(values)) => {
                format!("{name}::{}", listed(values, hint)?.name)
            }
            Shape::Enum(Listed::Integers(values)) => {
                let wanted = hint.example.and_then(Value::as_i64);
                let found = values.iter().find(|it| Some(it.value) == wanted);
                format!("{name}::{}", found.or(values.first())?.name)
            }
            Shape::Union(union) => self.union(def, union, hint.deeper()?)?,
            Shape::Parts(variants) => variants.iter().find_map(|variant| {
                Some(format!("{name}::{}({})", variant.name, self.exact(&variant.ty, hint)?))
            })?,
            _ => return None,
        };
        self.import("types::*");
        Some(value)
    }

    /// The call of a function that takes the arguments of an object's `new`.
    fn created(&self, function: &str, object: &Struct, hint: Hint<'_>) -> Option<String> {
        let hint = hint.deeper()?;
        let value = |field: &Field| self.argument(field.ty.inner(), hint.property(field));
        Some(format!("{function}({})", object.passed(str::to_owned, value)?))
    }

    /// A variant of a union: the one of the example, or the first one that can be written.
    fn union(&self, def: &TypeDef, union: &Union, hint: Hint<'_>) -> Option<String> {
        let is_selected = |variant: &&UnionVariant| {
            hint.example.is_some_and(|example| selects(example, variant, union))
        };
        let (selected, others): (Vec<_>, Vec<_>) = union.variants.iter().partition(is_selected);
        let selected = selected.into_iter().map(|it| (it, hint));
        let others = others.into_iter().map(|it| (it, hint.with(None)));
        selected.chain(others).find_map(|(variant, hint)| self.variant(def, variant, hint))
    }

    fn variant(&self, def: &TypeDef, variant: &UnionVariant, hint: Hint<'_>) -> Option<String> {
        let name = &def.name.rust;
        if let (Some(function), TypeRef::Named(id)) = (&variant.constructor, payload(&variant.ty))
            && let Shape::Struct(object) = &self.api.types[*id].shape
        {
            return self.created(&format!("{name}::{function}"), object, hint);
        }
        Some(format!("{name}::{}({})", variant.name, self.exact(&variant.ty, hint)?))
    }

    /// The name of an item of the crate's root, or its path if the document has a type of this name.
    fn runtime(&self, name: &'static str) -> String {
        if self.api.types.names.contains(name) {
            self.import("runtime");
            return format!("runtime::{name}");
        }
        self.import(name);
        name.to_owned()
    }
}

/// The type in a variant, without its box.
fn payload(ty: &TypeRef) -> &TypeRef {
    match ty {
        TypeRef::Boxed(inner) => inner,
        other => other,
    }
}

/// The value of the example, or the first one.
fn listed<'v>(
    values: &'v [EnumVariant<String>],
    hint: Hint<'_>,
) -> Option<&'v EnumVariant<String>> {
    let wanted = hint.example.and_then(Value::as_str);
    values.iter().find(|it| Some(it.value.as_str()) == wanted).or(values.first())
}

/// Whether an example selects a variant.
fn selects(example: &Value, variant: &UnionVariant, union: &Union) -> bool {
    variant.cases.iter().any(|case| match (case, &union.by) {
        (Case::Word(word), Discrimination::Tag(tag)) => {
            example.get(tag).and_then(Value::as_str) == Some(word)
        }
        (Case::Word(word), Discrimination::Key) => example.get(word).is_some(),
        (Case::JsonType(kind), _) => match kind {
            JsonType::Bool => example.is_boolean(),
            JsonType::Number => example.is_number(),
            JsonType::String => example.is_string(),
            JsonType::Array => example.is_array(),
            JsonType::Object => example.is_object(),
        },
        _ => false,
    })
}
