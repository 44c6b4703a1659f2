//! Dates as feeds write them: RFC 822 in all its decay, RFC 3339, W3C, asctime, and words in common languages.

use super::month::month;
use jiff::Timestamp;

/// No honest date is longer, in characters.
const LONGEST: usize = 120;

/// Reads a date; what names no zone is taken as UTC.
pub(super) fn parse(raw: &str) -> Option<Timestamp> {
    let raw = raw.trim();
    let end = raw.char_indices().nth(LONGEST).map_or(raw.len(), |(at, _)| at);
    let raw = &raw[..end];
    iso(raw).or_else(|| short_iso(raw)).or_else(|| loose(raw))
}

/// A moment in parts.
#[derive(Debug, Default, Clone, Copy)]
struct Parts {
    year: i64,
    month: i64,
    day: i64,
    hour: i64,
    minute: i64,
    second: i64,
    nanosecond: i64,
    /// Seconds east of Greenwich.
    offset: i64,
}

impl Parts {
    fn timestamp(self) -> Option<Timestamp> {
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

fn length_of_month(year: i64, month: i64) -> i64 {
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

/// Reads digits from the front of a text.
#[derive(Clone, Copy)]
struct Cursor<'a>(&'a [u8]);

impl Cursor<'_> {
    fn digits(&mut self, min: usize, max: usize) -> Option<i64> {
        let count = self.0.iter().take(max).take_while(|byte| byte.is_ascii_digit()).count();
        if count < min {
            return None;
        }
        let value = self.0[..count].iter().fold(0_i64, |value, byte| value * 10 + i64::from(byte - b'0'));
        self.0 = &self.0[count..];
        Some(value)
    }

    fn eat(&mut self, any: &[u8]) -> bool {
        let found = self.0.first().is_some_and(|byte| any.contains(byte));
        if found {
            self.0 = &self.0[1..];
        }
        found
    }

    fn skip_spaces(&mut self) {
        while self.eat(b" \t\n\r") {}
    }

    fn peek(&self) -> Option<u8> {
        self.0.first().copied()
    }
}

/// ISO 8601 and its profiles: year first.
fn iso(raw: &str) -> Option<Timestamp> {
    let mut at = Cursor(raw.as_bytes());
    let mut parts = Parts { month: 1, day: 1, ..Parts::default() };
    parts.year = at.digits(4, 4)?;
    let run = at.0.iter().take_while(|byte| byte.is_ascii_digit()).count();
    if at.eat(b"-/.") {
        let run = at.0.iter().take_while(|byte| byte.is_ascii_digit()).count();
        if run == 3 && at.0.get(3) == Some(&b'-') {
            // A month of three digits: seen in the wild, if not in the standard.
            parts.month = at.digits(3, 3)?;
            at.eat(b"-");
            parts.day = at.digits(1, 2)?;
        } else if run == 3 {
            ordinal(&mut parts, at.digits(3, 3)?)?;
        } else {
            parts.month = at.digits(1, 2)?;
            if at.eat(b"-/.") {
                parts.day = at.digits(1, 2)?;
            }
        }
    } else if run == 3 {
        ordinal(&mut parts, at.digits(3, 3)?)?;
    } else if run == 4 || run == 2 {
        parts.month = at.digits(2, 2)?;
        parts.day = at.digits(2, 2).unwrap_or(1);
    } else if run != 0 {
        return None;
    }
    if at.peek().is_some_and(|byte| byte.is_ascii_digit() || byte >= 0x80) {
        return None;
    }
    at.skip_spaces();
    if at.eat(b"Tt_,") {
        at.skip_spaces();
    }
    if at.peek().is_some_and(|byte| byte.is_ascii_digit()) {
        clock(&mut at, &mut parts)?;
    }
    let rest = std::str::from_utf8(at.0).ok()?;
    parts.offset = zone_after(rest, &mut parts)?;
    parts.timestamp()
}

/// The forms of ISO 8601 with two digits for the year: `031231`, `03-12-31`, `03335`, `-0312`, `-03-12`.
fn short_iso(raw: &str) -> Option<Timestamp> {
    let (rest, no_day) = raw.strip_prefix('-').map_or((raw, false), |rest| (rest, true));
    if rest.len() > 8 || !rest.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-') {
        return None;
    }
    let mut at = Cursor(rest.as_bytes());
    let mut parts = Parts { year: full_year((at.digits(2, 2)?, 2)), month: 1, day: 1, ..Parts::default() };
    at.eat(b"-");
    if at.0.len() == 3 && !no_day {
        ordinal(&mut parts, at.digits(3, 3)?)?;
    } else if !at.0.is_empty() {
        parts.month = at.digits(2, 2)?;
        at.eat(b"-");
        if !no_day {
            parts.day = at.digits(2, 2)?;
        }
    }
    at.0.is_empty().then(|| parts.timestamp()).flatten()
}

