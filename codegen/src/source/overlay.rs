//! Overlays (OpenAPI Overlay 1.0): changes of a document that are kept in a file of their own.

use std::collections::BTreeMap;

use serde_json::{Map, Value};
use serde_json_path::JsonPath;

use super::{Source, locate::locate, origins::Origins, reference::FILES};
use crate::{
    diagnostics::{Code, Diagnostic, Diagnostics},
    pointer::Pointer,
    tree::Tree,
};

/// An overlay: a list of changes of a document (OpenAPI Overlay 1.0).
///
/// ```
/// use bessemer_codegen::{Document, Overlay};
///
/// let overlay = Overlay::parse("title.yaml", "
///     overlay: 1.0.0
///     info: {title: Another title, version: 1.0.0}
///     actions: [{target: $.info, update: {title: Animals}}]
/// ")?;
/// let text = "{openapi: 3.0.3, info: {title: Pets, version: '1'}, paths: {}}";
/// let load = |_: &str| Err("there are no other files".to_owned());
/// let document = Document::parse_with_overlays("pets.yaml", text, &[overlay], load)?;
/// assert_eq!(document.openapi().info.title, "Animals");
/// # Ok::<(), bessemer_codegen::Diagnostics>(())
/// ```
#[derive(Clone, Debug)]
pub struct Overlay {
    source: Source,
    tree: Value,
}

impl Overlay {
    /// Parses an overlay: YAML or JSON. `name` is the name of the file in diagnostics.
    ///
    /// # Errors
    ///
    /// If the bytes are not YAML or JSON, or not an overlay of version 1.0.
    pub fn parse(name: &str, bytes: impl Into<Vec<u8>>) -> Result<Self, Diagnostics> {
        let source = Source::new(name, bytes)?;
        let mut diagnostics = Diagnostics::default();
        let tree = source.tree(&mut diagnostics).unwrap_or_else(|error| {
            diagnostics.push(*error);
            Tree::Null
        });
        let tree = tree.to_json();
        let version = tree.get("overlay").and_then(Value::as_str).unwrap_or_default();
        if !diagnostics.has_errors() && version != "1.0" && !version.starts_with("1.0.") {
            let (at, message) = match version {
                "" => {
                    (Pointer::root(), "the file does not state its version of Overlay".to_owned())
                }
                other => {
                    let message = format!("unsupported version `{other}` of Overlay");
                    (Pointer::root().child("overlay"), message)
                }
            };
            let error = Diagnostic::error(Code::Overlay, &at, message);
            diagnostics.push(error.help("add `overlay: 1.0.0` to the file"));
        }
        locate(&mut diagnostics, &source, &BTreeMap::new(), &Origins::default());
        if diagnostics.has_errors() { Err(diagnostics) } else { Ok(Self { source, tree }) }
    }

    /// The name of the file.
    pub fn name(&self) -> &str {
        self.source.name()
    }

    pub(crate) fn source(&self) -> &Source {
        &self.source
    }

    /// Applies all actions to a document, in their order.
    pub(crate) fn apply(
        &self,
        tree: &mut Tree,
        origins: &mut Origins,
        diagnostics: &mut Diagnostics,
    ) {
        let mut json = tree.to_json();
        let root = Pointer::root().child(FILES).child(self.name());
        let at = root.child("actions");
        let Some(actions) = self.tree.get("actions").and_then(Value::as_array) else {
            let message = "the overlay has no list of `actions`";
            diagnostics.push(Diagnostic::error(Code::Overlay, &root, message));
            return;
        };
        for (index, action) in actions.iter().enumerate() {
            let at = at.index(index);
            let mut change = Change { tree: &mut json, at: &at, origins };
            if let Err((key, message, help)) = change.apply(action) {
                let at = if action.get(key).is_some() { at.child(key) } else { at };
                diagnostics.push(Diagnostic::error(Code::Overlay, &at, message).help(help));
            }
        }
        *tree = Tree::of_json(&json);
    }
}

/// The key of an action that is wrong, the message and the help.
type Refusal = (&'static str, String, &'static str);

/// One action on a document.
struct Change<'t> {
    tree: &'t mut Value,
    /// Where the action is.
    at: &'t Pointer,
    origins: &'t mut Origins,
}

