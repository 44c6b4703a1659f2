//! Entries taken apart: terms, weights, names, numbers, times.

use super::marks::Marks;
use super::tongue::languages;
use super::vectors::{self, Vector};
use super::weigh::{self, Kind, Weight};
use super::{Candidate, clean};
use crate::compose::words::{self, Language};
use jiff::Timestamp;
use rustc_hash::{FxHashMap, FxHasher};
use std::hash::Hasher as _;

/// Bytes of the article's text that are read where there is no summary.
const LEAD_BYTES: usize = 300;

/// One entry, taken apart. Lists of terms are sorted and hold each term once.
#[derive(Debug)]
pub(super) struct Item {
    /// Its place in the input.
    pub(super) input: usize,
    /// When it was published, in seconds.
    pub(super) time: Option<i64>,
    /// Its language, as a number.
    pub(super) language: u32,
    /// Its outlet, as a number; 0 is unknown.
    pub(super) outlet: u32,
    /// What kind of entry it is.
    pub(super) marks: Marks,
    /// All terms with their weights: a vector of length 1.
    pub(super) vector: Vec<Held>,
    /// How many terms stand in the headline, and in the summary.
    pub(super) title_terms: usize,
    pub(super) body_terms: usize,
    /// Neighbouring terms, hashed.
    pub(super) pairs: Vec<u32>,
    /// Terms of the last part of the address, and their length as a vector of weights.
    pub(super) slug: Vec<u32>,
    pub(super) slug_length: f32,
    /// The first terms of the headline, in their order.
    pub(super) start: [u32; 4],
    /// What it is about, by the company its words keep.
    pub(super) meaning: Vector,
    /// Number in its address, as outlets count their articles.
    serial: Option<u64>,
    /// Length of the headline as a vector of weights, and of the summary.
    pub(super) title_length: f32,
    pub(super) body_length: f32,
    /// Sum of the weights of the headline's terms.
    pub(super) title_weight: f32,
    /// Sum of the weights of the headline's names.
    pub(super) title_names: f32,
    /// Sum of the weights of all names, and of all numbers.
    pub(super) name_weight: f32,
    pub(super) number_weight: f32,
}

/// A term of an entry: which one, where it stands, and its weight there.
#[derive(Debug, Clone, Copy)]
pub(super) struct Held {
    /// The term's number times four, plus [`TITLE`] and [`BODY`] where it stands there. In one number, so that two
    /// entries are compared in one pass over little memory.
    key: u32,
    pub(super) weight: f32,
}

const TITLE: u32 = 1;
const BODY: u32 = 2;

impl Held {
    pub(super) fn term(self) -> u32 {
        self.key >> 2
    }

    pub(super) fn in_title(self) -> bool {
        self.key & TITLE != 0
    }

    pub(super) fn in_body(self) -> bool {
        self.key & BODY != 0
    }
}

/// Calls `each` with every term that both hold.
pub(super) fn meet(a: &[Held], b: &[Held], mut each: impl FnMut(Held, Held)) {
    let (mut i, mut j) = (0, 0);
    while let (Some(&x), Some(&y)) = (a.get(i), b.get(j)) {
        if x.term() == y.term() {
            each(x, y);
        }
        // Without a branch that the processor would guess wrong half the time.
        i += usize::from(x.term() <= y.term());
        j += usize::from(y.term() <= x.term());
    }
}

/// All entries, in order of time and id.
#[derive(Debug)]
pub(super) struct Analysed {
    pub(super) items: Vec<Item>,
    pub(super) terms: Vec<Term>,
    /// What pairs are judged by, of each term.
    pub(super) weights: Vec<Weight>,
    /// Where each entry of the input is in `items`.
    pub(super) places: Vec<usize>,
}

/// One term.
#[derive(Debug)]
pub(super) struct Term {
    /// As it stood where it was first seen.
    pub(super) text: Box<str>,
    /// Folded and stemmed.
    pub(super) stem: Box<str>,
    /// In how many entries it stands.
    pub(super) frequency: u32,
    pub(super) number: bool,
    /// Times seen within a sentence with a capital, and without.
    pub(super) capital: u32,
    pub(super) small: u32,
}

/// Numbers for words.
#[derive(Debug, Default)]
struct Vocabulary {
    /// By the hash of the stem: comparing words as well would double the time, and a rare clash does no harm.
    numbers: FxHashMap<u64, u32>,
    terms: Vec<Term>,
}

impl Vocabulary {
    fn number(&mut self, stem: &str, raw: &str, number: bool) -> u32 {
        let mut hasher = FxHasher::default();
        hasher.write(stem.as_bytes());
        let new = index(self.terms.len());
        let known = *self.numbers.entry(hasher.finish()).or_insert(new);
        if known != new {
            return known;
        }
        self.terms.push(Term { text: raw.into(), stem: stem.into(), frequency: 0, number, capital: 0, small: 0 });
        new
    }
}

