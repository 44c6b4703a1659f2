//! Changes to a `feeds.toml` that leave every other byte of it alone.

use super::check::check;
use super::checked::Config;
use super::load::read;
use super::outlet::sameness;
use super::problem::ConfigError;
use super::subscribe::{NewOutlet, slug};
use crate::model::{FeedAddress, Link, Topic, TopicId};
use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};
use thiserror::Error;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A `feeds.toml` without mistakes, and what is to become of its text.
#[derive(Debug)]
pub struct Edit {
    path: PathBuf,
    config: Config,
    text: String,
}

/// Why a `feeds.toml` cannot be changed as asked. Nothing has been written.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum EditError {
    /// The name cannot be one.
    #[error("`{name}` cannot be the name of an outlet: letters, digits, - and _, at most 64{}", if better.is_empty() { String::new() } else { format!("\n  write `--outlet {better}`") })]
    Name {
        /// The name.
        name: String,
        /// One that can be; may be empty.
        better: String,
    },
    /// The name is taken.
    #[error("{path}:{line}: there is an outlet `{name}` already\n  add the address to its `feeds`, or choose another name with `--outlet NAME`", path = path.display())]
    Taken {
        /// The file.
        path: PathBuf,
        /// The line of its first feed, counted from 1.
        line: usize,
        /// The name.
        name: String,
    },
    /// The feed is read already.
    #[error("{path}:{line}: the outlet `{name}` reads this feed already", path = path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// The line of the feed, counted from 1.
        line: usize,
        /// The outlet.
        name: String,
    },
    /// There is no such outlet.
    #[error("{path}: there is no outlet `{name}`{near}\n  `tidings feeds list` shows the names", path = path.display(), near = near.as_ref().map(|near| format!("; did you mean `{near}`?")).unwrap_or_default())]
    Unknown {
        /// The file.
        path: PathBuf,
        /// The name.
        name: String,
        /// One that is like it.
        near: Option<String>,
    },
    /// A topic names the outlet.
    #[error("{path}: the topic `{topic}` names the outlet `{name}`\n  take \"{name}\" out of the `outlets` of [topic.{topic}] first", path = path.display())]
    Named {
        /// The file.
        path: PathBuf,
        /// The outlet.
        name: String,
        /// The topic.
        topic: TopicId,
    },
    /// It is the only one.
    #[error("{path}: `{name}` is the only outlet, so nothing would be left to read\n  add another one first: `tidings feeds add URL --write`", path = path.display())]
    Last {
        /// The file.
        path: PathBuf,
        /// The outlet.
        name: String,
    },
    /// It is not written as a table of its own, or its lines do not stand together.
    #[error("{path}: the outlet `{name}` is not written as one piece that begins with [outlet.{name}]\n  change the file by hand", path = path.display())]
    Scattered {
        /// The file.
        path: PathBuf,
        /// The outlet.
        name: String,
    },
    /// The file would have mistakes afterwards.
    #[error("{path}: the change does not fit into this file, so nothing was written\n  change it by hand; what would be wrong: {problem}", path = path.display())]
    Unfit {
        /// The file.
        path: PathBuf,
        /// What would be wrong with it.
        problem: String,
    },
}

impl Edit {
    /// Reads and checks the `feeds.toml` at `path`.
    ///
    /// # Errors
    /// [`ConfigError`] as [`Config::load`] gives it: a file with mistakes is mended first.
    pub fn open(path: &Path) -> Result<Self, ConfigError> {
        let text = read(path)?;
        let absolute =
            std::path::absolute(path).map_err(|source| ConfigError::Unreadable { path: path.to_owned(), source })?;
        let config = check(path, &absolute, &text)?;
        Ok(Self { path: path.to_owned(), config, text })
    }

