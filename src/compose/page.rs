//! From stories to the digest: which topic each is told under, which get a place, and what becomes of the rest.

use super::brief;
use super::filter::{Judgement, near_misses};
use super::follow::Follows;
use super::input::Input;
use super::rank::{self, Candidate, Limit, Room, Standing};
use super::ranked::{Placed, Ranked};
use super::report::Report;
use super::stories::{Coverage, Means, source};
use super::threads;
use super::verdict::Account;
use super::why::Decided;
use crate::model::{Brief, Digest, EntryId, Figures, News, OutletId, Reference, Section, Single, Story, StoryId};
use crate::text::Article;
use std::collections::{BTreeMap, BTreeSet};

/// Lines under one topic, at most: beyond that a list is no digest any more.
const LINES: usize = 8;

/// Places that another topic points to, at most.
const REFERENCES: usize = 5;

/// On a quiet day, this many entries that came nearest to a topic are shown.
const NEAR_MISSES: usize = 3;

pub(super) fn compose<'a>(
    input: &Input<'a>,
    tellable: Vec<Coverage<'a>>,
    silent: &'a [Coverage<'a>],
    judged: &BTreeMap<&'a EntryId, Judgement>,
    follows: &Follows<'_>,
    means: &Means<'_>,
) -> (Digest, Vec<Story>, Account) {
    let mut ranked: Vec<Ranked<'_>> =
        tellable.into_iter().filter_map(|story| rank(input, story, judged, follows)).collect();
    let bundles = threads::find(&mut ranked, means.grouping);
    let (order, places) = choose(input, &ranked, &threads::waiting(&bundles, &ranked));
    let threads = threads::told(bundles, &ranked, &order.iter().copied().collect());
    let chosen: Vec<&Ranked<'_>> = order.iter().map(|index| &ranked[*index]).collect();
    let mut briefs: BTreeMap<&StoryId, Brief> = chosen
        .iter()
        .filter(|one| one.is_brief)
        .filter_map(|one| Some((&one.story.id, told(input, one, means)?)))
        .collect();
    let lead_id = chosen.iter().find(|one| one.is_brief).map(|one| &one.story.id);
    let references = references(input, &chosen);
    let lead = lead_id.and_then(|id| briefs.remove(id));
    let sections = sections(input, &chosen, &mut briefs, references);
    let account = Decided { input, ranked: &ranked, places: &places, silent, threads: &threads, judged }.account();
    let stories: Vec<Story> = chosen.iter().map(|one| one.story.told_by(&input.edition)).collect();
    let figures = figures(input, &chosen, &account, ranked.len() - chosen.len());
    let near_misses = if chosen.is_empty() { nearly(input, judged) } else { Vec::new() };
    let digest = Digest {
        edition: input.edition.clone(),
        title: input.title.to_owned(),
        lead,
        threads,
        sections,
        figures,
        troubles: input.troubles.clone(),
        near_misses,
    };
    (digest, stories, account)
}

/// Finds the topics of a story and its score; `None` when no report matches a topic any more.
fn rank<'a>(
    input: &Input<'_>,
    story: Coverage<'a>,
    judged: &BTreeMap<&EntryId, Judgement>,
    follows: &Follows<'_>,
) -> Option<Ranked<'a>> {
    let members = story.reports.iter().map(|report| {
        let hits = judged.get(&report.entry().id).into_iter().flat_map(|judgement| &judgement.topics);
        hits.map(|hit| (hit.topic, hit.score)).collect::<Vec<_>>()
    });
    let mut topics = rank::fits(members);
    topics.retain(|fit| story.topics.iter().any(|(topic, _)| *topic == fit.topic));
    let topic_score = topics.first()?.score;
    let voices: Vec<f64> = story.voices.iter().map(|(_, weight)| *weight).collect();
    let newest = story.reports.iter().map(|report| report.entry().time()).max()?;
    let followed = follows.of(&story.reports);
    let standing = Standing { voices: &voices, newest, topic_score, links: followed.len(), news: &story.news() };
    let score = rank::score(&standing, input.edition.at);
    let is_brief = story.outlets() > 1;
    Some(Ranked { story, topics, score, followed, is_brief })
}

