//! What the topics, as they are now, take of what is stored, beside what they took when its editions were made.

use super::account;
use crate::compose::filter::{Filter, Hit, Reason, Rule};
use crate::compose::{self, Matched, Was};
use crate::config::Config;
use crate::model::{Entry, EntryId, Topic, TopicId};
use crate::store::{Store, StoreError};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Entries of each kind that are shown as examples, at most.
const EXAMPLES: usize = 20;

/// What the topics take.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Preview {
    /// Entries seen after this moment ...
    pub from: Timestamp,
    /// ... and not after this one.
    pub to: Timestamp,
    /// When the first of them was seen: the store may not reach back as far as was asked.
    pub oldest: Option<Timestamp>,
    /// How many there are.
    pub entries: usize,
    /// How many of them are of no topic.
    pub in_no_topic: usize,
    /// Each topic, in the order of `feeds.toml`.
    pub topics: Vec<TopicPreview>,
    /// Topics that editions knew and the file does not, with how many entries they took.
    pub gone: BTreeMap<TopicId, usize>,
}

/// What one topic takes.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TopicPreview {
    /// The topic.
    pub topic: TopicId,
    /// What the page calls it.
    pub title: String,
    /// How many entries it takes.
    pub entries: usize,
    /// Of how many outlets.
    pub outlets: usize,
    /// How many on each day of the digest's zone; days without any are left out.
    pub days: BTreeMap<Date, usize>,
    /// How many each keyword was found in, in the order of the file.
    pub keywords: Vec<(Rule, String, usize)>,
    /// Some of what it takes, newest first.
    pub examples: Vec<Example>,
    /// How many it takes now and did not when their edition was made.
    pub gained: usize,
    /// Some of these, newest first.
    pub gained_examples: Vec<Example>,
    /// How many it takes besides, that have none of its keywords, because it takes the story that they help to tell.
    pub with_story: usize,
    /// Some of these, newest first.
    pub with_story_examples: Vec<Example>,
    /// How many it took when their edition was made and does not now.
    pub lost: usize,
    /// Some of these, newest first.
    pub lost_examples: Vec<Example>,
}

/// An entry, and why it is or is not of a topic.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Example {
    /// Its name.
    pub entry: EntryId,
    /// Its outlet's name in `feeds.toml`.
    pub outlet: String,
    /// Its headline.
    pub title: String,
    /// Its link, where it has one.
    pub link: Option<String>,
    /// When it was published.
    pub time: Timestamp,
    /// The keywords by which the topic takes it, or took it then; empty where it takes everything.
    pub hits: Vec<Hit>,
    /// Why the topic does not take it.
    pub refused: Option<Reason>,
}

impl Example {
    fn new(entry: &Entry, hits: &[Hit], refused: Option<Reason>) -> Self {
        Self {
            entry: entry.id.clone(),
            outlet: entry.outlet.to_string(),
            title: entry.title.to_string(),
            link: entry.link.as_ref().map(ToString::to_string),
            time: entry.time(),
            hits: hits.to_vec(),
            refused,
        }
    }
}

/// Entries first seen in the last `days` days, newest first.
pub(super) async fn recent<S: Store>(
    store: &S,
    now: Timestamp,
    days: u32,
) -> Result<(Timestamp, Vec<Entry>), StoreError> {
    let from = now.checked_sub(SignedDuration::from_hours(24 * i64::from(days))).unwrap_or(Timestamp::MIN);
    let mut entries = store.seen_between(from, now).await?;
    entries.sort_by(|a, b| (b.time(), &b.id).cmp(&(a.time(), &a.id)));
    Ok((from, entries))
}

