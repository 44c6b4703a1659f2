//! Adds what entries say to what the feeds have said of late.

use super::item::count;
use super::seen::{Seen, WORDS};
use super::terms::Analysed;
use crate::text::Article;

/// Longer words are no words.
const LONGEST: usize = 40;

impl Seen {
    /// Counts the words of headlines and summaries. How often an outlet says something on one day says little, so no
    /// outlet counts for more than a few entries (see [`terms`](super::terms)).
    pub fn add<'r, 'e: 'r>(&mut self, articles: impl IntoIterator<Item = &'r Article<'e>>) {
        let articles: Vec<&Article<'_>> = articles.into_iter().collect();
        self.entries += count(articles.len());
        for (word, often) in Analysed::words(&articles) {
            if word.len() <= LONGEST {
                *self.words.entry(word).or_default() += count(often as usize);
            }
        }
        if self.words.len() > WORDS {
            let mut words: Vec<(Box<str>, f32)> = self.words.drain().collect();
            words.sort_by(|x, y| y.1.total_cmp(&x.1).then_with(|| x.0.cmp(&y.0)));
            words.truncate(WORDS);
            self.words.extend(words);
        }
    }
}
