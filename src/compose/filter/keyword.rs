//! One keyword, ready to be looked for.

use super::border::{Cuts, Found, Others, others};
use super::clitic::{self, Clitics, without_article};
use super::pattern::{regex, segments};
use super::plural;
use super::shout::{Ordinary, ordinary};
use super::spelling::{self, Proof};
use crate::model::{Matcher, Pattern, Scope};
use crate::text::letters::{is_flag_half, is_hangul, is_own, is_spaceless};
use crate::text::search::{
    END, Folded, continues_character, ends_before, first_char, fold_cased, last_char, word_length,
};
use regex::Regex;

/// How the last word may go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ending {
    /// With one of these, and then not as a word.
    Tails { tails: &'static [&'static str], possessive: bool },
    /// As it likes.
    Prefix,
    /// As it likes, but the last character must be whole.
    Free,
    /// As a Korean noun does: with particles.
    Noun,
}

/// Words, ready to be looked for in folded text.
#[derive(Debug, Clone)]
pub(super) struct Words {
    /// What the automaton looks for: any of these begins a match. Never empty.
    patterns: Vec<Vec<u8>>,
    /// What must be so for each of them.
    proofs: Vec<Proof>,
    /// The first segment with capitals, as long as the first pattern.
    cased: Vec<u8>,
    /// Further segments after words with a `*`: folded and cased.
    rest: Vec<(Vec<u8>, Vec<u8>)>,
    ending: Ending,
    /// Capitals must be as written.
    strict: bool,
    /// A single letter or digit: no symbol may be glued to it, lest `C` be found in "C++".
    alone: bool,
    /// It begins in a script in which small words are joined to the next: the patterns begin with its first letter.
    clitics: Option<Clitics>,
    /// What its capitals mean where everything is in capitals.
    ordinary: Option<Ordinary>,
    /// It begins, it ends in a script without spaces.
    borders: (bool, bool),
    /// Longer names that hold it and are of something else.
    others: Others,
}

impl Words {
    /// `None` where [`check_pattern`](super::check_pattern) finds fault. `prose`: it is looked for in what people wrote
    /// to be read, not in names and tags.
    fn new(words: &str, case: Option<bool>, plurals: bool, prose: bool) -> Option<Self> {
        let mut segments = segments(words).ok()?;
        let strict = case.unwrap_or_else(|| is_capitals(words));
        let last = segments.last_mut()?;
        let end = last_char(&last.folded)?;
        let ending = if last.star {
            Ending::Prefix
        } else if is_hangul(end) {
            Ending::Noun
        } else if is_own(end) {
            Ending::Free
        } else if plurals {
            let start = last.folded.iter().rposition(|byte| *byte == b' ').map_or(0, |space| space + 1);
            // What stands before the last word without a space is of another script, or a symbol.
            let start = start + own_length(&last.folded[start..]);
            let word = std::str::from_utf8(&last.folded[start..]).ok()?;
            let capital = last.cased.get(start..).and_then(first_char).is_some_and(char::is_uppercase);
            let (stem, tails) = plural::endings(word, capital);
            last.folded.truncate(start + stem);
            last.cased.truncate(start + stem);
            Ending::Tails { tails, possessive: true }
        } else {
            Ending::Tails { tails: &[""], possessive: false }
        };
        let borders = (
            segments.first().and_then(|first| first_char(&first.folded)).is_some_and(is_spaceless),
            ending == Ending::Free && is_spaceless(end),
        );
        let mut segments = segments.into_iter();
        let first = segments.next()?;
        let clitics = clitic::of(words).filter(|_| first.folded.first() == Some(&b' '));
        let mut patterns = vec![(first.folded, Proof::None)];
        let add = |patterns: &mut Vec<(Vec<u8>, Proof)>, pattern: Option<Vec<u8>>, proof| {
            if let Some(pattern) = pattern
                && patterns.iter().all(|(other, _)| *other != pattern)
            {
                patterns.push((pattern, proof));
            }
        };
        if !strict {
            let numbered = joined(&patterns[0].0);
            add(&mut patterns, numbered, Proof::None);
        }
        let closed = closed(&patterns[0].0);
        add(&mut patterns, closed, Proof::None);
        if clitics.is_some() {
            let whole = String::from_utf8(patterns.swap_remove(0).0).ok()?.split_off(1);
            let bare = without_article(&whole).map(|bare| bare.as_bytes().to_owned());
            patterns = vec![(whole.into_bytes(), Proof::None)];
            add(&mut patterns, bare, Proof::Contracted);
        } else if !strict {
            for (pattern, proof) in spelling::others(&first.written, &patterns[0].0) {
                add(&mut patterns, Some(pattern), proof);
            }
        }
        let (patterns, proofs): (Vec<_>, Vec<_>) = patterns.into_iter().unzip();
        let rest: Vec<(Vec<u8>, Vec<u8>)> = segments.map(|segment| (segment.folded, segment.cased)).collect();
        let alone = rest.is_empty() && matches!(ending, Ending::Tails { .. }) && is_single(&patterns[0]);
        let ordinary = if strict && prose { ordinary(words) } else { None };
        let others = others(words.trim());
        Some(Self {
            patterns,
            proofs,
            cased: first.cased,
            rest,
            ending,
            strict,
            alone,
            clitics,
            ordinary,
            borders,
            others,
        })
    }

