//! `tidings group FILE.jsonl`: which entries of a file tell the same story, as JSON Lines.

use crate::compose::group::{self, Model, Options, Seen, training};
use crate::model::{Entry, EntryId, Link, OutletId, PlainText};
use crate::text::Article;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};

/// Why a file could not be grouped.
#[derive(Debug, thiserror::Error)]
pub(crate) enum GroupError {
    /// The file cannot be opened.
    #[error("cannot open {path}: {source}")]
    Open {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Reading broke off, or the file is not UTF-8.
    #[error("cannot read line {line} of {name}: {source}")]
    Read {
        /// The file.
        name: String,
        /// The line, counted from 1.
        line: usize,
        /// What the system said.
        source: io::Error,
    },
    /// A line is not an entry.
    #[error("line {line} of {name}: {what}")]
    Line {
        /// The file.
        name: String,
        /// The line, counted from 1.
        line: usize,
        /// What is wrong with it.
        what: String,
    },
    /// A model of one's own cannot be read.
    #[error("line {line} of the model {path} is neither a feature nor a setting")]
    Model {
        /// The file.
        path: PathBuf,
        /// The line, counted from 1.
        line: usize,
    },
    /// The groups cannot be written.
    #[error("cannot write the groups: {0}")]
    Write(io::Error),
}

/// A line in.
#[derive(Deserialize)]
struct EntryLine {
    id: Name,
    title: Option<String>,
    summary: Option<String>,
    text: Option<String>,
    link: Option<String>,
    published: Option<String>,
    outlet: Option<String>,
    lang: Option<String>,
}

/// Ids may be written as strings or as whole numbers; they go out as they came in.
#[derive(Deserialize, Serialize, Clone, PartialEq, Eq, Hash)]
#[serde(untagged)]
enum Name {
    Text(String),
    Number(i64),
}

/// A line out.
#[derive(Serialize)]
struct GroupLine<'a> {
    id: &'a Name,
    cluster: usize,
    family: usize,
}

/// What to print.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Print {
    /// A line `{id, cluster, family}` for each entry, in the order of the file: what tells one story is one cluster, and
    /// clusters that belong together are one family. Both are numbered from 0 in the order of their first entry in the
    /// file.
    #[default]
    Groups,
    /// The features of all pairs that were looked at, as tab-separated values: what a model is trained on.
    Features,
    /// In how many entries each word stands, as tab-separated values: what the background table is made of.
    Frequencies,
    /// The telling words of each entry, one entry a line: what word vectors are made of.
    Words,
}

/// Groups the entries of `path` (`-` is standard input) by the model that ships, or by that of the file `model`.
pub(crate) fn run(
    path: &Path,
    options: &Options,
    print: Print,
    model: Option<&Path>,
    out: impl Write,
) -> Result<(), GroupError> {
    let own;
    let model = match model {
        None => Model::shipped(),
        Some(path) => {
            let text =
                std::fs::read_to_string(path).map_err(|source| GroupError::Open { path: path.to_owned(), source })?;
            own = Model::read(&text).map_err(|bad| GroupError::Model { path: path.to_owned(), line: bad.line })?;
            &own
        }
    };
    let name = if path == Path::new("-") { "standard input".to_owned() } else { path.display().to_string() };
    let entries = if path == Path::new("-") {
        read(io::stdin().lock(), &name)?
    } else {
        let file = File::open(path).map_err(|source| GroupError::Open { path: path.to_owned(), source })?;
        read(BufReader::new(file), &name)?
    };
    match print {
        Print::Groups => write(&entries, options, model, out),
        Print::Features => write_features(&entries, options, out),
        Print::Frequencies => write_frequencies(&entries, out),
        Print::Words => write_words(&entries, out),
    }
    .map_err(GroupError::Write)
}

/// A line of the file.
struct Line {
    id: Name,
    entry: Entry,
}

fn read(input: impl BufRead, name: &str) -> Result<Vec<Line>, GroupError> {
    let mut entries = Vec::new();
    let mut lines_of: HashMap<String, usize> = HashMap::new();
    for (at, text) in input.lines().enumerate() {
        let line = at + 1;
        let text = text.map_err(|source| GroupError::Read { name: name.to_owned(), line, source })?;
        if text.trim().is_empty() {
            continue;
        }
        let wrong = |what: String| GroupError::Line { name: name.to_owned(), line, what };
        let mut read: EntryLine = serde_json::from_str(&text).map_err(|error| {
            // serde counts lines within the line; the column is what helps.
            let said = error.to_string();
            let said = said.split(" at line ").next().unwrap_or_default();
            if error.column() > 0 {
                wrong(format!("not an entry: {said} (column {})", error.column()))
            } else {
                wrong(format!("not an entry: {said}"))
            }
        })?;
        let id = match &read.id {
            Name::Text(text) => text.clone(),
            Name::Number(number) => number.to_string(),
        };
        if let Some(first) = lines_of.insert(id.clone(), line) {
            return Err(wrong(format!("the id {id:?} stands in line {first} already; ids must differ")));
        }
        let published = match read.published.as_deref().map(str::trim) {
            None | Some("") => None,
            Some(time) => Some(moment(time).ok_or_else(|| {
                wrong(format!("`published` is {time:?}; write a time such as 2026-05-06T07:30:00Z, or null"))
            })?),
        };
        let entry = entry(id, &mut read, published);
        entries.push(Line { id: read.id, entry });
    }
    Ok(entries)
}

