//! Fair use: how much of each outlet a brief may still quote.

use super::terms;
use crate::model::{EntryId, Field, OutletId, Quote};
use rustc_hash::FxHashSet;
use std::collections::BTreeMap;

/// What has been quoted so far. The same words twice count once: readers see them as one quotation.
pub(crate) struct Budget {
    most: usize,
    used: BTreeMap<OutletId, usize>,
    quoted: FxHashSet<(EntryId, Field, usize)>,
}

impl Budget {
    /// At most `most` words of each outlet.
    pub(crate) fn new(most: usize) -> Self {
        Self { most, used: BTreeMap::new(), quoted: FxHashSet::default() }
    }

    /// Whether `words` more of `outlet` may be quoted.
    pub(crate) fn allows(&self, outlet: &OutletId, words: usize) -> bool {
        self.used.get(outlet).copied().unwrap_or(0) + words <= self.most
    }

    /// Notes a quotation.
    pub(crate) fn spend(&mut self, outlet: &OutletId, quote: &Quote) {
        if self.quoted.insert((quote.entry.clone(), quote.field, quote.start)) {
            *self.used.entry(outlet.clone()).or_default() += terms::count(&quote.text);
        }
    }
}
