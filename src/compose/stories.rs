//! From groups of entries to stories: which one each continues, whether it has news, who tells it.

use super::brief;
use super::chronicle::{self, Past};
use super::group::{Grouping, QUOTED_FROM, copies};
use super::groups::Group;
use super::report::Report;
use super::verdict::{Bond, Taken};
use super::voices::voices;
use crate::model::{Edition, Entry, EntryId, News, Source, Story, StoryId};
use crate::text::{Article, Boilerplate};
use jiff::{SignedDuration, Timestamp};
use std::collections::{BTreeMap, BTreeSet};

/// A report may claim to be this much older than an edition that had not seen it: feeds are late, and not all are
/// asked every time.
const LATE: SignedDuration = SignedDuration::from_hours(6);

/// When `entry` was published: what it claims, unless it would have had to be seen by the last telling of its story.
/// An outlet that dates back what it publishes today so never becomes the one that reported first.
fn believed(entry: &Entry, fresh: bool, continues: Option<&Story>) -> Timestamp {
    let claimed = entry.time();
    let told = continues.map(Story::last_told);
    let dated_back = told.is_some_and(|told| entry.first_seen > told && told.duration_since(claimed) > LATE);
    if fresh && dated_back { entry.first_seen } else { claimed }
}

/// What a brief is made with.
#[derive(Clone, Copy)]
pub(super) struct Means<'a> {
    pub(super) boilerplate: &'a Boilerplate,
    pub(super) options: &'a brief::Options,
    pub(super) grouping: &'a Grouping,
}

/// A story that may be told.
#[derive(Debug)]
pub(super) struct Coverage<'a> {
    pub(super) id: StoryId,
    /// The family it belongs to: the name of its largest story, so that stories which belong together bear one name.
    pub(super) family: StoryId,
    /// The topics that take it, in the order of `feeds.toml`, and why.
    pub(super) topics: Vec<(usize, Taken)>,
    /// Oldest first.
    pub(super) reports: Vec<Report<'a>>,
    /// Place among `reports` of the one whose headline stands for the story.
    pub(super) representative: usize,
    /// Places among `reports` of those whose words may stand under that headline: its own, then the closest to it
    /// first; see [`quotable`].
    quotable: Vec<usize>,
    /// How many of them are quoted beside the first.
    beside: usize,
    pub(super) continues: Option<&'a Story>,
    /// Who speaks in it, with the weight each counts with.
    pub(super) voices: Vec<(String, f64)>,
    /// Why each report belongs to it, by the name of its entry.
    pub(super) bonds: BTreeMap<&'a EntryId, Bond>,
    /// Stories that were told apart before and have become one with it.
    absorbs: Vec<&'a Story>,
}

