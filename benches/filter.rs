//! Filtering: a hundred topics of twenty keywords over a hundred thousand entries.
//!
//! Read as ratios in one run: `judge` against `one_pass`, which is the `aho-corasick` crate looking for
//! the same keywords once in the same text, letters of any case, with nothing done about what it finds.

use aho_corasick::AhoCorasick;
use std::collections::HashSet;
use std::sync::LazyLock;
use tidings::compose::filter::Filter;
use tidings::model::{Entry, EntryId, Matcher, OutletId, Pattern, PlainText, Scope, Topic, TopicId};

fn main() {
    divan::main();
}

const TOPICS: usize = 100;
const KEYWORDS: usize = 20;
const ENTRIES: usize = 100_000;

/// Numbers without randomness: a linear congruential generator (Knuth's MMIX constants).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((self.0 >> 33) % sides as u64).unwrap_or(0)
    }

    /// Small numbers often, great ones rarely: words of a text are spread like this (Zipf).
    fn skewed(&mut self, sides: usize) -> usize {
        let top = self.roll(sides) + 1;
        self.roll(top)
    }
}

const SYLLABLES: [&str; 32] = [
    "ba", "con", "de", "er", "fi", "gra", "ho", "in", "ju", "ka", "lo", "men", "no", "or", "pre", "qui", "ra", "st",
    "ti", "un", "ver", "wo", "xe", "yl", "ze", "ing", "tion", "al", "ish", "pe", "sur", "ke",
];

/// Distinct words of one to five syllables, the short ones first: in real text, too, what is said often is short.
/// Some have accents.
fn words() -> Vec<String> {
    let mut dice = Dice(1);
    let mut seen = HashSet::new();
    let mut words = Vec::new();
    while words.len() < 20_000 {
        let fewest = [200, 2_000].iter().filter(|common| words.len() >= **common).count() + 1;
        let syllables = fewest + dice.roll(3);
        let mut word: String = (0..syllables).map(|_| SYLLABLES[dice.roll(SYLLABLES.len())]).collect();
        if words.len() % 50 == 0 {
            word.push('é');
        }
        if seen.insert(word.clone()) {
            words.push(word);
        }
    }
    words
}

fn text(words: &[String], dice: &mut Dice, count: usize) -> String {
    let mut text = String::new();
    for number in 0..count {
        let word = &words[dice.skewed(words.len())];
        if number % 12 == 0 {
            let mut letters = word.chars();
            text.extend(letters.next().into_iter().flat_map(char::to_uppercase));
            text.push_str(letters.as_str());
        } else {
            text.push_str(word);
        }
        text.push_str(match dice.roll(24) {
            0 => ", ",
            1 => ". ",
            2 => "-",
            3 => "’s ",
            4 => " — ",
            _ => " ",
        });
    }
    text
}

fn entries() -> Vec<Entry> {
    let words = words();
    let mut dice = Dice(2);
    let outlet = OutletId::new("daily");
    (0..ENTRIES)
        .map(|number| {
            let title = text(&words, &mut dice, 10);
            Entry {
                summary: PlainText::vouched(text(&words, &mut dice, 40)),
                text: PlainText::vouched(if number % 4 == 0 { text(&words, &mut dice, 300) } else { String::new() }),
                ..Entry::titled(EntryId::from_stored(format!("{number:016x}")), outlet.clone(), title)
            }
        })
        .collect()
}

/// Keywords as people choose them: no everyday words; one in eight is a word of every fiftieth entry or so (a
/// president, a country), the others come from the rarer half. A fourth are phrases, a fourth prefixes.
fn keywords() -> Vec<String> {
    let words = words();
    let mut dice = Dice(3);
    let mut word = |number: usize| {
        let rank = if number % 8 == 7 { 500 + dice.roll(1_500) } else { words.len() / 2 + dice.roll(words.len() / 2) };
        words[rank].clone()
    };
    (0..TOPICS * KEYWORDS)
        .map(|number| match number % 4 {
            0 => format!("{} {}", word(number), word(number)),
            1 => format!("{}*", word(number)),
            _ => word(number),
        })
        .collect()
}

fn topics(keywords: &[String]) -> Vec<Topic> {
    let matcher = |keyword: &String| Matcher {
        pattern: Pattern::Words(keyword.clone()),
        scope: Scope::Anywhere,
        weight: 1.0,
        case: None,
        plurals: true,
    };
    keywords
        .chunks(KEYWORDS)
        .enumerate()
        .map(|(number, keywords)| Topic {
            id: TopicId::new(format!("t{number}")),
            title: String::new(),
            any: keywords.iter().map(matcher).collect(),
            all: Vec::new(),
            not: Vec::new(),
            min_score: 1.0,
            max: None,
            outlets: None,
            languages: None,
        })
        .collect()
}

static INPUT: LazyLock<Vec<Entry>> = LazyLock::new(entries);

fn bytes() -> usize {
    INPUT.iter().map(|entry| entry.title.len() + entry.summary.len() + entry.text.len()).sum()
}

/// Every entry judged by every topic.
#[divan::bench(sample_count = 10, sample_size = 1)]
fn judge(bencher: divan::Bencher<'_, '_>) {
    let filter = Filter::new(&topics(&keywords()), &[], &[]);
    bencher
        .counter(divan::counter::BytesCount::new(bytes()))
        .bench(|| filter.judge_all(INPUT.iter()).iter().filter(|judgement| judgement.is_kept()).count());
}

/// The yardstick.
#[divan::bench(sample_count = 10, sample_size = 1)]
fn one_pass(bencher: divan::Bencher<'_, '_>) {
    let plain: Vec<String> = keywords().iter().map(|keyword| keyword.trim_end_matches('*').to_owned()).collect();
    let automaton = AhoCorasick::builder().ascii_case_insensitive(true).build(&plain).expect("plain words");
    bencher.counter(divan::counter::BytesCount::new(bytes())).bench(|| {
        INPUT
            .iter()
            .flat_map(|entry| [&entry.title, &entry.summary, &entry.text])
            .map(|text| automaton.find_iter(&**text).count())
            .sum::<usize>()
    });
}

/// Topics made ready, as at the start of every run.
#[divan::bench(sample_count = 10, sample_size = 1)]
fn compile(bencher: divan::Bencher<'_, '_>) {
    let topics = topics(&keywords());
    bencher.bench(|| Filter::new(&topics, &[], &[]));
}
