//! Enums of responses by status: [`answers!`](crate::answers) and [`errors!`](crate::errors).

/// Implements [`FromAnswer`](crate::FromAnswer) for an enum: the return type of an operation with
/// several success responses. Each variant holds one value.
///
/// The status selects the variant: the first one whose pattern matches. If none matches, the result
/// is an [`Error::Decode`](crate::Error::Decode) with the body.
///
/// ```
/// use bessemer_runtime::{Client, Error, Operation, Request, answers, object};
///
/// # struct Ladle { id: String }
/// # struct Job { id: String }
/// # object! { Ladle { id } }
/// # object! { Job { id } }
/// enum Cast { Done(Ladle), Queued(Job), Nothing(()) }
///
/// answers! { Cast { Done = 200 | 201, Queued = 202, Nothing = 204..=299 } }
///
/// static CAST: Operation = Operation::post("ladles.cast", "/ladles/cast");
///
/// async fn is_done(client: &Client) -> Result<bool, Error> {
///     let cast: Cast = Request::new(client, &CAST).await?;
///     Ok(matches!(cast, Cast::Done(_)))
/// }
/// ```
#[macro_export]
macro_rules! answers {
    ($type:ident { $($variant:ident = $status:pat),* $(,)? }) => {
        impl $crate::FromAnswer for $type {
            fn from_answer(
                answer: &$crate::Answer,
            ) -> ::std::result::Result<Self, $crate::Error> {
                match answer.status().as_u16() {
                    $($status => ::std::result::Result::map(
                        $crate::FromAnswer::from_answer(answer),
                        Self::$variant,
                    ),)*
                    #[allow(unreachable_patterns, reason = "the patterns may cover every status")]
                    _ => ::std::result::Result::Err(answer.unexpected_status()),
                }
            }
        }
    };
}

/// Implements [`FromError`](crate::FromError) for an enum of the error bodies of an operation, so
/// that [`ApiError::decode`](crate::ApiError::decode) can return it. Each variant holds one value.
///
/// The status selects the variant: the first one whose pattern matches. If none matches, or the body
/// is of another type, the result is a [`DecodeError`](crate::DecodeError).
///
/// ```
/// use bessemer_runtime::{ApiError, errors, object};
///
/// # #[derive(Debug)] struct Missing { id: String }
/// # #[derive(Debug)] struct Problem { title: String }
/// # object! { Missing { id } }
/// # object! { Problem { title } }
/// #[derive(Debug)]
/// enum RetrieveError { Missing(Missing), Other(Problem) }
///
/// errors! { RetrieveError { Missing = 404 | 410, Other = 400..=599 } }
///
/// fn missing(error: &ApiError) -> Option<String> {
///     match error.decode() {
///         Ok(RetrieveError::Missing(missing)) => Some(missing.id),
///         _ => None,
///     }
/// }
/// ```
#[macro_export]
macro_rules! errors {
    ($type:ident { $($variant:ident = $status:pat),* $(,)? }) => {
        impl $crate::FromError for $type {
            fn from_error(
                error: &$crate::ApiError,
            ) -> ::std::result::Result<Self, $crate::DecodeError> {
                match error.status.as_u16() {
                    $($status => ::std::result::Result::map(error.decode(), Self::$variant),)*
                    #[allow(unreachable_patterns, reason = "the patterns may cover every status")]
                    _ => ::std::result::Result::Err($crate::json::__private::unexpected_status()),
                }
            }
        }
    };
}
