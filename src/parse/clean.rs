//! Foreign HTML to plain text: one pass, no tree, so that hostile nesting costs nothing.

use super::decode::undo_double_encoding;
use super::document::{Markup, Text};
use super::entity::{self, Reference};
use super::html::{Kind, kind};
use super::markup::{Piece, Pieces, name_of};
use crate::model::PlainText;
use memchr::{memchr, memrchr};

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

impl Text {
    /// What a reader would see of it on one line, with at most `max` bytes.
    #[must_use]
    pub fn line(&self, max: usize) -> String {
        plain(&self.value, self.markup, max).replace('\n', " ")
    }
}

/// The text that a reader of `html` would see, with at most `max` bytes. White space is folded, and lines break
/// where paragraphs do.
///
/// Where tags were escaped twice they are taken off too; what then still looks like a tag of HTML loses its `<`,
/// so that no tag ever comes out.
pub(super) fn plain(html: &str, markup: Markup, max: usize) -> String {
    let mut text = Pass::over(html, markup == Markup::Html, max);
    for _ in 0..2 {
        if !has_leftovers(&text) {
            return text;
        }
        text = Pass::over(&text, false, max);
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

/// What separates the text to come from the text so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    None,
    Space,
    Line,
}

/// One pass over a text.
struct Pass {
    out: String,
    gap: Gap,
}

impl Pass {
    /// The text of `text`; `html` says that everything that looks like a tag is one.
    fn over(text: &str, html: bool, max: usize) -> String {
        let mut pass = Self { out: String::with_capacity(text.len().min(max + 64)), gap: Gap::None };
        for piece in Pieces::new(text, html) {
            match piece {
                Piece::Text(text) => pass.references(text),
                Piece::Open(_, _, kind) | Piece::Close(_, kind) => match kind {
                    Some(Kind::Block) => pass.gap = Gap::Line,
                    Some(Kind::Cell) => pass.gap = pass.gap.max(Gap::Space),
                    _ => {}
                },
            }
            if pass.out.len() >= max {
                break;
            }
        }
        let end = (0..=max.min(pass.out.len())).rev().find(|at| pass.out.is_char_boundary(*at)).unwrap_or(0);
        pass.out.truncate(end);
        pass.out
    }

    /// Appends text with its references replaced.
    fn references(&mut self, mut rest: &str) {
        while let Some(at) = memchr(b'&', rest.as_bytes()) {
            self.text(&rest[..at]);
            let (found, length) = entity::reference(&rest[at..]);
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
            rest = &rest[at + length..];
        }
        self.text(rest);
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
/// turn the rest of a page around, soft hyphens, byte order marks, and the two that no XML may hold (XML 1.0, section 2.2).
fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{AD}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFC}' | '\u{FFFE}' | '\u{FFFF}')
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
