//! What may be looked for, and what is wrong with the rest.

use crate::text::letters::is_own;
use crate::text::search::{fold, fold_cased, last_char};
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

pub(super) fn regex(source: &str, case: Option<bool>) -> Result<Regex, regex::Error> {
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
pub(super) struct Segment {
    /// As written, but for the star.
    pub(super) written: String,
    pub(super) folded: Vec<u8>,
    pub(super) cased: Vec<u8>,
    pub(super) star: bool,
}

pub(super) fn segments(words: &str) -> Result<Vec<Segment>, PatternProblem> {
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
            Ok(Segment { folded, cased: fold_cased(&text), star, written: text })
        })
        .collect()
}
