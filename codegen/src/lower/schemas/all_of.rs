//! `allOf`: what several schemas say of one object.

use openapiv3::{AdditionalProperties, AnySchema, ReferenceOr, Schema, SchemaData, SchemaKind};

use super::{
    alternatives, direction,
    view::{SchemaRef, is_false, item, parts, type_name},
};
use crate::{
    diagnostics::{Code, Diagnostic, Diagnostics},
    lower::{
        context::{Cx, MAX_DEPTH},
        draft::{Direction, Hint},
    },
    openapi::{self, Resolver},
    pointer::Pointer,
};

/// An object, with what all the schemas under an `allOf` say of it.
#[derive(Default)]
pub(crate) struct Object {
    pub(crate) properties: Vec<Property>,
    pub(crate) required: Vec<String>,
    /// What properties hold that are not listed.
    pub(crate) rest: Option<Rest>,
}

/// The schema of properties that are not listed, and where it stands.
pub(crate) struct Rest {
    pub(crate) schema: ReferenceOr<Schema>,
    pub(crate) at: Pointer,
    pub(crate) hint: Hint,
}

/// A property, with the place and the name that it has where it is written.
pub(crate) struct Property {
    pub(crate) wire: String,
    pub(crate) schema: ReferenceOr<Box<Schema>>,
    pub(crate) at: Pointer,
    pub(crate) hint: Hint,
    pub(crate) direction: Direction,
}

/// The schema of any JSON.
fn anything() -> Schema {
    let schema_kind = SchemaKind::Any(AnySchema::default());
    Schema { schema_data: SchemaData::default(), schema_kind }
}

impl Object {
    pub(crate) fn of(any: &AnySchema, at: &Pointer, hint: &Hint, resolver: Resolver<'_>) -> Self {
        let mut object = Self::default();
        object.add(any, at, hint, resolver, &mut Diagnostics::default());
        object
    }

    /// Adds what a schema says. A property that two schemas describe is as the later one says;
    /// that they contradict each other is reported.
    fn add(
        &mut self,
        any: &AnySchema,
        at: &Pointer,
        hint: &Hint,
        resolver: Resolver<'_>,
        diagnostics: &mut Diagnostics,
    ) {
        let rest = match &any.additional_properties {
            Some(AdditionalProperties::Schema(schema)) => Some((**schema).clone()),
            Some(AdditionalProperties::Any(true)) if self.rest.is_none() => {
                Some(ReferenceOr::Item(anything()))
            }
            Some(AdditionalProperties::Any(_)) | None => None,
        };
        if let Some(schema) = rest {
            let at = openapi::place_of_unlisted(&schema, at);
            self.rest = Some(Rest { schema, at, hint: hint.child("value") });
        }
        let at = at.child("properties");
        for (wire, schema) in
            any.properties.iter().filter(|(_, schema)| !is_false((*schema).into()))
        {
            let mut property = Property {
                wire: wire.clone(),
                schema: schema.clone(),
                at: at.child(wire),
                hint: hint.child(wire),
                direction: direction::stated(schema.into(), resolver),
            };
            match self.properties.iter_mut().find(|it| it.wire == *wire) {
                Some(before) => {
                    if contradict(&before.schema, schema) {
                        let message = format!(
                            "`{wire}` has another type here than at {}; this one is taken",
                            before.at,
                        );
                        let at = property.at.clone();
                        diagnostics.push(Diagnostic::warning(Code::Conflict, &at, message));
                    }
                    property.direction = property.direction.and(before.direction);
                    *before = property;
                }
                None => self.properties.push(property),
            }
        }
        for name in &any.required {
            if !self.required.contains(name) {
                self.required.push(name.clone());
            }
        }
    }
}

fn contradict(one: &ReferenceOr<Box<Schema>>, other: &ReferenceOr<Box<Schema>>) -> bool {
    let stated = |schema: &ReferenceOr<Box<Schema>>| match schema {
        ReferenceOr::Item(schema) => type_name(&parts(schema).0).map(str::to_owned),
        ReferenceOr::Reference { .. } => None,
    };
    match (stated(one), stated(other)) {
        (Some(one), Some(other)) => one != other,
        _ => false,
    }
}

/// Collects the properties of a schema and of all under its `allOf`; `None` if one of them is
/// something else than an object.
pub(crate) fn merge(
    cx: Cx<'_>,
    any: &AnySchema,
    at: &Pointer,
    hint: &Hint,
    into: &mut Object,
    diagnostics: &mut Diagnostics,
) -> Option<()> {
    let mut way = Way { within: vec![at.clone()], done: Vec::new() };
    merge_into(cx, any, at, hint, &mut way, into, diagnostics)
}

/// The schemas that a merge has come across.
struct Way {
    /// Those that it is inside of.
    within: Vec<Pointer>,
    /// Those that have said what they have to say: each schema of a diamond is merged but once.
    done: Vec<Pointer>,
}

