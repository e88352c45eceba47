//! Output to the terminal.

use std::io::{IsTerminal, Write};

use bessemer_codegen::{Diagnostics, Severity};

/// Whether to use colours on standard error: it is a terminal, and `NO_COLOR` is not set
/// (<https://no-color.org>).
fn stderr_has_color() -> bool {
    std::io::stderr().is_terminal() && wants_color()
}

/// Whether to use colours on standard output.
pub fn stdout_has_color() -> bool {
    std::io::stdout().is_terminal() && wants_color()
}

fn wants_color() -> bool {
    std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

/// Prints to standard output. A closed pipe is not an error.
pub fn say(text: &str) {
    let _ = writeln!(std::io::stdout(), "{text}");
}

/// Prints to standard error.
pub fn complain(text: &str) {
    let _ = writeln!(std::io::stderr(), "{text}");
}

/// Prints every diagnostic, and a line that counts them.
pub fn diagnostics(diagnostics: &Diagnostics) {
    if diagnostics.is_empty() {
        return;
    }
    complain(&diagnostics.render(stderr_has_color()));
    let counts = [(Severity::Error, "error"), (Severity::Warning, "warning")]
        .map(|(severity, word)| counted(diagnostics.count(severity), word));
    complain(&format!("\n{}", counts.into_iter().flatten().collect::<Vec<_>>().join(", ")));
}

fn counted(count: usize, word: &str) -> Option<String> {
    match count {
        0 => None,
        1 => Some(format!("1 {word}")),
        _ => Some(format!("{count} {word}s")),
    }
}

/// Prints the error of a command.
pub fn failure(error: &anyhow::Error) {
    if let Some(found) = error.downcast_ref::<Diagnostics>() {
        return diagnostics(found);
    }
    let (start, end) = if stderr_has_color() { ("\x1b[1;31m", "\x1b[0m") } else { ("", "") };
    complain(&format!("{start}error{end}: {error:#}"));
}
