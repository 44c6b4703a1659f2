//! Who is near whom: two entries of one story are near the same others.

use super::item::{count, index};
use super::pairs::Pair;

/// An entry's nearest, at most so many, make its profile.
const NEAREST: usize = 15;

/// From this cosine on, an entry counts as company.
const COMPANY: f32 = 0.12;

/// The nearest entries of each entry.
pub(super) struct Neighbours {
    /// Sorted by place, itself included with weight 1; scaled to length 1.
    profiles: Vec<Vec<Near>>,
    /// The cosine of an entry's nearest.
    best: Vec<f32>,
    /// How many entries are near enough to be company, as a logarithm.
    crowds: Vec<f32>,
}

/// One neighbour of an entry.
#[derive(Debug, Clone, Copy)]
struct Near {
    place: u32,
    weight: f32,
    /// 1 for the nearest, 1/2 for the second, ...
    rank: f32,
}

/// How a pair looks among the neighbours of both.
pub(super) struct Standing {
    pub(super) second_order: f32,
    pub(super) rank_low: f32,
    pub(super) rank_high: f32,
    pub(super) relative_low: f32,
    pub(super) relative_high: f32,
    pub(super) crowd_low: f32,
    pub(super) crowd_high: f32,
    pub(super) common: f32,
}

impl Neighbours {
    pub(super) fn new(entries: usize, pairs: &[Pair]) -> Self {
        let mut nearest: Vec<Vec<(f32, u32)>> = vec![Vec::new(); entries];
        for pair in pairs {
            nearest[pair.a as usize].push((pair.cosine, pair.b));
            nearest[pair.b as usize].push((pair.cosine, pair.a));
        }
        let mut out = Self { profiles: Vec::new(), best: Vec::new(), crowds: Vec::new() };
        for (place, list) in nearest.iter_mut().enumerate() {
            list.sort_unstable_by(|x, y| y.0.total_cmp(&x.0).then(x.1.cmp(&y.1)));
            let company = list.iter().take_while(|near| near.0 >= COMPANY).count();
            out.crowds.push(count(company).ln_1p());
            out.best.push(list.first().map_or(1.0, |best| best.0.max(1e-6)));
            list.truncate(NEAREST);
            let length = (1.0 + list.iter().map(|(cosine, _)| cosine * cosine).sum::<f32>()).sqrt();
            let mut profile: Vec<Near> = list
                .iter()
                .enumerate()
                .map(|(at, &(cosine, place))| Near { place, weight: cosine / length, rank: 1.0 / count(at + 1) })
                .collect();
            profile.push(Near { place: index(place), weight: 1.0 / length, rank: 0.0 });
            profile.sort_unstable_by_key(|near| near.place);
            out.profiles.push(profile);
        }
        out
    }

    pub(super) fn compare(&self, pair: Pair) -> Standing {
        let (a, b) = (pair.a as usize, pair.b as usize);
        let (first, second) = (&self.profiles[a], &self.profiles[b]);
        let (mut i, mut j, mut sum, mut common) = (0, 0, 0.0, 0);
        // 0 where it is not among the nearest.
        let mut ranks = [0.0; 2];
        while let (Some(one), Some(two)) = (first.get(i), second.get(j)) {
            if one.place == two.place {
                sum += one.weight * two.weight;
                match one.place {
                    place if place == pair.a => ranks[1] = two.rank,
                    place if place == pair.b => ranks[0] = one.rank,
                    _ => common += 1,
                }
            }
            // Without a branch that the processor would guess wrong half the time.
            i += usize::from(one.place <= two.place);
            j += usize::from(two.place <= one.place);
        }
        let relative = [a, b].map(|at| pair.cosine / self.best[at]);
        let crowds = [a, b].map(|at| self.crowds[at]);
        Standing {
            second_order: sum,
            rank_low: ranks[0].min(ranks[1]),
            rank_high: ranks[0].max(ranks[1]),
            relative_low: relative[0].min(relative[1]),
            relative_high: relative[0].max(relative[1]),
            crowd_low: crowds[0].min(crowds[1]),
            crowd_high: crowds[0].max(crowds[1]),
            common: count(common).ln_1p(),
        }
    }
}
