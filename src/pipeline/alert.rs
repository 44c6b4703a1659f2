//! When a feed is worth bothering a person with.

use crate::model::FeedState;
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
            let silence = now.duration_since(newest);
            if state.pace.is_unusual(silence.saturating_sub(alert_after)) {
                return Some(Self::Silent { silence, gap });
            }
        }
        state.undated_since.filter(|since| long(*since)).map(Self::Undated)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Pace;

    #[test]
    fn only_what_lasts_is_told() {
        let day = SignedDuration::from_hours(24);
        let now: Timestamp = "2026-03-20T06:00:00Z".parse().expect("a time");
        let well = FeedState { pace: Pace { gap: Some(day), ..Pace::default() }, ..FeedState::default() };
        let failing = |days: i32| FeedState { failing_since: Some(now - day * days), ..well.clone() };
        let undated = |days: i32| FeedState { undated_since: Some(now - day * days), ..well.clone() };
        for (state, silent_days, expected) in [
            (failing(1), 0, None),
            (failing(3), 0, Some(Alert::Failing(now - day * 3))),
            (failing(1), 30, None),
            (well.clone(), 10, None),
            (well.clone(), 11, Some(Alert::Silent { silence: day * 11, gap: day })),
            (FeedState::default(), 1_000, None),
            (undated(2), 0, None),
            (undated(4), 0, Some(Alert::Undated(now - day * 4))),
        ] {
            assert_eq!(Alert::of(&state, Some(now - day * silent_days), now, day * 3), expected);
        }
        assert_eq!(Alert::of(&well, None, now, day * 3), None, "it never brought anything");
    }
}
