//! What went wrong, in plain words, and whether to try again.

use super::guard::Refusal;
use super::host::Host;
use crate::model::{Hold, Traffic};
use jiff::{SignedDuration, Timestamp};
use std::time::Duration;
use thiserror::Error;

/// Why there is no answer.
///
/// Its text is meant for people and holds no secret: of an address it names the host alone, since paths and
/// queries may hold a token.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{cause}")]
pub struct FetchError {
    cause: Box<Cause>,
    hold: Hold,
    traffic: Traffic,
}

impl FetchError {
    pub(super) fn new(cause: Cause, hold: Hold, traffic: Traffic) -> Self {
        Self { cause: Box::new(cause), hold, traffic }
    }

    /// What happened.
    #[must_use]
    pub fn cause(&self) -> &Cause {
        &self.cause
    }

    /// When to come back, says the server.
    #[must_use]
    pub fn hold(&self) -> Hold {
        self.hold
    }

    /// What it cost the other end.
    #[must_use]
    pub fn traffic(&self) -> Traffic {
        self.traffic
    }

    /// The server says that the feed is gone for good.
    #[must_use]
    pub fn is_gone(&self) -> bool {
        *self.cause == Cause::Gone
    }

    /// Nothing was sent, since the host asked to be left alone: until when. No failure of the feed.
    #[must_use]
    pub fn held_until(&self) -> Option<Timestamp> {
        match *self.cause {
            Cause::Held { until, .. } => Some(until),
            _ => None,
        }
    }

    /// It may pass without anybody doing anything.
    #[must_use]
    pub fn is_passing(&self) -> bool {
        self.cause.is_passing()
    }
}