    /// What the file says as it is.
    #[must_use]
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// The text as it is to be.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Puts `outlets` behind the last outlet of the file.
    ///
    /// # Errors
    /// [`EditError`] when a name is taken, a feed is read already, or the file is written in a way that allows no
    /// table of its own for an outlet.
    pub fn insert(&mut self, outlets: &[NewOutlet]) -> Result<(), EditError> {
        self.are_new(outlets)?;
        let ends = self.document(|document| {
            let outlets = outlets_of(document);
            outlets.filter(|(_, key, _)| is_head(&self.text, key)).map(|(_, key, value)| end_of(key, value)).max()
        });
        let at = ends.map_or(self.text.len(), |end| past_comments(&self.text, line_end(&self.text, end)));
        let mut block = String::new();
        if !self.text[..at].is_empty() && !self.text[..at].ends_with('\n') {
            block.push('\n');
        }
        for outlet in outlets {
            block.push('\n');
            block.push_str(&outlet.to_string());
        }
        if !self.text[at..].is_empty() && !is_blank(first_line(&self.text[at..])) {
            block.push('\n');
        }
        self.splice(at..at, &block)
    }

    /// Takes the outlet `name` out, with the comments that stand directly above and below its lines; gives what was
    /// taken out.
    ///
    /// # Errors
    /// [`EditError`] when there is no such outlet, or the rest of the file cannot do without it.
    pub fn remove(&mut self, name: &str) -> Result<String, EditError> {
        let (path, name) = (self.path.clone(), name.to_owned());
        let names: Vec<&str> = self.config.outlets.iter().map(|outlet| outlet.outlet.id.as_str()).collect();
        if !names.contains(&name.as_str()) {
            let near = super::likeness::nearest(&name, names.iter().copied()).map(str::to_owned);
            return Err(EditError::Unknown { path, name, near });
        }
        let names_it = |topic: &&Topic| topic.outlets.iter().flatten().any(|outlet| outlet.as_str() == name);
        if let Some(topic) = self.config.topics.iter().find(names_it) {
            return Err(EditError::Named { path, name, topic: topic.id.clone() });
        }
        if names.len() == 1 {
            return Err(EditError::Last { path, name });
        }
        let Some(range) = self.document(|document| block_of(&self.text, document, &name)) else {
            return Err(EditError::Scattered { path, name });
        };
        let taken = self.text[range.clone()].trim().to_owned() + "\n";
        self.splice(range, "")?;
        Ok(taken)
    }

    /// Whether each of `outlets` has a name that works and is free, and feeds that nobody reads yet.
    fn are_new(&self, outlets: &[NewOutlet]) -> Result<(), EditError> {
        let path = || self.path.clone();
        let mut names: BTreeMap<String, (usize, &str)> = BTreeMap::new();
        let mut feeds: BTreeMap<String, (usize, &str)> = BTreeMap::new();
        for read in &self.config.outlets {
            let name = read.outlet.id.as_str();
            names.insert(name.to_lowercase(), (read.feed_lines.first().copied().unwrap_or(1), name));
            for (feed, line) in read.feeds.iter().zip(&read.feed_lines) {
                feeds.insert(sameness(&feed.address), (*line, name));
            }
        }
        for outlet in outlets {
            if slug(&outlet.name) != outlet.name {
                let better = slug(&outlet.name);
                return Err(EditError::Name { name: outlet.name.clone(), better });
            }
            if let Some((line, name)) = names.get(&outlet.name.to_lowercase()) {
                return Err(EditError::Taken { path: path(), line: *line, name: (*name).to_owned() });
            }
            let known = |feed: &Link| feeds.get(&sameness(&FeedAddress::Web(feed.clone())));
            if let Some((line, name)) = outlet.feeds.iter().find_map(known) {
                return Err(EditError::Read { path: path(), line: *line, name: (*name).to_owned() });
            }
        }
        Ok(())
    }

