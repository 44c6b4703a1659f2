//! Lengths of time as people write them: `20s`, `30m`, `1h30m`, `7d`.

use super::problem::Problems;
use super::section::Written;
use jiff::SignedDuration;

/// What a length of time must lie between, both included.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bounds {
    pub(super) least: &'static str,
    pub(super) most: &'static str,
}

/// The letters a number may be followed by, with their seconds. A day always has 24 hours here.
const UNITS: [(char, i64); 5] = [('w', 604_800), ('d', 86_400), ('h', 3_600), ('m', 60), ('s', 1)];

/// Reads a length of time.
pub(super) fn duration(at: &Written<String>, bounds: Bounds, problems: &mut Problems<'_>) -> Option<SignedDuration> {
    let Some(found) = parse(&at.value) else {
        let hint = likely(&at.value).map_or_else(
            || "write a number and a unit: \"20s\", \"30m\", \"24h\", \"7d\", \"2w\" or \"1h30m\"".to_owned(),
            |better| format!("did you mean \"{better}\"? The units are s, m, h, d and w"),
        );
        problems.add(&at.span, &at.key, format!("\"{}\" is not a length of time", at.value.escape_debug()), hint);
        return None;
    };
    let least = parse(bounds.least).unwrap_or_default();
    let most = parse(bounds.most).unwrap_or(SignedDuration::MAX);
    if found < least || found > most {
        let name = at.key.rsplit('.').next().unwrap_or(&at.key);
        let fault = if found < least { "short" } else { "long" };
        let hint = format!("`{name}` goes from \"{}\" to \"{}\"", bounds.least, bounds.most);
        problems.add(&at.span, &at.key, format!("\"{}\" is too {fault} for `{name}`", at.value), hint);
        return None;
    }
    Some(found)
}

fn parse(text: &str) -> Option<SignedDuration> {
    let mut seconds: i64 = 0;
    let mut rest = text;
    let mut last = i64::MAX;
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit())?;
        let number: i64 = rest[..digits].parse().ok()?;
        let letter = rest[digits..].chars().next()?;
        let (_, unit) = UNITS.into_iter().find(|(unit, _)| *unit == letter)?;
        // Larger units first, each once: anything else is more likely a slip than meant.
        if unit >= last {
            return None;
        }
        last = unit;
        seconds = seconds.checked_add(number.checked_mul(unit)?)?;
        rest = &rest[digits + letter.len_utf8()..];
    }
    (last != i64::MAX).then(|| SignedDuration::from_secs(seconds))
}

/// What was probably meant: `20 s`, `20sec`, `2 Hours`, `-5s`.
fn likely(text: &str) -> Option<String> {
    let plain: String = text.to_lowercase().chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
    let digits = plain.find(|c: char| !c.is_ascii_digit())?;
    let letter = match &plain[digits..] {
        "s" | "sec" | "secs" | "second" | "seconds" => "s",
        "m" | "min" | "mins" | "minute" | "minutes" => "m",
        "h" | "hr" | "hrs" | "hour" | "hours" => "h",
        "d" | "day" | "days" => "d",
        "w" | "week" | "weeks" => "w",
        _ => return None,
    };
    (digits > 0).then(|| format!("{}{letter}", &plain[..digits]))
}

#[cfg(test)]
mod tests {
    use super::{likely, parse};
    use jiff::SignedDuration;

    #[test]
    fn lengths_are_read() {
        for (text, seconds) in [
            ("20s", Some(20)),
            ("0s", Some(0)),
            ("30m", Some(1_800)),
            ("24h", Some(86_400)),
            ("7d", Some(604_800)),
            ("2w", Some(1_209_600)),
            ("1h30m", Some(5_400)),
            ("", None),
            ("20", None),
            ("s", None),
            ("20 s", None),
            ("-5s", None),
            ("1.5h", None),
            ("30m1h", None),
            ("1h1h", None),
            ("5ms", None),
            ("20S", None),
            ("99999999999999999999s", None),
            ("9999999999999999w", None),
        ] {
            assert_eq!(parse(text), seconds.map(SignedDuration::from_secs), "{text}");
        }
    }

    #[test]
    fn slips_are_understood() {
        for (text, better) in [
            ("20 s", Some("20s")),
            ("-5s", Some("5s")),
            ("2 Hours", Some("2h")),
            ("20", None),
            ("soon", None),
            ("s", None),
        ] {
            assert_eq!(likely(text).as_deref(), better, "{text}");
        }
    }
}
