//! Recursive types: a field is boxed if it leads back to its own type, and only then. Lists and
//! maps are on the heap already.

use super::schemas::{Draft, DraftShape};
use crate::model::{TypeId, TypeRef};

pub(super) fn box_cycles(drafts: &mut [Draft]) {
    let edges: Vec<Vec<usize>> = drafts.iter().map(edges).collect();
    let component = components(&edges);
    for (index, draft) in drafts.iter_mut().enumerate() {
        let DraftShape::Struct { fields, .. } = &mut draft.shape else { continue };
        for field in fields {
            if let Some(held) = held(&mut field.ty) {
                let TypeRef::Named(TypeId(other)) = *held else { continue };
                if component[other] == component[index] {
                    *held = TypeRef::Boxed(Box::new(held.clone()));
                }
            }
        }
    }
}

/// The types that a value of this type holds within itself.
fn edges(draft: &Draft) -> Vec<usize> {
    let DraftShape::Struct { fields, .. } = &draft.shape else { return Vec::new() };
    let held = fields.iter().filter_map(|field| held(&mut field.ty.clone()).map(|ty| ty.clone()));
    held.filter_map(|ty| if let TypeRef::Named(id) = ty { Some(id.0) } else { None }).collect()
}

/// The named type that is held without indirection.
fn held(ty: &mut TypeRef) -> Option<&mut TypeRef> {
    match ty {
        TypeRef::Named(_) => Some(ty),
        TypeRef::Option(inner) => held(inner),
        _ => None,
    }
}

/// The strongly connected component of each node (Kosaraju's algorithm, without recursion: chains
/// of types can be long). Nodes that lie on no cycle have a component of their own.
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
