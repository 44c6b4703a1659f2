//! Threads: stories that belong to one running event, however differently they tell of it.
//!
//! Pairs of reports do not show it: tear gas in one town and a curfew in another share little. What the stories of an event
//! do share is a name or two that stand in today's news far more often than usual: of a victim, a show, a storm. Companies
//! and standing themes are in the news every day, so their names never stand out so far.

use super::background::usual;
use super::grouping::Grouping;
use super::item::{count, index};
use super::terms::Analysed;
use super::weigh::Kind;
use crate::text::fold::fold;
use crate::text::lexicon::Lexicon;
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;

/// A thread has at least so many stories ...
const STORIES: usize = 5;
/// ... of at least so many outlets.
const OUTLETS: usize = 3;

/// A name that stands in this many times as many entries as usual (a natural logarithm) may make a thread with another word
/// like it ...
const STANDS_OUT: f32 = 2.0;
/// ... and from here on by itself: the name of a show or a congress comes alone.
const STANDS_OUT_ALONE: f32 = 3.2;

/// What is no name must stand out this far to be a thread's word: a curfew, not what every show calls thin.
const WORD_STANDS_OUT: f32 = 3.0;

/// From here on a word in a headline may at least say that a story with the thread's name elsewhere is about it.
const STANDS_OUT_A_LITTLE: f32 = 1.2;

/// Names that are tried, the weightiest first: no feed can offer so many that trying them takes long.
const SEEDS: usize = 100;

/// A word the table does not know stands in less than one entry of so many.
const UNKNOWN: f32 = 1.0 / 100_000.0;

/// Stories of one running event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Thread {
    /// Places of its stories in what was asked about, in order.
    pub stories: Vec<usize>,
    /// Its words, folded and stemmed, the one that made it first.
    pub words: Vec<String>,
}

/// A word that may be a thread's.
struct Key {
    term: u32,
    /// How much more often it stands here than usual: a natural logarithm.
    burst: f32,
    /// It may make a thread.
    seed: bool,
    /// It stands out enough to be a thread's word.
    clear: bool,
    /// The stories that it matters to, and those of them that have it in a headline, in order.
    stories: Vec<u32>,
    headed: Vec<u32>,
}

impl Grouping {
    /// The threads among `stories`, each given by the places of its entries in the input and the number of its family;
    /// larger threads first. No story is in two.
    #[must_use]
    pub fn threads(&self, stories: &[(Vec<usize>, usize)]) -> Vec<Thread> {
        let keys = keys(&self.analysed, stories);
        let mut seeds: Vec<&Key> = keys.iter().filter(|key| key.seed).collect();
        let size = |key: &Key| count(key.stories.len()) * key.burst;
        seeds.sort_by(|x, y| size(y).total_cmp(&size(x)).then(x.term.cmp(&y.term)));
        seeds.truncate(SEEDS);
        let mut taken: BTreeSet<u32> = BTreeSet::new();
        let mut used: BTreeSet<u32> = BTreeSet::new();
        let mut threads: Vec<Thread> = Vec::new();
        for seed in seeds {
            // What an earlier thread has half of is a word of that one.
            if 2 * seed.stories.iter().filter(|story| taken.contains(story)).count() >= seed.stories.len() {
                continue;
            }
            // The words that go with the name, and once more those that go with all that these find.
            let mut members: BTreeSet<u32> = seed.stories.iter().copied().collect();
            let mut words = Vec::new();
            for _ in 0..2 {
                words = words_of(&keys, seed, &members);
                members = members_of(seed, &words);
            }
            with_families(&mut members, stories);
            words.retain(|word| word.clear);
            // A company that comes up in an event has a thread already: that of the event.
            let known = words.iter().any(|word| used.contains(&word.term));
            if known || seed.burst < STANDS_OUT_ALONE && words.is_empty() {
                continue;
            }
            members.retain(|story| !taken.contains(story));
            if members.len() < STORIES || self.outlets_of(&members, stories) < OUTLETS {
                continue;
            }
            taken.extend(&members);
            used.extend(words.iter().map(|word| word.term).chain([seed.term]));
            let stem = |key: &Key| self.analysed.terms[key.term as usize].stem.to_string();
            threads.push(Thread {
                stories: members.into_iter().map(|story| story as usize).collect(),
                words: std::iter::once(seed).chain(words).map(stem).collect(),
            });
        }
        threads.sort_by(|x, y| y.stories.len().cmp(&x.stories.len()).then_with(|| x.stories.cmp(&y.stories)));
        threads
    }

    fn outlets_of(&self, members: &BTreeSet<u32>, stories: &[(Vec<usize>, usize)]) -> usize {
        let places = members.iter().flat_map(|story| &stories[*story as usize].0);
        let outlets = places.map(|place| self.analysed.items[self.analysed.places[*place]].outlet);
        outlets.collect::<BTreeSet<_>>().len()
    }
}

