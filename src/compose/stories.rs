//! From groups of entries to stories: which one each continues, whether it has news, who tells it.

use super::candidate;
use super::chronicle::{self, Past};
use super::group::{Candidate, copies, representative};
use super::news::has_news;
use crate::model::{Edition, Entry, EntryId, News, Outlet, OutletId, Source, Story, StoryId};
use std::collections::{BTreeMap, BTreeSet};

/// One report of a story.
#[derive(Debug, Clone, Copy)]
pub(super) struct Report<'a> {
    pub(super) entry: &'a Entry,
    pub(super) outlet: &'a Outlet,
    /// No edition has shown it.
    pub(super) fresh: bool,
    /// It carries the words of another report.
    pub(super) copy: bool,
}

/// A story that may be told.
#[derive(Debug)]
pub(super) struct Coverage<'a> {
    pub(super) id: StoryId,
    /// Oldest first.
    pub(super) reports: Vec<Report<'a>>,
    /// Place among `reports` of the one whose headline stands for the story.
    pub(super) representative: usize,
    pub(super) continues: Option<&'a Story>,
    /// Stories that were told apart before and have become one with it.
    absorbs: Vec<&'a Story>,
}

impl Coverage<'_> {
    /// Outlets that tell it.
    pub(super) fn outlets(&self) -> usize {
        self.reports.iter().map(|report| &report.outlet.id).collect::<BTreeSet<_>>().len()
    }

    /// Outlets that tell it in words of their own; siblings and wire copies count once.
    pub(super) fn voices(&self) -> usize {
        let own: BTreeSet<&str> =
            self.reports.iter().filter(|report| !report.copy).map(|report| report.outlet.voice()).collect();
        own.len().max(1)
    }

    /// What the last digest knew of it.
    pub(super) fn news(&self) -> News {
        match self.continues {
            None => News::New,
            Some(story) => News::Updated {
                reports: self.reports.iter().filter(|report| report.fresh).count(),
                since: story.last_told(),
            },
        }
    }

    /// Whether a reader who has read what was told would learn anything.
    pub(super) fn has_news(&self) -> bool {
        if self.continues.is_none() {
            return true;
        }
        let told: Vec<&Entry> = self.reports.iter().filter(|report| !report.fresh).map(|report| report.entry).collect();
        let fresh: Vec<(&Entry, bool)> =
            self.reports.iter().filter(|report| report.fresh).map(|report| (report.entry, report.copy)).collect();
        has_news(&told, &fresh)
    }

    /// Its reports as a reader is shown them.
    pub(super) fn sources(&self) -> Vec<Source> {
        self.reports.iter().filter_map(source).collect()
    }

    /// The story as the store keeps it once `edition` has told it.
    pub(super) fn told_by(&self, edition: &Edition) -> Story {
        let mut members: BTreeSet<EntryId> = self.reports.iter().map(|report| report.entry.id.clone()).collect();
        let mut told = members.clone();
        let mut tellings = BTreeSet::from([edition.at]);
        for before in self.continues.iter().chain(&self.absorbs) {
            members.extend(before.members.iter().cloned());
            told.extend(before.told.iter().cloned());
            tellings.extend(before.tellings.iter().copied());
        }
        Story {
            id: self.id.clone(),
            aliases: self.aliases(),
            members: members.into_iter().collect(),
            told: told.into_iter().collect(),
            tellings: tellings.into_iter().collect(),
        }
    }

    /// Names of stories that turned out to be this one, in their order.
    pub(super) fn aliases(&self) -> Vec<StoryId> {
        let past = self.continues.iter().chain(&self.absorbs);
        let names = past.flat_map(|story| story.aliases.iter().chain([&story.id]));
        let names: BTreeSet<&StoryId> = names.filter(|name| **name != self.id).collect();
        names.into_iter().cloned().collect()
    }
}

/// A report as a reader is shown it; `None` where it has no link.
pub(super) fn source(report: &Report<'_>) -> Option<Source> {
    let entry = report.entry;
    Some(Source {
        entry: entry.id.clone(),
        outlet: entry.outlet.clone(),
        site: report.outlet.site.clone(),
        link: entry.link.clone()?,
        title: entry.title.to_string(),
        earlier_titles: entry.earlier_titles.iter().map(|before| before.title.clone()).collect(),
        time: entry.time(),
        new: report.fresh,
        copy: report.copy,
    })
}

/// Makes stories of groups; those without a fresh report are left out.
pub(super) fn stories<'a>(
    groups: &[Vec<&'a Entry>],
    fresh: &BTreeSet<&EntryId>,
    known: &'a [Story],
    outlets: &BTreeMap<&OutletId, &'a Outlet>,
    edition: &Edition,
    day: &str,
) -> Vec<Coverage<'a>> {
    let names: Vec<Vec<&EntryId>> = groups.iter().map(|group| group.iter().map(|entry| &entry.id).collect()).collect();
    let pasts = chronicle::continued(&names, known);
    // Told is told, also where a report has left the story it was told in.
    let told: BTreeSet<&EntryId> = known.iter().flat_map(|story| story.told.iter()).collect();
    groups
        .iter()
        .zip(pasts)
        .filter_map(|(group, Past { continues, absorbs })| {
            let mut members: Vec<&'a Entry> = group.clone();
            members.sort_by(|a, b| (a.time(), &a.id).cmp(&(b.time(), &b.id)));
            let as_candidates: Vec<Candidate<'_>> = members.iter().map(|entry| candidate(entry)).collect();
            let originals = copies(&as_candidates);
            let reports: Vec<Report<'a>> = members
                .iter()
                .enumerate()
                .filter_map(|(index, entry)| {
                    Some(Report {
                        entry,
                        outlet: outlets.get(&entry.outlet)?,
                        fresh: !told.contains(&entry.id),
                        // An outlet that repeats itself copies nobody.
                        copy: members[originals[index]].outlet != entry.outlet,
                    })
                })
                .collect();
            if !reports.iter().any(|report| fresh.contains(&report.entry.id)) {
                return None;
            }
            let representative = standing_for(&reports, edition);
            let id = if let Some(story) = continues {
                story.id.clone()
            } else {
                let first = reports.iter().map(|report| &report.entry.id).min()?;
                StoryId::derive(day, &reports[representative].entry.title, first)
            };
            Some(Coverage { id, reports, representative, continues, absorbs })
        })
        .collect()
}

/// The place of the report whose headline stands for all: a fresh one where there is one, since the reader has
/// seen the others, and one that can be cited.
fn standing_for(reports: &[Report<'_>], edition: &Edition) -> usize {
    let usable = |fresh_only: bool| -> Vec<usize> {
        (0..reports.len())
            .filter(|index| reports[*index].entry.link.is_some() && (reports[*index].fresh || !fresh_only))
            .collect()
    };
    let places = Some(usable(true)).filter(|places| !places.is_empty()).unwrap_or_else(|| usable(false));
    let members: Vec<Candidate<'_>> = places.iter().map(|index| candidate(reports[*index].entry)).collect();
    let weights: Vec<f64> = places.iter().map(|index| reports[*index].outlet.weight).collect();
    representative(&members, &weights, edition.at).map_or(0, |place| places[place])
}
