//! One keyword, ready to be looked for.

use super::fold::{
    END, Folded, continues_character, ends_before, first_char, fold, fold_cased, last_char, word_length,
};
use super::letters::{is_flag_half, is_hangul, is_own};
use super::plural;
use crate::model::{Matcher, Pattern};
use regex::{Regex, RegexBuilder};
use thiserror::Error;

/// Why words cannot be looked for.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum PatternProblem {
    /// Nothing at all.
    #[error("the keyword is empty")]
    Empty,
    /// No letter, digit or symbol that counts.
    #[error("{0:?} has no letter or digit to look for; for other characters use a `regex`")]
    OnlyPunctuation(String),
    /// Nothing but a `*`.
    #[error("\"*\" would match everything")]
    Everything,
    /// A `*` elsewhere than at the end of a word.
    #[error("{0:?} has a `*` that is not at the end of a word; `*` stands for the rest of a word that has begun")]
    StrayStar(String),
    /// A `*` in place of a word.
    #[error("{0:?} has a `*` that stands alone; it takes the place of letters, not of words")]
    LoneStar(String),
}

/// Why a regular expression cannot be looked for.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum RegexProblem {
    /// Nothing at all.
    #[error("the pattern is empty")]
    Empty,
    /// It matches where there is nothing, so every entry has a match.
    #[error("the pattern can match nothing at all, so it matches everything")]
    Everything,
    /// Compiled, it would take more than two megabytes.
    #[error("the pattern is too large")]
    TooLarge,
    /// What the `regex` crate says of it: the pattern, a line of marks beneath, and the reason.
    #[error("{0}")]
    Syntax(String),
}

/// The most bytes a compiled pattern may take: room for long lists of names, not for `\w{1000}{1000}`.
const MAX_PATTERN_BYTES: usize = 2_000_000;

/// Whether `source` can be looked for.
///
/// # Errors
/// [`RegexProblem`]: what is wrong.
pub fn check_regex(source: &str) -> Result<(), RegexProblem> {
    if source.is_empty() {
        return Err(RegexProblem::Empty);
    }
    match regex(source, None) {
        Ok(regex) if regex.is_match("") => Err(RegexProblem::Everything),
        Ok(_) => Ok(()),
        Err(regex::Error::CompiledTooBig(_)) => Err(RegexProblem::TooLarge),
        Err(error) => Err(RegexProblem::Syntax(error.to_string())),
    }
}

fn regex(source: &str, case: Option<bool>) -> Result<Regex, regex::Error> {
    RegexBuilder::new(source).case_insensitive(case != Some(true)).size_limit(MAX_PATTERN_BYTES).build()
}

/// Whether `words` can be looked for.
///
/// # Errors
/// [`PatternProblem`]: what is wrong, in words for the person who wrote it.
pub fn check_pattern(words: &str) -> Result<(), PatternProblem> {
    segments(words).map(|_| ())
}

/// Words up to a `*` or the end, folded.
#[derive(Debug, Clone)]
struct Segment {
    folded: Vec<u8>,
    cased: Vec<u8>,
    star: bool,
}

fn segments(words: &str) -> Result<Vec<Segment>, PatternProblem> {
    let words = words.trim();
    if words.is_empty() {
        return Err(PatternProblem::Empty);
    }
    let mut segments = Vec::new();
    let mut current = String::new();
    for word in words.split_whitespace() {
        let stem = word.trim_end_matches('*');
        if stem.contains('*') || word.len() - stem.len() > 1 {
            return Err(PatternProblem::StrayStar(words.to_owned()));
        }
        if stem.is_empty() {
            let all = words == "*";
            return Err(if all { PatternProblem::Everything } else { PatternProblem::LoneStar(words.to_owned()) });
        }
        if !current.is_empty() {
            current.push(' ');
        }
        current.push_str(stem);
        if stem.len() < word.len() {
            segments.push((std::mem::take(&mut current), true));
        }
    }
    if !current.is_empty() {
        segments.push((current, false));
    }
    segments
        .into_iter()
        .map(|(text, star)| {
            let folded = fold(&text);
            // A star needs something before it to be the rest of.
            if folded.is_empty()
                || (star && !text.ends_with(char::is_alphanumeric) && last_char(&folded).is_some_and(|c| !is_own(c)))
            {
                return Err(PatternProblem::OnlyPunctuation(words.to_owned()));
            }
            Ok(Segment { folded, cased: fold_cased(&text), star })
        })
        .collect()
}

/// How the last word may go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ending {
    /// With one of these, and then not as a word.
    Tails { tails: &'static [&'static str], possessive: bool },
    /// As it likes.
    Prefix,
    /// As it likes, but the last character must be whole.
    Free,
}

/// Words, ready to be looked for in folded text.
#[derive(Debug, Clone)]
pub(super) struct Words {
    /// What the automaton looks for: any of these begins a match. Never empty.
    patterns: Vec<Vec<u8>>,
    /// The first segment with capitals, as long as the first pattern.
    cased: Vec<u8>,
    /// Further segments after words with a `*`: folded and cased.
    rest: Vec<(Vec<u8>, Vec<u8>)>,
    ending: Ending,
    /// Capitals must be as written.
    strict: bool,
    /// A single letter or digit: no symbol may be glued to it, lest `C` be found in "C++".
    alone: bool,
}

impl Words {
    /// `None` where [`check_pattern`] finds fault.
    fn new(words: &str, case: Option<bool>, plurals: bool) -> Option<Self> {
        let mut segments = segments(words).ok()?;
        let strict = case.unwrap_or_else(|| is_capitals(words));
        let last = segments.last_mut()?;
        let end = last_char(&last.folded)?;
        let ending = if last.star {
            Ending::Prefix
        } else if is_own(end) || is_hangul(end) {
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
        let mut segments = segments.into_iter();
        let first = segments.next()?;
        let mut patterns = vec![first.folded];
        if !strict && let Some(joined) = joined(&patterns[0]) {
            patterns.push(joined);
        }
        if let Some(closed) = closed(&patterns[0]) {
            patterns.push(closed);
        }
        let rest: Vec<(Vec<u8>, Vec<u8>)> = segments.map(|segment| (segment.folded, segment.cased)).collect();
        let alone = rest.is_empty() && matches!(ending, Ending::Tails { .. }) && is_single(&patterns[0]);
        Some(Self { patterns, cased: first.cased, rest, ending, strict, alone })
    }

    /// What the automaton looks for.
    pub(super) fn patterns(&self) -> &[Vec<u8>] {
        &self.patterns
    }

    /// Whether the keyword is at `start` of the folded text, where one of its patterns was found up to `end`;
    /// where it ends, if so.
    pub(super) fn verify(&self, folded: &Folded, part: &str, start: usize, end: usize) -> Option<usize> {
        let text = folded.text.as_slice();
        let before = &text[..start];
        if text[start] != b' ' {
            // A pattern without a space in front: symbols and scripts without spaces.
            let opening = first_char(&text[start..])?;
            if last_char(before).is_some_and(|c| c == '\u{200D}' || (c == opening && matches!(c, '+' | '#'))) {
                return None;
            }
            if is_flag_half(opening) && odd_flag_halves(before) {
                return None;
            }
        } else if self.alone && last_char(before).is_some_and(|c| matches!(c, '&' | '+' | '#')) {
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
        match self.ending {
            Ending::Prefix => Some(end + word_length(&text[end..])),
            Ending::Free => {
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
                Words::new(words, matcher.case, matcher.plurals).map_or(Self::Nothing, Self::Words)
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
