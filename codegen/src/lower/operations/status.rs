//! Status codes and ranges of responses.

use crate::model::Status;

/// `202`, `2XX` or `default` (OpenAPI 3.1 §4.8.16).
pub(super) fn of(key: &str) -> Status {
    match (key.parse(), key.get(..1).and_then(|it| it.parse().ok())) {
        (Ok(code), _) => Status::Code(code),
        (Err(_), Some(range)) => Status::Range(range),
        (Err(_), None) => Status::Any,
    }
}

/// The name of a status: the reason phrase of a code (RFC 9110 §15, RFC 6585) or its number, or the class
/// of a range.
pub(super) fn name(status: &Status) -> String {
    let code = match status {
        Status::Code(code) => *code,
        Status::Range(4) => return "ClientError".to_owned(),
        Status::Range(5) => return "ServerError".to_owned(),
        Status::Range(_) | Status::Any => return "Other".to_owned(),
    };
    let name = match code {
        200 => "Ok",
        201 => "Created",
        202 => "Accepted",
        203 => "NonAuthoritative",
        204 => "NoContent",
        205 => "ResetContent",
        206 => "PartialContent",
        304 => "NotModified",
        400 => "BadRequest",
        401 => "Unauthorized",
        402 => "PaymentRequired",
        403 => "Forbidden",
        404 => "NotFound",
        405 => "MethodNotAllowed",
        406 => "NotAcceptable",
        408 => "RequestTimeout",
        409 => "Conflict",
        410 => "Gone",
        412 => "PreconditionFailed",
        413 => "ContentTooLarge",
        415 => "UnsupportedMediaType",
        422 => "UnprocessableEntity",
        423 => "Locked",
        428 => "PreconditionRequired",
        429 => "TooManyRequests",
        500 => "InternalServerError",
        501 => "NotImplemented",
        502 => "BadGateway",
        503 => "ServiceUnavailable",
        504 => "GatewayTimeout",
        code => return format!("Status{code}"),
    };
    name.to_owned()
}
