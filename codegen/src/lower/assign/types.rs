//! Turns drafts into types: names types, fields and variants, and assigns modules.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;

use super::{
    constructors, conversions, lists,
    locked::{Kept, configured},
    modules::{self, Mentions},
    variants,
};
use crate::{
    diagnostics::{Code, Diagnostic, Diagnostics},
    lock::places::steady,
    lower::{
        context::Cx,
        draft::{Draft, DraftField, DraftHeader, DraftShape, DraftValue, DraftVariant},
        text::{
            naming::{self, Candidate},
            places, variant_names,
        },
    },
    model::{
        AdditionalProperties, EnumVariant, Field, HeaderField, Name, Shape, Struct, TypeDef,
        TypeRef, Types, Union, UnionVariant, Values,
    },
    pointer::Pointer,
    threads::beside,
    tree::Tree,
};

pub(super) fn assign(
    cx: Cx<'_>,
    mut drafts: Vec<Draft>,
    places: &IndexMap<Pointer, TypeRef>,
    mentions: &Mentions,
    diagnostics: &mut Diagnostics,
) -> Types {
    let kept = Kept::find(cx, &drafts, places);
    let chosen = variants::configure(cx, &mut drafts);
    for draft in &mut drafts {
        // Setters and constructors can be added, but are never removed.
        draft.sent |= cx.lock.ty(cx.tree, &draft.origin, draft.facet).is_some_and(|it| it.sent);
    }
    let names = type_names(cx, &drafts, &kept.names, diagnostics);
    let former = kept.former(&names);
    let ((modules, homes), fields) = beside(
        || modules::assign(&drafts, &names, mentions),
        || drafts.iter().map(field_names).collect::<Vec<_>>(),
    );
    lists::name(&mut drafts, &fields);
    let mut all_names: BTreeSet<String> = names.iter().cloned().collect();
    all_names.extend(former.iter().map(|it| it.name.clone()));
    let named = drafts.into_iter().zip(names).zip(homes).enumerate();
    let types = named.map(|(index, ((draft, rust), module))| TypeDef {
        name: Name { wire: draft.hint.wire, rust },
        renamed: draft.hint.renamed,
        module,
        docs: described(draft.docs, &draft.origin, cx.tree),
        origin: draft.origin,
        facet: draft.facet,
        deprecated: draft.deprecated,
        sent: draft.sent,
        shape: shape(draft.shape, index, &fields),
    });
    let mut defs: Vec<TypeDef> = types.collect();
    variants::keep(cx.lock, &former, &mut defs);
    variants::choose(&chosen, &mut defs);
    conversions::assign(cx.lock, &mut defs);
    constructors::assign(cx, &former, &mut defs, &mut all_names);
    Types { defs, modules, former, names: all_names }
}

/// The documentation of a type: the description, or else its place in an operation.
fn described(docs: String, origin: &Pointer, tree: &Tree) -> String {
    if docs.is_empty() { places::sentence(origin, tree) } else { docs }
}

/// The names of all types: the earlier name, or a new one. A name of the configuration comes before that of a
/// component, and that before others.
fn type_names(
    cx: Cx<'_>,
    drafts: &[Draft],
    kept: &[Option<String>],
    diagnostics: &mut Diagnostics,
) -> Vec<String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for draft in drafts {
        *counts.entry(&draft.hint.wire).or_default() += 1;
    }
    let wire = |draft: &Draft| match counts.get(&*draft.hint.wire) {
        // The place tells those apart that have the same words; no order does.
        Some(2..) => format!("{} {}", draft.hint.wire, steady(cx.tree, &draft.origin)),
        _ => draft.hint.wire.clone(),
    };
    let candidate = |draft: &Draft| Candidate {
        wire: wire(draft),
        rust: naming::of_type(&draft.hint.rust),
        rank: match configured(cx, draft) {
            Some(_) => 0,
            None => 1 + u8::from(!draft.hint.component),
        },
    };
    let new: Vec<usize> = (0..drafts.len()).filter(|index| kept[*index].is_none()).collect();
    let candidates: Vec<Candidate> = new.iter().map(|index| candidate(&drafts[*index])).collect();
    let taken: Vec<&str> = kept.iter().flatten().map(String::as_str).collect();
    let names = naming::unique(&candidates, &taken, |index, name| {
        let index = new[index];
        let message = format!("another type is also named `{name}`; this one gets a suffix");
        let mut warning = Diagnostic::warning(Code::NameCollision, &drafts[index].origin, message);
        if drafts[index].hint.component {
            let wire = &drafts[index].hint.wire;
            let help = format!("add `[schemas.{wire:?}]` with a `name` to the configuration");
            warning = warning.help(help);
        }
        diagnostics.push(warning);
    });
    let mut all: Vec<String> = kept.iter().map(|it| it.clone().unwrap_or_default()).collect();
    for (index, name) in new.into_iter().zip(names) {
        all[index] = name;
    }
    all
}

