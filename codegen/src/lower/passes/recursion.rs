//! Adds boxes to recursive types and around the objects in unions. Lists and maps are already on the
//! heap.

use crate::{
    lower::draft::{Draft, DraftShape},
    model::{TypeId, TypeRef},
};

pub(crate) fn box_cycles(drafts: &mut [Draft]) {
    box_objects_in_unions(drafts);
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
}

/// Boxes all objects in unions, because a union is as large as its largest variant. Small objects are
/// boxed too, so that a new property never changes the type of a variant.
fn box_objects_in_unions(drafts: &mut [Draft]) {
    let is_object = |draft: &Draft| matches!(draft.shape, DraftShape::Struct(_));
    let objects: Vec<bool> = drafts.iter().map(is_object).collect();
    for draft in drafts.iter_mut().filter(|it| matches!(it.shape, DraftShape::Union(_))) {
        for held in draft.held_mut() {
            let TypeRef::Named(id) = *held else { continue };
            if objects[id.0] {
                *held = TypeRef::Boxed(Box::new(held.clone()));
            }
        }
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