    /// What the automaton looks for.
    pub(super) fn patterns(&self) -> &[Vec<u8>] {
        &self.patterns
    }

    /// Whether the keyword is at `start` of the folded text, where one of its patterns was found up to `end`;
    /// where it ends, if so. `number`: which part `part` is.
    pub(super) fn verify(
        &self,
        folded: &Folded,
        cuts: &mut Cuts,
        (number, part): (usize, &str),
        start: usize,
        end: usize,
    ) -> Option<usize> {
        let text = folded.text.as_slice();
        if !(self.opens(text, start, end) && self.is_proven(folded, part, start, end)) {
            return None;
        }
        if self.strict && !is_cased(folded, part, start, end, &self.cased) {
            return None;
        }
        let mut end = end;
        for (segment, cased) in &self.rest {
            let next = end + word_length(&text[end..]);
            if !text[next..].starts_with(segment) {
                return None;
            }
            if self.strict && !is_cased(folded, part, next, next + segment.len(), cased) {
                return None;
            }
            end = next + segment.len();
        }
        let end = self.closes(text, end)?;
        let plain = self.ordinary.is_none()
            && self.borders == (false, false)
            && self.ending != Ending::Noun
            && self.others.is_empty();
        (plain || self.fits(folded, cuts, (number, part), start, end)).then_some(end)
    }

    /// Whether what stands before a pattern lets it begin here.
    fn opens(&self, text: &[u8], start: usize, end: usize) -> bool {
        let before = &text[..start];
        if let Some(clitics) = self.clitics {
            let contracted = *self.proof(&text[start..end]) == Proof::Contracted;
            let near = &before[before.len().saturating_sub(clitic::LONGEST + 1)..];
            let Some(space) = near.iter().rposition(|byte| *byte == b' ') else { return false };
            return match (std::str::from_utf8(&near[space + 1..]), std::str::from_utf8(&text[start..end])) {
                (Ok(joined), Ok(keyword)) => clitics.allow(joined, keyword, contracted),
                _ => false,
            };
        }
        if text[start] == b' ' {
            return !(self.alone && last_char(before).is_some_and(|c| matches!(c, '&' | '+' | '#')));
        }
        // A pattern without a space in front: symbols and scripts without spaces.
        let Some(opening) = first_char(&text[start..]) else { return false };
        let glued = |c| c == '\u{200D}' || (c == opening && matches!(c, '+' | '#'));
        !(last_char(before).is_some_and(glued) || (is_flag_half(opening) && odd_flag_halves(before)))
    }

    fn proof(&self, pattern: &[u8]) -> &Proof {
        let number = self.patterns.iter().position(|other| other == pattern);
        number.map_or(&Proof::None, |number| &self.proofs[number])
    }

    /// Whether the text as published has what the pattern found in it needs.
    fn is_proven(&self, folded: &Folded, part: &str, start: usize, end: usize) -> bool {
        if self.patterns.len() == 1 {
            return true;
        }
        let proof = self.proof(&folded.text[start..end]);
        if matches!(proof, Proof::None | Proof::Contracted) {
            return true;
        }
        let (from, until) = folded.original(start, end, part);
        part.get(from..until).is_some_and(|original| proof.holds(original))
    }

    /// Where the keyword ends if what follows `end` lets it.
    fn closes(&self, text: &[u8], end: usize) -> Option<usize> {
        match self.ending {
            Ending::Prefix => Some(end + word_length(&text[end..])),
            Ending::Free | Ending::Noun => {
                let rest = &text[end..];
                let closing = last_char(&text[..end])?;
                let glued = first_char(rest).is_some_and(|c| c == closing && matches!(c, '+' | '#'));
                (!glued && !continues_character(rest)).then_some(end)
            }
            Ending::Tails { tails, possessive } => tails.iter().find_map(|tail| {
                let rest = text[end..].strip_prefix(tail.as_bytes())?;
                if self.alone && matches!(rest.first(), Some(b'+' | b'#' | b'&')) {
                    return None;
                }
                let end = end + tail.len();
                if ends_before(rest) {
                    return Some(end);
                }
                let rest = rest.strip_prefix(b"'s").filter(|rest| possessive && ends_before(rest));
                rest.map(|_| end + 2)
            }),
        }
    }

