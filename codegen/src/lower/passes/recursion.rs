//! Adds boxes to recursive types and around large variants. Lists and maps are already on the heap.

use crate::{
    lower::draft::{Draft, DraftShape},
    model::{TypeId, TypeRef},
};

/// A variant with more bytes than this is boxed, because an enum is as large as its largest variant.
const LARGE: usize = 192;
/// The size of the field for unknown properties, in bytes.
const EXTRA: usize = 56;
/// The size of a map, in bytes.
const MAP: usize = 24;

pub(crate) fn box_cycles(drafts: &mut [Draft]) {
    let edges: Vec<Vec<usize>> = drafts.iter().map(edges).collect();
    let component = components(&edges);
    for (index, draft) in drafts.iter_mut().enumerate() {
        for held in draft.held_mut().into_iter().flat_map(direct) {
            let TypeRef::Named(TypeId(other)) = *held else { continue };
            if component[other] == component[index] {
                *held = TypeRef::Boxed(Box::new(held.clone()));
            }
        }
    }
    box_large_variants(drafts);
}

fn box_large_variants(drafts: &mut [Draft]) {
    let sizes = sizes(drafts);
    let is_enum = |it: &&mut Draft| matches!(it.shape, DraftShape::Union(_) | DraftShape::Parts(_));
    for draft in drafts.iter_mut().filter(is_enum) {
        for held in draft.held_mut() {
            let TypeRef::Named(id) = *held else { continue };
            if sizes[id.0] > LARGE {
                *held = TypeRef::Boxed(Box::new(held.clone()));
            }
        }
    }
}

/// The approximate size of each type in bytes, without its heap memory. Boxes have already broken all
/// cycles, so the types inside a type come before it.
fn sizes(drafts: &[Draft]) -> Vec<usize> {
    let edges: Vec<Vec<usize>> = drafts.iter().map(edges).collect();
    let mut sizes = vec![0; drafts.len()];
    for index in post_order(&edges) {
        let parts = drafts[index].held().into_iter().map(|ty| size(ty, &sizes));
        sizes[index] = match &drafts[index].shape {
            DraftShape::Struct(object) => {
                let rest = if object.rest.is_some() { MAP } else { 0 };
                (parts.sum::<usize>() + EXTRA + rest).next_multiple_of(8)
            }
            DraftShape::Union(_) | DraftShape::Parts(_) => {
                parts.max().unwrap_or_default().min(LARGE) + 8
            }
            DraftShape::Alias(_) => parts.sum(),
            _ => 24,
        };
    }
    sizes
}

fn size(ty: &TypeRef, sizes: &[usize]) -> usize {
    match ty {
        TypeRef::Option(inner) => size(inner, sizes),
        TypeRef::Tuple(items) => items.iter().map(|item| size(item, sizes)).sum(),
        TypeRef::Named(held) => sizes[held.0],
        TypeRef::Bool => 1,
        TypeRef::Boxed(_) | TypeRef::I64 | TypeRef::U64 | TypeRef::F64 => 16,
        _ => 24,
    }
}

/// The types that a value contains without indirection.
fn edges(draft: &Draft) -> Vec<usize> {
    let mut edges = Vec::new();
    let mut open = draft.held();
    while let Some(ty) = open.pop() {
        match ty {
            TypeRef::Named(id) => edges.push(id.0),
            TypeRef::Option(inner) => open.push(inner),
            TypeRef::Tuple(items) => open.extend(items),
            _ => {}
        }
    }
    edges
}

/// The named types that are contained without indirection.
fn direct(ty: &mut TypeRef) -> Vec<&mut TypeRef> {
    match ty {
        TypeRef::Named(_) => vec![ty],
        TypeRef::Option(inner) => direct(inner),
        TypeRef::Tuple(items) => items.iter_mut().flat_map(direct).collect(),
        _ => Vec::new(),
    }
}

/// The strongly connected component of each node (Kosaraju's algorithm, without recursion because
/// chains of types can be long). A node that is not on a cycle is the only one of its component.
fn components(edges: &[Vec<usize>]) -> Vec<usize> {
    let mut reverse = vec![Vec::new(); edges.len()];
    for (from, targets) in edges.iter().enumerate() {
        for to in targets {
            reverse[*to].push(from);
        }
    }
    let mut component = vec![usize::MAX; edges.len()];
    for root in post_order(edges).into_iter().rev() {
        let mut open = vec![root];
        while let Some(node) = open.pop() {
            if component[node] == usize::MAX {
                component[node] = root;
                open.extend(&reverse[node]);
            }
        }
    }
    component
}

fn post_order(edges: &[Vec<usize>]) -> Vec<usize> {
    let mut order = Vec::with_capacity(edges.len());
    let mut seen = vec![false; edges.len()];
    for root in 0..edges.len() {
        let mut stack = vec![(root, 0)];
        while let Some((node, next)) = stack.pop() {
            if next == 0 && std::mem::replace(&mut seen[node], true) {
                continue;
            }
            match edges[node].get(next) {
                Some(target) => {
                    stack.push((node, next + 1));
                    if !seen[*target] {
                        stack.push((*target, 0));
                    }
                }
                None => order.push(node),
            }
        }
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_cycles_of_any_length() {
        let component = components(&[vec![1], vec![2], vec![0, 3], vec![], vec![4]]);
        assert_eq!(component[0], component[1]);
        assert_eq!(component[1], component[2]);
        assert_ne!(component[2], component[3]);
        assert_ne!(component[3], component[4]);
    }
}
