//! Ranking: stories in order, each with the reasons for its score.

use crate::model::Score;
use jiff::Timestamp;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

/// Points for one independent voice of usual weight. Coverage is the strongest sign of weight a story
/// carries without reading it, so it outweighs all other parts together from the second voice on.
const VOICE: f64 = 12.0;

/// More voices than this add nothing: ten outlets and thirty say the same of a story.
const VOICES: usize = 10;

/// Points of a report of this very moment, halved every [`HALF_LIFE_HOURS`].
const FRESH: f64 = 6.0;

const HALF_LIFE_HOURS: f64 = 12.0;

/// Points for each point of the topic's own score, up to [`ON_TOPIC_MOST`] points of it.
const ON_TOPIC: f64 = 1.5;

const ON_TOPIC_MOST: f64 = 3.0;

/// What ranking knows of a story.
#[derive(Debug, Clone, PartialEq)]
pub struct Standing {
    /// The weight of each independent voice that tells it.
    pub voices: Vec<f64>,
    /// Its newest report.
    pub newest: Timestamp,
    /// How well it fits the topic it is told under.
    pub topic_score: f64,
}

/// The score of a story at `now`; its parts add up to the total.
#[must_use]
pub fn score(standing: &Standing, now: Timestamp) -> Score {
    let mut voices = standing.voices.clone();
    voices.sort_by(|a, b| b.total_cmp(a));
    let coverage: f64 = voices.iter().take(VOICES).map(|weight| weight.max(0.0) * VOICE).sum();
    let age_hours = now.duration_since(standing.newest).as_secs_f64().max(0.0) / 3600.0;
    let recency = FRESH * 0.5_f64.powf(age_hours / HALF_LIFE_HOURS);
    let topic = ON_TOPIC * standing.topic_score.clamp(0.0, ON_TOPIC_MOST);
    let parts = vec![
        ("independent voices".to_owned(), coverage),
        ("newest report".to_owned(), recency),
        ("fit to the topic".to_owned(), topic),
    ];
    let total = parts.iter().map(|(_, points)| points).sum();
    Score { parts, total }
}

/// A story that would like a place.
#[derive(Debug, Clone, PartialEq)]
pub struct Contender<'a> {
    /// Its name, which breaks ties.
    pub name: &'a str,
    /// The topic it would be told under: its place in `feeds.toml`.
    pub topic: usize,
    /// Its points.
    pub total: f64,
    /// The outlet whose headline stands for it.
    pub outlet: &'a str,
    /// Several outlets tell it, so it gets a brief; one outlet gets a line.
    pub is_brief: bool,
}

/// How many places there are.
#[derive(Debug, Clone, PartialEq)]
pub struct Room {
    /// Briefs on the page.
    pub briefs: usize,
    /// Lines under one topic.
    pub lines: usize,
    /// Briefs, and lines, that one outlet may have.
    pub per_outlet: Option<usize>,
    /// Briefs and lines together under each topic, by its place in `feeds.toml`.
    pub per_topic: Vec<Option<usize>>,
}

/// The places in `contenders` of those that get a place, first things first.
///
/// Quiet topics keep their places: the best brief of each topic comes before the second of any.
#[must_use]
pub fn choose(contenders: &[Contender<'_>], room: &Room) -> Vec<usize> {
    let mut order: Vec<usize> = (0..contenders.len()).collect();
    order.sort_by(|a, b| compare(&contenders[*a], &contenders[*b]));
    let mut ledger =
        Ledger { room, per_outlet: BTreeMap::new(), per_topic: BTreeMap::new(), briefs: 0, lines: BTreeMap::new() };
    let mut chosen: BTreeSet<usize> = BTreeSet::new();
    let briefs: Vec<usize> = order.iter().copied().filter(|index| contenders[*index].is_brief).collect();
    let mut served: BTreeSet<usize> = BTreeSet::new();
    for index in &briefs {
        if !served.contains(&contenders[*index].topic) && ledger.admits(&contenders[*index]) {
            served.insert(contenders[*index].topic);
            chosen.insert(*index);
        }
    }
    for index in briefs.iter().chain(order.iter().filter(|index| !contenders[**index].is_brief)) {
        if !chosen.contains(index) && ledger.admits(&contenders[*index]) {
            chosen.insert(*index);
        }
    }
    order.retain(|index| chosen.contains(index));
    order
}

/// Most points first; the name breaks ties, so the order is total.
fn compare(a: &Contender<'_>, b: &Contender<'_>) -> Ordering {
    b.total.total_cmp(&a.total).then_with(|| a.name.cmp(b.name))
}

/// Which places are taken.
struct Ledger<'a> {
    room: &'a Room,
    per_outlet: BTreeMap<(bool, &'a str), usize>,
    per_topic: BTreeMap<usize, usize>,
    briefs: usize,
    lines: BTreeMap<usize, usize>,
}

impl<'a> Ledger<'a> {
    /// Takes a place for `contender`, if there is one.
    fn admits(&mut self, contender: &Contender<'a>) -> bool {
        let outlet = self.per_outlet.entry((contender.is_brief, contender.outlet)).or_default();
        let topic = self.per_topic.entry(contender.topic).or_default();
        let lines = self.lines.entry(contender.topic).or_default();
        let topic_most = self.room.per_topic.get(contender.topic).copied().flatten();
        let is_full = if contender.is_brief { self.briefs >= self.room.briefs } else { *lines >= self.room.lines };
        if is_full
            || self.room.per_outlet.is_some_and(|most| *outlet >= most)
            || topic_most.is_some_and(|most| *topic >= most)
        {
            return false;
        }
        *outlet += 1;
        *topic += 1;
        if contender.is_brief {
            self.briefs += 1;
        } else {
            *lines += 1;
        }
        true
    }
}
