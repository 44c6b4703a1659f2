//! Composing: entries in, one digest out. Pure, and it cannot fail.

mod bond;
pub mod brief;
mod chronicle;
mod difference;
pub mod filter;
mod follow;
pub mod group;
mod groups;
mod input;
mod overrides;
mod page;
pub mod rank;
mod ranked;
pub mod report;
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
use crate::text::{Article, Boilerplate};
use filter::{Filter, Judgement};
use follow::Follows;
use group::Seen;
use groups::groups;
use jiff::Timestamp;
use report::Report;
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

/// Makes the digest: read, group, ask the topics, continue yesterday's stories, rank, brief.
#[must_use]
pub fn digest(input: &Input<'_>) -> Composed {
    let outlets: BTreeMap<&OutletId, &Outlet> = input.outlets.iter().map(|outlet| (&outlet.id, outlet)).collect();
    let filter = Filter::new(input.topics, input.outlet_nots, input.outlets);
    let fresh: BTreeSet<&EntryId> = input.entries.iter().map(|entry| &entry.id).collect();
    let every = || input.entries.iter().chain(input.earlier);
    let judged: BTreeMap<&EntryId, Judgement> = every().map(|entry| &entry.id).zip(filter.judge_all(every())).collect();
    let told: BTreeSet<&EntryId> = input.stories.iter().flat_map(|story| story.told.iter()).collect();
    let is_kept = |entry: &Entry, is_old: bool| {
        !is_old
            && entry.link.is_some()
            && outlets.contains_key(&entry.outlet)
            // What an outlet is not to say is no report of any story; what was told stays in the story it was told in.
            && (!judged[&entry.id].is_refused_by_outlet() || told.contains(&entry.id))
    };
    let new = input.entries.iter().map(|entry| (entry, entry.time() < input.oldest));
    let all = new.chain(input.earlier.iter().map(|entry| (entry, false)));
    // The kept ones first: their places are those that grouping knows.
    let (kept, others): (Vec<_>, Vec<_>) = all.partition(|(entry, is_old)| is_kept(entry, *is_old));
    let articles: Vec<Article<'_>> = kept.iter().chain(&others).map(|(entry, _)| Article::read(entry)).collect();
    let boilerplate = Boilerplate::learn(&articles);
    let reports = reports(&articles[..kept.len()], &outlets);
    let grouping = groups::find(&articles[..kept.len()], input.seen);
    let topics = Topics { filter: &filter, reports: &reports, judged: &judged, told: &told };
    let groups = groups(&grouping, &topics, &fresh, input);
    let means = Means { boilerplate: &boilerplate, options: &input.brief, grouping: &grouping };
    let coverage = stories(groups, &fresh, input.stories, &input.edition, &means);
    let (tellable, silent): (Vec<Coverage<'_>>, Vec<Coverage<'_>>) = coverage.into_iter().partition(|story| {
        story.continues.is_none() || !(input.never_again || input.updates_only && !story.has_news(&means))
    });
    let follows = Follows::new(every(), &outlets);
    let (digest, stories, account) = page::compose(input, tellable, &silent, &judged, &follows, &means);
    let mut seen = input.seen.clone();
    seen.add(articles.iter().filter(|article| fresh.contains(&article.entry.id)));
    Composed { digest, stories, account, seen }
}

/// Articles of known outlets as reports of whatever story, each at its place.
fn reports<'a>(articles: &'a [Article<'a>], outlets: &BTreeMap<&OutletId, &'a Outlet>) -> Vec<Report<'a>> {
    let report = |(place, article): (usize, &'a Article<'a>)| {
        outlets.get(&article.entry.outlet).map(|outlet| Report::new(article, outlet, place))
    };
    articles.iter().enumerate().filter_map(report).collect()
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
    let (numbers, articles): (Vec<usize>, Vec<Article<'_>>) = entries
        .iter()
        .enumerate()
        .filter(|(number, entry)| usable(entry) && !judgements[*number].is_refused_by_outlet())
        .map(|(number, entry)| (number, Article::read(entry)))
        .unzip();
    let judged = numbers.iter().map(|number| (&entries[*number].id, judgements[*number].clone())).collect();
    let reports = reports(&articles, &outlets);
    let topics = Topics { filter, reports: &reports, judged: &judged, told: &BTreeSet::new() };
    let grouping = groups::find(&articles, &Seen::default());
    let mut with_story = vec![Vec::new(); entries.len()];
    for places in grouping.clusters().iter().filter(|places| places.len() > 1) {
        for asked in topics.ask(places, |places| groups::headline(&grouping, places, &topics, now)) {
            for place in asked.members {
                let has =
                    |topic: usize| judged[&articles[place].entry.id].topics.iter().any(|found| found.topic == topic);
                let comes = asked.topics.iter().filter(|(topic, taken)| *taken != Taken::Reports && !has(*topic));
                with_story[numbers[place]] = comes.map(|(topic, _)| *topic).collect();
            }
        }
    }
    with_story
}
