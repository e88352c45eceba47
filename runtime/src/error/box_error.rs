//! Errors of parts that the program supplies.

/// Any error: of a credential provider, a transport or another part that the program supplies.
///
/// ```
/// use bessemer_runtime::BoxError;
///
/// let error: BoxError = "the token has expired".into();
/// assert_eq!(error.to_string(), "the token has expired");
/// ```
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;
