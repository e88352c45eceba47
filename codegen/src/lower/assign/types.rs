//! Turns drafts into types: names types, fields and variants, and assigns modules.

use serde_json::Value;

use super::{constructors, modules};
use crate::{
    diagnostics::{Code, Diagnostic, Diagnostics},
    lower::{
        context::Cx,
        draft::{
            Draft, DraftField, DraftHeader, DraftShape, DraftValue, DraftVariant, OperationDraft,
        },
        passes::usage,
        text::{
            naming::{self, Wish},
            places,
        },
    },
    model::{
        Enum, EnumVariant, Field, HeaderField, List, Name, Next, Rest, Shape, Struct, TypeDef,
        TypeRef, Types, Union, UnionVariant, Values,
    },
    pointer::Pointer,
};

pub(crate) fn assign(
    cx: Cx<'_>,
    drafts: Vec<Draft>,
    operations: &[OperationDraft],
    diagnostics: &mut Diagnostics,
) -> Types {
    let names = type_names(&drafts, diagnostics);
    let (modules, homes) = modules::assign(&drafts, &names, operations);
    let fields: Vec<Vec<Name>> = drafts.iter().map(field_names).collect();
    let mut all_names = names.iter().cloned().collect();
    let named = drafts.into_iter().zip(names).zip(homes).enumerate();
    let types = named.map(|(index, ((draft, rust), module))| TypeDef {
        name: Name { wire: draft.hint.wire, rust },
        module,
        docs: described(draft.docs, &draft.origin, cx.tree),
        origin: draft.origin,
        deprecated: draft.deprecated,
        open: draft.open || matches!(draft.shape, DraftShape::OpenStrings(_)),
        sent: draft.sent,
        shape: shape(draft.shape, index, &fields),
    });
    let mut defs: Vec<TypeDef> = types.collect();
    constructors::assign(&mut defs, &mut all_names);
    Types { defs, modules, names: all_names }
}

/// The documentation of a type. It is never empty.
fn described(docs: String, origin: &Pointer, tree: &Value) -> String {
    if docs.is_empty() { places::sentence(origin, tree) } else { docs }
}

fn type_names(drafts: &[Draft], diagnostics: &mut Diagnostics) -> Vec<String> {
    let wish = |draft: &Draft| Wish {
        wire: draft.hint.wire.clone(),
        rust: draft.hint.rust.clone(),
        rank: u8::from(!draft.hint.component),
    };
    let wishes: Vec<Wish> = drafts.iter().map(wish).collect();
    naming::unique(&wishes, &[], |index, name| {
        let message = format!("another type is also named `{name}`; this one gets a suffix");
        let mut warning = Diagnostic::warning(Code::NameCollision, &drafts[index].origin, message);
        if drafts[index].hint.component {
            let wire = &drafts[index].hint.wire;
            let help = format!("add `[schemas.{wire:?}]` with a `name` to the configuration");
            warning = warning.help(help);
        }
        diagnostics.push(warning);
    })
}

fn field_names(draft: &Draft) -> Vec<Name> {
    let wires: Vec<&String> = match &draft.shape {
        DraftShape::Struct(object) => object.fields.iter().map(|it| &it.wire).collect(),
        DraftShape::Headers(headers) => headers.iter().map(|it| &it.wire).collect(),
        _ => return Vec::new(),
    };
    let wish = |wire: &&String| Wish { wire: (*wire).clone(), rust: naming::snake(wire), rank: 0 };
    let names = naming::unique(&wires.iter().map(wish).collect::<Vec<_>>(), &[], |_, _| {});
    let named = wires.into_iter().zip(names);
    named.map(|(wire, rust)| Name { wire: wire.clone(), rust }).collect()
}

