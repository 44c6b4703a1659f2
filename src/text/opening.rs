//! What stands before the words of a headline and of a text, and after them: labels, the outlet's name, the headline again,
//! a date, a dateline. The one reader of datelines.

use super::bylines;
use super::fold::fold;
use super::lexicon::Lexicon;
use super::terms;

/// The headline without the outlet's name at its end and without a label at its start. `outlet` is its name, or empty.
pub(crate) fn headline<'a>(title: &'a str, outlet: &str, lexicon: &Lexicon) -> &'a str {
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
            && head.len() <= LONGEST_LABEL
            && is_label(head, lexicon)
        {
            title = tail;
        }
    }
    title
}

/// No label is longer, in bytes.
const LONGEST_LABEL: usize = 60;

fn is_label(head: &str, lexicon: &Lexicon) -> bool {
    let head = fold(head.trim());
    lexicon.kinds.labels.iter().any(|label| **label == *head)
}

fn same_name(tail: &str, outlet: &str) -> bool {
    let letters =
        |text: &str| text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    let (tail, outlet) = (letters(tail), letters(outlet));
    !tail.is_empty()
        && !outlet.is_empty()
        && (outlet.contains(&tail) || tail.contains(outlet.trim_start_matches("www")))
}

/// Where the words of `text` start: after `title`, where it stands there again, a date or a time, a mark of an update, and a
/// dateline. In bytes.
pub(crate) fn end_of_opening(text: &str, title: &str, lexicon: &Lexicon) -> usize {
    let mut rest = text.trim_start();
    if !title.is_empty()
        && let Some(after) = rest.strip_prefix(title)
        && after.starts_with(char::is_whitespace)
    {
        rest = after.trim_start();
    }
    rest = after_stamp(rest, lexicon);
    for mark in
        ["(Updated) ", "(UPDATED) ", "(Update) ", "UPDATED: ", "UPDATE: ", "EXCLUSIVE: ", "Exclusive: ", "BREAKING: "]
    {
        rest = rest.strip_prefix(mark).unwrap_or(rest);
    }
    if let Some(dateline) = dateline(rest) {
        rest = &rest[dateline.end..];
    }
    text.len() - rest.len()
}

/// The text after "May 15, 2020 5:00 AM" or "14:05 GMT": words of a date or a time.
fn after_stamp<'a>(text: &'a str, lexicon: &Lexicon) -> &'a str {
    const MOST_WORDS: usize = 8;
    let mut rest = text;
    let (mut timed, mut month, mut digits) = (false, false, false);
    for _ in 0..MOST_WORDS {
        let word = rest.split_whitespace().next().unwrap_or_default();
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        let number = !bare.is_empty() && bare.chars().all(|c| c.is_ascii_digit() || matches!(c, ':' | '/' | '.' | '-'));
        let clock = number && word.contains(':') && bare.len() >= 4;
        let named = lexicon.month(&bare).is_some();
        let of_day = digits && lexicon.numbers.clock.contains(bare.as_str());
        if !(number || named || of_day || lexicon.time.weekdays.contains(bare.as_str())) {
            break;
        }
        (timed, month, digits) = (timed || clock, month || named, digits || number);
        rest = rest[word.len()..].trim_start();
    }
    // "12 dead" is no date, nor is "May 3 is the day".
    let is_stamp = (timed || month && digits) && !rest.is_empty() && !rest.starts_with(char::is_lowercase);
    if is_stamp { rest } else { text }
}

/// A dateline: "OSLO (AP) — ".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Dateline<'a> {
    /// The agency it names, by the label of its site.
    pub(crate) agency: Option<&'static str>,
    /// The place, as it is written; empty if there is none.
    pub(crate) place: &'a str,
    /// One past its last byte, its mark included.
    pub(crate) end: usize,
}

/// A dateline ends within so many characters ...
const LONGEST: usize = 70;

/// The longest mark of a dateline, in bytes.
const LONGEST_MARK: usize = 6;

/// ... and its place has so many words at most.
const PLACE_WORDS: usize = 6;

/// The dateline that `text` opens with: it is short, stands first, and is a place in capitals or names an agency in brackets.
pub(crate) fn dateline(text: &str) -> Option<Dateline<'_>> {
    let head = text.char_indices().nth(LONGEST).map_or(text.len(), |(at, _)| at);
    // A mark may stand at the very end of the head.
    let within = &text[..text.floor_char_boundary(head + LONGEST_MARK)];
    for mark in [") ", "):", ")—", ")–", ")-", " — ", " – ", " ― ", "―", " - ", " -- ", "—", ": "] {
        let Some(at) = within.find(mark).filter(|&at| at <= head) else { continue };
        let before = &text[..at];
        let (place, agency) = match before.rsplit_once('(') {
            Some((place, inside)) if mark.starts_with(')') => (place.trim_end(), bylines::agency(inside)),
            _ => (before, None),
        };
        let after = &text[at + mark.len()..];
        // "NASA (the agency) said no" is no dateline, "OSLO (Wire) - " is one.
        let marked = mark != ") " || after.starts_with(['-', '–', '—', '―']);
        // "Artificial general intelligence (AGI) is far off": the initials of many things are those of an agency.
        let shouted = place.split([' ', ',']).next().is_some_and(|word| !word.chars().any(char::is_lowercase));
        let named = agency.is_some() && (marked || shouted) && terms::count(place) <= PLACE_WORDS;
        if named || marked && is_place(place, mark == ": ") {
            let rest = after.trim_start_matches([' ', '-', '–', '—', '―', ':']);
            return Some(Dateline { agency, place, end: text.len() - rest.len() });
        }
    }
    None
}