fn merge_into(
    cx: Cx<'_>,
    any: &AnySchema,
    at: &Pointer,
    hint: &Hint,
    way: &mut Way,
    into: &mut Object,
    diagnostics: &mut Diagnostics,
) -> Option<()> {
    let is_object = matches!(type_name(any), None | Some("object"));
    let (_, alternatives) = alternatives::of(any);
    if !is_object || !alternatives::are_constraints(alternatives) || !any.enumeration.is_empty() {
        return None;
    }
    for (index, branch) in any.all_of.iter().enumerate() {
        let at = at.child("allOf").index(index);
        match SchemaRef::from(branch) {
            SchemaRef::Item(schema) => {
                let (any, _) = parts(schema);
                merge_into(cx, &any, &at, hint, way, into, diagnostics)?;
            }
            SchemaRef::Reference(reference) => {
                let at = at.child("$ref");
                let found = cx.resolver.follow::<Schema>(reference, &at, diagnostics)?;
                if way.done.contains(&found.pointer) {
                    continue;
                }
                let cycle = way.within.contains(&found.pointer);
                if cycle || way.within.len() == MAX_DEPTH {
                    let what =
                        if cycle { "contains this `allOf` itself" } else { "nests too deep" };
                    let message = format!("`{reference}` {what}");
                    diagnostics.push(Diagnostic::warning(Code::Cycle, &at, message));
                    return None;
                }
                way.within.push(found.pointer.clone());
                let hint = Hint::of(cx, &found.pointer);
                let (any, _) = parts(&found.value);
                merge_into(cx, &any, &found.pointer, &hint, way, into, diagnostics)?;
                way.within.pop();
                way.done.push(found.pointer);
            }
        }
    }
    into.add(any, at, hint, cx.resolver, diagnostics);
    Some(())
}

/// The only schema of an `allOf` that adds nothing but annotations: 3.0's way to describe a
/// reference, or to make it nullable.
pub(crate) fn transparent(any: &AnySchema, at: &Pointer) -> Option<(ReferenceOr<Schema>, Pointer)> {
    let [only] = &any.all_of[..] else { return None };
    let rest = AnySchema { all_of: Vec::new(), typ: None, ..any.clone() };
    let at = match only {
        // What stands beside a `$ref` is not one level deeper in the text.
        ReferenceOr::Reference { .. } => at.clone(),
        ReferenceOr::Item(_) => at.child("allOf").index(0),
    };
    (rest == AnySchema::default()).then(|| (only.clone(), at))
}

/// An `allOf` one of whose schemas has alternatives, as the alternatives of which each is an
/// `allOf` with the other schemas.
pub(crate) fn distribute(
    cx: Cx<'_>,
    any: &AnySchema,
    at: &Pointer,
) -> Option<(AnySchema, SchemaData)> {
    for (index, branch) in any.all_of.iter().enumerate() {
        let mut unheard = Diagnostics::default();
        let place = at.child("allOf").index(index);
        let found = cx.resolver.resolve(branch, &place, &mut unheard)?;
        let (inner, data) = parts(&found.value);
        let (_, alternatives) = alternatives::of(&inner);
        if alternatives.is_empty() || alternatives::are_constraints(alternatives) {
            continue;
        }
        let mut rest = any.clone();
        rest.all_of.remove(index);
        let join = |alternative: &ReferenceOr<Schema>| {
            let mut each = rest.clone();
            each.all_of.push(alternative.clone());
            item(each)
        };
        let joined = alternatives::with_base(&inner, alternatives);
        let one_of = joined.iter().filter(|it| !alternatives::is_null(it)).map(join).collect();
        let discriminator = data.discriminator.clone();
        let data = SchemaData { discriminator, ..SchemaData::default() };
        return Some((AnySchema { one_of, ..AnySchema::default() }, data));
    }
    None
}

/// The only schema of an `allOf` that states a type, where all others are constraints on it.
pub(crate) fn only_typed(any: &AnySchema, at: &Pointer) -> Option<(ReferenceOr<Schema>, Pointer)> {
    let says_something = |branch: &&ReferenceOr<Schema>| match branch {
        ReferenceOr::Reference { .. } => true,
        ReferenceOr::Item(schema) => {
            let any = parts(schema).0;
            type_name(&any).is_some()
                || !any.enumeration.is_empty()
                || !any.all_of.is_empty()
                || !any.one_of.is_empty()
                || !any.any_of.is_empty()
        }
    };
    let own = AnySchema { all_of: Vec::new(), ..any.clone() };
    let own_says = says_something(&&item(own));
    let requires = |branch: &ReferenceOr<Schema>| match branch {
        ReferenceOr::Reference { .. } => false,
        ReferenceOr::Item(schema) => !parts(schema).0.required.is_empty(),
    };
    let mut speaking = any.all_of.iter().enumerate().filter(|(_, branch)| says_something(branch));
    let (index, branch) = speaking.next()?;
    let mut silent = any.all_of.iter().filter(|branch| !says_something(branch));
    let adds = own_says || !any.required.is_empty() || silent.any(requires);
    let only = speaking.next().is_none() && !adds;
    only.then(|| (branch.clone(), at.child("allOf").index(index)))
}
