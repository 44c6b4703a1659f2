//! What is wrong with a `feeds.toml`, in words one would thank someone for.

use std::collections::BTreeSet;
use std::fmt::{Display, Formatter, Result, Write as _};
use std::ops::Range;
use std::path::{Path, PathBuf};
use thiserror::Error;

/// One thing to mend, with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Problem {
    /// The line, counted from 1.
    pub line: usize,
    /// The column in characters, counted from 1.
    pub column: usize,
    /// The key: `outlet.wired.feeds[0]`; empty where there is none.
    pub key: String,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub hint: Option<String>,
    /// The line as written with a mark under the place; empty where the line may hold a secret.
    pub excerpt: String,
}

impl Display for Problem {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        write!(f, "{}:{}: {}", self.line, self.column, self.message)?;
        if !self.excerpt.is_empty() {
            write!(f, "\n{}", self.excerpt)?;
        }
        if let Some(hint) = &self.hint {
            write!(f, "\n  {hint}")?;
        }
        Ok(())
    }
}

/// Why there is no [`Config`](super::Config).
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ConfigError {
    /// There is no such file.
    #[error("there is no {}\n  write one with `tidings init`, or name another with `--config FILE`", path.display())]
    Missing {
        /// The file.
        path: PathBuf,
    },
    /// It is a folder.
    #[error("{} is a folder, not a file\n  name the file in it: `--config {}`", path.display(), path.join("feeds.toml").display())]
    Folder {
        /// The folder.
        path: PathBuf,
    },
    /// It cannot be read.
    #[error("{} cannot be read: {source}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// It is too large to be a `feeds.toml`.
    #[error("{} is larger than {most} bytes\n  is this the right file?", path.display())]
    TooLarge {
        /// The file.
        path: PathBuf,
        /// The bound.
        most: u64,
    },
    /// It is not UTF-8.
    #[error("{}:{line}:{column}: this is not UTF-8 text\n  save the file again with the encoding UTF-8", path.display())]
    Encoding {
        /// The file.
        path: PathBuf,
        /// The line of the first odd byte, counted from 1.
        line: usize,
        /// Its column, counted from 1.
        column: usize,
    },
    /// It has problems: all of them, by place.
    #[error("{}", list(path, problems))]
    Problems {
        /// The file.
        path: PathBuf,
        /// What to mend, in the order of the file.
        problems: Vec<Problem>,
    },
}

impl ConfigError {
    /// The problems in the file; none where it could not be read at all.
    #[must_use]
    pub fn problems(&self) -> &[Problem] {
        match self {
            Self::Problems { problems, .. } => problems,
            _ => &[],
        }
    }
}

fn list(path: &Path, problems: &[Problem]) -> String {
    let mut out = String::new();
    for problem in problems {
        let _ = write!(out, "{}:{problem}\n\n", path.display());
    }
    match problems.len() {
        1 => out.truncate(out.trim_end().len()),
        many => {
            let _ = write!(out, "{many} problems in {}", path.display());
        }
    }
    out
}

/// The problems found so far in one text.
#[derive(Debug)]
pub(super) struct Problems<'t> {
    text: &'t str,
    /// Byte offset of the start of each line.
    lines: Vec<usize>,
    found: Vec<(usize, Problem)>,
    /// The keys of all that was found.
    keys: BTreeSet<String>,
    /// Keys that were probably meant where others stand.
    meant: BTreeSet<String>,
    /// The text is not TOML as a whole, so what seems to be missing may just not have been understood.
    pub(super) broken: bool,
    /// The line where the text stopped making sense: what was found behind it would be guesswork.
    pub(super) sense_ends: Option<usize>,
}

