//! Boilerplate learned from an outlet: what it writes under article after article.

use crate::model::{Entry, OutletId};
use crate::text::sentences::{self, print_of};
use rustc_hash::{FxHashMap, FxHashSet};

/// A sentence in this many entries of one outlet says nothing about any of them.
const OFTEN: usize = 3;

/// The sentences that outlets repeat from entry to entry.
#[derive(Debug, Clone, Default)]
pub struct Habits {
    repeated: FxHashSet<(OutletId, String)>,
}

impl Habits {
    /// Learns from entries of any outlets and stories, in any order; more entries of an outlet teach more.
    pub fn learn<'e>(entries: impl IntoIterator<Item = &'e Entry>) -> Self {
        let mut counts: FxHashMap<(&OutletId, String), usize> = FxHashMap::default();
        for entry in entries {
            let mut own: FxHashSet<String> = FxHashSet::default();
            for text in [&entry.summary, &entry.text] {
                own.extend(sentences::split(text).into_iter().map(|range| print_of(&text[range])));
            }
            for print in own {
                *counts.entry((&entry.outlet, print)).or_default() += 1;
            }
        }
        let repeated = counts
            .into_iter()
            .filter(|(_, count)| *count >= OFTEN)
            .map(|((outlet, print), _)| (outlet.clone(), print))
            .collect();
        Self { repeated }
    }

    /// Whether `outlet` repeats the sentence with this print.
    pub(crate) fn repeats(&self, outlet: &OutletId, print: &str) -> bool {
        // A set of pairs cannot be asked with borrowed halves.
        !self.repeated.is_empty() && self.repeated.contains(&(outlet.clone(), print.to_owned()))
    }
}
