//! The known properties of an alternative.

use openapiv3::Schema;
use serde_json::Value;

use super::{
    all_of, alternatives,
    store::Schemas,
    view::{Node, SchemaRef, parts},
};
use crate::{
    diagnostics::Diagnostics,
    lower::{
        context::MAX_DEPTH,
        draft::{Direction, DraftShape, DraftUnion, NameHint},
    },
    model::{Case, Discrimination, TypeRef},
    pointer::Pointer,
};

#[derive(Default)]
pub(super) struct Properties {
    /// Whether all properties are known.
    pub(super) known: bool,
    pub(super) names: Vec<String>,
    pub(super) required: Vec<String>,
    pub(super) constants: Vec<(String, Vec<String>)>,
}

/// The possible values of a property, if they are a fixed set.
struct Listed {
    values: Vec<String>,
    /// Whether it may be null.
    null: bool,
}

impl Properties {
    /// Combines the properties of two alternatives.
    fn or(mut self, mut other: Self) -> Self {
        self.known &= other.known;
        self.required.retain(|name| other.required.contains(name));
        other.names.retain(|name| !self.names.contains(name));
        self.names.append(&mut other.names);
        self.constants.retain_mut(|(name, values)| {
            let found = other.constants.iter().find(|(other, _)| other == name);
            values.extend(found.iter().flat_map(|(_, values)| values.iter().cloned()));
            found.is_some()
        });
        self
    }
}

impl Schemas<'_> {
    /// The known properties of an alternative, which may have alternatives itself.
    pub(super) fn properties(
        &self,
        schema: &Schema,
        at: &Pointer,
        depth: usize,
        seen: &mut Vec<Pointer>,
    ) -> Properties {
        let (any, _) = parts(schema);
        let (keyword, list) = alternatives::of(any);
        if alternatives::are_constraints(list) {
            return self.properties_of_object(schema, at);
        }
        if depth == MAX_DEPTH {
            return Properties::default();
        }
        let mut all: Option<Properties> = None;
        for (index, schema) in alternatives::with_base(any, list).iter().enumerate() {
            let at = at.child(keyword).index(index);
            let found = self.cx.resolver.resolve(schema, &at, &mut Diagnostics::default());
            let Some(found) = found.filter(|_| !alternatives::is_null(schema)) else { continue };
            // A schema that contains itself adds no properties.
            if !seen.contains(&found.pointer) {
                seen.push(found.pointer.clone());
                let own = self.properties(&found.value, &found.pointer, depth + 1, seen);
                all = Some(match all {
                    Some(all) => all.or(own),
                    None => own,
                });
            }
        }
        all.unwrap_or_default()
    }

    /// The required and the constant properties of an object.
    fn properties_of_object(&self, schema: &Schema, at: &Pointer) -> Properties {
        let hint = NameHint::inline("");
        let node = Node::new(schema, at, &hint);
        let object = all_of::merge(self.cx, node, &mut Diagnostics::default());
        let Some(object) = object else { return Properties::default() };
        // A `readOnly` or `writeOnly` property may be absent.
        let goes_both_ways = |wire: &String| {
            let mut properties = object.properties.iter();
            properties.find(|it| it.wire == *wire).is_none_or(|it| it.direction == Direction::Both)
        };
        let required = object.required.iter().filter(|it| goes_both_ways(it));
        let mut required: Vec<String> = required.cloned().collect();
        let mut constants = Vec::new();
        for property in &object.properties {
            let schema = SchemaRef::from(&property.schema);
            let Some(Listed { values, null }) = self.listed(schema, 0) else { continue };
            if null {
                // A property that may be null does not discriminate, as one that may be absent.
                required.retain(|name| *name != property.wire);
            }
            constants.push((property.wire.clone(), values));
        }
        let names = object.properties.into_iter().map(|it| it.wire).collect();
        Properties { known: true, names, required, constants }
    }

    /// The values of a property that is one of some strings, or one of these or null.
    fn listed(&self, schema: SchemaRef<'_>, depth: usize) -> Option<Listed> {
        let schema = schema.schema(self.cx.resolver)?;
        let (any, data) = parts(&schema);
        let values = any.enumeration.iter().filter(|it| !it.is_null());
        let values: Vec<String> =
            values.map(|it| it.as_str().map(str::to_owned)).collect::<Option<_>>()?;
        if !values.is_empty() {
            let null = data.nullable || any.enumeration.iter().any(Value::is_null);
            return Some(Listed { values, null });
        }
        let (inner, _) = alternatives::nullable_alternative(any, &Pointer::root())?;
        let null = data.nullable || alternatives::of(any).1.iter().any(alternatives::is_null);
        let inner = (depth < MAX_DEPTH).then(|| self.listed(inner.into(), depth + 1)).flatten()?;
        Some(Listed { null: null || inner.null, ..inner })
    }

    /// The tag property of a union, with all its values.
    pub(super) fn words_of(&self, ty: &TypeRef) -> Option<(String, Vec<String>)> {
        let TypeRef::Named(id) = ty else { return None };
        let DraftShape::Union(DraftUnion { variants, by: Discrimination::Tag(property), .. }) =
            self.shape_of(*id)
        else {
            return None;
        };
        let cases = variants.iter().flat_map(|it| &it.cases);
        let words = cases.map(|case| match case {
            Case::Word(word) => Some(word.clone()),
            Case::JsonType(_) | Case::Else | Case::Property(..) => None,
        });
        Some((property.clone(), words.collect::<Option<_>>()?))
    }
}
