//! From stories to the digest: which topic each is told under, which get a place, and what becomes of the rest.

use super::brief::{self, Habits, Teller};
use super::filter::{Judgement, near_misses};
use super::rank::{self, Candidate, Fit, Room, Standing};
use super::stories::{Coverage, Report, source};
use super::verdict::{Verdict, Was};
use super::{Composed, Input};
use crate::model::{
    Brief, Digest, EntryId, Figures, News, OutletId, Reference, Score, Section, Single, Story, StoryId, TopicId,
};
use std::collections::{BTreeMap, BTreeSet};

/// Lines under one topic, at most: beyond that a list is no digest any more.
const LINES: usize = 8;

/// Places that another topic points to, at most.
const REFERENCES: usize = 5;

/// On a quiet day, this many entries that came nearest to a topic are shown.
const NEAR_MISSES: usize = 3;

/// A story with its topics and its score.
struct Ranked<'a> {
    story: &'a Coverage<'a>,
    /// Topics it matches, best first; never empty.
    topics: Vec<Fit>,
    score: Score,
    /// Several outlets tell it, so it gets a brief; one outlet gets a line.
    is_brief: bool,
}

impl Ranked<'_> {
    /// The topic it is told under: its place in `feeds.toml`.
    fn topic(&self) -> usize {
        self.topics.first().map_or(0, |fit| fit.topic)
    }

    /// The outlet whose headline stands for it.
    fn outlet(&self) -> &OutletId {
        &self.story.reports[self.story.representative].outlet.id
    }
}

pub(super) fn compose(
    input: &Input<'_>,
    tellable: &[Coverage<'_>],
    silent: &[Coverage<'_>],
    judged: &BTreeMap<&EntryId, Judgement>,
) -> Composed {
    let ranked: Vec<Ranked<'_>> = tellable.iter().filter_map(|story| rank(input, story, judged)).collect();
    let order = choose(input, &ranked);
    let chosen: Vec<&Ranked<'_>> = order.iter().map(|index| &ranked[*index]).collect();
    let habits = Habits::learn(input.entries.iter().chain(input.earlier));
    let mut briefs: BTreeMap<&StoryId, Brief> = chosen
        .iter()
        .filter(|one| one.is_brief)
        .filter_map(|one| Some((&one.story.id, told(input, one, &habits)?)))
        .collect();
    let lead_id = chosen.iter().find(|one| one.is_brief).map(|one| &one.story.id);
    let references = references(input, &chosen);
    let lead = lead_id.and_then(|id| briefs.remove(id));
    let sections = sections(input, &chosen, &mut briefs, references);
    let verdicts = verdicts(input, &ranked, &chosen, silent, judged);
    let stories: Vec<Story> = chosen.iter().map(|one| one.story.told_by(&input.edition)).collect();
    let figures = figures(input, &chosen, &verdicts, ranked.len() - chosen.len());
    let near_misses = if chosen.is_empty() { nearly(input, judged) } else { Vec::new() };
    let digest = Digest {
        edition: input.edition.clone(),
        title: input.title.to_owned(),
        lead,
        sections,
        figures,
        troubles: input.troubles.clone(),
        near_misses,
    };
    Composed { digest, stories, verdicts }
}

/// Finds the topics of a story and its score; `None` when no report matches a topic any more.
fn rank<'a>(input: &Input<'_>, story: &'a Coverage<'a>, judged: &BTreeMap<&EntryId, Judgement>) -> Option<Ranked<'a>> {
    let members = story.reports.iter().map(|report| {
        let hits = judged.get(&report.entry.id).into_iter().flat_map(|judgement| &judgement.topics);
        hits.map(|hit| (hit.topic, hit.score)).collect::<Vec<_>>()
    });
    let topics = rank::fits(members);
    let topic_score = topics.first()?.score;
    let mut voices: BTreeMap<&str, f64> = BTreeMap::new();
    for report in story.reports.iter().filter(|report| !report.copy) {
        let weight = voices.entry(report.outlet.voice()).or_insert(report.outlet.weight);
        *weight = weight.max(report.outlet.weight);
    }
    let voices: Vec<f64> = voices.into_values().collect();
    let newest = story.reports.iter().map(|report| report.entry.time()).max()?;
    let standing = Standing { voices: &voices, newest, topic_score, links: 0, news: &story.news() };
    let score = rank::score(&standing, input.edition.at);
    Some(Ranked { story, topics, score, is_brief: story.outlets() > 1 })
}

