//! Parses YAML 1.2 into the untyped tree, and the positions of its nodes. Only this folder and
//! `position` use the YAML library.

mod scalar;

use std::collections::BTreeMap;

use saphyr_parser::{Event, Marker, Parser, ScalarStyle, Span, StrInput, Tag};
use serde_json::Value;

use super::{
    position::{Key, Outline, Position},
    tree::{SyntaxError, object},
};
use crate::pointer::{Path, Pointer};

/// How deep values may be nested: as deep as `serde_json` allows.
const MAX_DEPTH: usize = 128;

/// How many values the aliases of a text may repeat. Without a limit, a text of a few lines could fill
/// the memory.
const MAX_REPEATED: usize = 1_000_000;

/// Parses `text`. Adds each duplicate key to `duplicates`.
pub(super) fn parse(
    text: &str,
    duplicates: &mut Vec<Pointer>,
) -> Result<(Value, Outline), SyntaxError> {
    let mut builder = Builder {
        events: Parser::new_from_str(text),
        outline: Outline::default(),
        anchors: BTreeMap::new(),
        repeatable: MAX_REPEATED,
        depth: 0,
        duplicates,
    };
    let tree = builder.document()?;
    Ok((tree, builder.outline))
}

struct Builder<'t, 'd> {
    events: Parser<'t, StrInput<'t>>,
    outline: Outline,
    /// The values that aliases may repeat, by the numbers of their anchors.
    anchors: BTreeMap<usize, Value>,
    /// How many more values aliases may repeat.
    repeatable: usize,
    depth: usize,
    duplicates: &'d mut Vec<Pointer>,
}

/// Where a value is: its key in the value around it and, in a mapping, the position of the key.
struct Slot {
    key: Key,
    position: Option<Position>,
}

impl<'t> Builder<'t, '_> {
    /// The only document of the text; null if the text has none.
    fn document(&mut self) -> Result<Value, SyntaxError> {
        let mut tree = None;
        loop {
            match self.next()? {
                (Event::StreamStart | Event::DocumentEnd | Event::Nothing, _) => {}
                (Event::DocumentStart(_), span) if tree.is_some() => {
                    return Err(error(span.start, "the file has more than one document"));
                }
                (Event::DocumentStart(_), _) => {
                    let start = self.next()?;
                    let slot = Slot { key: Key::element(0), position: None };
                    tree = Some(self.value(start, slot, &Path::Root)?);
                }
                _ => return Ok(tree.unwrap_or_default()),
            }
        }
    }

    fn next(&mut self) -> Result<(Event<'t>, Span), SyntaxError> {
        match self.events.next() {
            Some(Ok(event)) => Ok(event),
            Some(Err(found)) => Err(error(*found.marker(), found.info())),
            None => Ok((Event::StreamEnd, Span::default())),
        }
    }

    /// The value that starts with an event.
    fn value(
        &mut self,
        (event, span): (Event<'t>, Span),
        slot: Slot,
        at: &Path<'_>,
    ) -> Result<Value, SyntaxError> {
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                let value = match tag {
                    Some(tag) => scalar::tagged(text, &tag),
                    None if style == ScalarStyle::Plain => Ok(scalar::plain(text)),
                    None => Ok(scalar::string(text)),
                };
                let value = value.map_err(|message| error(span.start, &message))?;
                self.outline.scalar(slot.key, Position::of(span));
                self.name(anchor, &value);
                Ok(value)
            }
            Event::Alias(anchor) => {
                self.outline.scalar(slot.key, Position::of(span));
                self.repeated(anchor, span)
            }
            Event::SequenceStart(anchor, tag) => {
                untagged(tag.as_deref(), span)?;
                self.collection(anchor, span, slot, |this| this.sequence(at))
            }
            Event::MappingStart(anchor, tag) => {
                untagged(tag.as_deref(), span)?;
                self.collection(anchor, span, slot, |this| this.mapping(at))
            }
            _ => Err(error(span.start, "a value is missing")),
        }
    }

    /// A sequence or mapping, of which `read` reads the values.
    fn collection(
        &mut self,
        anchor: usize,
        span: Span,
        slot: Slot,
        read: impl FnOnce(&mut Self) -> Result<Value, SyntaxError>,
    ) -> Result<Value, SyntaxError> {
        if self.depth == MAX_DEPTH {
            return Err(error(span.start, "the values are nested too deeply"));
        }
        let position = slot.position.unwrap_or_else(|| Position::of(span));
        let node = self.outline.open(slot.key, position);
        self.depth += 1;
        let value = read(self)?;
        self.depth -= 1;
        self.outline.close(node);
        self.name(anchor, &value);
        Ok(value)
    }

    fn sequence(&mut self, at: &Path<'_>) -> Result<Value, SyntaxError> {
        let mut elements = Vec::new();
        loop {
            let start = self.next()?;
            if start.0 == Event::SequenceEnd {
                elements.shrink_to_fit();
                return Ok(Value::Array(elements));
            }
            let index = elements.len();
            let slot = Slot { key: Key::element(index), position: None };
            elements.push(self.value(start, slot, &at.index(index))?);
        }
    }

    fn mapping(&mut self, at: &Path<'_>) -> Result<Value, SyntaxError> {
        let mut members = Vec::new();
        loop {
            let (event, span) = self.next()?;
            if event == Event::MappingEnd {
                return Ok(object(members, at, self.duplicates));
            }
            let key = self.key(event, span)?;
            let slot = Slot { key: Key::member(&key), position: Some(Position::of(span)) };
            let start = self.next()?;
            let value = self.value(start, slot, &at.key(&key))?;
            members.push((key, value));
        }
    }

    /// A key as text, because YAML also allows numbers and booleans: `200:` and `true:`.
    fn key(&mut self, event: Event<'t>, span: Span) -> Result<String, SyntaxError> {
        match event {
            Event::Scalar(text, _, anchor, _) => {
                let key = text.into_owned();
                if anchor > 0 {
                    self.name(anchor, &Value::String(key.clone()));
                }
                Ok(key)
            }
            Event::Alias(anchor) => match self.repeated(anchor, span)? {
                Value::String(key) => Ok(key),
                key @ (Value::Null | Value::Bool(_) | Value::Number(_)) => Ok(key.to_string()),
                Value::Array(_) | Value::Object(_) => Err(odd_key(span)),
            },
            _ => Err(odd_key(span)),
        }
    }

    /// Stores a value for aliases. Values without an anchor have the number 0.
    fn name(&mut self, anchor: usize, value: &Value) {
        if anchor > 0 {
            self.anchors.insert(anchor, value.clone());
        }
    }

    /// The value that an alias repeats.
    fn repeated(&mut self, anchor: usize, span: Span) -> Result<Value, SyntaxError> {
        let Some(value) = self.anchors.get(&anchor) else {
            return Err(error(span.start, "this alias is part of the value that it repeats"));
        };
        match self.repeatable.checked_sub(size(value)) {
            Some(rest) => self.repeatable = rest,
            None => return Err(error(span.start, "the aliases repeat too many values")),
        }
        Ok(value.clone())
    }
}

