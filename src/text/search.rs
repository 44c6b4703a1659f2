//! Text to folded text: what keywords are looked for in.
//!
//! Folded text is lower case, without accents, and has this shape: one space before every word of a script
//! that has spaces, and nothing else between words; characters of scripts without spaces and symbols that
//! count stand for themselves, with a space before them only where something else stood between.
//! So a pattern that begins with a space begins at a word, and a phrase finds its words whatever is between.

use super::letters::{
    completed, is_apostrophe, is_dropped, is_elided, is_hangul, is_letter_of_its_own, is_own, is_spaceless, is_symbol,
    is_word_part, opens_elided, plain,
};
use unicode_normalization::char::{decompose_compatible, is_combining_mark};

/// Ends a part of an entry: no pattern reaches across.
pub(crate) const END: u8 = 0;
/// A full stop between digits: part of the number.
const POINT: u8 = 1;
/// A comma between digits: part of the number.
const COMMA: u8 = 2;

const JOINER: char = '\u{200D}';

/// Folded text of one or more parts, with the way back to the bytes it came from.
#[derive(Debug, Default)]
pub(crate) struct Folded {
    /// The folded text: UTF-8 with [`END`] after each part.
    pub(crate) text: Vec<u8>,
    /// From `.0` in the folded text on, the original is at `.1`, byte for byte, until the next shift.
    shifts: Vec<(usize, usize)>,
    /// Where in the folded text each part begins.
    starts: Vec<usize>,
}

/// What was written last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Last {
    Nothing,
    Word,
    /// A word in hangul: letters of other scripts are written right beside it, but are another word.
    Hangul,
    Spaceless,
    Symbol,
}

impl Folded {
    /// Forgets everything but its memory.
    pub(crate) fn clear(&mut self) {
        self.text.clear();
        self.shifts.clear();
        self.starts.clear();
    }

    /// Adds a part, case folded.
    pub(crate) fn push(&mut self, part: &str) {
        self.starts.push(self.text.len());
        self.shifts.push((self.text.len(), 0));
        Folding::<false>::over(part, self);
        self.text.push(END);
    }

    /// Which part position `at` of the folded text lies in.
    pub(crate) fn part_at(&self, at: usize) -> usize {
        self.starts.partition_point(|start| *start <= at).saturating_sub(1)
    }

    /// The bytes of the part's own text that `start..end` of the folded text came from.
    pub(crate) fn original(&self, start: usize, end: usize, part: &str) -> (usize, usize) {
        let start = if self.text.get(start) == Some(&b' ') { start + 1 } else { start };
        let last = (start..end).rev().find(|at| self.text[*at] & 0xC0 != 0x80).unwrap_or(start);
        let (from, last) = (self.back(start), self.back(last));
        let mut rest = part.get(last..).unwrap_or("").chars();
        let mut until = last + rest.next().map_or(0, char::len_utf8);
        // Accents and joiners that were folded away belong to the character before them.
        until += rest.take_while(|c| is_dropped(*c)).map(char::len_utf8).sum::<usize>();
        (from, until)
    }

    fn back(&self, at: usize) -> usize {
        let shift = self.shifts.partition_point(|(folded, _)| *folded <= at).saturating_sub(1);
        self.shifts.get(shift).map_or(0, |(folded, original)| original + (at - folded))
    }
}

/// Folds a text by itself.
pub(crate) fn fold(text: &str) -> Vec<u8> {
    let mut folded = Folded::default();
    Folding::<false>::over(text, &mut folded);
    folded.text
}

/// Folds a text by itself, but leaves capitals as they are.
pub(crate) fn fold_cased(text: &str) -> Vec<u8> {
    let mut folded = Folded::default();
    Folding::<true>::over(text, &mut folded);
    folded.text
}

/// Whether a word ends before `rest`, a tail of folded text.
pub(crate) fn ends_before(rest: &[u8]) -> bool {
    match rest.first() {
        None => true,
        Some(b'\'' | &POINT | &COMMA) => false,
        Some(byte) if byte.is_ascii() => !byte.is_ascii_alphanumeric(),
        Some(_) => first_char(rest).is_none_or(|c| is_own(c) && !is_combining_mark(c)),
    }
}

/// Whether `rest` begins with something that belongs to the character before it.
pub(crate) fn continues_character(rest: &[u8]) -> bool {
    match rest.first() {
        Some(byte) if !byte.is_ascii() => first_char(rest)
            .is_some_and(|c| c == JOINER || is_combining_mark(c) || matches!(c, '\u{1160}'..='\u{11FF}')),
        _ => false,
    }
}

/// The length of the word that `rest` continues.
pub(crate) fn word_length(rest: &[u8]) -> usize {
    let mut at = 0;
    while at < rest.len() && !ends_before(&rest[at..]) {
        at += if rest[at].is_ascii() { 1 } else { first_char(&rest[at..]).map_or(1, char::len_utf8) };
    }
    at
}

