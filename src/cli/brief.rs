//! `tidings brief FILE`: stories in, the sentences that sum each of them up out.

use crate::compose::brief::sum_up;
use crate::compose::report::Report;
use crate::model::{Entry, EntryId, Link, Outlet, OutletId, PlainText};
use crate::text::Article;
use serde::{Deserialize, Serialize};
use std::io::{self, BufRead, Write};
use thiserror::Error;

/// Why a file of stories could not be summed up.
#[derive(Debug, Error)]
pub(super) enum BriefError {
    /// A line is no story.
    #[error("line {line} is not a story: {cause}")]
    Line {
        /// Its number, from 1.
        line: usize,
        /// What is wrong with it.
        cause: serde_json::Error,
    },
    /// Reading or writing failed.
    #[error("cannot read the stories or write their briefs: {0}")]
    Io(#[from] io::Error),
}

/// A line of the input.
#[derive(Deserialize)]
struct Story {
    id: serde_json::Value,
    docs: Vec<Doc>,
}

/// A report of a story.
#[derive(Deserialize)]
struct Doc {
    #[serde(default)]
    title: Option<String>,
    #[serde(default)]
    summary: Option<String>,
    #[serde(default)]
    text: Option<String>,
    #[serde(default)]
    outlet: Option<String>,
    #[serde(default)]
    link: Option<String>,
}

/// A line of the output.
#[derive(Serialize)]
struct Summed<'a> {
    id: &'a serde_json::Value,
    sentences: Vec<Sentence>,
}

/// A sentence and the link its report came with.
#[derive(Serialize)]
struct Sentence {
    text: String,
    link: Option<String>,
}

/// Reads stories, one JSON object `{id, docs: [{title, summary or text, outlet?, link?}]}` a line, and writes one
/// `{id, sentences: [{text, link}]}` a line, of at most `words` words each.
pub(super) fn brief(input: impl BufRead, mut output: impl Write, words: usize) -> Result<(), BriefError> {
    for (at, line) in input.lines().enumerate() {
        let line = line?;
        if line.trim().is_empty() {
            continue;
        }
        let story: Story = serde_json::from_str(&line).map_err(|cause| BriefError::Line { line: at + 1, cause })?;
        let summed = Summed { id: &story.id, sentences: summed(&story, words) };
        serde_json::to_writer(&mut output, &summed).map_err(io::Error::from)?;
        output.write_all(b"\n")?;
    }
    Ok(output.flush()?)
}

fn summed(story: &Story, words: usize) -> Vec<Sentence> {
    let told: Vec<(Entry, Outlet)> = story.docs.iter().enumerate().filter_map(|(at, doc)| entry(doc, at)).collect();
    let articles: Vec<(Article<'_>, &Outlet)> =
        told.iter().map(|(entry, outlet)| (Article::read(entry), outlet)).collect();
    let reports: Vec<Report<'_>> =
        articles.iter().enumerate().map(|(at, (article, outlet))| Report::new(article, outlet, at)).collect();
    sum_up(&reports, words)
        .into_iter()
        .map(|quote| Sentence {
            link: quote.entry.as_str().parse::<usize>().ok().and_then(|at| story.docs.get(at)?.link.clone()),
            text: quote.text,
        })
        .collect()
}

/// A report as an entry. One without an outlet counts as an outlet of its own, one without a link gets a
/// placeholder that is never printed, since what has no source is not quoted.
fn entry(doc: &Doc, at: usize) -> Option<(Entry, Outlet)> {
    let site = doc.outlet.clone().unwrap_or_else(|| format!("outlet-{at}"));
    let id = OutletId::new(&site);
    let link = doc.link.as_deref().and_then(|link| Link::parse(link, None).ok());
    let link = link.or_else(|| Link::parse("https://report.invalid/", None).ok())?;
    let plain = |text: &Option<String>| PlainText::vouched(text.clone().unwrap_or_default());
    let outlet = Outlet { id: id.clone(), site, family: None, weight: 1.0, paywall: None };
    let entry = Entry {
        link: Some(link),
        summary: plain(&doc.summary),
        text: plain(&doc.text),
        // The number of the report, so that a quotation finds its link again.
        ..Entry::titled(EntryId::from_stored(format!("{at:06}")), id, doc.title.clone().unwrap_or_default())
    };
    Some((entry, outlet))
}

#[cfg(test)]
mod tests {
    use super::{BriefError, brief};

    fn run(input: &str) -> Result<String, BriefError> {
        let mut out = Vec::new();
        brief(input.as_bytes(), &mut out, 66)?;
        Ok(String::from_utf8(out).unwrap_or_default())
    }

    #[test]
    fn a_story_a_line() -> Result<(), BriefError> {
        let input = r#"{"id": 7, "docs": [{"title": "Dam breaks", "text": "The dam above the town broke on Monday. Who knew?", "link": "https://a.example/1"}, {"title": "Dam", "summary": "Some 300 people left the town of Moss by bus."}]}

{"id": "b", "docs": []}
"#;
        let expected = r#"{"id":7,"sentences":[{"text":"The dam above the town broke on Monday.","link":"https://a.example/1"},{"text":"Some 300 people left the town of Moss by bus.","link":null}]}
{"id":"b","sentences":[]}
"#;
        assert_eq!(run(input)?, expected);
        Ok(())
    }

    #[test]
    fn a_bad_line_is_named() {
        let error = run("{\"id\": 1, \"docs\": []}\nnonsense").err().map(|error| error.to_string()).unwrap_or_default();
        assert!(error.starts_with("line 2 is not a story: "), "{error}");
    }
}
