//! Multipart bodies: files and values (RFC 7578).

use std::{collections::BTreeMap, path::Path};

use bytes::Bytes;
use futures_core::Stream;
use futures_util::TryStreamExt;

use crate::{
    Body, BoxError, Clock, Encode, Error, Extra, RawJson, TransportError,
    file::{self, in_background, media_type},
    json::{JsonType, from_slice, to_vec},
    source::Source,
};

#[cfg(test)]
mod tests;

/// The content of a request body or of a part of a multipart body: bytes, a file or a stream.
///
/// ```
/// use bessemer_runtime::Part;
///
/// let file = Part::new(b"\x89PNG".to_vec()).file_name("ladle.png");
/// let note = Part::from("cracked").file_name("note.txt").content_type("text/plain");
/// # let _ = (file, note);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    content: Source,
    file_name: Option<String>,
    content_type: Option<String>,
}

impl Part {
    /// Creates a part from bytes. By default its file name is the name of the property, and its
    /// media type that of the extension of its file name, or else `application/octet-stream`.
    pub fn new(bytes: impl Into<Bytes>) -> Self {
        Self::of(Source::Bytes(bytes.into()))
    }

    /// Creates a part whose bytes are read from a stream while it is sent. The request is not retried,
    /// because the stream can be read only once. Set the [`length`](Self::length) if you know it:
    /// many servers reject requests without `Content-Length`.
    ///
    /// ```
    /// use bessemer_runtime::Part;
    /// use futures_util::stream;
    ///
    /// let chunks = stream::iter([Ok::<_, std::io::Error>("iron"), Ok(" ore")]);
    /// let part = Part::stream(chunks).length(8).file_name("ore.txt");
    /// # let _ = part;
    /// ```
    pub fn stream<B: Into<Bytes> + 'static, E: Into<BoxError> + 'static>(
        chunks: impl Stream<Item = Result<B, E>> + Send + 'static,
    ) -> Self {
        let chunks = chunks.map_ok(Into::into);
        let chunks = chunks.map_err(|error| TransportError::Permanent(error.into()));
        Self::of(Body::stream(chunks).into())
    }

    fn of(content: Source) -> Self {
        Self { content, file_name: None, content_type: None }
    }

    pub(crate) fn into_source(self) -> Source {
        self.content
    }

    /// Sets the number of bytes of a [`stream`](Self::stream).
    #[must_use]
    pub fn length(mut self, length: u64) -> Self {
        if let Source::Once(_, known) = &mut self.content {
            *known = Some(length);
        }
        self
    }

    /// Sets the file name. Some servers infer the format from its extension.
    #[must_use]
    pub fn file_name(mut self, name: impl Into<String>) -> Self {
        self.file_name = Some(name.into());
        self
    }

    /// Sets the media type. If it is not a valid header value, sending the request returns
    /// [`Error::InvalidRequest`](crate::Error::InvalidRequest).
    #[must_use]
    pub fn content_type(mut self, media_type: impl Into<String>) -> Self {
        self.content_type = Some(media_type.into());
        self
    }
}

