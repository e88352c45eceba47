//! Parameters in places and styles other than a plain query parameter.

use crate::{Encode, Request, Style, call::Call};

impl Call {
    /// Returns the encoded parameter. Keeps the mistake if it could not be encoded.
    fn written(&mut self, written: Result<Option<String>, String>) -> Option<String> {
        written.unwrap_or_else(|mistake| {
            self.options.note(Err(mistake));
            None
        })
    }
}

/// Parameters that are arrays or objects. If the style cannot express a value, awaiting the request
/// returns [`Error::InvalidRequest`](crate::Error::InvalidRequest). A value that is absent, null or
/// empty is not sent.
impl<T> Request<T> {
    /// Sets a query parameter in the default style, exploded [`FORM`](Style::FORM).
    ///
    /// ```
    /// # use bessemer_runtime::Request;
    /// fn tagged<T>(request: Request<T>) -> Request<T> {
    ///     request.params("tag", &["hot", "heavy"][..]) // tag=hot&tag=heavy
    /// }
    /// ```
    pub fn params<V: Encode + ?Sized>(self, name: &'static str, value: &V) -> Self {
        self.param_as(Style::FORM.explode(), name, value)
    }

    /// Sets a query parameter in a style.
    ///
    /// ```
    /// # use bessemer_runtime::{Request, Style};
    /// fn tagged<T>(request: Request<T>) -> Request<T> {
    ///     request.param_as(Style::PIPE, "tags", &["hot", "heavy"][..]) // tags=hot%7Cheavy
    /// }
    /// ```
    pub fn param_as<V: Encode + ?Sized>(
        mut self,
        style: Style,
        name: &'static str,
        value: &V,
    ) -> Self {
        if let Some(text) = self.call.written(style.write(name, value)) {
            self.call.query.set_encoded(name, text);
        }
        self
    }

    /// Sets a path parameter in a style. It must not be empty.
    ///
    /// ```
    /// # use bessemer_runtime::{Request, Style};
    /// fn several<T>(request: Request<T>) -> Request<T> {
    ///     request.path_as(Style::SIMPLE, "ladle_ids", &["l_1", "l_2"][..]) // l_1,l_2
    /// }
    /// ```
    pub fn path_as<V: Encode + ?Sized>(
        mut self,
        style: Style,
        name: &'static str,
        value: &V,
    ) -> Self {
        // An empty parameter is not filled in, so sending the request reports that it is missing.
        if let Some(text) = self.call.written(style.in_path().write(name, value))
            && !text.is_empty()
        {
            self.call.styled.path.push((name, text));
        }
        self
    }

    /// Sends a header in a style.
    ///
    /// ```
    /// # use bessemer_runtime::{Request, Style};
    /// fn timed<T>(request: Request<T>) -> Request<T> {
    ///     request.header_as(Style::SIMPLE, "x-times", &[1, 2][..]) // x-times: 1,2
    /// }
    /// ```
    pub fn header_as<V: Encode + ?Sized>(
        mut self,
        style: Style,
        name: &'static str,
        value: &V,
    ) -> Self {
        if let Some(text) = self.call.written(style.write_header(name, value)) {
            self.call.options.header(name, &text);
        }
        self
    }

    /// Sends a cookie. All cookies are in one `Cookie` header. Characters that a cookie cannot
    /// contain are percent-encoded (RFC 6265 §4.1.1).
    ///
    /// ```
    /// # use bessemer_runtime::Request;
    /// fn in_session<T>(request: Request<T>, session: &str) -> Request<T> {
    ///     request.cookie("session", session)
    /// }
    /// ```
    pub fn cookie<V: Encode + ?Sized>(self, name: &'static str, value: &V) -> Self {
        self.cookie_as(Style::FORM, name, value)
    }

    /// Sends a cookie in a style.
    ///
    /// ```
    /// # use bessemer_runtime::{Request, Style};
    /// fn flagged<T>(request: Request<T>) -> Request<T> {
    ///     request.cookie_as(Style::FORM, "flags", &["a", "b"][..]) // flags=a,b
    /// }
    /// ```
    pub fn cookie_as<V: Encode + ?Sized>(
        mut self,
        style: Style,
        name: &'static str,
        value: &V,
    ) -> Self {
        if let Some(text) = self.call.written(style.in_cookies().write(name, value)) {
            let cookies = &mut self.call.styled.cookies;
            cookies.retain(|(known, _)| known != name);
            cookies.push((name.to_owned(), text));
        }
        self
    }
}
