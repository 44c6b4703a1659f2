//! What grouping found, and how it sees entries.

use super::group::{Candidate, Grouping, Stand};
use super::verdict::{Bond, Taken};
use crate::model::{Entry, EntryId, Outlet, OutletId};
use std::collections::BTreeMap;

/// Entries that tell the same story.
pub(super) struct Group<'a> {
    pub(super) members: Vec<&'a Entry>,
    /// The topics that take it, and why.
    pub(super) topics: Vec<(usize, Taken)>,
    /// The number of the family it belongs to.
    pub(super) family: usize,
    /// The reader has joined or split it in `feeds.toml`, and knows better than any score.
    pub(super) by_hand: bool,
    /// Why each belongs to it, by name; none where one stands alone.
    pub(super) bonds: BTreeMap<&'a EntryId, Bond>,
}

/// What grouping found, by the names of entries.
pub(super) struct Found<'a> {
    pub(super) grouping: Grouping,
    pub(super) place_of: BTreeMap<&'a EntryId, usize>,
}

impl Found<'_> {
    /// How likely two entries are to tell one story, from 0 to 1.
    pub(super) fn score(&self, a: &EntryId, b: &EntryId) -> f64 {
        self.grouping.score(self.place_of[a], self.place_of[b])
    }
}

/// An entry as one that may stand for its story.
pub(super) fn stand<'e>(entry: &'e Entry, place: usize, outlets: &BTreeMap<&OutletId, &'e Outlet>) -> Stand<'e> {
    let outlet = outlets.get(&entry.outlet);
    Stand {
        place,
        title: &entry.title,
        link: entry.link.as_ref().map(crate::model::Link::as_str),
        published: entry.time(),
        voice: outlet.map_or("", |outlet| outlet.voice()),
        weight: outlet.map_or(1.0, |outlet| outlet.weight),
        speaks: !(entry.summary.is_empty() && entry.text.is_empty()),
        may: true,
    }
}

/// An entry as grouping sees it.
pub(super) fn candidate(entry: &Entry) -> Candidate<'_> {
    Candidate {
        id: entry.id.as_str(),
        title: &entry.title,
        summary: &entry.summary,
        text: &entry.text,
        link: entry.link.as_ref().map(crate::model::Link::as_str),
        published: Some(entry.time()),
        outlet: Some(entry.outlet.as_str()),
        lang: entry.language.as_deref(),
    }
}
