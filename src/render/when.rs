//! Moments in words: in the reader's zone and language.

use super::labels::{Labels, fill};
use super::view::TimeView;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ZonedDateTime};

/// Words for moments, seen from one moment: what is near needs fewer words.
#[derive(Debug, Clone)]
pub(super) struct When<'a> {
    labels: &'a Labels,
    zone: TimeZone,
    at: Timestamp,
}

impl<'a> When<'a> {
    /// Words for moments as seen from `at`.
    pub(super) fn new(labels: &'a Labels, zone: TimeZone, at: Timestamp) -> Self {
        Self { labels, zone, at }
    }

    /// The moment these words are seen from.
    pub(super) fn at(&self) -> Timestamp {
        self.at
    }

    /// `moment` on the clocks of the zone.
    pub(super) fn local(&self, moment: Timestamp) -> ZonedDateTime {
        moment.to_zoned_datetime(self.zone.clone())
    }

    /// `14:54` within a day, in which every time of day comes once; `Tue 14:54` within six days,
    /// in which every weekday does; else `30 April 14:54`, with the year where it is another one.
    pub(super) fn near(&self, moment: Timestamp) -> String {
        let local = self.local(moment);
        let clock = local.strftime("%H:%M").to_string();
        let apart = self.at.duration_since(moment).abs();
        if apart < SignedDuration::from_hours(24) {
            clock
        } else if apart < SignedDuration::from_hours(6 * 24) {
            format!("{} {clock}", self.weekday_short(local.date()))
        } else {
            format!("{} {clock}", self.day(local.date()))
        }
    }

    /// [`When::near`], never without the day.
    pub(super) fn near_with_day(&self, moment: Timestamp) -> String {
        let words = self.near(moment);
        if words.contains(' ') { words } else { format!("{} {words}", self.weekday_short(self.local(moment).date())) }
    }

    /// The edition made at `moment`, as seen from another: `Tuesday`, by its time on the same day,
    /// by its date where the weekday would be ambiguous.
    pub(super) fn neighbour(&self, moment: Timestamp) -> String {
        let (there, here) = (self.local(moment), self.local(self.at));
        if there.date() == here.date() {
            there.strftime("%H:%M").to_string()
        } else if self.at.duration_since(moment).abs() < SignedDuration::from_hours(6 * 24) {
            self.weekday(there.date()).to_owned()
        } else {
            self.day(there.date())
        }
    }

    /// `moment` for a `<time>` element.
    pub(super) fn view(&self, moment: Timestamp) -> TimeView {
        TimeView { text: self.near(moment), utc: utc(moment) }
    }

    /// `moment` for a `<time>` element, with its day.
    pub(super) fn view_with_day(&self, moment: Timestamp) -> TimeView {
        TimeView { text: self.near_with_day(moment), utc: utc(moment) }
    }

    /// `30 April`, with the year where it is not the one these words are seen from.
    pub(super) fn day(&self, date: Date) -> String {
        let labels = self.labels;
        let same = date.year() == self.local(self.at).year();
        self.date(if same { &labels.date_short } else { &labels.date_year }, date)
    }

    /// `Wednesday 6 May 2026`.
    pub(super) fn long(&self, date: Date) -> String {
        self.date(&self.labels.date_long, date)
    }

    /// `Wed 6 May`.
    pub(super) fn weekday_and_day(&self, date: Date) -> String {
        self.date(&self.labels.date_day, date)
    }

    /// `Wednesday`.
    pub(super) fn weekday(&self, date: Date) -> &'a str {
        &self.labels.weekdays[weekday(date)]
    }

    /// `Wed`.
    pub(super) fn weekday_short(&self, date: Date) -> &'a str {
        &self.labels.weekdays_short[weekday(date)]
    }

    /// `date` as `pattern` says it.
    pub(super) fn date(&self, pattern: &str, date: Date) -> String {
        let month = usize::try_from(date.month() - 1).unwrap_or_default();
        fill(
            pattern,
            &[
                ("weekday", self.weekday(date)),
                ("short", self.weekday_short(date)),
                ("day", &date.day().to_string()),
                ("month", &self.labels.months[month.min(11)]),
                ("year", &date.year().to_string()),
            ],
        )
    }
}

fn weekday(date: Date) -> usize {
    usize::try_from(date.weekday().to_monday_zero_offset()).unwrap_or_default().min(6)
}

/// `2026-05-06T06:31:00Z`: whole seconds, which every reader of feeds can read.
pub(super) fn utc(moment: Timestamp) -> String {
    moment.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

#[cfg(test)]
mod tests {
    use super::{Labels, When, utc};
    use jiff::Timestamp;
    use jiff::tz::TimeZone;

    #[test]
    fn the_nearer_the_shorter() {
        let labels = Labels::of("en").expect("English has labels");
        let oslo = TimeZone::get("Europe/Oslo").expect("Oslo has a zone");
        let moment = |text: &str| text.parse::<Timestamp>().expect("a moment");
        let when = When::new(&labels, oslo, moment("2026-05-06T06:31:00Z"));
        for (at, expected) in [
            ("2026-05-06T04:12:00Z", "06:12"),
            ("2026-05-05T22:36:00Z", "00:36"),
            ("2026-05-05T06:00:00Z", "Tue 08:00"),
            ("2026-04-20T10:00:00Z", "20 April 12:00"),
            ("2025-12-31T10:00:00Z", "31 December 2025 11:00"),
            ("2026-05-06T08:00:00Z", "10:00"),
        ] {
            assert_eq!(when.near(moment(at)), expected);
        }
        assert_eq!(when.near_with_day(moment("2026-05-06T04:12:00Z")), "Wed 06:12");
        assert_eq!(utc(moment("2026-05-06T04:12:00.5Z")), "2026-05-06T04:12:00Z");
    }
}
