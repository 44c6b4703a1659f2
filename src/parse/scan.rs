//! Tokens of XML as strangers write it: nothing here fails, whatever the input.
//!
//! Every byte is looked at a bounded number of times: a search that found nothing is remembered,
//! so that a million opened and never closed tags cost one search and not a million.

use memchr::{memchr, memchr2, memmem};

/// One token; every string is a slice of the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// `<name attributes>` or `<name attributes/>`.
    Start(Tag<'a>),
    /// `</name>`.
    End(&'a str),
    /// Characters with their entities as written.
    Text(&'a str),
    /// The inside of `<![CDATA[ ]]>`.
    Cdata(&'a str),
    /// The inside of `<!DOCTYPE >`, internal subset included.
    Doctype(&'a str),
}

/// A start tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Tag<'a> {
    /// The name with its prefix, as written.
    pub(super) name: &'a str,
    /// What stands between the name and the end of the tag.
    pub(super) attributes: &'a str,
    /// Whether the tag closes itself.
    pub(super) empty: bool,
}

/// Walks through a document.
#[derive(Debug)]
#[allow(clippy::struct_excessive_bools, reason = "four things that were or were not met, none a state")]
pub(super) struct Scanner<'a> {
    text: &'a str,
    pos: usize,
    /// Where the last token begins.
    pub(super) start: usize,
    /// Whether comments or processing instructions were passed over; for the caller to reset.
    pub(super) passed_over: bool,
    /// From where a `>` was last looked for, and where it was found.
    close: (usize, Option<usize>),
    /// No `-->` stands at or after this place.
    no_comment_end: usize,
    /// A DOCTYPE was never closed.
    no_doctype_end: bool,
    /// Whether the document ended inside a tag, a comment or CDATA.
    pub(super) truncated: bool,
    /// Whether a `<` began nothing.
    pub(super) stray_less_than: bool,
}

impl<'a> Scanner<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self {
            text,
            pos: 0,
            start: 0,
            passed_over: false,
            close: (usize::MAX, None),
            no_comment_end: usize::MAX,
            no_doctype_end: false,
            truncated: false,
            stray_less_than: false,
        }
    }

    pub(super) fn position(&self) -> usize {
        self.pos
    }

    pub(super) fn seek(&mut self, pos: usize) {
        self.pos = pos;
    }

    /// What has not been read yet.
    pub(super) fn rest(&self) -> &'a str {
        self.text.get(self.pos..).unwrap_or_default()
    }

    /// The document from `from` to `to`.
    pub(super) fn slice(&self, from: usize, to: usize) -> &'a str {
        self.text.get(from..to).unwrap_or_default()
    }

    /// The next token; comments and processing instructions are passed over.
    pub(super) fn next(&mut self) -> Option<Token<'a>> {
        let bytes = self.text.as_bytes();
        loop {
            if self.pos >= bytes.len() {
                return None;
            }
            self.start = self.pos;
            if bytes[self.pos] != b'<' {
                return Some(Token::Text(self.until_less_than(self.pos)));
            }
            let start = self.pos;
            match bytes.get(start + 1) {
                Some(b'/') => {
                    let Some(end) = self.find_close(start + 2) else {
                        self.give_up(start);
                        continue;
                    };
                    self.pos = end + 1;
                    return Some(Token::End(name_of(&self.text[start + 2..end])));
                }
                Some(b'?') => match self.find_close(start + 2) {
                    Some(end) => {
                        self.pos = end + 1;
                        self.passed_over = true;
                    }
                    None => self.give_up(start),
                },
                Some(b'!') => {
                    let rest = &self.text[start + 2..];
                    if rest.starts_with("--") {
                        self.passed_over = true;
                        if !self.skip_comment(start) {
                            self.give_up(start);
                        }
                    } else if starts_with_ignoring_case(rest, "[cdata[") {
                        let from = start + 9;
                        let to = memmem::find(&bytes[from..], b"]]>").map(|at| from + at);
                        self.truncated |= to.is_none();
                        self.pos = to.map_or(bytes.len(), |to| to + 3);
                        return Some(Token::Cdata(&self.text[from..to.unwrap_or(bytes.len())]));
                    } else if starts_with_ignoring_case(rest, "doctype") {
                        let from = start + 9;
                        // One that never ends is not looked for a second time.
                        let to = if self.no_doctype_end { None } else { doctype_end(&bytes[from..]) };
                        self.no_doctype_end |= to.is_none();
                        let Some(to) = to.map(|at| from + at).or_else(|| self.find_close(from)) else {
                            self.give_up(start);
                            continue;
                        };
                        self.pos = to + 1;
                        return Some(Token::Doctype(&self.text[from..to]));
                    } else {
                        match self.find_close(start + 2) {
                            Some(end) => self.pos = end + 1,
                            None => self.give_up(start),
                        }
                    }
                }
                Some(&byte) if is_name_start(byte) => {
                    let Some(end) = self.tag_end(start + 1) else {
                        self.give_up(start);
                        continue;
                    };
                    self.pos = end + 1;
                    return Some(Token::Start(tag_of(&self.text[start + 1..end])));
                }
                _ => {
                    // "a < b": a character like any other.
                    self.stray_less_than = true;
                    return Some(Token::Text(self.until_less_than(start)));
                }
            }
        }
    }

    /// Text from `from` to the next `<` after its first byte.
    fn until_less_than(&mut self, from: usize) -> &'a str {
        let bytes = self.text.as_bytes();
        let end = memchr(b'<', &bytes[from + 1..]).map_or(bytes.len(), |at| from + 1 + at);
        self.pos = end;
        &self.text[from..end]
    }

    /// A construct that never ends: the document was cut off within it. What follows may still hold elements,
    /// where a single `>` is missing in the middle of a document.
    fn give_up(&mut self, start: usize) {
        self.truncated = true;
        let bytes = self.text.as_bytes();
        self.pos = memchr(b'<', &bytes[start + 1..]).map_or(bytes.len(), |at| start + 1 + at);
    }

    /// The first `>` at or after `from`. What was found is remembered, so that no stretch is searched twice.
    fn find_close(&mut self, from: usize) -> Option<usize> {
        let (searched_from, found) = self.close;
        if from < searched_from || found.is_some_and(|at| at < from) {
            let found = self.text.as_bytes().get(from..).and_then(|rest| memchr(b'>', rest)).map(|at| from + at);
            self.close = (from, found);
        }
        self.close.1
    }

    /// Passes over the comment at `start`; one that is never closed ends at the next `>`.
    fn skip_comment(&mut self, start: usize) -> bool {
        let from = start + 4;
        let bytes = self.text.as_bytes();
        let end = if from >= self.no_comment_end {
            None
        } else {
            bytes.get(from..).and_then(|rest| memmem::find(rest, b"-->")).map(|at| from + at + 3)
        };
        if let Some(end) = end {
            self.pos = end;
            return true;
        }
        self.no_comment_end = self.no_comment_end.min(from);
        self.truncated = true;
        match self.find_close(start + 2) {
            Some(end) => {
                self.pos = end + 1;
                true
            }
            None => false,
        }
    }

    /// The `>` that ends the start tag whose name begins at `from`. A `>` in a quoted value does not count,
    /// unless the quote is never closed.
    fn tag_end(&mut self, from: usize) -> Option<usize> {
        let bytes = self.text.as_bytes();
        let mut at = from;
        loop {
            // Nearly always there is no quote before the `>` but those that hold values.
            let Some(close) = self.find_close(at) else { return self.find_close(from) };
            let Some(found) = memchr2(b'"', b'\'', &bytes[at..close]).map(|found| at + found) else {
                return Some(close);
            };
            at = found + 1;
            if !follows_equals(&bytes[from..found]) {
                continue;
            }
            // `<` cannot stand in a value, so looking no further than that keeps an open quote from
            // swallowing the document; the value is then taken to end at the tag.
            match memchr2(bytes[found], b'<', &bytes[at..]).map(|next| at + next) {
                Some(next) if bytes[next] == bytes[found] => at = next + 1,
                Some(next) if closes_soon(&bytes[next..], bytes[found]) => {
                    at = next + memchr(bytes[found], &bytes[next..]).unwrap_or(0) + 1;
                }
                _ => return self.find_close(at),
            }
        }
    }
}

