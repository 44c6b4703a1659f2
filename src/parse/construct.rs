//! Text constructs: which of its many ways of escaping a feed has used.

use super::capture::Captured;
use super::document::{Format, Markup, Text};
use super::scan::Tag;
use super::xml::Reader;

/// The text of an element, with the escaping that its attributes announce undone; `None` when it is empty.
pub(super) fn text<'a>(reader: &mut Reader<'a, '_>, tag: &Tag<'a>, captured: &Captured<'a>) -> Option<Text> {
    let kind = reader.attribute(tag, "type").map(|kind| kind.trim().to_ascii_lowercase()).unwrap_or_default();
    let mode = reader.attribute(tag, "mode").map(|mode| mode.trim().to_ascii_lowercase()).unwrap_or_default();
    let atom = reader.document.format == Format::Atom;
    if mode == "base64" || atom && is_binary(&kind) && !captured.elements {
        let value = reader.value(captured);
        let bytes = base64(value.as_bytes());
        let text = String::from_utf8(bytes).ok().filter(|text| !text.trim().is_empty())?;
        let markup = if kind == "text/plain" { Markup::Plain } else { Markup::Html };
        return Some(Text::new(text, markup));
    }
    let xhtml = kind == "xhtml" || kind.ends_with("/xhtml+xml") || kind.ends_with("+xml") || kind.ends_with("/xml");
    let inline = captured.elements && mode != "escaped" && (atom || xhtml);
    if inline || xhtml && atom && mode != "escaped" {
        let text = reader.markup(captured);
        return (!text.value.trim().is_empty()).then_some(text);
    }
    let value = reader.value(captured);
    if value.trim().is_empty() {
        return None;
    }
    let markup = match kind.as_str() {
        _ if captured.elements => Markup::Html,
        "html" | "text/html" => Markup::Html,
        "text" | "text/plain" | "" if atom && mode != "escaped" && !reader.atom03 => Markup::Plain,
        "text" => Markup::Plain,
        _ => Markup::Unsaid,
    };
    Some(Text::new(value, markup))
}

/// Media types whose content Atom carries in base64.
fn is_binary(kind: &str) -> bool {
    kind.contains('/') && !kind.starts_with("text/") && !kind.ends_with("/xml") && !kind.ends_with("+xml")
}

/// Decodes base64, passing over whatever is none.
fn base64(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len() / 4 * 3);
    let (mut bits, mut count) = (0_u32, 0_u32);
    for byte in bytes {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            _ => continue,
        };
        bits = (bits << 6 | u32::from(value)) & 0x00FF_FFFF;
        count += 6;
        if count >= 8 {
            count -= 8;
            out.push(u8::try_from(bits >> count & 0xFF).unwrap_or(0));
        }
    }
    out
}