    /// Whether the text around leaves it the word that is meant.
    fn fits(&self, folded: &Folded, cuts: &mut Cuts, (number, part): (usize, &str), start: usize, end: usize) -> bool {
        let (from, until) = folded.original(start, end, part);
        if part.get(from..until).is_none() {
            return true;
        }
        let found = Found { part, number, from, until };
        !(self.ordinary.as_ref().is_some_and(|word| word.is_meant(part, from, until))
            || found.is_within(&self.others)
            || (self.ending == Ending::Noun && !found.is_korean_noun())
            || (self.borders.0 && !cuts.begins(&found))
            || (self.borders.1 && !cuts.ends(&found)))
    }
}

/// How much of `text` stands in scripts without spaces or symbols, up to its last word.
fn own_length(text: &[u8]) -> usize {
    let Ok(text) = std::str::from_utf8(text) else { return 0 };
    text.char_indices().rev().find(|(_, c)| is_own(*c)).map_or(0, |(at, c)| at + c.len_utf8())
}

/// `gpt 5` as `gpt5`: a number may be joined to the word before it. `None` where there is none.
fn joined(pattern: &[u8]) -> Option<Vec<u8>> {
    let mut joined = Vec::with_capacity(pattern.len());
    for (at, byte) in pattern.iter().enumerate() {
        let letter = at > 0 && pattern[at - 1].is_ascii_alphabetic();
        let digit = pattern.get(at + 1).is_some_and(u8::is_ascii_digit);
        if !(*byte == b' ' && letter && digit) {
            joined.push(*byte);
        }
    }
    (joined.len() < pattern.len()).then_some(joined)
}

/// `人工 智能` as `人工智能`: between characters that need no space, a space in a keyword may be missing.
fn closed(pattern: &[u8]) -> Option<Vec<u8>> {
    let text = std::str::from_utf8(pattern).ok()?;
    let mut closed = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    let mut before = None;
    while let Some(c) = chars.next() {
        let own = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() && is_own(c));
        if !(c == ' ' && own(before) && own(chars.peek().copied())) {
            closed.push(c);
        }
        before = Some(c);
    }
    (closed.len() < text.len()).then(|| closed.into_bytes())
}

fn is_single(pattern: &[u8]) -> bool {
    std::str::from_utf8(pattern).is_ok_and(|text| text.trim_start().chars().count() == 1)
}

/// Two to four capitals, with or without full stops, and nothing else.
fn is_capitals(words: &str) -> bool {
    let words = words.trim().trim_end_matches('*');
    if words.starts_with('.') {
        return false;
    }
    let letters = words.chars().filter(|c| *c != '.');
    (2..=4).contains(&letters.clone().count()) && letters.clone().all(char::is_uppercase)
}

/// Whether the original of `start..end` of the folded text has the capitals of `cased`.
fn is_cased(folded: &Folded, part: &str, start: usize, end: usize, cased: &[u8]) -> bool {
    let (from, until) = folded.original(start, end, part);
    let Some(original) = part.get(from..until) else { return false };
    let original = fold_cased(original);
    let trim = |text: &[u8]| text.iter().copied().filter(|byte| *byte != b' ').collect::<Vec<u8>>();
    trim(&original).starts_with(&trim(cased))
}

/// Whether an odd number of half flags stands at the end of `text`: the next half ends a flag.
fn odd_flag_halves(text: &[u8]) -> bool {
    let Some(tail) = text.rsplit(|byte| *byte == END || *byte == b' ').next() else { return false };
    std::str::from_utf8(tail).is_ok_and(|tail| tail.chars().rev().take_while(|c| is_flag_half(*c)).count() % 2 == 1)
}

/// A keyword as compiled.
#[derive(Debug, Clone)]
pub(super) enum Search {
    /// Through the automaton.
    Words(Words),
    /// By itself, in the text as it was published.
    Regex(Box<Regex>),
    /// It can match nothing: its file was never checked.
    Nothing,
}

impl Search {
    pub(super) fn new(matcher: &Matcher) -> Self {
        match &matcher.pattern {
            Pattern::Words(words) => {
                let prose = matches!(matcher.scope, Scope::Anywhere | Scope::Title | Scope::Text);
                Words::new(words, matcher.case, matcher.plurals, prose).map_or(Self::Nothing, Self::Words)
            }
            Pattern::Regex(source) => {
                regex(source, matcher.case).map_or(Self::Nothing, |regex| Self::Regex(Box::new(regex)))
            }
        }
    }
}

/// The keyword as written.
pub(super) fn written(matcher: &Matcher) -> &str {
    match &matcher.pattern {
        Pattern::Words(words) | Pattern::Regex(words) => words,
    }
}
