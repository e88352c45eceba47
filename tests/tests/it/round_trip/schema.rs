//! Random schemas.

use fastrand::Rng;
use serde_json::{Value, json};

/// Names that are difficult in Rust, or that generated code uses itself.
pub(super) const NAMES: [&str; 24] = [
    "id",
    "name",
    "type",
    "self",
    "extra",
    "createdAt",
    "created_at",
    "created-at",
    "x-odd",
    "1st",
    "é",
    "a b",
    "\"",
    "\\",
    "",
    "None",
    "fn",
    "value",
    "unknown",
    "{}",
    "Self",
    "_",
    "reader",
    "T",
];
/// Values of enums that are difficult as names.
const WORDS: [&str; 16] = [
    "a", "A", "self", "Unknown", "4th", "+1", "-1", "", " ", "null", "é", "a-b", "a_b", "\"", "\\",
    "Self",
];

/// A schema, with what is needed to generate values.
pub(super) enum Schema {
    Any,
    Bool,
    Integer(&'static str),
    Number,
    Text,
    Base64,
    Time,
    Words(Vec<&'static str>),
    Integers(Vec<i64>),
    /// An enum of values that each have a title.
    Titled(Box<Schema>),
    /// One value that is not a string.
    Constant(Value),
    List(Box<Schema>),
    /// An array with a schema for each of its first items, and optionally one for the others.
    Places(Vec<Schema>, Option<Box<Schema>>),
    Map(Rest),
    Object(Object),
    Nullable(Box<Schema>),
    Union(Union),
    /// A component, by its index.
    Component(usize),
}

/// An object with properties.
#[derive(Default)]
pub(super) struct Object {
    pub(super) properties: Vec<Property>,
    pub(super) rest: Option<Rest>,
    /// The component that it extends.
    pub(super) base: Option<usize>,
}

/// The schema of additional properties.
pub(super) struct Rest {
    pub(super) schema: Box<Schema>,
    /// Whether it is written as `patternProperties`, with a pattern that all names match.
    pub(super) by_pattern: bool,
}

pub(super) struct Property {
    pub(super) name: String,
    pub(super) schema: Schema,
    pub(super) required: bool,
    pub(super) direction: Direction,
}

/// The side that sends a property.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Direction {
    Both,
    /// A server: `readOnly`.
    Received,
    /// A client: `writeOnly`.
    Sent,
}

impl Property {
    /// The tag of a union.
    fn mark(name: &str, schema: Schema) -> Self {
        Self { name: name.to_owned(), schema, required: true, direction: Direction::Both }
    }
}

/// A union.
pub(super) struct Union {
    pub(super) by: Discrimination,
    pub(super) variants: Vec<Schema>,
}

/// How the variants of a union are discriminated.
pub(super) enum Discrimination {
    /// A property with these values, with or without a `discriminator` in the document.
    Tag {
        stated: bool,
        words: Vec<&'static str>,
        /// Whether the last variant also has all other values of the property, or none.
        has_default: bool,
    },
    /// A property that only one variant has.
    Key,
    JsonType,
    /// Nothing.
    Untagged,
}

/// The property of [`Discrimination::Tag`].
pub(super) const TAG: &str = "kind";

/// The side that sends the values.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Use {
    Received,
    Sent,
    Both,
}

impl Use {
    /// Whether values may be of a later version of the API.
    pub(super) fn is_open(self) -> bool {
        self != Self::Sent
    }
}

/// Components that refer only to each other.
pub(super) struct Components {
    pub(super) used: Use,
    /// Whether they use only constructs of OpenAPI 3.0.
    pub(super) plain: bool,
    pub(super) schemas: Vec<Schema>,
}

impl Components {
    pub(super) fn random(used: Use, plain: bool, count: usize, random: &mut Rng) -> Self {
        let mut components = Self { used, plain, schemas: Vec::new() };
        while components.schemas.len() < count {
            let schema = components.component(random);
            components.schemas.push(schema);
        }
        components
    }

    /// The name of a component.
    pub(super) fn name(&self, index: usize) -> String {
        format!("{:?}{index}", self.used)
    }

    fn component(&mut self, random: &mut Rng) -> Schema {
        match random.u8(..10) {
            0 => words(random),
            1 => integers(random),
            2..=4 => self.union(random, 0),
            _ => Schema::Object(self.object(random, 0)),
        }
    }

