//! Briefs: one story as a template tells it.

use super::cited::{place, title_place, was_place};
use super::labels::{Labels, count, fill};
use super::site;
use super::timeline::{spark, timeline};
use super::view::{BriefView, MarkView, QuoteView, SingleView, SourceView, WasView};
use super::when::When;
use crate::model::{Brief, News, Question, Quote, Single, Source};
use jiff::Timestamp;

/// Sources shown beside a story of the digest page; its own page has them all.
const SOURCES: usize = 10;

/// What all stories of one page have in common.
#[derive(Debug)]
pub(super) struct Teller<'a> {
    pub(super) labels: &'a Labels,
    pub(super) when: When<'a>,
    /// From the page to the top folder.
    pub(super) root: String,
    /// The time the small lines of time span.
    pub(super) span: (Timestamp, Timestamp),
}

/// Words and links of `quotes`.
pub(super) fn quotes(quotes: &[Quote]) -> Vec<QuoteView<'_>> {
    quotes.iter().map(quote).collect()
}

/// Words and link of `quote`.
pub(super) fn quote(quote: &Quote) -> QuoteView<'_> {
    QuoteView { text: quote.text.trim(), place: place(quote), site: &quote.site, link: quote.link.as_str() }
}

impl<'a> Teller<'a> {
    /// A story of the digest page; the lead gets its timeline here, the others a small one.
    pub(super) fn brief(&self, brief: &'a Brief, lead: bool) -> BriefView<'a> {
        let outlets = count(&self.labels.outlets, brief.outlets);
        let (from, to) = self.span;
        let small = if lead { None } else { spark(&brief.sources, &outlets, from, to, self.labels, &self.when) };
        let sources = brief.sources_new_first();
        // Who has read of a story before is shown what is new; the rest is on its own page.
        let wanted = if brief.returns() { sources.iter().filter(|source| source.new).count() } else { sources.len() };
        let shown = wanted.min(SOURCES);
        // One more line says no less than "1 more".
        let shown = if sources.len() == shown + 1 { sources.len() } else { shown };
        let left = sources.len() - shown;
        let (first, latest) = first_and_latest(&brief.sources, self.when.at());
        BriefView {
            anchor: site::story_anchor(&brief.story),
            page: format!("{}{}", self.root, site::story(&brief.story)),
            headline: brief.headline.text.trim(),
            headline_place: place(&brief.headline),
            long: is_long(&brief.headline.text),
            mark: self.mark(&brief.news),
            voices: self.voices(brief),
            first: self.when.view(first),
            latest: self.when.view(latest),
            facts: if brief.facts.is_empty() { Vec::new() } else { brief.told().into_iter().map(quote).collect() },
            // A story that has facts to show but no summary is told by its facts.
            summary: if brief.summary.is_empty() && !lead {
                quotes(&brief.facts[..brief.facts.len().min(2)])
            } else {
                quotes(&brief.summary)
            },
            adds: quotes(&brief.adds),
            sources: sources[..shown].iter().map(|source| self.source(source, &brief.news)).collect(),
            more: (left > 0).then(|| count(&self.labels.more_sources, left)),
            topic: None,
            spark: small,
            timeline: if lead { timeline(&brief.sources, self.labels, &self.when) } else { None },
            go: match brief.questions.iter().filter(|question| is_answered(question)).count() {
                0 => self.labels.go.clone(),
                n => count(&self.labels.go_questions, n),
            },
            outlets,
        }
    }

    /// One line for the only report of a story.
    pub(super) fn single(&self, single: &'a Single) -> SingleView<'a> {
        let source = &single.source;
        SingleView {
            title: source.title.trim(),
            place: title_place(source),
            site: &source.site,
            link: source.link.as_str(),
            time: self.when.view(source.time),
        }
    }

    /// An entry that tells a story with these `news`.
    pub(super) fn source(&self, source: &'a Source, news: &News) -> SourceView<'a> {
        SourceView {
            title: source.title.trim(),
            place: title_place(source),
            site: &source.site,
            link: source.link.as_str(),
            time: self.when.view(source.time),
            // Everything is new in a new story.
            new: source.new && matches!(news, News::Updated { .. }),
            copy: source.copy,
            earlier: &source.earlier_titles,
            was: source
                .earlier_titles
                .iter()
                .map(|text| WasView { text: text.trim(), place: was_place(source, text) })
                .collect(),
        }
    }

    /// "New", or what moved since when; nothing for a story that did not move.
    pub(super) fn mark(&self, news: &News) -> Option<MarkView> {
        match news {
            News::New => Some(MarkView { text: self.labels.new.clone(), updated: false }),
            News::Updated { reports: 0, .. } => None,
            News::Updated { reports, since } => {
                let since = self.when.near_with_day(*since);
                let text = fill(&self.labels.updated, &[("n", &reports.to_string()), ("time", &since)]);
                Some(MarkView { text, updated: true })
            }
        }
    }

    /// How many speak for themselves, where some repeat others.
    pub(super) fn voices(&self, brief: &Brief) -> Option<String> {
        (0 < brief.voices && brief.voices < brief.outlets)
            .then(|| fill(&self.labels.voices, &[("n", &brief.voices.to_string())]))
    }
}

/// Whether somebody answers `question`.
pub(super) fn is_answered(question: &Question) -> bool {
    question.paragraphs.iter().any(|quotes| !quotes.is_empty())
}

/// Whether a headline takes more than the four or so lines that large type leaves it.
pub(super) fn is_long(headline: &str) -> bool {
    headline.trim().chars().count() > 130
}

/// When the first and the latest report were published; `otherwise` without any.
pub(super) fn first_and_latest(sources: &[Source], otherwise: Timestamp) -> (Timestamp, Timestamp) {
    let times = || sources.iter().map(|source| source.time);
    (times().min().unwrap_or(otherwise), times().max().unwrap_or(otherwise))
}