/// A time with its offset; a date alone means midnight UTC.
fn moment(text: &str) -> Option<Timestamp> {
    let midnight = || Some(text.parse::<jiff::civil::Date>().ok()?.at(0, 0, 0, 0).in_tz("UTC").ok()?.timestamp());
    text.parse().ok().or_else(midnight)
}

/// A line as an entry.
fn entry(name: String, line: &mut EntryLine, published: Option<Timestamp>) -> Entry {
    let plain = |text: &mut Option<String>| PlainText::vouched(text.take().unwrap_or_default());
    Entry {
        summary: plain(&mut line.summary),
        text: plain(&mut line.text),
        link: line.link.as_deref().and_then(|link| Link::parse(link, None).ok()),
        language: line.lang.take(),
        published,
        ..Entry::titled(
            EntryId::from_stored(name),
            OutletId::new(line.outlet.take().unwrap_or_default()),
            line.title.take().unwrap_or_default(),
        )
    }
}

/// What is grouped: an entry without a time may be of any.
fn articles<'l>(lines: &'l [Line]) -> Vec<Article<'l>> {
    let article = |Line { entry, .. }: &'l Line| {
        let mut article = Article::read(entry);
        article.time = entry.published;
        article
    };
    lines.iter().map(article).collect()
}

fn write_features(entries: &[Line], options: &Options, mut out: impl Write) -> io::Result<()> {
    writeln!(out, "a\tb\t{}", training::feature_names().join("\t"))?;
    for row in training::features(&articles(entries), options) {
        write!(out, "{}\t{}", row.a, row.b)?;
        for feature in row.features {
            write!(out, "\t{feature}")?;
        }
        writeln!(out)?;
    }
    out.flush()
}

fn write_frequencies(entries: &[Line], mut out: impl Write) -> io::Result<()> {
    for (word, frequency, name) in training::frequencies(&articles(entries)) {
        writeln!(out, "{word}\t{frequency}{}", if name { "\tn" } else { "" })?;
    }
    out.flush()
}

fn write_words(entries: &[Line], mut out: impl Write) -> io::Result<()> {
    for words in training::words_of(&articles(entries)) {
        writeln!(out, "{}", words.join(" "))?;
    }
    out.flush()
}

fn write(entries: &[Line], options: &Options, model: &Model, mut out: impl Write) -> io::Result<()> {
    let grouping = group::group_by(&articles(entries), options, &Seen::default(), model);
    let mut group_of = vec![0; entries.len()];
    for (group, members) in grouping.clusters().iter().enumerate() {
        for &member in members {
            group_of[member] = group;
        }
    }
    let mut clusters = Numbers::default();
    let mut families = Numbers::default();
    for (line, group) in entries.iter().zip(group_of) {
        let (cluster, family) = (clusters.of(group), families.of(grouping.families()[group]));
        serde_json::to_writer(&mut out, &GroupLine { id: &line.id, cluster, family })?;
        out.write_all(b"\n")?;
    }
    out.flush()
}

/// Numbers from 0 in the order of being asked for.
#[derive(Default)]
struct Numbers(HashMap<usize, usize>);

impl Numbers {
    fn of(&mut self, name: usize) -> usize {
        let next = self.0.len();
        *self.0.entry(name).or_insert(next)
    }
}

#[cfg(test)]
mod tests {
    use super::{Model, Options, read, write};

    #[test]
    fn a_bad_line_is_named() {
        let check = |input: &str, expected: &str| {
            let error = read(input.as_bytes(), "x.jsonl").err().map(|error| error.to_string()).unwrap_or_default();
            assert!(error.contains(expected), "{input:?}: {error}");
        };
        check("{\"id\":\"a\"}\n\n{\"id\":", "line 3 of x.jsonl: not an entry: EOF while parsing");
        check("{\"title\":\"t\"}", "line 1 of x.jsonl: not an entry: missing field `id`");
        check("[]", "line 1 of x.jsonl: not an entry:");
        check("{\"id\":\"a\"}\n{\"id\":\"a\"}", "line 2 of x.jsonl: the id \"a\" stands in line 1 already");
        check("{\"id\":\"a\",\"published\":\"yesterday\"}", "line 1 of x.jsonl: `published` is \"yesterday\"");
        check("{\"id\":\"a\",\"title\":3}", "line 1 of x.jsonl: not an entry: invalid type");
    }

    #[test]
    fn lines_come_back_in_order() {
        let input = "{\"id\":7,\"title\":\"Dam bursts in Norway\",\"published\":null}\n{\"id\":\"b\",\"title\":\"Cats\"}\n\
                     {\"id\":\"c\",\"title\":\"Norway: dam bursts\",\"published\":\"2026-05-06\"}\n";
        let mut out = Vec::new();
        let entries = read(input.as_bytes(), "x").unwrap_or_default();
        assert!(write(&entries, &Options::default(), Model::shipped(), &mut out).is_ok());
        let out = String::from_utf8_lossy(&out);
        assert_eq!(
            out,
            "{\"id\":7,\"cluster\":0,\"family\":0}\n{\"id\":\"b\",\"cluster\":1,\"family\":1}\n\
             {\"id\":\"c\",\"cluster\":0,\"family\":0}\n"
        );
    }
}
