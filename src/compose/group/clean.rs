//! Text without what outlets wrap around it: their own name, section labels, datelines.

/// The headline without the outlet's name at its end and without a label at its start.
pub(super) fn title<'a>(title: &'a str, outlet: Option<&str>) -> &'a str {
    let mut title = title.trim();
    // "Dam bursts - The Daily Herald", "Dam bursts | Herald": the last part goes if it is short.
    for mark in [" | ", " – ", " — ", " - "] {
        if let Some((head, tail)) = title.rsplit_once(mark)
            && head.split_whitespace().count() >= 3
            && (mark == " | " || same_name(tail, outlet))
            && tail.split_whitespace().count() <= 4
        {
            title = head;
        }
    }
    // "Opinion | The dam", "Watch: the dam".
    for mark in [" | ", ": "] {
        if let Some((head, tail)) = title.split_once(mark)
            && LABELS.iter().any(|label| head.eq_ignore_ascii_case(label))
        {
            title = tail;
        }
    }
    title
}

const LABELS: &[&str] = &[
    "opinion",
    "analysis",
    "exclusive",
    "watch",
    "video",
    "live",
    "breaking",
    "breaking news",
    "editorial",
    "comment",
    "photos",
    "explainer",
    "fact check",
    "update",
    "updated",
    "just in",
    "report",
    "podcast",
    "listen",
    "in pictures",
];

fn same_name(tail: &str, outlet: Option<&str>) -> bool {
    let letters =
        |text: &str| text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    let tail = letters(tail);
    outlet.is_some_and(|outlet| {
        let outlet = letters(outlet);
        !tail.is_empty() && (outlet.contains(&tail) || tail.contains(outlet.trim_start_matches("www")))
    })
}

/// A dateline ends within so many bytes.
const DATELINE_BYTES: usize = 64;

/// The summary without a dateline: "WASHINGTON (Reuters) - ", "LONDON — ", "May 13, 2020 5:00 AM ".
pub(super) fn summary(summary: &str) -> &str {
    let summary = without_date(summary.trim());
    let start = &summary[..summary.floor_char_boundary(DATELINE_BYTES)];
    for mark in [" - ", " – ", " — ", "— ", ": "] {
        let Some(at) = start.find(mark) else { continue };
        let head = &summary[..at];
        let mut words = head.split([' ', ',', '(', ')', '/']).filter(|word| !word.is_empty()).peekable();
        // A dateline is a place in capitals, or ends with an agency in brackets.
        let shouted = words.peek().is_some_and(|word| {
            word.chars().count() > 3 && word.chars().all(|c| c.is_uppercase() || !c.is_alphabetic())
        });
        if shouted || (head.ends_with(')') && head.contains('(') && head.split_whitespace().count() <= 6) {
            return &summary[at + mark.len()..];
        }
    }
    summary
}

/// `text` without a date and time of day at its start.
fn without_date(text: &str) -> &str {
    let mut rest = text;
    let mut digits = false;
    let mut named = false;
    while let Some(word) = rest.split_whitespace().next() {
        let bare = word.trim_matches([',', '.', ':', '-', '|']).to_lowercase();
        let number = bare.starts_with(|c: char| c.is_ascii_digit())
            && bare.chars().all(|c| c.is_ascii_digit() || matches!(c, ':' | '/' | '.' | '-'));
        let month = bare.len() >= 3 && MONTHS.iter().any(|month| month.starts_with(bare.as_str()));
        if !(number || month || matches!(bare.as_str(), "am" | "pm" | "a.m" | "p.m" | "gmt" | "utc")) {
            break;
        }
        digits |= number;
        named |= month;
        let after = word.as_ptr() as usize - text.as_ptr() as usize + word.len();
        rest = text[after..].trim_start();
    }
    // "May 13, 2020 5:00 AM": a month and numbers; "12 dead" is no date.
    if digits && named && !rest.is_empty() { rest } else { text }
}

pub(super) const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

#[cfg(test)]
mod tests {
    use super::{summary, title};

    #[test]
    fn wrapping_is_taken_off() {
        let check = |text, outlet, expected| assert_eq!(title(text, outlet), expected, "{text}");
        check("Dam bursts in Norway | The Daily Herald", None, "Dam bursts in Norway");
        check("Dam bursts in Norway - Daily Herald", Some("dailyherald.example"), "Dam bursts in Norway");
        check(
            "Dam bursts in Norway - hundreds flee",
            Some("dailyherald.example"),
            "Dam bursts in Norway - hundreds flee",
        );
        check("Watch: Dam bursts", None, "Dam bursts");
        check("Norway: Dam bursts", None, "Norway: Dam bursts");
        for (text, expected) in [
            ("OSLO (Reuters) - The dam has burst.", "The dam has burst."),
            ("May 13, 2020 5:00 AM The dam has burst.", "The dam has burst."),
            ("12 dead in May floods", "12 dead in May floods"),
            ("OSLO — The dam has burst.", "The dam has burst."),
            ("The dam - an old one - has burst.", "The dam - an old one - has burst."),
        ] {
            assert_eq!(summary(text), expected);
        }
    }
}
