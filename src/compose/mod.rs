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
mod running;
mod settled;
mod stories;
mod threads;
mod topics;
mod verdict;
mod voices;
mod why;
mod words;

pub use difference::{Difference, Line, difference};
pub use verdict::{
    ACCOUNT_VERSION, Account, Bond, Followed, Matched, Member, Place, StoryAccount, StoryTopic, Taken, Verdict, Was,
};
pub(crate) use words::fold;

use crate::model::{Digest, Edition, Entry, EntryId, Matcher, Outlet, OutletId, Override, Story, Topic, Trouble};
use brief::Habits;
use filter::{Filter, Judgement};
use follow::Follows;
use group::{Candidate, Grouping, Seen, Stand};
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};
use stories::{Coverage, Means, stories};
use topics::Topics;

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

/// Entries that tell the same story.
struct Group<'a> {
    members: Vec<&'a Entry>,
    /// The topics that take it, and why.
    topics: Vec<(usize, Taken)>,
    /// The number of the family it belongs to.
    family: usize,
    /// The reader has joined or split it in `feeds.toml`, and knows better than any score.
    by_hand: bool,
    /// Why each belongs to it, by name; none where one stands alone.
    bonds: BTreeMap<&'a EntryId, Bond>,
}

/// What grouping found, by the names of entries.
struct Found<'a> {
    grouping: Grouping,
    place_of: BTreeMap<&'a EntryId, usize>,
}

impl Found<'_> {
    /// How likely two entries are to tell one story, from 0 to 1.
    fn score(&self, a: &EntryId, b: &EntryId) -> f64 {
        self.grouping.score(self.place_of[a], self.place_of[b])
    }
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

/// An entry as one that may stand for its story.
fn stand<'e>(entry: &'e Entry, place: usize, outlets: &BTreeMap<&OutletId, &'e Outlet>) -> Stand<'e> {
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
