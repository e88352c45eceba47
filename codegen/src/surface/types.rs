//! Types and their members.

use super::{
    item::{Item, ItemKind},
    spell::{self, Argument, callers, converted, declared, plain, type_path},
};
use crate::model::{
    Api, Field, FormerName, Returns, Shape, Struct, TypeDef, TypeRef, Union, UnionVariant, Values,
};

pub(super) fn add(api: &Api, items: &mut impl Extend<Item>, has_callers: bool) {
    for def in &api.types.defs {
        let ty = Type { api, def, path: type_path(&def.name.rust), has_callers };
        items.extend([ty.itself()]);
        ty.members(items);
    }
    items.extend(api.types.former.iter().map(|it| former(api, it)));
}

/// A former name of a type.
fn former(api: &Api, former: &FormerName) -> Item {
    let (path, target) = (type_path(&former.name), spell::ty(api, &former.target));
    Item {
        signature: format!(" = {target}"),
        kind: ItemKind::Type,
        owner: String::new(),
        pointer: former.origin.clone(),
        docs: String::new(),
        deprecated: !former.versions.is_empty(),
        uses: vec![
            format!("fn caller(value: {path}) -> {path} {{ value }}"),
            format!("fn caller(value: {path}) -> {target} {{ value }}"),
        ],
        path,
    }
}

/// A type whose items are listed.
struct Type<'a> {
    api: &'a Api,
    def: &'a TypeDef,
    path: String,
    /// Whether items have their callers.
    has_callers: bool,
}

impl Type<'_> {
    fn itself(&self) -> Item {
        let path = &self.path;
        let signature = match &self.def.shape {
            Shape::Struct(_) | Shape::Headers(_) => ": struct".to_owned(),
            _ => ": enum".to_owned(),
        };
        Item {
            path: path.clone(),
            kind: ItemKind::Type,
            signature,
            owner: String::new(),
            pointer: self.def.origin.clone(),
            docs: self.def.docs.clone(),
            deprecated: self.def.deprecated,
            uses: vec![format!("fn caller(value: {path}) -> {path} {{ value }}")],
        }
    }

    /// A part of the type; `path` is what comes after that of the type.
    fn part(
        &self,
        kind: ItemKind,
        path: &str,
        signature: String,
        uses: impl FnOnce() -> Vec<String>,
    ) -> Item {
        Item {
            path: format!("{}{path}", self.path),
            kind,
            signature,
            owner: self.path.clone(),
            pointer: self.def.origin.clone(),
            docs: String::new(),
            deprecated: false,
            uses: if self.has_callers { uses() } else { Vec::new() },
        }
    }

    fn members(&self, items: &mut impl Extend<Item>) {
        match &self.def.shape {
            Shape::Struct(object) => self.fields(object, items),
            Shape::Enum(Values::Strings(all)) => {
                items.extend(all.iter().map(|it| {
                    self.value(&it.name, &format!("{:?}", it.value), &it.docs, &it.value)
                }))
            }
            Shape::Enum(Values::Integers(all)) => items.extend(all.iter().map(|it| {
                self.value(&it.name, &it.value.to_string(), &it.docs, &it.value.to_string())
            })),
            Shape::Union(union) => self.union(union, items),
            Shape::Answers(all) => items.extend(all.iter().map(|it| {
                let held = match &it.returns {
                    Returns::Json(ty) => spell::ty(self.api, ty),
                    Returns::Text => "runtime::Text".to_owned(),
                    Returns::Location => "runtime::Location".to_owned(),
                    Returns::Nothing => "()".to_owned(),
                    _ => "runtime::bytes::Bytes".to_owned(),
                };
                self.variant(&it.name, &held)
            })),
            Shape::Errors(all) => items
                .extend(all.iter().map(|it| self.variant(&it.name, &spell::ty(self.api, &it.ty)))),
            Shape::Parts(all) => items
                .extend(all.iter().map(|it| self.variant(&it.name, &spell::ty(self.api, &it.ty)))),
            Shape::Headers(all) => items.extend(all.iter().map(|it| {
                let ty = TypeRef::Option(Box::new(it.ty.clone()));
                let item = self.field(&it.name.rust, &spell::ty(self.api, &ty));
                Item { docs: it.docs.clone(), deprecated: it.deprecated, ..item }
            })),
        }
    }

    fn fields(&self, object: &Struct, items: &mut impl Extend<Item>) {
        for field in &object.fields {
            let at = self.def.origin.child("properties").child(&field.name.wire);
            let item = self.field(&field.name.rust, &spell::ty(self.api, &field.ty));
            items.extend([Item {
                pointer: at.clone(),
                docs: field.docs.clone(),
                deprecated: field.deprecated,
                ..item
            }]);
            if self.def.sent {
                let setters = [Some(self.setter(field)), self.clear(field, object)];
                let located = |it| Item { pointer: at.clone(), ..it };
                items.extend(setters.into_iter().flatten().map(located));
            }
        }
        if let Some(additional) = &object.additional {
            let ty = TypeRef::Map(Box::new(additional.ty.clone()));
            items.extend([self.field(&additional.field, &spell::ty(self.api, &ty))]);
        }
        if self.def.sent {
            items.extend([self.function(ItemKind::New, "new", object)]);
        }
    }

    fn field(&self, name: &str, ty: &str) -> Item {
        let uses =
            || vec![format!("fn caller(value: &{}) -> &{ty} {{ &value.{name} }}", self.path)];
        self.part(ItemKind::Field, &format!(".{}", plain(name)), format!(": {ty}"), uses)
    }

    fn setter(&self, field: &Field) -> Item {
        let setter = &field.setter;
        let arguments = [("value".to_owned(), Argument::of(self.api, field.ty.inner()))];
        let uses = || {
            let receiver = format!("value: {}", self.path);
            callers(Some(&receiver), &arguments, &self.path, |passed| {
                format!("value.{setter}({passed})")
            })
        };
        let signature = format!("({})", arguments[0].1.declared);
        self.part(ItemKind::Setter, &format!(".{}", plain(setter)), signature, uses)
    }

    fn clear(&self, field: &Field, object: &Struct) -> Option<Item> {
        if !field.nullable || object.multipart {
            return None;
        }
        let name = field.clear();
        let uses = || {
            callers(Some(&format!("value: {}", self.path)), &[], &self.path, |_| {
                format!("value.{name}()")
            })
        };
        Some(self.part(ItemKind::Clear, &format!(".{name}"), "()".to_owned(), uses))
    }

    /// `new`, or the function of a union that takes the same.
    fn function(&self, kind: ItemKind, name: &str, object: &Struct) -> Item {
        let path = &self.path;
        let arguments = new_arguments(self.api, object);
        let names: Vec<&str> = object.arguments().map(|it| it.name.rust.as_str()).collect();
        let uses = || {
            callers(None, &arguments, path, |passed| match &object.args {
                Some(args) => format!("{path}::{name}({})", by_name(args, &names, passed)),
                None => format!("{path}::{name}({passed})"),
            })
        };
        let signature = match &object.args {
            Some(args) => format!("({args} {{ {} }})", declared(&arguments)),
            None => format!("({})", declared(&arguments)),
        };
        self.part(kind, &format!("::{}", plain(name)), signature, uses)
    }

    fn value(&self, name: &str, value: &str, docs: &str, wire: &str) -> Item {
        let path = &self.path;
        let uses = || vec![format!("fn caller() -> {path} {{ {path}::{name} }}")];
        let item = self.part(
            ItemKind::Variant,
            &format!("::{}", plain(name)),
            format!(" = {value}"),
            uses,
        );
        Item { docs: docs.to_owned(), pointer: self.def.origin.child("enum").child(wire), ..item }
    }

    fn variant(&self, name: &str, held: &str) -> Item {
        let path = &self.path;
        let uses = || {
            vec![format!(
                "fn caller(value: {path}) -> Option<{held}> {{ match value {{ \
                 {path}::{name}(held) => Some(held), _ => None }} }}"
            )]
        };
        self.part(ItemKind::Variant, &format!("::{}", plain(name)), format!("({held})"), uses)
    }

    fn union(&self, union: &Union, items: &mut impl Extend<Item>) {
        for variant in &union.variants {
            let item = self.variant(&variant.name, &spell::ty(self.api, &variant.ty));
            items.extend([Item { docs: variant.docs.clone(), ..item }]);
            items.extend(self.constructor(variant));
        }
        let path = &self.path;
        for from in converted(self.api, union) {
            let uses = || vec![format!("fn caller(value: {from}) -> {path} {{ value.into() }}")];
            items.extend([self.part(
                ItemKind::Conversion,
                &format!(": From<{from}>"),
                String::new(),
                uses,
            )]);
        }
    }

    fn constructor(&self, variant: &UnionVariant) -> Option<Item> {
        let function = variant.constructor.as_ref()?;
        let (payload, object) = struct_of(self.api, &variant.ty)?;
        let item = self.function(ItemKind::Constructor, function, object);
        Some(Item { pointer: payload.origin.clone(), ..item })
    }
}

