//! Composing: entries in, one digest out. Pure, and it cannot fail.

pub mod brief;
mod chronicle;
mod difference;
pub mod filter;
mod follow;
mod found;
pub mod group;
mod input;
mod overrides;
mod page;
pub mod rank;
mod ranked;
mod report;
mod running;
mod settled;
mod stories;
mod threads;
mod topics;
mod verdict;
mod voices;
mod why;

pub use difference::{Difference, Line, difference};
pub use input::Input;
pub use verdict::{
    ACCOUNT_VERSION, Account, Bond, Followed, Matched, Member, Place, StoryAccount, StoryTopic, Taken, Verdict, Was,
};

use crate::model::{Digest, Entry, EntryId, Outlet, OutletId, Story};
use brief::Habits;
use filter::{Filter, Judgement};
use follow::Follows;
use found::{Found, Group, candidate, stand};
use group::{Candidate, Grouping, Seen, Stand};
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};
use stories::{Coverage, Means, stories};
use topics::Topics;

/// What came of it.
#[derive(Debug, Clone)]
pub struct Composed {
    /// The digest.
    pub digest: Digest,
    /// The stories it tells, as they are from now on.
    pub stories: Vec<Story>,
    /// What became of each of `Input::entries`, in their order, and why.
    pub account: Account,
    /// What the feeds have said of late, with these entries.
    pub seen: Seen,
}

/// Makes the digest: filter, group, continue yesterday's stories, rank, brief.
#[must_use]
pub fn digest(input: &Input<'_>) -> Composed {
    let outlets: BTreeMap<&OutletId, &Outlet> = input.outlets.iter().map(|outlet| (&outlet.id, outlet)).collect();
    let filter = Filter::new(input.topics, input.outlet_nots, input.outlets);
    let fresh: BTreeSet<&EntryId> = input.entries.iter().map(|entry| &entry.id).collect();
    let every = || input.entries.iter().chain(input.earlier);
    let judged: BTreeMap<&EntryId, Judgement> = every().map(|entry| &entry.id).zip(filter.judge_all(every())).collect();
    let told: BTreeSet<&EntryId> = input.stories.iter().flat_map(|story| story.told.iter()).collect();
    let kept: Vec<&Entry> = input
        .entries
        .iter()
        .filter(|entry| entry.time() >= input.oldest)
        .chain(input.earlier)
        .filter(|entry| entry.link.is_some() && outlets.contains_key(&entry.outlet))
        // What an outlet is not to say is no report of any story; what was told stays in the story it was told in.
        .filter(|entry| !judged[&entry.id].is_refused_by_outlet() || told.contains(&entry.id))
        .collect();
    let topics = Topics { filter: &filter, entries: &kept, outlets: &outlets, judged: &judged, told: &told };
    let (found, groups) = groups(&topics, &fresh, input);
    let habits = Habits::learn(every());
    let means = Means { habits: &habits, options: &input.brief, found: &found };
    let coverage = stories(&groups, &fresh, input.stories, &outlets, &input.edition, &means);
    let (tellable, silent): (Vec<Coverage<'_>>, Vec<Coverage<'_>>) = coverage.into_iter().partition(|story| {
        story.continues.is_none() || !(input.never_again || input.updates_only && !story.has_news(&means))
    });
    let follows = Follows::new(every(), &outlets);
    let (digest, stories, account) = page::compose(input, &tellable, &silent, &judged, &follows, &means);
    let mut seen = input.seen.clone();
    seen.add(&input.entries.iter().map(candidate).collect::<Vec<_>>());
    Composed { digest, stories, account, seen }
}

