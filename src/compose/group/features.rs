//! What two entries have in common, as numbers: the ground on which a pair is judged.

use super::item::{Item, count, meet};
use super::neighbours::Standing;
use super::pairs::Pair;
use super::shared::{Shared, flag};
use super::terms::Analysed;
use super::vectors;
use super::weigh::Kind;
use crate::text::kind::Marks;

/// How many numbers describe a pair.
pub(super) const COUNT: usize = NAMES.len();

/// How many of them, the last, say how common it is what a pair shares, and what parts it.
const APART: usize = 28;

/// What each number is; the model names its weights after them.
pub(super) const NAMES: [&str; 91] = [
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
    "day_outlets",
    "day_outlets_second",
    "day_outlets_third",
    "day_outlets_mean",
    "day_entries",
    "day_entries_second",
    "day_entries_third",
    "day_entries_mean",
    "cohesion_most",
    "cohesion_mean",
    "cohesion_rarest",
    "cohesion_names",
    "cohesion_title",
    "cohesion_title_least",
    "frame",
    "frame_outlet",
    "formats_shared",
    "formats_differ",
    "known_share",
    "missing_low",
    "missing_high",
    "missing_name_low",
    "missing_name_high",
    "subject_same",
    "subject_differ",
    "same_act",
    "area",
    "area_shared",
];

/// Whether two entries speak of different subjects: each headline's first name is unknown to the other entry, and either
/// they go by one pattern and share no name ("Holiday in Leeds: ...", "Holiday in Lyon: ..."), or both give figures and
/// none in common ("Apple reports 143 billion", "Alphabet reports 118 billion").
pub(super) fn contradict(features: &[f32; COUNT]) -> bool {
    features[SAME_ACT] > 0.0 || (features[SUBJECT_DIFFER] > 0.0 && features[NUMBERS_DIFFER] > 0.0)
}

/// Whether two headlines begin alike and go on with words that the other entry does not know, or with other figures:
/// "Geneva hosts talks on ...". Where capitals or a table tell names, [`contradict`] knows better.
pub(super) fn one_frame(features: &[f32; COUNT]) -> bool {
    let start = features[SAME_START];
    features[MISSING_LOW] > 0.0 && (start >= 3.0 || (start >= 2.0 && features[NUMBERS_DIFFER] > 0.0))
}

/// Whether next to nothing of what two entries share is known beforehand.
pub(super) fn is_strange(features: &[f32; COUNT]) -> bool {
    features[KNOWN_SHARE] < 0.25
}

/// The place of the area, by which the networks of the model are mixed.
pub(super) const AREA: usize = place_of("area");
const KNOWN_SHARE: usize = place_of("known_share");
const SAME_START: usize = place_of("same_start");
const MISSING_LOW: usize = place_of("missing_low");
const SAME_ACT: usize = place_of("same_act");
const SUBJECT_DIFFER: usize = place_of("subject_differ");
const NUMBERS_DIFFER: usize = place_of("numbers_differ");

/// The place of a feature among all: told when the program is built, so that no list and place can part.
const fn place_of(name: &str) -> usize {
    let mut place = 0;
    while place < COUNT {
        if same(NAMES[place].as_bytes(), name.as_bytes()) {
            return place;
        }
        place += 1;
    }
    panic!("no such feature");
}

const fn same(a: &[u8], b: &[u8]) -> bool {
    let mut at = 0;
    while at < a.len() && at < b.len() && a[at] == b[at] {
        at += 1;
    }
    at == a.len() && at == b.len()
}

/// Reckons the numbers of one pair after the other.
pub(super) struct Features<'a> {
    pub(super) analysed: &'a Analysed,
}

