//! The inside of an element that holds a text, markup included.

use super::entity::{self, Reference};
use super::repair::{Repair, Repairs};
use super::scan::{Scanner, Tag, Token};
use memchr::{memchr, memchr2};
use std::borrow::Cow;

/// The inside of an element as it stands in the document.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Captured<'a> {
    pub(super) raw: &'a str,
    /// Elements stand inside.
    pub(super) elements: bool,
    /// CDATA sections or comments stand inside.
    pub(super) sections: bool,
    /// The element was closed by what follows it, not by its own end tag.
    pub(super) unclosed: bool,
}

/// Where the inside of `tag` ends: at its end tag, or where something begins or ends that cannot be inside.
///
/// `stops` is asked for every tag met on the way, with whether it is an end tag.
pub(super) fn capture<'a>(
    scanner: &mut Scanner<'a>,
    tag: &Tag<'a>,
    may_nest: bool,
    mut stops: impl FnMut(&str, bool) -> bool,
) -> Captured<'a> {
    let start = scanner.position();
    let mut nested = 0_usize;
    let mut found = Captured::default();
    scanner.passed_over = false;
    loop {
        let before = scanner.position();
        let Some(token) = scanner.next() else {
            scanner.truncated = true;
            return finish(scanner, found, start, before, true);
        };
        match token {
            Token::Text(_) | Token::Doctype(_) => {}
            Token::Cdata(_) => found.sections = true,
            Token::End(name) => {
                if name.eq_ignore_ascii_case(tag.name) {
                    if nested == 0 {
                        return finish(scanner, found, start, scanner.start, false);
                    }
                    nested -= 1;
                } else if stops(name, true) {
                    return step_back(scanner, found, start);
                }
            }
            Token::Start(inner) => {
                if inner.name.eq_ignore_ascii_case(tag.name) {
                    if !may_nest {
                        return step_back(scanner, found, start);
                    }
                    nested += usize::from(!inner.empty);
                } else if stops(inner.name, false) {
                    return step_back(scanner, found, start);
                }
                found.elements = true;
            }
        }
    }
}

/// Ends the capture before the tag that was just read, which is to be read again.
fn step_back<'a>(scanner: &mut Scanner<'a>, found: Captured<'a>, start: usize) -> Captured<'a> {
    let end = scanner.start;
    scanner.seek(end);
    finish(scanner, found, start, end, true)
}

fn finish<'a>(scanner: &Scanner<'a>, found: Captured<'a>, start: usize, end: usize, unclosed: bool) -> Captured<'a> {
    Captured { raw: scanner.slice(start, end), sections: found.sections || scanner.passed_over, unclosed, ..found }
}

/// Entities a document declares for itself, at most [`Declared::MOST`] of them and none longer than
/// [`Declared::LONGEST`]: enough for honest documents, too little for a bomb. They are not expanded within
/// each other.
#[derive(Debug, Default)]
pub(super) struct Declared<'a> {
    entities: Vec<(&'a str, &'a str)>,
}

impl<'a> Declared<'a> {
    const MOST: usize = 64;
    const LONGEST: usize = 512;

    /// Reads the internal subset of a DOCTYPE. External entities are never fetched and mean nothing.
    pub(super) fn read(&mut self, doctype: &'a str) {
        let mut rest = doctype;
        while let Some(at) = memchr::memmem::find(rest.as_bytes(), b"<!ENTITY") {
            rest = rest[at + 8..].trim_ascii_start();
            let name_end = rest.find(|c: char| c.is_ascii_whitespace()).unwrap_or(rest.len());
            let name = &rest[..name_end];
            let value = rest[name_end..].trim_ascii_start();
            let quote = value.as_bytes().first().copied().filter(|byte| matches!(byte, b'"' | b'\''));
            if let Some(quote) = quote
                && let Some(end) = memchr(quote, &value.as_bytes()[1..])
                && end <= Self::LONGEST
                && self.entities.len() < Self::MOST
            {
                self.entities.push((name, &value[1..=end]));
            }
        }
    }

    fn get(&self, name: &str) -> Option<&'a str> {
        self.entities.iter().find(|(known, _)| *known == name).map(|(_, value)| *value)
    }
}

/// Undoes the escaping of XML.
#[derive(Debug)]
pub(super) struct Unescape<'d, 'a> {
    pub(super) declared: &'d Declared<'a>,
    pub(super) max: usize,
}