/// The path of a field.
pub(crate) fn field_path(def: &TypeDef, field: &Field) -> String {
    format!("{}.{}", type_path(&def.name.rust), plain(&field.name.rust))
}

/// `types::CallArgs { from: a0, to: a1 }`.
fn by_name(args: &str, names: &[&str], passed: &str) -> String {
    let fields =
        names.iter().zip(passed.split(", ")).map(|(name, value)| format!("{name}: {value}"));
    format!("types::{args} {{ {} }}", fields.collect::<Vec<_>>().join(", "))
}

/// The arguments of `new`.
fn new_arguments(api: &Api, object: &Struct) -> Vec<(String, Argument)> {
    let is_by_place = object.args.is_none() && object.arguments.len() > 1;
    let argument = |field: &Field| {
        let ty = field.ty.inner();
        // A file next to other arguments is a `Part`.
        let argument = match is_by_place && *ty == TypeRef::Part {
            true => Argument::plain(spell::ty(api, ty)),
            false => Argument::of(api, ty),
        };
        (field.name.rust.clone(), argument)
    };
    object.arguments().map(argument).collect()
}

/// The struct of a type, also through aliases.
fn struct_of<'a>(api: &'a Api, ty: &TypeRef) -> Option<(&'a TypeDef, &'a Struct)> {
    match ty {
        TypeRef::Boxed(inner) => struct_of(api, inner),
        TypeRef::Named(id) => match &api.types[*id].shape {
            Shape::Struct(object) => Some((&api.types[*id], object)),
            _ => None,
        },
        _ => None,
    }
}
