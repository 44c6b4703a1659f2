//! Feeds: addresses that are refreshed, and what is known of each.

use super::{Link, OutletId, fingerprint};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// The name of a feed: derived from its outlet and its address as configured.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FeedId(String);

impl FeedId {
    /// The name of the feed at `address` (without secrets) of `outlet`.
    #[must_use]
    pub fn derive(outlet: &OutletId, address: &str) -> Self {
        Self(fingerprint(&[outlet.as_str(), address]))
    }

    /// Takes a name that was given earlier.
    pub fn from_stored(name: impl Into<String>) -> Self {
        Self(name.into())
    }

    /// The name as a string of 16 hexadecimal digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Where a feed is read from.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum FeedAddress {
    /// Over the network.
    Web(Link),
    /// A file of this machine, named by `file:` in `feeds.toml`.
    File(PathBuf),
}

impl std::fmt::Display for FeedAddress {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Web(link) => link.fmt(f),
            Self::File(path) => write!(f, "file:{}", path.display()),
        }
    }
}

/// One address that is refreshed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feed {
    /// Its name.
    pub id: FeedId,
    /// Who publishes it.
    pub outlet: OutletId,
    /// Where it is read from.
    pub address: FeedAddress,
}

/// What a server gave us to ask "has it changed?" with.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Validators {
    /// The `ETag` header, byte for byte.
    pub etag: Option<String>,
    /// The `Last-Modified` header, byte for byte.
    pub last_modified: Option<String>,
}

/// A server's wish about when to come back.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hold {
    /// The answer is good for this long (`Cache-Control`, `Expires`).
    pub fresh_for: Option<SignedDuration>,
    /// Nothing may be asked of this host before this long has passed (`Retry-After`).
    pub retry_after: Option<SignedDuration>,
}

/// How one attempt to bring a feed up to date ended.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Refresh {
    /// The feed was read.
    Read {
        /// For the next question.
        validators: Validators,
        /// When to come back.
        hold: Hold,
        /// Entries the feed holds.
        entries: usize,
        /// Bytes that came over the wire, after decompression.
        bytes: u64,
        /// What had to be mended before it could be read.
        repairs: Vec<String>,
        /// The address that a permanent redirect named.
        moved: Option<Link>,
    },
    /// The server says that nothing changed.
    Unchanged {
        /// Validators the server renewed; empty fields keep the old ones.
        validators: Validators,
        /// When to come back.
        hold: Hold,
    },
    /// It could not be read.
    Failed {
        /// In plain words, without secrets.
        cause: String,
        /// When to come back.
        hold: Hold,
        /// The server says that the feed is gone for good (410).
        gone: bool,
    },
}

/// What is known of a feed between refreshes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedState {
    /// For the next question.
    pub validators: Validators,
    /// Fingerprint of the bytes last read: the same bytes need no second reading.
    pub body: Option<String>,
    /// Last attempt.
    pub last_attempt: Option<Timestamp>,
    /// Last attempt that succeeded (304 included).
    pub last_success: Option<Timestamp>,
    /// Failures since the last success.
    pub failures: u32,
    /// When the failures began.
    pub failing_since: Option<Timestamp>,
    /// Why the last attempt failed.
    pub cause: Option<String>,
    /// Not to be asked before this moment.
    pub next_try: Option<Timestamp>,
    /// Gone for good, says the server (410).
    pub gone_since: Option<Timestamp>,
    /// Where a permanent redirect led, and how often in a row it was seen.
    pub moved: Option<(Link, u32)>,
    /// What had to be mended when it was last read.
    pub repairs: Vec<String>,
    /// Attempts ever.
    pub requests: u64,
    /// Attempts answered with "nothing changed".
    pub unchanged: u64,
    /// Bytes ever read.
    pub bytes: u64,
}

/// How often a feed that keeps failing is tried: at least this often.
const LONGEST_BACKOFF: SignedDuration = SignedDuration::from_hours(24);

impl FeedState {
    /// What is known after `refresh`, which ended at `now`. Pure: the caller stores it.
    ///
    /// `min_interval` is the reader's own bound on how often a feed may be asked.
    #[must_use]
    pub fn after(&self, refresh: &Refresh, now: Timestamp, min_interval: SignedDuration) -> Self {
        let mut next = self.clone();
        next.last_attempt = Some(now);
        next.requests += 1;
        let hold = match refresh {
            Refresh::Read { validators, hold, bytes, repairs, moved, .. } => {
                next.validators = validators.clone();
                next.repairs.clone_from(repairs);
                next.bytes += bytes;
                next.moved = moved.as_ref().map(|link| match &self.moved {
                    Some((before, times)) if before == link => (link.clone(), times + 1),
                    _ => (link.clone(), 1),
                });
                next.succeed(now);
                hold
            }
            Refresh::Unchanged { validators, hold } => {
                if validators.etag.is_some() {
                    next.validators.etag.clone_from(&validators.etag);
                }
                if validators.last_modified.is_some() {
                    next.validators.last_modified.clone_from(&validators.last_modified);
                }
                next.unchanged += 1;
                next.succeed(now);
                hold
            }
            Refresh::Failed { cause, hold, gone } => {
                next.failures += 1;
                next.failing_since = self.failing_since.or(Some(now));
                next.cause = Some(cause.clone());
                if *gone {
                    next.gone_since = self.gone_since.or(Some(now));
                }
                hold
            }
        };
        let mut wait = min_interval;
        if next.failures > 1 {
            let doublings = (next.failures - 1).min(10);
            wait = (wait * 2_i32.pow(doublings)).min(LONGEST_BACKOFF.max(min_interval));
        }
        if let Some(retry) = hold.retry_after {
            wait = wait.max(retry.min(LONGEST_BACKOFF));
        }
        next.next_try = now.checked_add(wait).ok();
        next
    }

    fn succeed(&mut self, now: Timestamp) {
        self.last_success = Some(now);
        self.failures = 0;
        self.failing_since = None;
        self.cause = None;
        self.gone_since = None;
    }

    /// Whether the feed may be asked at `now`.
    #[must_use]
    pub fn is_due(&self, now: Timestamp) -> bool {
        self.gone_since.is_none() && self.next_try.is_none_or(|at| at <= now)
    }
}