    /// A random schema. If it is `required`, it does not refer to a component that contains it.
    fn schema(&mut self, random: &mut Rng, depth: usize, required: bool) -> Schema {
        if depth > 3 {
            return scalar(random);
        }
        match random.u8(..18) {
            0 => words(random),
            1 => integers(random),
            2 | 3 => Schema::List(Box::new(self.element(random, depth + 1))),
            4 => Schema::Map(self.rest(random, depth)),
            16 => self.constant(random),
            17 if !self.plain => self.places(random, depth + 1),
            5 => Schema::Object(self.object(random, depth + 1)),
            6 => self.union(random, depth + 1),
            7..=9 => self.reference(random, required),
            _ => scalar(random),
        }
    }

    /// A schema that may also be null.
    fn element(&mut self, random: &mut Rng, depth: usize) -> Schema {
        let schema = self.schema(random, depth, false);
        if random.u8(..4) == 0 { nullable(schema) } else { schema }
    }

    fn rest(&mut self, random: &mut Rng, depth: usize) -> Rest {
        let schema = Box::new(self.element(random, depth + 1));
        Rest { schema, by_pattern: !self.plain && random.u8(..3) == 0 }
    }

    fn constant(&self, random: &mut Rng) -> Schema {
        let values = [json!(true), json!(false), json!(7), json!(-1), json!(1.5), Value::Null];
        let count = values.len() - usize::from(self.plain);
        Schema::Constant(values[random.usize(..count)].clone())
    }

    fn places(&mut self, random: &mut Rng, depth: usize) -> Schema {
        let count = random.usize(1..4);
        let ends = random.u8(..3) > 0;
        // A closed type of all items would drop what the type of another one knows.
        let any = ends || self.used.is_open();
        let mut item = |random: &mut Rng| {
            let schema = if any { self.schema(random, depth, true) } else { scalar(random) };
            if random.u8(..4) == 0 { nullable(schema) } else { schema }
        };
        let first = (0..count).map(|_| item(random)).collect();
        Schema::Places(first, (!ends).then(|| Box::new(item(random))))
    }

    fn reference(&self, random: &mut Rng, required: bool) -> Schema {
        // Later components are added before the document is finished.
        let count = self.schemas.len() + usize::from(!required);
        if count == 0 { scalar(random) } else { Schema::Component(random.usize(..count)) }
    }

    fn object(&mut self, random: &mut Rng, depth: usize) -> Object {
        let base = (random.u8(..5) == 0).then(|| self.base(random)).flatten();
        let taken = base.map(|it| self.names(it)).unwrap_or_default();
        let count = random.usize(1..6);
        let names = random.choose_multiple(NAMES, count);
        let names = names.into_iter().filter(|it| !taken.contains(&(*it).to_owned()));
        let names: Vec<String> = names.map(str::to_owned).collect();
        let properties = names.into_iter().map(|name| self.property(name, random, depth));
        let properties: Vec<Property> = properties.collect();
        let rest = (base.is_none() && random.u8(..6) == 0).then(|| self.rest(random, depth));
        Object { properties, rest, base }
    }

    fn property(&mut self, name: String, random: &mut Rng, depth: usize) -> Property {
        let required = random.bool();
        let schema = self.schema(random, depth + 1, required);
        let schema = if random.u8(..4) == 0 { nullable(schema) } else { schema };
        // A component for both directions would become two types.
        let direction = match random.u8(..8) {
            0 if self.used != Use::Both => Direction::Received,
            1 if self.used != Use::Both => Direction::Sent,
            _ => Direction::Both,
        };
        Property { name, schema, required, direction }
    }

    /// A component that others can extend.
    fn base(&self, random: &mut Rng) -> Option<usize> {
        let can = |schema: &Schema| match schema {
            Schema::Object(object) => object.base.is_none() && object.rest.is_none(),
            _ => false,
        };
        let bases: Vec<usize> =
            (0..self.schemas.len()).filter(|it| can(&self.schemas[*it])).collect();
        random.choice(bases)
    }

