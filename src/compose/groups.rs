//! The entries that tell the same story, put together, and the topics asked of each story.

use super::bond::bond;
use super::group::{self, Grouping, Seen};
use super::input::Input;
use super::overrides;
use super::report::Report;
use super::running;
use super::settled;
use super::topics::Topics;
use super::verdict::{Bond, Taken};
use crate::model::{Entry, EntryId};
use crate::text::Article;
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};

/// Reports that tell the same story.
#[derive(Debug, Clone)]
pub(super) struct Group<'a> {
    pub(super) reports: Vec<Report<'a>>,
    /// The topics that take it, in the order of `feeds.toml`, and why.
    pub(super) topics: Vec<(usize, Taken)>,
    /// The number of the family it belongs to.
    pub(super) family: usize,
    /// The reader has joined or split it in `feeds.toml`, and knows better than any score.
    pub(super) by_hand: bool,
    /// Why each belongs to it, by the name of its entry; none where one stands alone.
    pub(super) bonds: BTreeMap<&'a EntryId, Bond>,
}

/// Finds which of `articles` tell the same story.
pub(super) fn find(articles: &[Article<'_>], seen: &Seen) -> Grouping {
    group::group(articles, &group::Options::default(), seen)
}

/// Which of the reports at `places` stands for the story that they tell.
pub(super) fn headline(
    grouping: &Grouping,
    places: &[usize],
    topics: &Topics<'_, '_>,
    now: Timestamp,
) -> Option<usize> {
    let reports: Vec<Report<'_>> = places.iter().map(|&place| topics.reports[place]).collect();
    grouping.representative(&reports, |_| true, now).map(|at| places[at])
}

/// The groups of an edition: as found, but for what is settled, what has drifted and what the reader knows better.
pub(super) fn groups<'a>(
    grouping: &Grouping,
    topics: &Topics<'_, 'a>,
    fresh: &BTreeSet<&EntryId>,
    input: &Input<'_>,
) -> Vec<Group<'a>> {
    let kept: Vec<&Entry> = topics.reports.iter().map(Report::entry).collect();
    let touched = grouping.touched(|place| fresh.contains(&kept[place].id));
    let settled = settled::keep(grouping.clusters().to_vec(), &kept, input.stories, &touched);
    let settled = running::keep_apart(settled, &kept, input.stories, &|one, other| grouping.tie(one, other));
    let mut family_of = vec![0; kept.len()];
    for (members, family) in grouping.clusters().iter().zip(grouping.families()) {
        for &place in members {
            family_of[place] = *family;
        }
    }
    let as_found: BTreeSet<Vec<usize>> =
        if input.overrides.is_empty() { BTreeSet::new() } else { settled.iter().cloned().collect() };
    let headline = |places: &[usize]| headline(grouping, places, topics, input.edition.at);
    overrides::apply(settled, &kept, input.overrides)
        .iter()
        .flat_map(|places| topics.ask(places, headline).into_iter().map(move |asked| (places, asked)))
        .map(|(places, asked)| {
            let members = &asked.members;
            let tie = |place: &usize| {
                let (other, why) = grouping.bond(*place, members)?;
                let name = |place: usize| &topics.reports[place].entry().id;
                Some((name(*place), bond(name(other), why)))
            };
            Group {
                reports: members.iter().map(|&place| topics.reports[place]).collect(),
                family: commonest(members.iter().map(|place| family_of[*place])),
                by_hand: !input.overrides.is_empty() && !as_found.contains(places),
                bonds: members.iter().filter_map(tie).collect(),
                topics: asked.topics,
            }
        })
        .collect()
}

/// The number that comes most often, of several the least; 0 if there is none.
fn commonest(numbers: impl Iterator<Item = usize>) -> usize {
    let mut often: BTreeMap<usize, usize> = BTreeMap::new();
    for number in numbers {
        *often.entry(number).or_default() += 1;
    }
    often.into_iter().max_by_key(|&(number, often)| (often, std::cmp::Reverse(number))).map_or(0, |(number, _)| number)
}
