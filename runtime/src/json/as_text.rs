//! Text that converts into an enum, or is compared with one: [`AsText`].

use std::borrow::Cow;

/// Text that converts into any [`string_enum!`](crate::string_enum), and can be compared with it.
///
/// ```
/// use bessemer_runtime::string_enum;
///
/// #[derive(Clone, Debug)]
/// enum Status { Running, Unknown(String) }
/// string_enum! { Status { Running = "running", ..Unknown } }
///
/// let status = "running".to_owned();
/// assert_eq!(Status::from(&status), Status::Running);
/// assert_eq!(Status::Running, status);
/// assert_eq!(Status::from(status), Status::Running);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not text",
    label = "expected a variant of the enum, or its text"
)]
pub trait AsText: AsRef<str> {}

impl AsText for str {}
impl AsText for &str {}
impl AsText for &&str {}
impl AsText for String {}
impl AsText for &String {}
impl AsText for Cow<'_, str> {}
