//! Pairs worth a look: entries that share a rarer term and are close in time.

use super::terms::{Analysed, Term, index};
use jiff::SignedDuration;

/// A term that stands in more entries than this within one window finds no pairs.
/// It keeps the work in step with the number of entries; pairs that share only such terms are not alike.
const COMMON: usize = 120;

/// Pairs less alike than this are not worth keeping.
const LEAST: f32 = 0.035;

/// How many of the earlier entries an entry keeps as its neighbours, by how many entries there are.
/// Among more, it would find more that are like it by chance, and time is short: on real feeds the second rule costs
/// nothing at 42,000 entries and three points of pair F1 at 500; the third three points at 42,000.
const KEPT: [Kept; 3] = [
    Kept { until: 5_000, most: 24, sure: 24, near: 0.0 },
    Kept { until: 50_000, most: 24, sure: 8, near: 0.4 },
    Kept { until: usize::MAX, most: 16, sure: 4, near: 0.5 },
];

/// The `most` alike are kept: `sure` of them however unlike, the rest if their cosine is `near` of the best one's.
struct Kept {
    until: usize,
    most: usize,
    sure: usize,
    near: f32,
}

/// Two entries by place, `a < b`, and their cosine.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Pair {
    pub(super) a: u32,
    pub(super) b: u32,
    pub(super) cosine: f32,
}

/// Pairs that share a rarer term, lie within `window` and are in one language: for each entry the most
/// alike among those before it. Ordered by the later entry, then by the earlier.
pub(super) fn find(analysed: &Analysed, window: SignedDuration) -> Vec<Pair> {
    let [few, many, rest] = &KEPT;
    let kept = [few, many].into_iter().find(|kept| analysed.len() <= kept.until).unwrap_or(rest);
    let mut pairs = Vec::new();
    let mut postings = Postings::new(analysed);
    // Cosines of the entry at hand with each earlier one, and which of them are not 0.
    let mut cosines: Vec<f32> = vec![0.0; analysed.len()];
    let mut touched: Vec<u32> = Vec::new();
    let mut found: Vec<Pair> = Vec::new();
    let untimed = analysed.items.iter().take_while(|item| item.time.is_none()).count();
    let mut oldest = untimed;
    for (place, item) in analysed.items.iter().enumerate() {
        let time = |at: usize| analysed.items[at].time.unwrap_or(i64::MIN);
        while oldest < place && time(place).saturating_sub(time(oldest)) > window.as_secs() {
            oldest += 1;
        }
        for held in &item.vector {
            let recent = postings.recent(held.term(), index(untimed), index(oldest));
            if recent.len() <= COMMON {
                for &(other, other_weight) in recent {
                    let cosine = &mut cosines[other as usize];
                    if *cosine == 0.0 {
                        touched.push(other);
                    }
                    *cosine += held.weight * other_weight;
                }
            }
            postings.push(held.term(), (index(place), held.weight));
        }
        for other in touched.drain(..) {
            let cosine = std::mem::take(&mut cosines[other as usize]);
            if cosine >= LEAST && analysed.items[other as usize].language == item.language {
                found.push(Pair { a: other, b: index(place), cosine });
            }
        }
        let best_first = |x: &Pair, y: &Pair| y.cosine.total_cmp(&x.cosine).then(y.a.cmp(&x.a));
        if found.len() > kept.most {
            found.select_nth_unstable_by(kept.most, best_first);
            found.truncate(kept.most);
        }
        found.sort_unstable_by(best_first);
        // A large story has many that come near the best, a lone entry none.
        let near = found.first().map_or(0.0, |best| kept.near * best.cosine);
        let end = found.iter().skip(kept.sure).position(|pair| pair.cosine < near);
        found.truncate(end.map_or(found.len(), |at| at + kept.sure));
        found.sort_unstable_by_key(|pair| pair.a);
        pairs.append(&mut found);
    }
    pairs
}

/// For each term the entries it stands in with its weight there, oldest first: side by side in memory, in room for
/// as many as the term will have. Terms of a single entry have none, as they make no pair.
struct Postings {
    terms: Vec<Posting>,
    entries: Vec<(u32, f32)>,
}

/// Where a term's entries start and end; those before `from` are too old.
#[derive(Clone, Copy)]
struct Posting {
    from: u32,
    end: u32,
    alone: bool,
}

impl Postings {
    fn new(analysed: &Analysed) -> Self {
        let mut at = 0;
        let room = |term: &Term| {
            let posting = Posting { from: at, end: at, alone: term.frequency < 2 };
            at += if posting.alone { 0 } else { term.frequency };
            posting
        };
        let terms = analysed.terms.iter().map(room).collect();
        Self { terms, entries: vec![(0, 0.0); at as usize] }
    }

    /// A term's entries so far, but those that lie before `oldest`. The first `untimed` entries of all have no time
    /// and are compared with all; what comes after one of them is kept as well.
    fn recent(&mut self, term: u32, untimed: u32, oldest: u32) -> &[(u32, f32)] {
        let posting = &mut self.terms[term as usize];
        let entries = &self.entries[..posting.end as usize];
        let old = |&(place, _): &(u32, f32)| (untimed..oldest).contains(&place);
        while entries.get(posting.from as usize).is_some_and(old) {
            posting.from += 1;
        }
        &entries[posting.from as usize..]
    }

    fn push(&mut self, term: u32, entry: (u32, f32)) {
        let posting = &mut self.terms[term as usize];
        if !posting.alone {
            self.entries[posting.end as usize] = entry;
            posting.end += 1;
        }
    }
}
