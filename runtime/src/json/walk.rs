//! An iterative walk over JSON text, which needs no stack for nested values.

use jiter::{Jiter, JiterErrorType, JiterResult, JsonErrorType, Peek};

/// The maximum length of a path, in bytes, about.
const MAX_PATH: usize = 1000;

const TOO_DEEP: JiterErrorType = JiterErrorType::JsonError(JsonErrorType::RecursionLimitExceeded);

/// The position in a container.
enum Step<K> {
    Item(usize),
    Member(K),
}

/// Skips the next value.
pub(super) fn skip(jiter: &mut Jiter<'_>) -> JiterResult<()> {
    let start = jiter.clone();
    match jiter.next_skip() {
        // jiter's own function is faster, but limits the depth.
        Err(error) if error.error_type == TOO_DEEP => {
            *jiter = start;
            walk(jiter, usize::MAX, |_| (), &mut Vec::new())
        }
        result => result,
    }
}

/// The path of the innermost value that contains the byte at `offset`. Ends at a syntax error.
pub(super) fn path(document: &[u8], offset: usize) -> String {
    let mut steps = Vec::new();
    // A syntax error ends the walk at the place of the error, which is the path to return.
    let _ = walk(&mut Jiter::new(document), offset, str::to_owned, &mut steps);
    let mut path = String::new();
    for step in &steps {
        if path.len() > MAX_PATH {
            path.push('…');
            break;
        }
        match step {
            Step::Item(index) => path.push_str(&format!("[{index}]")),
            Step::Member(key) => push_key(&mut path, key),
        }
    }
    path
}

pub(super) fn push_key(path: &mut String, key: &str) {
    let plain = !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || "_-$@".contains(c));
    match (plain, path.is_empty()) {
        (true, true) => path.push_str(key),
        (true, false) => path.extend([".", key]),
        (false, _) => path.push_str(&format!("[{key:?}]")),
    }
}

/// Walks over the next value, until its end or the byte at `until`. `steps` is then the path of the
/// current position; `name` converts a key for it.
fn walk<K>(
    jiter: &mut Jiter<'_>,
    until: usize,
    name: impl Fn(&str) -> K,
    steps: &mut Vec<Step<K>>,
) -> JiterResult<()> {
    loop {
        let peek = jiter.peek()?;
        if jiter.current_index() >= until {
            return Ok(());
        }
        let entered = match peek {
            Peek::Array => jiter.known_array()?.map(|_| Step::Item(0)),
            Peek::Object => jiter.known_object()?.map(|key| Step::Member(name(key))),
            scalar => jiter.known_skip(scalar).map(|()| None)?,
        };
        match entered {
            Some(step) => steps.push(step),
            None => {
                if !advance(jiter, until, &name, steps)? {
                    return Ok(());
                }
            }
        }
    }
}

/// Moves to the next value, after the end of one, and leaves containers that end. Returns false if
/// there is none, or it is after `until`.
fn advance<K>(
    jiter: &mut Jiter<'_>,
    until: usize,
    name: &impl Fn(&str) -> K,
    steps: &mut Vec<Step<K>>,
) -> JiterResult<bool> {
    while jiter.current_index() <= until {
        // Removed first, so that an error between two values has the path of their container.
        let next = match steps.pop() {
            None => return Ok(false),
            Some(Step::Item(index)) => jiter.array_step()?.map(|_| Step::Item(index + 1)),
            Some(Step::Member(_)) => jiter.next_key()?.map(|key| Step::Member(name(key))),
        };
        if let Some(step) = next {
            steps.push(step);
            return Ok(true);
        }
    }
    Ok(false)
}
