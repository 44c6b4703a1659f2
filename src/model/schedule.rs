//! When an edition is due: the five fields of cron, in the reader's own zone.

use super::wall::Wall;
use croner::Cron;
use croner::parser::{CronParser, Seconds, Year};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use thiserror::Error;

/// A clock that goes back by no more than this is being trimmed, and what was done stays done; one that goes back
/// further was wrong before. The bound is that of Debian's cron(8), which takes three hours for the difference
/// between a change of summer time and a clock that was set.
pub(super) const TRIM: SignedDuration = SignedDuration::from_hours(3);

/// Changes of a zone's offset that a search looks beyond when it found nothing before them.
const CHANGES: usize = 4;

const SECOND: SignedDuration = SignedDuration::from_secs(1);

/// Missed slots are counted up to here; it is only for saying so.
const COUNTED: usize = 1_000;

/// Moments of the day, week or year at which an edition is due: minute, hour, day, month, weekday.
///
/// A fixed time that the change to summer time skips comes right after the gap; one that comes twice counts once.
/// Fields with `*` or a step follow the time that passes, so `*/30 * * * *` comes twice in an hour that comes twice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schedule {
    text: String,
    cron: Cron,
}

/// Why a text is no schedule.
#[derive(Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum ScheduleError {
    /// Its fields do not have the form of cron's.
    #[error("it does not have the form of a schedule")]
    Form,
    /// It names a day that no year has.
    #[error("it names a day that never comes")]
    Never,
}

/// What is to be done now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// An edition is due.
    Due {
        /// The latest moment that asked for it; none when there has never been an edition.
        slot: Option<Timestamp>,
        /// Earlier moments that no edition was made for: the one edition stands for them as well.
        missed: usize,
    },
    /// Nothing before this moment, as far as the clock is right.
    Wait {
        /// The next moment.
        until: Timestamp,
    },
}

impl Schedule {
    /// Reads five fields with single spaces between them.
    ///
    /// # Errors
    /// [`ScheduleError`] when they are no schedule, or one that never comes.
    pub fn parse(text: &str) -> Result<Self, ScheduleError> {
        let parser = CronParser::builder().seconds(Seconds::Disallowed).year(Year::Disallowed).build();
        let cron = parser.parse(text).map_err(|_| ScheduleError::Form)?;
        let schedule = Self { text: text.to_owned(), cron };
        match schedule.next(Timestamp::UNIX_EPOCH, &TimeZone::UTC) {
            Some(_) => Ok(schedule),
            None => Err(ScheduleError::Never),
        }
    }

    /// The five fields.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The first moment after `after`; none at the end of time.
    #[must_use]
    pub fn next(&self, after: Timestamp, zone: &TimeZone) -> Option<Timestamp> {
        let find = |from: Timestamp, itself| {
            Some(self.cron.find_next_occurrence(&Wall::new(from, zone), itself).ok()?.timestamp())
        };
        let found = find(after, false).or_else(|| {
            // The search gives up in a gap of a whole day (Samoa had no 30 December 2011): go on behind it.
            zone.following(after).take(CHANGES).find_map(|change| find(change.timestamp(), true))
        })?;
        (found > after).then_some(found)
    }

    /// The latest moment that is not after `now`; none at the beginning of time.
    #[must_use]
    pub fn latest(&self, now: Timestamp, zone: &TimeZone) -> Option<Timestamp> {
        let find =
            |from: Timestamp| Some(self.cron.find_previous_occurrence(&Wall::new(from, zone), true).ok()?.timestamp());
        let found = find(now).or_else(|| {
            zone.preceding(now).take(CHANGES).find_map(|change| find(change.timestamp().checked_sub(SECOND).ok()?))
        })?;
        (found <= now).then_some(found)
    }

    /// What is to be done at `now`, when everything up to `done` has been done. Whoever has done it goes on with
    /// `now` as `done`.
    ///
    /// However many moments have passed, one edition is due. `done` in the future means that the clock has gone
    /// back: by little, and everything up to `done` stays done; by more than three hours, and what counts from now
    /// on is the clock as it is.
    #[must_use]
    pub fn decide(&self, done: Option<Timestamp>, now: Timestamp, zone: &TimeZone) -> Decision {
        let Some(done) = done else { return Decision::Due { slot: None, missed: 0 } };
        let done = Self::trusted(done, now);
        match self.latest(now, zone) {
            Some(slot) if slot > done => Decision::Due { slot: Some(slot), missed: self.between(done, slot, zone) },
            _ => Decision::Wait { until: self.next(done.max(now), zone).unwrap_or(Timestamp::MAX) },
        }
    }

    /// Up to when everything has been done, as far as it can be true at `now`. Whoever keeps `done` goes on with this:
    /// a clock that was wrong would be believed again as soon as the right one comes near it.
    #[must_use]
    pub fn trusted(done: Timestamp, now: Timestamp) -> Timestamp {
        if done.duration_since(now) > TRIM { now } else { done }
    }

