//! What an error of the network stack means: it is wrapped several times, and the cause is deep inside.

use rustls::CertificateError;
use std::error::Error;
use std::io;

/// The cause of `error` in plain words, where it is one that a person can do something about.
pub(super) fn plain(error: &(dyn Error + 'static)) -> Option<String> {
    let mut found = None;
    let mut link = Some(error);
    // The deepest cause says most.
    while let Some(it) = link {
        found = meaning(it).or(found);
        // An error of the system hides the error it was made of from `source`.
        link = match it.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
            Some(inner) => Some(inner),
            None => it.source(),
        };
    }
    found
}

fn meaning(error: &(dyn Error + 'static)) -> Option<String> {
    if let Some(fault) = error.downcast_ref::<rustls::Error>() {
        return Some(match fault {
            rustls::Error::InvalidCertificate(fault) => format!("certificate not trusted: {}", certificate(fault)),
            rustls::Error::InvalidMessage(_) => "it does not speak TLS there".to_owned(),
            other => format!("TLS: {other}"),
        });
    }
    let words = match error.downcast_ref::<io::Error>()?.kind() {
        io::ErrorKind::ConnectionRefused => "nobody listens there",
        io::ErrorKind::HostUnreachable | io::ErrorKind::NetworkUnreachable => "there is no way to it",
        io::ErrorKind::TimedOut => "it did not answer in time",
        _ => return None,
    };
    Some(words.to_owned())
}

fn certificate(fault: &CertificateError) -> String {
    match fault {
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => "it has expired".to_owned(),
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => "it is not valid yet".to_owned(),
        CertificateError::UnknownIssuer => "nobody we know vouches for it".to_owned(),
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            "it is for another host".to_owned()
        }
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cause_is_found_however_deep_it_is_wrapped() {
        let fault = rustls::Error::InvalidCertificate(CertificateError::UnknownIssuer);
        let wrapped = io::Error::other(io::Error::other(fault));
        assert_eq!(plain(&wrapped).as_deref(), Some("certificate not trusted: nobody we know vouches for it"));
        let refused = io::Error::other(io::Error::from(io::ErrorKind::ConnectionRefused));
        assert_eq!(plain(&refused).as_deref(), Some("nobody listens there"));
        assert_eq!(plain(&io::Error::other("odd")), None);
    }
}
