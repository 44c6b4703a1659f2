//! Time zones as feeds write them.

use super::cursor::Cursor;

/// Seconds east of Greenwich for `Z`, `+01:00`, `-0500`, `GMT+1`, `EST` and the like.
pub(super) fn zone(word: &str) -> Option<i64> {
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