/// For each of `entries` the topics that would tell it with its story though they do not take it by itself, by their places:
/// what a digest of these entries alone would make of them.
#[must_use]
pub fn with_stories(
    filter: &Filter,
    outlets: &[Outlet],
    entries: &[Entry],
    judgements: &[Judgement],
    now: Timestamp,
) -> Vec<Vec<usize>> {
    let outlets: BTreeMap<&OutletId, &Outlet> = outlets.iter().map(|outlet| (&outlet.id, outlet)).collect();
    let usable = |entry: &Entry| entry.link.is_some() && outlets.contains_key(&entry.outlet);
    let (numbers, kept): (Vec<usize>, Vec<&Entry>) = entries
        .iter()
        .enumerate()
        .filter(|(number, entry)| usable(entry) && !judgements[*number].is_refused_by_outlet())
        .unzip();
    let judged = numbers.iter().map(|number| (&entries[*number].id, judgements[*number].clone())).collect();
    let topics = Topics { filter, entries: &kept, outlets: &outlets, judged: &judged, told: &BTreeSet::new() };
    let candidates: Vec<Candidate<'_>> = kept.iter().map(|entry| candidate(entry)).collect();
    let grouping = group::group(&candidates, &group::Options::default(), &Seen::default());
    let mut with_story = vec![Vec::new(); entries.len()];
    for places in grouping.clusters().iter().filter(|places| places.len() > 1) {
        for asked in topics.ask(places, |places| headline(&grouping, places, &topics, now)) {
            for place in asked.members {
                let has = |topic: usize| judged[&kept[place].id].topics.iter().any(|found| found.topic == topic);
                let comes = asked.topics.iter().filter(|(topic, taken)| *taken != Taken::Reports && !has(*topic));
                with_story[numbers[place]] = comes.map(|(topic, _)| *topic).collect();
            }
        }
    }
    with_story
}

/// Which of the entries at `places` stands for the story that they tell.
fn headline(grouping: &Grouping, places: &[usize], topics: &Topics<'_, '_>, now: Timestamp) -> Option<usize> {
    let tellers: Vec<Stand<'_>> =
        places.iter().map(|&place| stand(topics.entries[place], place, topics.outlets)).collect();
    grouping.representative(&tellers, now).map(|at| places[at])
}

/// Puts the entries that tell the same story together, and asks the topics of each story.
fn groups<'a>(topics: &Topics<'_, 'a>, fresh: &BTreeSet<&EntryId>, input: &Input<'_>) -> (Found<'a>, Vec<Group<'a>>) {
    let kept = topics.entries;
    let candidates: Vec<Candidate<'_>> = kept.iter().map(|entry| candidate(entry)).collect();
    let grouping = group::group(&candidates, &group::Options::default(), input.seen);
    let touched = grouping.touched(|place| fresh.contains(&kept[place].id));
    let settled = settled::keep(grouping.clusters().to_vec(), kept, input.stories, &touched);
    let settled = running::keep_apart(settled, kept, input.stories, &|one, other| grouping.tie(one, other));
    let mut family_of = vec![0; kept.len()];
    for (members, family) in grouping.clusters().iter().zip(grouping.families()) {
        for &place in members {
            family_of[place] = *family;
        }
    }
    let as_found: BTreeSet<Vec<usize>> =
        if input.overrides.is_empty() { BTreeSet::new() } else { settled.iter().cloned().collect() };
    let headline = |places: &[usize]| headline(&grouping, places, topics, input.edition.at);
    let groups = overrides::apply(settled, kept, input.overrides)
        .iter()
        .flat_map(|places| topics.ask(places, headline).into_iter().map(move |asked| (places, asked)))
        .map(|(places, asked)| {
            let members = &asked.members;
            let bond = |place: &usize| {
                let (other, why) = grouping.bond(*place, members)?;
                Some((&kept[*place].id, why::bond(&kept[other].id, why)))
            };
            Group {
                members: members.iter().map(|place| kept[*place]).collect(),
                family: commonest(members.iter().map(|place| family_of[*place])),
                by_hand: !input.overrides.is_empty() && !as_found.contains(places),
                bonds: members.iter().filter_map(bond).collect(),
                topics: asked.topics,
            }
        })
        .collect();
    let place_of = kept.iter().enumerate().map(|(place, entry)| (&entry.id, place)).collect();
    (Found { grouping, place_of }, groups)
}

/// The number that comes most often, of several the least; 0 if there is none.
fn commonest(numbers: impl Iterator<Item = usize>) -> usize {
    let mut often: BTreeMap<usize, usize> = BTreeMap::new();
    for number in numbers {
        *often.entry(number).or_default() += 1;
    }
    often.into_iter().max_by_key(|&(number, often)| (often, std::cmp::Reverse(number))).map_or(0, |(number, _)| number)
}
