//! Keywords as written -> matchers that are known to work.

use super::likeness::nearest;
use super::parts::Keyword;
use super::problem::Problems;
use super::section::Written;
use crate::compose::filter::{PatternProblem, RegexProblem, check_pattern, check_regex};
use crate::model::{Matcher, Pattern, Scope};
use std::ops::Range;

/// Where a keyword stands, which decides what may be said of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Use {
    /// In `any` or `all`: a match speaks for an entry.
    Takes,
    /// In `not`: a match drops an entry.
    Drops,
}

/// Checks one keyword.
pub(super) fn matcher(keyword: &Keyword, usage: Use, problems: &mut Problems<'_>) -> Option<Matcher> {
    let pattern = match (&keyword.words, &keyword.regex) {
        (Some(words), None) => words_of(words, problems).map(Pattern::Words),
        (None, Some(regex)) => regex_of(regex, problems).map(Pattern::Regex),
        (Some(_), Some(regex)) => {
            let hint = "keep one, or write two keywords";
            problems.add(&regex.span, &regex.key, "a keyword has either `match` or `regex`, not both", hint);
            None
        }
        (None, None) => {
            let hint = "write { match = \"word\" } or { regex = 'CVE-\\d+' }";
            let message = "this keyword does not say what to look for";
            problems.missing_key(&keyword.at.span, &keyword.at.key, "match", message, hint);
            None
        }
    };
    let scope = keyword.scope.as_ref().map_or(Some(Scope::Anywhere), |at| scope(at, problems));
    let weight = keyword.weight.as_ref().map_or(Some(1.0), |at| {
        if usage == Use::Drops {
            let hint = "take the weight out: one match in `not` is enough to drop an entry";
            problems.add(&at.span, &at.key, "`weight` means nothing in `not`", hint);
            return None;
        }
        weight(at, problems)
    });
    if let (Some(plurals), Some(_)) = (&keyword.plurals, &keyword.regex) {
        let hint = "take it out and write the plural into the pattern: 'satellites?'";
        problems.add(&plurals.span, &plurals.key, "`plurals` means nothing for a `regex`", hint);
    }
    Some(Matcher {
        pattern: pattern?,
        scope: scope?,
        weight: weight?,
        case: keyword.case.as_ref().map(|at| at.value),
        plurals: keyword.plurals.as_ref().is_none_or(|at| at.value),
    })
}

/// A weight: more than nothing, and finite.
pub(super) fn weight(at: &Written<f64>, problems: &mut Problems<'_>) -> Option<f64> {
    const MOST: f64 = 1_000.0;
    if at.value.is_finite() && at.value > 0.0 && at.value <= MOST {
        return Some(at.value);
    }
    let written = problems.written(&at.span).to_owned();
    let hint = if at.value < 0.0 && at.key.contains(".any") {
        "to drop entries with this keyword, put it into `not`".to_owned()
    } else if at.value == 0.0 && at.key.starts_with("outlet.") && !at.key.contains(".not") {
        "to switch an outlet off, write enabled = false".to_owned()
    } else {
        "1 is usual, 2 counts double, 0.5 half".to_owned()
    };
    problems.add(&at.span, &at.key, format!("a weight is a number above 0 and up to 1000, not {written}"), hint);
    None
}

fn scope(at: &Written<String>, problems: &mut Problems<'_>) -> Option<Scope> {
    const SCOPES: [(&str, Scope); 7] = [
        ("title", Scope::Title),
        ("text", Scope::Text),
        ("author", Scope::Author),
        ("tag", Scope::Tag),
        ("url", Scope::Url),
        ("outlet", Scope::Outlet),
        ("anywhere", Scope::Anywhere),
    ];
    choice(
        at,
        &SCOPES,
        &[("headline", "title"), ("body", "text"), ("summary", "text"), ("category", "tag"), ("link", "url")],
        problems,
    )
}