/// Whether a quoted value that holds `<` ends within a line or so: then it is a value after all.
fn closes_soon(rest: &[u8], quote: u8) -> bool {
    let window = &rest[..rest.len().min(256)];
    let Some(end) = memchr(quote, window) else { return false };
    matches!(window.get(end + 1), Some(b' ' | b'>' | b'/' | b'\n')) && memchr(b'=', &window[..end]).is_none()
}

fn follows_equals(before: &[u8]) -> bool {
    before.iter().rev().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'=')
}

pub(super) fn is_name_start(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte == b'_' || byte == b':' || byte >= 0x80
}

fn name_of(inside: &str) -> &str {
    let inside = inside.trim_ascii_start();
    let end = inside.bytes().position(|byte| byte.is_ascii_whitespace() || byte == b'/').unwrap_or(inside.len());
    &inside[..end]
}

/// The parts of a tag, from what stands between `<` and `>`.
pub(super) fn tag_of(inside: &str) -> Tag<'_> {
    let (inside, empty) = match inside.strip_suffix('/') {
        Some(inside) => (inside, true),
        None => (inside, false),
    };
    let end = inside.bytes().position(|byte| byte.is_ascii_whitespace() || byte == b'/').unwrap_or(inside.len());
    Tag { name: &inside[..end], attributes: &inside[end..], empty }
}

