//! How telling each term is, and how heavy it is in each entry.

use super::background::Background;
use super::terms::{Item, Term, count};

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
}

/// Kinds of terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Word,
    Name,
    Number,
}

/// Frequencies of these entries mixed with those of the background.
pub(super) fn terms(terms: &[Term], entries: usize) -> Vec<Weight> {
    let background = Background::table();
    let all = count(entries);
    let documents = count(background.documents as usize);
    let weigh = |term: &Term| {
        let known = background.get(&term.stem);
        let here = (count(term.frequency as usize) + 0.5) / (all + 1.0);
        let usual = (known.map_or(0.0, |known| count(known.frequency as usize)) + 0.5) / (documents + 1.0);
        let blend = (here * all + usual * BACKGROUND_WEIGHT) / (all + BACKGROUND_WEIGHT);
        // The name of the one town that a few dozen entries are about tells little, whatever the background says.
        let often =
            if entries < A_DAY { 0.0 } else { (count(term.frequency as usize) - SEVERAL).max(0.0) / (2.0 * all) };
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
        Weight { idf, burst: (here / usual).ln(), kind }
    };
    terms.iter().map(weigh).collect()
}

/// Turns counts into TF-IDF weights (Salton and Buckley 1988: logarithmic tf, idf, cosine length).
pub(super) fn item(item: &mut Item, weights: &[Weight]) {
    let (mut title, mut body, mut sum) = (0.0, 0.0, 0.0);
    for held in &mut item.vector {
        let weight = weights[held.term() as usize];
        let square = weight.idf * weight.idf;
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
    let length = sum.sqrt();
    if length > 0.0 {
        for held in &mut item.vector {
            held.weight /= length;
        }
    }
}
