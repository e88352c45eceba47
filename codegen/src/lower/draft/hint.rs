//! Hints for the names of types.

use std::borrow::Cow;

use crate::{
    lower::{context::Cx, text::naming},
    pointer::Pointer,
    source::FILES,
};

/// A hint for the name of a type: a component, or the place inside a component.
#[derive(Clone, Debug)]
pub(crate) struct NameHint {
    /// The key of the component, or the words of the place.
    pub(crate) wire: String,
    /// The same as a Rust type name.
    pub(crate) rust: String,
    pub(crate) component: bool,
    /// The key of the component, if the configuration has another name for it.
    pub(crate) renamed: Option<String>,
}

impl NameHint {
    pub(crate) fn inline(wire: &str) -> Self {
        Self { wire: wire.to_owned(), rust: naming::pascal(wire), component: false, renamed: None }
    }

    pub(crate) fn child(&self, word: &str) -> Self {
        let rust = naming::within(&self.rust, word);
        Self { wire: format!("{} {word}", self.wire), rust, component: false, renamed: None }
    }

    /// The configured name of the type at a pointer, or else this hint.
    pub(crate) fn or_configured(&self, cx: Cx<'_>, at: &Pointer, facet: &str) -> Cow<'_, Self> {
        match cx.config.schema_at(at, facet).and_then(|it| it.name.as_deref()) {
            Some(name) => Cow::Owned(Self { rust: naming::chosen(name), ..self.clone() }),
            None => Cow::Borrowed(self),
        }
    }

    /// The hint for the target of a reference: the component, or the last segments of the pointer.
    pub(crate) fn of(cx: Cx<'_>, pointer: &Pointer) -> Self {
        let segments: Vec<String> = pointer.segments().collect();
        let own = match &segments[..] {
            [files, path] if files == FILES => return Self::inline(stem(path)),
            [files, _, rest @ ..] if files == FILES => rest,
            all => all,
        };
        match own {
            [components, schemas, key] if components == "components" && schemas == "schemas" => {
                let name = cx.config.schema(key).and_then(|it| it.name.as_deref());
                Self {
                    wire: key.clone(),
                    rust: name.map_or_else(|| naming::pascal(key), naming::chosen),
                    component: true,
                    renamed: name.map(|_| key.clone()),
                }
            }
            [components, schemas, key, rest @ ..]
                if components == "components" && schemas == "schemas" =>
            {
                let words = rest.iter().filter(|it| !is_structural(it));
                words.fold(Self::inline(key), |hint, word| hint.child(word))
            }
            rest => {
                let words: Vec<_> = rest.iter().filter(|it| !is_structural(it)).cloned().collect();
                Self::inline(&words.join(" "))
            }
        }
    }
}

/// The name of a schema that is a whole file.
fn stem(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.split_once('.').map_or(name, |(stem, _)| stem)
}

/// Segments of a pointer that are not part of names.
fn is_structural(segment: &str) -> bool {
    segment.parse::<usize>().is_ok()
        || ["properties", "schema", "content", "paths", "components", "responses", "parameters"]
            .contains(&segment)
}
