//! Ranking: which stories come first, which have room, and why.
//!
//! A score is a sum of parts, each of which a reader can check:
//!
//! | part | points | why |
//! |---|---|---|
//! | `coverage` | 10 · log2(1 + voices) | what many report independently matters; the tenth report says less than the second |
//! | `outlets` | 10 · log2((1 + sum of weights) / (1 + voices)) | a voice counts as much as its outlet's weight says |
//! | `recency` | 4 · 2^(-age / 12 h) | of equals, the newer |
//! | `topic` | 3 · s / (1 + s), s the topic score | how well it is what was asked for |
//! | `links` | 2 · n / (1 + n), n voices that link to a report of another voice | whom others follow |
//! | `told` | -1 | told before: yields to an equal story that is new |
//! | `thread` | [`coverage`] of all who tell of its thread, less its own | a running event is weighed as one, at its head |
//!
//! So with usual weights a second or third voice outweighs any recency (5.8 and 4.2 points against at most 4).

use crate::model::{News, OutletId, Score, StoryId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

const COVERAGE: f64 = 10.0;
const RECENCY: f64 = 4.0;
const HALF_LIFE_SECONDS: f64 = 12.0 * 3600.0;
const TOPIC: f64 = 3.0;
const LINKS: f64 = 2.0;
const TOLD: f64 = 1.0;

/// What a story's score is made of.
#[derive(Debug, Clone, Copy)]
pub struct Standing<'a> {
    /// The weight of each independent voice: a family counts once, and so do copies of one text and reports of one agency;
    /// where several outlets make one voice, the greatest of their weights.
    pub voices: &'a [f64],
    /// When its newest report was published.
    pub newest: Timestamp,
    /// How well it fits the topic it is told under.
    pub topic_score: f64,
    /// Voices whose entries, in this story or not, link to one of its reports of another voice.
    pub links: usize,
    /// What the last digest knew of it.
    pub news: &'a News,
}

/// Scores a story; the parts add up to the total. `now` is the moment of the edition.
#[must_use]
pub fn score(standing: &Standing<'_>, now: Timestamp) -> Score {
    let voices = as_f64(standing.voices.len());
    let alike = COVERAGE * (1.0 + voices).log2();
    let age = (now.as_second() - standing.newest.as_second()).max(0);
    let age = f64::from(u32::try_from(age).unwrap_or(u32::MAX));
    let topic = tame(standing.topic_score);
    let links = as_f64(standing.links);
    let mut parts = vec![
        ("coverage".to_owned(), alike),
        ("outlets".to_owned(), coverage(standing.voices) - alike),
        ("recency".to_owned(), RECENCY * (-age / HALF_LIFE_SECONDS).exp2()),
        ("topic".to_owned(), TOPIC * topic / (1.0 + topic)),
        ("links".to_owned(), LINKS * links / (1.0 + links)),
    ];
    if matches!(standing.news, News::Updated { .. }) {
        parts.push(("told".to_owned(), -TOLD));
    }
    // Shown with three digits, and kept so, lest what is shown does not add up.
    let rounded = |points: f64| (points * 1000.0).round() / 1000.0;
    for (_, points) in &mut parts {
        *points = rounded(*points);
    }
    let total = rounded(parts.iter().map(|(_, points)| points).sum());
    Score { parts, total }
}

/// What voices of these weights are worth: `coverage` and `outlets` together.
#[must_use]
pub(super) fn coverage(weights: &[f64]) -> f64 {
    COVERAGE * (1.0 + weights.iter().map(|weight| tame(*weight)).sum::<f64>()).log2()
}

/// Weights are the reader's: none may be less than nothing, or no number at all.
fn tame(weight: f64) -> f64 {
    if weight.is_finite() { weight.clamp(0.0, 1e6) } else { 0.0 }
}

fn as_f64(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

/// How well a story fits a topic.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Fit {
    /// Place among the topics, from 0.
    pub topic: usize,
    /// The topic score of its entries on average; one that is not of the topic counts 0.
    pub score: f64,
}

