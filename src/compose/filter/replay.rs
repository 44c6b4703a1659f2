//! Verdicts made again from the named rule alone, without the automaton.

use super::border::Cuts;
use super::judge::{Filter, Keyword, Owner};
use super::judgement::{Hit, Judgement, Place, Reason};
use super::keyword::Search;
use crate::model::{Entry, TopicId};
use crate::text::search::Folded;

impl Filter {
    /// Whether the rules a judgement names, run again by themselves, come to the same.
    /// Each keyword is looked for in a way that shares nothing with [`Filter::judge`] but the meaning of a match.
    #[must_use]
    pub fn replay(&self, judgement: &Judgement, entry: &Entry) -> bool {
        match &judgement.dropped {
            Some(reason) => judgement.topics.is_empty() && self.replay_reason(reason, entry),
            None => {
                !judgement.topics.is_empty()
                    && judgement.topics.iter().all(|named| {
                        let found = self.search(Owner::Topic(named.topic), entry);
                        self.weigh(named.topic, &found, entry).is_ok_and(|again| again == *named)
                    })
            }
        }
    }

    /// Whether the rule that dropped an entry, run again by itself, drops it.
    #[must_use]
    pub fn replay_reason(&self, reason: &Reason, entry: &Entry) -> bool {
        let topic = match reason {
            Reason::NoTopic => {
                return (0..self.topics.len()).all(|topic| {
                    let found = self.search(Owner::Topic(topic), entry);
                    self.weigh(topic, &found, entry).is_err_and(|refusal| refusal.reason == Reason::NoTopic)
                });
            }
            Reason::OutletNot { outlet, hit } => {
                return *outlet == entry.outlet
                    && self
                        .refusing
                        .iter()
                        .position(|refusing| refusing == outlet)
                        .is_some_and(|outlet| self.replay_hit(Owner::Outlet(outlet), hit, entry));
            }
            Reason::TopicNot { topic, .. }
            | Reason::Outlets { topic, .. }
            | Reason::Languages { topic, .. }
            | Reason::MinScore { topic, .. }
            | Reason::Lacking { topic, .. } => topic,
        };
        self.number(topic).is_some_and(|topic| {
            let found = self.search(Owner::Topic(topic), entry);
            self.weigh(topic, &found, entry).is_err_and(|again| again.reason == *reason)
        })
    }

    /// Whether a topic, asked again by itself, takes an entry with this score for these keywords.
    #[must_use]
    pub fn replay_match(&self, topic: &TopicId, score: f64, hits: &[Hit], entry: &Entry) -> bool {
        self.number(topic).is_some_and(|topic| {
            let found = self.search(Owner::Topic(topic), entry);
            // Scores that were written down may have lost their last digit.
            let same = |again: f64| (again - score).abs() < 1e-9;
            self.weigh(topic, &found, entry).is_ok_and(|again| same(again.score) && again.hits == hits)
        })
    }

    fn replay_hit(&self, owner: Owner, hit: &Hit, entry: &Entry) -> bool {
        self.keywords
            .iter()
            .filter(|keyword| (keyword.owner, keyword.rule, keyword.index) == (owner, hit.rule, hit.index))
            .any(|keyword| keyword.written == hit.keyword && self.first(keyword, entry) == Some(hit.place))
    }

    fn number(&self, topic: &TopicId) -> Option<usize> {
        self.topics.iter().position(|asked| asked.id == *topic)
    }

    /// The keywords of one owner that are found in an entry.
    fn search(&self, owner: Owner, entry: &Entry) -> Vec<(usize, Place)> {
        let mine = self.keywords.iter().enumerate().filter(|(_, keyword)| keyword.owner == owner);
        mine.filter_map(|(number, keyword)| Some((number, self.first(keyword, entry)?))).collect()
    }

    /// Where a keyword is found first.
    fn first(&self, keyword: &Keyword, entry: &Entry) -> Option<Place> {
        self.parts_in(keyword.scope, entry).into_iter().find_map(|(part, item, text)| match &keyword.search {
            Search::Nothing => None,
            Search::Regex(regex) => {
                regex.find(text).map(|found| Place { part, item, start: found.start(), end: found.end() })
            }
            Search::Words(words) => {
                let mut folded = Folded::default();
                folded.push(text);
                let mut cuts = Cuts::default();
                let mut places = Vec::new();
                for pattern in words.patterns() {
                    let starts = (0..folded.text.len()).filter(|at| folded.text[*at..].starts_with(pattern));
                    places.extend(starts.filter_map(|start| {
                        let end = words.verify(&folded, &mut cuts, (0, text), start, start + pattern.len())?;
                        let (start, end) = folded.original(start, end, text);
                        Some(Place { part, item, start, end })
                    }));
                }
                places.into_iter().min()
            }
        })
    }
}
