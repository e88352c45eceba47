//! Parsers for server-sent events and JSON lines.

use std::{collections::VecDeque, fmt, time::Duration};

/// Extracts messages from the chunks of a body.
pub(super) trait Parser: Default {
    /// Whether an object with the member `error` is an error of the API only if it has no other
    /// members.
    const ALONE: bool;

    /// Appends the messages that `piece` completes to `ready`.
    fn push(&mut self, piece: &[u8], ready: &mut VecDeque<Event>);

    /// Appends the message that ends with the body, if there is one.
    fn finish(&mut self, ready: &mut VecDeque<Event>);

    /// The number of bytes of the incomplete message.
    fn pending(&self) -> usize;
}

/// One server-sent event, not decoded.
///
/// ```
/// use bessemer_runtime::Event;
///
/// let event = Event { data: "{}".into(), ..Event::default() };
/// assert_eq!(event.event, "message");
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Event {
    /// The type of the event; `message` by default.
    pub event: String,
    /// The data, with a line feed between lines.
    pub data: String,
    /// The ID of this event, or else of the last event that had one; empty if there was none.
    pub id: String,
    /// How long the server asks to wait before the next connection.
    pub retry: Option<Duration>,
}

impl Default for Event {
    fn default() -> Self {
        Self { event: "message".into(), data: String::new(), id: String::new(), retry: None }
    }
}

/// The data may be secret, so only its length is shown.
impl fmt::Debug for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Event")
            .field("event", &self.event)
            .field("id", &self.id)
            .field("retry", &self.retry)
            .field("length", &self.data.len())
            .finish()
    }
}

/// Splits bytes into lines. A line ends with LF, CR or CRLF.
#[derive(Default)]
struct Lines {
    /// The current, incomplete line.
    line: Vec<u8>,
    /// Whether a line has ended. The first line may start with a byte order mark.
    started: bool,
    /// Whether the last byte was a CR: then an LF that follows is part of the same line end.
    after_cr: bool,
}

impl Lines {
    fn push(&mut self, piece: &[u8], mut each: impl FnMut(&str)) {
        let mut rest = piece;
        if std::mem::take(&mut self.after_cr) {
            rest = rest.strip_prefix(b"\n").unwrap_or(rest);
            // After an empty chunk, the LF may still follow.
            self.after_cr = piece.is_empty();
        }
        while let Some(end) = rest.iter().position(|byte| matches!(byte, b'\r' | b'\n')) {
            self.line.extend_from_slice(&rest[..end]);
            let after = &rest[end + 1..];
            let is_cr = rest[end] == b'\r';
            self.after_cr = is_cr && after.is_empty();
            rest = if is_cr { after.strip_prefix(b"\n").unwrap_or(after) } else { after };
            self.end(&mut each);
        }
        self.line.extend_from_slice(rest);
    }

    fn end(&mut self, mut each: impl FnMut(&str)) {
        let line = String::from_utf8_lossy(&self.line);
        let is_first = !std::mem::replace(&mut self.started, true);
        each(if is_first { line.strip_prefix('\u{feff}').unwrap_or(&line) } else { &line });
        self.line.clear();
    }
}

/// Assembles events from their fields (HTML §9.2.6). An event that is incomplete at the end of the
/// body is dropped.
#[derive(Default)]
pub(super) struct EventParser {
    lines: Lines,
    fields: Fields,
}

#[derive(Default)]
struct Fields {
    event: String,
    data: Option<String>,
    id: String,
    retry: Option<Duration>,
}

impl Parser for EventParser {
    const ALONE: bool = false;

    fn push(&mut self, piece: &[u8], ready: &mut VecDeque<Event>) {
        self.lines.push(piece, |line| ready.extend(self.fields.line(line)));
    }

    fn finish(&mut self, _: &mut VecDeque<Event>) {}

    fn pending(&self) -> usize {
        self.lines.line.len() + self.fields.data.as_ref().map_or(0, String::len)
    }
}

impl Fields {
    /// Reads one line. An empty line ends the event.
    fn line(&mut self, line: &str) -> Option<Event> {
        if line.is_empty() {
            return self.dispatch();
        }
        let (field, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "event" => self.event = value.to_owned(),
            "data" => match &mut self.data {
                Some(data) => data.extend(["\n", value]),
                None => self.data = Some(value.to_owned()),
            },
            "id" if !value.contains('\0') => self.id = value.to_owned(),
            "retry" if value.bytes().all(|byte| byte.is_ascii_digit()) => {
                self.retry = value.parse().ok().map(Duration::from_millis);
            }
            // A comment, which keeps the connection alive, or an unknown field.
            _ => {}
        }
        None
    }

    /// An event without data only keeps the connection alive.
    fn dispatch(&mut self) -> Option<Event> {
        let event = std::mem::take(&mut self.event);
        let (data, retry) = (self.data.take(), self.retry.take());
        let data = data.filter(|data| !data.is_empty())?;
        let event = if event.is_empty() { "message".to_owned() } else { event };
        Some(Event { event, data, id: self.id.clone(), retry })
    }
}

/// Each line that is not blank becomes the data of an event. In RFC 7464 §2.1, each line starts
/// with a record separator.
#[derive(Default)]
pub(super) struct LineParser(Lines);

impl Parser for LineParser {
    const ALONE: bool = true;

    fn push(&mut self, piece: &[u8], ready: &mut VecDeque<Event>) {
        self.0.push(piece, |line| ready.extend(value(line)));
    }

    fn finish(&mut self, ready: &mut VecDeque<Event>) {
        self.0.end(|line| ready.extend(value(line)));
    }

    fn pending(&self) -> usize {
        self.0.line.len()
    }
}

fn value(line: &str) -> Option<Event> {
    let line = line.trim_start_matches('\u{1e}').trim();
    (!line.is_empty()).then(|| Event { data: line.to_owned(), ..Event::default() })
}