impl Analysed {
    pub(super) fn new(candidates: &[Candidate<'_>]) -> Self {
        let mut order: Vec<usize> = (0..candidates.len()).collect();
        // Everything that is looked at stands in the key, so that entries which tie are alike in all respects.
        order.sort_by_key(|&at| {
            let c = &candidates[at];
            (c.published, c.id, c.title, c.summary, c.text, c.link, c.outlet, c.lang)
        });
        let mut places = vec![0; candidates.len()];
        for (place, &input) in order.iter().enumerate() {
            places[input] = place;
        }
        let languages = languages(candidates, &order);
        let mut reader = Reader::default();
        let mut items: Vec<Item> = Vec::with_capacity(order.len());
        for (&input, language) in order.iter().zip(languages) {
            items.push(reader.item(input, &candidates[input], language));
        }
        let terms = reader.vocabulary.terms;
        let weights = weigh::terms(&terms, items.len());
        let meanings: Vec<Option<&[u8]>> = terms.iter().map(|term| vectors::of(&term.stem)).collect();
        for item in &mut items {
            weigh::item(item, &weights);
            let mut sum = [0.0; vectors::DIMENSIONS];
            for held in &item.vector {
                if let Some(word) = meanings[held.term() as usize] {
                    vectors::add(&mut sum, word, weights[held.term() as usize].idf);
                }
            }
            item.meaning = vectors::shrink(&sum);
        }
        mark_evergreens(&mut items);
        Self { items, terms, weights, places }
    }

    pub(super) fn len(&self) -> usize {
        self.items.len()
    }

    /// Each word with the number of entries it stands in, and whether it is a name.
    pub(super) fn frequencies(&self) -> Vec<(String, u32, bool)> {
        self.terms
            .iter()
            .zip(&self.weights)
            .filter(|(term, _)| !term.number)
            .map(|(term, weight)| (term.stem.to_string(), term.frequency, weight.kind == Kind::Name))
            .collect()
    }

    pub(super) fn input_index(&self, place: usize) -> usize {
        self.items[place].input
    }

    /// Whether an entry tells no one story: a round-up or a live page.
    pub(super) fn alone(&self, place: u32) -> bool {
        let marks = self.items[place as usize].marks;
        marks.has(Marks::ROUND_UP) || marks.has(Marks::LIVE)
    }
}

/// Reads entries one by one, with room to work in.
#[derive(Default)]
struct Reader {
    vocabulary: Vocabulary,
    outlets: FxHashMap<Box<str>, u32>,
    languages: FxHashMap<Language, u32>,
    sequence: Vec<u32>,
    keys: Vec<u32>,
}

impl Reader {
    fn item(&mut self, input: usize, candidate: &Candidate<'_>, language: Language) -> Item {
        let title = clean::title(candidate.title, candidate.outlet);
        let body = if candidate.summary.is_empty() { lead(candidate.text) } else { candidate.summary };
        let body = clean::summary(body);
        let mut item = Item {
            input,
            time: candidate.published.map(Timestamp::as_second),
            language: 0,
            outlet: 0,
            marks: Marks::of(candidate.title, candidate.link),
            vector: Vec::new(),
            title_terms: 0,
            body_terms: 0,
            pairs: Vec::new(),
            slug: Vec::new(),
            slug_length: 0.0,
            start: [u32::MAX; 4],
            meaning: Vector::NONE,
            serial: candidate.link.and_then(serial),
            title_length: 0.0,
            body_length: 0.0,
            title_weight: 0.0,
            title_names: 0.0,
            name_weight: 0.0,
            number_weight: 0.0,
        };
        let next = index(self.languages.len());
        item.language = *self.languages.entry(language).or_insert(next);
        if let Some(outlet) = candidate.outlet {
            let next = index(self.outlets.len() + 1);
            item.outlet = *self.outlets.entry(outlet.into()).or_insert(next);
        }
        self.keys.clear();
        for (text, part) in [(title, TITLE), (body, BODY)] {
            self.sequence.clear();
            read(text, language, &mut self.vocabulary, &mut self.sequence);
            item.pairs.extend(self.sequence.windows(2).map(|pair| hash(pair[0], pair[1])));
            if part == TITLE {
                for (place, term) in item.start.iter_mut().zip(&self.sequence) {
                    *place = *term;
                }
            }
            self.keys.extend(self.sequence.iter().map(|term| term << 2 | part));
        }
        sort_once(&mut item.pairs);
        // Counts now; weights when all entries have been read.
        self.keys.sort_unstable();
        for &key in &self.keys {
            match item.vector.last_mut() {
                Some(held) if held.term() == key >> 2 => {
                    held.weight += 1.0;
                    held.key |= key;
                }
                _ => item.vector.push(Held { key, weight: 1.0 }),
            }
        }
        item.vector.shrink_to_fit();
        for held in &item.vector {
            self.vocabulary.terms[held.term() as usize].frequency += 1;
        }
        item.title_terms = item.vector.iter().filter(|held| held.in_title()).count();
        item.body_terms = item.vector.iter().filter(|held| held.in_body()).count();
        if let Some(slug) = candidate.link.and_then(slug) {
            words::each(&slug, language, |word| {
                if !word.stop && !word.number {
                    item.slug.push(self.vocabulary.number(word.stem, word.raw, false));
                }
            });
            sort_once(&mut item.slug);
        }
        item
    }
}

/// The telling words of `text`, in order.
fn read(text: &str, language: Language, vocabulary: &mut Vocabulary, sequence: &mut Vec<u32>) {
    let title_case = is_title_case(text);
    let mut end = 0;
    words::each(text, language, |word| {
        // A capital says nothing at the start of a sentence.
        let starts = end == 0 || text[end..word.start.max(end)].contains(['.', '!', '?', ':', '"', '“', '‘', '|']);
        end = word.start + word.raw.len();
        if word.stop {
            return;
        }
        let number = vocabulary.number(word.stem, word.raw, word.number);
        let term = &mut vocabulary.terms[number as usize];
        if word.capital && !starts && !title_case {
            term.capital += 1;
        } else if !word.capital {
            term.small += 1;
        }
        sequence.push(number);
    });
}

/// Whether nearly all longer words of `text` start with a capital.
fn is_title_case(text: &str) -> bool {
    let mut words = 0;
    let mut capitals = 0;
    for word in text.split_whitespace().filter(|word| word.len() > 3) {
        words += 1;
        capitals += usize::from(word.chars().next().is_some_and(char::is_uppercase));
    }
    words >= 3 && capitals * 10 >= words * 8
}

/// Marks entries whose article number is far below those of their outlet: pages that are kept alive for weeks.
fn mark_evergreens(items: &mut [Item]) {
    let mut serials: FxHashMap<u32, Vec<u64>> = FxHashMap::default();
    for item in items.iter().filter(|item| item.outlet != 0) {
        if let Some(serial) = item.serial {
            serials.entry(item.outlet).or_default().push(serial);
        }
    }
    let mut oldest: FxHashMap<u32, u64> = FxHashMap::default();
    for (outlet, mut list) in serials {
        if list.len() < 8 {
            continue;
        }
        list.sort_unstable();
        // As far below the middle as three times the way from there to the newest.
        let middle = list[list.len() / 2];
        let newest = list[list.len() * 9 / 10];
        oldest.insert(outlet, middle.saturating_sub(3 * (newest - middle).max(1)));
    }
    for item in items {
        let old = item.serial.zip(oldest.get(&item.outlet)).is_some_and(|(serial, oldest)| serial < *oldest);
        item.marks.set(Marks::EVERGREEN, old);
    }
}

/// The longest number of seven digits or more in an address: the count of an outlet's articles.
fn serial(link: &str) -> Option<u64> {
    link.split(|c: char| !c.is_ascii_digit())
        .filter(|digits| (7..=12).contains(&digits.len()))
        .max_by_key(|digits| digits.len())?
        .parse()
        .ok()
}

/// The start of the article.
fn lead(text: &str) -> &str {
    let mut end = LEAD_BYTES.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// The part of an address that is made of words: the longest with three hyphens or more.
fn slug(link: &str) -> Option<String> {
    let rest = link.split_once("://").map_or(link, |(_, rest)| rest);
    let path = rest.split(['?', '#']).next()?;
    path.split('/')
        .skip(1)
        .filter(|part| part.matches(['-', '_']).count() >= 3)
        .max_by_key(|part| part.len())
        .map(|part| part.trim_end_matches(".html").replace(['-', '_'], " "))
}

fn sort_once(list: &mut Vec<u32>) {
    list.sort_unstable();
    list.dedup();
    list.shrink_to_fit();
}

/// A number for two neighbours (Knuth's multiplicative hash; a rare clash does no harm).
fn hash(a: u32, b: u32) -> u32 {
    a.wrapping_mul(2_654_435_761).rotate_left(13) ^ b.wrapping_mul(2_246_822_519)
}

/// A count as a number to reckon with; exact up to 16 million.
#[expect(clippy::cast_precision_loss, reason = "weights need no more than 24 bits")]
pub(super) fn count(n: usize) -> f32 {
    n as f32
}

/// A place as it is stored: four bytes do for four billion entries.
pub(super) fn index(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}