impl Change<'_> {
    fn apply(&mut self, action: &Value) -> Result<(), Refusal> {
        let targets = self.targets(action)?;
        if action.get("remove") == Some(&Value::Bool(true)) {
            // From the last to the first, so that the others stay where they are.
            targets.iter().rev().for_each(|it| self.remove(it));
            return Ok(());
        }
        let Some(update) = action.get("update") else {
            let message = "the action has neither `update` nor `remove: true`".to_owned();
            return Err(("target", message, "add `update` or `remove: true`"));
        };
        for target in &targets {
            self.update(target, update)?;
        }
        Ok(())
    }

    /// The pointers of the selected nodes, in the order of the document.
    fn targets(&self, action: &Value) -> Result<Vec<Pointer>, Refusal> {
        let help = "write a JSONPath expression (RFC 9535), for example `$.paths['/pets'].get`; a name with \
                    `-` or `/` needs brackets and quotes";
        let Some(target) = action.get("target").and_then(Value::as_str) else {
            return Err(("target", "the action has no `target`".to_owned(), help));
        };
        let path = JsonPath::parse(target).map_err(|error| {
            ("target", format!("`{target}` is not a JSONPath expression: {error}"), help)
        })?;
        let found = path.query_located(self.tree);
        let pointers = found.locations().map(|it| it.to_json_pointer());
        let mut pointers: Vec<Pointer> =
            pointers.filter_map(|it| Pointer::from_reference(&format!("#{it}"))).collect();
        // An expression may select a node twice, and in any order.
        pointers.sort_by_cached_key(|it| {
            it.segments().map(|it| (it.parse::<usize>().ok(), it)).collect::<Vec<_>>()
        });
        pointers.dedup();
        if pointers.is_empty() {
            let message = format!("`{target}` matches nothing in the document");
            return Err(("target", message, "fix the expression, or remove the action"));
        }
        Ok(pointers)
    }

    fn remove(&mut self, target: &Pointer) {
        let (Some(outer), Some(key)) = (target.parent(), target.last()) else { return };
        match self.tree.pointer_mut(outer.as_str()) {
            Some(Value::Object(members)) => {
                members.shift_remove(&key);
            }
            Some(Value::Array(items)) => {
                let index = key.parse().ok().filter(|it| *it < items.len());
                let Some(index) = index else { return };
                items.remove(index);
                let moved = (index..items.len()).map(|it| (outer.index(it), outer.index(it + 1)));
                self.origins.push(moved.collect());
            }
            _ => {}
        }
    }

    fn update(&mut self, target: &Pointer, update: &Value) -> Result<(), Refusal> {
        let from = self.at.child("update");
        let mut added = BTreeMap::new();
        match (self.tree.pointer_mut(target.as_str()), update) {
            (Some(Value::Object(members)), Value::Object(update)) => {
                merge(members, update, (target, &from), &mut added);
            }
            (Some(Value::Array(items)), update) => {
                added.insert(target.index(items.len()), from);
                items.push(update.clone());
            }
            (Some(Value::Object(_)), _) => {
                let message = format!("the target {target} is an object, but the update is not");
                return Err(("update", message, "write the members to change as an object"));
            }
            _ => {
                let message = format!("the target {target} is neither an object nor an array");
                return Err(("target", message, "select the object or array that contains it"));
            }
        }
        self.origins.push(added);
        Ok(())
    }
}

/// Merges an update into an object: objects member by member, arrays one after the other; anything else
/// is replaced. `at` are the places of both.
fn merge(
    members: &mut Map<String, Value>,
    update: &Map<String, Value>,
    at: (&Pointer, &Pointer),
    added: &mut BTreeMap<Pointer, Pointer>,
) {
    for (key, new) in update {
        let (target, from) = (at.0.child(key), at.1.child(key));
        match (members.get_mut(key), new) {
            (Some(Value::Object(members)), Value::Object(new)) => {
                merge(members, new, (&target, &from), added);
            }
            (Some(Value::Array(items)), Value::Array(new)) => {
                for (index, item) in new.iter().enumerate() {
                    added.insert(target.index(items.len()), from.index(index));
                    items.push(item.clone());
                }
            }
            _ => {
                members.insert(key.clone(), new.clone());
                added.insert(target, from);
            }
        }
    }
}
