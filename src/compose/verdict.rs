//! Verdicts: what became of every entry and of every story, and why.

use super::filter::{Hit, Reason};
use super::rank::{Fit, Limit, Seat};
use crate::model::{EntryId, Score, StoryId, TopicId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// The version of the layout of an [`Account`] as JSON. It grows by one when a field changes its meaning or goes
/// away; a program that knows this version may ignore fields it does not know.
pub const ACCOUNT_VERSION: u32 = 1;

/// How an edition came about: `why.json`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Account {
    /// What the file is.
    pub format: String,
    /// [`ACCOUNT_VERSION`] when it was made.
    pub version: u32,
    /// The key of the edition.
    pub edition: String,
    /// When it was made.
    pub at: Timestamp,
    /// Entries published before this moment were no news to it.
    pub oldest: Timestamp,
    /// The topics in the order of `feeds.toml`.
    pub topics: Vec<TopicId>,
    /// What became of each entry it considered: exactly one verdict an entry.
    pub verdicts: Vec<Verdict>,
    /// The stories these entries tell, first things first, then those without a place.
    pub stories: Vec<StoryAccount>,
}

/// What became of one entry. Every entry that an edition considered has exactly one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Verdict {
    /// The entry.
    pub entry: EntryId,
    /// Its outlet's name in `feeds.toml`.
    pub outlet: String,
    /// Its headline.
    pub title: String,
    /// Its link, where it has one.
    pub link: Option<String>,
    /// What became of it.
    #[serde(flatten)]
    pub was: Was,
    /// The topics it belongs to by itself, in the order of `feeds.toml`: none where a rule drops it, and where it is there
    /// with its story alone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub topics: Vec<Matched>,
    /// Of an entry that is there with its story, but belongs to no topic by itself: the rule that would have dropped it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by_itself: Option<Reason>,
}

/// A topic that an entry belongs to; its score is the sum of the weights of its `any`, or, without `any`, of the
/// greatest weight in each group of `all`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Matched {
    /// The topic.
    pub topic: TopicId,
    /// How well it fits.
    pub score: f64,
    /// The keywords that were found, each once.
    pub hits: Vec<Hit>,
}

/// What can become of an entry.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "verdict")]
#[non_exhaustive]
pub enum Was {
    /// It is on the page.
    Kept {
        /// The story it helps to tell.
        story: StoryId,
        /// The topic it is told under.
        topic: TopicId,
    },
    /// Its story is on the page, and it carries the words of another of its reports.
    Copy {
        /// The story.
        story: StoryId,
        /// The topic it is told under.
        topic: TopicId,
        /// Whose words it carries.
        of: EntryId,
    },
    /// A rule of `feeds.toml` keeps it off the page.
    Dropped {
        /// The rule.
        reason: Reason,
    },
    /// Its story was told before, and it adds nothing.
    ToldBefore {
        /// The story.
        story: StoryId,
    },
    /// Its story had no room on the page.
    NoRoom {
        /// The story.
        story: StoryId,
        /// The topic it would have been told under.
        topic: TopicId,
    },
    /// It claims to be older than the edition may reach back.
    TooOld {
        /// When it claims to have been published.
        published: Timestamp,
    },
    /// It has no link, so it cannot be cited.
    Unlinked,
    /// Its outlet is not in `feeds.toml` any more.
    NoOutlet,
}

impl Was {
    /// The story it belongs to, where it got that far.
    #[must_use]
    pub fn story(&self) -> Option<&StoryId> {
        match self {
            Self::Kept { story, .. }
            | Self::Copy { story, .. }
            | Self::ToldBefore { story }
            | Self::NoRoom { story, .. } => Some(story),
            _ => None,
        }
    }

    /// Whether it is on the page, by itself or in the words of another.
    #[must_use]
    pub fn is_told(&self) -> bool {
        matches!(self, Self::Kept { .. } | Self::Copy { .. })
    }
}

