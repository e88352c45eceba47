//! A diagnostic as text, in the style of rustc.

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::{
    code::Severity,
    diagnostic::{Diagnostic, Place},
};

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

/// The source line that is shown, and the range of bytes to underline.
struct Excerpt {
    text: String,
    whole: bool,
    start: usize,
    end: usize,
}

impl Excerpt {
    fn of(place: &Place) -> Self {
        // Control characters would break the layout or the terminal.
        let clean = |it: char| if it.is_control() { ' ' } else { it };
        let text: String = place.text.chars().map(clean).collect();
        let byte = |column: usize| {
            let characters = column.saturating_sub(place.text_column);
            text.char_indices().nth(characters).map_or(text.len(), |(start, _)| start)
        };
        let (start, end) = (byte(place.column), byte(place.column + place.width));
        Self { whole: place.text_column == 1, start, end, text }
    }
}
