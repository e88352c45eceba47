//! Types that can be read from a response.

use http::{HeaderMap, header};

use crate::{Answer, Body, Decode, DecodeError, Error, Operation};

/// A type that can be read from a response: every type that decodes from JSON, a
/// [`Page`](crate::Page) of a list, [`Bytes`](bytes::Bytes), [`Text`](crate::Text), a stream, `()`,
/// and a [`Response`](crate::Response) with any of these. [`Json`](crate::Json) reads your own type
/// with serde.
///
/// `()` ignores the body. It is the return type of operations whose success responses have no
/// content.
///
/// ```
/// # use bessemer_runtime::{Client, Error, Operation, Request};
/// static DELETE: Operation = Operation::delete("ladles.delete", "/ladles/{ladle_id}");
///
/// async fn delete(client: &Client, ladle_id: &str) -> Result<(), Error> {
///     Request::new(client, &DELETE).path("ladle_id", ladle_id).await
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be read from a response",
    note = "for a type of your own that implements `serde::Deserialize`, write `Json<{Self}>`",
    note = "for the body as it was received, write `Bytes`; for any JSON, write `RawJson`"
)]
pub trait FromAnswer: Sized {
    /// Reads the value.
    ///
    /// # Errors
    ///
    /// [`Error::Decode`] if the body is of another type.
    fn from_answer(answer: &Answer) -> Result<Self, Error>;

    /// How this type reads the body.
    #[doc(hidden)]
    const READS: Reads = Reads::Whole;

    /// Reads the value. `rest` is the body, unless it is already in `answer`.
    #[doc(hidden)]
    fn from_stream(answer: &Answer, rest: Body) -> Result<Self, Error> {
        let _ = rest;
        Self::from_answer(answer)
    }
}

impl<T: Decode> FromAnswer for T {
    fn from_answer(answer: &Answer) -> Result<Self, Error> {
        answer.decode()
    }
}

impl FromAnswer for () {
    fn from_answer(_: &Answer) -> Result<Self, Error> {
        Ok(())
    }
}

/// How a value reads the body of a response.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reads {
    /// After the whole body was received.
    Whole,
    /// As it arrives, with any media type.
    Stream,
    /// As it arrives, if its media type is that of server-sent events.
    Events,
    /// As it arrives, if its media type is that of JSON lines.
    Lines,
    /// As a connection after an upgrade.
    #[cfg(feature = "websocket")]
    Upgrade,
}

impl Reads {
    /// Whether the body of a success is read as a stream. A body of another media type is read
    /// whole, so that the error contains it.
    pub(crate) fn is_streamed(self, headers: &HeaderMap, operation: &Operation) -> bool {
        self != Self::Whole && self.check(headers, operation).is_ok()
    }

    /// Checks the media type of a body. One without a media type may be anything (RFC 9110 §8.3).
    pub(crate) fn check(
        self,
        headers: &HeaderMap,
        operation: &Operation,
    ) -> Result<(), DecodeError> {
        let expected = match self {
            Self::Whole | Self::Stream => return Ok(()),
            #[cfg(feature = "websocket")]
            Self::Upgrade => return Ok(()),
            Self::Events => "`text/event-stream`",
            Self::Lines => "JSON lines",
        };
        let Some(stated) = headers.get(header::CONTENT_TYPE) else { return Ok(()) };
        let stated = String::from_utf8_lossy(stated.as_bytes());
        let media_type = essence(&stated);
        if operation.accepted().map(essence).as_ref() == Some(&media_type)
            || self.takes(&media_type)
        {
            return Ok(());
        }
        let message = format!("expected {expected}, found `{media_type}`");
        Err(crate::json::__private::unexpected(message))
    }

    fn takes(self, media_type: &str) -> bool {
        match media_type {
            "text/event-stream" => self == Self::Events,
            // Many servers send JSON lines with one of these media types.
            "text/plain" | "application/octet-stream" => self == Self::Lines,
            other => self == Self::Lines && is_lines(other),
        }
    }
}

fn is_lines(media_type: &str) -> bool {
    let suffixes = ["jsonl", "jsonlines", "ndjson", "json-seq"];
    suffixes.iter().any(|suffix| media_type.ends_with(suffix))
}

/// A media type without its parameters (RFC 9110 §8.3.1).
fn essence(media_type: &str) -> String {
    media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn streams_have_media_types() {
        static EVENTS: Operation = Operation::get("log", "/log").accept("text/event-stream");
        static LINES: Operation = Operation::get("log", "/log").accept("application/x-log+json");
        for (reads, operation, media_type, is_streamed) in [
            (Reads::Events, &EVENTS, "text/event-stream", true),
            (Reads::Events, &EVENTS, "Text/Event-Stream; charset=utf-8", true),
            (Reads::Events, &EVENTS, "", true),
            (Reads::Events, &EVENTS, "application/json", false),
            (Reads::Events, &EVENTS, "text/plain", false),
            (Reads::Events, &LINES, "text/html", false),
            (Reads::Lines, &LINES, "application/x-log+json", true),
            (Reads::Lines, &LINES, "application/x-ndjson", true),
            (Reads::Lines, &LINES, "application/geo+json-seq", true),
            (Reads::Lines, &LINES, "application/jsonl; charset=utf-8", true),
            (Reads::Lines, &LINES, "text/plain", true),
            (Reads::Lines, &LINES, "application/json", false),
            (Reads::Lines, &LINES, "text/event-stream", false),
            (Reads::Stream, &LINES, "text/html", true),
            (Reads::Whole, &LINES, "application/json", false),
        ] {
            let mut headers = HeaderMap::new();
            if !media_type.is_empty() {
                headers.insert(header::CONTENT_TYPE, media_type.parse().unwrap());
            }
            assert_eq!(reads.is_streamed(&headers, operation), is_streamed, "{media_type}");
        }
    }
}
