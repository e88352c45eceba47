//! Tests of generated clients.

use std::{future::poll_fn, pin::Pin};

use bessemer_runtime::{Error as ClientError, json};
use futures_core::Stream;
use serde_json::Value;

use crate::{Call, Error};

impl Call {
    /// A valid value of a parameter, as a type of the client.
    ///
    /// # Errors
    ///
    /// If the operation does not have the parameter, or the type cannot have the value.
    pub fn parameter<T: json::Decode>(&self, name: &str) -> Result<T, Error> {
        self.decoded(self.value(name), &format!("the parameter `{name}`"))
    }

    /// A valid body of a media type, as a type of the client.
    ///
    /// # Errors
    ///
    /// If the operation has no body of this media type, or the type cannot have the value.
    pub fn body<T: json::Decode>(&self, media_type: &str) -> Result<T, Error> {
        self.decoded(self.body_value(media_type), &format!("the `{media_type}` body"))
    }

    /// A valid value of a property of a body, as a type of the client.
    ///
    /// # Errors
    ///
    /// If the operation has no body of this media type, the body does not have the property, or the type
    /// cannot have the value.
    pub fn property<T: json::Decode>(&self, media_type: &str, name: &str) -> Result<T, Error> {
        let value = self.property_value(media_type, name);
        self.decoded(value, &format!("the property `{name}` of the `{media_type}` body"))
    }

    fn decoded<T: json::Decode>(&self, value: Option<Value>, what: &str) -> Result<T, Error> {
        let value = value.ok_or_else(|| self.failed(format!("{what} is not in the document")))?;
        let decoded = json::from_str(&value.to_string());
        decoded.map_err(|it| self.failed(format!("{what} is not valid: {it}: {value}")))
    }

    /// Checks the outcome of this call: success for a status below 300, and [`ClientError::Api`] with the
    /// status for a status from 400. The outcome for a redirection is not checked.
    ///
    /// # Errors
    ///
    /// If the outcome is different.
    pub fn check<T>(&self, outcome: Result<T, ClientError>) -> Result<(), Error> {
        match outcome {
            _ if (300..400).contains(&self.status()) => Ok(()),
            Ok(_) if self.status() < 300 => Ok(()),
            Ok(_) => Err(self.failed("the call succeeded".to_owned())),
            Err(ClientError::Api(error)) if error.status == self.status() => Ok(()),
            Err(error) => Err(self.failed(error.to_string())),
        }
    }

    /// Checks the outcome of this call like [`check`](Self::check), and that the client can decode all values of
    /// the stream.
    ///
    /// # Errors
    ///
    /// If the outcome is different, or a value cannot be decoded.
    pub async fn check_stream<T, S>(&self, outcome: Result<S, ClientError>) -> Result<(), Error>
    where
        S: Stream<Item = Result<T, ClientError>> + Unpin,
    {
        let mut stream = match outcome {
            Ok(stream) => stream,
            Err(error) => return self.check::<T>(Err(error)),
        };
        while let Some(value) = poll_fn(|cx| Pin::new(&mut stream).poll_next(cx)).await {
            value.map_err(|it| self.failed(it.to_string()))?;
        }
        self.check(Ok(()))
    }

    fn failed(&self, reason: String) -> Error {
        let example = self.example().map(|it| format!(" `{it}`")).unwrap_or_default();
        Error::Call(format!("{self}, answer {}{example}: {reason}", self.status()))
    }
}

impl From<ClientError> for Error {
    fn from(error: ClientError) -> Self {
        Self::Call(error.to_string())
    }
}
