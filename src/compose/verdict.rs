//! Verdicts: what became of every entry, and why.

use super::filter::Reason;
use crate::model::{EntryId, StoryId, TopicId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

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
    /// A rule of `feeds.toml` keeps it off the page.
    Dropped {
        /// The rule.
        reason: Reason,
    },
    /// It claims to be older than the edition may reach back.
    TooOld {
        /// When it claims to have been published.
        published: Timestamp,
    },
    /// It has no link, so it cannot be cited.
    Unlinked,
    /// Its story was told before, and it adds nothing.
    ToldBefore {
        /// The story.
        story: StoryId,
    },
    /// Its story had no room on the page.
    NoRoom {
        /// The topic it would have been told under.
        topic: TopicId,
        /// The story's score.
        score: f64,
    },
}
