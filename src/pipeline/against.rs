//! The last page beside what it would be by `feeds.toml` as it is now.

use super::{account, publish};
use crate::compose::filter::Reason;
use crate::compose::rank::Limit;
use crate::compose::{Account, Matched, Place, StoryAccount, Was};
use crate::config::Config;
use crate::model::{StoryId, TopicId};
use crate::store::{Store, StoreError};
use jiff::Timestamp;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// What changes.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Against {
    /// The key of the last edition.
    pub edition: String,
    /// When it was made.
    pub at: Timestamp,
    /// Stories on its page.
    pub stories: usize,
    /// Stories that come, in the order of the page.
    pub gains: Vec<Change>,
    /// Stories that go, in the order of the page.
    pub losses: Vec<Change>,
    /// Stories that are told under another topic, at another length, or in other company.
    pub moves: Vec<(Shown, Shown)>,
    /// Stories that stay as they are.
    pub same: usize,
    /// Entries that wait for the next edition, and are no part of this.
    pub waiting: usize,
    /// How many of these each topic takes; an entry may be of several.
    pub waiting_by_topic: BTreeMap<TopicId, usize>,
}

/// A story on a page.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Shown {
    /// The story.
    pub story: StoryId,
    /// Its headline.
    pub headline: String,
    /// The topic it is told under.
    pub topic: TopicId,
    /// Told at length; otherwise in a line.
    pub is_brief: bool,
    /// Its number among the briefs or the lines, from 1.
    pub number: usize,
    /// Entries that tell it.
    pub entries: usize,
}

/// A story that comes or goes, and why.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Change {
    /// The story, where it is shown.
    #[serde(flatten)]
    pub shown: Shown,
    /// The topics of its entries where it is shown, with what was found; each topic once.
    pub topics: Vec<Matched>,
    /// Why it is not shown on the other page: the rules that drop its entries, each once ...
    pub dropped: Vec<Reason>,
    /// ... or the limit it meets.
    pub limit: Option<Limit>,
    /// On the other page its entries are part of a story told before, with nothing new.
    pub told_before: bool,
}

pub(super) async fn against<S: Store>(config: &Config, store: &S) -> Result<Option<Against>, StoreError> {
    let Some((last, again)) = publish::again(config, store).await? else { return Ok(None) };
    let before = account::account(store, &last.edition.key).await?;
    let (Some(before), Some(after)) = (before, account::read(&again.verdicts)) else { return Ok(None) };
    let (old, new) = (shown(&before), shown(&after));
    let twins = twins(&old, &new);
    let mut moves = Vec::new();
    let mut same = 0;
    for (a, b) in &twins {
        let (a, b) = (old[*a].1.clone(), new[*b].1.clone());
        if (&a.topic, a.is_brief, a.entries) == (&b.topic, b.is_brief, b.entries) {
            same += 1;
        } else {
            moves.push((a, b));
        }
    }
    let kept: BTreeSet<usize> = twins.iter().map(|(a, _)| *a).collect();
    let known: BTreeSet<usize> = twins.iter().map(|(_, b)| *b).collect();
    let losses = old.iter().enumerate().filter(|(at, _)| !kept.contains(at));
    let gains = new.iter().enumerate().filter(|(at, _)| !known.contains(at));
    let waiting = store.pending().await?;
    let mut waiting_by_topic: BTreeMap<TopicId, usize> = BTreeMap::new();
    for judgement in account::filter(config).judge_all(&waiting) {
        for found in &judgement.topics {
            *waiting_by_topic.entry(config.topics[found.topic].id.clone()).or_default() += 1;
        }
    }
    Ok(Some(Against {
        edition: last.edition.key,
        at: last.edition.at,
        stories: old.len(),
        losses: losses.map(|(_, (story, shown))| change(story, shown, &before, &after)).collect(),
        gains: gains.map(|(_, (story, shown))| change(story, shown, &after, &before)).collect(),
        moves,
        same,
        waiting: waiting.len(),
        waiting_by_topic,
    }))
}

/// The stories on a page, in its order.
fn shown(account: &Account) -> Vec<(&StoryAccount, Shown)> {
    let stories = account.stories.iter().filter_map(|story| {
        let Place::Shown { number, .. } = story.place else { return None };
        let shown = Shown {
            story: story.story.clone(),
            headline: story.headline.clone(),
            topic: story.topics.first()?.topic.clone(),
            is_brief: story.is_brief,
            number,
            entries: story.members.len(),
        };
        Some((story, shown))
    });
    stories.collect()
}

/// Which story of one page is which of the other: of the same name, else the one with most of its entries.
fn twins(old: &[(&StoryAccount, Shown)], new: &[(&StoryAccount, Shown)]) -> Vec<(usize, usize)> {
    let mut taken = BTreeSet::new();
    let mut twins = Vec::new();
    let mut claims: Vec<(usize, usize, usize)> = Vec::new();
    for (a, (before, _)) in old.iter().enumerate() {
        let members: BTreeSet<_> = before.members.iter().map(|member| &member.entry).collect();
        for (b, (after, _)) in new.iter().enumerate() {
            let shared = after.members.iter().filter(|member| members.contains(&member.entry)).count();
            if before.story == after.story {
                claims.push((usize::MAX, a, b));
            } else if shared > 0 {
                claims.push((shared, a, b));
            }
        }
    }
    claims.sort_by(|x, y| y.0.cmp(&x.0).then_with(|| (x.1, x.2).cmp(&(y.1, y.2))));
    for (_, a, b) in claims {
        if !taken.contains(&(true, a)) && !taken.contains(&(false, b)) {
            taken.extend([(true, a), (false, b)]);
            twins.push((a, b));
        }
    }
    twins.sort_unstable();
    twins
}

/// Why `story`, shown by the account `here`, is not shown by the account `there`.
fn change(story: &StoryAccount, shown: &Shown, here: &Account, there: &Account) -> Change {
    let members: BTreeSet<_> = story.members.iter().map(|member| &member.entry).collect();
    let of = |account: &'_ Account| -> Vec<crate::compose::Verdict> {
        account.verdicts.iter().filter(|verdict| members.contains(&verdict.entry)).cloned().collect()
    };
    let mut topics: Vec<Matched> = Vec::new();
    for found in of(here).into_iter().flat_map(|verdict| verdict.topics) {
        if !topics.iter().any(|known| known.topic == found.topic) {
            topics.push(found);
        }
    }
    let mut change = Change { shown: shown.clone(), topics, dropped: Vec::new(), limit: None, told_before: false };
    for verdict in of(there) {
        match verdict.was {
            Was::Dropped { reason } if !change.dropped.contains(&reason) => change.dropped.push(reason),
            Was::NoRoom { story, .. } => {
                let place = there.stories.iter().find(|other| other.story == story).map(|other| &other.place);
                change.limit = match place {
                    Some(Place::LeftOut { limit }) => Some(*limit),
                    _ => change.limit,
                };
            }
            Was::ToldBefore { .. } => change.told_before = true,
            _ => {}
        }
    }
    change
}
