//! The serialization of arrays and objects in parameters (OpenAPI 3.1 §4.8.12, RFC 6570).

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::{Encode, RawJson, json::to_string};

#[cfg(test)]
mod tests;
mod tree;

use tree::{Members, Tree, read};

/// The characters to encode in a value: all but the unreserved ones of RFC 3986 §2.3, so that no
/// value can end or add a parameter.
pub(crate) const RESERVED: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The characters to encode under `allowReserved`. The reserved characters of RFC 3986 §2.2 stay as
/// they are, except those that would end a parameter or are not allowed in a query
/// (OpenAPI 3.1.1 §4.8.12.2.1).
const UNSAFE: &AsciiSet = &RESERVED
    .remove(b':')
    .remove(b'/')
    .remove(b'?')
    .remove(b'@')
    .remove(b'!')
    .remove(b'$')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b',')
    .remove(b';');

/// How arrays and objects are written in a parameter: `style` and `explode` of OpenAPI
/// (OpenAPI 3.1 §4.8.12.2).
///
/// | style | in | `["a", "b"]` | `{"x": 1}` | exploded | |
/// |---|---|---|---|---|---|
/// | [`SIMPLE`](Self::SIMPLE) | path, header | `a,b` | `x,1` | `a,b` | `x=1` |
/// | [`LABEL`](Self::LABEL) | path | `.a,b` | `.x,1` | `.a.b` | `.x=1` |
/// | [`MATRIX`](Self::MATRIX) | path | `;n=a,b` | `;n=x,1` | `;n=a;n=b` | `;x=1` |
/// | [`FORM`](Self::FORM) | query, cookie | `n=a,b` | `n=x,1` | `n=a&n=b` | `x=1` |
/// | [`SPACE`](Self::SPACE) | query | `n=a%20b` | `n=x%201` | as form | as form |
/// | [`PIPE`](Self::PIPE) | query | `n=a%7Cb` | `n=x%7C1` | as form | as form |
/// | [`DEEP`](Self::DEEP) | query | `n[]=a&n[]=b` | `n[x]=1` | the same | the same |
/// | [`JSON`](Self::JSON) | anywhere | `n=["a","b"]` | `n={"x":1}` | the same | the same |
///
/// Only [`DEEP`](Self::DEEP) allows nested arrays and objects; the brackets in its names are
/// percent-encoded. Null, empty arrays and empty objects are not sent. Nulls inside an array or an
/// object are left out.
///
/// ```
/// use bessemer_runtime::Style;
///
/// const TAGS: Style = Style::FORM.explode();
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Style {
    syntax: Syntax,
    exploded: bool,
    reserved: bool,
    /// Whether the name of the parameter is written before its value.
    named: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Syntax {
    Simple,
    Label,
    Matrix,
    Form,
    Space,
    Pipe,
    Deep,
    Json,
    /// `form` in a `Cookie` header.
    Cookie,
}

impl Style {
    /// `simple`, for paths and headers.
    pub const SIMPLE: Self = Self::of(Syntax::Simple, false);
    /// `label`, for paths.
    pub const LABEL: Self = Self::of(Syntax::Label, false);
    /// `matrix`, for paths.
    pub const MATRIX: Self = Self::of(Syntax::Matrix, true);
    /// `form`, for queries and cookies.
    pub const FORM: Self = Self::of(Syntax::Form, true);
    /// `spaceDelimited`, for queries.
    pub const SPACE: Self = Self::of(Syntax::Space, true);
    /// `pipeDelimited`, for queries.
    pub const PIPE: Self = Self::of(Syntax::Pipe, true);
    /// `deepObject`, for queries.
    pub const DEEP: Self = Self::of(Syntax::Deep, true);
    /// JSON text, for parameters with `content`.
    pub const JSON: Self = Self::of(Syntax::Json, true);

    const fn of(syntax: Syntax, named: bool) -> Self {
        Self { syntax, exploded: false, reserved: false, named }
    }

    /// `explode: true`: each value becomes a separate parameter.
    pub const fn explode(self) -> Self {
        Self { exploded: true, ..self }
    }

    /// `allowReserved: true`: reserved characters (RFC 3986 §2.2) are not percent-encoded, except
    /// those that would change the URL.
    pub const fn reserved(self) -> Self {
        Self { reserved: true, ..self }
    }

    /// This style in a path, where a JSON value is written without the parameter's name.
    pub(crate) fn in_path(self) -> Self {
        Self { named: self.named && self.syntax != Syntax::Json, ..self }
    }

    /// This style in cookies, which are separated by `; ` (RFC 6265 §4.2.1).
    pub(crate) fn in_cookies(self) -> Self {
        let syntax = if self.syntax == Syntax::Form { Syntax::Cookie } else { self.syntax };
        Self { syntax, ..self }
    }

    /// Writes a parameter of a URL or a cookie; `None` if there is nothing to send.
    pub(crate) fn write<T: Encode + ?Sized>(
        self,
        name: &str,
        value: &T,
    ) -> Result<Option<String>, String> {
        self.text(name, value, |text| match self.reserved {
            true => encode_unsafe(text),
            false => encode_reserved(text),
        })
    }

    /// Writes the value of a header, without percent-encoding; `None` if there is nothing to send.
    pub(crate) fn write_header<T: Encode + ?Sized>(
        self,
        name: &str,
        value: &T,
    ) -> Result<Option<String>, String> {
        Self { named: false, ..self }.text(name, value, str::to_owned)
    }

    fn text<T: Encode + ?Sized>(
        self,
        name: &str,
        value: &T,
        encode: impl Fn(&str) -> String,
    ) -> Result<Option<String>, String> {
        if value.is_absent() {
            return Ok(None);
        }
        let written = Written { style: self, name: encode(name), encode };
        match self.syntax {
            Syntax::Json => Ok(Some(written.named(&(written.encode)(&to_string(value))))),
            _ => written.tree(&read(name, value)?),
        }
    }
}

/// Writes the members of an object as the parameters of a form. By default they are exploded;
/// objects and arrays of objects are written as `deepObject`.
pub(crate) fn form<T: Encode + ?Sized>(
    body: &T,
    styles: &[(&str, Style)],
) -> Result<String, String> {
    let Members(members) = read("the form", body)?;
    let written = members.iter().map(|(name, value)| {
        let style = styles.iter().find(|(known, _)| known == name);
        style.map_or(usual(value), |(_, style)| *style).write(name, value)
    });
    let pairs = written.filter_map(Result::transpose).collect::<Result<Vec<_>, _>>()?;
    Ok(pairs.join("&"))
}

fn usual(value: &RawJson) -> Style {
    match value.decode() {
        Ok(Tree::Object(_)) => Style::DEEP,
        Ok(Tree::List(items)) if items.iter().any(Tree::is_container) => Style::DEEP,
        _ => Style::FORM.explode(),
    }
}

/// A parameter that is being written.
struct Written<E> {
    style: Style,
    /// Encoded.
    name: String,
    encode: E,
}

/// An encoded value, with its key if it is a member of an object.
type Piece = (Option<String>, String);

impl<E: Fn(&str) -> String> Written<E> {
    fn tree(&self, value: &Tree) -> Result<Option<String>, String> {
        if self.style.syntax == Syntax::Deep {
            let mut pairs = Vec::new();
            self.deep(&self.name, value, &mut pairs);
            return Ok((!pairs.is_empty()).then(|| pairs.join("&")));
        }
        let nested = || format!("`{}` has nested values that its style does not allow", self.name);
        let pieces = self.pieces(value).ok_or_else(nested)?;
        Ok(match value {
            _ if pieces.is_empty() => None,
            Tree::List(_) | Tree::Object(_) if self.style.exploded => Some(self.exploded(pieces)),
            _ => Some(self.joined(pieces)),
        })
    }

    /// The items or members of the value; `None` if one of them is an array or an object.
    fn pieces(&self, value: &Tree) -> Option<Vec<Piece>> {
        match value {
            Tree::Text(text) => Some(vec![(None, (self.encode)(text))]),
            Tree::List(items) => {
                items.iter().map(|item| Some((None, self.scalar(item)?))).collect()
            }
            Tree::Object(members) => {
                let piece = |(key, value): &(String, Tree)| {
                    Some((Some((self.encode)(key)), self.scalar(value)?))
                };
                members.iter().map(piece).collect()
            }
        }
    }

    fn scalar(&self, value: &Tree) -> Option<String> {
        match value {
            Tree::Text(text) => Some((self.encode)(text)),
            Tree::List(_) | Tree::Object(_) => None,
        }
    }

    fn exploded(&self, pieces: Vec<Piece>) -> String {
        let (prefix, between) = match self.style.syntax {
            Syntax::Simple => ("", ","),
            Syntax::Label => (".", "."),
            Syntax::Matrix => (";", ";"),
            Syntax::Cookie => ("", "; "),
            _ => ("", "&"),
        };
        let pairs: Vec<_> = pieces
            .into_iter()
            .map(|(key, value)| match key {
                Some(key) => format!("{key}={value}"),
                None => self.named(&value),
            })
            .collect();
        format!("{prefix}{}", pairs.join(between))
    }

    fn joined(&self, pieces: Vec<Piece>) -> String {
        let delimiter = match self.style.syntax {
            Syntax::Space => "%20",
            Syntax::Pipe => "%7C",
            _ => ",",
        };
        let texts: Vec<_> =
            pieces.into_iter().flat_map(|(key, value)| [key, Some(value)]).collect();
        let texts: Vec<_> = texts.into_iter().flatten().collect();
        let prefix = match self.style.syntax {
            Syntax::Label => ".",
            Syntax::Matrix => ";",
            _ => "",
        };
        format!("{prefix}{}", self.named(&texts.join(delimiter)))
    }

    fn named(&self, value: &str) -> String {
        match self.style {
            Style { named: false, .. } => value.to_owned(),
            // RFC 6570 §3.2.7: no equals sign before an empty value.
            Style { syntax: Syntax::Matrix, .. } if value.is_empty() => self.name.clone(),
            _ => format!("{}={value}", self.name),
        }
    }

    /// Writes `name[key][]=value` for each scalar in the value. Arrays and objects inside an array
    /// get their index as key, so that their members stay together.
    fn deep(&self, name: &str, value: &Tree, pairs: &mut Vec<String>) {
        let below = |key: &str| format!("{name}%5B{key}%5D");
        match value {
            Tree::Text(text) => pairs.push(format!("{name}={}", (self.encode)(text))),
            Tree::List(items) => {
                for (index, item) in items.iter().enumerate() {
                    let key = if item.is_container() { index.to_string() } else { String::new() };
                    self.deep(&below(&key), item, pairs);
                }
            }
            Tree::Object(members) => {
                for (key, value) in members {
                    self.deep(&below(&(self.encode)(key)), value, pairs);
                }
            }
        }
    }
}

fn encode_reserved(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}

/// Encodes unsafe characters. Percent-encoded triplets stay as they are (RFC 6570 §3.2.3).
fn encode_unsafe(text: &str) -> String {
    let mut parts = text.split('%');
    let mut encoded = utf8_percent_encode(parts.next().unwrap_or_default(), UNSAFE).to_string();
    for part in parts {
        let is_triplet =
            part.len() >= 2 && part.bytes().take(2).all(|byte| byte.is_ascii_hexdigit());
        encoded.push_str(if is_triplet { "%" } else { "%25" });
        encoded.extend(utf8_percent_encode(part, UNSAFE));
    }
    encoded
}