impl Coverage<'_> {
    /// Outlets that tell it.
    pub(super) fn outlets(&self) -> usize {
        self.reports.iter().map(|report| &report.outlet.id).collect::<BTreeSet<_>>().len()
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

    /// Whether a reader who has read what was told would be shown anything new.
    pub(super) fn has_news(&self, means: &Means<'_>) -> bool {
        if self.continues.is_none() {
            return true;
        }
        let (quoted, earlier) = self.quoted(means);
        brief::has_news(&quoted, 0, &earlier, means.boilerplate, means.options)
    }

    /// The reports its brief quotes, the one whose headline stands for the story first, and those told before.
    pub(super) fn quoted(&self, means: &Means<'_>) -> (Vec<Report<'_>>, Vec<Report<'_>>) {
        let quotable: Vec<Report<'_>> = self.quotable.iter().map(|place| self.reports[*place]).collect();
        let speaking = brief::speaking(&quotable, self.beside, means.boilerplate, means.options);
        let earlier = self.reports.iter().filter(|report| !report.fresh).copied().collect();
        (speaking.into_iter().map(|place| quotable[place]).collect(), earlier)
    }

    /// Its reports as a reader is shown them.
    pub(super) fn sources(&self) -> Vec<Source> {
        self.reports.iter().filter_map(source).collect()
    }

    /// The story as the store keeps it once `edition` has told it.
    pub(super) fn told_by(&self, edition: &Edition) -> Story {
        let mut members: BTreeSet<EntryId> = self.reports.iter().map(|report| report.entry().id.clone()).collect();
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
    let entry = report.entry();
    Some(Source {
        entry: entry.id.clone(),
        outlet: entry.outlet.clone(),
        site: report.outlet.site.clone(),
        link: entry.link.clone()?,
        title: entry.title.to_string(),
        earlier_titles: entry.earlier_titles.iter().map(|before| before.title.clone()).collect(),
        time: report.time,
        new: report.fresh,
        copy: report.is_copy(),
    })
}

/// Makes stories of groups; those without a fresh report are left out.
pub(super) fn stories<'a>(
    groups: Vec<Group<'a>>,
    fresh: &BTreeSet<&EntryId>,
    known: &'a [Story],
    edition: &Edition,
    means: &Means<'_>,
) -> Vec<Coverage<'a>> {
    let day = edition.key.replace('/', "-");
    let day = &day[..day.len().min(10)];
    let names: Vec<Vec<&EntryId>> =
        groups.iter().map(|group| group.reports.iter().map(|report| &report.entry().id).collect()).collect();
    let pasts = chronicle::continued(&names, known);
    // Told is told, also where a report has left the story it was told in.
    let told: BTreeSet<&EntryId> = known.iter().flat_map(|story| story.told.iter()).collect();
    let taken: BTreeSet<&StoryId> = known.iter().flat_map(|story| story.aliases.iter().chain([&story.id])).collect();
    let mut stories: Vec<(usize, Coverage<'a>)> = groups
        .into_iter()
        .zip(pasts)
        .filter_map(|(group, Past { continues, absorbs })| {
            let mut reports = group.reports;
            for report in &mut reports {
                report.fresh = !told.contains(&report.entry().id);
                report.time = believed(report.entry(), report.fresh, continues);
            }
            reports.sort_by(|a, b| (a.time, &a.entry().id).cmp(&(b.time, &b.entry().id)));
            let originals = copies(&reports.iter().map(|report| report.article).collect::<Vec<&Article<'_>>>());
            for (at, original) in originals.into_iter().enumerate() {
                let original = reports[original].entry();
                // An outlet that repeats itself copies nobody.
                reports[at].copy_of = (original.outlet != reports[at].entry().outlet).then_some(&original.id);
            }
            if !reports.iter().any(|report| fresh.contains(&report.entry().id)) {
                return None;
            }
            let representative = standing_for(&reports, continues.is_some(), edition, means);
            let id = if let Some(story) = continues {
                story.id.clone()
            } else {
                let mut names: Vec<&EntryId> = reports.iter().map(|report| &report.entry().id).collect();
                names.sort_unstable();
                let derived = |first: &EntryId| StoryId::derive(day, reports[representative].title(), first);
                // What falls off a story of the same day under its old headline must not take its name.
                let free = names.iter().map(|first| derived(first)).find(|id| !taken.contains(id));
                free.or_else(|| names.first().map(|first| derived(first)))?
            };
            let (voices, bonds, topics) = (voices(&reports), group.bonds, group.topics);
            let family = id.clone();
            let (quotable, beside) = if group.by_hand {
                let others = (0..reports.len()).filter(|place| *place != representative);
                ([representative].into_iter().chain(others).collect(), reports.len())
            } else {
                (quotable(&reports, representative, means.grouping), QUOTED_BESIDE)
            };
            let story = Coverage {
                id,
                family,
                topics,
                reports,
                representative,
                quotable,
                beside,
                continues,
                voices,
                bonds,
                absorbs,
            };
            Some((group.family, story))
        })
        .collect();
    let mut largest: BTreeMap<usize, (usize, StoryId)> = BTreeMap::new();
    for (family, story) in &stories {
        let known = largest.entry(*family).or_insert_with(|| (0, story.id.clone()));
        if story.reports.len() > known.0 {
            *known = (story.reports.len(), story.id.clone());
        }
    }
    for (family, story) in &mut stories {
        if let Some((_, name)) = largest.get(family) {
            story.family = name.clone();
        }
    }
    stories.into_iter().map(|(_, story)| story).collect()
}

/// Reports beside the one whose headline stands for the story that are quoted.
const QUOTED_BESIDE: usize = 2;

/// Of so many reports the closest to the headline are asked whether they have a sentence to quote.
const ASKED: usize = 8;

/// The places of the reports whose words may stand under the headline of `representative`: its own, and those of the
/// reports most closely tied to it, the closest first. A story may reach far; what is quoted is surely about what its
/// headline says. Reports that copy others are not among them.
fn quotable(reports: &[Report<'_>], representative: usize, grouping: &Grouping) -> Vec<usize> {
    let named = reports[representative].place;
    let mut close: Vec<(f64, usize)> = (0..reports.len())
        .filter(|place| *place != representative && !reports[*place].is_copy())
        .map(|place| (grouping.score(named, reports[place].place), place))
        .filter(|(score, _)| *score >= QUOTED_FROM)
        .collect();
    close.sort_by(|x, y| y.0.total_cmp(&x.0).then(x.1.cmp(&y.1)));
    close.truncate(ASKED);
    [representative].into_iter().chain(close.into_iter().map(|(_, place)| place)).collect()
}

/// The place of the report whose headline stands for all: a fresh one where there is one, since the reader has
/// seen the others, and one that can be cited. Of a story told before, one that says something new, if any does: so
/// what is new is under its own headline, or is that headline.
fn standing_for(reports: &[Report<'_>], told_before: bool, edition: &Edition, means: &Means<'_>) -> usize {
    let linked = |report: &Report<'_>| report.entry().link.is_some();
    let any_fresh = reports.iter().any(|report| report.fresh && linked(report));
    let newsy = if told_before { brief::bringing_news(reports, means.boilerplate, means.options) } else { Vec::new() };
    let may = |place: usize| {
        let report = &reports[place];
        if newsy.is_empty() { linked(report) && (report.fresh || !any_fresh) } else { newsy.contains(&place) }
    };
    means.grouping.representative(reports, may, edition.at).unwrap_or(0)
}