/// The places among `ranked` of those on the page, first things first: briefs, then lines; and of all of them,
/// where they stand.
fn choose(input: &Input<'_>, ranked: &[Ranked<'_>], waiting: &BTreeSet<usize>) -> (Vec<usize>, Vec<Placed>) {
    let mut places = vec![Placed::LeftOut(Limit::NoTopic); ranked.len()];
    let most: Vec<Option<usize>> = input.topics.iter().map(|topic| topic.max).collect();
    let briefs = Room { stories: input.stories_most, per_outlet: input.per_outlet, per_topic: &most };
    let mut order = seats(ranked, true, waiting, &briefs, &mut places);
    let lines: Vec<Option<usize>> = most
        .iter()
        .enumerate()
        .map(|(topic, most)| {
            let taken = order.iter().filter(|index| ranked[**index].topic() == topic).count();
            Some(most.map_or(LINES, |most| LINES.min(most.saturating_sub(taken))))
        })
        .collect();
    let lines = Room { stories: usize::MAX, per_outlet: input.per_outlet, per_topic: &lines };
    order.extend(seats(ranked, false, waiting, &lines, &mut places));
    (order, places)
}

fn seats(
    ranked: &[Ranked<'_>],
    briefs: bool,
    waiting: &BTreeSet<usize>,
    room: &Room<'_>,
    placed: &mut [Placed],
) -> Vec<usize> {
    let places: Vec<usize> = (0..ranked.len()).filter(|index| ranked[*index].is_brief == briefs).collect();
    let leads: Vec<[&OutletId; 1]> = places.iter().map(|index| [ranked[*index].outlet()]).collect();
    let candidates: Vec<Candidate<'_>> = places
        .iter()
        .zip(&leads)
        .map(|(index, leads)| {
            let one = &ranked[*index];
            let waits = waiting.contains(index);
            Candidate { id: &one.story.id, total: one.score.total, fits: &one.topics, leads, waits }
        })
        .collect();
    let selection = rank::choose(&candidates, room);
    let of = selection.shown.len();
    for (index, chosen) in selection.shown.iter().enumerate() {
        placed[places[chosen.story]] = Placed::Shown { number: index + 1, of, seat: chosen.seat };
    }
    for left_out in &selection.left_out {
        placed[places[left_out.story]] = Placed::LeftOut(left_out.limit);
    }
    selection.shown.into_iter().map(|chosen| places[chosen.story]).collect()
}

fn told(input: &Input<'_>, one: &Ranked<'_>, means: &Means<'_>) -> Option<Brief> {
    let story = &one.story;
    let (quoted, earlier) = story.quoted(means);
    let parts = brief::brief_knowing(&quoted, 0, &earlier, means.boilerplate, means.options)?;
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
        voices: story.voices.len().max(1),
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
                    headline: one.headline().to_owned(),
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
        // A topic whose only story leads the page has nothing else here, but its title is needed.
        if !here.is_empty() || !section.references.is_empty() {
            sections.push(section);
        }
    }
    sections
}

/// On a quiet day: the new entries that came nearest to a topic.
fn nearly(input: &Input<'_>, judged: &BTreeMap<&EntryId, Judgement>) -> Vec<Single> {
    let outlet = |id: &OutletId| input.outlets.iter().find(|outlet| outlet.id == *id);
    let judgements: Vec<Judgement> = input.entries.iter().filter_map(|entry| judged.get(&entry.id)).cloned().collect();
    near_misses(&judgements, NEAR_MISSES)
        .into_iter()
        .filter_map(|miss| {
            let entry = input.entries.get(miss.entry)?;
            let article = Article::read(entry);
            let source = source(&Report::new(&article, outlet(&entry.outlet)?, miss.entry))?;
            // It is no story: the name only tells the lines of the page apart.
            Some(Single { story: StoryId::from_stored(entry.id.as_str()), source })
        })
        .collect()
}

fn figures(input: &Input<'_>, chosen: &[&Ranked<'_>], account: &Account, left_out: usize) -> Figures {
    let new = |one: &&&Ranked<'_>| matches!(one.story.news(), News::New);
    Figures {
        feeds: input.feeds,
        feeds_read: input.feeds_read,
        entries: input.entries.len(),
        entries_kept: account.verdicts.iter().filter(|verdict| verdict.was.story().is_some()).count(),
        briefs: chosen.iter().filter(|one| one.is_brief).count(),
        singles: chosen.iter().filter(|one| !one.is_brief).count(),
        stories_new: chosen.iter().filter(new).count(),
        stories_updated: chosen.iter().filter(|one| !new(one)).count(),
        left_out,
    }
}
