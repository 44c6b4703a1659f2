//! Entries taken apart: terms, weights, names, numbers, times.

use super::background::Background;
use super::item::{Item, Term};
use super::reader::Reader;
use super::repeated;
use super::seen::Seen;
use super::tongue::languages;
use super::vectors;
use super::weigh::{self, Kind, Weight};
use crate::model::Link;
use crate::text::Article;
use crate::text::kind::Marks;
use rustc_hash::FxHashMap;

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

impl Analysed {
    pub(super) fn new(articles: &[&Article<'_>], seen: &Seen) -> Self {
        let (mut items, terms, places, outlets) = Self::read(articles);
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

    /// Takes the entries apart: in order of time and id, their terms, the place of each article, and how many outlets
    /// there are.
    fn read(articles: &[&Article<'_>]) -> (Vec<Item>, Vec<Term>, Vec<usize>, usize) {
        let mut order: Vec<usize> = (0..articles.len()).collect();
        // Everything that is looked at stands in the key, so that entries which tie are alike in all respects.
        order.sort_by_key(|&at| {
            let (time, entry) = (articles[at].time, articles[at].entry);
            let link = entry.link.as_ref().map(Link::as_str);
            (time, &entry.id, &entry.title, &entry.summary, &entry.text, link, &entry.outlet, &entry.language)
        });
        let mut places = vec![0; articles.len()];
        for (place, &input) in order.iter().enumerate() {
            places[input] = place;
        }
        let languages = languages(articles, &order);
        let mut reader = Reader::default();
        let mut items: Vec<Item> = Vec::with_capacity(order.len());
        for (&input, language) in order.iter().zip(languages) {
            items.push(reader.item(input, articles[input], language));
        }
        repeated::mark_same_texts(&mut items, &reader.bodies);
        repeated::strip(&mut items, &reader.bodies, reader.vocabulary.terms.len());
        let mut terms = reader.vocabulary.terms;
        let outlets = count_outlets(&mut terms, &items);
        (items, terms, places, outlets)
    }

    /// Each word of the entries with the number of entries it stands in, as far as they count.
    pub(super) fn words(articles: &[&Article<'_>]) -> impl Iterator<Item = (Box<str>, u32)> {
        let (_, terms, ..) = Self::read(articles);
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
