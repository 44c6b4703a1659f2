//! Entities of XML and HTML, as written by people who did not declare them.

use memchr::{memchr, memrchr};
use std::borrow::Cow;
use std::cmp::Ordering;

/// What `&...;` turned out to be.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Reference {
    /// One of the five of XML, or a number.
    Known(char),
    /// A name of HTML, for one or two characters.
    Html(char, Option<char>),
    /// Nothing: `&` stands for itself.
    Bare,
    /// A reference to a character that may not be: dropped.
    Forbidden,
}

/// Longest name looked up, `&CounterClockwiseContourIntegral;`, and numbers with leading zeros.
const LONGEST: usize = 33;

/// Reads the reference at the start of `text`, which begins with `&`; also tells its length in bytes.
pub(super) fn reference(text: &str) -> (Reference, usize) {
    let bytes = text.as_bytes();
    match bytes.get(1) {
        Some(b'#') => number(bytes),
        Some(byte) if byte.is_ascii_alphabetic() => name(text),
        _ => (Reference::Bare, 1),
    }
}

fn number(bytes: &[u8]) -> (Reference, usize) {
    let (radix, from) = if matches!(bytes.get(2), Some(b'x' | b'X')) { (16, 3) } else { (10, 2) };
    let digits = bytes[from..].iter().take(LONGEST).take_while(|byte| char::from(**byte).is_digit(radix)).count();
    if digits == 0 {
        return (Reference::Bare, 1);
    }
    let value = bytes[from..from + digits]
        .iter()
        .filter_map(|byte| char::from(*byte).to_digit(radix))
        .fold(0_u32, |value, digit| value.saturating_mul(radix).saturating_add(digit));
    let end = from + digits;
    let length = if bytes.get(end) == Some(&b';') { end + 1 } else { end };
    let c = match value {
        0x80..=0x9F => u8::try_from(value).ok().and_then(windows_1252),
        0x09 | 0x0A | 0x0D => char::from_u32(value),
        0..=0x1F | 0x7F | 0xFFFE | 0xFFFF => None,
        _ => char::from_u32(value),
    };
    (c.map_or(Reference::Forbidden, Reference::Known), length)
}

fn name(text: &str) -> (Reference, usize) {
    let bytes = text.as_bytes();
    let letters = bytes[1..].iter().take(LONGEST).take_while(|byte| byte.is_ascii_alphanumeric()).count();
    let name = &text[1..=letters];
    if bytes.get(letters + 1) != Some(&b';') {
        // HTML lets some old names do without the semicolon; text with a bare ampersand is far more common.
        return (Reference::Bare, 1);
    }
    let end = letters + 2;
    let known = match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        _ => return named(name).map_or((Reference::Bare, 1), |(first, second)| (Reference::Html(first, second), end)),
    };
    (Reference::Known(known), end)
}

/// The names of HTML 5 with the code points they stand for, sorted by name: the table of the HTML Standard,
/// section 13.5.
const NAMES: &str = include_str!("entities.txt");

/// The one or two characters that a name of HTML stands for.
fn named(name: &str) -> Option<(char, Option<char>)> {
    let frequent = match name {
        "nbsp" => '\u{A0}',
        "rsquo" => '’',
        "lsquo" => '‘',
        "rdquo" => '”',
        "ldquo" => '“',
        "mdash" => '—',
        "ndash" => '–',
        "hellip" => '…',
        "eacute" => 'é',
        "uuml" => 'ü',
        _ => return look_up(name),
    };
    Some((frequent, None))
}

/// Finds the line of a name by halving the table.
fn look_up(name: &str) -> Option<(char, Option<char>)> {
    let bytes = NAMES.as_bytes();
    let (mut low, mut high) = (0, bytes.len());
    while low < high {
        let middle = low.midpoint(high);
        let start = memrchr(b'\n', &bytes[low..middle]).map_or(low, |at| low + at + 1);
        let end = memchr(b'\n', &bytes[start..high]).map_or(high, |at| start + at);
        let mut parts = NAMES.get(start..end)?.split(' ');
        match parts.next()?.cmp(name) {
            Ordering::Less => low = end + 1,
            Ordering::Greater => high = start,
            Ordering::Equal => {
                let mut points = parts.map(|point| u32::from_str_radix(point, 16).ok().and_then(char::from_u32));
                return Some((points.next()??, points.next().flatten()));
            }
        }
    }
    None
}

/// What a byte of 80 to 9F means in windows-1252, which is what a number in that range was meant to be.
pub(super) fn windows_1252(byte: u8) -> Option<char> {
    const HIGH: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8D}', 'Ž', '\u{8F}', '\u{90}', '‘',
        '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9D}', 'ž', 'Ÿ',
    ];
    byte.checked_sub(0x80).and_then(|at| HIGH.get(usize::from(at))).copied()
}

/// HTML text with its references replaced. For attribute values and the like, not for markup.
pub(super) fn unescape(text: &str) -> Cow<'_, str> {
    if memchr(b'&', text.as_bytes()).is_none() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    unescape_into(text, &mut out);
    Cow::Owned(out)
}

/// Appends `text` with its references replaced.
pub(super) fn unescape_into(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some(at) = memchr(b'&', rest.as_bytes()) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let (found, length) = reference(rest);
        match found {
            Reference::Known(c) => out.push(c),
            Reference::Html(first, second) => {
                out.push(first);
                out.extend(second);
            }
            Reference::Bare => out.push('&'),
            Reference::Forbidden => {}
        }
        rest = &rest[length..];
    }
    out.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::{NAMES, unescape};

    #[test]
    fn references_are_replaced() {
        for (raw, expected) in [
            ("a &amp; b &lt;c&gt; &quot;&apos;", "a & b <c> \"'"),
            ("&#65;&#x42;&#X43;", "ABC"),
            ("&#146;&#x93;", "’“"),
            ("&mdash;&NotEqualTilde;&zwnj;&AElig;", "—\u{2242}\u{338}\u{200C}Æ"),
            ("AT&T &c; &; &#; &#x; &nosuchname; &amp", "AT&T &c; &; &#; &#x; &nosuchname; &amp"),
            ("a&#0;&#1;&#xD800;&#x110000;&#99999999999;b", "ab"),
        ] {
            assert_eq!(unescape(raw), expected, "{raw}");
        }
    }

    #[test]
    fn every_name_of_the_table_is_found() {
        for line in NAMES.lines() {
            let (name, _) = line.split_once(' ').expect("a name and what it stands for");
            assert_ne!(unescape(&format!("&{name};")), format!("&{name};"), "{name}");
        }
    }
}
