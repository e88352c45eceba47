//! Compares types as they are on the wire.

use std::collections::BTreeSet;

use crate::{
    diff::{
        change::{Change, Impact},
        constraints,
        found::Found,
        relation::{Direction, Relation, is_alike, of_scalars, unboxed},
        rule::Rule,
        side::{self, Side},
    },
    lock::variants,
    model::{Field, Shape, Struct, TypeDef, TypeId, TypeRef, Union, UnionVariant, Values},
    surface::field_path,
};

/// A comparison of the types of two sides, in one direction.
pub(crate) struct Types<'a, 'f> {
    pub(crate) old: &'a Side<'a>,
    pub(crate) new: &'a Side<'a>,
    pub(crate) direction: Direction,
    pub(crate) found: &'f mut Found,
    /// The pairs that were compared, which ends at recursive types.
    pub(crate) seen: &'f mut BTreeSet<(TypeId, TypeId, Direction)>,
}

impl Types<'_, '_> {
    /// Compares two types. What changes inside of a named type is reported there, and is no change of what
    /// holds the type.
    pub(crate) fn compare(&mut self, old: &TypeRef, new: &TypeRef) -> Relation {
        let (old, new) = (unboxed(old), unboxed(new));
        match (old, new) {
            (TypeRef::Option(old), TypeRef::Option(new)) => self.compare(old, new),
            (old, TypeRef::Option(new)) => Relation::Wider.and(self.compare(old, new)),
            (TypeRef::Option(old), new) => Relation::Narrower.and(self.compare(old, new)),
            (TypeRef::List(old), TypeRef::List(new)) | (TypeRef::Map(old), TypeRef::Map(new)) => {
                self.compare(old, new)
            }
            (TypeRef::Tuple(old), TypeRef::Tuple(new)) if old.len() == new.len() => {
                let parts = old.iter().zip(new).map(|(old, new)| self.compare(old, new));
                parts.fold(Relation::Same, Relation::and)
            }
            (TypeRef::Named(one), TypeRef::Named(other)) => self.named(*one, *other),
            _ => of_scalars((self.old.api, old), (self.new.api, new)),
        }
    }

    fn named(&mut self, one: TypeId, other: TypeId) -> Relation {
        if !self.is_kept(one, other) {
            return self.structural(one, other);
        }
        let is_first = self.seen.insert((one, other, self.direction));
        if is_first { self.named_alike(one, other) } else { self.relation(one, other) }
    }

    /// The relation of two versions of a type, without what changes inside of them.
    fn relation(&self, one: TypeId, other: TypeId) -> Relation {
        let (old, new) = (TypeRef::Named(one), TypeRef::Named(other));
        let shapes = (&self.old.api.types[one].shape, &self.new.api.types[other].shape);
        let is_one_shape = match shapes {
            (Shape::Enum(before), Shape::Enum(after)) => is_of_one_type(before, after),
            (before, after) => std::mem::discriminant(before) == std::mem::discriminant(after),
        };
        match is_one_shape {
            true => Relation::Same,
            false => of_scalars((self.old.api, &old), (self.new.api, &new)),
        }
    }

    /// Compares two types part by part.
    fn named_alike(&mut self, one: TypeId, other: TypeId) -> Relation {
        let (old, new) = (&self.old.api.types[one], &self.new.api.types[other]);
        match (&old.shape, &new.shape) {
            (Shape::Struct(before), Shape::Struct(after)) => {
                self.structs((old, before), (new, after));
            }
            (Shape::Enum(before), Shape::Enum(after)) if is_of_one_type(before, after) => {
                self.values((old, before), (new, after));
            }
            (Shape::Union(before), Shape::Union(after)) => {
                self.unions((old, before), (new, after));
            }
            (Shape::Errors(before), Shape::Errors(after)) => {
                for error in before {
                    if let Some(same) = after.iter().find(|it| it.name == error.name) {
                        self.compare(&error.ty, &same.ty);
                    }
                }
            }
            _ => {}
        }
        self.relation(one, other)
    }