fn shape(draft: DraftShape, index: usize, names: &[Vec<Name>]) -> Shape {
    match draft {
        DraftShape::Struct(object) => {
            let list = object.list.map(|list| named_list(list, index, names));
            let taken = names[index].iter().map(|name| name.rust.as_str());
            let extra = naming::free(&["extra", "extra_properties"], taken);
            let fields = object.fields.into_iter().zip(&names[index]);
            let fields = fields.map(|(it, name)| field(it, name)).collect();
            let taken = names[index].iter().map(|name| name.rust.as_str());
            let named = naming::free(&["additional_properties", "unlisted_properties"], taken);
            // Any JSON is what is kept anyway.
            let rest = object.rest.filter(|ty| *ty != TypeRef::Any);
            let rest = rest.map(|ty| Rest { field: named, ty });
            let multipart = object.multipart;
            Shape::Struct(Struct { fields, extra, rest, args: None, multipart, list })
        }
        DraftShape::Union(union) => {
            let taken = union.variants.iter().map(|it| it.name.as_str());
            let unknown = naming::free(&["Unknown", "UnknownValue"], taken);
            let variants = union.variants.into_iter();
            let variant =
                |it: DraftVariant| UnionVariant { name: it.name, ty: it.ty, cases: it.cases };
            let variants = variants.map(variant).collect();
            Shape::Union(Union { variants, by: union.by, unknown })
        }
        DraftShape::Answers(variants) => Shape::Answers(variants),
        DraftShape::Alias(ty) => Shape::Alias(ty),
        DraftShape::Errors(variants) => Shape::Errors(variants),
        DraftShape::Parts(variants) => Shape::Parts(variants),
        DraftShape::Headers(headers) => {
            let headers = headers.into_iter().zip(&names[index]);
            Shape::Headers(headers.map(|(it, name)| header(it, name)).collect())
        }
        DraftShape::Strings(values) | DraftShape::OpenStrings(values) => {
            let name = |it: &String| naming::pascal(it);
            let names = variant_names(&values, name);
            shape_of(names, values, Values::Strings)
        }
        DraftShape::Integers(values) => {
            let names = variant_names(&values, |it| integer_variant(*it));
            shape_of(names, values, Values::Integers)
        }
    }
}

/// A list envelope with the Rust names of its fields.
fn named_list(list: List, index: usize, names: &[Vec<Name>]) -> List {
    let own = |wire: &String| rust_name(&names[index], wire);
    let of_item = |wire: &String| match usage::named(&list.item).next() {
        Some(item) => rust_name(&names[item.0], wire),
        None => own(wire),
    };
    let next = match list.next {
        Next::LastItem { param, field } => Next::LastItem { param, field: of_item(&field) },
        Next::Token { param, field } => Next::Token { param, field: own(&field) },
        Next::Page { param, first, pages } => {
            Next::Page { param, first, pages: pages.as_ref().map(own) }
        }
        Next::Offset { param, total } => Next::Offset { param, total: total.as_ref().map(own) },
        Next::Link => Next::Link,
    };
    List { items: own(&list.items), more: list.more.as_ref().map(own), next, ..list }
}

fn shape_of<T>(
    names: Vec<String>,
    values: Vec<DraftValue<T>>,
    wrap: impl FnOnce(Vec<EnumVariant<T>>) -> Values,
) -> Shape {
    let unknown = naming::free(&["Unknown", "UnknownValue"], names.iter().map(String::as_str));
    let variants = names.into_iter().zip(values);
    let variant =
        |(name, it): (String, DraftValue<T>)| EnumVariant { name, value: it.value, docs: it.docs };
    let variants = variants.map(variant).collect();
    Shape::Enum(Enum { values: wrap(variants), unknown })
}

fn integer_variant(value: i64) -> String {
    let word = if value < 0 { "Minus" } else { "_" };
    format!("{word}{}", value.unsigned_abs())
}

fn variant_names<T: ToString>(values: &[DraftValue<T>], own: impl Fn(&T) -> String) -> Vec<String> {
    let wish = |it: &DraftValue<T>| Wish {
        wire: it.value.to_string(),
        rust: it.name.as_deref().map_or_else(|| own(&it.value), naming::pascal),
        rank: 0,
    };
    let wishes: Vec<Wish> = values.iter().map(wish).collect();
    naming::unique(&wishes, &[], |_, _| {})
}

fn field(draft: DraftField, name: &Name) -> Field {
    Field {
        name: name.clone(),
        ty: draft.ty,
        setter: naming::setter(&name.rust),
        required: draft.required,
        nullable: draft.nullable,
        secret: draft.secret,
        constant: draft.constant,
        default: draft.default.filter(|_| draft.required),
        media_type: draft.media_type,
        deprecated: draft.deprecated,
        docs: draft.docs,
    }
}

fn header(draft: DraftHeader, name: &Name) -> HeaderField {
    let DraftHeader { ty, deprecated, docs, .. } = draft;
    HeaderField { name: name.clone(), ty, deprecated, docs }
}

/// The Rust name of the field that is named `wire` in the document.
fn rust_name(names: &[Name], wire: &str) -> String {
    let found = names.iter().find(|name| name.wire == wire);
    found.map_or_else(|| naming::snake(wire), |name| name.rust.clone())
}