/// The first character of folded text.
pub(crate) fn first_char(text: &[u8]) -> Option<char> {
    let width = match text.first()? {
        0..=0x7F => 1,
        0x80..=0xDF => 2,
        0xE0..=0xEF => 3,
        _ => 4,
    };
    std::str::from_utf8(text.get(..width)?).ok()?.chars().next()
}

/// The last character of folded text.
pub(crate) fn last_char(text: &[u8]) -> Option<char> {
    let start = (0..text.len()).rev().find(|at| text[*at] & 0xC0 != 0x80)?;
    first_char(&text[start..])
}

/// The walk over one text.
struct Folding<'a, const CASED: bool> {
    source: &'a str,
    out: &'a mut Folded,
    last: Last,
    /// Something that does not count stood since.
    gap: bool,
    /// Original minus folded position, as the latest shift says.
    delta: isize,
    /// Where the current word begins in the folded text.
    word: usize,
}

impl<'a, const CASED: bool> Folding<'a, CASED> {
    fn over(source: &'a str, out: &'a mut Folded) {
        let delta = 0isize.wrapping_sub_unsigned(out.text.len());
        let word = out.text.len();
        out.text.reserve(source.len() + source.len() / 8 + 2);
        Self { source, out, last: Last::Nothing, gap: false, delta, word }.walk();
    }

    fn walk(&mut self) {
        let bytes = self.source.as_bytes();
        let mut at = 0;
        while let Some(&byte) = bytes.get(at) {
            if byte.is_ascii_alphanumeric() {
                let run = bytes[at..].iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
                self.ascii_word(at, run);
                at += run;
            } else if byte == b' ' {
                self.gap = true;
                at += 1;
            } else if byte.is_ascii() {
                self.ascii_mark(at, byte);
                at += 1;
            } else {
                // `at` only ever moves by whole characters.
                let Some(c) = self.source[at..].chars().next() else { break };
                self.foreign(at, c);
                at += c.len_utf8();
            }
        }
    }

    /// Notes where the next folded byte comes from.
    fn mark(&mut self, at: usize) {
        let folded = self.out.text.len();
        let delta = at.wrapping_sub(folded).cast_signed();
        if delta != self.delta {
            self.out.shifts.push((folded, at));
            self.delta = delta;
        }
    }

    fn begin_word(&mut self, kind: Last) {
        if self.gap || self.last != kind {
            self.out.text.push(b' ');
            self.word = self.out.text.len();
            self.last = kind;
            self.gap = false;
        }
    }

    fn ascii_word(&mut self, at: usize, run: usize) {
        self.begin_word(Last::Word);
        self.mark(at);
        let from = self.out.text.len();
        self.out.text.extend_from_slice(&self.source.as_bytes()[at..at + run]);
        if !CASED {
            self.out.text[from..].make_ascii_lowercase();
        }
    }

    fn ascii_mark(&mut self, at: usize, byte: u8) {
        let bytes = self.source.as_bytes();
        let before = at.checked_sub(1).map(|before| bytes[before]);
        let after = bytes.get(at + 1).copied();
        let inside = self.last == Last::Word && !self.gap;
        match byte {
            b'\'' | b'`' => self.apostrophe(at, 1),
            b'.' if self.is_in_number(at, '.') => self.inner(at, POINT),
            b',' if self.is_in_number(at, ',') => self.inner(at, COMMA),
            b'.' if inside && is_initial(bytes, at) => {}
            b'.' if opens(before) && after.is_some_and(|byte| byte.is_ascii_alphabetic()) => self.symbol(at, '.'),
            // Gershayim typed as quotes: part of a Hebrew abbreviation.
            b'"' if inside && before.is_some_and(|byte| !byte.is_ascii()) && self.hebrew_around(at) => {}
            b'&' => {
                // "AT & T" is "AT&T".
                self.gap = false;
                self.symbol(at, '&');
            }
            b'+' | b'#' | b'@' | b'$' | b'%' => self.symbol(at, char::from(byte)),
            _ => self.gap = true,
        }
    }

    fn hebrew_around(&self, at: usize) -> bool {
        let hebrew = |c: Option<char>| c.is_some_and(|c| matches!(c, '\u{05D0}'..='\u{05EA}'));
        hebrew(self.source[..at].chars().next_back()) && hebrew(self.source[at + 1..].chars().next())
    }

    fn inner(&mut self, at: usize, byte: u8) {
        self.mark(at);
        self.out.text.push(byte);
    }

    /// Between letters an apostrophe is part of the word; after an elided article it parts words.
    fn apostrophe(&mut self, at: usize, width: usize) {
        let next = self.source[at + width..].chars().next().filter(|c| c.is_alphabetic());
        let elided = |next| opens_elided(next) && is_elided(&self.out.text[self.word..]);
        if self.last == Last::Word && !self.gap && next.is_some_and(|next| !elided(next)) {
            self.mark(at);
            self.out.text.push(b'\'');
        } else {
            self.gap = true;
        }
    }

