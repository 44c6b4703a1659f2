//! Which entries tell the same story.
//!
//! Pure and independent of the order of the input: candidates are put in order of time and id first.
//! The steps: [`terms`] takes each entry apart, [`pairs`] finds pairs worth a look, [`link`] joins them.

mod link;
mod pairs;
mod terms;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use terms::Analysed;

/// One entry to group: what a feed says of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
    /// TF-IDF cosine and average linkage: the textbook, kept as the yardstick.
    #[default]
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
}

/// Why two entries are taken for one story.
#[derive(Debug, Clone, PartialEq)]
pub struct Why {
    /// How alike they are, from 0 to 1.
    pub score: f64,
    /// Names both mention, rarest first.
    pub names: Vec<String>,
    /// Numbers both mention.
    pub numbers: Vec<String>,
    /// Other telling words both use, rarest first.
    pub words: Vec<String>,
}

impl Grouping {
    /// The groups: indices into the input, ascending within a group;
    /// groups are ordered by the time and id of their first entry.
    #[must_use]
    pub fn clusters(&self) -> &[Vec<usize>] {
        &self.clusters
    }

    /// What entries `i` and `j` of the input have in common; nothing if there are no such entries.
    #[must_use]
    pub fn why(&self, i: usize, j: usize) -> Option<Why> {
        self.analysed.why(i, j)
    }
}

/// Puts together the entries that tell the same story.
#[must_use]
pub fn group(candidates: &[Candidate<'_>], options: &Options) -> Grouping {
    let analysed = Analysed::new(candidates);
    let edges = pairs::cosines(&analysed, options.window());
    let groups = link::average(analysed.len(), &edges, TFIDF_LINK);
    let clusters = groups
        .into_iter()
        .map(|group| {
            let mut members: Vec<usize> = group.into_iter().map(|place| analysed.input_index(place)).collect();
            members.sort_unstable();
            members
        })
        .collect();
    Grouping { clusters, analysed }
}

/// Mean cosine from which two groups are one: best for the textbook's method on eight labelled days.
const TFIDF_LINK: f32 = 0.16;