impl<'t> Problems<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let lines = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self {
            text,
            lines,
            found: Vec::new(),
            keys: BTreeSet::new(),
            meant: BTreeSet::new(),
            broken: false,
            sense_ends: None,
        }
    }

    /// The line that holds the byte at `offset`, counted from 1.
    pub(super) fn line(&self, offset: usize) -> usize {
        self.lines.partition_point(|start| *start <= offset)
    }

    /// What was written at `span`.
    pub(super) fn written(&self, span: &Range<usize>) -> &'t str {
        self.text.get(span.clone()).unwrap_or_default()
    }

    /// Adds a problem at `span` with `key`.
    pub(super) fn add(&mut self, span: &Range<usize>, key: &str, message: impl Into<String>, hint: impl Into<Hint>) {
        let offset = self.text.floor_char_boundary(span.start.min(self.text.len()));
        let line = self.line(offset);
        let start = self.lines[line - 1];
        let column = self.text[start..offset].chars().count() + 1;
        let problem = Problem {
            line,
            column,
            key: key.to_owned(),
            message: message.into(),
            hint: hint.into().0,
            excerpt: self.excerpt(line, column, span, key),
        };
        let meant = problem.hint.as_deref().and_then(|hint| hint.strip_prefix("did you mean `")?.strip_suffix("`?"));
        if let Some(meant) = meant {
            let path = key.rsplit_once('.').map_or("", |(path, _)| path);
            self.meant.insert(join(path, meant));
        }
        self.keys.insert(key.to_owned());
        self.found.push((offset, problem));
    }

    /// Says that something is missing, unless the text was not understood as a whole or a part of `key` is known
    /// to be wrong: then it may be there after all.
    pub(super) fn missing(
        &mut self,
        span: &Range<usize>,
        key: &str,
        message: impl Into<String>,
        hint: impl Into<Hint>,
    ) {
        if !self.broken && !self.tells_of(&format!("{key}[")) {
            self.add(span, key, message, hint);
        }
    }

    /// Says that the table `path` misses `key`, unless a problem says already that it was meant or is wrong.
    pub(super) fn missing_key(
        &mut self,
        span: &Range<usize>,
        path: &str,
        key: &str,
        message: impl Into<String>,
        hint: impl Into<Hint>,
    ) {
        if !self.broken && !self.tells_of(&join(path, key)) && !self.hints_at(path, key) {
            self.add(span, path, message, hint);
        }
    }

    /// Whether a problem was found in `key` or below it.
    pub(super) fn tells_of(&self, key: &str) -> bool {
        self.keys.range(key.to_owned()..).next().is_some_and(|next| next.starts_with(key))
    }

    /// Whether a key of the table `path` was probably meant to be `key`.
    pub(super) fn hints_at(&self, path: &str, key: &str) -> bool {
        self.meant.contains(&join(path, key))
    }

    /// Whether what stands at `offset` must not be repeated. Where the grammar fails there is no key that tells, so
    /// all lines from the head of the table count.
    pub(super) fn private(&self, offset: usize, key: &str) -> bool {
        let line = self.line(offset);
        let end = self.lines.get(line).map_or(self.text.len(), |next| next - 1);
        if may_hold_secret(&self.text[self.lines[line - 1]..end]) || may_hold_secret(key) {
            return true;
        }
        if !key.is_empty() {
            return false;
        }
        let head = self.text[..end].rfind("\n[").map_or(0, |at| at + 1);
        may_hold_secret(&self.text[head..end])
    }

    /// How many were found so far.
    pub(super) fn count(&self) -> usize {
        self.found.len()
    }

    /// Sets aside what was found so far.
    pub(super) fn take(&mut self) -> Vec<(usize, Problem)> {
        std::mem::take(&mut self.found)
    }

    /// Takes back what was set aside, faults of the grammar. On their lines, and behind the end of sense, whatever
    /// else was found is but a consequence.
    pub(super) fn put_back(&mut self, grammar: Vec<(usize, Problem)>) {
        let odd: BTreeSet<usize> = grammar.iter().map(|(_, problem)| problem.line).collect();
        let end = self.sense_ends.unwrap_or(usize::MAX);
        self.found.retain(|(_, problem)| problem.line < end && !odd.contains(&problem.line));
        self.found.extend(grammar);
    }

    /// All problems by place.
    pub(super) fn into_sorted(mut self) -> Vec<Problem> {
        self.found.sort_by(|(a, x), (b, y)| a.cmp(b).then_with(|| x.message.cmp(&y.message)));
        let mut problems: Vec<Problem> = self.found.into_iter().map(|(_, problem)| problem).collect();
        problems.dedup();
        problems
    }

    fn excerpt(&self, line: usize, column: usize, span: &Range<usize>, key: &str) -> String {
        /// Characters of a line that are shown: what a narrow terminal holds.
        const SHOWN: usize = 88;
        /// Characters shown before the mark in a line that is longer.
        const BEFORE: usize = 40;
        let start = self.lines[line - 1];
        let end = self.lines.get(line).map_or(self.text.len(), |next| next - 1);
        let text = self.text[start..end].trim_end_matches('\r');
        // A problem of the file as a whole has no place to mark.
        if text.trim().is_empty() || *span == (0..0) || self.private(span.start, key) {
            return String::new();
        }
        let characters: Vec<char> = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        let skip =
            if characters.len() <= SHOWN { 0 } else { column.saturating_sub(BEFORE + 1).min(characters.len() - SHOWN) };
        let shown: String = characters.iter().skip(skip).take(SHOWN).collect();
        let before = if skip > 0 { "… " } else { "" };
        let after = if skip + SHOWN < characters.len() { " …" } else { "" };
        let indent = column - 1 - skip + before.chars().count();
        let width = self.text.get(span.start..span.end.min(start + text.len())).map_or(1, |part| part.chars().count());
        let room = (shown.chars().count() + before.chars().count()).saturating_sub(indent);
        let mark = "^".repeat(width.clamp(1, room.max(1)));
        let number = line.to_string();
        let gutter = " ".repeat(number.len());
        format!("  {number} | {before}{}{after}\n  {gutter} | {}{mark}", shown.trim_end(), " ".repeat(indent))
    }
}

/// Whether a line, or the path of a key, must not be repeated since it may hold what nobody else should see.
pub(super) fn may_hold_secret(line: &str) -> bool {
    let lower = line.to_lowercase();
    let named = ["basic_auth", "cookie", "headers", "authorization", "proxy"];
    // `name:password@` is a secret even where the address around it has a slip.
    let password = lower.match_indices('@').any(|(at, _)| {
        let before = lower[..at].rsplit(['/', '"', '\'', ' ', '[']).next().unwrap_or_default();
        before.contains(':')
    });
    named.iter().any(|word| lower.contains(word)) || password || holds_credentials(&lower)
}

/// Whether there is an address with something before an `@` in front of its host.
pub(super) fn holds_credentials(text: &str) -> bool {
    text.split("://").skip(1).any(|rest| {
        let host = rest.find(['/', '?', '#', '"', '\'', ' ']).map_or(rest, |end| &rest[..end]);
        host.contains('@')
    })
}

/// The path of `key` in the table `path`.
fn join(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}

/// What to do about a problem, if anything can be said.
#[derive(Debug)]
pub(super) struct Hint(Option<String>);

impl From<()> for Hint {
    fn from((): ()) -> Self {
        Self(None)
    }
}

impl From<&str> for Hint {
    fn from(text: &str) -> Self {
        Self(Some(text.to_owned()))
    }
}

impl From<String> for Hint {
    fn from(text: String) -> Self {
        Self(Some(text))
    }
}

impl From<Option<String>> for Hint {
    fn from(text: Option<String>) -> Self {
        Self(text)
    }
}
