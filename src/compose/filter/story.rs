//! What a topic has to say of an entry whose story it takes: where a match lies, and what keeps an entry out all the same.

use super::decide::speaks;
use super::judge::{Filter, Owner};
use super::judgement::{Hit, Judgement, Part, Reason, Rule, TopicMatch};
use crate::model::Entry;

/// Bytes of a text that lead it: a sentence or two. A match behind them may be a word in passing.
const LEAD: usize = 240;

impl TopicMatch {
    /// Whether a keyword of the topic stands in the headline of `entry`.
    #[must_use]
    pub fn is_in_headline(&self, entry: &Entry) -> bool {
        self.in_headline(entry) > 0
    }

    /// Whether `entry` is about the topic as far as its places tell: a keyword stands in its headline or in what its outlet says
    /// of it (author, category, address), or two at the head of its text; or the topic takes everything.
    #[must_use]
    pub fn is_prominent(&self, entry: &Entry) -> bool {
        self.hits.is_empty() || self.in_headline(entry) + self.named() > 0 || self.in_lead(entry) > 1
    }

    /// Whether it is surely about the topic: another keyword stands beside the one in its headline, or three at the head of its
    /// text; or the topic takes everything.
    #[must_use]
    pub fn is_sure(&self, entry: &Entry) -> bool {
        let prominent = self.in_headline(entry) + self.named();
        self.hits.is_empty() || prominent > 0 && self.hits.len() > 1 || prominent + self.in_lead(entry) > 2
    }

    fn in_headline(&self, entry: &Entry) -> usize {
        let hits = self.hits.iter().filter(|hit| hit.place.part == Part::Title);
        hits.filter(|hit| !is_part_of_a_name(hit, &entry.title)).count()
    }

    /// Keywords in what an outlet says of its entry.
    fn named(&self) -> usize {
        let text = [Part::Title, Part::Summary, Part::Text];
        self.hits.iter().filter(|hit| !text.contains(&hit.place.part)).count()
    }

    fn in_lead(&self, entry: &Entry) -> usize {
        let leads = |hit: &&Hit| match hit.place.part {
            Part::Summary => hit.place.start < LEAD && !is_part_of_a_name(hit, &entry.summary),
            Part::Text => entry.summary.is_empty() && hit.place.start < LEAD && !is_part_of_a_name(hit, &entry.text),
            _ => false,
        };
        self.hits.iter().filter(leads).count()
    }
}

/// Whether a keyword in small letters was found as part of a name: `hackers` in "Ask Hacker News". A capital where the keyword
/// has none says so if another follows, and the word is not in the number asked for or the line does not write every word
/// with a capital.
fn is_part_of_a_name(hit: &Hit, text: &str) -> bool {
    let capital = |text: &str| text.chars().next().is_some_and(char::is_uppercase);
    let (before, after) = (text.get(..hit.place.start), text.get(hit.place.end..));
    let (Some(before), Some(next)) = (before, after.and_then(|after| after.strip_prefix(' '))) else { return false };
    if hit.keyword.chars().any(char::is_uppercase) || !capital(&hit.words) || !capital(next) {
        return false;
    }
    let plural = |word: &str| word.ends_with(['s', 'S']);
    let small = |word: &&str| word.chars().count() > 3 && !capital(word) && word.chars().all(char::is_alphabetic);
    plural(&hit.keyword) != plural(&hit.words) || before.split(' ').chain(next.split(' ')).filter(small).count() > 1
}

impl Judgement {
    /// Whether the `not` of its outlet keeps the entry out of everything.
    #[must_use]
    pub fn is_refused_by_outlet(&self) -> bool {
        matches!(self.dropped, Some(Reason::OutletNot { .. }))
    }
}

/// A topic of fewer keywords than this is named by one of them.
const FEW: usize = 4;

impl Filter {
    /// Whether a topic has so few keywords that none can be asked to stand beside another.
    #[must_use]
    pub fn has_few_keywords(&self, topic: usize) -> bool {
        let asked = self.keywords.iter().filter(|it| it.owner == Owner::Topic(topic) && it.rule != Rule::Not);
        asked.take(FEW).count() < FEW
    }

    /// Whether one of `topics` would have `entry` with a story that it takes: none of its `not` is found in it, and its
    /// `outlets` and `languages` allow it. What the keywords of `any` and `all` say does not matter.
    #[must_use]
    pub fn has_with_story(&self, topics: &[usize], entry: &Entry) -> bool {
        let found = self.found(entry);
        topics.iter().any(|&topic| {
            let asked = &self.topics[topic];
            let is_not = |number: usize| {
                let keyword = &self.keywords[number];
                keyword.rule == Rule::Not && keyword.owner == Owner::Topic(topic)
            };
            asked.outlets.as_ref().is_none_or(|outlets| outlets.contains(&entry.outlet))
                && asked
                    .languages
                    .as_ref()
                    .zip(entry.language.as_ref())
                    .is_none_or(|(asked, language)| asked.iter().any(|range| speaks(language, range)))
                && !found.iter().any(|(number, _)| is_not(*number))
        })
    }
}
