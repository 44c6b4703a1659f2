//! When a feed is worth bothering a person with.

use crate::model::FeedState;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

/// What is wrong with a feed, and has been for long enough.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Alert {
    /// It has been failing since then.
    Failing(Timestamp),
    /// It answers well and brings nothing.
    Silent {
        /// For how long.
        silence: SignedDuration,
        /// The usual time between two of its entries.
        gap: SignedDuration,
    },
    /// Its entries bear no dates since then, though they did before.
    Undated(Timestamp),
}

impl Alert {
    /// What is wrong with a feed whose newest entry turned up at `newest`, if it has been for `alert_after`.
    pub(super) fn of(
        state: &FeedState,
        newest: Option<Timestamp>,
        now: Timestamp,
        alert_after: SignedDuration,
    ) -> Option<Self> {
        let long = |since: Timestamp| now.duration_since(since) >= alert_after;
        if let Some(since) = state.failing_since {
            return long(since).then_some(Self::Failing(since));
        }
        if let Some((newest, gap)) = newest.zip(state.pace.gap) {
            // Who was away for a week may not call the feed silent before looking twice.
            if state.pace.is_unusual(state.watched(newest, now).saturating_sub(alert_after)) {
                return Some(Self::Silent { silence: now.duration_since(newest), gap });
            }
        }
        state.undated_since.filter(|since| long(*since)).map(Self::Undated)
    }

    /// What is wrong, where no failure says it.
    #[must_use]
    pub fn words(&self, zone: &TimeZone) -> Option<String> {
        match self {
            Self::Failing(_) => None,
            Self::Silent { silence, gap } => Some(format!("silent for {}, usually {}", span(*silence), span(*gap))),
            Self::Undated(since) => {
                let day = since.to_zoned_datetime(zone.clone()).strftime("%-d %B").to_string();
                Some(format!("its entries have borne no dates since {day}"))
            }
        }
    }
}

/// A length of time in its largest unit that it holds at least twice, so that little is lost by cutting off the rest.
#[must_use]
pub fn span(time: SignedDuration) -> String {
    match time.as_secs() {
        seconds @ ..120 => format!("{} s", seconds.max(0)),
        seconds @ 120..7_200 => format!("{} min", seconds / 60),
        seconds @ 7_200..172_800 => format!("{} h", seconds / 3_600),
        seconds => format!("{} days", seconds / 86_400),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Pace;

    #[test]
    fn lengths_of_time_read_well() {
        let spans = [-5, 90, 120, 7_199, 7_200, 172_800].map(|seconds| span(SignedDuration::from_secs(seconds)));
        assert_eq!(spans, ["0 s", "90 s", "2 min", "119 min", "2 h", "2 days"]);
    }

    #[test]
    fn only_what_lasts_is_told() {
        let day = SignedDuration::from_hours(24);
        let now: Timestamp = "2026-03-20T06:00:00Z".parse().expect("a time");
        let well = FeedState { pace: Pace { gap: Some(day), ..Pace::default() }, ..FeedState::default() };
        let failing = |days: i32| FeedState { failing_since: Some(now - day * days), ..well.clone() };
        let away = FeedState { unwatched: Some((now - day * 8, now - day)), ..well.clone() };
        let undated = |days: i32| FeedState { undated_since: Some(now - day * days), ..well.clone() };
        for (state, silent_days, expected) in [
            (failing(1), 0, None),
            (failing(3), 0, Some(Alert::Failing(now - day * 3))),
            (failing(1), 30, None),
            (well.clone(), 10, None),
            (well.clone(), 11, Some(Alert::Silent { silence: day * 11, gap: day })),
            (away.clone(), 11, None),
            (away.clone(), 18, Some(Alert::Silent { silence: day * 18, gap: day })),
            (FeedState::default(), 1_000, None),
            (undated(2), 0, None),
            (undated(4), 0, Some(Alert::Undated(now - day * 4))),
        ] {
            assert_eq!(Alert::of(&state, Some(now - day * silent_days), now, day * 3), expected);
        }
        assert_eq!(Alert::of(&well, None, now, day * 3), None, "it never brought anything");
    }
}