    fn names(&self, index: usize) -> Vec<String> {
        match &self.schemas[index] {
            Schema::Object(object) => object.properties.iter().map(|it| it.name.clone()).collect(),
            _ => Vec::new(),
        }
    }

    fn union(&mut self, random: &mut Rng, depth: usize) -> Schema {
        let count = random.usize(2..5);
        let kind = random.u8(..if self.used.is_open() { 8 } else { 6 });
        let (by, variants) = match kind {
            0 | 1 => self.tagged(random, depth, count),
            2 | 3 => {
                let variants = ["first", "second", "third", "fourth"].into_iter().take(count);
                let variants = variants.map(|key| {
                    let mut object =
                        Object { base: None, rest: None, ..self.object(random, depth) };
                    let schema = self.schema(random, depth + 1, true);
                    object.properties.push(Property::mark(key, schema));
                    Schema::Object(object)
                });
                (Discrimination::Key, variants.collect())
            }
            4 | 5 => (Discrimination::JsonType, self.kinds(random, depth, count)),
            // A closed type would drop what another variant knows.
            _ => {
                let variants = (0..count).map(|_| Schema::Object(self.object(random, depth)));
                (Discrimination::Untagged, variants.collect())
            }
        };
        Schema::Union(Union { by, variants })
    }

    fn tagged(
        &mut self,
        random: &mut Rng,
        depth: usize,
        count: usize,
    ) -> (Discrimination, Vec<Schema>) {
        let words = random.choose_multiple(WORDS, count);
        // What a discriminator tells apart has to have names.
        let stated = depth == 0 && random.bool();
        let has_default = stated && !self.plain && random.u8(..3) == 0;
        let mut variants = Vec::new();
        for word in &words {
            let mut object = Object { base: None, rest: None, ..self.object(random, depth) };
            let schema =
                if stated && random.bool() { Schema::Text } else { Schema::Words(vec![word]) };
            object.properties.push(Property::mark(TAG, schema));
            variants.push(Schema::Object(object));
        }
        if has_default && let Some(Schema::Object(object)) = variants.last_mut() {
            object.properties.pop();
            let tag = Property { required: false, ..Property::mark(TAG, Schema::Text) };
            object.properties.push(tag);
        }
        if stated {
            let first = self.schemas.len();
            self.schemas.extend(variants);
            variants = (first..self.schemas.len()).map(Schema::Component).collect();
        }
        (Discrimination::Tag { stated, words, has_default }, variants)
    }

    /// Schemas of different JSON types.
    fn kinds(&mut self, random: &mut Rng, depth: usize, count: usize) -> Vec<Schema> {
        let text = if random.bool() { Schema::Text } else { words(random) };
        let number = if random.bool() { Schema::Number } else { Schema::Integer("int64") };
        let list = Schema::List(Box::new(self.element(random, depth + 1)));
        let object = match random.bool() {
            true => Schema::Object(self.object(random, depth + 1)),
            false => Schema::Map(self.rest(random, depth)),
        };
        random.choose_multiple([text, number, Schema::Bool, list, object], count)
    }
}

fn scalar(random: &mut Rng) -> Schema {
    match random.u8(..9) {
        0 => Schema::Any,
        1 => Schema::Bool,
        2 => Schema::Integer(random.choice(["int32", "int64", "uint32", "uint64"]).unwrap_or("")),
        3 => Schema::Number,
        4 => Schema::Base64,
        5 => Schema::Time,
        _ => Schema::Text,
    }
}

fn words(random: &mut Rng) -> Schema {
    let count = random.usize(1..6);
    titled(Schema::Words(random.choose_multiple(WORDS, count)), random)
}

fn integers(random: &mut Rng) -> Schema {
    let count = random.usize(1..4);
    let values = random.choose_multiple([0, 1, -1, 7, i64::MIN, i64::MAX], count);
    titled(Schema::Integers(values), random)
}

fn titled(values: Schema, random: &mut Rng) -> Schema {
    if random.u8(..3) == 0 { Schema::Titled(Box::new(values)) } else { values }
}

/// Makes a schema nullable, unless it allows null already.
fn nullable(schema: Schema) -> Schema {
    match schema {
        Schema::Any | Schema::Nullable(_) | Schema::Constant(Value::Null) => schema,
        other => Schema::Nullable(Box::new(other)),
    }
}
