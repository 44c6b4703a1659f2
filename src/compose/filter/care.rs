//! Keyword care: what a look at stored entries says about the keywords themselves.

use super::judge::{Filter, Owner};
use super::judgement::{Rule, as_f64};
use super::keyword::Search;
use crate::model::{Entry, EntryId, OutletId, TopicId};
use crate::text::fold::fold;
use crate::text::language::Language;
use crate::text::letters::{is_apostrophe, is_han};
use crate::text::lexicon::Lexicon;
use crate::text::words::{self, Word};
use rustc_hash::{FxHashMap, FxHashSet};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

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
    /// The word, as most of those headlines have it.
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

/// A word of headlines of kept stories.
#[derive(Default)]
struct Shared<'a> {
    /// Stories with it.
    stories: usize,
    /// The last story that was counted.
    last: Option<usize>,
    /// How it stands in the headlines, and how often.
    forms: BTreeMap<&'a str, usize>,
}

/// Words that headlines of kept stories share, that are rare elsewhere, and that no keyword names or finds:
/// most shared first, `most` at most. `elsewhere` are entries that belong to no topic.
#[must_use]
pub fn uncovered(filter: &Filter, stories: &[Vec<&Entry>], elsewhere: &[&Entry], most: usize) -> Vec<Uncovered> {
    let mut shared: FxHashMap<String, Shared<'_>> = FxHashMap::default();
    let mut languages = BTreeSet::from([Language::UNKNOWN]);
    for (number, story) in stories.iter().enumerate() {
        for entry in story {
            let language = language_of(entry);
            languages.insert(language);
            each_word(&entry.title, language, |stem, form| {
                let word = shared.entry(stem.to_owned()).or_default();
                word.stories += usize::from(word.last.replace(number) != Some(number));
                *word.forms.entry(form).or_default() += 1;
            });
        }
    }
    shared.retain(|_, word| word.stories >= UNCOVERED_LEAST);
    // Entries elsewhere with each of them, and the last entry that was counted.
    let mut other: FxHashMap<&str, (usize, usize)> = shared.keys().map(|stem| (stem.as_str(), (0, 0))).collect();
    for (number, entry) in (1..).zip(elsewhere) {
        each_word(&entry.title, language_of(entry), |stem, _| {
            if let Some((count, last)) = other.get_mut(stem)
                && *last != number
            {
                (*count, *last) = (*count + 1, number);
            }
        });
    }
    let named = named(filter, &languages);
    let mut found: Vec<Uncovered> = shared
        .iter()
        .filter(|(stem, word)| {
            let elsewhere_with = other.get(stem.as_str()).map_or(0, |(count, _)| *count);
            // One is added so that a word never seen elsewhere has a finite share.
            let rate = as_f64(elsewhere_with + 1) / as_f64(elsewhere.len() + 1);
            let share = as_f64(word.stories) / as_f64(stories.len());
            share >= UNCOVERED_LIFT * rate && !named.contains(*stem)
        })
        .filter_map(|(_, word)| Some(Uncovered { word: word.usual()?.to_owned(), stories: word.stories }))
        .collect();
    found.sort_by(|a, b| b.stories.cmp(&a.stories).then_with(|| a.word.cmp(&b.word)));
    found.into_iter().filter(|word| !is_found(filter, &word.word)).take(most).collect()
}

impl<'a> Shared<'a> {
    /// As it stands most often; of forms as frequent the shortest, and of these one in small letters.
    fn usual(&self) -> Option<&'a str> {
        self.forms.iter().map(|(form, count)| (*count, Reverse(form.len()), *form)).max().map(|(.., form)| form)
    }
}

/// Whether a keyword finds `word` where it stands by itself: by its beginning, in another spelling.
fn is_found(filter: &Filter, word: &str) -> bool {
    let headline = Entry::titled(EntryId::from_stored(String::new()), OutletId::new(""), word);
    let mut found = false;
    filter.each_found(&[&headline], |_, _| found = true);
    found
}

/// The stems of the words of all keywords. A keyword says not of which language it is, so it is read in each of those
/// that the headlines are in.
fn named(filter: &Filter, languages: &BTreeSet<Language>) -> FxHashSet<String> {
    let mut named = FxHashSet::default();
    for keyword in filter.keywords.iter().filter(|keyword| matches!(keyword.search, Search::Words(_))) {
        for language in languages {
            words::each(&keyword.written, Lexicon::of(*language), |word| {
                if !named.contains(word.stem) {
                    named.insert(word.stem.to_owned());
                }
            });
        }
    }
    named
}

fn language_of(entry: &Entry) -> Language {
    Language::of(entry.language.as_deref(), &entry.title, [&entry.summary, &entry.text])
}

/// Tells of each word of a headline that could be a keyword: its stem and how it stands there. Not of pairs of Chinese
/// characters, as every other of them is no word.
fn each_word<'a>(title: &'a str, language: Language, mut each: impl FnMut(&str, &'a str)) {
    words::each(title, Lexicon::of(language), |word| {
        let end = word.start + word.raw.len();
        // The last stop of "U.S." is cut off as the end of a sentence is.
        let end = end + usize::from(word.raw.contains('.') && title[end..].starts_with('.'));
        let form = title.get(word.start..end).map_or("", |raw| bare(raw, &word));
        let long = form.chars().count() > 2 || form.starts_with(is_hangul_syllable);
        if !word.stop && !word.number && long && !form.starts_with(is_han) {
            each(word.stem, form);
        }
    });
}

fn is_hangul_syllable(c: char) -> bool {
    matches!(c, '\u{AC00}'..='\u{D7A3}')
}

/// The word without what an apostrophe ties to it, before or behind, and without the particle of a Korean noun.
fn bare<'a>(raw: &'a str, word: &Word<'_>) -> &'a str {
    if raw.starts_with(is_hangul_syllable) {
        return raw.get(..word.stem.len()).unwrap_or(raw);
    }
    if !raw.contains(is_apostrophe) {
        return raw;
    }
    let own = raw.split(is_apostrophe).find(|part| fold(part).starts_with(word.stem));
    let owner = || raw.strip_suffix('s').and_then(|rest| rest.strip_suffix(is_apostrophe));
    own.or_else(owner).unwrap_or(raw)
}

#[cfg(test)]
mod tests {
    use super::{Language, each_word};

    #[test]
    fn words_of_a_headline() {
        let check = |language, title, expected: &[(&str, &str)]| {
            let mut words = Vec::new();
            each_word(title, Language::declared(language), |stem, form| words.push((stem.to_owned(), form)));
            let words: Vec<(&str, &str)> = words.iter().map(|(stem, form)| (stem.as_str(), *form)).collect();
            assert_eq!(words, expected, "{title}");
        };
        check(
            "en",
            "Boeing's 787s: the U.S. orders",
            &[("boeing", "Boeing"), ("america", "U.S."), ("order", "orders")],
        );
        check("en", "O’Brien’s companies", &[("o'brien", "O’Brien"), ("company", "companies")]);
        check("de", "Überschwemmungen in Köln", &[("uberschwemm", "Überschwemmungen"), ("koln", "Köln")]);
        check("fr", "L’Italie d'abord", &[("itali", "Italie"), ("abord", "abord")]);
        check("tr", "Ankara'da deprem", &[("ankar", "Ankara"), ("deprem", "deprem")]);
        check("ko", "강남역에서 화재", &[("강남역", "강남역"), ("화재", "화재")]);
        check("ja", "東京でロケット", &[("ロケット", "ロケット")]);
    }
}