/// The topics of a story, best first; of equals the first in `feeds.toml`.
///
/// `members` holds, for each entry of the story, the topics it belongs to with their scores.
#[must_use]
pub fn fits<M: IntoIterator<Item = (usize, f64)>>(members: impl IntoIterator<Item = M>) -> Vec<Fit> {
    let mut sums: BTreeMap<usize, f64> = BTreeMap::new();
    let mut count = 0;
    for member in members {
        count += 1;
        for (topic, score) in member {
            *sums.entry(topic).or_default() += tame(score);
        }
    }
    let mut fits: Vec<Fit> = sums.into_iter().map(|(topic, sum)| Fit { topic, score: sum / as_f64(count) }).collect();
    fits.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.topic.cmp(&b.topic)));
    fits
}

/// A story that may be shown.
#[derive(Debug, Clone)]
pub struct Candidate<'a> {
    /// The story.
    pub id: &'a StoryId,
    /// The total of its [`score`].
    pub total: f64,
    /// Its topics, best first, as [`fits`] gives them; a story without one cannot be shown.
    pub fits: &'a [Fit],
    /// Outlets that could lead it, the preferred one first.
    pub leads: &'a [&'a OutletId],
    /// It comes after all that do not wait, whatever its score: its thread has had its seats.
    pub waits: bool,
}

/// How much room there is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Room<'a> {
    /// The most stories.
    pub stories: usize,
    /// The most stories that one outlet may lead.
    pub per_outlet: Option<usize>,
    /// The most stories of each topic, in the order of `feeds.toml`; no entry means no limit.
    pub per_topic: &'a [Option<usize>],
}

/// Why a story has its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Seat {
    /// It is the best of its topic that may be shown: every topic keeps one place while there is room.
    BestOfTopic,
    /// Its score.
    Score,
}

/// A story that is shown.
#[derive(Debug, Clone, PartialEq)]
pub struct Chosen {
    /// Place among the candidates.
    pub story: usize,
    /// The topic it is told under.
    pub topic: usize,
    /// Other topics it belongs to, in the order of `feeds.toml`; they point to it.
    pub also: Vec<usize>,
    /// Place among its `leads` of the outlet that leads it; `None` where there are none.
    pub lead: Option<usize>,
    /// Why it has its place.
    pub seat: Seat,
}

/// Why a story is not shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "limit", content = "most")]
#[non_exhaustive]
pub enum Limit {
    /// It belongs to no topic.
    NoTopic,
    /// `stories`: the page is full.
    Stories(usize),
    /// `max` of its topic.
    Topic(usize),
    /// `per_outlet`: each outlet that could lead it leads as many as it may.
    Outlet(usize),
}

/// A story that is not shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LeftOut {
    /// Place among the candidates.
    pub story: usize,
    /// The topic it would be told under.
    pub topic: Option<usize>,
    /// The limit it met.
    pub limit: Limit,
}

/// What is shown and what is not: every candidate is in exactly one of the two.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Selection {
    /// First things first.
    pub shown: Vec<Chosen>,
    /// In the same order.
    pub left_out: Vec<LeftOut>,
}