/// Refuses a tag other than those of YAML itself.
fn untagged(tag: Option<&Tag>, span: Span) -> Result<(), SyntaxError> {
    let known = tag.map(scalar::core).transpose();
    known.map(|_| ()).map_err(|message| error(span.start, &message))
}

/// The number of values of a tree.
fn size(value: &Value) -> usize {
    1 + match value {
        Value::Array(elements) => elements.iter().map(size).sum(),
        Value::Object(members) => members.values().map(size).sum(),
        _ => 0,
    }
}

fn odd_key(span: Span) -> SyntaxError {
    error(span.start, "a key must be a scalar")
}

fn error(at: Marker, message: &str) -> SyntaxError {
    let message = format!("invalid YAML: {message}");
    SyntaxError { message, line_and_column: Some((at.line(), at.col() + 1)) }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn tree(text: &str) -> Result<Value, String> {
        let parsed = parse(text, &mut Vec::new());
        parsed.map(|(tree, _)| tree).map_err(|error| error.message)
    }

    #[test]
    fn reads_all_styles() {
        let text = "\
a: |
  one
   two
b: >-
  one
  two
c: 'it''s'
d: \"\\u00e9\"
200: [x, {y: 1}]
? e
: !!str 1
f: &f {g: 1}
h: *f
empty:
";
        let expected = json!({
            "a": "one\n two\n", "b": "one two", "c": "it's", "d": "é", "200": ["x", {"y": 1}],
            "e": "1", "f": {"g": 1}, "h": {"g": 1}, "empty": null,
        });
        assert_eq!(tree(text), Ok(expected));
        assert_eq!(tree(""), Ok(Value::Null));
        assert_eq!(tree("---\na: 1\n...\n"), Ok(json!({"a": 1})));
    }

    #[test]
    fn the_last_value_of_a_key_is_used() {
        let mut duplicates = Vec::new();
        let parsed = parse("a: {b: 1, c: 2, b: 3}", &mut duplicates);
        assert_eq!(parsed.ok().map(|(tree, _)| tree), Some(json!({"a": {"b": 3, "c": 2}})));
        assert_eq!(duplicates, [Pointer::root().child("a").child("b")]);
    }

    #[test]
    fn refuses_what_json_cannot_express() {
        let deep = format!("{}1{}", "[".repeat(129), "]".repeat(129));
        let mut bomb = "a0: &a0 x\n".to_owned();
        for level in 1..10 {
            let alias = format!("*a{}, ", level - 1);
            bomb.push_str(&format!("a{level}: &a{level} [{}]\n", alias.repeat(10)));
        }
        for (text, message) in [
            ("a: 1\n---\nb: 1\n", "the file has more than one document"),
            ("[a, b]: 1", "a key must be a scalar"),
            ("a: !color red", "JSON cannot express the tag `!color`"),
            ("a: !!int red", "`red` is not an integer"),
            ("a: &a [*a]", "this alias is part of the value that it repeats"),
            (&deep, "the values are nested too deeply"),
            (&bomb, "the aliases repeat too many values"),
        ] {
            assert_eq!(tree(text), Err(format!("invalid YAML: {message}")));
        }
    }
}
