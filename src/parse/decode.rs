//! Bytes to text, whatever the label says.

use super::entity;
use super::repair::{Repair, Repairs};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use std::borrow::Cow;

/// Text and the encoding it was read in.
#[derive(Debug)]
pub(super) struct Decoded<'a> {
    pub(super) text: Cow<'a, str>,
    /// The name the Encoding Standard gives it.
    pub(super) encoding: &'static str,
}

/// Reads `bytes` as text: byte order mark, then the shape of UTF-16 and UTF-32, then UTF-8 wherever the bytes
/// are UTF-8, then the label of the transport, of the document, and at last a guess.
///
/// Valid multi-byte UTF-8 beats any label: the chance that text in another encoding looks like it is
/// negligible, while false labels are common.
pub(super) fn decode<'a>(bytes: &'a [u8], content_type: Option<&str>, repairs: &mut Repairs) -> Decoded<'a> {
    let mut decoded = to_text(bytes, content_type, repairs);
    if has_late_controls(decoded.text.as_bytes()) {
        // U+0080 to U+009F: nobody writes these; they are bytes of windows-1252 that were taken for Latin 1.
        repairs.add(Repair::FalseEncoding);
        let mended = |c: char| u8::try_from(u32::from(c)).ok().and_then(entity::windows_1252).unwrap_or(c);
        decoded.text = Cow::Owned(decoded.text.chars().map(mended).collect());
    }
    if !has_controls(decoded.text.as_bytes()) {
        return decoded;
    }
    repairs.add(Repair::ControlCharacters);
    let text: String =
        decoded.text.chars().filter(|c| !c.is_ascii_control() || matches!(c, '\t' | '\n' | '\r')).collect();
    Decoded { text: Cow::Owned(text), encoding: decoded.encoding }
}

fn to_text<'a>(bytes: &'a [u8], content_type: Option<&str>, repairs: &mut Repairs) -> Decoded<'a> {
    match bytes {
        [0xEF, 0xBB, 0xBF, rest @ ..] => return utf8_or_strays(rest, repairs),
        [0xFF, 0xFE, 0, 0, rest @ ..] => return utf32(rest, u32::from_le_bytes, "UTF-32LE"),
        [0, 0, 0xFE, 0xFF, rest @ ..] => return utf32(rest, u32::from_be_bytes, "UTF-32BE"),
        [0xFF, 0xFE, rest @ ..] => return whole(UTF_16LE, rest),
        [0xFE, 0xFF, rest @ ..] => return whole(UTF_16BE, rest),
        [b'<', 0, 0, 0, ..] => return utf32(bytes, u32::from_le_bytes, "UTF-32LE"),
        [0, 0, 0, b'<', ..] => return utf32(bytes, u32::from_be_bytes, "UTF-32BE"),
        [b'<' | b'{' | b' ' | b'\n' | b'\r', 0, second, 0, ..] if *second != 0 => return whole(UTF_16LE, bytes),
        [0, b'<' | b'{' | b' ' | b'\n' | b'\r', 0, second, ..] if *second != 0 => return whole(UTF_16BE, bytes),
        _ => {}
    }
    let transport = content_type.and_then(charset).and_then(|label| Encoding::for_label(label.as_bytes()));
    let declared = declaration(bytes).and_then(Encoding::for_label);
    let labels = [transport, declared];
    if let Ok(text) = std::str::from_utf8(bytes) {
        let stateful = labels.into_iter().flatten().find(|label| !label.is_ascii_compatible() && is_stateful(label));
        if let Some(label) = stateful.filter(|_| text.is_ascii() && memchr::memchr(0x1B, bytes).is_some()) {
            return whole(label, bytes);
        }
        let label = labels.into_iter().flatten().next();
        let contradicted = label.is_some_and(|label| label != UTF_8 && !text.is_ascii());
        repairs.add_if(contradicted, Repair::FalseEncoding);
        return Decoded { text: Cow::Borrowed(text), encoding: UTF_8.name() };
    }
    if mostly_utf8(bytes) {
        return utf8_or_strays(bytes, repairs);
    }
    for label in labels.into_iter().flatten() {
        // Windows-1252 is what Latin 1 means on the web; it can read anything, so it is worth asking whether
        // a later label knows better.
        if label == UTF_8 || label == UTF_16LE || label == UTF_16BE {
            continue;
        }
        let (text, errors) = label.decode_without_bom_handling(bytes);
        if !errors {
            return Decoded { text, encoding: label.name() };
        }
        if let Some(text) = few_errors(&text) {
            repairs.add(Repair::StrayBytes);
            return Decoded { text: Cow::Owned(text), encoding: label.name() };
        }
    }
    repairs.add_if(labels.iter().any(Option::is_some), Repair::FalseEncoding);
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Allow);
    detector.feed(&bytes[..bytes.len().min(200_000)], true);
    let guess = detector.guess(None, chardetng::Utf8Detection::Deny);
    let (text, _) = guess.decode_without_bom_handling(bytes);
    Decoded { text, encoding: guess.name() }
}

