//! What two entries have in common, as numbers: the ground on which a pair is judged.

use super::marks::Marks;
use super::neighbours::Neighbours;
use super::pairs::Pair;
use super::terms::{Analysed, Item, count};
use super::vectors;

/// How many numbers describe a pair.
pub(super) const COUNT: usize = NAMES.len();

/// What each number is; the model names its weights after them.
pub(super) const NAMES: [&str; 63] = [
    "cosine",
    "cosine_title",
    "cosine_body",
    "cosine_across_low",
    "cosine_across_high",
    "covered_low",
    "covered_high",
    "phrases",
    "phrases_share",
    "names_shared",
    "name_rarest",
    "names_share_low",
    "names_share_high",
    "names_title",
    "names_title_unshared",
    "numbers_shared",
    "numbers_differ",
    "rarest",
    "rarest_second",
    "rarest_third",
    "terms_shared",
    "burst_most",
    "burst_mean",
    "near_hours",
    "near_day",
    "apart_days",
    "time_known",
    "same_outlet",
    "outlet_known",
    "slug_cosine",
    "slug_known",
    "second_order",
    "rank_low",
    "rank_high",
    "relative_low",
    "relative_high",
    "crowd_low",
    "crowd_high",
    "round_up",
    "live",
    "opinion",
    "opinion_both",
    "sport_both",
    "sport_one",
    "question",
    "title_short",
    "body_none",
    "copied",
    "common_neighbours",
    "words_shared",
    "word_rarest",
    "event",
    "same_start",
    "same_start_outlet",
    "explainer",
    "explainer_both",
    "evergreen",
    "evergreen_both",
    "outlet_cosine",
    "outlet_second_order",
    "outlet_names_unshared",
    "meaning",
    "meaning_close",
];

/// Reckons the numbers of one pair after the other.
pub(super) struct Features<'a> {
    pub(super) analysed: &'a Analysed,
    pub(super) neighbours: &'a Neighbours,
}

impl Features<'_> {
    /// The numbers of a pair, in the order of [`NAMES`].
    pub(super) fn of(&self, pair: Pair) -> [f32; COUNT] {
        let analysed = self.analysed;
        let (a, b) = (&analysed.items[pair.a as usize], &analysed.items[pair.b as usize]);
        let shared = Shared::of(analysed, a, b);
        let titles = self.overlap(&a.title, &b.title);
        let bodies = self.overlap(&a.body, &b.body);
        let across = [
            cosine(self.overlap(&a.title, &b.body).squares, a.title_length, b.body_length),
            cosine(self.overlap(&a.body, &b.title).squares, a.body_length, b.title_length),
        ];
        let covered = [covered(analysed, a, b), covered(analysed, b, a)];
        let name_shares = [share(shared.names, a.name_weight), share(shared.names, b.name_weight)];
        let phrases = common(&a.pairs, &b.pairs);
        let hours = match (a.time, b.time) {
            (Some(x), Some(y)) => Some(seconds(y - x) / 3600.0),
            _ => None,
        };
        let slugs = self.overlap(&a.slug, &b.slug);
        let slug_length = |slug: &[u32]| slug.iter().map(|&term| analysed.idf(term).powi(2)).sum::<f32>().sqrt();
        let near = self.neighbours.compare(pair);
        let either = |mark: Marks| flag(a.marks.has(mark) || b.marks.has(mark));
        let both = |mark: Marks| flag(a.marks.has(mark) && b.marks.has(mark));
        let one = |mark: Marks| flag(a.marks.has(mark) != b.marks.has(mark));
        let same_outlet = flag(a.outlet == b.outlet && a.outlet != 0);
        let start = count(a.start.iter().zip(&b.start).take_while(|(x, y)| x == y && **x != u32::MAX).count());
        let unshared = unshared_names(analysed, a, b).min(unshared_names(analysed, b, a)).ln_1p();
        let meaning = vectors::cosine(&a.meaning, &b.meaning);
        let shortest = a.title.len().min(b.title.len());
        [
            shared.cosine,
            cosine(titles.squares, a.title_length, b.title_length),
            cosine(bodies.squares, a.body_length, b.body_length),
            low(across),
            high(across),
            low(covered),
            high(covered),
            count(phrases).ln_1p(),
            share(count(phrases), count(a.pairs.len().min(b.pairs.len()))),
            shared.names.ln_1p(),
            shared.rarest_name,
            low(name_shares),
            high(name_shares),
            titles.names.ln_1p(),
            unshared,
            count(shared.numbers).ln_1p(),
            flag(shared.numbers == 0 && a.number_weight > 0.0 && b.number_weight > 0.0),
            shared.rarest[0],
            shared.rarest[1],
            shared.rarest[2],
            count(shared.terms).ln_1p(),
            shared.burst_most.clamp(-1.0, 7.0),
            shared.burst_mean.clamp(-1.0, 7.0),
            hours.map_or(0.0, |hours| (-hours / 4.0).exp()),
            hours.map_or(0.0, |hours| (-hours / 24.0).exp()),
            hours.map_or(0.0, |hours| (hours / 24.0).min(3.0)),
            flag(hours.is_some()),
            same_outlet,
            flag(a.outlet != 0 && b.outlet != 0),
            cosine(slugs.squares, slug_length(&a.slug), slug_length(&b.slug)),
            flag(!a.slug.is_empty() && !b.slug.is_empty()),
            near.second_order,
            near.rank_low,
            near.rank_high,
            near.relative_low,
            near.relative_high,
            near.crowd_low,
            near.crowd_high,
            either(Marks::ROUND_UP),
            either(Marks::LIVE),
            one(Marks::OPINION),
            both(Marks::OPINION),
            both(Marks::SPORT),
            one(Marks::SPORT),
            either(Marks::QUESTION),
            flag(shortest < 4),
            flag(a.body.is_empty() || b.body.is_empty()),
            flag(phrases >= 8 && phrases * 2 >= a.pairs.len().min(b.pairs.len())),
            near.common,
            shared.words.ln_1p(),
            shared.rarest_word,
            (shared.words * shared.names).sqrt().ln_1p(),
            start,
            start * same_outlet,
            either(Marks::EXPLAINER),
            both(Marks::EXPLAINER),
            either(Marks::EVERGREEN),
            both(Marks::EVERGREEN),
            same_outlet * shared.cosine,
            same_outlet * near.second_order,
            same_outlet * unshared,
            meaning,
            (meaning - 0.5).max(0.0),
        ]
    }

    /// Weights of the terms two sorted lists share.
    fn overlap(&self, a: &[u32], b: &[u32]) -> Overlap {
        let mut out = Overlap::default();
        meet(a, b, |term| {
            let term = &self.analysed.terms[term as usize];
            out.squares += term.idf * term.idf;
            if term.name {
                out.names += term.idf;
            }
        });
        out
    }
}

