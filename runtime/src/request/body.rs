//! The body of a request.

use std::borrow::Cow;

use crate::{
    Encode, Form, Multipart, Part, Request, Style, json::to_vec, payload::Payload, source::Source,
    style::form,
};

#[cfg(test)]
mod tests;

/// The body. The last body that was set is sent, with its `Content-Type`, unless the caller sets
/// that header. For an absent value, such as `None`, neither a body nor a `Content-Type` is sent.
impl<T> Request<T> {
    /// Sends a value as JSON.
    ///
    /// ```
    /// # use bessemer_runtime::{Client, Operation, Request, object};
    /// # struct Ladle { id: String }
    /// # object! { Ladle { id } }
    /// static CREATE: Operation = Operation::post("ladles.create", "/ladles");
    ///
    /// fn create(client: &Client, ladle: &Ladle) -> Request<Ladle> {
    ///     Request::new(client, &CREATE).json(ladle)
    /// }
    /// ```
    pub fn json<B: Encode + ?Sized>(self, body: &B) -> Self {
        self.json_as("application/json", body)
    }

    /// Sends a value as JSON with another media type, such as `application/merge-patch+json`.
    ///
    /// ```
    /// # use bessemer_runtime::Request;
    /// fn rename<T>(request: Request<T>, patch: &bessemer_runtime::RawJson) -> Request<T> {
    ///     request.json_as("application/merge-patch+json", patch)
    /// }
    /// ```
    pub fn json_as<B: Encode + ?Sized>(self, media_type: &'static str, body: &B) -> Self {
        match body.is_absent() {
            true => self,
            false => self.body(media_type, to_vec(body)),
        }
    }

    /// Sends the members of an object as `application/x-www-form-urlencoded` (URL Standard §5.2):
    /// arrays become several pairs with the same name, nested objects use [`Style::DEEP`]. If the
    /// value is not an object, awaiting the request returns
    /// [`Error::InvalidRequest`](crate::Error::InvalidRequest).
    ///
    /// ```
    /// # use std::collections::BTreeMap;
    /// # use bessemer_runtime::Request;
    /// fn token<T>(request: Request<T>) -> Request<T> {
    ///     let grant = ("grant_type".to_owned(), "client_credentials".to_owned());
    ///     request.form(&BTreeMap::from([grant]))
    /// }
    /// ```
    pub fn form<B: Encode + ?Sized>(self, body: &B) -> Self {
        self.form_as(&[], body)
    }

    /// Sends the members of an object like [`form`](Self::form), some of them in another style
    /// (OpenAPI 3.1 §4.8.15).
    ///
    /// ```
    /// # use bessemer_runtime::{RawJson, Request, Style};
    /// fn expanded<T>(request: Request<T>, body: &RawJson) -> Request<T> {
    ///     request.form_as(&[("expand", Style::DEEP)], body)
    /// }
    /// ```
    pub fn form_as<B: Encode + ?Sized>(mut self, styles: &[(&str, Style)], body: &B) -> Self {
        if body.is_absent() {
            return self;
        }
        match form(body, styles) {
            Ok(text) => self.body("application/x-www-form-urlencoded", text),
            Err(mistake) => {
                self.call.options.note(Err(mistake));
                self
            }
        }
    }

    /// Sends text.
    ///
    /// ```
    /// # use bessemer_runtime::Request;
    /// fn note<T>(request: Request<T>) -> Request<T> {
    ///     request.text("The ladle is cracked.")
    /// }
    /// ```
    pub fn text(self, text: impl Into<String>) -> Self {
        self.body("text/plain; charset=utf-8", text.into())
    }

    /// Sends bytes, a stream or a file with a media type. If the media type is not a valid header
    /// value, awaiting the request returns
    /// [`Error::InvalidRequest`](crate::Error::InvalidRequest). A [`Part`] from a file or a stream is
    /// read while it is sent; its file name and media type are ignored.
    ///
    /// ```
    /// # use bessemer_runtime::{Error, Part, Request};
    /// async fn upload<T>(request: Request<T>) -> Result<Request<T>, Error> {
    ///     Ok(request.body("application/zip", Part::from_path("archive.zip").await?))
    /// }
    /// ```
    pub fn body(self, media_type: impl Into<Cow<'static, str>>, body: impl Into<Part>) -> Self {
        self.payload(media_type.into(), vec![body.into().into_source()])
    }

    fn payload(mut self, media_type: Cow<'static, str>, content: Vec<Source>) -> Self {
        self.call.payload = Some(Payload { media_type, content });
        self
    }

    /// Sends a body of several parts, as `multipart/form-data`. Files and streams are read while the
    /// body is sent.
    ///
    /// ```
    /// # use bessemer_runtime::{Part, Request, multipart};
    /// struct Upload { file: Part }
    ///
    /// multipart! { Upload { file as file } }
    ///
    /// fn upload<T>(request: Request<T>, body: &Upload) -> Request<T> {
    ///     request.multipart(body)
    /// }
    /// ```
    pub fn multipart<B: Multipart + ?Sized>(mut self, body: &B) -> Self {
        let mut form = Form::new(&*self.call.client.settings().clock);
        body.write(&mut form);
        match form.finish() {
            Ok((media_type, content)) => self.payload(media_type.into(), content),
            Err(mistake) => {
                self.call.options.note(Err(mistake));
                self
            }
        }
    }
}
