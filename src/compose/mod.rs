//! Composing: entries in, one digest out. Pure, and it cannot fail.

pub mod brief;
mod chronicle;
mod difference;
pub mod filter;
mod follow;
pub mod group;
mod overrides;
mod page;
pub mod rank;
mod settled;
mod stories;
mod verdict;
mod voices;
mod why;
mod words;

pub use difference::{Difference, Line, difference};
pub use verdict::{
    ACCOUNT_VERSION, Account, Bond, Followed, Matched, Member, Place, StoryAccount, StoryTopic, Verdict, Was,
};
pub(crate) use words::fold;

use crate::model::{Digest, Edition, Entry, EntryId, Matcher, Outlet, OutletId, Override, Story, Topic, Trouble};
use brief::Habits;
use filter::{Filter, Judgement};
use follow::Follows;
use group::{Candidate, Grouping, Seen};
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};
use stories::{Coverage, Means, stories};

/// What one digest is made of.
#[derive(Debug)]
pub struct Input<'a> {
    /// Which digest.
    pub edition: Edition,
    /// What the reader calls it.
    pub title: &'a str,
    /// What the reader asked for, in the order of `feeds.toml`.
    pub topics: &'a [Topic],
    /// Who publishes.
    pub outlets: &'a [Outlet],
    /// What is dropped at one outlet only.
    pub outlet_nots: &'a [(OutletId, Vec<Matcher>)],
    /// Entries that no edition has considered yet.
    pub entries: &'a [Entry],
    /// Entries of the days before: company for the new ones, and what living stories have told.
    pub earlier: &'a [Entry],
    /// Stories that may go on.
    pub stories: &'a [Story],
    /// What the reader knows better than grouping.
    pub overrides: &'a [Override],
    /// What the feeds have said of late, before these entries.
    pub seen: &'a Seen,
    /// Feeds switched on.
    pub feeds: usize,
    /// Feeds that answered well when last asked.
    pub feeds_read: usize,
    /// Feeds that need a person.
    pub troubles: Vec<Trouble>,
    /// Entries published before this moment are no news, whenever they were first seen.
    pub oldest: Timestamp,
    /// A told story returns only with something new.
    pub updates_only: bool,
    /// A told story does not return at all.
    pub never_again: bool,
    /// The most stories with two or more outlets on the page.
    pub stories_most: usize,
    /// The most stories one outlet may lead, and the most lines it gets.
    pub per_outlet: Option<usize>,
    /// How much a brief may say.
    pub brief: brief::Options,
}

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
        // What was told belongs to its story whatever the topics say today.
        .filter(|entry| !judged[&entry.id].topics.is_empty() || told.contains(&entry.id))
        .collect();
    let (grouping, groups) = groups(&kept, &fresh, input);
    let place_of: BTreeMap<&EntryId, usize> =
        kept.iter().enumerate().map(|(place, entry)| (&entry.id, place)).collect();
    let score = |a: &EntryId, b: &EntryId| grouping.score(place_of[a], place_of[b]);
    let habits = Habits::learn(every());
    let means = Means { habits: &habits, options: &input.brief };
    let coverage = stories(&groups, &fresh, input.stories, &outlets, &input.edition, &means, &score);
    let (tellable, silent): (Vec<Coverage<'_>>, Vec<Coverage<'_>>) = coverage.into_iter().partition(|story| {
        story.continues.is_none() || !(input.never_again || input.updates_only && !story.has_news(&means))
    });
    let follows = Follows::new(every(), &outlets);
    let (digest, stories, account) = page::compose(input, &tellable, &silent, &judged, &follows, &means);
    let mut seen = input.seen.clone();
    seen.add(&input.entries.iter().map(candidate).collect::<Vec<_>>());
    Composed { digest, stories, account, seen }
}

/// Entries that tell the same story.
struct Group<'a> {
    members: Vec<&'a Entry>,
    /// The number of the family it belongs to.
    family: usize,
    /// The reader has joined or split it in `feeds.toml`, and knows better than any score.
    by_hand: bool,
    /// Why each belongs to it, by name; none where one stands alone.
    bonds: BTreeMap<&'a EntryId, Bond>,
}

/// Puts the entries that tell the same story together.
fn groups<'a>(kept: &[&'a Entry], fresh: &BTreeSet<&EntryId>, input: &Input<'_>) -> (Grouping, Vec<Group<'a>>) {
    let candidates: Vec<Candidate<'_>> = kept.iter().map(|entry| candidate(entry)).collect();
    let grouping = group::group(&candidates, &group::Options::default(), input.seen);
    let touched = grouping.touched(|place| fresh.contains(&kept[place].id));
    let settled = settled::keep(grouping.clusters().to_vec(), kept, input.stories, &touched);
    let mut family_of = vec![0; kept.len()];
    for (members, family) in grouping.clusters().iter().zip(grouping.families()) {
        for &place in members {
            family_of[place] = *family;
        }
    }
    let as_found: BTreeSet<Vec<usize>> =
        if input.overrides.is_empty() { BTreeSet::new() } else { settled.iter().cloned().collect() };
    let groups = overrides::apply(settled, kept, input.overrides)
        .iter()
        .map(|places| {
            let bond = |place: &usize| {
                let (other, why) = grouping.bond(*place, places)?;
                Some((&kept[*place].id, why::bond(&kept[other].id, why)))
            };
            Group {
                members: places.iter().map(|place| kept[*place]).collect(),
                family: commonest(places.iter().map(|place| family_of[*place])),
                by_hand: !input.overrides.is_empty() && !as_found.contains(places),
                bonds: places.iter().filter_map(bond).collect(),
            }
        })
        .collect();
    (grouping, groups)
}

/// The number that comes most often, of several the least; 0 if there is none.
fn commonest(numbers: impl Iterator<Item = usize>) -> usize {
    let mut often: BTreeMap<usize, usize> = BTreeMap::new();
    for number in numbers {
        *often.entry(number).or_default() += 1;
    }
    often.into_iter().max_by_key(|&(number, often)| (often, std::cmp::Reverse(number))).map_or(0, |(number, _)| number)
}

/// An entry as grouping sees it.
fn candidate(entry: &Entry) -> Candidate<'_> {
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