/// The words that stand out, with the stories that they matter to.
fn keys(analysed: &Analysed, stories: &[(Vec<usize>, usize)]) -> Vec<Key> {
    let all = count(analysed.len());
    let technology = analysed.items.iter().filter(|item| item.area > super::model::BORDER).count();
    let technology = count(technology) / all.max(1.0);
    let burst = |term: u32| {
        let here = count(analysed.terms[term as usize].frequency as usize) / all.max(1.0);
        (here / usual(&analysed.terms[term as usize].stem, technology).unwrap_or(UNKNOWN)).ln()
    };
    // By term, how many reports of the story at hand have it, and whether in a headline.
    let mut found: FxHashMap<u32, (Vec<u32>, Vec<u32>)> = FxHashMap::default();
    let mut here: FxHashMap<u32, (usize, bool)> = FxHashMap::default();
    for (number, (places, _)) in stories.iter().enumerate() {
        here.clear();
        for &place in places {
            for held in &analysed.items[analysed.places[place]].vector {
                let (reports, headline) = here.entry(held.term()).or_default();
                *reports += 1;
                *headline |= held.in_title();
            }
        }
        for (&term, &(reports, headline)) in &here {
            // A word in passing, in one of many reports, is not what the story is about.
            if headline || 3 * reports >= places.len() {
                let (of, headed) = found.entry(term).or_default();
                of.push(index(number));
                headed.extend(headline.then_some(index(number)));
            }
        }
    }
    let key = |(term, (of, headed)): (u32, (Vec<u32>, Vec<u32>))| {
        let burst = burst(term);
        let name = analysed.weights[term as usize].kind == Kind::Name;
        let clear = burst >= if name { STANDS_OUT } else { WORD_STANDS_OUT };
        let enough = of.len() >= STORIES && headed.len() >= STORIES - 1;
        let word = fold(&analysed.terms[term as usize].text);
        // Months, days, feasts and offices stand in all kinds of news at once, so they make no thread, though they
        // may be a word of one.
        let english = Lexicon::english();
        let event = !english.capitals.everyday.contains(word.as_str()) && !english.is_calendar(&word);
        let seed = clear && name && enough && event;
        (burst >= STANDS_OUT_A_LITTLE).then_some(Key { term, burst, seed, clear, stories: of, headed })
    };
    let mut keys: Vec<Key> = found
        .into_iter()
        .filter(|(term, (of, _))| of.len() >= 3 && !analysed.terms[*term as usize].number)
        .filter_map(key)
        .collect();
    keys.sort_by_key(|key| key.term);
    keys
}

/// Takes in the rest of every family that half of is of the thread.
fn with_families(members: &mut BTreeSet<u32>, stories: &[(Vec<usize>, usize)]) {
    let mut families: FxHashMap<usize, (usize, Vec<u32>)> = FxHashMap::default();
    for (number, (_, family)) in stories.iter().enumerate() {
        let (within, all) = families.entry(*family).or_default();
        *within += usize::from(members.contains(&index(number)));
        all.push(index(number));
    }
    for (within, all) in families.into_values() {
        if 2 * within >= all.len() {
            members.extend(all);
        }
    }
}

/// The words that half of whose stories are among `members`, those with most stories first.
fn words_of<'k>(keys: &'k [Key], seed: &Key, members: &BTreeSet<u32>) -> Vec<&'k Key> {
    let goes_with = |key: &&Key| {
        let of_them = key.stories.iter().filter(|story| members.contains(story)).count();
        key.term != seed.term && 2 * of_them >= key.stories.len()
    };
    let mut words: Vec<&Key> = keys.iter().filter(goes_with).collect();
    words.sort_by(|x, y| y.stories.len().cmp(&x.stories.len()).then(x.term.cmp(&y.term)));
    words
}

/// The stories with the name in a headline, and those with the name elsewhere and another word of the thread in a headline.
fn members_of(seed: &Key, words: &[&Key]) -> BTreeSet<u32> {
    let headed: BTreeSet<u32> = words.iter().flat_map(|word| word.headed.iter().copied()).collect();
    let named = seed.stories.iter().copied().filter(|story| headed.contains(story));
    named.chain(seed.headed.iter().copied()).collect()
}

#[cfg(test)]
mod tests {
    use crate::compose::group::samples::{articles, at, entry};
    use crate::compose::group::{Options, Seen, group};
    use crate::model::Entry;

