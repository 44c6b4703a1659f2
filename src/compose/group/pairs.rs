//! Pairs worth a look: entries that share a rarer term and are close in time.

use super::item::{Term, index};
use super::terms::Analysed;
use super::vectors;
use jiff::SignedDuration;

/// A term that stands in more entries than this within one window finds no pairs.
/// It keeps the work in step with the number of entries; pairs that share only such terms are not alike.
const COMMON: usize = 120;

/// Where half as many hold a term, no more than these of one outlet find pairs by it: no outlet alone makes a term common.
const OWN: usize = 16;

/// Pairs less alike than this are not worth keeping.
const LEAST: f32 = 0.035;

/// How many of the earlier entries an entry keeps as its neighbours, by how many entries there are.
/// Among more, it would find more that are like it by chance, and time is short: on real feeds the second rule costs
/// nothing at 42,000 entries and three points of pair F1 at 500; the third three points at 42,000.
const KEPT: [Kept; 3] = [
    Kept { until: 5_000, most: 60, sure: 60, near: 0.0, judged: 0.05, company: 0.0 },
    Kept { until: 50_000, most: 24, sure: 8, near: 0.4, judged: 0.09, company: 0.2 },
    Kept { until: usize::MAX, most: 16, sure: 4, near: 0.5, judged: 0.09, company: 0.2 },
];

/// The `most` alike are kept: `sure` of them however unlike, the rest if their cosine is `near` of the best one's.
struct Kept {
    until: usize,
    most: usize,
    sure: usize,
    near: f32,
    /// Pairs less alike than this are judged only where they are alike in meaning.
    judged: f32,
    /// Nor where their neighbours are less alike than this.
    company: f32,
}

fn kept(entries: usize) -> &'static Kept {
    let [few, many, rest] = &KEPT;
    [few, many].into_iter().find(|kept| entries <= kept.until).unwrap_or(rest)
}

/// How alike the neighbours of two entries must be for the pair to be judged, among so many entries.
pub(super) fn company(entries: usize) -> f32 {
    kept(entries).company
}

/// Whether a pair is worth the reckoning: alike in words, or a little less so and in meaning. Among few entries all but
/// the least alike are: a large story has pairs that share next to nothing.
pub(super) fn worth_judging(analysed: &Analysed, pair: &Pair) -> bool {
    let meaning = |place: u32| &analysed.items[place as usize].meaning;
    let judged = kept(analysed.len()).judged;
    pair.cosine >= judged || (pair.cosine >= judged * 0.65 && vectors::cosine(meaning(pair.a), meaning(pair.b)) > 0.6)
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
    let kept = kept(analysed.len());
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
        for held in item.vector.iter().filter(|_| item.same_text.is_none()) {
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
            // One that is too common anyway is not looked through: the work would grow with the square of its entries.
            let counted = (COMMON / 2..=COMMON).contains(&recent.len());
            if !counted || of_outlet(analysed, recent, item.outlet) < OWN {
                postings.push(held.term(), (index(place), held.weight));
            }
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

/// How many of `entries` are of `outlet`; none where it is unknown.
fn of_outlet(analysed: &Analysed, entries: &[(u32, f32)], outlet: u32) -> usize {
    entries.iter().filter(|(place, _)| outlet != 0 && analysed.items[*place as usize].outlet == outlet).count()
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