/// Why a story is what it is and stands where it stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StoryAccount {
    /// The story.
    pub story: StoryId,
    /// The family it belongs to, by the name of its largest story: stories that belong together bear one name. None in
    /// accounts of before there were families.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub family: Option<StoryId>,
    /// The thread it belongs to: the `id` of one of the `threads` of the digest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thread: Option<String>,
    /// The headline that stands for it.
    pub headline: String,
    /// Several outlets tell it, so it has a brief; what one outlet tells has a line.
    pub is_brief: bool,
    /// Its place.
    #[serde(flatten)]
    pub place: Place,
    /// Its topics, best first: it is told under the first, the others point to it.
    pub topics: Vec<StoryTopic>,
    /// Why it stands where it stands; the parts add up. None for a story that was not to be told.
    pub score: Option<Score>,
    /// Who speaks in it: an outlet, a family of outlets, or an agency; with the weight it counts with.
    pub voices: Vec<(String, f64)>,
    /// Reports of other voices that link to one of its own, one a voice.
    pub followed: Vec<Followed>,
    /// The entries that tell it, oldest first.
    pub members: Vec<Member>,
}

/// Where a story stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "place")]
#[non_exhaustive]
pub enum Place {
    /// On the page.
    Shown {
        /// Among the briefs, or among the lines, from 1.
        number: usize,
        /// How many of these there are.
        of: usize,
        /// Why it got a place.
        seat: Seat,
    },
    /// On no page: a limit was met.
    LeftOut {
        /// Which.
        #[serde(flatten)]
        limit: Limit,
    },
    /// Told by an earlier edition, with nothing new since.
    Told {
        /// When it was last told.
        at: Timestamp,
    },
    /// None of its entries is of a topic any more.
    NoTopic,
}

/// How well a story fits a topic.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StoryTopic {
    /// The topic.
    pub topic: TopicId,
    /// The topic score of its entries on average.
    pub score: f64,
    /// Why the topic takes it. None in accounts of before topics were asked of stories.
    #[serde(flatten, default, skip_serializing_if = "Option::is_none")]
    pub taken: Option<Taken>,
}

/// Why a topic takes a story.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "by")]
#[non_exhaustive]
pub enum Taken {
    /// The headline that stands for it has a keyword of the topic.
    Headline,
    /// Enough of those who tell it have one in their headline, at the head of their text, or in their categories.
    Voices {
        /// How many; a family of outlets is one.
        matched: usize,
        /// How many tell it.
        of: usize,
    },
    /// It does not take the story: these are the reports it takes by themselves.
    Reports,
}

impl StoryTopic {
    pub(super) fn new(fit: Fit, topic: &TopicId, taken: Taken) -> Self {
        // Three digits are shown, so no more are kept.
        Self { topic: topic.clone(), score: (fit.score * 1000.0).round() / 1000.0, taken: Some(taken) }
    }
}

/// An entry that links to a report of a story.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Followed {
    /// The entry with the link.
    pub by: EntryId,
    /// Its outlet's name in `feeds.toml`.
    pub outlet: String,
    /// The report it links to.
    pub report: EntryId,
}

/// One entry of a story.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Member {
    /// The entry.
    pub entry: EntryId,
    /// Its outlet's name in `feeds.toml`.
    pub outlet: String,
    /// Its headline.
    pub title: String,
    /// When it was published.
    pub time: Timestamp,
    /// An earlier edition has shown it.
    pub told: bool,
    /// The entry whose words it carries.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub copy_of: Option<EntryId>,
    /// Why it belongs to the story; none where it is alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bond: Option<Bond>,
}

/// What ties an entry to the member of its story that it has most in common with.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Bond {
    /// That member.
    pub with: EntryId,
    /// How likely the two are to tell one story, from 0 to 1.
    pub score: f64,
    /// How alike their words are, from 0 to 1.
    pub alike: f64,
    /// Names both mention, most telling first.
    pub names: Vec<String>,
    /// Numbers both mention.
    pub numbers: Vec<String>,
    /// Other rare words both use, most telling first.
    pub words: Vec<String>,
}