impl Part {
    /// Creates a part from the file at `path`. The part has the name of the file, and the media
    /// type of its extension. Each attempt reads the file while it sends it, so the file is never
    /// in memory as a whole.
    ///
    /// ```
    /// # use bessemer_runtime::{Error, Part};
    /// async fn goals() -> Result<Part, Error> {
    ///     Part::from_path("goals.txt").await // goals.txt, text/plain
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::File`] if the file cannot be read.
    pub async fn from_path(path: impl AsRef<Path>) -> Result<Self, Error> {
        let path = path.as_ref().to_owned();
        in_background(move || Self::read(&path)).await?
    }

    /// Like [`from_path`](Self::from_path), but blocks the current thread.
    ///
    /// # Errors
    ///
    /// The same as [`from_path`](Self::from_path).
    #[cfg(feature = "blocking")]
    pub fn from_path_blocking(path: impl AsRef<Path>) -> Result<Self, Error> {
        Self::read(path.as_ref())
    }

    fn read(path: &Path) -> Result<Self, Error> {
        let length = file::length(path)?;
        let part = Self::of(Source::File(path.into(), length)).content_type(media_type(path));
        Ok(match path.file_name() {
            Some(name) => part.file_name(name.to_string_lossy()),
            None => part,
        })
    }
}

macro_rules! from_bytes {
    ($($bytes:ty)*) => {$(
        impl From<$bytes> for Part {
            fn from(bytes: $bytes) -> Self {
                Self::new(bytes)
            }
        }
    )*};
}

/// The stream of a body can be sent only once.
impl From<Body> for Part {
    fn from(body: Body) -> Self {
        Self::of(body.into())
    }
}

from_bytes! { Bytes Vec<u8> String &'static [u8] &'static str }

/// The type of a property with files: a [`Part`], an `Option` or a `Vec` of it, or an enum of files
/// and values, for which [`parts!`](crate::parts) implements this trait.
///
/// ```
/// use bessemer_runtime::{Files, Form, Part};
///
/// fn write(form: &mut Form, scan: &Option<Part>, pages: &Vec<Part>) {
///     scan.add_to(form, "scan");
///     pages.add_to(form, "pages");
/// }
/// ```
pub trait Files {
    /// Adds the files to a form. If there are several, they have the same name.
    fn add_to(&self, form: &mut Form, name: &str);
}

impl Files for Part {
    fn add_to(&self, form: &mut Form, name: &str) {
        let file_name = self.file_name.as_deref().unwrap_or(name);
        let content_type = self.content_type.as_deref();
        let content_type = content_type.unwrap_or_else(|| media_type(Path::new(file_name)));
        form.part(name, Some(file_name), Some(content_type), self.content.clone());
    }
}

impl<F: Files> Files for Vec<F> {
    fn add_to(&self, form: &mut Form, name: &str) {
        for file in self {
            file.add_to(form, name);
        }
    }
}

impl<F: Files> Files for Option<F> {
    fn add_to(&self, form: &mut Form, name: &str) {
        if let Some(file) = self {
            file.add_to(form, name);
        }
    }
}

/// The largest part that is copied into the text around it, in bytes.
const SMALL: usize = 64 * 1024;

/// A multipart body under construction. [`Multipart`] types write their parts to it.
///
/// ```
/// use bessemer_runtime::{Form, Multipart, Part};
///
/// struct Upload { file: Part, purpose: String }
///
/// impl Multipart for Upload {
///     fn write(&self, form: &mut Form) {
///         form.file("file", &self.file);
///         form.value("purpose", None, &self.purpose);
///     }
/// }
/// ```
#[derive(Debug)]
pub struct Form {
    boundary: String,
    content: Vec<Source>,
    /// The bytes after `content`.
    text: Vec<u8>,
    mistake: Option<String>,
    /// The name of the parts to leave out, and whether any was left out.
    left_out: Option<(&'static str, bool)>,
    brackets: bool,
}

impl Form {
    pub(crate) fn new(clock: &dyn Clock) -> Self {
        // Two random numbers of 48 bits: no file contains the boundary by chance.
        let digits = || (clock.random() * (1_u64 << 48) as f64) as u64;
        let boundary = format!("bessemer-{:012x}{:012x}", digits(), digits());
        let (content, text) = (Vec::new(), Vec::new());
        Self { boundary, content, text, mistake: None, left_out: None, brackets: false }
    }

    /// Lets `write` add parts, and leaves out those with this name. Returns whether there were any.
    pub(crate) fn without(&mut self, name: &'static str, write: impl FnOnce(&mut Self)) -> bool {
        self.left_out = Some((name, false));
        write(self);
        self.left_out.take().is_some_and(|(_, left_out)| left_out)
    }

