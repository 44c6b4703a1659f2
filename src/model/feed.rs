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

/// What one refresh cost the other end.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Traffic {
    /// Requests sent: redirects followed and a second try count.
    pub requests: u32,
    /// Bytes of bodies as they came over the wire, before decompression.
    pub wire_bytes: u64,
}

/// What a feed says, or shows, of how often it changes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Pace {
    /// Usual time between two entries.
    pub gap: Option<SignedDuration>,
    /// How long it asks to be left alone (`ttl`, `sy:updatePeriod`).
    pub ttl: Option<SignedDuration>,
    /// Hours of the day in UTC when it asks to be left alone (`skipHours`): bit 0 is the hour from midnight.
    pub quiet_hours: u32,
}

impl Pace {
    /// The usual time between two entries: the middle one of the gaps between `times`, in whatever order they
    /// come. `None` when there are fewer than three different times: one gap is no habit.
    #[must_use]
    pub fn usual_gap(times: impl IntoIterator<Item = Timestamp>) -> Option<SignedDuration> {
        let mut times: Vec<Timestamp> = times.into_iter().collect();
        times.sort_unstable();
        times.dedup();
        let mut gaps: Vec<SignedDuration> = times.windows(2).map(|pair| pair[1].duration_since(pair[0])).collect();
        gaps.sort_unstable();
        if gaps.len() < 2 { None } else { gaps.get(gaps.len() / 2).copied() }
    }

    /// The set of hours that [`Self::quiet_hours`] holds; hours from 24 on are ignored.
    #[must_use]
    pub fn hours(hours: impl IntoIterator<Item = u8>) -> u32 {
        hours.into_iter().filter(|hour| *hour < 24).fold(0, |set, hour| set | 1 << hour)
    }
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
        /// How often it changes.
        pace: Pace,
        /// Entries the feed holds.
        entries: usize,
        /// Bytes of the document, after decompression.
        bytes: u64,
        /// What had to be mended before it could be read.
        repairs: Vec<String>,
        /// The address that a permanent redirect named.
        moved: Option<Link>,
        /// What it cost the other end.
        traffic: Traffic,
    },
    /// The server says that nothing changed.
    Unchanged {
        /// Validators the server renewed; empty fields keep the old ones.
        validators: Validators,
        /// When to come back.
        hold: Hold,
        /// The address that a permanent redirect named.
        moved: Option<Link>,
        /// What it cost the other end.
        traffic: Traffic,
    },
    /// It could not be read.
    Failed {
        /// In plain words, without secrets.
        cause: String,
        /// When to come back.
        hold: Hold,
        /// The server says that the feed is gone for good (410).
        gone: bool,
        /// What it cost the other end.
        traffic: Traffic,
    },
}

/// What is known of a feed between refreshes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct FeedState {
    /// For the next question.
    pub validators: Validators,
    /// Fingerprint of the bytes last read: the same bytes need no second reading.
    pub body: Option<String>,
    /// How often it changes, as of the last time it was read.
    pub pace: Pace,
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
    /// Its host asked that nothing be asked of it before this moment (`Retry-After`).
    pub held_until: Option<Timestamp>,
    /// Gone for good, says the server (410).
    pub gone_since: Option<Timestamp>,
    /// Where a permanent redirect led, and how often in a row it was seen.
    pub moved: Option<(Link, u32)>,
    /// What had to be mended when it was last read.
    pub repairs: Vec<String>,
    /// Attempts ever.
    pub attempts: u64,
    /// Requests ever sent for it, redirects and second tries included.
    pub requests: u64,
    /// Attempts answered with "nothing changed".
    pub unchanged: u64,
    /// Bytes that ever came over the wire for it, headers not counted.
    pub bytes: u64,
}

/// A feed that keeps failing is tried at least this often. Less than a day, so that a run each morning finds
/// every failing feed due again.
const LONGEST_BACKOFF: SignedDuration = SignedDuration::from_hours(20);

/// What a feed or its server says of freshness holds at most this long: a feed good "for a day" read at seven
/// must not be missed at seven the next morning. (CommaFeed has the same bound.)
const LONGEST_PAUSE: SignedDuration = SignedDuration::from_hours(4);

/// The longest `Retry-After` that is believed.
const LONGEST_HOLD: SignedDuration = SignedDuration::from_hours(24);

/// What a feed says in its own text, and its rhythm, may stretch the reader's interval this many times, not more:
/// the reader's wish comes first, and with `min_interval = "0s"` it is the only one.
const STRETCH: i32 = 8;