    /// Whether two types are versions of one: of one place or name, or the name is a former one.
    fn is_kept(&self, one: TypeId, other: TypeId) -> bool {
        let (old, new) = (TypeRef::Named(one), TypeRef::Named(other));
        let name = &self.old.api.types[one].name.rust;
        let former = &self.new.api.types.former;
        is_alike((self.old.api, &old), (self.new.api, &new))
            || former.iter().any(|it| it.target == new && it.name == *name)
            || self.seen.contains(&(one, other, self.direction))
    }

    /// The relation of two types that have nothing to do with each other: what changes inside of them is
    /// a change of what holds them.
    fn structural(&mut self, one: TypeId, other: TypeId) -> Relation {
        let mut found = Found::default();
        let mut seen = self.seen.clone();
        seen.insert((one, other, self.direction));
        let mut types = Types {
            old: self.old,
            new: self.new,
            direction: self.direction,
            found: &mut found,
            seen: &mut seen,
        };
        let relation = types.named_alike(one, other);
        match (found.worst(), self.direction) {
            (Impact::None | Impact::Docs, _) => relation,
            (Impact::Compatible, Direction::Request) => relation.and(Relation::Wider),
            (Impact::Compatible, Direction::Response) => relation.and(Relation::Narrower),
            (Impact::Breaking, _) => Relation::Other,
        }
    }

    fn structs(&mut self, (old, before): (&TypeDef, &Struct), (new, after): (&TypeDef, &Struct)) {
        for field in &before.fields {
            match after.fields.iter().find(|it| it.name.wire == field.name.wire) {
                Some(same) => self.field((old, field), (new, same)),
                None => {
                    let is_breaking = self.direction == Direction::Request || field.required;
                    let at = old.origin.child("properties").child(&field.name.wire);
                    let change = Change::new(
                        Rule::PropertyRemoved,
                        field_path(old, field),
                        Impact::of(is_breaking),
                        &at,
                    );
                    self.found.push(change.gone());
                }
            }
        }
        let is_known =
            |field: &&Field| before.fields.iter().any(|it| it.name.wire == field.name.wire);
        for field in after.fields.iter().filter(|it| !is_known(it)) {
            let at = new.origin.child("properties").child(&field.name.wire);
            let is_asked_for = self.direction == Direction::Request && field.is_argument();
            let (rule, impact) = match is_asked_for {
                true => (Rule::RequiredPropertyAdded, Impact::Breaking),
                false => (Rule::PropertyAdded, Impact::Compatible),
            };
            self.found.push(Change::new(rule, field_path(new, field), impact, &at));
        }
    }

    fn field(&mut self, (old_type, old): (&TypeDef, &Field), (new_type, new): (&TypeDef, &Field)) {
        let at = new_type.origin.child("properties").child(&new.name.wire);
        let item = field_path(old_type, old);
        let is_request = self.direction == Direction::Request;
        let change = |rule, impact| Change::new(rule, item.clone(), impact, &at);
        match (old.required, new.required) {
            (false, true) => {
                let is_asked_for = is_request && new.is_argument();
                self.found.push(change(Rule::PropertyRequired, Impact::of(is_asked_for)));
            }
            (true, false) => {
                self.found.push(change(Rule::PropertyOptional, Impact::of(!is_request)));
            }
            _ => {}
        }
        match (old.nullable, new.nullable) {
            (false, true) => {
                self.found.push(change(Rule::PropertyNullable, Impact::of(!is_request)));
            }
            (true, false) => {
                self.found.push(change(Rule::PropertyNotNullable, Impact::of(is_request)));
            }
            _ => {}
        }
        if is_request && old.default != new.default && old.required == new.required {
            self.found.push(change(Rule::PropertyDefault, Impact::Compatible));
        }
        if let (Some(old), Some(new)) = (&old.constant, &new.constant)
            && old != new
        {
            let detail = format!("{old} → {new}");
            self.found.push(change(Rule::PropertyConstant, Impact::Breaking).detail(detail));
        }
        let relation = self.compare(old.ty.inner(), new.ty.inner());
        if relation != Relation::Same {
            let (before, after) = (old.ty.inner(), new.ty.inner());
            let detail = side::types((self.old, before), (self.new, after));
            self.found
                .push(change(Rule::PropertyType, relation.impact(self.direction)).detail(detail));
        }
        let old_at = old_type.origin.child("properties").child(&old.name.wire);
        let found = constraints::compare((self.old.tree, &old_at), (self.new.tree, &at));
        for (rule, detail) in found {
            let is_breaking = is_request && rule == Rule::ConstraintTightened;
            self.found.push(change(rule, Impact::of(is_breaking)).detail(detail));
        }
    }