/// One word of a few.
pub(super) fn choice<T: Copy>(
    at: &Written<String>,
    choices: &[(&'static str, T)],
    synonyms: &[(&str, &'static str)],
    problems: &mut Problems<'_>,
) -> Option<T> {
    if let Some((_, found)) = choices.iter().find(|(name, _)| *name == at.value) {
        return Some(*found);
    }
    let path = at.key.trim_end_matches(|c: char| c == '[' || c == ']' || c.is_ascii_digit());
    let name = path.rsplit('.').next().unwrap_or(path);
    let names: Vec<&str> = choices.iter().map(|(name, _)| *name).collect();
    let near = synonyms
        .iter()
        .find(|(word, _)| at.value.eq_ignore_ascii_case(word))
        .map(|(_, meant)| *meant)
        .or_else(|| nearest(&at.value, names.iter().copied()));
    let list = format!("`{name}` may be: {}", names.join(", "));
    let hint = near.map_or(list.clone(), |near| format!("did you mean \"{near}\"? {list}"));
    problems.add(&at.span, &at.key, format!("`{name}` cannot be \"{}\"", at.value.escape_debug()), hint);
    None
}

fn words_of(at: &Written<String>, problems: &mut Problems<'_>) -> Option<String> {
    let text = at.value.trim();
    let shown = text.escape_debug();
    let Err(problem) = check_pattern(text) else { return Some(text.to_owned()) };
    let (message, hint) = match problem {
        PatternProblem::Empty => ("this keyword is empty".to_owned(), "write a word, or take it out"),
        PatternProblem::Everything => {
            ("the keyword \"*\" would match everything".to_owned(), "leave `any` out to take everything")
        }
        PatternProblem::StrayStar(_) => (
            format!("the `*` in \"{shown}\" does not stand at the end of a word"),
            "a `*` may only end a word (\"layoff*\"); for more, write { regex = '...' }",
        ),
        PatternProblem::LoneStar(_) => (
            format!("the `*` in \"{shown}\" stands alone"),
            "a `*` takes the place of letters, not of words; join it to the word before it",
        ),
        PatternProblem::OnlyPunctuation(_) => {
            (format!("the keyword \"{shown}\" has no letter or digit"), "write a word, or take it out")
        }
    };
    problems.add(&at.span, &at.key, message, hint);
    None
}

fn regex_of(at: &Written<String>, problems: &mut Problems<'_>) -> Option<String> {
    let Err(problem) = check_regex(&at.value) else { return Some(at.value.clone()) };
    match problem {
        RegexProblem::Empty => {
            problems.add(&at.span, &at.key, "this pattern is empty", "write a pattern, or take it out");
        }
        RegexProblem::Everything => {
            let hint = "it can match nothing at all, so every entry has a match: make some part of it needed";
            problems.add(&at.span, &at.key, "this pattern matches everything", hint);
        }
        RegexProblem::TooLarge => {
            let hint = "repeat less often: {1,10} instead of {1,1000}";
            problems.add(&at.span, &at.key, "this pattern is too large", hint);
        }
        RegexProblem::Syntax(error) => {
            let (reason, offset) = explain(&error, &at.value);
            let (span, place) = locate(at, offset, problems);
            let hint = if reason.contains("look-around") || reason.contains("backreference") {
                Some("patterns must work in linear time, so neither is known here".to_owned())
            } else if reason.contains("escape") && !problems.written(&at.span).starts_with('\'') {
                Some("in 'single quotes' a \\ needs no second one".to_owned())
            } else {
                None
            };
            problems.add(&span, &at.key, format!("this pattern does not work: {reason}{place}"), hint);
        }
    }
    None
}

/// The reason, and the byte of the pattern it is about, out of a message of the `regex` crate:
/// the pattern, a line of marks beneath, and `error: reason`.
fn explain(message: &str, pattern: &str) -> (String, Option<usize>) {
    let reason = message.lines().rev().find_map(|line| line.strip_prefix("error: ")).unwrap_or(message).to_owned();
    // Patterns of several lines are shown with line numbers; their marks are left alone.
    let offset = if pattern.contains('\n') {
        None
    } else {
        message
            .lines()
            .find(|line| line.contains('^') && line.chars().all(|c| c == '^' || c == ' '))
            .and_then(|line| line.find('^')?.checked_sub(4))
            .and_then(|column| {
                let end = pattern.chars().count();
                if column == end { Some(pattern.len()) } else { pattern.char_indices().nth(column).map(|(at, _)| at) }
            })
    };
    (reason, offset)
}

/// The place in the file of a byte of a pattern, where it can be told: escapes move what comes behind them.
fn locate(at: &Written<String>, offset: Option<usize>, problems: &Problems<'_>) -> (Range<usize>, String) {
    let Some(offset) = offset else { return (at.span.clone(), String::new()) };
    let written = problems.written(&at.span);
    let plain = written.len() == at.value.len() + 2 && written[1..].starts_with(at.value.as_str());
    if plain {
        let start = at.span.start + 1 + offset;
        (start..start + 1, String::new())
    } else {
        let place = at.value.get(..offset).map_or(0, |before| before.chars().count()) + 1;
        (at.span.clone(), format!(" (at character {place} of the pattern)"))
    }
}