fn ordinal(parts: &mut Parts, day_of_year: i64) -> Option<()> {
    let mut left = day_of_year;
    for month in 1..=12 {
        let length = length_of_month(parts.year, month);
        if left <= length {
            parts.month = month;
            parts.day = left;
            return Some(());
        }
        left -= length;
    }
    None
}

/// `hh[:mm[:ss[.fraction]]]`, colons optional.
fn clock(at: &mut Cursor<'_>, parts: &mut Parts) -> Option<()> {
    parts.hour = at.digits(1, 2)?;
    at.eat(b":.hH");
    if let Some(minute) = at.digits(1, 2) {
        parts.minute = minute;
        at.eat(b":.");
        if let Some(second) = at.digits(1, 2) {
            parts.second = second;
            if at.eat(b".,:") {
                let (count, digits) = (at.0.len(), at.0);
                let _ = at.digits(1, usize::MAX.min(18));
                let read = count - at.0.len();
                let nine = digits[..read].iter().chain(std::iter::repeat(&b'0')).take(9);
                parts.nanosecond = nine.fold(0, |value, byte| value * 10 + i64::from(byte - b'0'));
            }
        }
    }
    Some(())
}

/// What follows the clock: am or pm, a zone, or things to be ignored. `None` when it is no date after all.
fn zone_after(rest: &str, parts: &mut Parts) -> Option<i64> {
    let mut offset = 0;
    for word in rest.split([' ', '\t', '\n', '(', ')', ',']).filter(|word| !word.is_empty()) {
        match word.to_ascii_lowercase().as_str() {
            "am" | "a.m." if parts.hour == 12 => parts.hour = 0,
            "pm" | "p.m." if parts.hour < 12 => parts.hour += 12,
            word => {
                if let Some(found) = zone(word) {
                    offset = found;
                    break;
                }
            }
        }
    }
    Some(offset)
}

/// Seconds east of Greenwich for `Z`, `+01:00`, `-0500`, `GMT+1`, `EST` and the like.
fn zone(word: &str) -> Option<i64> {
    let lower = word.to_ascii_lowercase();
    let (name, number) = match lower.find(['+', '-', '\u{2212}']) {
        Some(at) => lower.split_at(at),
        None => (lower.as_str(), ""),
    };
    let base = match name {
        "" if number.is_empty() => return None,
        "" | "z" | "gmt" | "utc" | "ut" | "wet" | "zulu" | "etc/gmt" => 0,
        _ => named_zone(name)?,
    };
    if number.is_empty() || name.starts_with("etc") {
        return Some(base);
    }
    let sign = if number.starts_with('+') { 1 } else { -1 };
    let digits = number.trim_start_matches(['+', '-', '\u{2212}']);
    let mut at = Cursor(digits.as_bytes());
    let run = digits.bytes().take_while(u8::is_ascii_digit).count();
    let (hours, minutes) = match run {
        1 | 2 => {
            let hours = at.digits(1, 2)?;
            at.eat(b":.");
            (hours, at.digits(1, 2).unwrap_or(0))
        }
        3 => (at.digits(1, 1)?, at.digits(2, 2)?),
        4.. => (at.digits(2, 2)?, at.digits(2, 2)?),
        0 => return None,
    };
    Some(base + sign * (hours * 3600 + minutes * 60))
}

/// Zones by name: those of RFC 822 and what news sites use.
fn named_zone(name: &str) -> Option<i64> {
    let quarters = match name {
        "hst" => -40,
        "akst" => -36,
        "akdt" | "pst" | "pt" => -32,
        "pdt" | "mst" | "mt" => -28,
        "mdt" | "cst" | "ct" => -24,
        "cdt" | "est" | "et" => -20,
        "edt" | "ast" | "at" | "clt" => -16,
        "adt" | "art" | "brt" | "clst" => -12,
        "nst" => -14,
        "ndt" | "brst" => -10,
        "bst" | "cet" | "met" | "mez" | "west" | "wat" => 4,
        "cest" | "mest" | "mesz" | "eet" | "sast" | "cat" => 8,
        "eest" | "msk" | "eat" | "trt" => 12,
        "msd" | "gst" => 16,
        "irst" => 14,
        "pkt" => 20,
        "ist" => 22,
        "npt" => 23,
        "bdt" => 24,
        "ict" | "wib" => 28,
        "hkt" | "sgt" | "awst" | "myt" | "pht" | "wita" => 32,
        "jst" | "kst" | "wit" => 36,
        "acst" => 38,
        "aest" => 40,
        "acdt" => 42,
        "aedt" => 44,
        "nzst" => 48,
        "nzdt" => 52,
        // Letters of the military are used wrongly more often than not: RFC 2822 says to take them as UTC.
        _ if name.len() == 1 && name.as_bytes()[0].is_ascii_lowercase() => 0,
        _ => return None,
    };
    Some(quarters * 900)
}

