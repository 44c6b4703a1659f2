//! How telling each term is, and how heavy it is in each entry.

use super::background::{Background, area};
use super::item::{Item, Term, count, index};

/// A day's own frequencies count fully from about this many entries on; with fewer, the background speaks louder.
const BACKGROUND_WEIGHT: f32 = 500.0;

/// From so many entries on, a term's share of a small day counts as it would on a full one.
const SEVERAL: f32 = 4.0;

/// Of fewer entries than this nothing can be said of what their days are usually about: a handful of reports of one
/// event share its words because they tell it.
pub(super) const A_DAY: usize = 40;

/// What pairs are judged by, of one term.
#[derive(Debug, Clone, Copy)]
pub(super) struct Weight {
    /// How telling it is: minus the logarithm of the share of entries it stands in; between 0 and about 12.
    pub(super) idf: f32,
    /// How much more often it stands in these entries than in the background, as a logarithm.
    pub(super) burst: f32,
    /// What kind of term it is.
    pub(super) kind: Kind,
    /// The background knows it.
    pub(super) known: bool,
    /// Whether it is a word of technology news or of newspapers, see [`area`].
    pub(super) area: f32,
    /// How few of the outlets hold it, and how few of the entries: minus the logarithm of the share.
    pub(super) by_outlets: f32,
    pub(super) by_entries: f32,
    /// How alike the entries are in which it stands, but for the term itself; from 0 to 1.
    pub(super) cohesion: f32,
}

/// Kinds of terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Word,
    Name,
    Number,
}

/// Frequencies of these entries mixed with those of the background.
pub(super) fn terms(terms: &[Term], entries: usize, outlets: usize, background: Background<'_>) -> Vec<Weight> {
    let all = count(entries);
    let documents = background.documents();
    // Half a one less, so that what stands once is rarer than what stands once in half as many.
    let share = |n: u32, of: usize| -((count(n as usize) - 0.5).max(0.5) / count(of + 1)).ln();
    let weigh = |term: &Term| {
        let known = background.get(&term.stem);
        let here = (count(term.counted as usize) + 0.5) / (all + 1.0);
        let usual = (known.map_or(0.0, |known| known.frequency) + 0.5) / (documents + 1.0);
        let blend = (here * all + usual * BACKGROUND_WEIGHT) / (all + BACKGROUND_WEIGHT);
        // The name of the one town that a few dozen entries are about tells little, whatever the background says.
        let often = if entries < A_DAY { 0.0 } else { (count(term.counted as usize) - SEVERAL).max(0.0) / (2.0 * all) };
        let idf = -blend.max(often).min(1.0).ln();
        let name = if term.capital + term.small == 0 {
            known.is_some_and(|known| known.name)
        } else {
            term.capital > 3 * term.small
        };
        let kind = match (term.number, name) {
            (true, _) => Kind::Number,
            (false, true) => Kind::Name,
            (false, false) => Kind::Word,
        };
        Weight {
            idf,
            burst: (here / usual).ln(),
            kind,
            known: known.is_some(),
            area: area(&term.stem),
            by_outlets: share(term.outlets, outlets),
            by_entries: share(term.frequency, entries),
            cohesion: 0.0,
        }
    };
    terms.iter().map(weigh).collect()
}

/// Entries of a term that are compared to tell how alike they are.
const COMPARED: usize = 24;

/// How alike the entries are in which each term stands: the mean cosine of two of them, the term itself left aside.
/// A word of one event stands in entries that share more than it; a company's name in all that is said of it.
pub(super) fn cohesion(terms: &[Term], items: &[Item], weights: &mut [Weight]) {
    let mut starts = vec![0_usize; terms.len() + 1];
    for (at, term) in terms.iter().enumerate() {
        let room = if term.frequency < 2 { 0 } else { (term.frequency as usize).min(COMPARED) };
        starts[at + 1] = starts[at] + room;
    }
    let mut next = starts.clone();
    let mut entries = vec![0_u32; starts[terms.len()]];
    for (place, item) in items.iter().enumerate() {
        for held in &item.vector {
            let term = held.term() as usize;
            if next[term] < starts[term + 1] {
                entries[next[term]] = index(place);
                next[term] += 1;
            }
        }
    }
    let mut sums = vec![0.0_f32; terms.len()];
    let mut of_term = |term: usize| {
        let places = &entries[starts[term]..next[term]];
        if places.len() < 2 {
            return 0.0;
        }
        let mut own = 0.0;
        for &place in places {
            for held in &items[place as usize].vector {
                if held.term() as usize == term {
                    own += held.weight * held.weight;
                } else {
                    sums[held.term() as usize] += held.weight;
                }
            }
        }
        let mut length = 0.0;
        for &place in places {
            for held in &items[place as usize].vector {
                let sum = std::mem::take(&mut sums[held.term() as usize]);
                length += sum * sum;
            }
        }
        let n = count(places.len());
        ((length - (n - own)) / (n * (n - 1.0))).clamp(0.0, 1.0)
    };
    for (term, weight) in weights.iter_mut().enumerate() {
        weight.cohesion = of_term(term);
    }
}

/// Turns counts into TF-IDF weights (Salton and Buckley 1988: logarithmic tf, idf, cosine length).
pub(super) fn item(item: &mut Item, weights: &[Weight]) {
    item.title_terms = item.vector.iter().filter(|held| held.in_title()).count();
    item.body_terms = item.vector.iter().filter(|held| held.in_body()).count();
    let mut headline: Vec<u32> = item.headline.to_vec();
    headline.sort_unstable();
    headline.dedup();
    headline.sort_by(|x, y| weights[*y as usize].idf.total_cmp(&weights[*x as usize].idf).then(x.cmp(y)));
    for (place, term) in item.telling.iter_mut().zip(&headline) {
        *place = *term;
    }
    item.subject =
        item.headline.iter().copied().find(|term| weights[*term as usize].kind == Kind::Name).unwrap_or(u32::MAX);
    let (mut title, mut body, mut sum) = (0.0, 0.0, 0.0);
    let (mut areas, mut idfs) = (0.0, 0.0);
    for held in &mut item.vector {
        let weight = weights[held.term() as usize];
        let square = weight.idf * weight.idf;
        areas += weight.area * weight.idf;
        idfs += weight.idf;
        if held.in_title() {
            title += square;
            item.title_weight += weight.idf;
            if weight.kind == Kind::Name {
                item.title_names += weight.idf;
            }
        }
        if held.in_body() {
            body += square;
        }
        match weight.kind {
            Kind::Number => item.number_weight += weight.idf,
            Kind::Name => item.name_weight += weight.idf,
            Kind::Word => {}
        }
        // Most terms stand once in an entry.
        let often = if held.weight > 1.0 { 1.0 + held.weight.ln() } else { 1.0 };
        held.weight = often * weight.idf;
        sum += held.weight * held.weight;
    }
    item.title_length = title.sqrt();
    item.body_length = body.sqrt();
    item.slug_length = item.slug.iter().map(|&term| weights[term as usize].idf.powi(2)).sum::<f32>().sqrt();
    item.area = if idfs > 0.0 { areas / idfs } else { 0.0 };
    let length = sum.sqrt();
    if length > 0.0 {
        for held in &mut item.vector {
            held.weight /= length;
        }
    }
}
