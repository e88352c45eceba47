//! The reasons of failures of `reqwest`: whether another attempt may succeed.

use std::{error::Error, io};

use crate::TransportError;

/// The error of the transport. The URL is removed, because it may contain secrets.
pub(crate) fn classified(error: reqwest::Error) -> TransportError {
    let error = error.without_url();
    let (is_connect, is_timeout) = (error.is_connect(), error.is_timeout());
    if error.is_builder() || error.is_redirect() || any_cause(&error, is_permanent) {
        TransportError::Permanent(error.into())
    } else if is_connect && is_timeout {
        TransportError::ConnectTimeout(error.into())
    } else if is_connect {
        TransportError::Connect(error.into())
    } else if is_timeout {
        TransportError::Timeout(error.into())
    } else {
        TransportError::Connection(error.into())
    }
}

/// Whether `is_it` is true for an error or one of its causes.
fn any_cause(error: &(dyn Error + 'static), is_it: fn(&(dyn Error + 'static)) -> bool) -> bool {
    let mut cause = Some(error);
    while let Some(error) = cause {
        // The source of an I/O error is that of the error inside it, which would be left out.
        let inner = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        if is_it(error) || inner.is_some_and(|inner| any_cause(inner, is_it)) {
            return true;
        }
        cause = error.source();
    }
    false
}

/// Whether another attempt would fail in the same way.
fn is_permanent(error: &(dyn Error + 'static)) -> bool {
    matches!(error.downcast_ref(), Some(TransportError::Permanent(_)))
        || is_tls(error)
        || is_proxy_login(&error.to_string())
}

/// Whether a proxy rejects the login. `hyper-util` has no type for it.
fn is_proxy_login(message: &str) -> bool {
    let message = message.to_ascii_lowercase();
    ["proxy auth", "user/pass authentication", "credentials not accepted"]
        .iter()
        .any(|words| message.contains(words))
}

/// Whether the TLS handshake failed because of a certificate or a setting.
#[cfg(feature = "rustls")]
fn is_tls(error: &(dyn Error + 'static)) -> bool {
    use rustls::{AlertDescription as Alert, Error};

    match error.downcast_ref::<Error>() {
        Some(Error::AlertReceived(alert)) => {
            !matches!(alert, Alert::InternalError | Alert::UserCanceled | Alert::CloseNotify)
        }
        Some(error) => matches!(
            error,
            Error::InvalidCertificate(_)
                | Error::InvalidCertRevocationList(_)
                | Error::NoCertificatesPresented
                | Error::UnsupportedNameType
                | Error::PeerIncompatible(_)
                | Error::NoApplicationProtocol
        ),
        None => is_handshake(&error.to_string()),
    }
}

#[cfg(not(feature = "rustls"))]
fn is_tls(error: &(dyn Error + 'static)) -> bool {
    is_handshake(&error.to_string())
}

/// Whether a message of `native-tls` is about a certificate, a version or another setting. Its errors
/// have no kinds.
fn is_handshake(message: &str) -> bool {
    const WORDS: [&str; 6] = [
        "certificate",
        "alert unknown ca",
        "alert protocol version",
        "alert handshake failure",
        "unsupported protocol",
        "alert access denied",
    ];
    let message = message.to_ascii_lowercase();
    cfg!(feature = "native-tls") && WORDS.iter().any(|word| message.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn causes_are_found_in_io_errors() {
        let inner = TransportError::Permanent("no".into());
        let wrapped = io::Error::other(io::Error::other(inner));
        assert!(any_cause(&wrapped, is_permanent));
        let other = io::Error::other(TransportError::Connection("reset".into()));
        assert!(!any_cause(&other, is_permanent));
        for message in ["proxy authorization required", "Proxy Authentication Required"] {
            assert!(any_cause(&io::Error::other(message), is_permanent), "{message}");
        }
        assert!(!any_cause(&io::Error::other("connection refused by the proxy"), is_permanent));
    }
}
