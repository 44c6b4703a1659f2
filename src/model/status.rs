//! How a feed is: the one answer that pages, tables, reports and figures give.

use super::{FeedState, Link};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

/// A permanent redirect is told once it has been seen this often: servers err for an hour.
const MOVED_AFTER: u32 = 3;

/// What is wrong with a feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ill {
    /// It does not answer well.
    Failing {
        /// Since when.
        since: Timestamp,
        /// Failures in a row.
        failures: u32,
        /// Why it failed last, in plain words.
        cause: String,
        /// The server says that it is gone for good: it is not asked again.
        gone: bool,
    },
    /// While it answered it brought nothing, for longer than its habit explains.
    Silent {
        /// For how long it has brought nothing.
        silence: SignedDuration,
        /// The usual time between two of its entries.
        gap: SignedDuration,
    },
    /// Its entries bear no dates since then, though they did before.
    Undated(Timestamp),
}

impl Ill {
    /// In plain words; of a failure its cause.
    #[must_use]
    pub fn words(&self, zone: &TimeZone) -> String {
        match self {
            Self::Failing { cause, .. } => cause.clone(),
            Self::Silent { silence, gap } => format!("silent for {}, usually {}", span(*silence), span(*gap)),
            Self::Undated(since) => {
                let day = since.to_zoned_datetime(zone.clone()).strftime("%-d %B");
                format!("its entries have borne no dates since {day}")
            }
        }
    }
}

/// How a feed is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FeedStatus {
    /// Whether it has ever been asked.
    pub asked: bool,
    /// What is wrong with it now: failing before silent before undated.
    pub ills: Vec<Ill>,
    /// The first of these that has been for long enough to bother a person with. One that is new hides none that
    /// lasts: a silent feed that does not answer one morning needs a person as before.
    pub needs_person: Option<Ill>,
    /// Where it has moved for good, when that has been seen often enough to say so.
    pub moved: Option<Link>,
}

impl FeedStatus {
    /// How a feed is at `now` of which `state` is known, and whose newest entry turned up at `newest`. A person is
    /// needed for what has been for `alert_after`.
    #[must_use]
    pub fn of(state: &FeedState, newest: Option<Timestamp>, now: Timestamp, alert_after: SignedDuration) -> Self {
        let lasts = |since: Timestamp| now.duration_since(since) >= alert_after;
        let failing = state.failing_since.map(|since| {
            let (failures, cause) = (state.failures, state.cause.clone().unwrap_or_default());
            (Ill::Failing { since, failures, cause, gone: state.gone_since.is_some() }, lasts(since))
        });
        let silent = newest.zip(state.pace.gap).and_then(|(newest, gap)| {
            let watched = state.watched(newest, now);
            // Who was away for a week may not call the feed silent before looking twice.
            let lasts = state.pace.is_unusual(watched.saturating_sub(alert_after));
            let ill = Ill::Silent { silence: now.duration_since(newest), gap };
            state.pace.is_unusual(watched).then_some((ill, lasts))
        });
        let undated = state.undated_since.map(|since| (Ill::Undated(since), lasts(since)));
        let ills: Vec<(Ill, bool)> = [failing, silent, undated].into_iter().flatten().collect();
        Self {
            asked: state.last_success.is_some() || state.failing_since.is_some(),
            needs_person: ills.iter().find(|(_, lasts)| *lasts).map(|(ill, _)| ill.clone()),
            ills: ills.into_iter().map(|(ill, _)| ill).collect(),
            moved: state.moved.clone().and_then(|(link, times)| (times >= MOVED_AFTER).then_some(link)),
        }
    }

    /// Whether it answered well when last asked, whatever it brought.
    #[must_use]
    pub fn answers(&self) -> bool {
        self.asked && !self.ills.iter().any(|ill| matches!(ill, Ill::Failing { .. }))
    }
}

/// `time` in the largest unit that it holds at least twice, so that little is lost by cutting off the rest; the unit by
/// its place among seconds, minutes, hours and days.
#[must_use]
pub fn in_largest_unit(time: SignedDuration) -> (usize, usize) {
    let seconds = usize::try_from(time.as_secs()).unwrap_or(0);
    let units = [1, 60, 3_600, 86_400];
    let unit = units.iter().rposition(|unit| seconds / unit >= 2).unwrap_or(0);
    (seconds / units[unit], unit)
}

