//! What training and measuring need of grouping: the numbers that it reckons with on the way.
//! Scripts see them through `tidings group`, so that what is learned from is what is run.

use super::features::{Features, NAMES};
use super::neighbours::Neighbours;
use super::options::Options;
use super::pairs;
use super::seen::Seen;
use super::terms::Analysed;
use crate::text::{Article, words};

/// Two entries and what they have in common.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The first entry's place in the input.
    pub a: usize,
    /// The other's.
    pub b: usize,
    /// One number for each of [`feature_names`].
    pub features: Vec<f32>,
}

/// The names of the numbers in a [`Row`].
#[must_use]
pub fn feature_names() -> &'static [&'static str] {
    &NAMES
}

fn analysed(articles: &[Article<'_>]) -> Analysed {
    Analysed::new(&articles.iter().collect::<Vec<_>>(), &Seen::default())
}

/// All pairs that [`group`](super::group) looks at.
#[must_use]
pub fn features(articles: &[Article<'_>], options: &Options) -> Vec<Row> {
    let analysed = analysed(articles);
    let pairs = pairs::find(&analysed, options.window());
    let neighbours = Neighbours::new(analysed.len(), &pairs);
    let features = Features { analysed: &analysed };
    let row = |pair: &pairs::Pair| Row {
        a: analysed.input_index(pair.a as usize),
        b: analysed.input_index(pair.b as usize),
        features: features.of(*pair, &neighbours.compare(*pair)).to_vec(),
    };
    pairs.iter().map(row).collect()
}

/// In how many of `articles` each word stands, and whether it is a name: for the background table.
#[must_use]
pub fn frequencies(articles: &[Article<'_>]) -> Vec<(String, u32, bool)> {
    analysed(articles).frequencies()
}

/// The telling words of each of `articles`, folded and stemmed: for the word vectors.
#[must_use]
pub fn words_of(articles: &[Article<'_>]) -> Vec<Vec<String>> {
    let analysed = analysed(articles);
    analysed
        .places
        .iter()
        .map(|&place| {
            let item = &analysed.items[place];
            item.vector.iter().map(|held| analysed.terms[held.term() as usize].stem.to_string()).collect()
        })
        .collect()
}

/// Cuts, folds and stems the words of headlines and summaries once, and counts them: the yardstick for speed.
#[must_use]
pub fn tokenise(articles: &[Article<'_>]) -> usize {
    let mut words = 0;
    for article in articles {
        for text in [&article.entry.title, &article.entry.summary] {
            words::each(text, article.lexicon, |_| words += 1);
        }
    }
    words
}