    /// Looks at the document that the text is.
    fn document<T>(&self, look: impl FnOnce(&DeTable<'_>) -> T) -> T {
        look(DeTable::parse_recoverable(&self.text).0.get_ref())
    }

    /// Puts `with` in the place of `range`, if the file is without mistakes afterwards.
    fn splice(&mut self, range: Range<usize>, with: &str) -> Result<(), EditError> {
        // A file of Windows stays one.
        let with = if self.text.contains("\r\n") { with.replace('\n', "\r\n") } else { with.to_owned() };
        let mut text = self.text.clone();
        text.replace_range(range, &with);
        self.config = check(&self.path, &self.config.path, &text)
            .map_err(|problem| EditError::Unfit { path: self.path.clone(), problem: problem.to_string() })?;
        self.text = text;
        Ok(())
    }
}

/// The outlets of a document: name, place of the name, and what is written under it.
fn outlets_of<'d>(
    document: &'d DeTable<'_>,
) -> impl Iterator<Item = (&'d str, Range<usize>, &'d Spanned<DeValue<'d>>)> {
    document
        .get("outlet")
        .and_then(|outlets| outlets.get_ref().as_table())
        .into_iter()
        .flat_map(super::section::in_order)
}

/// Whether the key at `key` stands in the head of a table.
fn is_head(text: &str, key: &Range<usize>) -> bool {
    text[line_start(text, key.start)..].trim_start().starts_with('[')
}

/// Where what `value` holds ends in the text.
fn end_of(key: Range<usize>, value: &Spanned<DeValue<'_>>) -> usize {
    let inner = value.get_ref().as_table().into_iter().flat_map(DeTable::iter);
    let ends = inner.map(|(key, value)| end_of(key.span(), value));
    ends.chain([key.end, value.span().end]).max().unwrap_or(key.end)
}

/// The whole lines of the outlet `name` with the comments that belong to it and an empty line; `None` when they do not
/// stand together.
fn block_of(text: &str, document: &DeTable<'_>, name: &str) -> Option<Range<usize>> {
    let (_, key, value) = outlets_of(document).find(|(known, _, _)| *known == name)?;
    if !is_head(text, &key) {
        return None;
    }
    let mut start = line_start(text, key.start);
    let mut end = past_comments(text, line_end(text, end_of(key, value)));
    let tables = document.iter().filter_map(|(_, value)| value.get_ref().as_table()).flat_map(DeTable::iter);
    let others = tables.map(|(key, _)| key.span().start).chain(document.iter().map(|(key, _)| key.span().start));
    if others.into_iter().any(|at| at > line_end(text, start) && at < end && !within(document, name, at)) {
        return None;
    }
    while start > 0 && text[line_start(text, start - 1)..].starts_with('#') {
        start = line_start(text, start - 1);
    }
    // One of the empty lines that set it apart goes with it: the one before, as `insert` wrote it.
    let before = line_start(text, start.saturating_sub(1));
    if before < start && is_blank(&text[before..start]) {
        start = before;
    } else if is_blank(first_line(&text[end..])) {
        end += first_line(&text[end..]).len();
    }
    Some(start..end)
}

/// Whether the key at `at` belongs to the outlet `name`.
fn within(document: &DeTable<'_>, name: &str, at: usize) -> bool {
    fn holds(value: &DeValue<'_>, at: usize) -> bool {
        value
            .as_table()
            .is_some_and(|table| table.iter().any(|(key, value)| key.span().start == at || holds(value.get_ref(), at)))
    }
    outlets_of(document).any(|(known, _, value)| known == name && holds(value.get_ref(), at))
}

fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |found| found + 1)
}

/// The start of the line after the one that holds `at`.
fn line_end(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |found| at + found + 1)
}

/// The first line with its line break.
fn first_line(text: &str) -> &str {
    text.split_inclusive('\n').next().unwrap_or_default()
}

fn is_blank(line: &str) -> bool {
    line.trim().is_empty()
}

/// Past the comments that begin at `at`, unless what follows them directly is what they speak of.
fn past_comments(text: &str, at: usize) -> usize {
    let lines = text[at..].split_inclusive('\n').take_while(|line| line.trim_start().starts_with('#'));
    let end = at + lines.map(str::len).sum::<usize>();
    if is_blank(first_line(&text[end..])) { end } else { at }
}
