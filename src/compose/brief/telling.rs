//! A brief in the making: what has been said, and what each outlet may still be quoted with.

use super::pool::Pool;
use crate::model::{OutletId, Quote};
use crate::text::terms;
use rustc_hash::FxHashSet;
use std::collections::BTreeMap;

/// What a brief has said so far.
///
/// Fair use: no outlet is quoted with more than `most` words, and no sentence is said twice.
#[derive(Clone)]
pub(crate) struct Telling<'p, 'a> {
    /// What it is told from.
    pub(crate) pool: &'p Pool<'a>,
    most: usize,
    words: BTreeMap<&'p OutletId, usize>,
    said: Vec<usize>,
    prints: FxHashSet<&'p str>,
    heard: Vec<&'p FxHashSet<String>>,
}

impl<'p, 'a> Telling<'p, 'a> {
    /// Nothing said yet; at most `most` words of each outlet.
    pub(crate) fn new(pool: &'p Pool<'a>, most: usize) -> Self {
        Self { pool, most, words: BTreeMap::new(), said: Vec::new(), prints: FxHashSet::default(), heard: Vec::new() }
    }

    /// Notes words of `outlet` that are shown and are no candidate: a headline.
    pub(crate) fn spend(&mut self, outlet: &'p OutletId, quote: &Quote) {
        *self.words.entry(outlet).or_default() += terms::count(&quote.text);
    }

    /// Whether a candidate was not said and its outlet may be quoted with it and `more` words.
    pub(crate) fn may_take(&self, at: usize, more: usize) -> bool {
        let candidate = &self.pool.candidates[at];
        let used = self.words.get(self.pool.outlet(candidate)).copied().unwrap_or(0);
        !self.said.contains(&at)
            && !self.prints.contains(&&*candidate.sentence.print)
            && used + more + candidate.words() <= self.most
    }

    /// Whether a candidate says what has been said already.
    pub(crate) fn is_old(&self, at: usize) -> bool {
        let candidate = &self.pool.candidates[at];
        self.heard.iter().any(|heard| terms::repeats(candidate.terms(), heard))
    }

    /// Says a candidate, if it may be said.
    pub(crate) fn take(&mut self, at: usize) -> Option<Quote> {
        if !self.may_take(at, 0) {
            return None;
        }
        let candidate = &self.pool.candidates[at];
        let quote = self.pool.quote(candidate)?;
        *self.words.entry(self.pool.outlet(candidate)).or_default() += candidate.words();
        self.said.push(at);
        self.prints.insert(&candidate.sentence.print);
        self.heard.push(candidate.terms());
        Some(quote)
    }

    /// The same brief, told on from another pool: what was said and quoted counts there too.
    pub(crate) fn look_back<'q, 'b>(&self, past: &'q Pool<'b>) -> Telling<'q, 'b>
    where
        'p: 'q,
    {
        let (words, prints, heard) = (self.words.clone(), self.prints.clone(), self.heard.clone());
        Telling { pool: past, most: self.most, words, said: Vec::new(), prints, heard }
    }
}