/// Text that a label explains but for a byte here and there.
fn few_errors(text: &str) -> Option<String> {
    let wrong = text.matches('\u{FFFD}').count();
    let foreign = text.chars().filter(|c| !c.is_ascii()).count();
    (wrong * 20 <= foreign).then(|| text.to_owned())
}

fn is_stateful(label: &'static Encoding) -> bool {
    label.name() == "ISO-2022-JP"
}

fn whole<'a>(encoding: &'static Encoding, bytes: &'a [u8]) -> Decoded<'a> {
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    Decoded { text, encoding: encoding.name() }
}

fn utf32(bytes: &[u8], read: fn([u8; 4]) -> u32, encoding: &'static str) -> Decoded<'static> {
    let text = bytes
        .as_chunks::<4>()
        .0
        .iter()
        .map(|unit| char::from_u32(read(*unit)).unwrap_or(char::REPLACEMENT_CHARACTER))
        .collect();
    Decoded { text: Cow::Owned(text), encoding }
}

/// UTF-8 with bytes in between that are not: those are read as windows-1252.
fn utf8_or_strays<'a>(bytes: &'a [u8], repairs: &mut Repairs) -> Decoded<'a> {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Decoded { text: Cow::Borrowed(text), encoding: UTF_8.name() };
    }
    repairs.add(Repair::StrayBytes);
    let mut text = String::with_capacity(bytes.len() + 64);
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        let (stray, _) = WINDOWS_1252.decode_without_bom_handling(chunk.invalid());
        text.push_str(&stray);
    }
    Decoded { text: Cow::Owned(text), encoding: UTF_8.name() }
}

/// Whether far more bytes make sense as UTF-8 than do not.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().bytes().filter(|byte| *byte >= 0xC0).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good > 0 && good >= bad * 2
}

/// The `charset` of a media type, however it is quoted.
fn charset(content_type: &str) -> Option<&str> {
    let at = content_type.to_ascii_lowercase().find("charset")?;
    let value = content_type[at + "charset".len()..].trim_start().strip_prefix('=')?;
    let value = value.split(';').next()?.trim_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '\''));
    (!value.is_empty()).then_some(value)
}

/// The encoding that an XML declaration or an HTML `meta` names within the first kilobyte.
fn declaration(bytes: &[u8]) -> Option<&[u8]> {
    let head = &bytes[..bytes.len().min(1024)];
    let at = memchr::memmem::find(head, b"encoding=")
        .map(|at| at + 9)
        .or_else(|| memchr::memmem::find(head, b"encoding =").map(|at| at + 10))
        .or_else(|| memchr::memmem::find(head, b"charset=").map(|at| at + 8))?;
    let value = head[at..].trim_ascii_start();
    let value = match value.first() {
        Some(quote @ (b'"' | b'\'')) => value[1..].split(|byte| byte == quote).next()?,
        _ => value.split(|byte| !byte.is_ascii_alphanumeric() && !matches!(byte, b'-' | b'_')).next()?,
    };
    (!value.is_empty()).then_some(value)
}

/// Whether characters occur that neither XML nor JSON may hold.
fn has_controls(bytes: &[u8]) -> bool {
    // Written without a branch inside the loop, so that the compiler checks many bytes at a time.
    bytes.chunks(4096).any(|chunk| {
        let is_control = |byte: u8| (byte < 0x20 && !matches!(byte, b'\n' | b'\t' | b'\r')) || byte == 0x7F;
        chunk.iter().map(|byte| u32::from(is_control(*byte))).sum::<u32>() > 0
    })
}

