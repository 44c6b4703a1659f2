//! What an error of the network stack means: it is wrapped several times, and the cause is deep inside.

use super::failure::Cause;
use super::guard::Refusal;
use super::resolve::LookupFailed;
use jiff::SignedDuration;
use rustls::CertificateError;
use std::error::Error;
use std::io;
use std::time::Duration;

/// How far a request had come when it failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    Asking,
    Reading,
}

/// What `error` means. `connect_timeout` is for its text.
pub(super) fn cause(error: &reqwest::Error, stage: Stage, connect_timeout: Duration, proxied: bool) -> Cause {
    let mut found: Option<Cause> = None;
    let mut link: Option<&(dyn Error + 'static)> = Some(error);
    // The deepest cause that means something says most.
    while let Some(it) = link {
        if let Some(cause) = meaning(it, stage) {
            found = Some(cause);
        }
        link = inner(it);
    }
    let connecting = error.is_connect();
    match found {
        Some(cause) => cause,
        None if connecting && error.is_timeout() => Cause::ConnectTimeout(connect_timeout),
        None if connecting && proxied => Cause::Proxy("no connection through it"),
        None if connecting => Cause::Unreachable("no connection"),
        None if stage == Stage::Reading => Cause::CutOff,
        None => Cause::Protocol("no answer".to_owned()),
    }
}

/// The next link. An [`io::Error`] hides the error it was made of from `source`.
fn inner<'e>(error: &'e (dyn Error + 'static)) -> Option<&'e (dyn Error + 'static)> {
    match error.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
        Some(inner) => Some(inner),
        None => error.source(),
    }
}

fn meaning(error: &(dyn Error + 'static), stage: Stage) -> Option<Cause> {
    if let Some(refusal) = error.downcast_ref::<Refusal>() {
        return Some(match refusal {
            Refusal::Unresolved(name) => Cause::NoSuchName { name: name.clone() },
            refusal => Cause::Refused(refusal.clone()),
        });
    }
    if let Some(LookupFailed { name }) = error.downcast_ref::<LookupFailed>() {
        return Some(Cause::NoSuchName { name: name.clone() });
    }
    if let Some(error) = error.downcast_ref::<rustls::Error>() {
        return Some(tls(error));
    }
    if let Some(error) = error.downcast_ref::<hyper::Error>() {
        return http(error, stage);
    }
    error.downcast_ref::<io::Error>().and_then(|error| socket(error, stage))
}

fn http(error: &hyper::Error, stage: Stage) -> Option<Cause> {
    if error.is_parse() {
        // hyper has a method for this, but for servers only.
        let what = error.to_string();
        return Some(if what.contains("too large") { Cause::Headers } else { Cause::Protocol(what) });
    }
    if error.is_incomplete_message() {
        return Some(if stage == Stage::Reading { Cause::CutOff } else { Cause::Reset });
    }
    None
}

fn socket(error: &io::Error, stage: Stage) -> Option<Cause> {
    Some(match error.kind() {
        io::ErrorKind::ConnectionRefused => Cause::ConnectRefused,
        io::ErrorKind::HostUnreachable => Cause::Unreachable("no way to the host"),
        io::ErrorKind::NetworkUnreachable | io::ErrorKind::NetworkDown => Cause::Unreachable("no network"),
        io::ErrorKind::AddrNotAvailable => Cause::Unreachable("no such address here"),
        io::ErrorKind::ConnectionReset
        | io::ErrorKind::ConnectionAborted
        | io::ErrorKind::BrokenPipe
        | io::ErrorKind::UnexpectedEof => {
            if stage == Stage::Reading {
                Cause::CutOff
            } else {
                Cause::Reset
            }
        }
        io::ErrorKind::InvalidInput if stage == Stage::Asking => Cause::Unreachable("no way to the host"),
        // Broken framing: a chunk that has no length, say.
        io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData => Cause::Protocol("broken framing".to_owned()),
        _ => return None,
    })
}

fn tls(error: &rustls::Error) -> Cause {
    let rustls::Error::InvalidCertificate(fault) = error else {
        return Cause::Tls(match error {
            rustls::Error::AlertReceived(alert) => format!("the server refused it ({alert:?})"),
            rustls::Error::InvalidMessage(_) => "the server does not speak TLS there".to_owned(),
            rustls::Error::PeerIncompatible(_) => "the server speaks no version or cipher that is safe".to_owned(),
            other => other.to_string(),
        });
    };
    match fault {
        CertificateError::ExpiredContext { time, not_after } => {
            let seconds = time.as_secs().saturating_sub(not_after.as_secs());
            Cause::CertificateExpired(i64::try_from(seconds).ok().map(SignedDuration::from_secs))
        }
        CertificateError::Expired => Cause::CertificateExpired(None),
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
            Cause::Certificate("it is not valid yet".to_owned())
        }
        CertificateError::UnknownIssuer => Cause::Certificate("nobody we know vouches for it".to_owned()),
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            Cause::Certificate("it is for another host".to_owned())
        }
        CertificateError::BadSignature => Cause::Certificate("its signature is wrong".to_owned()),
        CertificateError::Revoked => Cause::Certificate("it was revoked".to_owned()),
        other => Cause::Certificate(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rustls::pki_types::UnixTime;

    #[test]
    fn certificates_are_judged_in_plain_words() {
        let expired = |ago: u64| CertificateError::ExpiredContext {
            time: UnixTime::since_unix_epoch(Duration::from_secs(1_000_000 + ago)),
            not_after: UnixTime::since_unix_epoch(Duration::from_secs(1_000_000)),
        };
        for (fault, words) in [
            (expired(3 * 86_400 + 5), "certificate expired 3 days ago"),
            (expired(86_400), "certificate expired 1 day ago"),
            (expired(7_300), "certificate expired 2 hours ago"),
            (expired(5), "certificate expired 1 minute ago"),
            (CertificateError::Expired, "certificate expired"),
            (CertificateError::NotValidYet, "certificate not trusted: it is not valid yet"),
            (CertificateError::UnknownIssuer, "certificate not trusted: nobody we know vouches for it"),
            (CertificateError::NotValidForName, "certificate not trusted: it is for another host"),
        ] {
            assert_eq!(tls(&rustls::Error::InvalidCertificate(fault)).to_string(), words);
        }
    }

    #[test]
    fn a_cause_is_found_however_deep_it_is_wrapped() {
        let refusal = Refusal::Unresolved("a.example".to_owned());
        let wrapped = io::Error::other(io::Error::other(refusal));
        let mut link: Option<&(dyn Error + 'static)> = Some(&wrapped);
        let mut found = None;
        while let Some(it) = link {
            found = meaning(it, Stage::Asking).or(found);
            link = inner(it);
        }
        assert_eq!(found, Some(Cause::NoSuchName { name: "a.example".to_owned() }));
    }

    #[test]
    fn the_same_break_means_more_once_an_answer_has_begun() {
        for (kind, asking, reading) in [
            (io::ErrorKind::ConnectionReset, Cause::Reset, Cause::CutOff),
            (io::ErrorKind::UnexpectedEof, Cause::Reset, Cause::CutOff),
            (io::ErrorKind::ConnectionRefused, Cause::ConnectRefused, Cause::ConnectRefused),
        ] {
            assert_eq!(socket(&kind.into(), Stage::Asking), Some(asking));
            assert_eq!(socket(&kind.into(), Stage::Reading), Some(reading));
        }
    }
}
