//! Pairs worth a look: entries that share a rarer term and are close in time.

use super::terms::{Analysed, index};
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
    let mut postings: Vec<Posting> = Vec::new();
    postings.resize_with(analysed.terms.len(), Posting::default);
    // Cosines of the entry at hand with each earlier one, and which of them are not 0.
    let mut cosines: Vec<f32> = vec![0.0; analysed.len()];
    let mut touched: Vec<u32> = Vec::new();
    let mut found: Vec<Pair> = Vec::new();
    for (place, item) in analysed.items.iter().enumerate() {
        for held in &item.vector {
            let weight = held.weight;
            let posting = &mut postings[held.term() as usize];
            posting.forget(analysed, place, window);
            let recent = &posting.entries[posting.from..];
            if recent.len() <= COMMON {
                for &(other, other_weight) in recent {
                    let cosine = &mut cosines[other as usize];
                    if *cosine == 0.0 {
                        touched.push(other);
                    }
                    *cosine += weight * other_weight;
                }
            }
            posting.entries.push((index(place), weight));
        }
        for other in touched.drain(..) {
            let cosine = std::mem::take(&mut cosines[other as usize]);
            if cosine >= LEAST && analysed.items[other as usize].language == item.language {
                found.push(Pair { a: other, b: index(place), cosine });
            }
        }
        found.sort_unstable_by(|x, y| y.cosine.total_cmp(&x.cosine).then(y.a.cmp(&x.a)));
        found.truncate(kept.most);
        // A large story has many that come near the best, a lone entry none.
        let near = found.first().map_or(0.0, |best| kept.near * best.cosine);
        let end = found.iter().skip(kept.sure).position(|pair| pair.cosine < near);
        found.truncate(end.map_or(found.len(), |at| at + kept.sure));
        found.sort_unstable_by_key(|pair| pair.a);
        pairs.append(&mut found);
    }
    pairs
}

/// The entries a term stands in with its weight there, oldest first; those before `from` are too old.
#[derive(Default)]
struct Posting {
    entries: Vec<(u32, f32)>,
    from: usize,
}

impl Posting {
    fn forget(&mut self, analysed: &Analysed, now: usize, window: SignedDuration) {
        // Entries without a time come first in the order and are compared with all.
        let Some(time) = analysed.items[now].time else { return };
        while let Some(&(place, _)) = self.entries.get(self.from) {
            match analysed.items[place as usize].time {
                Some(then) if time - then > window.as_secs() => self.from += 1,
                _ => break,
            }
        }
    }
}