/// Whether a character of U+0080 to U+009F occurs.
fn has_late_controls(bytes: &[u8]) -> bool {
    memchr::memchr_iter(0xC2, bytes).any(|at| matches!(bytes.get(at + 1), Some(0x80..=0x9F)))
}

/// Undoes the reading of UTF-8 as windows-1252, where it is certain that this has happened: every character
/// has a byte in windows-1252, and all bytes together are UTF-8 again.
pub(super) fn undo_double_encoding(text: &str) -> Option<String> {
    if text.is_ascii() {
        return None;
    }
    let start = text.bytes().position(|byte| !byte.is_ascii())?;
    // The first character must begin a sequence: that settles the matter for nearly all honest text.
    let mut ahead = text[start..].chars();
    let lead = windows_1252_byte(ahead.next()?)?;
    let next = windows_1252_byte(ahead.next()?)?;
    if !(0xC2..=0xF4).contains(&lead) || !(0x80..=0xBF).contains(&next) {
        return None;
    }
    let mut undone = Vec::with_capacity(text.len());
    undone.extend_from_slice(&text.as_bytes()[..start]);
    for c in text[start..].chars() {
        undone.push(windows_1252_byte(c)?);
    }
    String::from_utf8(undone).ok()
}

fn windows_1252_byte(c: char) -> Option<u8> {
    if let Ok(byte) = u8::try_from(u32::from(c)) {
        return Some(byte);
    }
    (0x80..=0x9F).find(|byte| entity::windows_1252(*byte) == Some(c))
}

#[cfg(test)]
mod tests {
    use super::{Repairs, decode, undo_double_encoding};

    fn check(bytes: &[u8], content_type: Option<&str>, text: &str, encoding: &str, repairs: &[&str]) {
        let mut made = Repairs::default();
        let decoded = decode(bytes, content_type, &mut made);
        assert_eq!((&*decoded.text, decoded.encoding), (text, encoding));
        assert_eq!(made.names(), repairs, "{text}");
    }

    #[test]
    fn bytes_decide_before_labels_do() {
        check("é".as_bytes(), Some("text/xml; charset=iso-8859-1"), "é", "UTF-8", &["false-encoding"]);
        check("<?xml encoding='ascii'?>é".as_bytes(), None, "<?xml encoding='ascii'?>é", "UTF-8", &["false-encoding"]);
        check(b"\xEF\xBB\xBFa", Some("text/xml;charset=utf-16"), "a", "UTF-8", &[]);
        check(b"caf\xE9 \x93x\x94", Some("text/xml; charset=\"ISO-8859-1\""), "café “x”", "windows-1252", &[]);
        check(b"<?xml encoding=\"koi8-r\"?>\xF2\xD5\xD3\xD8", None, "<?xml encoding=\"koi8-r\"?>Русь", "KOI8-R", &[]);
        check(b"\xFF\xFE<\0a\0", None, "<a", "UTF-16LE", &[]);
        check(b"\0<\0a", None, "<a", "UTF-16BE", &[]);
        check(b"<\0\0\0a\0\0\0", None, "<a", "UTF-32LE", &[]);
        check("naïve façade caf\u{FFFD}".replace('\u{FFFD}', "").as_bytes(), None, "naïve façade caf", "UTF-8", &[]);
        check(b"na\xC3\xAFve fa\xC3\xA7ade caf\xE9 !", None, "naïve façade café !", "UTF-8", &["stray-bytes"]);
        check(b"a\0\x08b\tc", None, "ab\tc", "UTF-8", &["control-characters"]);
    }

    #[test]
    fn double_encoding_is_undone_only_where_it_is_certain() {
        assert_eq!(undo_double_encoding("itâ€™s â€œÃ¼berâ€\u{9D}").as_deref(), Some("it’s “über”"));
        for honest in ["déjà vu", "Ã la carte", "naïve", "plain", "日本", "â€™ and 日本"] {
            assert_eq!(undo_double_encoding(honest), None, "{honest}");
        }
    }
}
