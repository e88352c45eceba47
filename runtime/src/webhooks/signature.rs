//! What a webhook says about its signature.

use base64::{Engine, engine::general_purpose::STANDARD};
use http::{HeaderMap, HeaderName, HeaderValue};

use super::error::WebhookError;
use crate::WebhookScheme;

const SIGNATURE: &str = "{signature}";
const TIMESTAMP: &str = "{timestamp}";

/// The signatures of a webhook, and the other parts that are signed.
pub(super) struct Signatures<'h> {
    pub(super) id: Option<&'h str>,
    pub(super) timestamp: Option<&'h str>,
    pub(super) signatures: Vec<Vec<u8>>,
}

impl<'h> Signatures<'h> {
    pub(super) fn read(
        scheme: &WebhookScheme,
        headers: &'h HeaderMap,
    ) -> Result<Self, WebhookError> {
        let id = scheme.id_header.map(|name| header(headers, name)).transpose()?;
        let timestamp = scheme.timestamp_header.map(|name| header(headers, name)).transpose()?;
        let value = header(headers, scheme.signature_header)?;
        let (separator, entries) = entries(scheme.form);
        let all = |placeholder: &str| {
            let start = entries.iter().find(|(_, it)| *it == placeholder).map(|(start, _)| *start);
            let parts = value.split(separator).map(str::trim);
            parts.filter_map(move |it| it.strip_prefix(start?))
        };
        let timestamp = match timestamp {
            None if scheme.form.contains(TIMESTAMP) => {
                Some(all(TIMESTAMP).next().ok_or(WebhookError::Timestamp)?)
            }
            other => other,
        };
        let bytes = |text| if scheme.is_base64 { STANDARD.decode(text).ok() } else { hex(text) };
        Ok(Self { id, timestamp, signatures: all(SIGNATURE).filter_map(bytes).collect() })
    }

    /// The headers of a webhook with these parts and this signature.
    pub(super) fn headers(
        &self,
        scheme: &WebhookScheme,
        signature: &[u8],
    ) -> Result<HeaderMap, WebhookError> {
        let signature = match scheme.is_base64 {
            true => STANDARD.encode(signature),
            false => signature.iter().map(|byte| format!("{byte:02x}")).collect(),
        };
        let time = self.timestamp.unwrap_or_default();
        let value = scheme.form.replace(SIGNATURE, &signature).replace(TIMESTAMP, time);
        let headers = [
            (scheme.id_header, self.id),
            (scheme.timestamp_header, self.timestamp),
            (Some(scheme.signature_header), Some(value.as_str())),
        ];
        let mut map = HeaderMap::new();
        for (name, value) in headers.into_iter().filter_map(|(name, value)| name.zip(value)) {
            let header = HeaderName::from_bytes(name.as_bytes()).ok();
            let header = header.zip(HeaderValue::from_str(value).ok());
            let (header, value) =
                header.ok_or_else(|| WebhookError::MissingHeader(name.to_owned()))?;
            map.insert(header, value);
        }
        Ok(map)
    }

    /// Passes the text that is signed to `add`, part by part.
    pub(super) fn sign(&self, signed: &str, body: &[u8], mut add: impl FnMut(&[u8])) {
        let mut rest = signed;
        while !rest.is_empty() {
            let parts = [
                ("{body}", Some(body)),
                (TIMESTAMP, self.timestamp.map(str::as_bytes)),
                ("{id}", self.id.map(str::as_bytes)),
            ];
            let found =
                parts.into_iter().find_map(|(name, part)| Some((rest.strip_prefix(name)?, part)));
            let literal = rest.char_indices().skip(1).find(|(_, it)| *it == '{');
            let literal = literal.map_or(rest.len(), |(at, _)| at);
            let (next, part) = match found {
                Some((next, part)) => (next, part.unwrap_or_default()),
                None => (&rest[literal..], &rest.as_bytes()[..literal]),
            };
            add(part);
            rest = next;
        }
    }
}

/// The separator of a header's entries, and its entries: a placeholder with the text before it.
fn entries(form: &str) -> (char, Vec<(&str, &str)>) {
    let (first, rest) = entry(form);
    let mut others = rest.chars();
    let separator = others.next().unwrap_or(' ');
    let second = Some(others.as_str()).filter(|it| !it.is_empty()).map(|it| entry(it).0);
    (separator, [first].into_iter().chain(second).collect())
}

/// The first entry of a form, and what follows it.
fn entry(form: &str) -> ((&str, &str), &str) {
    let start = form.find('{').unwrap_or(form.len());
    let end = form.find('}').map_or(form.len(), |at| at + 1).max(start);
    ((&form[..start], &form[start..end]), &form[end..])
}

/// The bytes of hexadecimal digits; `None` if it is other text.
fn hex(text: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u8>> =
        text.chars().map(|it| it.to_digit(16).and_then(|it| u8::try_from(it).ok())).collect();
    let digits = digits.filter(|it| it.len() % 2 == 0)?;
    Some(digits.chunks_exact(2).map(|pair| pair[0] << 4 | pair[1]).collect())
}

/// The value of a header.
pub(super) fn header<'h>(headers: &'h HeaderMap, name: &str) -> Result<&'h str, WebhookError> {
    let value = headers.get(name).and_then(|value| value.to_str().ok());
    value.ok_or_else(|| WebhookError::MissingHeader(name.to_owned()))
}
