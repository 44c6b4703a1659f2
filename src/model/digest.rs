//! Digests: what one edition tells.

use super::{Entry, EntryId, Link, OutletId, StoryId, TopicId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Which digest: its place in the archive and the time it covers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edition {
    /// Its folder in the output: `2026/11/23`, and for a later one on that day `2026/11/23/1830`.
    pub key: String,
    /// The time zone that decides what "today" means: an IANA name.
    pub zone: String,
    /// What is told was seen after this moment ...
    pub from: Timestamp,
    /// ... and not later than this one, which is also when the edition was made.
    pub at: Timestamp,
}

/// Which part of an entry a quotation was taken from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Field {
    /// Its headline.
    Title,
    /// Its summary.
    Summary,
    /// The text of the article.
    Text,
}

impl Field {
    /// What `entry` has in this field, as it is stored.
    #[must_use]
    pub fn of(self, entry: &Entry) -> &str {
        match self {
            Self::Title => &entry.title,
            Self::Summary => &entry.summary,
            Self::Text => &entry.text,
        }
    }
}

/// Words copied from an entry, with the place they were copied from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quote {
    /// The words: exactly bytes `start..end` of `field` of `entry`.
    pub text: String,
    /// The entry.
    pub entry: EntryId,
    /// How its outlet is cited.
    pub site: String,
    /// Where to read it.
    pub link: Link,
    /// The part of the entry.
    pub field: Field,
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

/// One entry among those that tell a story.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// The entry.
    pub entry: EntryId,
    /// Its outlet.
    pub outlet: OutletId,
    /// How the outlet is cited.
    pub site: String,
    /// Where to read it.
    pub link: Link,
    /// Its headline.
    pub title: String,
    /// Headlines it had before, oldest first.
    pub earlier_titles: Vec<String>,
    /// When it was published.
    pub time: Timestamp,
    /// Not yet shown by an earlier edition.
    pub new: bool,
    /// Carries the words of another entry of this story: a wire copy.
    pub copy: bool,
}

/// What the last digest knew of a story.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase", tag = "kind")]
#[non_exhaustive]
pub enum News {
    /// Told for the first time.
    New,
    /// Told before, with more reports now.
    Updated {
        /// Reports no edition has shown yet.
        reports: usize,
        /// When it was last told.
        since: Timestamp,
    },
}

/// The questions a story page may answer; each is asked only when the story can answer it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Heading {
    /// What happened?
    WhatHappened,
    /// What is new since the last digest?
    WhatIsNew,
    /// Who said what?
    WhoSaidWhat,
    /// What are the numbers?
    Numbers,
    /// What came before?
    WhatCameBefore,
    /// What comes next?
    WhatComesNext,
    /// Where do reports differ?
    WhereReportsDiffer,
}

/// One question of a story page with its answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// The question.
    pub heading: Heading,
    /// The paragraphs that answer it; the quotes of one paragraph come from one entry.
    pub paragraphs: Vec<Vec<Quote>>,
}

/// Why a story stands where it stands; the parts add up to `total`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Score {
    /// Name and points of each part.
    pub parts: Vec<(String, f64)>,
    /// Their sum.
    pub total: f64,
}

/// One story in short.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Brief {
    /// The story.
    pub story: StoryId,
    /// Names of stories that turned out to be this one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<StoryId>,
    /// The topic it fits best.
    pub topic: TopicId,
    /// The headline of the entry that stands for it.
    pub headline: Quote,
    /// Key facts, three at most; empty where the story has none to show.
    pub facts: Vec<Quote>,
    /// One or two sentences.
    pub summary: Vec<Quote>,
    /// What only one outlet of the story reports.
    pub adds: Vec<Quote>,
    /// The sections of its page.
    pub questions: Vec<Question>,
    /// Who tells it, oldest first.
    pub sources: Vec<Source>,
    /// Outlets that tell it.
    pub outlets: usize,
    /// Outlets that tell it in words of their own: wire copies and siblings count once.
    pub voices: usize,
    /// What the last digest knew of it.
    pub news: News,
    /// Why it stands where it stands.
    pub score: Score,
}

impl Brief {
    /// Everything it quotes.
    pub fn quotes(&self) -> impl Iterator<Item = &Quote> {
        let answers = self.questions.iter().flat_map(|question| question.paragraphs.iter().flatten());
        std::iter::once(&self.headline).chain(&self.facts).chain(&self.summary).chain(&self.adds).chain(answers)
    }

    /// Whether it was told before and has reports that are new.
    #[must_use]
    pub fn returns(&self) -> bool {
        matches!(self.news, News::Updated { reports: 1.., .. })
    }

    /// Its sources as a reader wants them: of a story that returns the new ones first, else oldest first.
    #[must_use]
    pub fn sources_new_first(&self) -> Vec<&Source> {
        let mut sources: Vec<&Source> = self.sources.iter().collect();
        if self.returns() {
            sources.sort_by_key(|source| !source.new);
        }
        sources
    }

