//! What became of an entry, and which rule decided.

use crate::model::{OutletId, TopicId};
use serde::{Deserialize, Serialize};

/// The part of an entry a keyword was found in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Part {
    /// Its headline.
    Title,
    /// Its summary.
    Summary,
    /// The text of the article.
    Text,
    /// One of its authors.
    Author,
    /// One of its categories.
    Tag,
    /// Its link.
    Url,
    /// The id of its outlet.
    Outlet,
    /// The site of its outlet.
    Site,
}

/// Where a keyword was found: bytes of the part as published, not as folded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Place {
    /// The part.
    pub part: Part,
    /// Which of the authors or categories, from 0; 0 for other parts.
    pub item: usize,
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

/// The rule a keyword stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Rule {
    /// `any` of a topic.
    Any,
    /// A group of `all` of a topic, from 0.
    All(usize),
    /// `not` of a topic or an outlet.
    Not,
}

/// A keyword that was found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Hit {
    /// The rule it stands in.
    pub rule: Rule,
    /// Its place among the keywords of that rule, from 0.
    pub index: usize,
    /// The keyword as written.
    pub keyword: String,
    /// Where it was found first.
    pub place: Place,
    /// The words found there, as published.
    pub words: String,
    /// What it adds to the score.
    pub weight: f64,
}

/// A topic that an entry belongs to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TopicMatch {
    /// Place among the topics, from 0.
    pub topic: usize,
    /// How well it fits: the weights of the keywords of `any` that were found; of a topic without `any`,
    /// the greatest weight found in each group of `all`; 0 for a topic that takes everything.
    pub score: f64,
    /// The keywords that were found, each once.
    pub hits: Vec<Hit>,
}

/// Why an entry belongs to no topic: the rule that decided.
/// Where several topics refuse it, the one it came nearest to speaks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "rule")]
#[non_exhaustive]
pub enum Reason {
    /// No topic has a keyword that was found.
    NoTopic,
    /// The `not` of its outlet.
    OutletNot {
        /// The outlet.
        outlet: OutletId,
        /// The keyword.
        hit: Hit,
    },
    /// The `not` of a topic that it fits otherwise.
    TopicNot {
        /// The topic.
        topic: TopicId,
        /// The keyword.
        hit: Hit,
    },
    /// The `outlets` of a topic that it fits otherwise.
    Outlets {
        /// The topic.
        topic: TopicId,
        /// The outlet the topic does not ask for.
        outlet: OutletId,
        /// What was found.
        hits: Vec<Hit>,
    },
    /// The `languages` of a topic that it fits otherwise.
    Languages {
        /// The topic.
        topic: TopicId,
        /// The language the topic does not ask for.
        language: String,
        /// What was found.
        hits: Vec<Hit>,
    },
    /// The `any` of a topic: something was found, but too little.
    MinScore {
        /// The topic.
        topic: TopicId,
        /// The sum of the weights of what was found.
        score: f64,
        /// What the topic asks for.
        needed: f64,
        /// What was found.
        hits: Vec<Hit>,
    },
    /// A topic whose rules are met in part only.
    Lacking {
        /// The topic.
        topic: TopicId,
        /// What is missing.
        lacking: Vec<Lacking>,
        /// What was found.
        hits: Vec<Hit>,
    },
}

/// A rule that nothing met.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Lacking {
    /// No keyword of `any`.
    Any,
    /// No keyword of this group of `all`, from 0.
    All(usize),
}

/// What became of one entry: it belongs to `topics`, or was dropped; never both, never neither.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Judgement {
    /// The topics it belongs to, in the order of `feeds.toml`.
    pub topics: Vec<TopicMatch>,
    /// Why it belongs to none.
    pub dropped: Option<Reason>,
}

impl Judgement {
    /// Whether the entry belongs to a topic.
    #[must_use]
    pub fn is_kept(&self) -> bool {
        self.dropped.is_none()
    }

    /// The topic it fits best; of equals the first.
    #[must_use]
    pub fn best(&self) -> Option<&TopicMatch> {
        self.topics.iter().reduce(|best, next| if next.score > best.score { next } else { best })
    }
}

/// An entry that nearly belonged to a topic.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NearMiss<'a> {
    /// Place among the judgements.
    pub entry: usize,
    /// How much of what the topic asks for was found, from 0 to less than 1.
    pub nearness: f64,
    /// What was found and what was missing.
    pub reason: &'a Reason,
}

/// The `most` entries that came nearest to a topic, nearest first; of equals the earlier.
/// Entries that a `not`, `outlets` or `languages` refuses are no near misses: that was asked for.
#[must_use]
pub fn near_misses(judgements: &[Judgement], most: usize) -> Vec<NearMiss<'_>> {
    let mut near: Vec<NearMiss<'_>> = judgements
        .iter()
        .enumerate()
        .filter_map(|(entry, judgement)| {
            let reason = judgement.dropped.as_ref()?;
            Some(NearMiss { entry, nearness: nearness(reason)?, reason })
        })
        .collect();
    near.sort_by(|a, b| b.nearness.total_cmp(&a.nearness).then(a.entry.cmp(&b.entry)));
    near.truncate(most);
    near
}

fn nearness(reason: &Reason) -> Option<f64> {
    match reason {
        Reason::MinScore { score, needed, .. } => Some((score / needed).clamp(0.0, 1.0)),
        Reason::Lacking { lacking, hits, .. } => {
            let mut met: Vec<Rule> = hits.iter().map(|hit| hit.rule).collect();
            met.sort_unstable();
            met.dedup();
            let (met, missing) = (as_f64(met.len()), as_f64(lacking.len()));
            Some(met / (met + missing))
        }
        _ => None,
    }
}

/// Small counts as numbers to reckon with.
pub(super) fn as_f64(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}