impl Unescape<'_, '_> {
    /// Text with its references replaced. Nothing is copied where there is none.
    pub(super) fn text<'t>(&self, text: &'t str, repairs: &mut Repairs) -> Cow<'t, str> {
        if memchr2(b'&', b'\r', text.as_bytes()).is_none() {
            return Cow::Borrowed(text);
        }
        let mut out = String::with_capacity(text.len());
        self.append(text, &mut out, repairs);
        Cow::Owned(out)
    }

    fn append(&self, text: &str, out: &mut String, repairs: &mut Repairs) {
        let mut rest = text;
        while let Some(at) = memchr(b'&', rest.as_bytes()) {
            out.push_str(&rest[..at]);
            rest = &rest[at..];
            if out.len() >= self.max {
                return;
            }
            let (found, mut length) = entity::reference(rest);
            match found {
                Reference::Known(c) => out.push(c),
                Reference::Forbidden => repairs.add(Repair::ControlCharacters),
                Reference::Html(..) | Reference::Bare if self.declared(rest).is_some() => {
                    if let Some((value, end)) = self.declared(rest) {
                        entity::unescape_into(value, out);
                        length = end;
                    }
                }
                Reference::Html(first, second) => {
                    repairs.add(Repair::UndeclaredEntity);
                    out.push(first);
                    out.extend(second);
                }
                Reference::Bare => {
                    repairs.add(Repair::BareAmpersand);
                    out.push('&');
                }
            }
            rest = &rest[length..];
        }
        out.push_str(rest);
    }

    fn declared(&self, rest: &str) -> Option<(&str, usize)> {
        if self.declared.entities.is_empty() {
            return None;
        }
        let end = rest.as_bytes().iter().take(64).position(|byte| *byte == b';')?;
        self.declared.get(&rest[1..end]).map(|value| (value, end + 1))
    }

    /// The inside of an element as a text, in which elements that stand inside stay as written.
    pub(super) fn inside<'t>(&self, captured: &Captured<'t>, repairs: &mut Repairs) -> Cow<'t, str> {
        if !captured.elements && !captured.sections {
            return self.text(captured.raw, repairs);
        }
        if let Some(inner) = only_cdata(captured.raw) {
            return Cow::Borrowed(inner);
        }
        let mut out = String::with_capacity(captured.raw.len());
        Self::walk(captured.raw, |part| match part {
            Part::Text(text) => self.append(text, &mut out, repairs),
            Part::Cdata(text) | Part::Tag(text) => out.push_str(text),
        });
        Cow::Owned(out)
    }

    /// The inside of an element as markup: what is escaped stays so, CDATA becomes escaped text.
    pub(super) fn markup<'t>(&self, captured: &Captured<'t>, repairs: &mut Repairs) -> Cow<'t, str> {
        if !captured.sections && self.declared.entities.is_empty() {
            return Cow::Borrowed(captured.raw);
        }
        let mut out = String::with_capacity(captured.raw.len());
        Self::walk(captured.raw, |part| match part {
            Part::Text(text) if self.declared.entities.is_empty() => out.push_str(text),
            Part::Text(text) => escape(&self.text(text, repairs), &mut out),
            Part::Cdata(text) => escape(text, &mut out),
            Part::Tag(text) => out.push_str(text),
        });
        Cow::Owned(out)
    }

    fn walk<'t>(raw: &'t str, mut visit: impl FnMut(Part<'t>)) {
        let mut scanner = Scanner::new(raw);
        while let Some(token) = scanner.next() {
            match token {
                Token::Text(text) => visit(Part::Text(text)),
                Token::Cdata(text) => visit(Part::Cdata(text)),
                Token::Doctype(_) => {}
                Token::Start(_) | Token::End(_) => visit(Part::Tag(scanner.slice(scanner.start, scanner.position()))),
            }
        }
    }
}

enum Part<'t> {
    Text(&'t str),
    Cdata(&'t str),
    Tag(&'t str),
}

/// The inside of a single CDATA section with nothing but white space around it.
fn only_cdata(raw: &str) -> Option<&str> {
    let inner = raw.trim_ascii().strip_prefix("<![CDATA[")?.strip_suffix("]]>")?;
    memchr::memmem::find(inner.as_bytes(), b"]]>").is_none().then_some(inner)
}

/// Appends `text` with what would be markup escaped.
pub(super) fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            _ => out.push(c),
        }
    }
}