pub(super) async fn preview<S: Store>(
    config: &Config,
    store: &S,
    now: Timestamp,
    days: u32,
) -> Result<Preview, StoreError> {
    let (from, entries) = recent(store, now, days).await?;
    let before = verdicts(store, from).await?;
    let filter = account::filter(config);
    let judgements = filter.judge_all(&entries);
    let known: Vec<_> = config.outlets.iter().map(|outlet| outlet.outlet.clone()).collect();
    let with_stories = compose::with_stories(&filter, &known, &entries, &judgements, now);
    let mut topics: Vec<TopicPreview> = config.topics.iter().map(empty).collect();
    let mut outlets: Vec<BTreeSet<&str>> = vec![BTreeSet::new(); topics.len()];
    for (entry, judgement) in entries.iter().zip(&judgements) {
        for found in &judgement.topics {
            let topic = &mut topics[found.topic];
            topic.entries += 1;
            outlets[found.topic].insert(entry.outlet.as_str());
            *topic.days.entry(entry.time().to_zoned_datetime(config.zone.clone()).date()).or_default() += 1;
            for hit in &found.hits {
                let known = topic.keywords.iter_mut().find(|(rule, word, _)| (*rule, word) == (hit.rule, &hit.keyword));
                if let Some((.., count)) = known {
                    *count += 1;
                }
            }
            add(&mut topic.examples, || Example::new(entry, &found.hits, None));
            // An entry that waits for its edition is no gain: it was never judged by another file.
            if before.get(&entry.id).is_some_and(|before| !before.iter().any(|found| found.topic == topic.topic)) {
                topic.gained += 1;
                add(&mut topic.gained_examples, || Example::new(entry, &found.hits, None));
            }
        }
    }
    for (entry, topics_of_story) in entries.iter().zip(&with_stories) {
        for &topic in topics_of_story {
            topics[topic].with_story += 1;
            add(&mut topics[topic].with_story_examples, || Example::new(entry, &[], None));
        }
    }
    let mut gone: BTreeMap<TopicId, usize> = BTreeMap::new();
    let mut alone: BTreeMap<usize, Filter> = BTreeMap::new();
    for (entry, judgement) in entries.iter().zip(&judgements) {
        for then in before.get(&entry.id).into_iter().flatten() {
            let Some(place) = config.topics.iter().position(|topic| topic.id == then.topic) else {
                *gone.entry(then.topic.clone()).or_default() += 1;
                continue;
            };
            if judgement.topics.iter().any(|found| found.topic == place) {
                continue;
            }
            topics[place].lost += 1;
            // Another topic may take it, so this one is asked by itself.
            let filter = alone.entry(place).or_insert_with(|| by_itself(config, place));
            add(&mut topics[place].lost_examples, || Example::new(entry, &then.hits, filter.judge(entry).dropped));
        }
    }
    for (topic, outlets) in topics.iter_mut().zip(&outlets) {
        topic.outlets = outlets.len();
    }
    Ok(Preview {
        from,
        to: now,
        oldest: entries.iter().map(|entry| entry.first_seen).min(),
        in_no_topic: judgements.iter().filter(|judgement| !judgement.is_kept()).count(),
        entries: entries.len(),
        topics,
        gone,
    })
}

fn add(examples: &mut Vec<Example>, example: impl FnOnce() -> Example) {
    if examples.len() < EXAMPLES {
        examples.push(example());
    }
}

fn by_itself(config: &Config, topic: usize) -> Filter {
    let outlets: Vec<_> = config.outlets.iter().map(|outlet| outlet.outlet.clone()).collect();
    let nots: Vec<_> = config.outlets.iter().map(|outlet| (outlet.outlet.id.clone(), outlet.not.clone())).collect();
    Filter::new(std::slice::from_ref(&config.topics[topic]), &nots, &outlets)
}

/// A topic before anything was looked at; each keyword once.
fn empty(topic: &Topic) -> TopicPreview {
    let mut keywords: Vec<(Rule, String, usize)> = Vec::new();
    let groups = topic.all.iter().enumerate().map(|(group, list)| (Rule::All(group), list));
    for (rule, list) in std::iter::once((Rule::Any, &topic.any)).chain(groups) {
        for matcher in list {
            let (crate::model::Pattern::Words(word) | crate::model::Pattern::Regex(word)) = &matcher.pattern;
            if !keywords.iter().any(|(known, other, _)| (*known, other) == (rule, word)) {
                keywords.push((rule, word.clone(), 0));
            }
        }
    }
    TopicPreview {
        topic: topic.id.clone(),
        title: topic.title.clone(),
        entries: 0,
        outlets: 0,
        days: BTreeMap::new(),
        keywords,
        examples: Vec::new(),
        with_story: 0,
        with_story_examples: Vec::new(),
        gained: 0,
        gained_examples: Vec::new(),
        lost: 0,
        lost_examples: Vec::new(),
    }
}

/// By entry, the topics it belonged to by the last edition since `from` that considered it.
async fn verdicts<S: Store>(store: &S, from: Timestamp) -> Result<BTreeMap<EntryId, Vec<Matched>>, StoreError> {
    let mut verdicts = BTreeMap::new();
    for line in store.archive().await?.into_iter().take_while(|line| line.at >= from) {
        let Some(account) = account::account(store, &line.key).await? else { continue };
        for verdict in account.verdicts {
            // What no rule was asked about was neither taken nor refused.
            if !matches!(verdict.was, Was::NoOutlet) {
                verdicts.entry(verdict.entry).or_insert(verdict.topics);
            }
        }
    }
    Ok(verdicts)
}