    /// How many moments lie between the two, both excluded.
    fn between(&self, from: Timestamp, to: Timestamp, zone: &TimeZone) -> usize {
        let mut at = from;
        for count in 0..COUNTED {
            match self.next(at, zone) {
                Some(next) if next < to => at = next,
                _ => return count,
            }
        }
        COUNTED
    }
}

impl std::fmt::Display for Schedule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::{Decision, Schedule, ScheduleError};
    use jiff::tz::TimeZone;
    use jiff::{SignedDuration, Timestamp};
    use proptest::prelude::{prop_assert, prop_assert_eq};

    fn schedule(text: &str) -> Schedule {
        Schedule::parse(text).expect("a schedule")
    }

    fn zone(name: &str) -> TimeZone {
        TimeZone::get(name).expect("a zone")
    }

    fn at(text: &str) -> Timestamp {
        text.parse().expect("a time")
    }

    /// The slots of some days as the clock on the wall shows them, with the offset.
    fn slots(text: &str, place: &str, from: &str, to: &str) -> Vec<String> {
        let (schedule, zone, to) = (schedule(text), zone(place), at(to));
        let mut slots = Vec::new();
        let mut now = at(from);
        while let Some(next) = schedule.next(now, &zone).filter(|next| *next < to) {
            assert_eq!(schedule.latest(next, &zone), Some(next), "a slot is the latest at its own time");
            slots.push(next.to_zoned_datetime(zone.clone()).strftime("%d %H:%M %:z").to_string());
            now = next;
        }
        slots
    }

    #[test]
    fn a_time_that_summer_time_skips_comes_right_after_and_one_that_comes_twice_counts_once() {
        // Berlin: 29 March 2026 has no 02:30, 25 October has two.
        let skipped = slots("30 2 * * *", "Europe/Berlin", "2026-03-27T12:00:00Z", "2026-03-30T12:00:00Z");
        assert_eq!(skipped, ["28 02:30 +01:00", "29 03:00 +02:00", "30 02:30 +02:00"]);
        let twice = slots("30 2 * * *", "Europe/Berlin", "2026-10-23T12:00:00Z", "2026-10-26T12:00:00Z");
        assert_eq!(twice, ["24 02:30 +02:00", "25 02:30 +02:00", "26 02:30 +01:00"]);
        // Lord Howe moves by half an hour: 5 April 2026 has 01:45 twice, 4 October has no 02:15.
        let twice = slots("45 1 * * *", "Australia/Lord_Howe", "2026-04-03T12:00:00Z", "2026-04-06T00:00:00Z");
        assert_eq!(twice, ["04 01:45 +11:00", "05 01:45 +11:00", "06 01:45 +10:30"]);
        let skipped = slots("15 2 * * *", "Australia/Lord_Howe", "2026-10-02T20:00:00Z", "2026-10-05T00:00:00Z");
        assert_eq!(skipped, ["04 02:30 +11:00", "05 02:15 +11:00"]);
        // A step follows the time that passes: 25 hours have 50 half hours.
        let steps = slots("*/30 * * * *", "Europe/Berlin", "2026-10-24T21:59:59Z", "2026-10-25T23:00:00Z");
        assert_eq!(steps.len(), 50);
    }

    #[test]
    fn a_day_that_a_place_never_had_costs_no_other_day_its_slot() {
        // Samoa went from 29 to 31 December 2011.
        let slots = slots("0 7 * * *", "Pacific/Apia", "2011-12-28T12:00:00Z", "2012-01-01T12:00:00Z");
        let at_seven: Vec<&str> = slots.iter().map(String::as_str).filter(|slot| slot.contains("07:00")).collect();
        assert_eq!(at_seven, ["28 07:00 -10:00", "29 07:00 -10:00", "31 07:00 +14:00", "01 07:00 +14:00"], "{slots:?}");
    }

    #[test]
    fn what_was_missed_is_made_up_for_once() {
        let (daily, berlin) = (schedule("0 7 * * *"), zone("Europe/Berlin"));
        let decide = |done: &str, now: &str| daily.decide(Some(at(done)), at(now), &berlin);
        assert_eq!(daily.decide(None, at("2026-03-01T12:00:00Z"), &berlin), Decision::Due { slot: None, missed: 0 });
        assert_eq!(
            decide("2026-03-01T06:00:01Z", "2026-03-02T05:59:59Z"),
            Decision::Wait { until: at("2026-03-02T06:00:00Z") }
        );
        assert_eq!(
            decide("2026-03-01T06:00:01Z", "2026-03-02T06:00:00Z"),
            Decision::Due { slot: Some(at("2026-03-02T06:00:00Z")), missed: 0 }
        );
        // A week asleep.
        assert_eq!(
            decide("2026-03-01T06:00:01Z", "2026-03-08T10:00:00Z"),
            Decision::Due { slot: Some(at("2026-03-08T06:00:00Z")), missed: 6 }
        );
        let minutes = schedule("* * * * *");
        let year = minutes.decide(Some(at("2025-03-01T06:00:00Z")), at("2026-03-01T06:00:30Z"), &berlin);
        assert_eq!(year, Decision::Due { slot: Some(at("2026-03-01T06:00:00Z")), missed: 1_000 });
    }

    #[test]
    fn a_clock_that_is_trimmed_repeats_nothing_and_one_that_was_wrong_starts_afresh() {
        let (daily, berlin) = (schedule("0 7 * * *"), zone("Europe/Berlin"));
        let decide = |done: &str, now: &str| daily.decide(Some(at(done)), at(now), &berlin);
        // Five seconds back, over the slot that has just been done.
        assert_eq!(
            decide("2026-03-02T06:00:03Z", "2026-03-02T05:59:58Z"),
            Decision::Wait { until: at("2026-03-03T06:00:00Z") }
        );
        // A day back: the next morning is this one.
        assert_eq!(
            decide("2026-03-02T06:00:03Z", "2026-03-01T06:00:10Z"),
            Decision::Wait { until: at("2026-03-02T06:00:00Z") }
        );
        // A year forward, and back again.
        assert!(matches!(decide("2026-03-02T06:00:03Z", "2027-03-02T07:00:00Z"), Decision::Due { missed: 364, .. }));
        assert_eq!(
            decide("2027-03-02T07:00:00Z", "2026-03-02T07:00:00Z"),
            Decision::Wait { until: at("2026-03-03T06:00:00Z") }
        );
        // What is kept is what can be true: else the wrong clock would be believed again an hour before its time.
        assert_eq!(
            Schedule::trusted(at("2026-03-02T06:00:03Z"), at("2026-03-01T06:00:00Z")),
            at("2026-03-01T06:00:00Z")
        );
        // A dead battery.
        assert_eq!(
            decide("2026-03-02T06:00:03Z", "1970-01-01T00:00:10Z"),
            Decision::Wait { until: at("1970-01-01T06:00:00Z") }
        );
    }

    #[test]
    fn each_day_of_a_year_has_one_slot_wherever_the_clock_is_looked_at() {
        for place in ["Europe/Berlin", "Australia/Lord_Howe", "Pacific/Apia", "Asia/Kathmandu"] {
            for text in ["30 2 * * *", "45 1 * * *", "15 2 * * *", "59 23 * * *"] {
                let (schedule, zone) = (schedule(text), zone(place));
                let mut now = at("2026-01-01T00:00:00Z");
                let end = at("2027-01-01T00:00:00Z");
                let mut done = Some(now);
                let mut days = std::collections::BTreeMap::new();
                // A step that meets hardly any slot on time.
                while now < end {
                    if let Decision::Due { slot: Some(slot), missed } = schedule.decide(done, now, &zone) {
                        assert_eq!(missed, 0);
                        *days.entry(slot.to_zoned_datetime(zone.clone()).date()).or_insert(0) += 1;
                        done = Some(now);
                    }
                    now += SignedDuration::from_mins(101);
                }
                assert!(days.values().all(|count| *count == 1), "{place} {text}: {days:?}");
                let first = days.keys().next().expect("a day");
                let last = days.keys().next_back().expect("a day");
                let span = first.until(*last).expect("in order").get_days();
                assert_eq!(days.len(), usize::try_from(span).expect("days") + 1, "{place} {text}");
                assert!(days.len() >= 364);
            }
        }
    }

    #[test]
    fn a_day_that_never_comes_is_no_schedule() {
        assert_eq!(Schedule::parse("0 7 31 2 *"), Err(ScheduleError::Never));
        assert_eq!(Schedule::parse("0 7 * *"), Err(ScheduleError::Form));
        assert_eq!(
            schedule("0 7 29 2 *").next(at("2026-01-01T00:00:00Z"), &TimeZone::UTC),
            Some(at("2028-02-29T07:00:00Z"))
        );
        // Day and weekday: either will do, as in every cron.
        let either = schedule("0 7 13 * 5");
        assert_eq!(either.next(at("2026-03-06T08:00:00Z"), &TimeZone::UTC), Some(at("2026-03-13T07:00:00Z")));
        assert_eq!(either.next(at("2026-04-10T08:00:00Z"), &TimeZone::UTC), Some(at("2026-04-13T07:00:00Z")));
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig { cases: 64, failure_persistence: None, ..Default::default() })]

        #[test]
        fn next_and_latest_agree(
            second in 1_000_000_000_i64..2_000_000_000,
            place in proptest::sample::select(vec!["Europe/Berlin", "Australia/Lord_Howe", "Pacific/Apia", "UTC"]),
            text in proptest::sample::select(vec!["0 7 * * 1-5", "*/5 * * * *", "30 2 * * *", "0 0 1 * *", "15 1,2 * * *"]),
        ) {
            let (schedule, zone) = (schedule(text), zone(place));
            let now = Timestamp::from_second(second).expect("a time");
            let latest = schedule.latest(now, &zone).expect("a slot");
            let next = schedule.next(now, &zone).expect("a slot");
            prop_assert!(latest <= now && now < next);
            prop_assert_eq!(schedule.next(latest, &zone), Some(next), "nothing between");
            let due = Decision::Due { slot: Some(next), missed: 0 };
            prop_assert_eq!(schedule.decide(Some(now), next, &zone), due);
            let waits = Decision::Wait { until: next };
            prop_assert_eq!(schedule.decide(Some(now), now, &zone), waits);
        }
    }
}
