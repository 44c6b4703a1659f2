//! Keyword care: what a look at stored entries says about the keywords themselves.

use super::judge::{Filter, Owner};
use super::judgement::{Rule, as_f64};
use super::keyword::Search;
use crate::model::{Entry, OutletId, TopicId};
use crate::text::search::fold;
use rustc_hash::{FxHashMap, FxHashSet};

/// Fewer common entries than this may be chance.
const TOGETHER_LEAST: usize = 3;
/// A word must be in the headlines of this many stories to be worth a keyword.
const UNCOVERED_LEAST: usize = 3;
/// And be this many times as frequent in kept stories as elsewhere: words like "the" are frequent everywhere.
const UNCOVERED_LIFT: f64 = 3.0;

/// Which keyword is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Home {
    /// A topic's.
    Topic(TopicId),
    /// An outlet's.
    Outlet(OutletId),
}

/// A keyword and how many entries have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally {
    /// Whose it is.
    pub home: Home,
    /// The rule it stands in.
    pub rule: Rule,
    /// As written.
    pub keyword: String,
    /// Entries it was found in; of an outlet's keyword, entries of that outlet.
    pub entries: usize,
}

/// Keywords of one rule that were found in exactly the same entries: one of them is enough.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Companions {
    /// Two or more, in the order of the file.
    pub keywords: Vec<Tally>,
}

/// A word that kept stories share and no keyword names.
#[derive(Debug, Clone, PartialEq)]
pub struct Uncovered {
    /// The word, folded.
    pub word: String,
    /// Kept stories with it in a headline.
    pub stories: usize,
}

/// What is odd about keywords; each list in the order of the file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Care {
    /// Entries looked at.
    pub entries: usize,
    /// Keywords that were found nowhere.
    pub idle: Vec<Tally>,
    /// Keywords that were found in more than half of all entries.
    pub greedy: Vec<Tally>,
    /// Keywords that always come together.
    pub together: Vec<Companions>,
}

/// Looks at how keywords fare with stored entries.
#[must_use]
pub fn care(filter: &Filter, entries: &[&Entry]) -> Care {
    let mut seen: Vec<Vec<u32>> = vec![Vec::new(); filter.keywords.len()];
    let mut of_outlet: FxHashMap<&OutletId, usize> = FxHashMap::default();
    filter.each_found(entries, |number, keyword| {
        if let Ok(number) = u32::try_from(number) {
            seen[keyword].push(number);
        }
    });
    for entry in entries {
        *of_outlet.entry(&entry.outlet).or_default() += 1;
    }
    let tally = |number: usize| {
        let keyword = &filter.keywords[number];
        Tally {
            home: match keyword.owner {
                Owner::Topic(topic) => Home::Topic(filter.topics[topic].id.clone()),
                Owner::Outlet(outlet) => Home::Outlet(filter.refusing[outlet].clone()),
            },
            rule: keyword.rule,
            keyword: keyword.written.clone(),
            entries: seen[number].len(),
        }
    };
    let possible = |number: usize| match filter.keywords[number].owner {
        Owner::Topic(_) => entries.len(),
        Owner::Outlet(outlet) => of_outlet.get(&filter.refusing[outlet]).copied().unwrap_or(0),
    };
    let all = 0..filter.keywords.len();
    let idle = all.clone().filter(|number| seen[*number].is_empty()).map(tally).collect();
    let greedy = all.clone().filter(|number| 2 * seen[*number].len() > possible(*number)).map(tally).collect();
    let mut together = Vec::new();
    let mut done = FxHashSet::default();
    for number in all {
        if seen[number].len() < TOGETHER_LEAST || !done.insert(number) {
            continue;
        }
        let mine = (filter.keywords[number].owner, filter.keywords[number].rule);
        let mut keywords = vec![tally(number)];
        for other in number + 1..filter.keywords.len() {
            let same = (filter.keywords[other].owner, filter.keywords[other].rule) == mine;
            if same && seen[other] == seen[number] {
                done.insert(other);
                keywords.push(tally(other));
            }
        }
        if keywords.len() > 1 {
            together.push(Companions { keywords });
        }
    }
    Care { entries: entries.len(), idle, greedy, together }
}

/// Words that headlines of kept stories share, that are rare elsewhere, and that no keyword names:
/// most shared first, `most` at most. `elsewhere` are entries that belong to no topic.
#[must_use]
pub fn uncovered(filter: &Filter, stories: &[Vec<&Entry>], elsewhere: &[&Entry], most: usize) -> Vec<Uncovered> {
    let named = named(filter);
    let mut kept: FxHashMap<String, usize> = FxHashMap::default();
    for story in stories {
        let words: FxHashSet<String> = story.iter().flat_map(|entry| headline_words(entry)).collect();
        for word in words {
            *kept.entry(word).or_default() += 1;
        }
    }
    let mut other: FxHashMap<String, usize> = FxHashMap::default();
    for entry in elsewhere {
        let words: FxHashSet<String> = headline_words(entry).into_iter().collect();
        for word in words {
            *other.entry(word).or_default() += 1;
        }
    }
    let mut found: Vec<Uncovered> = kept
        .into_iter()
        .filter(|(word, count)| {
            // One is added so that a word never seen elsewhere has a finite share.
            let elsewhere = as_f64(other.get(word).copied().unwrap_or(0) + 1) / as_f64(elsewhere.len() + 1);
            let share = as_f64(*count) / as_f64(stories.len());
            *count >= UNCOVERED_LEAST && share >= UNCOVERED_LIFT * elsewhere && !named.contains(word.as_str())
        })
        .map(|(word, stories)| Uncovered { word, stories })
        .collect();
    found.sort_by(|a, b| b.stories.cmp(&a.stories).then_with(|| a.word.cmp(&b.word)));
    found.truncate(most);
    found
}

/// The words of all keywords, with the same ending cut off as of headline words.
fn named(filter: &Filter) -> FxHashSet<String> {
    let words = filter.keywords.iter().filter(|keyword| matches!(keyword.search, Search::Words(_)));
    words.flat_map(|keyword| words_of(&keyword.written)).collect()
}

fn headline_words(entry: &Entry) -> Vec<String> {
    words_of(&entry.title)
}

fn words_of(text: &str) -> Vec<String> {
    let folded = String::from_utf8_lossy(&fold(text)).into_owned();
    folded
        .split(' ')
        .map(|word| word.strip_suffix("'s").unwrap_or(word).trim_matches(|c: char| !c.is_alphanumeric()))
        .filter(|word| word.chars().count() > 2 && word.chars().any(char::is_alphabetic))
        .map(|word| match word.strip_suffix('s') {
            Some(stem) if word.len() > 4 && !stem.ends_with(['s', 'u', 'i']) => stem.to_owned(),
            _ => word.to_owned(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::words_of;

    #[test]
    fn words_of_a_headline() {
        assert_eq!(words_of("Boeing's 787s: the U.S. orders"), ["boeing", "787s", "the", "order"]);
    }
}