impl Features<'_> {
    /// The numbers of a pair, given how it looks among its neighbours, in the order of [`NAMES`].
    pub(super) fn of(&self, pair: Pair, near: &Standing) -> [f32; COUNT] {
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
        let either = |mark: Marks| flag(a.marks.has(mark) || b.marks.has(mark));
        let both = |mark: Marks| flag(a.marks.has(mark) && b.marks.has(mark));
        let one = |mark: Marks| flag(a.marks.has(mark) != b.marks.has(mark));
        let same_outlet = flag(a.outlet == b.outlet && a.outlet != 0);
        let start = same_start(a, b);
        // The weight of the names in one headline of which the other entry knows nothing.
        let unshared = low([a.title_names - shared.covered_names[0], b.title_names - shared.covered_names[1]]);
        let unshared = log(unshared.max(0.0));
        let meaning = vectors::cosine(&a.meaning, &b.meaning);
        let shortest = a.title_terms.min(b.title_terms);
        let in_common = [
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
        ];
        let apart = self.apart(a, b, &shared);
        let mut all = [0.0; COUNT];
        let (first, rest) = all.split_at_mut(in_common.len());
        first.copy_from_slice(&in_common);
        rest.copy_from_slice(&apart);
        all
    }

    /// How common what they share is, and what parts them: the last numbers of [`NAMES`].
    fn apart(&self, a: &Item, b: &Item, shared: &Shared) -> [f32; APART] {
        let analysed = self.analysed;
        let same_outlet = flag(a.outlet == b.outlet && a.outlet != 0);
        let start = same_start(a, b);
        let absent = [missing(analysed, a, b, |_| true), missing(analysed, b, a, |_| true)];
        let absent_names = [missing(analysed, a, b, is_name), missing(analysed, b, a, is_name)];
        let subjects_differ = a.subject != u32::MAX
            && b.subject != u32::MAX
            && !Analysed::holds(b, a.subject)
            && !Analysed::holds(a, b.subject);
        let frame = frame(&a.headline, &b.headline);
        let formats = a.formats.compare(b.formats);
        [
            shared.by_outlets[0],
            shared.by_outlets[1],
            shared.by_outlets[2],
            shared.by_outlets_mean,
            shared.by_entries[0],
            shared.by_entries[1],
            shared.by_entries[2],
            shared.by_entries_mean,
            shared.cohesion_most,
            shared.cohesion_mean,
            shared.cohesion_rarest,
            shared.cohesion_names,
            shared.cohesion_title,
            if shared.cohesion_title > 0.0 { shared.cohesion_title_least } else { 0.0 },
            frame,
            frame * same_outlet,
            count(formats.shared.count()),
            count(formats.differ),
            shared.known,
            low(absent),
            high(absent),
            low(absent_names),
            high(absent_names),
            flag(a.subject == b.subject && a.subject != u32::MAX),
            flag(subjects_differ),
            flag(subjects_differ && start >= 2.0 && shared.names <= 0.0),
            f32::midpoint(a.area, b.area),
            shared.area,
        ]
    }
}

/// How many terms two headlines begin with in common, of the first four.
fn same_start(a: &Item, b: &Item) -> f32 {
    count(a.start.iter().zip(&b.start).take_while(|(x, y)| x == y && **x != u32::MAX).count())
}

/// The cosine of two entries as wholes.
pub(super) fn shared_cosine(a: &Item, b: &Item) -> f32 {
    let mut sum = 0.0;
    meet(&a.vector, &b.vector, |x, y| sum += x.weight * y.weight);
    sum
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

fn is_name(kind: Kind) -> bool {
    kind != Kind::Word
}

/// How telling the most telling term of `a`'s headline is of which `b` knows nothing, of the kinds that `of` takes.
fn missing(analysed: &Analysed, a: &Item, b: &Item, of: impl Fn(Kind) -> bool) -> f32 {
    let terms = a.telling.iter().filter(|term| **term != u32::MAX);
    let taken = terms.filter(|term| of(analysed.weights[**term as usize].kind) && !Analysed::holds(b, **term));
    taken.map(|term| analysed.weights[*term as usize].idf).next().unwrap_or(0.0)
}

/// How much of two headlines is one frame: the share of the longer one's terms that stand at the start or at the end of
/// both, where something between them differs. "Mortgage rates today, 5 May" and "... 6 May" are nearly all frame.
fn frame(a: &[u32], b: &[u32]) -> f32 {
    let short = a.len().min(b.len());
    let start = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let end = a.iter().rev().zip(b.iter().rev()).take(short - start).take_while(|(x, y)| x == y).count();
    share(count(start + end), count(a.len().max(b.len())))
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

/// The logarithm of one more than `value`, which is 0 in most pairs for most of what is counted.
fn log(value: f32) -> f32 {
    if value > 0.0 { (1.0 + value).ln() } else { 0.0 }
}

/// Seconds as a number to reckon with; never less than none.
#[expect(clippy::cast_precision_loss, reason = "a time gap to the nearest minute is enough")]
fn seconds(n: i64) -> f32 {
    n.max(0) as f32
}