    fn symbol(&mut self, at: usize, c: char) {
        if self.gap && self.last != Last::Nothing {
            self.out.text.push(b' ');
        }
        self.write(at, c);
        self.last = Last::Symbol;
        self.gap = false;
    }

    fn write(&mut self, at: usize, c: char) {
        self.mark(at);
        self.out.text.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
    }

    fn foreign(&mut self, at: usize, c: char) {
        match c {
            _ if is_apostrophe(c) => self.apostrophe(at, c.len_utf8()),
            // A joiner holds emoji together; elsewhere it only shapes letters.
            JOINER if self.last == Last::Symbol && !self.gap => self.write(at, c),
            _ if is_dropped(c) => self.accent(c),
            _ if is_symbol(c) => self.symbol(at, c),
            _ if is_letter_of_its_own(c) => self.letter(at, c),
            // Arabic marks of decimals and thousands.
            '\u{066B}' if self.is_in_number(at, c) => self.inner(at, POINT),
            '\u{066C}' if self.is_in_number(at, c) => self.inner(at, COMMA),
            _ if is_word_part(c) => {
                let mut decomposed = [c; 18];
                let mut count = 0;
                decompose_compatible(c, |part| {
                    if let Some(slot) = decomposed.get_mut(count) {
                        *slot = part;
                        count += 1;
                    }
                });
                for part in &decomposed[..count] {
                    if *part == c || is_word_part(*part) {
                        self.letter(at, *part);
                    } else {
                        self.gap = true;
                    }
                }
            }
            _ => self.gap = true,
        }
    }

    /// An accent that stands by itself, which falls away unless it makes the letter before it another.
    fn accent(&mut self, mark: char) {
        // Only marks that such letters have are worth a look back.
        if self.gap || !matches!(mark, '\u{0306}' | '\u{0308}') {
            return;
        }
        let Some(base) = last_char(&self.out.text) else { return };
        if let Some(whole) = completed(base, mark) {
            // The letter is as long as the one it is made of.
            self.out.text.truncate(self.out.text.len() - base.len_utf8());
            self.out.text.extend_from_slice(whole.encode_utf8(&mut [0; 4]).as_bytes());
        }
    }

    /// Whether the mark `c` at `at` stands between digits of one number.
    fn is_in_number(&self, at: usize, c: char) -> bool {
        self.last == Last::Word
            && !self.gap
            && self.source[..at].chars().next_back().is_some_and(is_digit)
            && self.source[at + c.len_utf8()..].chars().next().is_some_and(is_digit)
    }

    /// Writes one letter, digit or mark after decomposition.
    fn letter(&mut self, at: usize, c: char) {
        if is_dropped(c) {
            return;
        }
        let plain = plain(c);
        if plain.is_none() && is_spaceless(c) {
            // "AI 技術" is "AI技術": only between two such characters does a gap count.
            if self.gap && matches!(self.last, Last::Spaceless | Last::Symbol) {
                self.out.text.push(b' ');
            }
            self.write(at, c);
            self.last = Last::Spaceless;
            self.gap = false;
            return;
        }
        self.begin_word(if is_hangul(c) { Last::Hangul } else { Last::Word });
        if let Some(plain) = plain {
            for c in plain.chars() {
                if CASED && c.is_lowercase() && is_capital(at, self.source) {
                    c.to_uppercase().for_each(|c| self.write(at, c));
                } else {
                    self.write(at, c);
                }
            }
        } else if CASED {
            self.write(at, c);
        } else {
            for lower in c.to_lowercase() {
                if !is_dropped(lower) {
                    self.write(at, lower);
                }
            }
        }
    }
}

/// A digit of any script: ASCII, as it nearly always is, or one that is folded to it.
fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || (!c.is_ascii() && plain(c).is_some_and(|plain| plain.as_bytes()[0].is_ascii_digit()))
}

fn is_capital(at: usize, source: &str) -> bool {
    source[at..].chars().next().is_some_and(char::is_uppercase)
}

/// Whether the full stop at `at` stands between initials: "U.S.".
fn is_initial(bytes: &[u8], at: usize) -> bool {
    let capital = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_uppercase);
    let plain = |at: Option<usize>| {
        at.and_then(|at| bytes.get(at)).is_none_or(|byte| byte.is_ascii() && !byte.is_ascii_alphanumeric())
    };
    capital(at.checked_sub(1)) && plain(at.checked_sub(2)) && capital(Some(at + 1)) && plain(Some(at + 2))
}

/// Whether a full stop after `before` can open a word.
fn opens(before: Option<u8>) -> bool {
    before.is_none_or(|byte| byte.is_ascii_whitespace() || matches!(byte, b'(' | b'[' | b'"' | b'\'' | b'/' | b'-'))
}
