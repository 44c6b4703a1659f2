//! What keywords that were found come to: a verdict, and the rule that decided.

use super::judge::{Filter, Owner};
use super::judgement::{Hit, Judgement, Lacking, Place, Reason, Rule, TopicMatch};
use crate::model::Entry;

/// Why a topic does not take an entry.
#[derive(Debug)]
pub(super) struct Refusal {
    /// How many kinds of rules were met before one was not.
    met: u8,
    score: f64,
    pub(super) reason: Reason,
}

impl Filter {
    /// What keywords found in an entry, in order, come to.
    pub(super) fn decide(&self, found: &[(usize, Place)], entry: &Entry) -> Judgement {
        let first_of_outlets = found.partition_point(|(n, _)| matches!(self.keywords[*n].owner, Owner::Topic(_)));
        let (of_topics, of_outlets) = found.split_at(first_of_outlets);
        if let Some(found) = of_outlets.first() {
            let reason = Reason::OutletNot { outlet: entry.outlet.clone(), hit: self.hit(*found, entry) };
            return Judgement { topics: Vec::new(), dropped: Some(reason) };
        }
        let mut topics = Vec::new();
        let mut nearest: Option<Box<Refusal>> = None;
        let mut open = self.open.iter().copied().peekable();
        let mut groups = of_topics.chunk_by(|a, b| self.keywords[a.0].owner == self.keywords[b.0].owner).peekable();
        loop {
            // Topics with a keyword found, and topics that need none, in the order of the file.
            let touched = groups.peek().map(|group| self.keywords[group[0].0].owner).and_then(|owner| match owner {
                Owner::Topic(topic) => Some(topic),
                Owner::Outlet(_) => None,
            });
            let topic = match (touched, open.peek().copied()) {
                (None, None) => break,
                (Some(a), Some(b)) => a.min(b),
                (Some(a), None) | (None, Some(a)) => a,
            };
            let hits = if touched == Some(topic) { groups.next().unwrap_or_default() } else { &[] };
            open.next_if_eq(&topic);
            match self.weigh(topic, hits, entry) {
                Ok(matched) => topics.push(matched),
                Err(refusal) => {
                    if nearest.as_ref().is_none_or(|best| (refusal.met, refusal.score) > (best.met, best.score)) {
                        nearest = Some(refusal);
                    }
                }
            }
        }
        let dropped = topics.is_empty().then(|| nearest.map_or(Reason::NoTopic, |refusal| refusal.reason));
        Judgement { topics, dropped }
    }

    /// Whether one topic takes an entry.
    pub(super) fn weigh(
        &self,
        topic: usize,
        found: &[(usize, Place)],
        entry: &Entry,
    ) -> Result<TopicMatch, Box<Refusal>> {
        let asked = &self.topics[topic];
        let keyword = |n: usize| &self.keywords[n];
        let weights = |rule: Rule| found.iter().map(move |(n, _)| keyword(*n)).filter(move |k| k.rule == rule);
        let sum: f64 = weights(Rule::Any).map(|keyword| keyword.weight).sum();
        let mut lacking = Vec::new();
        if asked.any && weights(Rule::Any).next().is_none() {
            lacking.push(Lacking::Any);
        }
        let mut of_groups = 0.0;
        for group in 0..asked.groups {
            match weights(Rule::All(group)).map(|keyword| keyword.weight).reduce(f64::max) {
                Some(weight) => of_groups += weight,
                None => lacking.push(Lacking::All(group)),
            }
        }
        let score = if asked.any { sum } else { of_groups };
        let hits =
            || found.iter().filter(|(n, _)| keyword(*n).rule != Rule::Not).map(|f| self.hit(*f, entry)).collect();
        let id = || asked.id.clone();
        let refuse = |met, reason| Err(Box::new(Refusal { met, score, reason }));
        if !lacking.is_empty() {
            let hits: Vec<Hit> = hits();
            // Only a `not` was found: that is no sign of nearness.
            let reason = if hits.is_empty() { Reason::NoTopic } else { Reason::Lacking { topic: id(), lacking, hits } };
            return refuse(u8::from(reason != Reason::NoTopic), reason);
        }
        if asked.any && sum < asked.min_score {
            let reason = Reason::MinScore { topic: id(), score, needed: asked.min_score, hits: hits() };
            return refuse(2, reason);
        }
        if asked.outlets.as_ref().is_some_and(|outlets| !outlets.contains(&entry.outlet)) {
            // A topic that takes everything from other outlets has nothing to do with this entry.
            if found.is_empty() {
                return refuse(0, Reason::NoTopic);
            }
            let reason = Reason::Outlets { topic: id(), outlet: entry.outlet.clone(), hits: hits() };
            return refuse(3, reason);
        }
        if let (Some(asked), Some(language)) = (&asked.languages, &entry.language)
            && !asked.iter().any(|range| speaks(language, range))
        {
            let reason = Reason::Languages { topic: id(), language: language.clone(), hits: hits() };
            return refuse(4, reason);
        }
        if let Some(not) = found.iter().find(|(n, _)| keyword(*n).rule == Rule::Not) {
            return refuse(5, Reason::TopicNot { topic: id(), hit: self.hit(*not, entry) });
        }
        Ok(TopicMatch { topic, score, hits: hits() })
    }

    fn hit(&self, (number, place): (usize, Place), entry: &Entry) -> Hit {
        let keyword = &self.keywords[number];
        Hit {
            rule: keyword.rule,
            index: keyword.index,
            keyword: keyword.written.clone(),
            place,
            words: self.part_at(place, entry).get(place.start..place.end).unwrap_or_default().to_owned(),
            weight: keyword.weight,
        }
    }
}

/// Whether a BCP 47 tag lies in a range such as `en` or `pt-BR` (RFC 4647, basic filtering).
pub(super) fn speaks(language: &str, range: &str) -> bool {
    let mut subtags = language.split(['-', '_']);
    range
        .split(['-', '_'])
        .all(|wanted| wanted == "*" || subtags.next().is_some_and(|s| s.eq_ignore_ascii_case(wanted)))
}
