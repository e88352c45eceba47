//! Why there is no figure.

use std::path::Path;

use crate::workspace::workspace;

use super::results::Outcome;

/// A failure, with the line of the output that says why. Paths of this machine are shortened.
pub(super) fn failed(what: &str, said: &str, folder: &Path) -> Outcome {
    let lines: Vec<&str> = said.lines().map(str::trim).filter(|it| !it.is_empty()).collect();
    let place = |is: fn(&str) -> bool| lines.iter().position(|it| is(it));
    // The message of a panic follows the line with its place.
    let panic = place(|it| it.contains("panicked at")).map(|it| it + 1);
    let line = panic.or_else(|| place(|it| it.to_lowercase().contains("error")));
    let line = line.and_then(|it| lines.get(it)).or(lines.last()).copied().unwrap_or_default();
    let line = line.replace(&*folder.to_string_lossy(), ".");
    let line = line.replace(&*workspace().to_string_lossy(), ".");
    let message = line.chars().take(200).collect();
    let what = if panic.is_some() { "panics" } else { what };
    Outcome::Failure { what: what.to_owned(), message }
}

#[cfg(test)]
mod tests {
    use super::{super::target::folder, *};

    #[test]
    fn a_failure_has_the_line_that_says_why_without_paths() {
        let folder = folder().join("a-tool");
        let said = format!("reading\nError: {}/x.rs is wrong\nmore\n", folder.display());
        let expected = Outcome::Failure {
            what: "refuses the document".to_owned(),
            message: "Error: ./x.rs is wrong".to_owned(),
        };
        assert_eq!(failed("refuses the document", &said, &folder), expected);
        let said = "thread 'main' panicked at /home/x.rs:1:1:\nnot yet implemented\nnote: more";
        let expected = Outcome::Failure {
            what: "panics".to_owned(),
            message: "not yet implemented".to_owned(),
        };
        assert_eq!(failed("refuses the document", said, &folder), expected);
    }
}
