//! Dates as feeds write them: RFC 822 in all its decay, RFC 3339, W3C, asctime, and words in common languages.

use super::cursor::Cursor;
use super::date_words::loose;
use super::moment::{Parts, clock, full_year, length_of_month};
use super::zone::zone;
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
    } else if run == 4 || run == 2 && (1900..2100).contains(&parts.year) {
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
    parts.offset = zone_after(rest, &mut parts);
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

/// What follows the clock: am or pm, a zone, or things to be ignored.
fn zone_after(rest: &str, parts: &mut Parts) -> i64 {
    for word in rest.split([' ', '\t', '\n', '(', ')', ',']).filter(|word| !word.is_empty()) {
        match word.to_ascii_lowercase().as_str() {
            "am" | "a.m." if parts.hour == 12 => parts.hour = 0,
            "pm" | "p.m." if parts.hour < 12 => parts.hour += 12,
            word => {
                if let Some(found) = zone(word) {
                    return found;
                }
            }
        }
    }
    0
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn dates_are_read_however_they_are_written() {
        for (raw, expected) in [
            ("Mon, 05 Jan 2026 01:15:00 GMT", "2026-01-05T01:15:00Z"),
            ("Mon, 5 Jan 26 01:15 +0100", "2026-01-05T00:15:00Z"),
            ("5 January 2026 1:15 PM EST", "2026-01-05T18:15:00Z"),
            ("Monday, January 5, 2026 - 13:15", "2026-01-05T13:15:00Z"),
            ("Mon, 05 Jan 2026 24:00:00 GMT", "2026-01-06T00:00:00Z"),
            ("Mon, 05 Jan 2026 01:15:00 GMT+2", "2026-01-04T23:15:00Z"),
            ("Mon Jan  5 01:15:00 2026", "2026-01-05T01:15:00Z"),
            ("Mon Jan 05 01:15:00 PST 2026", "2026-01-05T09:15:00Z"),
            ("2026-01-05T01:15:00Z", "2026-01-05T01:15:00Z"),
            ("2026-01-05T01:15:00.25+01:00", "2026-01-05T00:15:00.25Z"),
            ("2026-01-05 01:15", "2026-01-05T01:15:00Z"),
            ("2026-01-05T0115-0800", "2026-01-05T09:15:00Z"),
            ("2026/01/05 01:15:00 PST", "2026-01-05T09:15:00Z"),
            ("2026-01", "2026-01-01T00:00:00Z"),
            ("2026-005", "2026-01-05T00:00:00Z"),
            ("20260105T011500", "2026-01-05T01:15:00Z"),
            ("260105", "2026-01-05T00:00:00Z"),
            ("-2601", "2026-01-01T00:00:00Z"),
            ("1/5/2026 1:15:00 AM", "2026-01-05T01:15:00Z"),
            ("5.1.2026 01:15", "2026-01-05T01:15:00Z"),
            ("25/12/2026", "2026-12-25T00:00:00Z"),
            ("lundi 5 janvier 2026 01:15", "2026-01-05T01:15:00Z"),
            ("mar., 6 ene. 2026 01:15:00 +0100", "2026-01-06T00:15:00Z"),
            ("Mo, 05 Mär 2026 01:15:00 +0100", "2026-03-05T00:15:00Z"),
            ("Пн, 05 янв 2026 01:15:00 +0300", "2026-01-04T22:15:00Z"),
            ("Κυρ, 11 Ιούλ 2004 12:00:00 EST", "2004-07-11T17:00:00Z"),
            ("2026년 01월 05일 오후 1:15:00", "2026-01-05T13:15:00Z"),
            ("2026年1月5日 01:15", "2026-01-05T01:15:00Z"),
            ("31 June 2026", "2026-06-30T00:00:00Z"),
            ("29 Feb 2025", "2025-02-28T00:00:00Z"),
        ] {
            assert_eq!(parse(raw).map(|time| time.to_string()).as_deref(), Some(expected), "{raw}");
        }
    }

    #[test]
    fn what_is_no_date_is_none() {
        let long = "1".repeat(1_000_000);
        for raw in
            ["", "yesterday", "12:30", "2026-13-01", "2026-01-05T61:99", "99999999999999", "-", "Jan", "+++", &long]
        {
            assert_eq!(parse(raw), None, "{raw:.40}");
        }
    }
}
