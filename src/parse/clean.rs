//! Foreign HTML to plain text: one pass, no tree, so that hostile nesting costs nothing.

use super::decode::undo_double_encoding;
use super::document::{Markup, Text};
use super::entity::{self, Reference};
use super::html::{Kind, kind};
use super::scan::is_name_start;
use crate::model::PlainText;
use memchr::{memchr, memchr2, memmem, memrchr};

/// A headline: one line of text.
pub(super) fn line(text: &Text, max: usize) -> PlainText {
    let mut line = mended(plain(&text.value, text.markup, max));
    if memchr(b'\n', line.as_bytes()).is_some() {
        line = line.replace('\n', " ");
    }
    PlainText::vouched(line)
}

/// Running text: one line a paragraph.
pub(super) fn paragraphs(text: &Text, max: usize) -> PlainText {
    PlainText::vouched(mended(plain(&text.value, text.markup, max)))
}

/// Text that was encoded twice by whoever wrote the feed, read as it was meant.
fn mended(text: String) -> String {
    undo_double_encoding(&text).unwrap_or(text)
}

/// The text that a reader of `html` would see, with at most `max` bytes. White space is folded, and lines break
/// where paragraphs do.
///
/// Where tags were escaped twice they are taken off too; what then still looks like a tag of HTML loses its `<`,
/// so that no tag ever comes out.
pub(super) fn plain(html: &str, markup: Markup, max: usize) -> String {
    let mut text = Pass::new(html, markup == Markup::Html, max).run();
    for _ in 0..2 {
        if !has_leftovers(&text) {
            return text;
        }
        text = Pass::new(&text, false, max).run();
    }
    if has_tag(&text) {
        text = text.replace('<', "");
    }
    text
}

/// Whether an entity or a tag of HTML is left.
fn has_leftovers(text: &str) -> bool {
    let mut rest = text;
    while let Some(at) = memchr(b'&', rest.as_bytes()) {
        rest = &rest[at..];
        match entity::reference(rest) {
            (Reference::Bare, length) => rest = &rest[length..],
            _ => return true,
        }
    }
    has_tag(text)
}

fn has_tag(text: &str) -> bool {
    if memrchr(b'>', text.as_bytes()).is_none() {
        return false;
    }
    memchr::memchr_iter(b'<', text.as_bytes()).any(|at| {
        let inside = text[at + 1..].trim_start_matches('/');
        inside.starts_with("!--") || name_of(inside).is_some_and(|name| kind(name).is_some())
    })
}

fn name_of(inside: &str) -> Option<&str> {
    let end = inside
        .bytes()
        .position(|byte| !(byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b':' | b'_')))
        .unwrap_or(inside.len());
    (end > 0 && inside.as_bytes()[0].is_ascii_alphabetic()).then(|| &inside[..end])
}

/// What separates the text to come from the text so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    None,
    Space,
    Line,
}

/// One pass over a text.
struct Pass<'t> {
    rest: &'t str,
    /// Everything that looks like a tag is one; otherwise only elements that HTML knows are.
    html: bool,
    max: usize,
    out: String,
    gap: Gap,
    /// No `>` is left.
    no_close: bool,
    /// An element that is not meant to be read was never closed.
    unclosed: bool,
    /// There is no `>` at all, so that every `<` is a character.
    no_tags: bool,
}

impl<'t> Pass<'t> {
    fn new(text: &'t str, html: bool, max: usize) -> Self {
        let out = String::with_capacity(text.len().min(max + 64));
        let no_tags = memrchr(b'>', text.as_bytes()).is_none();
        Self { rest: text, html, max, out, gap: Gap::None, no_close: false, unclosed: false, no_tags }
    }

    fn run(mut self) -> String {
        while !self.rest.is_empty() && self.out.len() < self.max {
            let at = memchr2(b'<', b'&', self.rest.as_bytes()).unwrap_or(self.rest.len());
            if at > 0 {
                let (text, rest) = self.rest.split_at(at);
                self.rest = rest;
                self.text(text);
                continue;
            }
            if self.rest.as_bytes()[0] == b'&' {
                self.entity();
            } else if self.no_tags || !self.markup() {
                self.rest = &self.rest[1..];
                self.text("<");
            }
        }
        let end = (0..=self.max.min(self.out.len())).rev().find(|at| self.out.is_char_boundary(*at)).unwrap_or(0);
        self.out.truncate(end);
        self.out
    }

