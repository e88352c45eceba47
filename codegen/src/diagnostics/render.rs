//! A diagnostic as text, in the style of rustc.

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::{
    code::Severity,
    diagnostic::{Diagnostic, Place},
};

/// Lines of up to this many characters are shown in full.
const LONG: usize = 400;
/// How many characters of a longer line are shown on each side of the place.
const WINDOW: usize = 60;

pub(super) fn render(diagnostic: &Diagnostic, color: bool) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let at = diagnostic.place.as_ref().map(|place| (place, Excerpt::of(place)));
    let node = format!("at {}", diagnostic.pointer);
    let title = level.primary_title(&*diagnostic.message).id(diagnostic.code.as_str());
    let mut group = Group::with_title(title);
    if let Some((place, excerpt)) = &at {
        let annotation = AnnotationKind::Primary.span(excerpt.start..excerpt.end);
        let snippet = Snippet::source(&*excerpt.text).line_start(place.line).annotation(annotation);
        group = if excerpt.whole {
            group.element(snippet.path(&*place.file))
        } else {
            // Only a part of the line is shown, so the column is given here.
            let origin = Origin::path(&*place.file).line(place.line).char_column(place.column);
            group.element(origin).element(snippet)
        };
    }
    if !diagnostic.pointer.as_str().is_empty() {
        group = group.element(Level::NOTE.no_name().message(&*node));
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(&**help));
    }
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    renderer.render(&[group])
}

/// The part of a source line that is shown, and the range of bytes to underline.
struct Excerpt {
    text: String,
    whole: bool,
    start: usize,
    end: usize,
}

impl Excerpt {
    fn of(place: &Place) -> Self {
        let whole = place.text.chars().nth(LONG).is_none();
        let window = if whole { LONG } else { WINDOW };
        let before = place.column.saturating_sub(1);
        let skipped = before.saturating_sub(window);
        let width = place.width.min(window);
        let rest = rest(&place.text, skipped);
        let part = |skip: usize, take: usize| clean(rest.chars().skip(skip - skipped).take(take));
        let (before, meant, after) =
            (part(skipped, before - skipped), part(before, width), part(before + width, window));
        let (start, end) = (before.len(), before.len() + meant.len());
        Self { text: before + &meant + &after, whole, start, end }
    }
}

/// The text after `count` characters. Fast for ASCII text.
fn rest(text: &str, count: usize) -> &str {
    let start = if text.is_ascii() {
        Some(count)
    } else {
        text.char_indices().nth(count).map(|(start, _)| start)
    };
    start.and_then(|start| text.get(start..)).unwrap_or_default()
}

/// Replaces control characters, which would break the layout or the terminal.
fn clean(characters: impl Iterator<Item = char>) -> String {
    characters.map(|character| if character.is_control() { ' ' } else { character }).collect()
}