    /// What else happens: forty headlines that share nothing.
    const OTHERS: [&str; 40] = [
        "Librarians win fight over opening hours",
        "Tram drivers get new caps",
        "Old bakery turns into theatre",
        "Baker finds coin in flour",
        "Swimmers want cleaner river",
        "Teacher walks to school on stilts",
        "Choir sings for a new roof",
        "Garden club counts hedgehogs",
        "Printer closes after ninety years",
        "Farmers plant a hundred oaks",
        "Students repair a windmill",
        "Painter leaves house to cats",
        "Museum lends its only whale",
        "Bridge gets lights for cyclists",
        "Ferry captain retires at seventy",
        "Pupils bake for pensioners",
        "Chess club beats the champions",
        "Hall of mirrors opens again",
        "Cinema shows silent films",
        "Judge returns lost umbrella",
        "Postman saves a swan",
        "Dentists offer free checks",
        "Market moves to the square",
        "Hikers mark a lost path",
        "Glassblowers reopen workshop",
        "Beekeepers warn of mites",
        "Town clock runs backwards",
        "Firemen test a taller ladder",
        "Archive finds love letters",
        "Runners cross the frozen lake",
        "Tailor sews flags for sailors",
        "Nurses get a garden",
        "Quarry becomes a pool",
        "Locksmith opens museum of keys",
        "Orchestra plays in the dark",
        "Brewer pays debts in beer",
        "Shepherds count more lambs",
        "Pilot lands on a meadow",
        "Carpenters rebuild the pier",
        "Surveyors find a smaller hill",
    ];

    /// The words of each thread among `headlines`, each of an outlet of four and a story of its own, on a day like others.
    fn found(headlines: &[(&str, &str)]) -> Vec<(usize, String)> {
        let all: Vec<(&str, &str)> = headlines.iter().copied().chain(OTHERS.iter().map(|title| (*title, ""))).collect();
        let ids: Vec<String> = (0..all.len()).map(|at| format!("{at:02}")).collect();
        let outlets = ["daily", "herald", "post", "courier"];
        let told = |(place, (title, summary)): (usize, &(&str, &str))| Entry {
            link: None,
            language: Some("en".to_owned()),
            ..at(entry(&ids[place], outlets[place % 4], title, summary), "", 0)
        };
        let entries: Vec<Entry> = all.iter().enumerate().map(told).collect();
        let grouping = group(&articles(&entries), &Options::default(), &Seen::default());
        let stories: Vec<(Vec<usize>, usize)> = (0..all.len()).map(|place| (vec![place], place)).collect();
        let threads = grouping.threads(&stories);
        assert!(threads.iter().flat_map(|thread| &thread.stories).all(|story| *story < headlines.len()), "{threads:?}");
        threads.into_iter().map(|thread| (thread.stories.len(), thread.words[0].clone())).collect()
    }

    const STORM: [(&str, &str); 6] = [
        ("Storm Zelmira floods Oslo", "Cellars stand under water."),
        ("Schools shut as Zelmira nears", ""),
        ("Zelmira: ferries stay in port", ""),
        ("Insurers count the cost of Zelmira", ""),
        ("Trees down in the north", "Zelmira felled a thousand trees."),
        ("King visits town hit by Zelmira", ""),
    ];

    #[test]
    fn a_name_that_stands_out_makes_a_thread() {
        // "Trees down" has the name in passing, and no other word of the thread in its headline.
        assert_eq!(found(&STORM), [(5, "zelmira".to_owned())]);
        assert_eq!(found(&STORM[..3]), [], "three stories are no thread");
    }

    #[test]
    fn what_is_in_the_news_every_day_makes_none() {
        let company = [
            ("Apple opens a shop in Oslo", ""),
            ("Judge sides with baker against Apple", ""),
            ("Apple cider festival draws thousands", ""),
            ("Why Apple hired a poet", ""),
            ("Apple raises prices in Norway", ""),
            ("Union talks with Apple fail", ""),
        ];
        assert_eq!(found(&company), []);
        let feast = [
            ("Christmas trees cost more", ""),
            ("Choir rehearses for Christmas", ""),
            ("Ferries stop over Christmas", ""),
            ("Christmas lights dim in Moss", ""),
            ("Thieves steal Christmas geese", ""),
            ("Prison cooks Christmas dinner", ""),
        ];
        assert_eq!(found(&feast), []);
        let office = [
            ("CEO of a bank steps down", ""),
            ("Dairy CEO swims to work", ""),
            ("Railway names CEO", ""),
            ("CEO pay falls", ""),
            ("Fired CEO sues a zoo", ""),
        ];
        assert_eq!(found(&office), []);
    }

    #[test]
    fn one_outlet_makes_no_thread() {
        let told = |n: usize| at(entry(&format!("{n:02}"), "spam", &format!("Zelmira coins rise {n} fold"), ""), "", 0);
        let entries: Vec<Entry> = (0..60).map(told).collect();
        let grouping = group(&articles(&entries), &Options::default(), &Seen::default());
        let stories: Vec<(Vec<usize>, usize)> = (0..60).map(|place| (vec![place], place)).collect();
        assert_eq!(grouping.threads(&stories), []);
    }
}
