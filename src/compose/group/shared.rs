//! What two entries share, summed up over the terms that both hold.

use super::item::{Item, meet};
use super::weigh::{Kind, Weight};

/// What two entries share: sums over the terms that both hold.
#[derive(Default)]
pub(super) struct Shared {
    pub(super) cosine: f32,
    /// Squared weights of what stands in both headlines, in both summaries, and in one's headline and the other's summary.
    pub(super) titles: f32,
    pub(super) bodies: f32,
    pub(super) across: [f32; 2],
    /// The weight of each one's headline, and of the names in it, that the other holds anywhere.
    pub(super) covered: [f32; 2],
    pub(super) covered_names: [f32; 2],
    pub(super) title_names: f32,
    pub(super) terms: usize,
    pub(super) numbers: usize,
    pub(super) names: f32,
    pub(super) rarest_name: f32,
    pub(super) words: f32,
    pub(super) rarest_word: f32,
    pub(super) rarest: [f32; 3],
    pub(super) burst_most: f32,
    pub(super) burst_mean: f32,
    /// How few of the outlets, and of the entries, hold the rarest shared terms: minus the logarithm of the share.
    /// The share of what they share that the background knows.
    pub(super) known: f32,
    /// The mean area of what they share.
    pub(super) area: f32,
    pub(super) by_outlets: [f32; 3],
    pub(super) by_outlets_mean: f32,
    pub(super) by_entries: [f32; 3],
    pub(super) by_entries_mean: f32,
    pub(super) cohesion_most: f32,
    pub(super) cohesion_mean: f32,
    pub(super) cohesion_rarest: f32,
    pub(super) cohesion_names: f32,
    pub(super) cohesion_title: f32,
    pub(super) cohesion_title_least: f32,
}

impl Shared {
    /// Of entries `a` and `b`, given the weights of all terms.
    pub(super) fn of(weights: &[Weight], a: &Item, b: &Item) -> Self {
        let mut out = Self { cohesion_title_least: 1.0, ..Self::default() };
        let mut sum = 0.0;
        meet(&a.vector, &b.vector, |x, y| {
            let Weight { idf, burst, kind, known, area, by_outlets, by_entries, cohesion } = weights[x.term() as usize];
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
            out.known += idf * flag(known);
            out.area += idf * area;
            out.by_outlets_mean += by_outlets * idf;
            out.by_entries_mean += by_entries * idf;
            for (list, value) in [(&mut out.by_outlets, by_outlets), (&mut out.by_entries, by_entries)] {
                let mut value = value;
                for place in list {
                    (*place, value) = (place.max(value), place.min(value));
                }
            }
            out.cohesion_most = out.cohesion_most.max(cohesion);
            out.cohesion_mean += cohesion * idf;
            if idf > out.rarest[0] {
                out.cohesion_rarest = cohesion;
            }
            if kind == Kind::Name {
                out.cohesion_names = out.cohesion_names.max(cohesion);
            }
            if titles[0] && titles[1] {
                out.cohesion_title = out.cohesion_title.max(cohesion);
                out.cohesion_title_least = out.cohesion_title_least.min(cohesion);
            }
            let mut idf = idf;
            for place in &mut out.rarest {
                (*place, idf) = (place.max(idf), place.min(idf));
            }
        });
        if sum > 0.0 {
            out.burst_mean /= sum;
            out.known /= sum;
            out.area /= sum;
            out.by_outlets_mean /= sum;
            out.by_entries_mean /= sum;
            out.cohesion_mean /= sum;
        }
        out
    }
}

pub(super) fn flag(set: bool) -> f32 {
    f32::from(u8::from(set))
}