    fn values(&mut self, (old, before): (&TypeDef, &Values), (new, after): (&TypeDef, &Values)) {
        let (known, present) = (all_values(before), all_values(after));
        for (value, name) in &known {
            if !present.iter().any(|(it, _)| it == value) {
                let impact = Impact::of(self.direction == Direction::Request);
                let item = format!("types::{}::{name}", old.name.rust);
                let at = old.origin.child("enum");
                self.found.push(Change::new(Rule::ValueRemoved, item, impact, &at).gone());
            }
        }
        for (value, name) in &present {
            if !known.iter().any(|(it, _)| it == value) {
                let item = format!("types::{}::{name}", new.name.rust);
                let at = new.origin.child("enum");
                self.found.push(Change::new(Rule::ValueAdded, item, Impact::Compatible, &at));
            }
        }
    }

    fn unions(&mut self, (old, before): (&TypeDef, &Union), (new, after): (&TypeDef, &Union)) {
        for variant in &before.variants {
            match after.variants.iter().find(|it| self.is_one_alternative(variant, it)) {
                Some(same) => {
                    let relation = self.compare(&variant.ty, &same.ty);
                    if relation != Relation::Same {
                        let item = format!("types::{}::{}", old.name.rust, variant.name);
                        let impact = relation.impact(self.direction);
                        self.found.push(Change::new(Rule::TypeChanged, item, impact, &new.origin));
                    }
                }
                None => {
                    let impact = Impact::of(self.direction == Direction::Request);
                    let item = format!("types::{}::{}", old.name.rust, variant.name);
                    let change = Change::new(Rule::AlternativeRemoved, item, impact, &old.origin);
                    self.found.push(change.gone());
                }
            }
        }
        for variant in &after.variants {
            if !before.variants.iter().any(|it| self.is_one_alternative(it, variant)) {
                let item = format!("types::{}::{}", new.name.rust, variant.name);
                let rule = Rule::AlternativeAdded;
                self.found.push(Change::new(rule, item, Impact::Compatible, &new.origin));
            }
        }
    }

    /// Whether two alternatives are told apart from others by one value, or are alike.
    fn is_one_alternative(&self, old: &UnionVariant, new: &UnionVariant) -> bool {
        let key = |side: &Side<'_>, variant| variants::key(variant, &side.api.types.defs);
        key(self.old, old) == key(self.new, new)
            || old.name == new.name
            || is_alike((self.old.api, unboxed(&old.ty)), (self.new.api, unboxed(&new.ty)))
    }
}

fn is_of_one_type(one: &Values, other: &Values) -> bool {
    std::mem::discriminant(one) == std::mem::discriminant(other)
}

/// The values of an enum with the names of their variants.
fn all_values(values: &Values) -> Vec<(String, &str)> {
    match values {
        Values::Strings(all) => all.iter().map(|it| (it.value.clone(), it.name.as_str())).collect(),
        Values::Integers(all) => {
            all.iter().map(|it| (it.value.to_string(), it.name.as_str())).collect()
        }
    }
}
