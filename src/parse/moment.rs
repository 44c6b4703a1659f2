//! A moment taken apart, and the calendar that puts it together.

use super::cursor::Cursor;
use jiff::Timestamp;

/// A moment in parts.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Parts {
    pub(super) year: i64,
    pub(super) month: i64,
    pub(super) day: i64,
    pub(super) hour: i64,
    pub(super) minute: i64,
    pub(super) second: i64,
    pub(super) nanosecond: i64,
    /// Seconds east of Greenwich.
    pub(super) offset: i64,
}

impl Parts {
    pub(super) fn timestamp(self) -> Option<Timestamp> {
        if !(1..=12).contains(&self.month) || !(1..=31).contains(&self.day) || !(1..=9999).contains(&self.year) {
            return None;
        }
        // 24:00 is the midnight that follows, second 60 a leap second.
        if self.hour > 24 || self.minute > 59 || self.second > 61 || self.offset.abs() >= 100 * 3600 {
            return None;
        }
        // 31 June is read as the last day of June.
        let day = self.day.min(length_of_month(self.year, self.month));
        let days = days_from_civil(self.year, self.month, day);
        let seconds = days * 86400 + self.hour * 3600 + self.minute * 60 + self.second - self.offset;
        Timestamp::new(seconds, i32::try_from(self.nanosecond).unwrap_or(0)).ok()
    }
}

pub(super) fn length_of_month(year: i64, month: i64) -> i64 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days since 1970-01-01 in the Gregorian calendar, for years from 1 on. With March as the first month, leap days
/// come last and the lengths of months follow the line (153 m + 2) / 5.
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// `hh[:mm[:ss[.fraction]]]`, colons optional.
pub(super) fn clock(at: &mut Cursor<'_>, parts: &mut Parts) -> Option<()> {
    parts.hour = at.digits(1, 2)?;
    at.eat(b":.hH");
    if let Some(minute) = at.digits(1, 2) {
        parts.minute = minute;
        at.eat(b":.");
        if let Some(second) = at.digits(1, 2) {
            parts.second = second;
            if at.eat(b".,:") {
                let (count, digits) = (at.0.len(), at.0);
                let _ = at.digits(1, 18);
                let read = count - at.0.len();
                let nine = digits[..read].iter().chain(std::iter::repeat(&b'0')).take(9);
                parts.nanosecond = nine.fold(0, |value, byte| value * 10 + i64::from(byte - b'0'));
            }
        }
    }
    Some(())
}

/// Two digits mean the years from 1969 to 2068, as POSIX has it; three are years since 1900.
pub(super) fn full_year((value, digits): (i64, usize)) -> i64 {
    match digits {
        1 | 2 if value < 69 => value + 2000,
        1..=3 if value < 1000 => value + 1900,
        _ => value,
    }
}