/// Everything else: words and numbers in whatever order.
fn loose(raw: &str) -> Option<Timestamp> {
    let mut found = Found::default();
    let mut rest = raw;
    while let Some(first) = rest.chars().next() {
        let bytes = rest.as_bytes();
        if first.is_ascii_digit() {
            rest = found.number(rest);
        } else if first.is_alphabetic() {
            let end = rest.find(|c: char| !c.is_alphabetic() && c != '\u{301}').unwrap_or(rest.len());
            rest = found.word(rest, end);
        } else if matches!(first, '+' | '-' | '\u{2212}') && found.timed && found.offset.is_none() {
            let end = rest[first.len_utf8()..]
                .find(|c: char| !c.is_ascii_digit() && c != ':')
                .map(|at| at + first.len_utf8());
            let end = end.unwrap_or(rest.len());
            found.offset = zone(&rest[..end]);
            rest = &rest[end.max(first.len_utf8())..];
        } else {
            if !bytes[0].is_ascii_whitespace() && !found.numbers.is_empty() && found.separator == 0 && found.month == 0
            {
                found.separator = bytes[0];
            }
            rest = &rest[first.len_utf8()..];
        }
    }
    found.timestamp()
}

/// What [`loose`] has come across.
#[derive(Debug, Default)]
struct Found {
    /// Numbers that are neither clock nor zone, with their count of digits.
    numbers: Vec<(i64, usize)>,
    /// What stood after the first number.
    separator: u8,
    month: i64,
    /// How many numbers stood before the month.
    before_month: usize,
    clock: Parts,
    timed: bool,
    afternoon: Option<bool>,
    offset: Option<i64>,
}

impl Found {
    fn number<'a>(&mut self, rest: &'a str) -> &'a str {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let after = rest.as_bytes().get(digits);
        if !self.timed && digits <= 2 && (after == Some(&b':') || after == Some(&b'h')) {
            let mut at = Cursor(rest.as_bytes());
            if clock(&mut at, &mut self.clock).is_some() {
                self.timed = true;
                return &rest[rest.len() - at.0.len()..];
            }
        }
        if self.numbers.len() < 6 {
            let value = rest[..digits].parse().unwrap_or(0);
            self.numbers.push((value, digits));
        }
        &rest[digits..]
    }

    fn word<'a>(&mut self, rest: &'a str, end: usize) -> &'a str {
        let word = rest[..end].to_lowercase();
        match word.as_str() {
            "am" | "오전" | "上午" => self.afternoon = Some(false),
            "pm" | "오후" | "下午" | "μμ" => self.afternoon = Some(true),
            "πμ" => self.afternoon = Some(false),
            "a" | "p" if rest[end..].to_ascii_lowercase().starts_with(".m") => {
                self.afternoon = Some(word == "p");
                return rest.get(end + 2..).unwrap_or_default();
            }
            _ => {
                if self.month == 0
                    && let Some(month) = month(&word)
                {
                    self.month = month;
                    self.before_month = self.numbers.len();
                } else if self.offset.is_none() && self.timed {
                    let tail = &rest[end..];
                    let number = if tail.starts_with(['+', '-']) {
                        1 + tail[1..].bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b':').count()
                    } else {
                        0
                    };
                    self.offset = zone(&rest[..end + number]).or_else(|| zone(&rest[..end]));
                    if self.offset.is_some() {
                        return &rest[end + number..];
                    }
                }
            }
        }
        &rest[end..]
    }

    fn timestamp(self) -> Option<Timestamp> {
        let mut parts = self.clock;
        parts.offset = self.offset.unwrap_or(0);
        match self.afternoon {
            Some(true) if parts.hour < 12 => parts.hour += 12,
            Some(false) if parts.hour == 12 => parts.hour = 0,
            _ => {}
        }
        let mut numbers = self.numbers.iter().copied();
        if self.month != 0 {
            parts.month = self.month;
            let is_year = |(value, digits): (i64, usize)| digits >= 3 || value > 31;
            let first = numbers.next()?;
            let second = numbers.next();
            let (day, year) = match second {
                None if is_year(first) => ((1, 1), first),
                None => return None,
                Some(second) if is_year(first) => (second, first),
                Some(second) => (first, second),
            };
            parts.day = day.0;
            parts.year = full_year(year);
            return parts.timestamp();
        }
        let (first, second, third) = (numbers.next()?, numbers.next()?, numbers.next()?);
        if first.1 == 4 {
            (parts.year, parts.month, parts.day) = (first.0, second.0, third.0);
        } else {
            // 9/14/2004 is American, 14.9.2004 is not; where that gives no month, the other way round.
            let american = (self.separator == b'/' || self.separator == b'-') && first.0 <= 12 || second.0 > 12;
            (parts.month, parts.day) = if american { (first.0, second.0) } else { (second.0, first.0) };
            parts.year = full_year(third);
        }
        parts.timestamp()
    }
}

/// Two digits mean the years from 1969 to 2068, as POSIX has it; three are years since 1900.
fn full_year((value, digits): (i64, usize)) -> i64 {
    match digits {
        1 | 2 if value < 69 => value + 2000,
        1..=3 if value < 1000 => value + 1900,
        _ => value,
    }
}
