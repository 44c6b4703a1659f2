//! Topics are asked of stories: one that is about a topic is told with all its reports, whatever words each of them uses.
//!
//! A keyword in passing says little: "AI" in the last line of a review makes no story of artificial intelligence. So a topic
//! takes a story when the headline that stands for it has one of its keywords, or when a quarter of those who tell it have one
//! in a place that matters ([`TopicMatch::is_prominent`]); one alone who speaks for others has to be sure
//! ([`TopicMatch::is_sure`]). Where no topic takes the story, only those reports are told that a
//! topic takes by themselves.

use super::filter::{Filter, Judgement, TopicMatch};
use super::report::Report;
use super::verdict::Taken;
use crate::model::{Entry, EntryId};
use std::collections::{BTreeMap, BTreeSet};

/// One of this many of those who tell a story must be about a topic for the topic to take the story.
const A_QUARTER: usize = 4;

/// And one of this many of its reports: an outlet that follows an event closely may mention anything once.
const AN_EIGHTH: usize = 8;

/// What topics make of a group of entries that tell one story.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Asked {
    /// Places of the reports that are told.
    pub(super) members: Vec<usize>,
    /// The topics that take it, in the order of `feeds.toml`, and why.
    pub(super) topics: Vec<(usize, Taken)>,
}

/// Asks the topics of stories.
pub(super) struct Topics<'d, 'a> {
    pub(super) filter: &'d Filter,
    /// Reports, by place.
    pub(super) reports: &'d [Report<'a>],
    /// What the topics make of each entry by itself.
    pub(super) judged: &'d BTreeMap<&'a EntryId, Judgement>,
    /// What was told belongs to its story whatever the topics say today.
    pub(super) told: &'d BTreeSet<&'a EntryId>,
}

impl<'a> Topics<'_, 'a> {
    /// What becomes of the story told by the entries at `places`: nothing, one story, or two where the topics that take the
    /// story refuse some of its reports that another topic takes. `headline` gives the one that stands for several.
    pub(super) fn ask(&self, places: &[usize], headline: impl Fn(&[usize]) -> Option<usize>) -> Vec<Asked> {
        let by_themselves = || {
            let is_kept = |place: &usize| self.is_told(*place) || !self.matches(*place).is_empty();
            self.reports_alone(places.iter().copied().filter(is_kept).collect())
        };
        let mut topics: BTreeSet<usize> = BTreeSet::new();
        for &place in places {
            topics.extend(self.matches(place).iter().map(|found| found.topic));
        }
        if topics.is_empty() || places.len() < 2 {
            return by_themselves().into_iter().collect();
        }
        let head = headline(places);
        let whole: Vec<(usize, Taken)> =
            topics.iter().filter_map(|&topic| Some((topic, self.takes(topic, places, head)?))).collect();
        if whole.is_empty() {
            return by_themselves().into_iter().collect();
        }
        let names: Vec<usize> = whole.iter().map(|(topic, _)| *topic).collect();
        let (members, rest): (Vec<usize>, Vec<usize>) = places.iter().partition(|place| {
            self.is_told(**place)
                || self.matches(**place).iter().any(|found| names.contains(&found.topic))
                || self.filter.has_with_story(&names, self.entry(**place))
        });
        let rest = rest.into_iter().filter(|place| !self.matches(*place).is_empty()).collect();
        let story = Some(Asked { members, topics: whole });
        story.into_iter().chain(self.reports_alone(rest)).collect()
    }

    /// Why `topic` takes the whole story, if it does; `head` is the place of the report whose headline stands for it.
    fn takes(&self, topic: usize, places: &[usize], head: Option<usize>) -> Option<Taken> {
        let found = |place: usize| self.matches(place).iter().find(|found| found.topic == topic);
        let stands = |place: usize| found(place).is_some_and(|found| found.is_in_headline(self.entry(place)));
        if head.is_some_and(stands) {
            return Some(Taken::Headline);
        }
        let voice = |place: &usize| self.reports[*place].voice();
        let of: BTreeSet<&str> = places.iter().map(voice).collect();
        let about = |place: &&usize| found(**place).is_some_and(|found| found.is_prominent(self.entry(**place)));
        let reports = places.iter().filter(about).count();
        let matched: BTreeSet<&str> = places.iter().filter(about).map(voice).collect();
        let (matched, of) = (matched.len(), of.len());
        let sure = |place: &usize| found(*place).is_some_and(|found| found.is_sure(self.entry(*place)));
        // Who speaks for others has to be sure, or to say it twice.
        let speaks_for_all = matched > 1 || reports > 1 || self.filter.has_few_keywords(topic);
        if !(speaks_for_all || places.iter().any(sure)) {
            return None;
        }
        let enough = matched > 0 && matched * A_QUARTER >= of && reports * AN_EIGHTH >= places.len();
        enough.then_some(Taken::Voices { matched, of })
    }

    /// A story of reports that topics take by themselves; none where there are none.
    fn reports_alone(&self, members: Vec<usize>) -> Option<Asked> {
        let topics: BTreeSet<usize> =
            members.iter().flat_map(|place| self.matches(*place)).map(|found| found.topic).collect();
        let topics = topics.into_iter().map(|topic| (topic, Taken::Reports)).collect();
        (!members.is_empty()).then_some(Asked { members, topics })
    }

    fn entry(&self, place: usize) -> &'a Entry {
        self.reports[place].entry()
    }

    fn is_told(&self, place: usize) -> bool {
        self.told.contains(&self.entry(place).id)
    }

    fn matches(&self, place: usize) -> &[TopicMatch] {
        self.judged.get(&self.entry(place).id).map_or(&[], |judgement| &judgement.topics)
    }
}