/// The cosine of two entries as wholes.
pub(super) fn shared_cosine(a: &Item, b: &Item) -> f32 {
    let (mut i, mut j, mut sum) = (0, 0, 0.0);
    while let (Some(x), Some(y)) = (a.vector.get(i), b.vector.get(j)) {
        match x.0.cmp(&y.0) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                sum += x.1 * y.1;
                i += 1;
                j += 1;
            }
        }
    }
    sum
}

#[derive(Default)]
struct Overlap {
    squares: f32,
    names: f32,
}

/// What two entries share as a whole.
#[derive(Default)]
struct Shared {
    cosine: f32,
    terms: usize,
    numbers: usize,
    names: f32,
    rarest_name: f32,
    words: f32,
    rarest_word: f32,
    rarest: [f32; 3],
    burst_most: f32,
    burst_mean: f32,
}

impl Shared {
    fn of(analysed: &Analysed, a: &Item, b: &Item) -> Self {
        let mut out = Self::default();
        let mut weights = 0.0;
        let (mut i, mut j) = (0, 0);
        while let (Some(x), Some(y)) = (a.vector.get(i), b.vector.get(j)) {
            match x.0.cmp(&y.0) {
                std::cmp::Ordering::Less => i += 1,
                std::cmp::Ordering::Greater => j += 1,
                std::cmp::Ordering::Equal => {
                    let product = x.1 * y.1;
                    let term = &analysed.terms[x.0 as usize];
                    out.cosine += product;
                    out.terms += 1;
                    out.burst_most = out.burst_most.max(term.burst);
                    out.burst_mean += term.burst * term.idf;
                    weights += term.idf;
                    if term.number {
                        out.numbers += 1;
                    } else if term.name {
                        out.names += term.idf;
                        out.rarest_name = out.rarest_name.max(term.idf);
                    } else {
                        out.words += term.idf;
                        out.rarest_word = out.rarest_word.max(term.idf);
                    }
                    let mut idf = term.idf;
                    for place in &mut out.rarest {
                        if idf > *place {
                            std::mem::swap(&mut idf, place);
                        }
                    }
                    i += 1;
                    j += 1;
                }
            }
        }
        if weights > 0.0 {
            out.burst_mean /= weights;
        }
        out
    }
}

/// The share of the weight of `a`'s headline that `b` holds anywhere.
fn covered(analysed: &Analysed, a: &Item, b: &Item) -> f32 {
    let mut sum = 0.0;
    let mut at = 0;
    for &term in &a.title {
        while b.vector.get(at).is_some_and(|entry| entry.0 < term) {
            at += 1;
        }
        if b.vector.get(at).is_some_and(|entry| entry.0 == term) {
            sum += analysed.idf(term);
        }
    }
    share(sum, a.title_weight)
}

/// The weight of the names in `a`'s headline of which `b` knows nothing.
fn unshared_names(analysed: &Analysed, a: &Item, b: &Item) -> f32 {
    let mut sum = 0.0;
    let mut at = 0;
    for &term in &a.title {
        while b.vector.get(at).is_some_and(|entry| entry.0 < term) {
            at += 1;
        }
        if analysed.terms[term as usize].name && b.vector.get(at).is_none_or(|entry| entry.0 != term) {
            sum += analysed.idf(term);
        }
    }
    sum
}

/// Calls `each` with what two sorted lists share.
fn meet(a: &[u32], b: &[u32], mut each: impl FnMut(u32)) {
    let (mut i, mut j) = (0, 0);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        match x.cmp(y) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                each(*x);
                i += 1;
                j += 1;
            }
        }
    }
}

fn common(a: &[u32], b: &[u32]) -> usize {
    let mut n = 0;
    meet(a, b, |_| n += 1);
    n
}

fn cosine(squares: f32, a: f32, b: f32) -> f32 {
    share(squares, a * b)
}

fn share(part: f32, whole: f32) -> f32 {
    if whole > 0.0 { part / whole } else { 0.0 }
}

fn low([a, b]: [f32; 2]) -> f32 {
    a.min(b)
}

fn high([a, b]: [f32; 2]) -> f32 {
    a.max(b)
}

fn flag(set: bool) -> f32 {
    f32::from(u8::from(set))
}

/// Seconds as a number to reckon with; never less than none.
#[expect(clippy::cast_precision_loss, reason = "a time gap to the nearest minute is enough")]
fn seconds(n: i64) -> f32 {
    n.max(0) as f32
}