pub(super) fn starts_with_ignoring_case(text: &str, prefix: &str) -> bool {
    text.as_bytes().get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix.as_bytes()))
}

/// The `>` of a DOCTYPE, its internal subset passed over.
fn doctype_end(bytes: &[u8]) -> Option<usize> {
    let mut at = 0;
    let mut inside = false;
    loop {
        let found = at + bytes[at..].iter().position(|byte| matches!(byte, b'>' | b'[' | b']' | b'"' | b'\''))?;
        at = found + 1;
        match bytes[found] {
            b'[' => inside = true,
            b']' => inside = false,
            b'>' if !inside => return Some(found),
            quote @ (b'"' | b'\'') => {
                if let Some(end) = memchr(quote, &bytes[at..]) {
                    at += end + 1;
                }
            }
            _ => {}
        }
    }
}

/// The attributes of a tag, names and values as written, however they are quoted.
#[derive(Debug, Clone)]
pub(super) struct Attributes<'a> {
    rest: &'a str,
    left: usize,
}

impl<'a> Attributes<'a> {
    pub(super) fn new(attributes: &'a str, max: usize) -> Self {
        Self { rest: attributes, left: max }
    }
}

impl<'a> Iterator for Attributes<'a> {
    type Item = (&'a str, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        if self.left == 0 {
            return None;
        }
        self.left -= 1;
        let rest =
            self.rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '"' | '\'' | '='));
        if rest.is_empty() {
            return None;
        }
        let end = rest.bytes().position(|b| b.is_ascii_whitespace() || matches!(b, b'=' | b'/' | b'"' | b'\''));
        let (name, rest) = rest.split_at(end.unwrap_or(rest.len()));
        let after = rest.trim_ascii_start();
        let Some(value) = after.strip_prefix('=').map(str::trim_ascii_start) else {
            self.rest = rest;
            return Some((name, ""));
        };
        let quote = value.as_bytes().first().copied().filter(|byte| matches!(byte, b'"' | b'\''));
        let (value, rest) = match quote {
            Some(quote) => {
                let value = &value[1..];
                let end = memchr(quote, value.as_bytes());
                (&value[..end.unwrap_or(value.len())], &value[end.map_or(value.len(), |end| end + 1)..])
            }
            None => value.split_at(value.bytes().position(|b| b.is_ascii_whitespace()).unwrap_or(value.len())),
        };
        self.rest = rest;
        Some((name, value))
    }
}

#[cfg(test)]
mod tests {
    use super::{Attributes, Scanner, Token};

    fn tokens(text: &str) -> Vec<String> {
        let mut scanner = Scanner::new(text);
        std::iter::from_fn(|| scanner.next())
            .map(|token| match token {
                Token::Start(tag) => {
                    format!("<{}|{}|{}", tag.name, tag.attributes.trim(), if tag.empty { "/" } else { "" })
                }
                Token::End(name) => format!("/{name}"),
                Token::Text(text) => format!("'{text}'"),
                Token::Cdata(text) => format!("[{text}]"),
                Token::Doctype(_) => "!".to_owned(),
            })
            .collect()
    }

    #[test]
    fn documents_fall_into_tokens() {
        let check = |text: &str, expected: &[&str]| assert_eq!(tokens(text), expected, "{text}");
        check("<?xml version='1.0'?><!-- a > b --><a b='c>d'>e</a>", &["<a|b='c>d'|", "'e'", "/a"]);
        check("<a/><b c = \"d\" />", &["<a||/", "<b|c = \"d\"|/"]);
        check("<![CDATA[<a>]]>]]>", &["[<a>]", "']]>'"]);
        check("<!DOCTYPE a [<!ENTITY b \">\">]><a>", &["!", "<a||"]);
        check("1 < 2 <a>", &["'1 '", "'< 2 '", "<a||"]);
        // An open quote ends with its tag; what is cut off is passed over.
        check("<a b=\"c>d</a><e>", &["<a|b=\"c|", "'d'", "/a", "<e||"]);
        check("<a><b c='d", &["<a||"]);
        check("<a><!-- b", &["<a||"]);
    }

    #[test]
    fn searches_in_vain_are_not_repeated() {
        // A hundred thousand tags, comments and quotes that never end: quadratic work would take minutes.
        for part in ["<a ", "<!--", "<a b=\"", "</a", "<![CDATA", "<!DOCTYPE [", "<?"] {
            let _ = tokens(&part.repeat(100_000));
        }
    }

    #[test]
    fn attributes_are_read_however_they_are_quoted() {
        let read = |raw| Attributes::new(raw, 8).collect::<Vec<_>>();
        assert_eq!(read(" a=\"1\" b='2'c=3 d e = \"5\""), [("a", "1"), ("b", "2"), ("c", "3"), ("d", ""), ("e", "5")]);
        assert_eq!(read("\"=='/"), []);
        assert_eq!(Attributes::new(&" a=1".repeat(100), 8).count(), 8);
    }
}