/// Chooses stories: by score, of equals the smaller id; but every topic that has a story keeps a place
/// for its best while there is room, and no limit is exceeded.
#[must_use]
pub fn choose(candidates: &[Candidate<'_>], room: &Room<'_>) -> Selection {
    let mut order: Vec<usize> = (0..candidates.len()).collect();
    order.sort_by(|a, b| {
        let (a, b) = (&candidates[*a], &candidates[*b]);
        a.waits.cmp(&b.waits).then(b.total.total_cmp(&a.total)).then_with(|| a.id.cmp(b.id))
    });
    let mut page = Page { room, count: 0, of_topic: BTreeMap::new(), of_outlet: BTreeMap::new() };
    let mut seats: Vec<Option<(Option<usize>, Seat)>> = vec![None; candidates.len()];
    for seat in [Seat::BestOfTopic, Seat::Score] {
        for &number in &order {
            let candidate = &candidates[number];
            let Some(fit) = candidate.fits.first() else { continue };
            let waits = seat == Seat::BestOfTopic && page.of_topic.contains_key(&fit.topic);
            if seats[number].is_none()
                && !waits
                && let Ok(lead) = page.lead(candidate, fit.topic)
            {
                page.take(candidate, fit.topic, lead);
                seats[number] = Some((lead, seat));
            }
        }
    }
    let mut selection = Selection::default();
    for number in order {
        let candidate = &candidates[number];
        let topic = candidate.fits.first().map(|fit| fit.topic);
        match (topic, seats[number]) {
            (Some(topic), Some((lead, seat))) => {
                let mut also: Vec<usize> = candidate.fits.iter().skip(1).map(|fit| fit.topic).collect();
                also.sort_unstable();
                selection.shown.push(Chosen { story: number, topic, also, lead, seat });
            }
            (Some(topic), None) => {
                // What is full stays full, so the limit it meets now is the one it met.
                let limit = page.lead(candidate, topic).err().unwrap_or(Limit::Stories(room.stories));
                selection.left_out.push(LeftOut { story: number, topic: Some(topic), limit });
            }
            (None, _) => selection.left_out.push(LeftOut { story: number, topic: None, limit: Limit::NoTopic }),
        }
    }
    selection
}

/// The page as it fills.
struct Page<'r, 'c> {
    room: &'r Room<'r>,
    count: usize,
    of_topic: BTreeMap<usize, usize>,
    of_outlet: BTreeMap<&'c OutletId, usize>,
}

impl<'c> Page<'_, 'c> {
    /// Which outlet leads `candidate` under `topic`, or the limit that forbids it.
    fn lead(&self, candidate: &Candidate<'c>, topic: usize) -> Result<Option<usize>, Limit> {
        if let Some(Some(most)) = self.room.per_topic.get(topic)
            && self.of_topic.get(&topic).copied().unwrap_or(0) >= *most
        {
            return Err(Limit::Topic(*most));
        }
        let lead = match self.room.per_outlet {
            Some(most) if !candidate.leads.is_empty() => {
                let free = |outlet: &&OutletId| self.of_outlet.get(outlet).copied().unwrap_or(0) < most;
                Some(candidate.leads.iter().position(free).ok_or(Limit::Outlet(most))?)
            }
            _ => (!candidate.leads.is_empty()).then_some(0),
        };
        if self.count >= self.room.stories {
            return Err(Limit::Stories(self.room.stories));
        }
        Ok(lead)
    }

    fn take(&mut self, candidate: &Candidate<'c>, topic: usize, lead: Option<usize>) {
        self.count += 1;
        *self.of_topic.entry(topic).or_default() += 1;
        if let Some(outlet) = lead.and_then(|lead| candidate.leads.get(lead)) {
            *self.of_outlet.entry(outlet).or_default() += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Candidate, Fit, Limit, Room, Seat, Standing, choose, fits, score};
    use crate::model::{News, OutletId, StoryId};
    use jiff::Timestamp;
    use proptest::prelude::{Strategy, any, proptest};
    use std::collections::{BTreeMap, BTreeSet};

    const NOW: i64 = 1_800_000_000;

    fn total(voices: &[f64], age: i64, topic_score: f64, links: usize) -> f64 {
        let news = News::New;
        let newest = Timestamp::from_second(NOW - age).expect("a time");
        let standing = Standing { voices, newest, topic_score, links, news: &news };
        let score = score(&standing, Timestamp::from_second(NOW).expect("a time"));
        let sum: f64 = score.parts.iter().map(|(_, points)| points).sum();
        assert!((sum - score.total).abs() < 1e-9, "{score:?}");
        score.total
    }

    #[test]
    fn coverage_comes_before_recency() {
        assert!(total(&[1.0, 1.0], 7 * 86_400, 1.0, 0) > total(&[1.0], 0, 1.0, 0));
        assert!(total(&[1.0; 3], 7 * 86_400, 1.0, 0) > total(&[1.0; 2], 0, 1.0, 0));
        assert!(total(&[1.3], 0, 1.0, 0) > total(&[1.0], 0, 1.0, 0));
        assert!(total(&[1.0], 0, 1.0, 1) > total(&[1.0], 0, 1.0, 0));
        assert!(total(&[1.0], 0, 2.0, 0) > total(&[1.0], 0, 1.0, 0));
        // A date from the future is no merit.
        assert!((total(&[1.0], -5000, 1.0, 0) - total(&[1.0], 0, 1.0, 0)).abs() < 1e-9);
    }

    #[test]
    fn a_told_story_yields_to_a_new_one() {
        let newest = Timestamp::from_second(NOW).expect("a time");
        let of = |news: &News| score(&Standing { voices: &[1.0], newest, topic_score: 1.0, links: 0, news }, newest);
        let (new, updated) = (of(&News::New), of(&News::Updated { reports: 1, since: newest }));
        assert!(updated.total < new.total);
        assert_eq!(updated.parts.last().map(|(name, _)| name.as_str()), Some("told"));
    }

    #[test]
    fn a_story_is_told_under_the_topic_it_fits_best() {
        let fit = |members: Vec<Vec<(usize, f64)>>| fits(members).iter().map(|fit| fit.topic).collect::<Vec<_>>();
        assert_eq!(fit(vec![vec![(0, 1.0), (1, 2.0)], vec![(0, 1.5)]]), [0, 1]);
        assert_eq!(fit(vec![vec![(2, 1.0), (1, 1.0)]]), [1, 2]);
        assert_eq!(fit(vec![vec![]]), [0usize; 0]);
    }

    #[derive(Debug)]
    struct Story {
        id: StoryId,
        total: f64,
        fits: Vec<Fit>,
        leads: Vec<OutletId>,
    }

    fn story(id: &str, total: f64, topics: &[usize], leads: &[&str]) -> Story {
        Story {
            id: StoryId::from_stored(id),
            total,
            fits: topics.iter().map(|topic| Fit { topic: *topic, score: 1.0 }).collect(),
            leads: leads.iter().map(|lead| OutletId::new(*lead)).collect(),
        }
    }

    /// Ids with the reason.
    type Named<T> = Vec<(String, T)>;

    /// Those shown, and those left out.
    fn chosen(stories: &[Story], room: &Room<'_>) -> (Named<Seat>, Named<Limit>) {
        let leads: Vec<Vec<&OutletId>> = stories.iter().map(|story| story.leads.iter().collect()).collect();
        let candidates: Vec<Candidate<'_>> = stories
            .iter()
            .zip(&leads)
            .map(|(story, leads)| Candidate {
                id: &story.id,
                total: story.total,
                fits: &story.fits,
                leads,
                waits: false,
            })
            .collect();
        let selection = choose(&candidates, room);
        let id = |number: usize| stories[number].id.to_string();
        (
            selection.shown.iter().map(|chosen| (id(chosen.story), chosen.seat)).collect(),
            selection.left_out.iter().map(|out| (id(out.story), out.limit)).collect(),
        )
    }

    #[test]
    fn quiet_topics_keep_their_places() {
        let stories = [
            story("a", 9.0, &[0, 1], &["x"]),
            story("b", 8.0, &[0], &["y"]),
            story("c", 7.0, &[0], &["z"]),
            story("d", 1.0, &[1], &["w"]),
            story("e", 0.5, &[], &["w"]),
        ];
        let (shown, left_out) = chosen(&stories, &Room { stories: 3, per_outlet: None, per_topic: &[] });
        let names: Vec<&str> = shown.iter().map(|(id, _)| id.as_str()).collect();
        assert_eq!(names, ["a", "b", "d"]);
        assert_eq!(shown[1].1, Seat::Score);
        assert_eq!(shown[2].1, Seat::BestOfTopic);
        assert_eq!(left_out, [("c".to_owned(), Limit::Stories(3)), ("e".to_owned(), Limit::NoTopic)]);
    }

    #[test]
    fn limits_are_named() {
        let stories = [
            story("a", 9.0, &[0], &["x"]),
            story("b", 8.0, &[0], &["x", "y"]),
            story("c", 7.0, &[1], &["x"]),
            story("d", 6.0, &[0], &["z"]),
        ];
        let room = Room { stories: 9, per_outlet: Some(1), per_topic: &[Some(2), None] };
        let (shown, left_out) = chosen(&stories, &room);
        assert_eq!(shown.iter().map(|(id, _)| id.as_str()).collect::<Vec<_>>(), ["a", "b"]);
        assert_eq!(left_out, [("c".to_owned(), Limit::Outlet(1)), ("d".to_owned(), Limit::Topic(2))]);
    }

    fn some_stories() -> impl Strategy<Value = Vec<Story>> {
        let one = (0u8..4, proptest::collection::vec(0usize..5, 0..3), proptest::collection::vec(0usize..4, 1..3));
        proptest::collection::vec(one, 0..24).prop_map(|stories| {
            let names = ["w", "x", "y", "z"];
            stories
                .into_iter()
                .enumerate()
                .map(|(number, (total, mut topics, leads))| {
                    topics.sort_unstable();
                    topics.dedup();
                    let leads: Vec<&str> = leads.into_iter().map(|lead| names[lead]).collect();
                    story(&format!("{number:02}"), f64::from(total), &topics, &leads)
                })
                .collect()
        })
    }

    proptest! {
        #[test]
        fn more_coverage_never_ranks_lower(
            voices in proptest::collection::vec(0.0f64..5.0, 1..30),
            one_more in 0.0f64..5.0,
            age in 0i64..1_000_000,
        ) {
            let mut more = voices.clone();
            more.push(one_more);
            // Points are rounded to three digits.
            assert!(total(&more, age, 1.0, 0) >= total(&voices, age, 1.0, 0) - 0.002);
            let usual = vec![1.0; voices.len()];
            let more = vec![1.0; voices.len() + 1];
            assert!(total(&more, age, 1.0, 0) > total(&usual, age, 1.0, 0));
        }

        #[test]
        fn newer_never_ranks_lower(age in 0i64..1_000_000, older in 0i64..1_000_000) {
            assert!(total(&[1.0], age, 1.0, 0) >= total(&[1.0], age + older, 1.0, 0));
        }

        #[test]
        fn a_greater_weight_never_ranks_lower(voices in proptest::collection::vec(0.0f64..5.0, 1..9), which in any::<usize>()) {
            let mut heavier = voices.clone();
            let which = which % voices.len();
            heavier[which] *= 2.0;
            assert!(total(&heavier, 0, 1.0, 0) >= total(&voices, 0, 1.0, 0));
        }

        #[test]
        fn no_limit_is_exceeded_and_every_story_is_accounted_for(
            stories in some_stories(),
            most in 0usize..12,
            per_outlet in proptest::option::of(0usize..4),
            per_topic in proptest::collection::vec(proptest::option::of(0usize..4), 0..5),
        ) {
            let leads: Vec<Vec<&OutletId>> = stories.iter().map(|story| story.leads.iter().collect()).collect();
            let mut candidates: Vec<Candidate<'_>> = stories
                .iter()
                .zip(&leads)
                .map(|(story, leads)| Candidate { id: &story.id, total: story.total, fits: &story.fits, leads, waits: false })
                .collect();
            let room = Room { stories: most, per_outlet, per_topic: &per_topic };
            let selection = choose(&candidates, &room);
            let mut all: Vec<usize> = selection.shown.iter().map(|chosen| chosen.story).collect();
            all.extend(selection.left_out.iter().map(|out| out.story));
            all.sort_unstable();
            assert_eq!(all, (0..stories.len()).collect::<Vec<_>>());
            assert!(selection.shown.len() <= most);
            let mut of_topic: BTreeMap<usize, usize> = BTreeMap::new();
            let mut of_outlet: BTreeMap<&OutletId, usize> = BTreeMap::new();
            for chosen in &selection.shown {
                *of_topic.entry(chosen.topic).or_default() += 1;
                *of_outlet.entry(leads[chosen.story][chosen.lead.expect("all have one")]).or_default() += 1;
                assert!(!chosen.also.contains(&chosen.topic), "told once");
            }
            for (topic, count) in &of_topic {
                assert!(per_topic.get(*topic).copied().flatten().is_none_or(|limit| *count <= limit));
            }
            assert!(per_outlet.is_none_or(|limit| of_outlet.values().all(|count| *count <= limit)));
            // A topic goes without only if a limit keeps each of its stories out.
            if per_outlet.is_none() {
                let with_story: BTreeSet<usize> = stories
                    .iter()
                    .filter_map(|story| Some(story.fits.first()?.topic))
                    .filter(|topic| per_topic.get(*topic).copied().flatten() != Some(0))
                    .collect();
                assert_eq!(of_topic.len(), with_story.len().min(most));
            }
            // Ordered by score, then id; and the order of the input changes nothing.
            let key = |number: usize| (-stories[number].total, &stories[number].id);
            assert!(selection.shown.windows(2).all(|pair| key(pair[0].story) < key(pair[1].story)));
            let ids = |selection: &super::Selection, candidates: &[Candidate<'_>]| -> Vec<(String, usize, Option<usize>)> {
                selection.shown.iter().map(|c| (candidates[c.story].id.to_string(), c.topic, c.lead)).collect()
            };
            let before = ids(&selection, &candidates);
            candidates.reverse();
            assert_eq!(ids(&choose(&candidates, &room), &candidates), before);
        }
    }
}
