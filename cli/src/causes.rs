//! Why a crate is not up to date: a sentence, what to do, and an exit code for each cause.

use bessemer_codegen::{Cause, Output};

use crate::plan::Plan;

/// The number of files that a cause lists.
const MAX_FILES: usize = 10;

/// The exit code of `check` for a cause. With several causes, it is that of the first.
pub(crate) fn exit_code(cause: Cause) -> u8 {
    match cause {
        Cause::Edited => 3,
        Cause::Extra => 4,
        Cause::Lock => 5,
        Cause::Growth => 6,
        Cause::Missing => 7,
        Cause::Document => 8,
        Cause::Configuration => 9,
        Cause::Generator => 10,
        _ => 1,
    }
}

/// The cause in a sentence.
pub(crate) fn sentence(cause: Cause, output: &Output) -> String {
    match cause {
        Cause::Edited => "files were edited by hand".to_owned(),
        Cause::Extra => "files were added by hand".to_owned(),
        Cause::Lock => "bessemer.lock was edited by hand, or merged from two branches".to_owned(),
        Cause::Growth => {
            format!("more of the document has no code: {}", output.growth().join(", "))
        }
        Cause::Missing => "files were removed".to_owned(),
        Cause::Document => "the document has changed".to_owned(),
        Cause::Configuration => "the configuration has changed".to_owned(),
        Cause::Generator => "the generator has changed".to_owned(),
        _ => "bessemer.lock does not say what the crate was generated from".to_owned(),
    }
}

/// What to do.
pub(crate) fn fix(cause: Cause, plan: &Plan) -> String {
    let command = &plan.command;
    match cause {
        Cause::Edited => format!(
            "change the document or the configuration instead, or move your code to `src/custom.rs` \
             (`[custom]` in the configuration); `{command}` overwrites these files"
        ),
        Cause::Extra => format!(
            "move your code to `src/custom.rs` (`[custom]` in the configuration) or to a crate of your \
             own; `{command}` removes these files"
        ),
        Cause::Lock => {
            format!("run `{command}`, which settles it, and review the names in the diff")
        }
        Cause::Growth => format!(
            "see the warnings, and correct the document or use an overlay; or accept it by `{command} \
             --raise-limits`"
        ),
        Cause::Generator => format!(
            "run `{command}`, and commit what it changes apart from changes of the document \
             (`upgrade` does both)"
        ),
        _ => format!("run `{command}`"),
    }
}

/// The files of a cause: `: a.rs, b.rs`.
pub(crate) fn listed(files: &[String]) -> String {
    if files.is_empty() {
        return String::new();
    }
    let shown: Vec<&str> = files.iter().take(MAX_FILES).map(String::as_str).collect();
    let more = match files.len().saturating_sub(MAX_FILES) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    format!(": {}{more}", shown.join(", "))
}