impl From<Cause> for FetchError {
    fn from(cause: Cause) -> Self {
        Self::new(cause, Hold::default(), Traffic::default())
    }
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum Cause {
    /// The guard keeps us from dialling it.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The look-up of its name failed, or gave nothing.
    #[error("the name {name} does not resolve")]
    NoSuchName {
        /// The name.
        name: String,
    },
    /// Nobody listens there.
    #[error("refused to connect")]
    ConnectRefused,
    /// No way there.
    #[error("cannot be reached ({0})")]
    Unreachable(&'static str),
    /// It hung up.
    #[error("connection reset before the answer")]
    Reset,
    /// It hung up in the middle.
    #[error("answer cut off before its end")]
    CutOff,
    /// No connection in time.
    #[error("timed out after {} s without a connection", .0.as_secs())]
    ConnectTimeout(Duration),
    /// The whole took too long.
    #[error("timed out after {} s", seconds(*.0))]
    Timeout(Duration),
    /// It began and stopped.
    #[error("timed out: nothing more came for {} s", seconds(*.0))]
    Stalled(Duration),
    /// The certificate ran out.
    #[error("certificate expired{}", ago(*.0))]
    CertificateExpired(Option<SignedDuration>),
    /// The certificate is not to be trusted for another reason.
    #[error("certificate not trusted: {0}")]
    Certificate(String),
    /// TLS failed.
    #[error("no secure connection: {0}")]
    Tls(String),
    /// The proxy does not work.
    #[error("the proxy does not work: {0}")]
    Proxy(&'static str),
    /// What came is not HTTP as anybody speaks it.
    #[error("did not answer in proper HTTP ({0})")]
    Protocol(String),
    /// The headers are too large or too many.
    #[error("answered with too many or too large headers")]
    Headers,
    /// More than the limit.
    #[error("larger than {}; raise `max_bytes` in [fetch] to read it", size(*.limit))]
    TooLarge {
        /// The limit in bytes.
        limit: u64,
    },
    /// The bytes are not what `Content-Encoding` says.
    #[error("answer broken in its {0} compression")]
    Coding(String),
    /// 200 and an empty body.
    #[error("answered {status} with nothing")]
    Empty {
        /// The status.
        status: u16,
    },
    /// 304 to a question without validators.
    #[error("answered 304 (nothing changed) although nothing was asked about")]
    UnaskedNotModified,
    /// A page that wants to see a human.
    #[error("blocked by a bot check{}", whose(.by))]
    BotCheck {
        /// Whose, where it is known.
        by: &'static str,
    },
    /// 410.
    #[error("gone for good, says the server (410)")]
    Gone,
    /// 429.
    #[error("asked us to come less often (429)")]
    TooMany,
    /// 401.
    #[error("wants a login (401); give the outlet `basic_auth`, `headers` or `cookie`")]
    Login,
    /// Any other status.
    #[error("answered {status}{}", reason(*.status))]
    Status {
        /// The status.
        status: u16,
    },
    /// A redirect that says not where to.
    #[error("answered {status} and said not where to go")]
    NoLocation {
        /// The status.
        status: u16,
    },
    /// A redirect to something that is no address.
    #[error("redirected to something that is no address")]
    BadLocation,
    /// A redirect to where the guard keeps us from going.
    #[error("redirected to where we do not go: {0}")]
    RedirectRefused(Refusal),
    /// Too many redirects.
    #[error("redirected more than {0} times")]
    TooManyRedirects(usize),
    /// Redirects that lead back.
    #[error("redirected in a circle")]
    RedirectLoop,
    /// The host asked to be left alone.
    #[error("{host} asked us to wait until {until:.0}")]
    Held {
        /// The host.
        host: Host,
        /// Until when.
        until: Timestamp,
    },
    /// A file that cannot be read.
    #[error("cannot be read: {0}")]
    File(String),
    /// An option that cannot be used.
    #[error("{0}")]
    Option(String),
}

impl Cause {
    fn is_passing(&self) -> bool {
        match self {
            Self::Status { status } => *status >= 500 || *status == 408,
            Self::NoSuchName { .. }
            | Self::ConnectRefused
            | Self::Unreachable(_)
            | Self::Reset
            | Self::CutOff
            | Self::ConnectTimeout(_)
            | Self::Timeout(_)
            | Self::Stalled(_)
            | Self::TooMany
            | Self::Empty { .. }
            | Self::Held { .. } => true,
            _ => false,
        }
    }

    /// Worth one more try within the same run. A client's error (4xx) is none, nor is what has already used up
    /// its time, nor a name that does not resolve: the resolver has tried again itself.
    pub(super) fn is_worth_a_second_try(&self) -> bool {
        match self {
            // 501 and 505 are about what we speak; they do not pass.
            Self::Status { status } => *status >= 500 && !matches!(status, 501 | 505),
            Self::ConnectRefused | Self::Unreachable(_) | Self::Reset | Self::CutOff => true,
            _ => false,
        }
    }
}

fn seconds(time: Duration) -> String {
    if time.subsec_millis() == 0 { time.as_secs().to_string() } else { format!("{:.1}", time.as_secs_f64()) }
}

fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{} kB", bytes / 1_000),
        _ => format!("{} MB", bytes / 1_000_000),
    }
}

fn ago(time: Option<SignedDuration>) -> String {
    let many = |count: i64, unit: &str| format!(" {count} {unit}{} ago", if count == 1 { "" } else { "s" });
    match time.map(|time| time.as_secs()) {
        None => String::new(),
        Some(seconds @ ..3_600) => many((seconds / 60).max(1), "minute"),
        Some(seconds @ 3_600..86_400) => many(seconds / 3_600, "hour"),
        Some(seconds) => many(seconds / 86_400, "day"),
    }
}

fn whose(by: &str) -> String {
    if by.is_empty() { String::new() } else { format!(" ({by})") }
}

fn reason(status: u16) -> String {
    http::StatusCode::from_u16(status)
        .ok()
        .and_then(|status| status.canonical_reason())
        .map(|reason| format!(" {reason}"))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_pass_is_told_from_what_will_not() {
        let status = |status| Cause::Status { status };
        for (cause, passing, second_try) in [
            (status(500), true, true),
            (status(502), true, true),
            (status(522), true, true),
            (status(501), true, false),
            (status(400), false, false),
            (status(403), false, false),
            (status(404), false, false),
            (status(408), true, false),
            (Cause::TooMany, true, false),
            (Cause::Gone, false, false),
            (Cause::Login, false, false),
            (Cause::ConnectRefused, true, true),
            (Cause::Reset, true, true),
            (Cause::CutOff, true, true),
            (Cause::Timeout(Duration::from_secs(20)), true, false),
            (Cause::NoSuchName { name: "a.example".to_owned() }, true, false),
            (Cause::CertificateExpired(None), false, false),
            (Cause::TooLarge { limit: 1 }, false, false),
            (Cause::BotCheck { by: "" }, false, false),
        ] {
            assert_eq!((cause.is_passing(), cause.is_worth_a_second_try()), (passing, second_try), "{cause}");
        }
    }

    #[test]
    fn words_fit_their_numbers() {
        for (cause, words) in [
            (Cause::Timeout(Duration::from_secs(20)), "timed out after 20 s"),
            (Cause::Timeout(Duration::from_millis(1_500)), "timed out after 1.5 s"),
            (Cause::TooLarge { limit: 5_000_000 }, "larger than 5 MB; raise `max_bytes` in [fetch] to read it"),
            (Cause::TooLarge { limit: 2_500 }, "larger than 2 kB; raise `max_bytes` in [fetch] to read it"),
            (Cause::Status { status: 404 }, "answered 404 Not Found"),
            (Cause::Status { status: 520 }, "answered 520"),
            (Cause::BotCheck { by: "" }, "blocked by a bot check"),
        ] {
            assert_eq!(cause.to_string(), words);
        }
    }
}