    /// What tells the story where there is room for a few sentences: its facts, or else its summary. Of a story that
    /// returns, what is new comes first.
    #[must_use]
    pub fn told(&self) -> Vec<&Quote> {
        let (first, then) = match (self.returns(), self.facts.is_empty()) {
            (true, _) => (&self.summary, &self.facts),
            (false, true) => (&self.summary, &self.summary),
            (false, false) => (&self.facts, &self.facts),
        };
        let more = then.iter().filter(|quote| !first.contains(quote));
        first.iter().chain(more).take(self.facts.len().max(self.summary.len())).collect()
    }
}

/// A story one outlet tells, in one line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Single {
    /// The story.
    pub story: StoryId,
    /// Its only source.
    pub source: Source,
}

/// "See also": a story that this topic matches too, told elsewhere on the page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reference {
    /// The story.
    pub story: StoryId,
    /// Its headline.
    pub headline: String,
    /// The topic it is told under.
    pub topic: TopicId,
}

/// What one topic has to tell.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Section {
    /// The topic.
    pub topic: TopicId,
    /// What the page calls it.
    pub title: String,
    /// Stories of two or more reports, first things first.
    pub briefs: Vec<Brief>,
    /// Stories of one outlet, in one line each.
    pub singles: Vec<Single>,
    /// Stories told under another topic.
    pub references: Vec<Reference>,
}

/// One of the stories of a thread.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ThreadStory {
    /// The story.
    pub story: StoryId,
    /// The report that stands for it.
    pub source: Source,
    /// Outlets that tell it.
    pub outlets: usize,
    /// It has a place on the page; otherwise there was no room.
    pub shown: bool,
}

/// Stories of one running event. Each that is `shown` stands in `lead`, or in the `briefs` or `singles` of a section, as well.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Thread {
    /// Its name as part of an address.
    pub id: String,
    /// What it is called: words of its headlines.
    pub name: String,
    /// The story that stands for it.
    pub head: StoryId,
    /// Its stories, the head first, then by score; of more than 300 the first.
    pub stories: Vec<ThreadStory>,
    /// Outlets that tell of it.
    pub outlets: usize,
    /// Their reports.
    pub reports: usize,
}

/// A feed that needs a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trouble {
    /// How the outlet is cited.
    pub site: String,
    /// The feed's address, without secrets.
    pub url: String,
    /// What happened, in plain words.
    pub cause: String,
    /// Failures in a row; none where something else happened.
    pub failures: u32,
    /// When it last answered well.
    pub last_success: Option<Timestamp>,
}

/// The figures of an edition: what was read and what became of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figures {
    /// Feeds switched on.
    pub feeds: usize,
    /// Feeds that answered well when last asked.
    pub feeds_read: usize,
    /// Entries seen since the last edition.
    pub entries: usize,
    /// Of these, entries on a topic.
    pub entries_kept: usize,
    /// Stories with two or more reports on the page.
    pub briefs: usize,
    /// One-line stories on the page.
    pub singles: usize,
    /// Stories on the page that no earlier edition told.
    pub stories_new: usize,
    /// Stories on the page that an earlier edition told, with more now.
    pub stories_updated: usize,
    /// Stories on a topic for which the page had no room.
    pub left_out: usize,
}

/// What one edition tells.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Digest {
    /// Which digest.
    pub edition: Edition,
    /// What the reader calls it: "Morning brief".
    pub title: String,
    /// The first story, told at length; it is in no section.
    pub lead: Option<Brief>,
    /// Running events that several stories tell of, the weightiest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub threads: Vec<Thread>,
    /// The topics, in the order of `feeds.toml`.
    pub sections: Vec<Section>,
    /// What was read and what became of it.
    pub figures: Figures,
    /// Feeds that need a person.
    pub troubles: Vec<Trouble>,
    /// On a quiet day: entries that came nearest to a topic.
    pub near_misses: Vec<Single>,
}

impl Digest {
    /// All stories told at more than a line, the lead first.
    pub fn briefs(&self) -> impl Iterator<Item = &Brief> {
        self.lead.iter().chain(self.sections.iter().flat_map(|section| section.briefs.iter()))
    }

    /// Every entry that a page of this edition names or quotes.
    #[must_use]
    pub fn cited(&self) -> BTreeSet<&EntryId> {
        let singles = self.sections.iter().flat_map(|section| &section.singles).chain(&self.near_misses);
        let quoted = self.briefs().flat_map(Brief::quotes).map(|quote| &quote.entry);
        let told = self.briefs().flat_map(|brief| &brief.sources).map(|source| &source.entry);
        let threaded = self.threads.iter().flat_map(|thread| &thread.stories).map(|story| &story.source.entry);
        singles.map(|single| &single.source.entry).chain(quoted).chain(told).chain(threaded).collect()
    }

    /// The headline of its first story.
    #[must_use]
    pub fn headline(&self) -> Option<&str> {
        let first = self.briefs().next().map(|brief| brief.headline.text.as_str());
        first.or_else(|| {
            self.sections.iter().flat_map(|section| &section.singles).next().map(|single| single.source.title.as_str())
        })
    }

    /// Whether there is no story at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.lead.is_none()
            && self.sections.iter().all(|section| section.briefs.is_empty() && section.singles.is_empty())
    }
}
