//! Who follows whom: entries that link to the reports of other outlets.

use super::report::Report;
use super::verdict::Followed;
use crate::model::{Entry, EntryId, Outlet, OutletId};
use std::collections::{BTreeMap, BTreeSet};

/// The links between the entries of an edition.
#[derive(Debug, Default)]
pub(super) struct Follows<'a> {
    /// By [`crate::model::Link::key`]: the voices that link there, each with the first of its entries that does.
    by_key: BTreeMap<&'a str, BTreeMap<&'a str, (&'a EntryId, &'a OutletId)>>,
}

impl<'a> Follows<'a> {
    /// Collects the links of `entries` to pages on other sites; entries of unknown outlets have no voice.
    pub(super) fn new(entries: impl IntoIterator<Item = &'a Entry>, outlets: &BTreeMap<&OutletId, &'a Outlet>) -> Self {
        let mut by_key: BTreeMap<&str, BTreeMap<&str, (&EntryId, &OutletId)>> = BTreeMap::new();
        for entry in entries {
            let Some(outlet) = outlets.get(&entry.outlet) else { continue };
            for key in &entry.links_to {
                let first = by_key.entry(key).or_default().entry(outlet.voice()).or_insert((&entry.id, &entry.outlet));
                // Which of its entries is named must not depend on the order of the input.
                if entry.id < *first.0 {
                    *first = (&entry.id, &entry.outlet);
                }
            }
        }
        Self { by_key }
    }

    /// Voices that link to a report of another voice, each once; copies within the story say nothing of their own.
    pub(super) fn of(&self, reports: &[Report<'_>]) -> Vec<Followed> {
        let copies: BTreeSet<&EntryId> =
            reports.iter().filter(|report| report.is_copy()).map(|report| &report.entry().id).collect();
        let mut found: BTreeMap<&str, Followed> = BTreeMap::new();
        for report in reports {
            let Some(key) = report.entry().link.as_ref().map(crate::model::Link::key) else { continue };
            for (voice, (by, outlet)) in self.by_key.get(key.as_str()).into_iter().flatten() {
                if *voice != report.voice() && !copies.contains(by) {
                    let link = || Followed {
                        by: (*by).clone(),
                        outlet: outlet.to_string(),
                        report: report.entry().id.clone(),
                    };
                    found.entry(voice).or_insert_with(link);
                }
            }
        }
        found.into_values().collect()
    }
}