fn field_names(draft: &Draft) -> Vec<Name> {
    let wires: Vec<&String> = match &draft.shape {
        DraftShape::Struct(object) => object.fields.iter().map(|it| &it.wire).collect(),
        DraftShape::Headers(headers) => headers.iter().map(|it| &it.wire).collect(),
        _ => return Vec::new(),
    };
    let candidate =
        |wire: &&String| Candidate { wire: (*wire).clone(), rust: naming::snake(wire), rank: 0 };
    let names = naming::unique(&wires.iter().map(candidate).collect::<Vec<_>>(), &[], |_, _| {});
    let named = wires.into_iter().zip(names);
    named.map(|(wire, rust)| Name { wire: wire.clone(), rust }).collect()
}

fn shape(draft: DraftShape, index: usize, names: &[Vec<Name>]) -> Shape {
    match draft {
        DraftShape::Struct(object) => {
            let is_taken = |name: &str| names[index].iter().any(|it| it.rust == name);
            let extra = naming::free(&["extra", "extra_properties"], is_taken);
            let fields = object.fields.into_iter().zip(&names[index]);
            let fields = fields.map(|(it, name)| field(it, name)).collect();
            let named = naming::free(&["additional_properties", "unlisted_properties"], is_taken);
            // `extra` already keeps any JSON.
            let additional = object.additional.filter(|ty| *ty != TypeRef::Any);
            let additional = additional.map(|ty| AdditionalProperties { field: named, ty });
            Shape::Struct(Box::new(Struct {
                fields,
                extra,
                additional,
                arguments: Vec::new(),
                args: None,
                multipart: object.multipart,
                brackets: object.brackets,
                list: object.list,
            }))
        }
        DraftShape::Union(union) => {
            let variants = union.variants.into_iter().map(union_variant).collect();
            Shape::Union(Union { variants, by: union.by })
        }
        DraftShape::Answers(variants) => Shape::Answers(variants),
        DraftShape::Errors(variants) => Shape::Errors(variants),
        DraftShape::Parts(variants) => Shape::Parts(variants),
        DraftShape::Headers(headers) => {
            let headers = headers.into_iter().zip(&names[index]);
            Shape::Headers(headers.map(|(it, name)| header(it, name)).collect())
        }
        DraftShape::Strings(values) | DraftShape::OpenStrings(values) => {
            Shape::Enum(Values::Strings(enum_variants(values)))
        }
        DraftShape::Integers(values) => Shape::Enum(Values::Integers(enum_variants(values))),
    }
}

fn enum_variants<T: ToString>(values: Vec<DraftValue<T>>) -> Vec<EnumVariant<T>> {
    let texts: Vec<String> = values.iter().map(|it| it.value.to_string()).collect();
    let candidates = values.iter().zip(&texts);
    let candidates: Vec<_> = candidates
        .map(|(it, value)| variant_names::Candidate { value, chosen: it.name.as_deref() })
        .collect();
    let named = variant_names::unique(&candidates).into_iter().zip(values);
    named.map(|(name, it)| EnumVariant { name, value: it.value, docs: it.docs }).collect()
}

fn union_variant(draft: DraftVariant) -> UnionVariant {
    let DraftVariant { name, ty, cases, docs } = draft;
    let docs = first_sentence(&docs).to_owned();
    UnionVariant { name, ty, cases, from: Vec::new(), constructor: None, docs }
}

/// The first sentence of a text, by its punctuation.
fn first_sentence(text: &str) -> &str {
    let text = text.trim();
    let paragraph = text.split("\n\n").next().unwrap_or_default();
    let ends = [". ", ".\n"].iter().filter_map(|end| paragraph.find(end));
    // `e.g.` does not end a sentence.
    let end =
        ends.filter(|at| !paragraph[..*at].ends_with("e.g") && !paragraph[..*at].ends_with("i.e"));
    end.min().map_or(paragraph, |at| &paragraph[..=at])
}

fn field(draft: DraftField, name: &Name) -> Field {
    Field {
        name: name.clone(),
        ty: draft.ty,
        setter: naming::setter(&name.rust),
        required: draft.required,
        order: draft.order,
        nullable: draft.nullable,
        secret: draft.secret,
        constant: draft.constant,
        default: draft.default.filter(|_| draft.required),
        example: draft.example,
        media_type: draft.media_type,
        deprecated: draft.deprecated,
        docs: draft.docs,
    }
}

fn header(draft: DraftHeader, name: &Name) -> HeaderField {
    let DraftHeader { ty, deprecated, docs, .. } = draft;
    HeaderField { name: name.clone(), ty, deprecated, docs }
}
