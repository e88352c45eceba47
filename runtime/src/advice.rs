//! What the compiler says about calls that do not exist, but that users of other clients try first.
//!
//! No type implements these traits, so a method that requires one cannot be called. The compiler then shows
//! the message of the trait, which says what to write instead. Their lifetime makes the bound legal: the
//! compiler rejects a method whose bound has no parameter and is known to be false.

/// `request.send()`.
#[diagnostic::on_unimplemented(
    message = "a request has no method `send`: it is sent when you await it",
    label = "write `.await` instead of `.send().await`",
    note = "without async, write `.send_blocking()`: it needs the feature `blocking`"
)]
pub trait HasSend<'a> {}

/// `request.json(…)`.
#[diagnostic::on_unimplemented(
    message = "a request has no method `json`: the body is an argument of the method that creates it",
    label = "pass the body to that method instead",
    note = "to send a property that the type of the body lacks, put it into its `extra`: \
            `body.extra.insert(\"name\", &value)`",
    note = "to send a query parameter that the request lacks, write `.query(\"name\", value)`",
    note = "to read the response as another type, write `.returning::<RawJson>()`"
)]
pub trait HasJson<'a> {}