    /// Writes the properties of objects as parts of their own from now on, such as `expiry[days]`, and
    /// items of arrays as `tags[]`.
    pub fn in_brackets(&mut self) {
        self.brackets = true;
    }

    /// Adds files. If there are several, they have the same name.
    pub fn file<F: Files + ?Sized>(&mut self, name: &str, files: &F) {
        files.add_to(self, name);
    }

    /// Adds a value: a scalar as text, an object as JSON, an array as one part for each item; null
    /// is left out (OpenAPI 3.1 §4.8.15). With a `content_type`, it is one part with that media
    /// type: JSON if the media type is one of JSON, and text otherwise.
    pub fn value<T: Encode + ?Sized>(&mut self, name: &str, content_type: Option<&str>, value: &T) {
        if !value.is_absent() {
            self.json(name, content_type, &to_vec(value));
        }
    }

    /// Adds additional properties as values.
    pub fn extra(&mut self, extra: &Extra) {
        for (name, json) in extra.iter() {
            self.json(name, None, json.as_bytes());
        }
    }

    fn json(&mut self, name: &str, content_type: Option<&str>, json: &[u8]) {
        let Ok(value) = from_slice::<RawJson>(json) else { return };
        match (content_type, value.json_type()) {
            (None, JsonType::Null) => {}
            (None, JsonType::Array) => {
                let brackets = self.brackets && !name.ends_with("[]");
                let name = if brackets { format!("{name}[]") } else { name.to_owned() };
                for item in value.decode::<Vec<RawJson>>().unwrap_or_default() {
                    self.json(&name, None, item.as_str().as_bytes());
                }
            }
            (None, JsonType::Object) if self.brackets => {
                for (key, item) in value.decode::<BTreeMap<String, RawJson>>().unwrap_or_default() {
                    self.json(&format!("{name}[{key}]"), None, item.as_str().as_bytes());
                }
            }
            (None, JsonType::Object) => self.text_part(name, Some("application/json"), json),
            (Some(json_type), _) if json_type.contains("json") => {
                self.text_part(name, content_type, json);
            }
            (_, JsonType::String) => {
                let text = value.decode::<String>().unwrap_or_default();
                self.text_part(name, content_type, text.as_bytes());
            }
            _ => self.text_part(name, content_type, json),
        }
    }

    fn text_part(&mut self, name: &str, content_type: Option<&str>, text: &[u8]) {
        self.part(name, None, content_type, Source::Bytes(Bytes::copy_from_slice(text)));
    }

    fn part(
        &mut self,
        name: &str,
        file_name: Option<&str>,
        content_type: Option<&str>,
        content: Source,
    ) {
        if let Some((left_out, is_there)) = &mut self.left_out
            && name == *left_out
        {
            *is_there = true;
            return;
        }
        let mut head = format!(
            "--{}\r\nContent-Disposition: form-data; name=\"{}\"",
            self.boundary,
            escape(name)
        );
        if let Some(file_name) = file_name {
            head.push_str(&format!("; filename=\"{}\"", escape(file_name)));
        }
        if let Some(content_type) = content_type {
            if http::HeaderValue::from_str(content_type).is_err() {
                self.mistake = Some(format!("invalid content type of `{name}`"));
            }
            head.push_str(&format!("\r\nContent-Type: {content_type}"));
        }
        self.text.extend_from_slice(head.as_bytes());
        self.text.extend_from_slice(b"\r\n\r\n");
        match content {
            Source::Bytes(bytes) if bytes.len() <= SMALL => self.text.extend_from_slice(&bytes),
            content => {
                self.flush();
                self.content.push(content);
            }
        }
        self.text.extend_from_slice(b"\r\n");
    }

    fn flush(&mut self) {
        let text = std::mem::take(&mut self.text);
        self.content.push(Source::Bytes(text.into()));
    }