/// The places among `ranked` of those that get a place, first things first: briefs, then lines.
fn choose(input: &Input<'_>, ranked: &[Ranked<'_>]) -> Vec<usize> {
    let most: Vec<Option<usize>> = input.topics.iter().map(|topic| topic.max).collect();
    let mut order = seats(ranked, true, input.stories_most, input.per_outlet, &most);
    let lines: Vec<Option<usize>> = most
        .iter()
        .enumerate()
        .map(|(topic, most)| {
            let taken = order.iter().filter(|index| ranked[**index].topic() == topic).count();
            Some(most.map_or(LINES, |most| LINES.min(most.saturating_sub(taken))))
        })
        .collect();
    order.extend(seats(ranked, false, usize::MAX, input.per_outlet, &lines));
    order
}

fn seats(
    ranked: &[Ranked<'_>],
    briefs: bool,
    stories: usize,
    per_outlet: Option<usize>,
    per_topic: &[Option<usize>],
) -> Vec<usize> {
    let places: Vec<usize> = (0..ranked.len()).filter(|index| ranked[*index].is_brief == briefs).collect();
    let leads: Vec<[&OutletId; 1]> = places.iter().map(|index| [ranked[*index].outlet()]).collect();
    let candidates: Vec<Candidate<'_>> = places
        .iter()
        .zip(&leads)
        .map(|(index, leads)| {
            let one = &ranked[*index];
            Candidate { id: &one.story.id, total: one.score.total, fits: &one.topics, leads }
        })
        .collect();
    let selection = rank::choose(&candidates, &Room { stories, per_outlet, per_topic });
    selection.shown.into_iter().map(|chosen| places[chosen.story]).collect()
}

fn told(input: &Input<'_>, one: &Ranked<'_>, habits: &Habits) -> Option<Brief> {
    let story = one.story;
    let tellers: Vec<Teller<'_>> = story
        .reports
        .iter()
        .map(|report| Teller { entry: report.entry, outlet: report.outlet, new: report.fresh, copy: report.copy })
        .collect();
    let earlier: Vec<Teller<'_>> = tellers.iter().filter(|teller| !teller.new).copied().collect();
    let parts = brief::brief_knowing(&tellers, story.representative, &earlier, habits, &brief::Options::default())?;
    Some(Brief {
        story: story.id.clone(),
        aliases: story.aliases(),
        topic: input.topics[one.topic()].id.clone(),
        headline: parts.headline,
        facts: parts.facts,
        summary: parts.summary,
        adds: parts.adds,
        questions: parts.questions,
        sources: story.sources(),
        outlets: story.outlets(),
        voices: story.voices(),
        news: story.news(),
        score: one.score.clone(),
    })
}

/// What each topic points to although it is told elsewhere.
fn references(input: &Input<'_>, chosen: &[&Ranked<'_>]) -> BTreeMap<usize, Vec<Reference>> {
    let mut references: BTreeMap<usize, Vec<Reference>> = BTreeMap::new();
    for one in chosen.iter().filter(|one| one.is_brief) {
        for fit in one.topics.iter().skip(1) {
            let list = references.entry(fit.topic).or_default();
            if list.len() < REFERENCES {
                list.push(Reference {
                    story: one.story.id.clone(),
                    headline: one.story.reports[one.story.representative].entry.title.to_string(),
                    topic: input.topics[one.topic()].id.clone(),
                });
            }
        }
    }
    references
}

