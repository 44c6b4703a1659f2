//! The clock on the wall, as croner walks along it: it knows other time types, ours it is taught here.

use croner::errors::CronError;
use croner::{CivilDateTime, CronDateTime, Resolution, Weekday};
use jiff::civil::DateTime;
use jiff::tz::{AmbiguousOffset, TimeZone};
use jiff::{SignedDuration, Timestamp};
use std::cmp::Ordering;

/// A moment with the zone whose clock is looked at.
#[derive(Debug, Clone)]
pub(super) struct Wall {
    at: Timestamp,
    zone: TimeZone,
}

impl Wall {
    pub(super) fn new(at: Timestamp, zone: &TimeZone) -> Self {
        Self { at, zone: zone.clone() }
    }

    pub(super) fn timestamp(&self) -> Timestamp {
        self.at
    }

    fn shown(&self) -> DateTime {
        self.zone.to_datetime(self.at)
    }
}

fn unsigned(number: i8) -> u32 {
    u32::from(number.unsigned_abs())
}

fn civil(at: CivilDateTime) -> Result<DateTime, CronError> {
    let small = |number: u32| i8::try_from(number).map_err(|_| CronError::InvalidDate);
    let year = i16::try_from(at.year()).map_err(|_| CronError::InvalidDate)?;
    let (month, day) = (small(at.month())?, small(at.day())?);
    let (hour, minute, second) = (small(at.hour())?, small(at.minute())?, small(at.second())?);
    DateTime::new(year, month, day, hour, minute, second, 0).map_err(|_| CronError::InvalidDate)
}

impl CronDateTime for Wall {
    fn to_civil(&self) -> CivilDateTime {
        let at = self.shown();
        let (month, day) = (unsigned(at.month()), unsigned(at.day()));
        let (hour, minute, second) = (unsigned(at.hour()), unsigned(at.minute()), unsigned(at.second()));
        let year = i32::from(at.year());
        CivilDateTime::from_ymd_hms_opt(year, month, day, hour, minute, second)
            .expect("jiff keeps every part within the bounds of a day")
    }

    fn civil_weekday(&self) -> Weekday {
        Weekday::from_days_from_sunday(unsigned(self.shown().weekday().to_sunday_zero_offset()))
    }

    fn resolve_civil(&self, at: CivilDateTime) -> Result<Resolution<Self>, CronError> {
        let at = civil(at)?;
        let with = |offset: jiff::tz::Offset| {
            let at = offset.to_timestamp(at).map_err(|_| CronError::InvalidTime)?;
            Ok(Self { at, zone: self.zone.clone() })
        };
        Ok(match self.zone.to_ambiguous_timestamp(at).offset() {
            AmbiguousOffset::Unambiguous { offset } => Resolution::Single(with(offset)?),
            AmbiguousOffset::Fold { before, after } => Resolution::Ambiguous(with(before)?, with(after)?),
            AmbiguousOffset::Gap { .. } => Resolution::Gap,
        })
    }

    fn checked_add_seconds(&self, seconds: i64) -> Option<Self> {
        let at = self.at.checked_add(SignedDuration::from_secs(seconds)).ok()?;
        Some(Self { at, zone: self.zone.clone() })
    }

    fn cmp_instant(&self, other: &Self) -> Ordering {
        self.at.cmp(&other.at)
    }
}