/// A length of time as a person reads it: `90 s`, `2 min`.
#[must_use]
pub fn span(time: SignedDuration) -> String {
    let (number, unit) = in_largest_unit(time);
    format!("{number} {}", ["s", "min", "h", "days"][unit])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Pace;

    const DAY: SignedDuration = SignedDuration::from_hours(24);

    #[test]
    fn lengths_of_time_read_well() {
        let spans = [-5, 90, 120, 7_199, 7_200, 172_800].map(|seconds| span(SignedDuration::from_secs(seconds)));
        assert_eq!(spans, ["0 s", "90 s", "2 min", "119 min", "2 h", "2 days"]);
    }

    fn now() -> Timestamp {
        "2026-03-20T06:00:00Z".parse().expect("a time")
    }

    /// A feed of one entry a day that answered when last asked.
    fn well() -> FeedState {
        let pace = Pace { gap: Some(DAY), ..Pace::default() };
        FeedState { pace, last_success: Some(now()), ..FeedState::default() }
    }

    /// It has been failing for so many days.
    fn failing(state: FeedState, days: i32) -> FeedState {
        let since = now() - DAY * days;
        FeedState { failing_since: Some(since), failures: 2, cause: Some("no".into()), ..state }
    }

    /// What is wrong, and what of it a person is needed for, in a word each: `failing silent*`.
    fn told(state: &FeedState, silent_days: i32) -> String {
        let status = FeedStatus::of(state, Some(now() - DAY * silent_days), now(), DAY * 3);
        let word = |ill: &Ill| match ill {
            Ill::Failing { gone: true, .. } => "gone",
            Ill::Failing { .. } => "failing",
            Ill::Silent { .. } => "silent",
            Ill::Undated(_) => "undated",
        };
        let mark = |ill: &Ill| if status.needs_person.as_ref() == Some(ill) { "*" } else { "" };
        let first = match (status.asked, status.answers()) {
            (false, _) => "unasked",
            (true, true) => "answers",
            (true, false) => "",
        };
        let ills = status.ills.iter().map(|ill| format!("{}{}", word(ill), mark(ill)));
        let words: Vec<String> = std::iter::once(first.to_owned()).chain(ills).collect();
        words.join(" ").trim_start().to_owned()
    }

    #[test]
    fn a_feed_is_one_thing_to_all_who_ask() {
        let away = FeedState { unwatched: Some((now() - DAY * 8, now() - DAY)), ..well() };
        let undated = |state: FeedState, days: i32| FeedState { undated_since: Some(now() - DAY * days), ..state };
        let gone = |state: FeedState| FeedState { gone_since: state.failing_since, ..state };
        let late = FeedState { last_success: Some(now() - DAY * 20), ..well() };
        for (state, silent_days, expected) in [
            (FeedState::default(), 1_000, "unasked"),
            (failing(FeedState::default(), 0), 0, "failing"),
            (well(), 0, "answers"),
            (failing(well(), 1), 0, "failing"),
            (failing(well(), 3), 0, "failing*"),
            (gone(failing(well(), 1)), 0, "gone"),
            (gone(failing(well(), 3)), 0, "gone*"),
            (well(), 7, "answers"),
            (well(), 10, "answers silent"),
            (well(), 11, "answers silent*"),
            // Nobody looked for seven days of these.
            (away.clone(), 11, "answers"),
            (away, 18, "answers silent*"),
            (undated(well(), 2), 0, "answers undated"),
            (undated(well(), 4), 0, "answers undated*"),
            (undated(well(), 4), 10, "answers silent undated*"),
            // What is new hides nothing that lasts.
            (failing(well(), 1), 30, "failing silent*"),
            (failing(undated(well(), 4), 1), 0, "failing undated*"),
            (failing(well(), 3), 30, "failing* silent"),
            // That it does not answer explains why nothing has come since.
            (failing(late, 19), 21, "failing*"),
        ] {
            assert_eq!(told(&state, silent_days), expected, "{silent_days} {state:?}");
        }
        let never = FeedStatus::of(&well(), None, now(), DAY);
        assert_eq!((never.ills, never.needs_person), (Vec::new(), None), "it never brought anything");
    }

    #[test]
    fn who_wants_no_delay_is_told_at_once() {
        let status = FeedStatus::of(&failing(well(), 0), None, now(), SignedDuration::ZERO);
        assert_eq!(status.needs_person.as_ref(), status.ills.first());
        assert!(status.needs_person.is_some());
    }

    #[test]
    fn a_move_is_told_once_it_was_seen_often() {
        let to = Link::parse("https://new.example/feed", None).expect("an address");
        let moved = |times| {
            let state = FeedState { moved: Some((to.clone(), times)), ..well() };
            FeedStatus::of(&state, None, now(), DAY).moved
        };
        assert_eq!([moved(1), moved(2), moved(3)], [None, None, Some(to.clone())]);
    }

    #[test]
    fn ills_are_told_in_words() {
        for (ill, words) in [
            (Ill::Silent { silence: DAY * 11, gap: DAY }, "silent for 11 days, usually 24 h"),
            (Ill::Undated(now()), "its entries have borne no dates since 20 March"),
            (Ill::Failing { since: now(), failures: 1, cause: "no".into(), gone: false }, "no"),
        ] {
            assert_eq!(ill.words(&TimeZone::UTC), words);
        }
    }
}
