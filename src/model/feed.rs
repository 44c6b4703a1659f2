//! Feeds: addresses that are refreshed, and what is known of each.

use super::schedule::TRIM;
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
    /// Whether its entries bear dates.
    pub dated: bool,
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

    /// Whether a silence of `silence` is more than this feed's habit explains.
    ///
    /// Were entries to come at random, gaps of seven times the middle one (4.9 times the mean) would be less than
    /// one in a hundred; three days at least, so that no weekend is an alarm.
    #[must_use]
    pub fn is_unusual(&self, silence: SignedDuration) -> bool {
        self.gap.is_some_and(|gap| silence > gap.saturating_mul(7).max(SignedDuration::from_hours(72)))
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
    /// The latest time in which nobody looked, or could: from one success to the next, a day and a half or more apart.
    pub unwatched: Option<(Timestamp, Timestamp)>,
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
    /// Since when its entries bear no dates, though they did before.
    pub undated_since: Option<Timestamp>,
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

/// Who looks once a day has missed a day when so long has passed.
const ABSENCE: SignedDuration = SignedDuration::from_hours(36);

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
            Refresh::Read { validators, hold, pace, entries, repairs, moved, traffic, .. } => {
                next.validators = validators.clone();
                if *entries > 0 {
                    let had_dates = self.pace.dated || self.undated_since.is_some();
                    next.undated_since = (had_dates && !pace.dated).then(|| self.undated_since.unwrap_or(now));
                }
                // A habit is not lost with the dates that showed it.
                next.pace = Pace { gap: pace.gap.or(self.pace.gap), ..*pace };
                next.pace.dated = pace.dated || (*entries == 0 && self.pace.dated);
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
        if let Some(before) = self.last_success.filter(|before| now.duration_since(*before) >= ABSENCE) {
            self.unwatched = Some((before, now));
        }
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

    /// How long the feed was looked at from `since` to `now`: what it did in our absence, or since it was last read,
    /// is not known.
    #[must_use]
    pub fn watched(&self, since: Timestamp, now: Timestamp) -> SignedDuration {
        let now = self.last_success.map_or(now, |last| last.min(now));
        let unwatched = self.unwatched.map_or(SignedDuration::ZERO, |(from, until)| {
            until.min(now).duration_since(from.max(since)).max(SignedDuration::ZERO)
        });
        now.duration_since(since).saturating_sub(unwatched).max(SignedDuration::ZERO)
    }

    /// Whether it was asked hours from now: by a clock that has been set since. When to come back means nothing then.
    #[must_use]
    pub fn is_of_another_clock(&self, now: Timestamp) -> bool {
        self.last_attempt.is_some_and(|at| at.duration_since(now) > TRIM)
    }

    /// Whether the feed may be asked at `now`.
    #[must_use]
    pub fn is_due(&self, now: Timestamp) -> bool {
        self.gone_since.is_none() && (self.is_of_another_clock(now) || self.next_try.is_none_or(|at| at <= now))
    }
}

/// How long to leave a feed alone that answered well.
fn pause(pace: Pace, hold: Hold, min_interval: SignedDuration) -> SignedDuration {
    // Twice as often as it publishes, no entry waits longer than half a gap.
    let rhythm = pace.gap.map(|gap| SignedDuration::from_secs(gap.as_secs() / 2));
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(text: &str) -> Timestamp {
        text.parse().expect("a time")
    }

    const HALF_HOUR: SignedDuration = SignedDuration::from_mins(30);

    fn read(pace: Pace, fresh_for: Option<SignedDuration>, moved: Option<&str>) -> Refresh {
        Refresh::Read {
            validators: Validators { etag: Some("\"1\"".to_owned()), last_modified: None },
            hold: Hold { fresh_for, retry_after: None },
            pace,
            entries: 10,
            bytes: 4_000,
            repairs: Vec::new(),
            moved: moved.map(|to| Link::parse(to, None).expect("an address")),
            traffic: Traffic { requests: 2, wire_bytes: 1_000 },
        }
    }

    fn unchanged(etag: Option<&str>) -> Refresh {
        Refresh::Unchanged {
            validators: Validators { etag: etag.map(str::to_owned), last_modified: None },
            hold: Hold::default(),
            moved: None,
            traffic: Traffic { requests: 1, wire_bytes: 0 },
        }
    }

    fn failed(cause: &str, retry_after: Option<SignedDuration>, gone: bool) -> Refresh {
        let hold = Hold { fresh_for: None, retry_after };
        Refresh::Failed { cause: cause.to_owned(), hold, gone, traffic: Traffic { requests: 2, wire_bytes: 0 } }
    }

    #[test]
    fn a_good_feed_is_asked_again_in_its_own_time() {
        let hours = SignedDuration::from_hours;
        let minutes = SignedDuration::from_mins;
        let gap = |gap| Pace { gap: Some(gap), ..Pace::default() };
        let ttl = |ttl| Pace { ttl: Some(ttl), ..Pace::default() };
        for (pace, fresh_for, min_interval, expected) in [
            (Pace::default(), None, HALF_HOUR, HALF_HOUR),
            // Its rhythm: half a gap, within bounds.
            (gap(minutes(10)), None, HALF_HOUR, HALF_HOUR),
            (gap(hours(3)), None, HALF_HOUR, minutes(90)),
            (gap(hours(24 * 30)), None, HALF_HOUR, hours(4)),
            (gap(hours(24 * 30)), None, minutes(5), minutes(40)),
            // What it says in its text.
            (ttl(minutes(60)), None, HALF_HOUR, hours(1)),
            (ttl(hours(24 * 365)), None, HALF_HOUR, hours(4)),
            (ttl(minutes(60)), None, hours(6), hours(6)),
            // What its server says.
            (Pace::default(), Some(hours(1)), HALF_HOUR, hours(1)),
            (Pace::default(), Some(hours(24 * 365)), HALF_HOUR, hours(4)),
            (Pace::default(), Some(hours(1)), hours(2), hours(2)),
            // A reader who wants no pause gets none, unless the server wants one.
            (gap(hours(10)), None, SignedDuration::ZERO, SignedDuration::ZERO),
            (ttl(hours(10)), None, SignedDuration::ZERO, SignedDuration::ZERO),
            (Pace::default(), Some(minutes(5)), SignedDuration::ZERO, minutes(5)),
            // Nonsense.
            (gap(-hours(1)), Some(-hours(1)), HALF_HOUR, HALF_HOUR),
            (gap(SignedDuration::MAX), Some(SignedDuration::MAX), SignedDuration::MAX, SignedDuration::MAX),
        ] {
            let now = at("2026-03-01T06:00:00Z");
            let state = FeedState::default().after(&read(pace, fresh_for, None), now, min_interval);
            assert_eq!(state.next_try, now.checked_add(expected).ok(), "{pace:?} {fresh_for:?} {min_interval}");
        }
    }

    #[test]
    fn quiet_hours_are_kept() {
        let night = Pace::hours([22, 23, 0, 1, 2, 3, 4, 5, 77]);
        for (now, hours, expected) in [
            ("2026-03-01T20:00:00Z", night, "2026-03-01T20:30:00Z"),
            ("2026-03-01T21:45:10.5Z", night, "2026-03-02T06:00:00Z"),
            ("2026-03-01T05:29:59Z", night, "2026-03-01T06:00:00Z"),
            ("2026-03-01T05:30:00.25Z", night, "2026-03-01T06:00:00.25Z"),
            // All hours are none.
            ("2026-03-01T05:00:00Z", u32::MAX, "2026-03-01T05:30:00Z"),
        ] {
            let pace = Pace { quiet_hours: hours, ..Pace::default() };
            let state = FeedState::default().after(&read(pace, None, None), at(now), HALF_HOUR);
            assert_eq!(state.next_try, Some(at(expected)), "{now}");
        }
        let pace = Pace { quiet_hours: night, ..Pace::default() };
        let now = at("2026-03-01T23:00:00Z");
        let state = FeedState::default().after(&read(pace, None, None), now, SignedDuration::ZERO);
        assert!(state.is_due(now), "a reader who wants no pause gets none");
    }

    #[test]
    fn failures_wait_longer_each_time_but_less_than_a_day() {
        let mut state = FeedState::default();
        let mut now = at("2026-03-01T06:00:00Z");
        let mut waits = Vec::new();
        for _ in 0..8 {
            state = state.after(&failed("timed out after 20 s", None, false), now, HALF_HOUR);
            let next = state.next_try.expect("a next try");
            waits.push(next.duration_since(now).as_mins());
            now = next;
        }
        assert_eq!(waits, [30, 60, 120, 240, 480, 960, 1_200, 1_200]);
        assert_eq!(state.failing_since, Some(at("2026-03-01T06:00:00Z")));
        assert_eq!((state.failures, state.attempts, state.requests), (8, 8, 16));
        let well = state.after(&unchanged(None), now, HALF_HOUR);
        assert_eq!((well.failures, well.failing_since, well.cause.as_deref()), (0, None, None));
        assert_eq!(well.next_try, Some(now + HALF_HOUR));
    }

    #[test]
    fn a_host_that_asks_for_time_gets_it_and_loses_no_reader() {
        let now = at("2026-03-01T06:00:00Z");
        let hours = SignedDuration::from_hours;
        for (wish, expected) in [(hours(2), hours(2)), (hours(24 * 365), hours(24)), (hours(-2), HALF_HOUR)] {
            let state = FeedState::default().after(&failed("429", Some(wish), false), now, HALF_HOUR);
            assert_eq!(state.next_try, Some(now + expected), "{wish}");
            assert_eq!(state.held_until.is_some(), wish.is_positive());
            assert_eq!(state.gone_since, None);
            assert!(state.is_due(now + expected));
        }
        let mut state = FeedState::default();
        for _ in 0..1_000 {
            state = state.after(&failed("429", Some(hours(1)), false), now, HALF_HOUR);
        }
        assert!(state.is_due(now + hours(24)));
    }

    #[test]
    fn a_feed_that_is_gone_is_not_asked_again_until_it_answers() {
        let now = at("2026-03-01T06:00:00Z");
        let gone = FeedState::default().after(&failed("gone", None, true), now, HALF_HOUR);
        assert_eq!(gone.gone_since, Some(now));
        assert!(!gone.is_due(now + SignedDuration::from_hours(10_000)));
        let later = now + SignedDuration::from_hours(1);
        assert_eq!(
            gone.after(&failed("gone", None, true), later, HALF_HOUR).gone_since,
            Some(now),
            "since when, not lately"
        );
        assert_eq!(gone.after(&unchanged(None), later, HALF_HOUR).gone_since, None);
    }

    #[test]
    fn permanent_redirects_are_counted_while_they_agree() {
        let now = at("2026-03-01T06:00:00Z");
        let mut state = FeedState::default();
        let to = |to| read(Pace::default(), None, Some(to));
        let mut times = Vec::new();
        for refresh in [
            to("https://a.example/new"),
            to("https://a.example/new"),
            failed("502", None, false),
            to("https://a.example/new"),
            to("https://b.example/"),
            read(Pace::default(), None, None),
        ] {
            state = state.after(&refresh, now, HALF_HOUR);
            times.push(state.moved.as_ref().map_or(0, |(_, times)| *times));
        }
        assert_eq!(times, [1, 2, 2, 3, 1, 0]);
    }

    #[test]
    fn validators_are_renewed_but_not_lost() {
        let now = at("2026-03-01T06:00:00Z");
        let known = FeedState::default().after(&read(Pace::default(), None, None), now, HALF_HOUR);
        let etag = |state: &FeedState| state.validators.etag.clone();
        assert_eq!(etag(&known).as_deref(), Some("\"1\""));
        assert_eq!(etag(&known.after(&unchanged(None), now, HALF_HOUR)).as_deref(), Some("\"1\""));
        assert_eq!(etag(&known.after(&unchanged(Some("\"2\"")), now, HALF_HOUR)).as_deref(), Some("\"2\""));
        assert_eq!(etag(&known.after(&failed("502", None, false), now, HALF_HOUR)).as_deref(), Some("\"1\""));
    }

    #[test]
    fn the_usual_gap_is_the_middle_one() {
        let times = |hours: &[i64]| {
            hours.iter().map(|hour| Timestamp::from_second(hour * 3_600).expect("a time")).collect::<Vec<_>>()
        };
        for (hours, expected) in [
            (&[][..], None),
            (&[1, 2][..], None),
            (&[5, 5, 5, 6][..], None),
            (&[1, 2, 4][..], Some(2)),
            (&[100, 0, 1, 3, 2][..], Some(1)),
        ] {
            let gap = Pace::usual_gap(times(hours));
            assert_eq!(gap, expected.map(SignedDuration::from_hours), "{hours:?}");
        }
    }

    #[test]
    fn a_feed_that_loses_its_dates_is_known_by_its_past() {
        let now = at("2026-03-03T06:00:00Z");
        let day = SignedDuration::from_hours(24);
        let dated = Pace { gap: Some(day), dated: true, ..Pace::default() };
        let never = FeedState::default().after(&read(Pace::default(), None, None), now, HALF_HOUR);
        assert_eq!(never.undated_since, None, "it never had any");
        let before = FeedState::default().after(&read(dated, None, None), now, HALF_HOUR);
        let lost = before.after(&read(Pace::default(), None, None), now, HALF_HOUR);
        assert_eq!((lost.undated_since, lost.pace.gap), (Some(now), Some(day)), "its habit stays");
        let later = lost.after(&read(Pace::default(), None, None), now + day, HALF_HOUR);
        assert_eq!(later.undated_since, Some(now), "since when, not lately");
        assert_eq!(later.after(&read(dated, None, None), now + day, HALF_HOUR).undated_since, None);
    }

    #[test]
    fn a_silence_is_unusual_beyond_habit_and_weekends() {
        let hours = SignedDuration::from_hours;
        for (gap, silence, unusual) in [
            (None, hours(10_000), false),
            (Some(hours(1)), hours(72), false),
            (Some(hours(1)), hours(73), true),
            (Some(hours(24)), hours(7 * 24), false),
            (Some(hours(24)), hours(9 * 24), true),
            (Some(SignedDuration::MAX), SignedDuration::MAX, false),
        ] {
            let pace = Pace { gap, ..Pace::default() };
            assert_eq!(pace.is_unusual(silence), unusual, "{gap:?} {silence}");
        }
    }

    #[test]
    fn what_nobody_looked_at_does_not_count_as_watched() {
        let day = |day: u8| at(&format!("2026-03-{day:02}T06:00:00Z"));
        let days = |days: i64| SignedDuration::from_hours(24 * days);
        let look = |state: FeedState, on: u8| state.after(&unchanged(None), day(on), HALF_HOUR);
        let daily = look(look(look(FeedState::default(), 1), 2), 3);
        assert_eq!((daily.unwatched, daily.watched(day(1), day(3))), (None, days(2)));
        // Nobody looked from the 3rd to the 9th.
        let back = look(daily, 9);
        assert_eq!(back.watched(day(3), day(9)), days(0));
        assert_eq!(back.watched(day(1), day(9)), days(2));
        assert_eq!(back.watched(day(5), day(30)), days(0), "nor after the 9th");
        assert_eq!(
            look(back, 12).watched(day(3), day(12)),
            days(6),
            "the second look tells of the days before the first"
        );
    }

    #[test]
    fn a_state_of_an_older_version_is_read() {
        let state: FeedState = serde_json::from_str("{\"failures\":3}").expect("a state");
        assert_eq!(state.failures, 3);
        let text = serde_json::to_string(&state).expect("text");
        assert_eq!(serde_json::from_str::<FeedState>(&text).expect("a state"), state);
    }

    fn any_duration() -> impl Strategy<Value = SignedDuration> {
        (any::<i64>(), -999_999_999..1_000_000_000_i32).prop_map(|(seconds, nanos)| {
            SignedDuration::from_secs(seconds).saturating_add(SignedDuration::from_nanos(nanos.into()))
        })
    }

    fn any_refresh() -> impl Strategy<Value = Refresh> {
        let maybe = || proptest::option::of(any_duration());
        (0..3, maybe(), maybe(), maybe(), maybe(), any::<u32>(), any::<bool>()).prop_map(
            |(kind, fresh_for, retry_after, gap, ttl, quiet_hours, gone)| {
                let mut refresh = match kind {
                    0 => read(Pace { gap, ttl, quiet_hours, dated: false }, None, None),
                    1 => unchanged(None),
                    _ => failed("no", None, gone),
                };
                let (Refresh::Read { hold, .. } | Refresh::Unchanged { hold, .. } | Refresh::Failed { hold, .. }) =
                    &mut refresh;
                *hold = Hold { fresh_for, retry_after };
                refresh
            },
        )
    }

    proptest! {
        #[test]
        fn the_next_try_is_later_than_now_and_within_bounds(
            refreshes in proptest::collection::vec(any_refresh(), 1..20),
            second in 0_i64..4_000_000_000,
            minutes in 1_i64..10_000,
        ) {
            let now = Timestamp::from_second(second).expect("a time");
            let min_interval = SignedDuration::from_mins(minutes);
            let mut state = FeedState::default();
            for refresh in &refreshes {
                state = state.after(refresh, now, min_interval);
                let wait = state.next_try.expect("a next try").duration_since(now);
                prop_assert!(wait >= min_interval);
                // A day of quiet hours may come on top.
                prop_assert!(wait <= min_interval.max(LONGEST_HOLD) + SignedDuration::from_hours(24));
            }
        }
    }
}
