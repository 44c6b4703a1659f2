//! What two entries have in common, as numbers: the ground on which a pair is judged.

use super::marks::Marks;
use super::neighbours::Neighbours;
use super::pairs::Pair;
use super::terms::{Analysed, Item, count, meet};
use super::vectors;
use super::weigh::{Kind, Weight};

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
        let shared = Shared::of(&analysed.weights, a, b);
        let across = [
            cosine(shared.across[0], a.title_length, b.body_length),
            cosine(shared.across[1], a.body_length, b.title_length),
        ];
        let covered = [share(shared.covered[0], a.title_weight), share(shared.covered[1], b.title_weight)];
        let name_shares = [share(shared.names, a.name_weight), share(shared.names, b.name_weight)];
        let phrases = common(&a.pairs, &b.pairs);
        let hours = match (a.time, b.time) {
            (Some(x), Some(y)) => Some(seconds(y - x) / 3600.0),
            _ => None,
        };
        let mut slugs = 0.0;
        meet_terms(&a.slug, &b.slug, |term| slugs += analysed.weights[term as usize].idf.powi(2));
        let near = self.neighbours.compare(pair);
        let either = |mark: Marks| flag(a.marks.has(mark) || b.marks.has(mark));
        let both = |mark: Marks| flag(a.marks.has(mark) && b.marks.has(mark));
        let one = |mark: Marks| flag(a.marks.has(mark) != b.marks.has(mark));
        let same_outlet = flag(a.outlet == b.outlet && a.outlet != 0);
        let start = count(a.start.iter().zip(&b.start).take_while(|(x, y)| x == y && **x != u32::MAX).count());
        // The weight of the names in one headline of which the other entry knows nothing.
        let unshared = low([a.title_names - shared.covered_names[0], b.title_names - shared.covered_names[1]]);
        let unshared = log(unshared.max(0.0));
        let meaning = vectors::cosine(&a.meaning, &b.meaning);
        let shortest = a.title_terms.min(b.title_terms);
        [
            shared.cosine,
            cosine(shared.titles, a.title_length, b.title_length),
            cosine(shared.bodies, a.body_length, b.body_length),
            low(across),
            high(across),
            low(covered),
            high(covered),
            log(count(phrases)),
            share(count(phrases), count(a.pairs.len().min(b.pairs.len()))),
            log(shared.names),
            shared.rarest_name,
            low(name_shares),
            high(name_shares),
            log(shared.title_names),
            unshared,
            log(count(shared.numbers)),
            flag(shared.numbers == 0 && a.number_weight > 0.0 && b.number_weight > 0.0),
            shared.rarest[0],
            shared.rarest[1],
            shared.rarest[2],
            log(count(shared.terms)),
            shared.burst_most.clamp(-1.0, 7.0),
            shared.burst_mean.clamp(-1.0, 7.0),
            hours.map_or(0.0, |hours| (-hours / 4.0).exp()),
            hours.map_or(0.0, |hours| (-hours / 24.0).exp()),
            hours.map_or(0.0, |hours| (hours / 24.0).min(3.0)),
            flag(hours.is_some()),
            same_outlet,
            flag(a.outlet != 0 && b.outlet != 0),
            cosine(slugs, a.slug_length, b.slug_length),
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
            flag(a.body_terms == 0 || b.body_terms == 0),
            flag(phrases >= 8 && phrases * 2 >= a.pairs.len().min(b.pairs.len())),
            near.common,
            log(shared.words),
            shared.rarest_word,
            log((shared.words * shared.names).sqrt()),
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
}

/// The cosine of two entries as wholes.
pub(super) fn shared_cosine(a: &Item, b: &Item) -> f32 {
    let mut sum = 0.0;
    meet(&a.vector, &b.vector, |x, y| sum += x.weight * y.weight);
    sum
}

/// What two entries share: sums over the terms that both hold.
#[derive(Default)]
struct Shared {
    cosine: f32,
    /// Squared weights of what stands in both headlines, in both summaries, and in one's headline and the other's summary.
    titles: f32,
    bodies: f32,
    across: [f32; 2],
    /// The weight of each one's headline, and of the names in it, that the other holds anywhere.
    covered: [f32; 2],
    covered_names: [f32; 2],
    title_names: f32,
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
    fn of(weights: &[Weight], a: &Item, b: &Item) -> Self {
        let mut out = Self::default();
        let mut sum = 0.0;
        meet(&a.vector, &b.vector, |x, y| {
            let Weight { idf, burst, kind } = weights[x.term() as usize];
            let square = idf * idf;
            let titles = [x.in_title(), y.in_title()];
            out.cosine += x.weight * y.weight;
            out.titles += square * flag(titles[0] && titles[1]);
            out.bodies += square * flag(x.in_body() && y.in_body());
            out.across[0] += square * flag(titles[0] && y.in_body());
            out.across[1] += square * flag(x.in_body() && titles[1]);
            for (covered, titled) in out.covered.iter_mut().zip(titles) {
                *covered += idf * flag(titled);
            }
            out.terms += 1;
            out.burst_most = out.burst_most.max(burst);
            out.burst_mean += burst * idf;
            sum += idf;
            match kind {
                Kind::Number => out.numbers += 1,
                Kind::Name => {
                    out.names += idf;
                    out.rarest_name = out.rarest_name.max(idf);
                    out.title_names += idf * flag(titles[0] && titles[1]);
                    for (covered, titled) in out.covered_names.iter_mut().zip(titles) {
                        *covered += idf * flag(titled);
                    }
                }
                Kind::Word => {
                    out.words += idf;
                    out.rarest_word = out.rarest_word.max(idf);
                }
            }
            let mut idf = idf;
            for place in &mut out.rarest {
                (*place, idf) = (place.max(idf), place.min(idf));
            }
        });
        if sum > 0.0 {
            out.burst_mean /= sum;
        }
        out
    }
}

/// Calls `each` with what two sorted lists share.
fn meet_terms(a: &[u32], b: &[u32], mut each: impl FnMut(u32)) {
    let (mut i, mut j) = (0, 0);
    while let (Some(&x), Some(&y)) = (a.get(i), b.get(j)) {
        if x == y {
            each(x);
        }
        i += usize::from(x <= y);
        j += usize::from(y <= x);
    }
}

fn common(a: &[u32], b: &[u32]) -> usize {
    let mut n = 0;
    meet_terms(a, b, |_| n += 1);
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

/// The logarithm of one more than `value`, which is 0 in most pairs for most of what is counted.
fn log(value: f32) -> f32 {
    if value > 0.0 { (1.0 + value).ln() } else { 0.0 }
}

/// Seconds as a number to reckon with; never less than none.
#[expect(clippy::cast_precision_loss, reason = "a time gap to the nearest minute is enough")]
fn seconds(n: i64) -> f32 {
    n.max(0) as f32
}
