//! Random changes of a document's bytes.

use fastrand::Rng;

/// Bytes with a meaning in YAML or JSON.
const TELLING: &[u8] = b"\"'{}[]:,#&*!|>-?%@` \n\t\0\xff";

/// `text` with a few changes, some of them parts of `other`.
pub(super) fn mutated(text: &[u8], other: &[u8], random: &mut Rng) -> Vec<u8> {
    let mut text = text.to_vec();
    for _ in 0..random.usize(1..6) {
        if text.is_empty() {
            break;
        }
        match random.u8(..7) {
            0 => flip(&mut text, random),
            1 => text.truncate(random.usize(..text.len())),
            2 => splice(&mut text, other, random),
            3..=5 => lines(&mut text, random),
            _ => {
                let at = random.usize(..text.len());
                text.insert(at, TELLING[random.usize(..TELLING.len())]);
            }
        }
    }
    text
}

fn flip(text: &mut [u8], random: &mut Rng) {
    for _ in 0..random.usize(1..8) {
        let at = random.usize(..text.len());
        text[at] ^= 1 << random.u8(..8);
    }
}

/// Replaces a part of this document with a part of another one.
fn splice(text: &mut Vec<u8>, other: &[u8], random: &mut Rng) {
    let (to, from) = (part(text.len(), random), part(other.len(), random));
    text.splice(to, other[from].iter().copied());
}

fn part(length: usize, random: &mut Rng) -> std::ops::Range<usize> {
    let start = random.usize(..=length);
    start..(start + random.usize(..400)).min(length)
}

/// Duplicates, removes, swaps or indents lines.
fn lines(text: &mut Vec<u8>, random: &mut Rng) {
    let mut lines: Vec<Vec<u8>> = text.split(|it| *it == b'\n').map(<[u8]>::to_vec).collect();
    let (one, other) = (random.usize(..lines.len()), random.usize(..lines.len()));
    match random.u8(..4) {
        0 => lines.insert(one, lines[other].clone()),
        1 => drop(lines.remove(one)),
        2 => lines.swap(one, other),
        _ => lines[one].splice(..0, *b"  ").for_each(drop),
    }
    *text = lines.join(&b'\n');
}
