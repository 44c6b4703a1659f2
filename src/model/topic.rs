//! Topics: what the reader asked for.

use super::OutletId;
use serde::{Deserialize, Serialize};

/// The name a topic has in `feeds.toml`: `ai` in `[topic.ai]`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TopicId(String);

impl TopicId {
    /// Takes a name as written in `feeds.toml`.
    pub fn new(name: impl Into<String>) -> Self {
        Self(name.into())
    }

    /// The name as written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for TopicId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// Where a keyword is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Scope {
    /// Headline, summary and text: the default.
    Anywhere,
    /// The headline.
    Title,
    /// Summary and text.
    Text,
    /// The authors.
    Author,
    /// The outlet's own labels.
    Tag,
    /// The link.
    Url,
    /// The outlet's id and site.
    Outlet,
}

/// What is looked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Pattern {
    /// Whole words; several are a phrase; a `*` at the end of a word makes it a prefix.
    /// What counts as a word is told at the top of `compose::filter`.
    Words(String),
    /// A regular expression in the syntax of the `regex` crate, checked when the file was read.
    Regex(String),
}

/// One keyword of a topic.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Matcher {
    /// What is looked for.
    pub pattern: Pattern,
    /// Where.
    pub scope: Scope,
    /// What a match adds to the score of the entry; 1 is usual.
    pub weight: f64,
    /// Whether case counts; `None` means: only for words that are nothing but two to four capitals.
    pub case: Option<bool>,
    /// Whether plurals are folded; on unless switched off.
    pub plurals: bool,
}

/// What the reader asked for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Topic {
    /// Its name in `feeds.toml`.
    pub id: TopicId,
    /// What the page calls it.
    pub title: String,
    /// One of these must match; none given means that everything from `outlets` does.
    pub any: Vec<Matcher>,
    /// Of each group at least one must match.
    pub all: Vec<Vec<Matcher>>,
    /// None of these may match.
    pub not: Vec<Matcher>,
    /// The least sum of the weights of the matched `any`, each keyword once; of no account without `any`.
    pub min_score: f64,
    /// The most stories shown under this topic.
    pub max: Option<usize>,
    /// Only entries of these; `None` means all outlets.
    pub outlets: Option<Vec<OutletId>>,
    /// Only entries in these languages (BCP 47; `en` takes `en-GB` too); `None` means all.
    /// An entry that claims no language passes: a missing label is no reason to hide news.
    pub languages: Option<Vec<String>>,
}
