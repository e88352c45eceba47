//! Sets the places of diagnostics from their pointers.

use std::collections::BTreeMap;

use super::{Source, origins::Origins, reference::FILES};
use crate::{
    diagnostics::{Diagnostics, Place},
    pointer::Pointer,
};

/// Sets the place of each diagnostic that has none, in `source` or in one of the other `files` of its
/// tree, and replaces its pointer by the original one. Sorts all diagnostics by place.
pub(crate) fn locate(
    diagnostics: &mut Diagnostics,
    source: &Source,
    files: &BTreeMap<String, Source>,
    origins: &Origins,
) {
    for diagnostic in diagnostics.iter_mut().filter(|it| it.place.is_none()) {
        diagnostic.pointer = origins.original(&diagnostic.pointer);
    }
    locate_in(diagnostics, source, |pointer| in_file(pointer).is_none().then(|| pointer.clone()));
    for (name, file) in files {
        locate_in(diagnostics, file, |pointer| {
            in_file(pointer).filter(|(path, _)| path == name).map(|(_, inside)| inside)
        });
    }
    diagnostics.sort();
}

/// The places of pointers, in `source` or in one of the other `files` of its tree.
pub(crate) fn places(
    pointers: &[Pointer],
    source: &Source,
    files: &BTreeMap<String, Source>,
) -> Vec<Option<Place>> {
    let mut places = source.locate(pointers);
    for (place, pointer) in places.iter_mut().zip(pointers) {
        if let Some((name, inside)) = in_file(pointer)
            && let Some(file) = files.get(&name)
        {
            *place = file.locate(&[inside]).pop().flatten();
        }
    }
    places
}

/// Sets the place of each diagnostic that has none and whose pointer `belongs` to the text.
fn locate_in(
    diagnostics: &mut Diagnostics,
    source: &Source,
    belongs: impl Fn(&Pointer) -> Option<Pointer>,
) {
    let homeless = diagnostics.iter_mut().filter(|diagnostic| diagnostic.place.is_none());
    let wanted = homeless.filter_map(|it| Some((belongs(&it.pointer)?, it)));
    let (pointers, wanted): (Vec<_>, Vec<_>) = wanted.unzip();
    if pointers.is_empty() {
        return;
    }
    for (diagnostic, place) in wanted.into_iter().zip(source.locate(&pointers)) {
        diagnostic.place = place;
    }
}

/// The other file that contains the node of a pointer, and the pointer within that file.
fn in_file(pointer: &Pointer) -> Option<(String, Pointer)> {
    let mut segments = pointer.segments();
    if segments.next()? != FILES {
        return None;
    }
    let file = segments.next()?;
    let inside = segments.fold(Pointer::root(), |at, segment| at.child(&segment));
    Some((file, inside))
}
