//! The page of one story: the latest telling at length, and the ones before it.

use super::brief::{Teller, first_and_latest, is_answered, is_long, quotes};
use super::cited::place;
use super::digest::topic_title;
use super::escape::shorten;
use super::frame::Frame;
use super::labels::{Labels, count, fill};
use super::site;
use super::timeline::timeline;
use super::view::{EarlierView, PageView, ParagraphView, PlaceView, QuestionView, StoryView};
use super::when::When;
use crate::model::{Brief, Digest, Edition, Heading, News, Question, Quote, Source, StoryId};
use jiff::tz::TimeZone;
use std::collections::{BTreeMap, BTreeSet};

/// Characters of a headline in the tab of the browser.
const TITLE: usize = 66;

/// What one edition told of one story.
#[derive(Debug, Clone, Copy)]
pub struct Telling<'a> {
    /// The edition.
    pub edition: &'a Edition,
    /// What it told.
    pub brief: &'a Brief,
    /// What the edition calls the topic of the story.
    pub topic: &'a str,
}

impl<'a> Telling<'a> {
    /// Every telling of every story of `digests`, in the order of `digests`: give the newest first. Of each story those
    /// of the last sixty editions up to its latest, so that its page is the same however many more are given.
    /// What was told under a name that has become an alias stands with the story it belongs to now.
    #[must_use]
    pub fn all(digests: &'a [Digest]) -> BTreeMap<&'a StoryId, Vec<Self>> {
        let mut tellings: BTreeMap<&StoryId, (usize, Vec<Self>)> = BTreeMap::new();
        let mut now: BTreeMap<&StoryId, &StoryId> = BTreeMap::new();
        for (at, digest) in digests.iter().enumerate() {
            for brief in digest.briefs() {
                let story = *now.entry(&brief.story).or_insert(&brief.story);
                for alias in &brief.aliases {
                    now.entry(alias).or_insert(story);
                }
                let topic = topic_title(digest, &brief.topic);
                let (latest, told) = tellings.entry(story).or_insert((at, Vec::new()));
                if at < *latest + site::LOOKS_BACK {
                    told.push(Self { edition: &digest.edition, brief, topic });
                }
            }
        }
        tellings.into_iter().map(|(story, (_, told))| (story, told)).collect()
    }
}

/// The sources of all tellings, each as the newest telling has it, oldest first.
pub(super) fn sources(tellings: &[Telling<'_>]) -> Vec<Source> {
    let mut seen = BTreeSet::new();
    let mut sources: Vec<Source> = tellings
        .iter()
        .flat_map(|telling| &telling.brief.sources)
        .filter(|source| seen.insert(&source.entry))
        .cloned()
        .collect();
    sources.sort_by(|a, b| (a.time, &a.entry).cmp(&(b.time, &b.entry)));
    sources
}

/// The page of the story that `latest` and the tellings before it, `earlier`, newest first, tell.
pub(super) fn view<'a>(
    latest: &Telling<'a>,
    earlier: &[Telling<'a>],
    sources: &'a [Source],
    frame: &Frame<'a>,
    zone: &TimeZone,
) -> StoryView<'a> {
    let labels = frame.labels;
    let brief = latest.brief;
    let path = site::story(&brief.story);
    let root = site::root(&path);
    let at = latest.edition.at;
    let when = When::new(labels, zone.clone(), at);
    let teller = Teller { labels, when: when.clone(), root: root.clone(), span: (latest.edition.from, at) };
    let (first, last) = first_and_latest(sources, at);
    let up = format!("{root}{}", site::edition(&latest.edition.key));
    let headline = brief.headline.text.trim();
    StoryView {
        page: PageView {
            title: shorten(headline, TITLE).into_owned(),
            prev: None,
            skip: labels.skip_page.clone(),
            noindex: frame.noindex,
            formats: frame.formats,
            root: root.clone(),
        },
        labels,
        topic: PlaceView {
            href: format!("{root}{}", site::topic(brief.topic.as_str())),
            text: latest.topic.to_owned(),
        },
        up: PlaceView {
            href: format!("{up}#{}", site::story_anchor(&brief.story)),
            text: when.long(when.local(at).date()),
        },
        headline,
        headline_place: place(&brief.headline),
        long: is_long(headline),
        mark: teller.mark(&brief.news),
        outlets: count(&labels.outlets, outlets(sources).max(brief.outlets)),
        voices: teller.voices(brief),
        first: when.view_with_day(first),
        latest: when.view_with_day(last),
        facts: quotes(&brief.facts),
        // What is new has a section of its own.
        summary: if brief.questions.iter().any(|it| it.heading == Heading::WhatIsNew) {
            Vec::new()
        } else {
            quotes(&brief.summary)
        },
        questions: brief
            .questions
            .iter()
            .filter(|question| is_answered(question))
            .map(|question| question_view(question, labels))
            .collect(),
        adds: quotes(&brief.adds),
        timeline: timeline(sources, labels, &when),
        sources: sources
            .iter()
            .map(|source| {
                let mut view = teller.source(source, &brief.news);
                view.time = when.view_with_day(source.time);
                view
            })
            .collect(),
        earlier_note: match &brief.news {
            // It began as the report of one outlet.
            News::Updated { since, .. } => fill(&labels.earlier_line, &[("time", &when.near_with_day(*since))]),
            News::New => labels.earlier_none.clone(),
        },
        earlier: earlier
            .iter()
            .map(|telling| EarlierView {
                href: format!(
                    "{root}{}#{}",
                    site::edition(&telling.edition.key),
                    site::story_anchor(&telling.brief.story)
                ),
                date: when.near_with_day(telling.edition.at),
                headline: telling.brief.headline.text.trim(),
                place: place(&telling.brief.headline),
                reports: count(&labels.reports, telling.brief.sources.len()),
            })
            .collect(),
    }
}

fn outlets(sources: &[Source]) -> usize {
    sources.iter().map(|source| &source.outlet).collect::<BTreeSet<_>>().len()
}

fn question_view<'a>(question: &'a Question, labels: &'a Labels) -> QuestionView<'a> {
    QuestionView {
        heading: heading(question.heading, labels),
        paragraphs: question.paragraphs.iter().flat_map(|quotes| paragraph(quotes)).collect(),
    }
}

/// Neighbours from one place run on and are cited once; a change of place is a new paragraph.
fn paragraph(sentences: &[Quote]) -> Vec<ParagraphView<'_>> {
    sentences
        .chunk_by(|a, b| a.link == b.link && a.site == b.site)
        .filter_map(|run| {
            let last = run.last()?;
            Some(ParagraphView { quotes: quotes(run), site: &last.site, link: last.link.as_str() })
        })
        .collect()
}

fn heading(heading: Heading, labels: &Labels) -> &str {
    match heading {
        Heading::WhatHappened => &labels.what_happened,
        Heading::WhatIsNew => &labels.what_is_new,
        Heading::WhoSaidWhat => &labels.who_said_what,
        Heading::Numbers => &labels.numbers,
        Heading::WhatCameBefore => &labels.what_came_before,
        Heading::WhatComesNext => &labels.what_comes_next,
        Heading::WhereReportsDiffer => &labels.where_reports_differ,
    }
}
