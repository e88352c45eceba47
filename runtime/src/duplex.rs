//! Connections that both sides send to.

use tokio::io::{AsyncRead, AsyncWrite};

/// A connection after an HTTP upgrade.
pub(crate) trait Io: AsyncRead + AsyncWrite + Send + Unpin {}

impl<T: AsyncRead + AsyncWrite + Send + Unpin> Io for T {}

/// Any such connection.
pub(crate) type Duplex = Box<dyn Io>;
