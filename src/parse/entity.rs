//! Entities of XML and HTML, as written by people who did not declare them.

use memchr::memchr;
use quick_xml::escape::resolve_html5_entity;
use std::borrow::Cow;

/// What `&...;` turned out to be.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Reference {
    /// One of the five of XML, or a number.
    Known(char),
    /// A name of HTML.
    Html(&'static str),
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
    let known = match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => return (Reference::Html("\u{A0}"), letters + 2),
        _ => {
            return match resolve_html5_entity(name) {
                Some(characters) => (Reference::Html(characters), letters + 2),
                None => (Reference::Bare, 1),
            };
        }
    };
    (Reference::Known(known), letters + 2)
}

/// What a byte of 80 to 9F means in windows-1252, which is what a number in that range was meant to be.
pub(super) fn windows_1252(byte: u8) -> Option<char> {
    const HIGH: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8D}', 'Ž', '\u{8F}', '\u{90}', '‘', '’',
        '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9D}', 'ž', 'Ÿ',
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
            Reference::Html(characters) => out.push_str(characters),
            Reference::Bare => out.push('&'),
            Reference::Forbidden => {}
        }
        rest = &rest[length..];
    }
    out.push_str(rest);
}