impl FeedState {
    /// What is known after `refresh`, which ended at `now`. Pure: the caller stores it.
    ///
    /// `min_interval` is the reader's own bound on how often a feed may be asked. The next try is never before
    /// `now` + `min_interval`, and at most a day, or `min_interval` if that is longer, and the feed's quiet
    /// hours away.
    #[must_use]
    pub fn after(&self, refresh: &Refresh, now: Timestamp, min_interval: SignedDuration) -> Self {
        let min_interval = min_interval.max(SignedDuration::ZERO);
        let mut next = self.clone();
        next.last_attempt = Some(now);
        next.attempts += 1;
        next.held_until = None;
        let (hold, traffic) = match refresh {
            Refresh::Read { validators, hold, pace, repairs, moved, traffic, .. } => {
                next.validators = validators.clone();
                next.pace = *pace;
                next.repairs.clone_from(repairs);
                next.succeed(moved.as_ref(), now);
                (hold, traffic)
            }
            Refresh::Unchanged { validators, hold, moved, traffic } => {
                if validators.etag.is_some() {
                    next.validators.etag.clone_from(&validators.etag);
                }
                if validators.last_modified.is_some() {
                    next.validators.last_modified.clone_from(&validators.last_modified);
                }
                next.unchanged += 1;
                next.succeed(moved.as_ref(), now);
                (hold, traffic)
            }
            Refresh::Failed { cause, hold, gone, traffic } => {
                next.failures = self.failures.saturating_add(1);
                next.failing_since = self.failing_since.or(Some(now));
                next.cause = Some(cause.clone());
                if *gone {
                    next.gone_since = self.gone_since.or(Some(now));
                }
                (hold, traffic)
            }
        };
        next.requests += u64::from(traffic.requests);
        next.bytes += traffic.wire_bytes;
        let mut wait = if next.failures == 0 {
            pause(next.pace, *hold, min_interval)
        } else {
            backoff(next.failures, min_interval)
        };
        if let Some(retry) = hold.retry_after.filter(SignedDuration::is_positive) {
            let retry = retry.min(LONGEST_HOLD);
            next.held_until = now.checked_add(retry).ok();
            wait = wait.max(retry);
        }
        next.next_try = now.checked_add(wait).ok().map(|at| match next.failures {
            0 if !min_interval.is_zero() => after_quiet_hours(at, next.pace.quiet_hours),
            _ => at,
        });
        next
    }

    fn succeed(&mut self, moved: Option<&Link>, now: Timestamp) {
        self.last_success = Some(now);
        self.failures = 0;
        self.failing_since = None;
        self.cause = None;
        self.gone_since = None;
        self.moved = moved.map(|link| match self.moved.take() {
            Some((before, times)) if before == *link => (before, times.saturating_add(1)),
            _ => (link.clone(), 1),
        });
    }

    /// Whether the feed may be asked at `now`.
    #[must_use]
    pub fn is_due(&self, now: Timestamp) -> bool {
        self.gone_since.is_none() && self.next_try.is_none_or(|at| at <= now)
    }
}

/// How long to leave a feed alone that answered well.
fn pause(pace: Pace, hold: Hold, min_interval: SignedDuration) -> SignedDuration {
    // Twice as often as it publishes, no entry waits longer than half a gap.
    let rhythm = pace.gap.map(|gap| gap / 2);
    let wished = rhythm.max(pace.ttl).unwrap_or_default();
    let stretched = min_interval.saturating_mul(STRETCH).min(LONGEST_PAUSE);
    let fresh_for = hold.fresh_for.unwrap_or_default().min(LONGEST_PAUSE);
    min_interval.max(wished.min(stretched)).max(fresh_for)
}

/// How long to leave a feed alone that has failed so often in a row: twice as long each time.
fn backoff(failures: u32, min_interval: SignedDuration) -> SignedDuration {
    let doublings = failures.saturating_sub(1).min(10);
    min_interval.saturating_mul(1 << doublings).min(LONGEST_BACKOFF).max(min_interval)
}

/// The first moment from `at` on whose hour is not among `hours`; `at` if all are.
fn after_quiet_hours(at: Timestamp, hours: u32) -> Timestamp {
    let hour = |second: i64| second.rem_euclid(86_400) / 3_600;
    let mut second = at.as_second();
    for _ in 0..24 {
        if hours >> hour(second) & 1 == 0 {
            // Only a moment that was moved loses its fraction.
            return if second == at.as_second() { at } else { Timestamp::from_second(second).unwrap_or(at) };
        }
        second = second - second.rem_euclid(3_600) + 3_600;
    }
    at
}
