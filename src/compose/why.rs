//! Accounts: what became of every entry and story of an edition, put into words for programs.

use super::filter::Judgement;
use super::input::Input;
use super::ranked::{Placed, Ranked};
use super::stories::Coverage;
use super::verdict::{ACCOUNT_VERSION, Account, Matched, Member, Place, StoryAccount, StoryTopic, Taken, Verdict, Was};
use crate::model::{Entry, EntryId, Story, StoryId, Thread};
use std::collections::{BTreeMap, BTreeSet};

/// Everything that decided, gathered.
pub(super) struct Decided<'d, 'a> {
    pub(super) input: &'d Input<'a>,
    pub(super) ranked: &'d [Ranked<'a>],
    /// Of each of `ranked`, where it stands.
    pub(super) places: &'d [Placed],
    pub(super) silent: &'d [Coverage<'a>],
    pub(super) threads: &'d [Thread],
    pub(super) judged: &'d BTreeMap<&'a EntryId, Judgement>,
}

impl Decided<'_, '_> {
    pub(super) fn account(&self) -> Account {
        let edition = &self.input.edition;
        Account {
            format: "tidings-why".to_owned(),
            version: ACCOUNT_VERSION,
            edition: edition.key.clone(),
            at: edition.at,
            oldest: self.input.oldest,
            topics: self.input.topics.iter().map(|topic| topic.id.clone()).collect(),
            verdicts: self.verdicts(),
            stories: self.stories(),
        }
    }

    fn verdicts(&self) -> Vec<Verdict> {
        let mut fates = self.fates();
        let outlets: BTreeSet<_> = self.input.outlets.iter().map(|outlet| &outlet.id).collect();
        let fate = |entry: &Entry, fate: Option<Was>| {
            let dropped = self.judged.get(&entry.id).and_then(|judgement| judgement.dropped.clone());
            match (fate, dropped) {
                (Some(fate), _) => fate,
                (None, _) if entry.link.is_none() => Was::Unlinked,
                (None, _) if !outlets.contains(&entry.outlet) => Was::NoOutlet,
                (None, Some(reason)) => Was::Dropped { reason },
                (None, None) => Was::TooOld { published: entry.time() },
            }
        };
        let entries = self.input.entries.iter();
        entries
            .map(|entry| {
                let was = fate(entry, fates.remove(&entry.id));
                let dropped = self.judged.get(&entry.id).and_then(|judgement| judgement.dropped.clone());
                Verdict {
                    entry: entry.id.clone(),
                    outlet: entry.outlet.to_string(),
                    title: entry.title.to_string(),
                    link: entry.link.as_ref().map(ToString::to_string),
                    topics: self.topics_of(&entry.id),
                    by_itself: dropped.filter(|_| was.story().is_some()),
                    was,
                }
            })
            .collect()
    }

    /// What became of the entries that got as far as a story.
    fn fates(&self) -> BTreeMap<&EntryId, Was> {
        let mut fates = BTreeMap::new();
        for (one, placed) in self.ranked.iter().zip(self.places) {
            let (story, topic) = (one.story.id.clone(), self.input.topics[one.topic()].id.clone());
            for report in &one.story.reports {
                let (story, topic) = (story.clone(), topic.clone());
                let was = match (placed, report.copy_of) {
                    (Placed::LeftOut(_), _) => Was::NoRoom { story, topic },
                    (Placed::Shown { .. }, Some(of)) => Was::Copy { story, topic, of: of.clone() },
                    (Placed::Shown { .. }, None) => Was::Kept { story, topic },
                };
                fates.insert(&report.entry().id, was);
            }
        }
        for story in self.silent {
            for report in &story.reports {
                fates.insert(&report.entry().id, Was::ToldBefore { story: story.id.clone() });
            }
        }
        fates
    }

    fn topics_of(&self, entry: &EntryId) -> Vec<Matched> {
        let matches = self.judged.get(entry).into_iter().flat_map(|judgement| &judgement.topics);
        matches
            .map(|found| Matched {
                topic: self.input.topics[found.topic].id.clone(),
                score: found.score,
                hits: found.hits.clone(),
            })
            .collect()
    }

    fn thread_of(&self, story: &StoryId) -> Option<String> {
        let has = |thread: &&Thread| thread.stories.iter().any(|one| one.story == *story);
        self.threads.iter().find(has).map(|thread| thread.id.clone())
    }

    fn stories(&self) -> Vec<StoryAccount> {
        let mut stories: Vec<((u8, usize), StoryAccount)> = Vec::new();
        for (one, placed) in self.ranked.iter().zip(self.places) {
            let (order, place) = match *placed {
                Placed::Shown { number, of, seat } => {
                    ((u8::from(!one.is_brief), number), Place::Shown { number, of, seat })
                }
                Placed::LeftOut(limit) => ((2 + u8::from(!one.is_brief), usize::MAX), Place::LeftOut { limit }),
            };
            let topics = one.topics.iter().map(|fit| {
                let taken = one.story.topics.iter().find(|(topic, _)| *topic == fit.topic);
                StoryTopic::new(
                    *fit,
                    &self.input.topics[fit.topic].id,
                    taken.map_or(Taken::Reports, |(_, taken)| *taken),
                )
            });
            stories.push((
                order,
                StoryAccount {
                    place,
                    topics: topics.collect(),
                    score: Some(one.score.clone()),
                    followed: one.followed.clone(),
                    thread: self.thread_of(&one.story.id),
                    ..account_of(&one.story)
                },
            ));
        }
        for story in self.silent {
            let at = story.continues.map(Story::last_told).unwrap_or_default();
            stories.push(((4, 0), StoryAccount { place: Place::Told { at }, ..account_of(story) }));
        }
        // Of those left out, the best first; equals by name.
        stories.sort_by(|(a, x), (b, y)| {
            let total = |story: &StoryAccount| story.score.as_ref().map_or(0.0, |score| score.total);
            a.cmp(b).then_with(|| total(y).total_cmp(&total(x))).then_with(|| x.story.cmp(&y.story))
        });
        stories.into_iter().map(|(_, story)| story).collect()
    }
}

/// What can be said of a story before it has a place.
fn account_of(story: &Coverage<'_>) -> StoryAccount {
    StoryAccount {
        story: story.id.clone(),
        family: Some(story.family.clone()),
        thread: None,
        headline: story.reports[story.representative].title().to_string(),
        is_brief: story.outlets() > 1,
        place: Place::NoTopic,
        topics: Vec::new(),
        score: None,
        voices: story.voices.clone(),
        followed: Vec::new(),
        members: story
            .reports
            .iter()
            .map(|report| Member {
                entry: report.entry().id.clone(),
                outlet: report.outlet.id.to_string(),
                title: report.entry().title.to_string(),
                time: report.entry().time(),
                told: !report.fresh,
                copy_of: report.copy_of.cloned(),
                bond: story.bonds.get(&report.entry().id).cloned(),
            })
            .collect(),
    }
}
