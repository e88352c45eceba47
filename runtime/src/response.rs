//! A response together with its decoded value.

use std::ops::Deref;

use crate::{Answer, Body, Error, FromAnswer, Reads};

/// A decoded value together with its response; see
/// [`Request::with_response`](crate::Request::with_response).
///
/// ```
/// # use bessemer_runtime::Response;
/// # struct Ladle;
/// fn note(response: Response<Ladle>) -> Ladle {
///     println!("{} after {} retries", response.status(), response.retries());
///     response.into_inner()
/// }
/// ```
#[derive(Clone, Debug)]
pub struct Response<T> {
    answer: Answer,
    value: T,
}

impl<T> Response<T> {
    /// The value.
    pub fn value(&self) -> &T {
        &self.value
    }

    /// Returns the value without the response.
    pub fn into_inner(self) -> T {
        self.value
    }
}

/// The response itself: its status, headers and body.
impl<T> Deref for Response<T> {
    type Target = Answer;

    fn deref(&self) -> &Answer {
        &self.answer
    }
}

impl<T: FromAnswer> FromAnswer for Response<T> {
    const READS: Reads = T::READS;

    fn from_answer(answer: &Answer) -> Result<Self, Error> {
        Ok(Self { answer: answer.clone(), value: T::from_answer(answer)? })
    }

    fn from_stream(answer: &Answer, rest: Body) -> Result<Self, Error> {
        Ok(Self { answer: answer.clone(), value: T::from_stream(answer, rest)? })
    }
}