/// "OSLO", "NEW YORK, May 3": capitals from the first letter on.
fn is_place(head: &str, colon: bool) -> bool {
    let letters: Vec<char> = head.split(',').next().unwrap_or_default().chars().filter(|c| c.is_alphabetic()).collect();
    let most = if colon { 2 } else { 5 };
    letters.len() >= 4 && terms::count(head) <= most && letters.iter().all(|c| c.is_uppercase())
}

#[cfg(test)]
mod tests {
    use super::{dateline, end_of_opening, headline};
    use crate::text::language::Language;
    use crate::text::lexicon::Lexicon;

    #[test]
    fn a_headline_sheds_its_outlet_and_its_label() {
        let check = |text, outlet, expected| assert_eq!(headline(text, outlet, Lexicon::english()), expected, "{text}");
        check("Dam bursts in Norway | The Daily Herald", "", "Dam bursts in Norway");
        check("Dam bursts in Norway - Daily Herald", "dailyherald.example", "Dam bursts in Norway");
        check("Dam bursts in Norway - hundreds flee", "dailyherald.example", "Dam bursts in Norway - hundreds flee");
        check("Watch: Dam bursts", "", "Dam bursts");
        check("Norway: Dam bursts", "", "Norway: Dam bursts");
        for (code, text) in [
            ("es", "Opinión: La presa se rompe"),
            ("fr", "Édito : La presa se rompe"),
            ("pl", "Na żywo: La presa se rompe"),
            ("ru", "Срочно: La presa se rompe"),
            ("tr", "Canlı: La presa se rompe"),
        ] {
            assert_eq!(headline(text, "", Lexicon::of(Language::declared(code))), "La presa se rompe", "{text}");
        }
    }

    #[test]
    fn a_text_starts_after_date_and_dateline() {
        for (text, expected) in [
            ("OSLO (Reuters) - The dam has burst.", "The dam has burst."),
            ("OSLO (Wire) - The dam has burst.", "The dam has burst."),
            ("NEW YORK, May 3 (AP/Daily) The dam has burst.", "The dam has burst."),
            ("May 13, 2020 5:00 AM The dam has burst.", "The dam has burst."),
            ("3 May 2020: The dam has burst.", "The dam has burst."),
            ("14:05 GMT OSLO — The dam has burst.", "The dam has burst."),
            ("Dam bursts The dam has burst.", "The dam has burst."),
            ("12 dead in May floods", "12 dead in May floods"),
            ("THURSDAY, DECEMBER 3, 2009, 9:36 AM The dam has burst.", "The dam has burst."),
            ("May 2, 2013 12: 50 PM The dam has burst.", "The dam has burst."),
            ("Monday was the day the dam burst.", "Monday was the day the dam burst."),
            ("May 3 is the day the dam burst.", "May 3 is the day the dam burst."),
            ("OSLO — The dam has burst.", "The dam has burst."),
            ("BERLIN (dpa) – Der Damm ist gebrochen.", "Der Damm ist gebrochen."),
            ("WASHINGTON ―The vote passed.", "The vote passed."),
            ("NASA (the agency) said no.", "NASA (the agency) said no."),
            ("2020 was dry.", "2020 was dry."),
            ("Dam bursts OSLO — It burst.", "It burst."),
            ("(Updated) The dam burst.", "The dam burst."),
            ("The vote — the third — passed.", "The vote — the third — passed."),
            ("The dam - an old one - has burst.", "The dam - an old one - has burst."),
            ("The dam (built in 1931) - an old one - has burst.", "The dam (built in 1931) - an old one - has burst."),
        ] {
            assert_eq!(&text[end_of_opening(text, "Dam bursts", Lexicon::english())..], expected);
        }
    }

    #[test]
    fn a_dateline_names_place_and_agency() {
        let read = |text| dateline(text).map(|it| (it.place, it.agency));
        assert_eq!(read("OSLO, May 3 (Reuters) - A dam burst."), Some(("OSLO, May 3", Some("reuters"))));
        assert_eq!(read("(AP) - A dam burst."), Some(("", Some("apnews"))));
        assert_eq!(read("BERGEN — A dam burst."), Some(("BERGEN", None)));
        assert_eq!(read("Washington (CNN) -- A dam burst."), Some(("Washington", Some("cnn"))));
        for text in [
            "A dam (42 m) burst.",
            "Artificial general intelligence (AGI) is far off, they say.",
            "The Moss Workers' Party (AAP) won the vote.",
            "The Unified Payments Interface (UPI) was down.",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
