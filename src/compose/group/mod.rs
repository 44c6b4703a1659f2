//! Which entries tell the same story.
//!
//! Pure and independent of the order of the input: candidates are put in order of time and id first.
//! The steps: [`terms`] takes each entry apart, [`pairs`] finds pairs worth a look, [`link`] joins them.

mod background;
mod clean;
mod copies;
mod features;
mod link;
mod marks;
mod model;
mod neighbours;
mod pairs;
mod stand;
mod terms;
mod tongue;
pub mod training;
mod vectors;
mod weigh;
mod why;

use features::Features;
use jiff::{SignedDuration, Timestamp};
use link::Edge;
use neighbours::Neighbours;
use serde::{Deserialize, Serialize};
use terms::Analysed;

pub use copies::copies;
pub use model::{BadModel, Model};
pub use stand::representative;
pub use why::Why;

/// One entry to group: what a feed says of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Candidate<'a> {
    /// Its name; must differ from entry to entry.
    pub id: &'a str,
    /// Its headline.
    pub title: &'a str,
    /// What the feed says it is about.
    pub summary: &'a str,
    /// The article's text; empty where the feed has none.
    pub text: &'a str,
    /// Where to read it.
    pub link: Option<&'a str>,
    /// When it was published; unknown matches any time.
    pub published: Option<Timestamp>,
    /// Who published it.
    pub outlet: Option<&'a str>,
    /// BCP 47 language; guessed from the text where unknown.
    pub lang: Option<&'a str>,
}

/// How entries are grouped.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct Options {
    /// Two entries further apart than this many hours are not compared.
    /// A story may last longer, as long as its entries follow one another within this time.
    pub window_hours: u32,
    /// How pairs are judged.
    pub method: Method,
}

/// How pairs of entries are judged.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Method {
    /// A logistic over what pairs share, learned from labelled days.
    #[default]
    Learned,
    /// TF-IDF cosine and average linkage: the textbook, kept as the yardstick.
    Tfidf,
}

impl Default for Options {
    fn default() -> Self {
        Self { window_hours: 72, method: Method::default() }
    }
}

impl Options {
    fn window(&self) -> SignedDuration {
        SignedDuration::from_hours(i64::from(self.window_hours))
    }
}

/// Entries in groups: each entry is in exactly one.
#[derive(Debug)]
pub struct Grouping {
    clusters: Vec<Vec<usize>>,
    analysed: Analysed,
    /// How likely each pair is to tell one story, by place; by the later entry, then by the earlier.
    edges: Vec<Edge>,
}

impl Grouping {
    /// The groups: indices into the input, ascending within a group;
    /// groups are ordered by the time and id of their first entry.
    #[must_use]
    pub fn clusters(&self) -> &[Vec<usize>] {
        &self.clusters
    }

    /// For each entry of the input, whether `new` holds for it or for an entry that it was found to be like.
    #[must_use]
    pub fn touched(&self, new: impl Fn(usize) -> bool) -> Vec<bool> {
        let new: Vec<bool> = (0..self.analysed.len()).map(new).collect();
        let mut out = new.clone();
        for edge in &self.edges {
            let [a, b] = [edge.a, edge.b].map(|place| self.analysed.input_index(place as usize));
            out[a] |= new[b];
            out[b] |= new[a];
        }
        out
    }

    /// What entries `i` and `j` of the input have in common; nothing if there are no such entries.
    #[must_use]
    pub fn why(&self, i: usize, j: usize) -> Option<Why> {
        why::between(&self.analysed, &self.edges, i, j)
    }

    /// The one of `members` that entry `i` of the input has most in common with, and what; nothing if there is no
    /// other. Of equals the first in `members`.
    #[must_use]
    pub fn bond(&self, i: usize, members: &[usize]) -> Option<(usize, Why)> {
        let closest = why::closest(&self.analysed, &self.edges, i, members)?;
        Some((closest, self.why(i, closest)?))
    }
}

/// Puts together the entries that tell the same story.
#[must_use]
pub fn group(candidates: &[Candidate<'_>], options: &Options) -> Grouping {
    group_by(candidates, options, Model::shipped())
}

/// Fewer entries than this are judged by TF-IDF whatever the method: the learned score weighs how an entry's
/// neighbours and words stand out from the rest of its day. On a few every neighbour is near, and local news of
/// one town runs together. On parts of labelled days it is ahead at any size, clearly from 40 on (see `DESIGN.md`).
const LEARNED_FROM: usize = weigh::A_DAY;

/// [`group`], by another model than the one that ships: for training and for trying things out.
#[must_use]
pub fn group_by(candidates: &[Candidate<'_>], options: &Options, model: &Model) -> Grouping {
    let analysed = Analysed::new(candidates);
    let pairs = pairs::find(&analysed, options.window());
    let method = if candidates.len() < LEARNED_FROM { Method::Tfidf } else { options.method };
    let (groups, edges) = match method {
        Method::Tfidf => {
            let edges: Vec<Edge> = pairs.iter().map(|pair| Edge { a: pair.a, b: pair.b, score: pair.cosine }).collect();
            (link::average(analysed.len(), &edges, TFIDF_LINK), edges)
        }
        Method::Learned => {
            let neighbours = Neighbours::new(analysed.len(), &pairs);
            let features = Features { analysed: &analysed, neighbours: &neighbours };
            let edges: Vec<Edge> = pairs
                .iter()
                .filter(|pair| worth_judging(&analysed, pair))
                .map(|&pair| {
                    let alone = if analysed.alone(pair.a) || analysed.alone(pair.b) { model.link.alone } else { 1.0 };
                    Edge { a: pair.a, b: pair.b, score: alone * model.probability(&features.of(pair)) }
                })
                .filter(|edge| edge.score >= LEAST)
                .collect();
            (link::learned(analysed.len(), &edges, model.link), edges)
        }
    };
    let clusters = groups
        .into_iter()
        .map(|group| {
            let mut members: Vec<usize> = group.into_iter().map(|place| analysed.input_index(place)).collect();
            members.sort_unstable();
            members
        })
        .collect();
    Grouping { clusters, analysed, edges }
}

/// Whether a pair is worth the reckoning: alike in words, or a little less so and in meaning.
/// On labelled days this leaves a quarter of the pairs that share a rare word, and 94 in 100 of those of one story.
fn worth_judging(analysed: &Analysed, pair: &pairs::Pair) -> bool {
    let meaning = |place: u32| &analysed.items[place as usize].meaning;
    pair.cosine >= 0.08 || (pair.cosine >= 0.05 && vectors::cosine(meaning(pair.a), meaning(pair.b)) > 0.6)
}

/// Mean cosine from which two groups are one: best for the textbook's method on eight labelled days.
const TFIDF_LINK: f32 = 0.16;

/// Probabilities under this count as none.
const LEAST: f32 = 0.03;