    /// Returns the media type and the content.
    pub(crate) fn finish(mut self) -> Result<(String, Vec<Source>), String> {
        self.text.extend_from_slice(format!("--{}--\r\n", self.boundary).as_bytes());
        self.flush();
        let content_type = format!("multipart/form-data; boundary={}", self.boundary);
        self.mistake.map_or(Ok((content_type, self.content)), Err)
    }
}

/// Escapes a name like browsers (HTML §4.10.21.8), so that it cannot end the header or add another
/// one. A backslash is doubled: it would escape the quote that ends the name (RFC 9110 §5.6.4).
fn escape(name: &str) -> String {
    let escaped = name.replace('\\', "\\\\").replace('"', "%22");
    escaped.replace('\r', "%0D").replace('\n', "%0A")
}

/// A multipart body. Implemented by [`multipart!`](crate::multipart).
///
/// ```
/// # use bessemer_runtime::{Form, Multipart};
/// struct Nothing;
///
/// impl Multipart for Nothing {
///     fn write(&self, _: &mut Form) {}
/// }
/// ```
pub trait Multipart {
    /// Adds every part to `form`.
    fn write(&self, form: &mut Form);
}

/// Implements [`Multipart`] for a struct with named fields.
///
/// Each field is listed, with its name in the form if that differs. A field `as file` contains
/// files, see [`Files`]; all others are values. A value may have a media type, after `:`. `..field`
/// names the [`Extra`] with additional properties. `in brackets` after the name of the type writes
/// the properties of objects as [`Form::in_brackets`] says.
///
/// ```
/// use bessemer_runtime::{Part, RawJson, multipart};
///
/// struct Upload {
///     images: Vec<Part>,
///     mask: Option<Part>,
///     purpose: String,
///     r#type: Option<String>,
///     options: RawJson,
/// }
///
/// multipart! {
///     Upload {
///         images = "image[]" as file, mask as file, purpose, r#type = "type",
///         options: "application/vnd.options+json",
///     }
/// }
/// ```
#[macro_export]
macro_rules! multipart {
    ($type:ident $(in $brackets:ident)? {
        $($field:ident $(= $name:literal)? $(as $file:ident)? $(: $media:literal)?),* $(,)?
        $(..$extra:ident $(,)?)?
    }) => {
        impl $crate::Multipart for $type {
            #[inline]
            fn write(&self, form: &mut $crate::Form) {
                $($crate::__part!(form $brackets);)?
                $($crate::__part!(
                    form $crate::__property!($field $($name)?), self.$field $(, $file)? $(=> $media)?
                );)*
                $(form.extra(&self.$extra);)?
            }
        }
    };
}

/// Implements [`Files`] for an enum of files and values. A variant `as file` contains a [`Part`] or
/// several; all others contain values.
///
/// ```
/// use bessemer_runtime::{Part, multipart, parts};
///
/// enum Picture {
///     File(Part),
///     Url(String),
/// }
///
/// parts! { Picture { File as file, Url } }
///
/// struct Edit {
///     picture: Picture,
/// }
///
/// multipart! { Edit { picture as file } }
/// ```
#[macro_export]
macro_rules! parts {
    ($type:ident { $($variant:ident $(as $file:ident)?),* $(,)? }) => {
        impl $crate::Files for $type {
            fn add_to(&self, form: &mut $crate::Form, name: &str) {
                match self {
                    $(Self::$variant(value) => $crate::__part!(form name, *value $(, $file)?),)*
                }
            }
        }
    };
}

/// Adds one field to a form.
#[doc(hidden)]
#[macro_export]
macro_rules! __part {
    ($form:ident brackets) => {
        $form.in_brackets()
    };
    ($form:ident $name:expr, $field:expr, file) => {
        $form.file($name, &$field)
    };
    ($form:ident $name:expr, $field:expr) => {
        $form.value($name, ::std::option::Option::None, &$field)
    };
    ($form:ident $name:expr, $field:expr => $media:literal) => {
        $form.value($name, ::std::option::Option::Some($media), &$field)
    };
}