fn sections(
    input: &Input<'_>,
    chosen: &[&Ranked<'_>],
    briefs: &mut BTreeMap<&StoryId, Brief>,
    mut references: BTreeMap<usize, Vec<Reference>>,
) -> Vec<Section> {
    let mut sections = Vec::new();
    for (index, topic) in input.topics.iter().enumerate() {
        let here: Vec<&&Ranked<'_>> = chosen.iter().filter(|one| one.topic() == index).collect();
        let singles = here
            .iter()
            .filter(|one| !one.is_brief)
            .filter_map(|one| {
                let report = &one.story.reports[one.story.representative];
                Some(Single { story: one.story.id.clone(), source: source(report)? })
            })
            .collect();
        let section = Section {
            topic: topic.id.clone(),
            title: topic.title.clone(),
            briefs: here.iter().filter_map(|one| briefs.remove(&one.story.id)).collect(),
            singles,
            references: references.remove(&index).unwrap_or_default(),
        };
        if !section.briefs.is_empty() || !section.singles.is_empty() || !section.references.is_empty() {
            sections.push(section);
        }
    }
    sections
}

fn verdicts(
    input: &Input<'_>,
    ranked: &[Ranked<'_>],
    chosen: &[&Ranked<'_>],
    silent: &[Coverage<'_>],
    judged: &BTreeMap<&EntryId, Judgement>,
) -> Vec<Verdict> {
    let on_page: BTreeSet<&StoryId> = chosen.iter().map(|one| &one.story.id).collect();
    let topic = |index: usize| -> TopicId { input.topics[index].id.clone() };
    let mut fates: BTreeMap<&EntryId, Was> = BTreeMap::new();
    for one in ranked {
        let topic = topic(one.topic());
        for report in &one.story.reports {
            let was = if on_page.contains(&one.story.id) {
                Was::Kept { story: one.story.id.clone(), topic: topic.clone() }
            } else {
                Was::NoRoom { topic: topic.clone(), score: one.score.total }
            };
            fates.insert(&report.entry.id, was);
        }
    }
    for story in silent {
        for report in &story.reports {
            fates.insert(&report.entry.id, Was::ToldBefore { story: story.id.clone() });
        }
    }
    input
        .entries
        .iter()
        .map(|entry| {
            let dropped = judged.get(&entry.id).and_then(|judgement| judgement.dropped.clone());
            let was = match (fates.remove(&entry.id), dropped) {
                (Some(fate), _) => fate,
                (None, _) if entry.link.is_none() => Was::Unlinked,
                (None, Some(reason)) => Was::Dropped { reason },
                (None, None) => Was::TooOld { published: entry.time() },
            };
            Verdict {
                entry: entry.id.clone(),
                outlet: entry.outlet.to_string(),
                title: entry.title.to_string(),
                link: entry.link.as_ref().map(ToString::to_string),
                was,
            }
        })
        .collect()
}

/// On a quiet day: the new entries that came nearest to a topic.
fn nearly(input: &Input<'_>, judged: &BTreeMap<&EntryId, Judgement>) -> Vec<Single> {
    let outlet = |id: &OutletId| input.outlets.iter().find(|outlet| outlet.id == *id);
    let judgements: Vec<Judgement> = input.entries.iter().filter_map(|entry| judged.get(&entry.id)).cloned().collect();
    near_misses(&judgements, NEAR_MISSES)
        .into_iter()
        .filter_map(|miss| {
            let entry = input.entries.get(miss.entry)?;
            let report = Report { entry, outlet: outlet(&entry.outlet)?, fresh: true, copy: false };
            // It is no story: the name only tells the lines of the page apart.
            Some(Single { story: StoryId::from_stored(entry.id.as_str()), source: source(&report)? })
        })
        .collect()
}

fn figures(input: &Input<'_>, chosen: &[&Ranked<'_>], verdicts: &[Verdict], left_out: usize) -> Figures {
    let new = |one: &&&Ranked<'_>| matches!(one.story.news(), News::New);
    let on_topic =
        |verdict: &&Verdict| matches!(verdict.was, Was::Kept { .. } | Was::NoRoom { .. } | Was::ToldBefore { .. });
    Figures {
        feeds: input.feeds,
        feeds_read: input.feeds_read,
        entries: input.entries.len(),
        entries_kept: verdicts.iter().filter(on_topic).count(),
        briefs: chosen.iter().filter(|one| one.is_brief).count(),
        singles: chosen.iter().filter(|one| !one.is_brief).count(),
        stories_new: chosen.iter().filter(new).count(),
        stories_updated: chosen.iter().filter(|one| !new(one)).count(),
        left_out,
    }
}
