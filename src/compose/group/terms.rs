//! Entries taken apart: terms, weights, names, numbers, times.

use super::background::Background;
use super::formats::Formats;
use super::marks::Marks;
use super::reader::Reader;
use super::seen::Seen;
use super::tongue::languages;
use super::vectors::{self, Vector};
use super::weigh::{self, Kind, Weight};
use super::{Candidate, repeated};
use rustc_hash::FxHashMap;

/// One entry, taken apart. Lists of terms are sorted and hold each term once.
#[derive(Debug)]
pub(super) struct Item {
    /// Its place in the input.
    pub(super) input: usize,
    /// When it was published, in seconds.
    pub(super) time: Option<i64>,
    /// Its language, as a number.
    pub(super) language: u32,
    /// It is in the language of the background's table, or in one that nobody knows.
    pub(super) charted: bool,
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
    /// All of them, in their order.
    pub(super) headline: Box<[u32]>,
    /// The most telling terms of the headline, the most telling first: [`u32::MAX`] where there are fewer.
    pub(super) telling: [u32; 4],
    /// The first name of the headline: whom it speaks of; [`u32::MAX`] where there is none.
    pub(super) subject: u32,
    /// What kind of piece its headline announces.
    pub(super) formats: Formats,
    /// Vulnerabilities it names by their CVE number.
    pub(super) cves: Vec<u64>,
    /// What it is about, by the company its words keep.
    pub(super) meaning: Vector,
    /// Whether it speaks of technology or of what newspapers do: the mean [`Weight::area`] of its words.
    pub(super) area: f32,
    /// The first entry that says the same, word for word: it stands for all of them when pairs are looked for, so that
    /// a text is one text, however many print it.
    pub(super) same_text: Option<u32>,
    /// Number in its address, as outlets count their articles.
    pub(super) serial: Option<u64>,
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
    pub(super) key: u32,
    pub(super) weight: f32,
}

/// Marks of a [`Held::key`]: it stands in the headline, in the summary.
pub(super) const TITLE: u32 = 1;
pub(super) const BODY: u32 = 2;

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
#[inline]
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
    /// The same, but of no outlet more than [`COUNTED`].
    pub(super) counted: u32,
    /// In how many outlets' entries it stands.
    pub(super) outlets: u32,
    pub(super) number: bool,
    /// Times seen within a sentence with a capital, and without.
    pub(super) capital: u32,
    pub(super) small: u32,
}

impl Analysed {
    pub(super) fn new(candidates: &[Candidate<'_>], seen: &Seen) -> Self {
        let (mut items, terms, places, outlets) = Self::read(candidates);
        let mut weights = weigh::terms(&terms, items.len(), outlets, Background::new(seen));
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
        weigh::cohesion(&terms, &items, &mut weights);
        Self { items, terms, weights, places }
    }

    /// Takes the entries apart: in order of time and id, their terms, the place of each candidate, and how many outlets
    /// there are.
    fn read(candidates: &[Candidate<'_>]) -> (Vec<Item>, Vec<Term>, Vec<usize>, usize) {
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
        repeated::mark_same_texts(&mut items, &reader.bodies);
        repeated::strip(&mut items, &reader.bodies, reader.vocabulary.terms.len());
        let mut terms = reader.vocabulary.terms;
        let outlets = count_outlets(&mut terms, &items);
        (items, terms, places, outlets)
    }

    /// Each word of the entries with the number of entries it stands in, as far as they count.
    pub(super) fn words(candidates: &[Candidate<'_>]) -> impl Iterator<Item = (Box<str>, u32)> {
        let (_, terms, ..) = Self::read(candidates);
        terms.into_iter().filter(|term| !term.number && term.counted > 0).map(|term| (term.stem, term.counted))
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

    /// Whether an entry holds a term.
    pub(super) fn holds(item: &Item, term: u32) -> bool {
        item.vector.binary_search_by_key(&term, |held| held.term()).is_ok()
    }

    /// Whether two entries name vulnerabilities, and none in common.
    pub(super) fn apart(&self, a: u32, b: u32) -> bool {
        let (a, b) = (&self.items[a as usize].cves, &self.items[b as usize].cves);
        !a.is_empty() && !b.is_empty() && !a.iter().any(|cve| b.binary_search(cve).is_ok())
    }

    /// Whether a pair is in a language whose words the background does not know.
    pub(super) fn uncharted(&self, a: u32, b: u32) -> bool {
        !self.items[a as usize].charted && !self.items[b as usize].charted
    }

    /// Whether each headline's first word is unknown to the other entry: where no names are known, it stands for the
    /// subject.
    pub(super) fn begin_apart(&self, a: u32, b: u32) -> bool {
        let (a, b) = (&self.items[a as usize], &self.items[b as usize]);
        let unknown = |one: &Item, other: &Item| one.headline.first().is_some_and(|word| !Self::holds(other, *word));
        unknown(a, b) && unknown(b, a)
    }

    /// Whether an entry tells no one story: a round-up or a live page.
    pub(super) fn alone(&self, place: u32) -> bool {
        let marks = self.items[place as usize].marks;
        marks.has(Marks::ROUND_UP) || marks.has(Marks::LIVE)
    }
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

/// So many entries of one outlet count towards how common a term is: beyond, it speaks for that outlet alone.
const COUNTED: u32 = 12;

/// Counts for each term the entries and the outlets in whose entries it stands; returns how many outlets there are.
/// Entries of unknown outlets count as one outlet each.
fn count_outlets(terms: &mut [Term], items: &[Item]) -> usize {
    let mut by_outlet: Vec<&Item> = items.iter().collect();
    by_outlet.sort_by_key(|item| item.outlet);
    // Of each term: the last outlet that holds it, and how often.
    let mut last = vec![(u32::MAX, 0_u32); terms.len()];
    let (mut outlets, mut before) = (0, 0);
    for item in by_outlet {
        if item.outlet == 0 || item.outlet != before {
            outlets += 1;
            before = item.outlet;
        }
        for held in item.vector.iter().filter(|_| item.same_text.is_none()) {
            let term = held.term() as usize;
            let (outlet, often) = &mut last[term];
            if *outlet != outlets {
                (*outlet, *often) = (outlets, 0);
                terms[term].outlets += 1;
            }
            *often += 1;
            terms[term].frequency += 1;
            terms[term].counted += u32::from(*often <= COUNTED);
        }
    }
    outlets as usize
}

/// A number for two neighbours (Knuth's multiplicative hash; a rare clash does no harm).
pub(super) fn hash(a: u32, b: u32) -> u32 {
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
