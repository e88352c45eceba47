//! Tests of generated clients.

use bessemer_runtime::{Error as ClientError, json};

use crate::{Call, Document, Error};

impl Call {
    /// A valid value of a parameter, as a type of the client.
    ///
    /// # Errors
    ///
    /// If the operation does not have the parameter, or the type cannot have the value.
    pub fn parameter<T: json::Decode>(&self, name: &str) -> Result<T, Failure> {
        let value = self.value(name).ok_or_else(|| Failure::of(format!("there is no `{name}`")))?;
        decoded(&value)
    }

    /// A valid body of a media type, as a type of the client.
    ///
    /// # Errors
    ///
    /// If the operation has no body of this media type, or the type cannot have the value.
    pub fn body<T: json::Decode>(&self, media_type: &str) -> Result<T, Failure> {
        let value = self.body_value(media_type);
        decoded(&value.ok_or_else(|| Failure::of(format!("there is no `{media_type}` body")))?)
    }
}

fn decoded<T: json::Decode>(value: &serde_json::Value) -> Result<T, Failure> {
    json::from_str(&value.to_string()).map_err(|it| Failure::of(format!("{it} in {value}")))
}

/// Why a call failed.
#[derive(Debug)]
pub struct Failure(Reason);

#[derive(Debug)]
enum Reason {
    /// The call could not be made.
    Value(String),
    Client(ClientError),
}

impl Failure {
    fn of(reason: String) -> Self {
        Self(Reason::Value(reason))
    }
}

impl From<ClientError> for Failure {
    fn from(error: ClientError) -> Self {
        Self(Reason::Client(error))
    }
}

/// Calls an operation of a document with `call`, once for each documented answer. The call must succeed
/// for a success, and fail with the status for an error status. Answers with a status from 300 to 399 are
/// not checked.
///
/// # Errors
///
/// If the document has no such operation, or the outcome of a call does not match its answer.
pub async fn check<T>(
    document: &Document,
    operation: &str,
    run: impl AsyncFn(&Call) -> Result<T, Failure>,
) -> Result<(), Error> {
    for call in document.calls(operation)? {
        let status = call.status();
        let reason = match run(&call).await {
            _ if (300..400).contains(&status) => continue,
            Ok(_) if status < 300 => continue,
            Ok(_) => "the call succeeded".to_owned(),
            Err(Failure(Reason::Client(ClientError::Api(error)))) if error.status == status => {
                continue;
            }
            Err(Failure(Reason::Client(error))) => error.to_string(),
            Err(Failure(Reason::Value(reason))) => reason,
        };
        let example = call.example().map(|it| format!(" `{it}`")).unwrap_or_default();
        return Err(Error::Call(format!("{operation}, answer {status}{example}: {reason}")));
    }
    Ok(())
}
