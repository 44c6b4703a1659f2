//! Entries taken apart: terms, weights, times.

use super::{Candidate, Why};
use crate::compose::words::{self, Language};
use jiff::Timestamp;
use rustc_hash::FxHashMap;

/// Bytes of the article's text that are read beyond a summary, if the summary is shorter than that.
const LEAD_BYTES: usize = 300;

/// One entry, taken apart.
#[derive(Debug)]
pub(super) struct Item {
    /// Its place in the input.
    pub(super) input: usize,
    /// When it was published.
    pub(super) time: Option<Timestamp>,
    /// Its language.
    pub(super) language: Language,
    /// Its terms with their weights, by term; the weights are the coordinates of a vector of length 1.
    pub(super) vector: Vec<(u32, f32)>,
}

/// All entries, in order of time and id.
#[derive(Debug)]
pub(super) struct Analysed {
    pub(super) items: Vec<Item>,
    /// In how many entries each term stands.
    pub(super) frequency: Vec<u32>,
    vocabulary: Vocabulary,
    /// Where each entry of the input is in `items`.
    places: Vec<usize>,
}

/// Terms by number.
#[derive(Debug, Default)]
struct Vocabulary {
    numbers: FxHashMap<Box<str>, u32>,
    terms: Vec<Term>,
}

#[derive(Debug)]
struct Term {
    text: Box<str>,
    /// Always with a capital, where seen within a sentence.
    name: bool,
    number: bool,
}

impl Vocabulary {
    fn number(&mut self, word: &words::Word<'_>) -> u32 {
        if let Some(&number) = self.numbers.get(word.stem) {
            if !word.capital
                && let Some(term) = self.terms.get_mut(number as usize)
            {
                term.name = false;
            }
            return number;
        }
        let number = u32::try_from(self.terms.len()).unwrap_or(u32::MAX);
        self.numbers.insert(word.stem.into(), number);
        self.terms.push(Term { text: word.raw.into(), name: word.capital, number: word.number });
        number
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
        let mut vocabulary = Vocabulary::default();
        let mut frequency: Vec<u32> = Vec::new();
        let mut items = Vec::with_capacity(order.len());
        for (&input, language) in order.iter().zip(languages) {
            let candidate = &candidates[input];
            let mut counts: Vec<u32> = Vec::new();
            for text in [candidate.title, candidate.summary, lead(candidate)] {
                words::each(text, language, |word| {
                    if !word.stop {
                        counts.push(vocabulary.number(&word));
                    }
                });
            }
            counts.sort_unstable();
            let mut vector: Vec<(u32, f32)> = Vec::with_capacity(counts.len());
            for term in counts {
                match vector.last_mut() {
                    Some((last, count)) if *last == term => *count += 1.0,
                    _ => vector.push((term, 1.0)),
                }
            }
            frequency.resize(vocabulary.terms.len(), 0);
            for (term, _) in &vector {
                frequency[*term as usize] += 1;
            }
            items.push(Item { input, time: candidate.published, language, vector });
        }
        let mut analysed = Self { items, frequency, vocabulary, places };
        analysed.weigh();
        analysed
    }

    /// Turns counts into TF-IDF weights (Salton and Buckley 1988: logarithmic tf, idf, cosine length).
    fn weigh(&mut self) {
        let total = count(self.items.len());
        let idf: Vec<f32> =
            self.frequency.iter().map(|&df| ((total + 1.0) / (count(df as usize) + 0.5)).ln()).collect();
        for item in &mut self.items {
            let mut sum = 0.0;
            for (term, weight) in &mut item.vector {
                *weight = (1.0 + weight.ln()) * idf[*term as usize];
                sum += *weight * *weight;
            }
            let length = sum.sqrt();
            if length > 0.0 {
                for (_, weight) in &mut item.vector {
                    *weight /= length;
                }
            }
        }
    }

    pub(super) fn len(&self) -> usize {
        self.items.len()
    }

    pub(super) fn input_index(&self, place: usize) -> usize {
        self.items[place].input
    }

    pub(super) fn why(&self, i: usize, j: usize) -> Option<Why> {
        let a = &self.items[*self.places.get(i)?];
        let b = &self.items[*self.places.get(j)?];
        let mut shared = shared(&a.vector, &b.vector);
        let score = shared.iter().map(|(_, product)| f64::from(*product)).sum();
        shared.sort_by(|x, y| y.1.total_cmp(&x.1).then(x.0.cmp(&y.0)));
        let mut why = Why { score, names: Vec::new(), numbers: Vec::new(), words: Vec::new() };
        for (term, _) in shared {
            let term = &self.vocabulary.terms[term as usize];
            let list = match (term.number, term.name) {
                (true, _) => &mut why.numbers,
                (false, true) => &mut why.names,
                (false, false) => &mut why.words,
            };
            list.push(term.text.to_string());
        }
        Some(why)
    }
}

/// Terms two vectors share, each with the product of its weights.
pub(super) fn shared(a: &[(u32, f32)], b: &[(u32, f32)]) -> Vec<(u32, f32)> {
    let (mut i, mut j) = (0, 0);
    let mut out = Vec::new();
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        match x.0.cmp(&y.0) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                out.push((x.0, x.1 * y.1));
                i += 1;
                j += 1;
            }
        }
    }
    out
}

/// The start of the article, where the summary is too short to tell what it is about.
fn lead<'a>(candidate: &Candidate<'a>) -> &'a str {
    if !candidate.summary.is_empty() || candidate.text.is_empty() {
        return "";
    }
    let mut end = LEAD_BYTES.min(candidate.text.len());
    while !candidate.text.is_char_boundary(end) {
        end -= 1;
    }
    &candidate.text[..end]
}

/// The language of each entry in `order`: declared, else guessed, else the one most entries of its kind have.
fn languages(candidates: &[Candidate<'_>], order: &[usize]) -> Vec<Language> {
    let mut out: Vec<Language> = order
        .iter()
        .map(|&at| {
            let candidate = &candidates[at];
            let declared = candidate.lang.map_or(Language::UNKNOWN, Language::declared);
            if declared != Language::UNKNOWN {
                return declared;
            }
            let by_title = Language::guess(candidate.title);
            if by_title == Language::UNKNOWN { Language::guess(candidate.summary) } else { by_title }
        })
        .collect();
    let mut counts: FxHashMap<Language, usize> = FxHashMap::default();
    for &language in out.iter().filter(|&&language| language != Language::UNKNOWN) {
        *counts.entry(language).or_default() += 1;
    }
    // Only text in Latin letters stays unknown; most of it is in the language of the rest.
    if let Some((&commonest, _)) = counts.iter().max_by_key(|&(&language, &count)| (count, std::cmp::Reverse(language)))
    {
        for language in &mut out {
            if *language == Language::UNKNOWN {
                *language = commonest;
            }
        }
    }
    out
}

/// A count as a number to reckon with; exact up to 16 million.
#[expect(clippy::cast_precision_loss, reason = "weights need no more than 24 bits")]
pub(super) fn count(n: usize) -> f32 {
    n as f32
}