    fn entity(&mut self) {
        let (found, length) = entity::reference(self.rest);
        self.rest = &self.rest[length..];
        match found {
            Reference::Known(c) => self.text(c.encode_utf8(&mut [0; 4])),
            Reference::Html(first, second) => {
                self.text(first.encode_utf8(&mut [0; 4]));
                if let Some(second) = second {
                    self.text(second.encode_utf8(&mut [0; 4]));
                }
            }
            Reference::Bare => self.text("&"),
            Reference::Forbidden => {}
        }
    }

    /// Appends text with its white space folded and invisible controls dropped.
    fn text(&mut self, text: &str) {
        let bytes = text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            let start = at;
            at += tidy_length(&bytes[at..]);
            if at > start {
                self.bridge();
                self.out.push_str(&text[start..at]);
                continue;
            }
            let Some(c) = text[at..].chars().next() else { return };
            at += c.len_utf8();
            if c.is_whitespace() {
                self.gap = self.gap.max(Gap::Space);
            } else if !is_invisible(c) {
                self.bridge();
                self.out.push(c);
            }
        }
    }

    fn bridge(&mut self) {
        match self.gap {
            _ if self.out.is_empty() => {}
            Gap::None => return,
            Gap::Space => self.out.push(' '),
            Gap::Line => self.out.push('\n'),
        }
        self.gap = Gap::None;
    }

    /// Passes over what begins with `<`; `false` when that is a character like any other.
    fn markup(&mut self) -> bool {
        let bytes = self.rest.as_bytes();
        match bytes.get(1) {
            Some(b'!') => {
                if let Some(rest) = self.rest.strip_prefix("<!--") {
                    match memmem::find(rest.as_bytes(), b"-->") {
                        Some(end) => self.rest = &rest[end + 3..],
                        // A comment that is never closed hides the rest of a page: so it does here.
                        None => self.rest = "",
                    }
                    return true;
                }
                if let Some(rest) = self.rest.strip_prefix("<![CDATA[") {
                    self.rest = rest;
                    return true;
                }
                self.pass_tag()
            }
            Some(b'?') => self.pass_tag(),
            Some(b'/') => {
                let Some(kind) = self.tag_kind(2) else { return false };
                self.separate(kind);
                self.pass_tag()
            }
            Some(byte) if byte.is_ascii_alphabetic() => {
                let Some(found) = self.tag_kind(1) else { return false };
                let name = name_of(&self.rest[1..]).unwrap_or_default();
                if !self.pass_tag() {
                    return false;
                }
                self.separate(found);
                if found == Kind::Hidden {
                    self.pass_over(name);
                }
                true
            }
            _ => false,
        }
    }

    fn tag_kind(&self, from: usize) -> Option<Kind> {
        let rest = self.rest.get(from..)?;
        if !rest.bytes().next().is_some_and(is_name_start) {
            return None;
        }
        let name = name_of(rest)?;
        kind(name).or_else(|| self.html.then_some(Kind::Inline))
    }

    fn separate(&mut self, kind: Kind) {
        match kind {
            Kind::Block => self.gap = Gap::Line,
            Kind::Cell => self.gap = self.gap.max(Gap::Space),
            Kind::Inline | Kind::Hidden => {}
        }
    }

    /// Passes over a tag, quoted values included. A tag that the end of the text cut off is dropped with it.
    fn pass_tag(&mut self) -> bool {
        let bytes = self.rest.as_bytes();
        let mut at = 1;
        while let Some(found) = memchr::memchr3(b'>', b'"', b'\'', &bytes[at..]).map(|found| at + found) {
            if bytes[found] == b'>' {
                self.rest = &self.rest[found + 1..];
                return true;
            }
            at = found + 1;
            if bytes[..found].iter().rev().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'=') {
                match memchr(bytes[found], &bytes[at..]) {
                    Some(end) => at += end + 1,
                    None => break,
                }
            }
        }
        if self.no_close {
            self.rest = "";
            return true;
        }
        match memchr(b'>', &bytes[1..]) {
            Some(end) => self.rest = &self.rest[end + 2..],
            None => {
                self.no_close = true;
                self.rest = "";
            }
        }
        true
    }

    /// Passes over the inside of an element that is not meant to be read.
    fn pass_over(&mut self, name: &str) {
        if self.unclosed {
            return;
        }
        let bytes = self.rest.as_bytes();
        let mut at = 0;
        while let Some(found) = memmem::find(&bytes[at..], b"</").map(|found| at + found) {
            let after = &bytes[found + 2..];
            if after.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name.as_bytes())) {
                self.rest = &self.rest[found..];
                return;
            }
            at = found + 2;
        }
        // Looking once more for what is not there would take a time that grows with the square of the length.
        self.unclosed = true;
        if matches!(name.to_ascii_lowercase().as_str(), "script" | "style") {
            self.rest = "";
        }
    }
}

