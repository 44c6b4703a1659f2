//! Pairs worth a look: entries that share a rarer term and are close in time.

use super::link::Edge;
use super::terms::{Analysed, shared};
use jiff::SignedDuration;

/// A term that stands in more entries than this within one window finds no pairs.
/// It keeps the work in step with the number of entries; pairs that share only such terms are not alike.
const COMMON: usize = 100;

/// Cosines under this are not worth keeping.
const LEAST: f32 = 0.035;

/// The cosine of every pair that shares a rarer term, lies within `window` and is in one language.
pub(super) fn cosines(analysed: &Analysed, window: SignedDuration) -> Vec<Edge> {
    let mut edges = Vec::new();
    let mut postings: Vec<Posting> = Vec::new();
    postings.resize_with(analysed.frequency.len(), Posting::default);
    let mut seen: Vec<u32> = Vec::new();
    for (place, item) in analysed.items.iter().enumerate() {
        seen.clear();
        for (term, _) in &item.vector {
            let posting = &mut postings[*term as usize];
            posting.forget(analysed, place, window);
            let recent = &posting.places[posting.from..];
            if recent.len() <= COMMON {
                seen.extend_from_slice(recent);
            }
            posting.places.push(number(place));
        }
        seen.sort_unstable();
        seen.dedup();
        for &other in &seen {
            let candidate = &analysed.items[other as usize];
            if candidate.language != item.language {
                continue;
            }
            let cosine: f32 = shared(&candidate.vector, &item.vector).iter().map(|(_, product)| product).sum();
            if cosine >= LEAST {
                edges.push(Edge { a: other, b: number(place), score: cosine });
            }
        }
    }
    edges
}

/// The entries a term stands in, oldest first; those before `from` are too old.
#[derive(Default)]
struct Posting {
    places: Vec<u32>,
    from: usize,
}

impl Posting {
    fn forget(&mut self, analysed: &Analysed, now: usize, window: SignedDuration) {
        // Entries without a time come first in the order and are compared with all.
        let Some(time) = analysed.items[now].time else { return };
        while let Some(&place) = self.places.get(self.from) {
            match analysed.items[place as usize].time {
                Some(then) if time.duration_since(then) > window => self.from += 1,
                _ => break,
            }
        }
    }
}

/// A place as it is stored: four bytes do for four billion entries.
fn number(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}
