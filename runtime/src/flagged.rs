//! Request bodies with a property that selects the kind of response, such as `stream`.

use crate::{
    Encode, Form, Multipart,
    json::{Reader, Writer, to_vec},
};

/// A body with a boolean property that the operation sets. For example, the property `stream`
/// selects between a JSON response and a stream. The value of the operation replaces that of the
/// body, and is written last.
///
/// ```
/// use bessemer_runtime::{Flagged, RawJson, json::to_string};
///
/// let body: RawJson = r#"{"stream":false,"a":1}"#.parse()?;
/// assert_eq!(to_string(&Flagged::on("stream", &body)), r#"{"a":1,"stream":true}"#);
/// assert_eq!(to_string(&Flagged::off("stream", &body)), r#"{"a":1,"stream":false}"#);
///
/// let body: RawJson = r#"{"a":1}"#.parse()?;
/// assert_eq!(to_string(&Flagged::off("stream", &body)), r#"{"a":1}"#);
/// assert_eq!(to_string(&Flagged::always_off("stream", &body)), r#"{"a":1,"stream":false}"#);
/// # Ok::<(), bessemer_runtime::DecodeError>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Flagged<'b, B: ?Sized> {
    property: &'static str,
    flag: Flag,
    body: &'b B,
}

/// The value that is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Flag {
    True,
    False,
    /// False if the body has the property; otherwise the property is not written.
    NotTrue,
}

impl<'b, B: ?Sized> Flagged<'b, B> {
    /// Writes `true`.
    pub fn on(property: &'static str, body: &'b B) -> Self {
        Self { property, flag: Flag::True, body }
    }

    /// Writes `false` if the body has the property; for properties that are false by default.
    pub fn off(property: &'static str, body: &'b B) -> Self {
        Self { property, flag: Flag::NotTrue, body }
    }

    /// Writes `false`; for properties that are true by default.
    pub fn always_off(property: &'static str, body: &'b B) -> Self {
        Self { property, flag: Flag::False, body }
    }
}

impl Flag {
    /// The value to write. `is_there` tells whether the body has the property.
    fn value(self, is_there: bool) -> Option<bool> {
        match self {
            Self::True => Some(true),
            Self::False => Some(false),
            Self::NotTrue => is_there.then_some(false),
        }
    }
}

impl<B: Encode + ?Sized> Encode for Flagged<'_, B> {
    fn encode(&self, writer: &mut Writer) {
        let json = to_vec(self.body);
        let mut members = Vec::new();
        // A body that is not an object has no properties.
        let Ok(is_there) = read(&json, self.property, &mut members) else {
            return self.body.encode(writer);
        };
        writer.object();
        for (name, value) in members {
            writer.key(&name);
            writer.raw(value);
        }
        if let Some(value) = self.flag.value(is_there) {
            writer.key(self.property);
            value.encode(writer);
        }
        writer.end_object();
    }

    fn is_absent(&self) -> bool {
        self.body.is_absent()
    }
}

/// Reads the members of an object, except `property`. Returns whether the object has that property.
fn read<'j>(
    json: &'j [u8],
    property: &str,
    members: &mut Vec<(String, &'j str)>,
) -> Result<bool, crate::DecodeError> {
    let mut reader = Reader::new(json);
    let mut is_there = false;
    reader.object()?;
    while let Some(name) = reader.key()? {
        let name = name.to_owned();
        let value = reader.raw()?;
        match name == property {
            true => is_there = true,
            false => members.push((name, value)),
        }
    }
    Ok(is_there)
}

impl<B: Multipart + ?Sized> Multipart for Flagged<'_, B> {
    fn write(&self, form: &mut Form) {
        let is_there = form.without(self.property, |form| self.body.write(form));
        if let Some(value) = self.flag.value(is_there) {
            form.value(self.property, None, &value);
        }
    }
}
