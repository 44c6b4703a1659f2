//! Dates in words and numbers, in whatever order.

use super::cursor::Cursor;
use super::moment::{Parts, clock, full_year};
use super::month::month;
use super::zone::zone;
use jiff::Timestamp;

/// Everything else: words and numbers in whatever order.
pub(super) fn loose(raw: &str) -> Option<Timestamp> {
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
            "am" | "오전" | "上午" | "πμ" => self.afternoon = Some(false),
            "pm" | "오후" | "下午" | "μμ" => self.afternoon = Some(true),
            "a" | "p" if rest[end..].to_ascii_lowercase().starts_with(".m") => {
                self.afternoon = Some(word == "p");
                return rest.get(end + 2..).unwrap_or_default();
            }
            _ => {
                // "mar., 6 ene. 2026": the first was the day of the week.
                let open = self.month == 0 || self.before_month == 0 && !self.numbers.is_empty() && !self.timed;
                if open && let Some(month) = month(&word) {
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
