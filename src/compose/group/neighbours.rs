//! Who is near whom: two entries of one story are near the same others.

use super::pairs::Pair;
use super::terms::{count, index};

/// An entry's nearest, at most so many, make its profile.
const NEAREST: usize = 15;

/// From this cosine on, an entry counts as company.
const COMPANY: f32 = 0.12;

/// The nearest entries of each entry.
pub(super) struct Neighbours {
    /// Sorted by place, itself included with weight 1; scaled to length 1.
    profiles: Vec<Vec<(u32, f32)>>,
    /// The cosines of an entry's neighbours, nearest first.
    nearest: Vec<Vec<(f32, u32)>>,
    /// How many entries are near enough to be company.
    company: Vec<u32>,
}

/// How a pair looks among the neighbours of both.
pub(super) struct Near {
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
        let mut profiles = Vec::with_capacity(entries);
        let mut company = Vec::with_capacity(entries);
        for (place, list) in nearest.iter_mut().enumerate() {
            list.sort_unstable_by(|x, y| y.0.total_cmp(&x.0).then(x.1.cmp(&y.1)));
            company.push(index(list.iter().take_while(|near| near.0 >= COMPANY).count()));
            list.truncate(NEAREST);
            let mut profile: Vec<(u32, f32)> = list.iter().map(|&(cosine, other)| (other, cosine)).collect();
            profile.push((index(place), 1.0));
            profile.sort_unstable_by_key(|(other, _)| *other);
            let length = profile.iter().map(|(_, weight)| weight * weight).sum::<f32>().sqrt();
            for (_, weight) in &mut profile {
                *weight /= length;
            }
            profiles.push(profile);
        }
        Self { profiles, nearest, company }
    }

    pub(super) fn compare(&self, pair: Pair) -> Near {
        let (a, b) = (pair.a as usize, pair.b as usize);
        let (second_order, common) = self.profiles_meet(pair);
        let ranks = [self.rank(a, pair.b), self.rank(b, pair.a)];
        let relative = [a, b].map(|at| self.nearest[at].first().map_or(0.0, |best| pair.cosine / best.0.max(1e-6)));
        let crowds = [a, b].map(|at| count(self.company[at] as usize).ln_1p());
        Near {
            second_order,
            rank_low: ranks[0].min(ranks[1]),
            rank_high: ranks[0].max(ranks[1]),
            relative_low: relative[0].min(relative[1]),
            relative_high: relative[0].max(relative[1]),
            crowd_low: crowds[0].min(crowds[1]),
            crowd_high: crowds[0].max(crowds[1]),
            common: count(common).ln_1p(),
        }
    }

    /// The cosine of both profiles, and how many other entries stand in both.
    fn profiles_meet(&self, pair: Pair) -> (f32, usize) {
        let (first, second) = (&self.profiles[pair.a as usize], &self.profiles[pair.b as usize]);
        let (mut i, mut j, mut sum, mut common) = (0, 0, 0.0, 0);
        while let (Some(one), Some(two)) = (first.get(i), second.get(j)) {
            if one.0 == two.0 {
                sum += one.1 * two.1;
                common += usize::from(one.0 != pair.a && one.0 != pair.b);
            }
            // Without a branch that the processor would guess wrong half the time.
            i += usize::from(one.0 <= two.0);
            j += usize::from(two.0 <= one.0);
        }
        (sum, common)
    }

    /// 1 for the nearest, 1/2 for the second, ... 0 where it is not among the nearest.
    fn rank(&self, of: usize, other: u32) -> f32 {
        self.nearest[of].iter().position(|near| near.1 == other).map_or(0.0, |at| 1.0 / count(at + 1))
    }
}