/// How many bytes from the front are copied as they are: visible characters, and single spaces between them.
fn tidy_length(bytes: &[u8]) -> usize {
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let next = |ahead: usize| bytes.get(at + ahead).copied().unwrap_or(0);
        at += match byte {
            b'!'..=b'~' => 1,
            b' ' if at > 0 && next(1) > b' ' && next(1) < 0x7F => 1,
            0xC3..=0xDF => 2,
            // Latin 1: controls, the no-break space and the soft hyphen are not copied.
            0xC2 if next(1) > 0xA0 && next(1) != 0xAD => 2,
            // General punctuation: quotes, dashes and dots are copied; spaces and marks of direction are not.
            0xE2 if matches!((next(1), next(2)), (0x80, 0x90..=0xA7 | 0xB0..=0xBF) | (0x81, 0x80..=0x9E) | (0x82.., _)) => {
                3
            }
            0xE3 if (next(1), next(2)) != (0x80, 0x80) => 3,
            0xE0 | 0xE4..=0xEE => 3,
            0xF0..=0xF4 => 4,
            _ => return at,
        };
    }
    at
}

/// Characters that no reader sees and that change how others are read: controls, marks of direction that could
/// turn the rest of a page around, soft hyphens, byte order marks.
fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{AD}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFC}')
}

#[cfg(test)]
mod tests {
    use super::{Markup, plain};

    fn check(html: &str, expected: &str) {
        assert_eq!(plain(html, Markup::Html, 1000), expected, "{html}");
    }

    #[test]
    fn markup_becomes_lines_of_text() {
        check("<p>One  &amp;\n two</p><p>three<br/>four</p>", "One & two\nthree\nfour");
        check("a<b>b</b>c <a href='x>y'>d</a>", "abc d");
        check("<td>1</td><td>2</td>", "1 2");
        check("<script>alert(1)</script>a<style>b</style><!-- c -->d", "ad");
        check("a<script>never closed", "a");
        check("1 < 2 and 3 > 2", "1 < 2 and 3 > 2");
        check("a&nbsp;b\u{200B}c\u{202E}d\u{AD}e", "a bcde");
        check("“quoted” – it’s… déjà vu 東京", "“quoted” – it’s… déjà vu 東京");
        check("text cut off <a hr", "text cut off <a hr");
        check("<p>text cut off <a hr", "text cut off");
    }

    #[test]
    fn no_tag_comes_out_however_often_it_was_escaped() {
        check("&lt;p&gt;a&lt;/p&gt;", "a");
        check("&amp;lt;p&amp;gt;a&amp;lt;/p&amp;gt;", "a");
        check("&amp;amp;amp;lt;p&amp;amp;amp;gt;a", "&lt;p&gt;a");
        check("<<b>b>a</b>", "a");
        check("AT&amp;amp;T", "AT&T");
    }

    #[test]
    fn text_that_only_looks_like_a_tag_stays_where_nothing_says_that_it_is_html() {
        assert_eq!(plain("Vec<String> or <3", Markup::Plain, 1000), "Vec<String> or <3");
        assert_eq!(plain("a <b>bold</b> claim", Markup::Unsaid, 1000), "a bold claim");
    }

    #[test]
    fn length_is_bounded_and_never_splits_a_character() {
        assert_eq!(plain(&"é".repeat(10), Markup::Plain, 5), "éé");
        assert!(plain(&"<font><p>".repeat(100_000), Markup::Html, 1000).is_empty());
    }
}
