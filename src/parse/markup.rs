//! Pieces of HTML as strangers write it: text, and tags that begin and end.
//!
//! There is no tree and no state but a place in the text, so that nothing costs more than its length.

use super::html::{Kind, kind};
use memchr::{memchr, memchr3, memmem, memrchr};

/// One piece of HTML.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Piece<'t> {
    /// Characters, with their references as written.
    Text(&'t str),
    /// A start tag: name, attributes, and what HTML knows of the name.
    Open(&'t str, &'t str, Option<Kind>),
    /// An end tag.
    Close(&'t str, Option<Kind>),
}

/// What a `<` began.
enum Found<'t> {
    Piece(Piece<'t>),
    /// Something that was passed over.
    Nothing,
}

/// Walks through HTML. Comments and what is not meant to be read are passed over.
#[derive(Debug)]
pub(super) struct Pieces<'t> {
    rest: &'t str,
    /// Everything that looks like a tag is one; otherwise only elements that HTML knows are.
    html: bool,
    /// An element that is not meant to be read was never closed.
    unclosed: bool,
    /// There is no `>` at all, so that every `<` is a character.
    no_tags: bool,
}

impl<'t> Pieces<'t> {
    pub(super) fn new(text: &'t str, html: bool) -> Self {
        let no_tags = memrchr(b'>', text.as_bytes()).is_none();
        Self { rest: text, html, unclosed: false, no_tags }
    }

    fn take(&mut self, length: usize) -> &'t str {
        let (taken, rest) = self.rest.split_at(length);
        self.rest = rest;
        taken
    }

    /// Reads what begins with `<`: `None` when that is a character like any other.
    fn markup(&mut self) -> Option<Found<'t>> {
        match self.rest.as_bytes().get(1)? {
            b'!' => {
                if let Some(rest) = self.rest.strip_prefix("<!--") {
                    // A comment that is never closed hides the rest of a page: so it does here.
                    self.rest = memmem::find(rest.as_bytes(), b"-->").map_or("", |end| &rest[end + 3..]);
                    return Some(Found::Nothing);
                }
                if let Some(rest) = self.rest.strip_prefix("<![CDATA[") {
                    self.rest = rest;
                    return Some(Found::Nothing);
                }
                if !self.rest.as_bytes().get(2).is_some_and(|byte| byte.is_ascii_alphabetic() || *byte == b'[') {
                    return None;
                }
                self.take_tag();
                Some(Found::Nothing)
            }
            b'?' => {
                self.take_tag();
                Some(Found::Nothing)
            }
            b'/' => {
                let (name, found) = self.known_name(2)?;
                self.take_tag();
                Some(Found::Piece(Piece::Close(name, found)))
            }
            byte if byte.is_ascii_alphabetic() => {
                let (name, found) = self.known_name(1)?;
                let tag = self.take_tag();
                if found == Some(Kind::Hidden) {
                    self.pass_over(name);
                    return Some(Found::Nothing);
                }
                let attributes = tag.get(1 + name.len()..).unwrap_or_default();
                Some(Found::Piece(Piece::Open(name, attributes.strip_suffix('>').unwrap_or(attributes), found)))
            }
            _ => None,
        }
    }

    fn known_name(&self, from: usize) -> Option<(&'t str, Option<Kind>)> {
        let name = name_of(self.rest.get(from..)?)?;
        let found = kind(name);
        (found.is_some() || self.html).then_some((name, found))
    }

    /// Takes a tag, quoted values included. A tag that the end of the text cut off is taken with all that follows.
    fn take_tag(&mut self) -> &'t str {
        let bytes = self.rest.as_bytes();
        let mut at = 1;
        while let Some(found) = memchr3(b'>', b'"', b'\'', &bytes[at..]).map(|found| at + found) {
            if bytes[found] == b'>' {
                return self.take(found + 1);
            }
            at = found + 1;
            if bytes[..found].iter().rev().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'=') {
                match memchr(bytes[found], &bytes[at..]) {
                    Some(end) => at += end + 1,
                    // The quote is never closed: the tag ends at the first `>`.
                    None => break,
                }
            }
        }
        let end = memchr(b'>', bytes).map_or(bytes.len(), |end| end + 1);
        self.take(end)
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
                self.take(found);
                return;
            }
            at = found + 2;
        }
        // Looking once more for what is not there would take a time that grows with the square of the length.
        self.unclosed = true;
        if ["script", "style"].iter().any(|raw| name.eq_ignore_ascii_case(raw)) {
            self.rest = "";
        }
    }
}

impl<'t> Iterator for Pieces<'t> {
    type Item = Piece<'t>;

    fn next(&mut self) -> Option<Piece<'t>> {
        loop {
            let bytes = self.rest.as_bytes();
            let first = *bytes.first()?;
            if self.no_tags {
                return Some(Piece::Text(self.take(bytes.len())));
            }
            if first == b'<' {
                match self.markup() {
                    Some(Found::Piece(piece)) => return Some(piece),
                    Some(Found::Nothing) => continue,
                    None => {}
                }
            }
            let end = memchr(b'<', &bytes[1..]).map_or(bytes.len(), |at| at + 1);
            return Some(Piece::Text(self.take(end)));
        }
    }
}

/// The name at the start of `inside`, where there is one.
pub(super) fn name_of(inside: &str) -> Option<&str> {
    let end = inside
        .bytes()
        .position(|byte| !(byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b':' | b'_')))
        .unwrap_or(inside.len());
    (end > 0 && inside.as_bytes()[0].is_ascii_alphabetic()).then(|| &inside[..end])
}
