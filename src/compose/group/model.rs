//! The learned judgement of pairs: two small networks over their [`features`](super::features).
//!
//! One was learned mostly from newspapers, the other mostly from technology news, where what one product line does in a
//! day is drawn narrower than an event is elsewhere. The log-odds that a pair tells one story are those of both, mixed by
//! how much the pair's words are words of technology news. The log-odds of each network are a weighted sum of the features
//! and of [`HIDDEN`] rectified sums of them. The numbers in `model.tsv` say in their head which script learned them from
//! what.

use super::features::{AREA, COUNT, NAMES};
use std::sync::LazyLock;

/// Rectified sums of each network.
const HIDDEN: usize = 16;

/// Newspapers, technology news.
const NETWORKS: usize = 2;

/// Rectified sums of all.
const SUMS: usize = NETWORKS * HIDDEN;

/// From which area on a pair counts as technology news, and how steeply: nine in ten entries of technology days lie
/// above 0.1, of newspapers below -0.1.
pub(super) const BORDER: f32 = 0.2;
const STEEPNESS: f32 = 6.0;

/// Weights and thresholds.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    bias: [f32; NETWORKS],
    linear: Vec<[f32; NETWORKS]>,
    hidden_bias: [f32; SUMS],
    hidden: Vec<[f32; SUMS]>,
    out: [f32; SUMS],
    /// How pairs become stories: what is headlined and quoted.
    pub(super) core: Link,
    /// How stories become families: what belongs below a story as related.
    pub(super) family: Link,
}

/// When two groups are one: see [`link`](super::link).
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Link {
    /// The score for two single entries ...
    pub(super) first: f32,
    /// ... divided by the larger group's size to this power ...
    pub(super) power: f32,
    /// ... but never less than this.
    pub(super) least: f32,
    /// All that times the smaller group's size to this power: two groups that are stories of their own must have more
    /// in common than a story and a straggler. (0.3 for 0: on eighteen days, each by a model that never saw it, pair
    /// precision .697 for .680, F1 .658 for .661, and .646 for .641 without each day's largest story.)
    pub(super) both: f32,
    /// The share of the mean probability in the score; the rest is the mean of each member's best link.
    pub(super) mean: f32,
}

/// Probabilities of pairs with a round-up or a live page are multiplied by this. (.02 bars those that tell one event;
/// .4 and less precise marks are as good.)
pub(super) const ALONE: f32 = 0.4;

/// And those of a pair that speaks of different subjects by this, see [`contradict`](super::features::contradict): of
/// such pairs on labelled days 1 in 13 tells one story.
pub(super) const AGAINST: f32 = 0.4;

/// And those of a pair that shares next to nothing the background knows, as in a language without a table, by this:
/// there precision comes first.
pub(super) const STRANGE: f32 = 0.82;

impl Link {
    fn setting(&mut self, name: &str) -> Option<&mut f32> {
        Some(match name {
            "first" => &mut self.first,
            "power" => &mut self.power,
            "least" => &mut self.least,
            "both" => &mut self.both,
            "mean" => &mut self.mean,
            _ => return None,
        })
    }
}

/// A line of a model that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadModel {
    /// The line, counted from 1.
    pub line: usize,
}

static SHIPPED: LazyLock<Model> = LazyLock::new(|| Model::read(include_str!("model.tsv")).unwrap_or_default());

impl Default for Model {
    fn default() -> Self {
        Self {
            bias: [0.0; NETWORKS],
            linear: vec![[0.0; NETWORKS]; COUNT],
            hidden_bias: [0.0; SUMS],
            hidden: vec![[0.0; SUMS]; COUNT],
            out: [0.0; SUMS],
            core: Link { first: 0.45, power: 0.4, least: 0.09, both: 0.5, mean: 0.6 },
            family: Link { first: 0.3, power: 0.6, least: 0.06, both: 0.3, mean: 0.8 },
        }
    }
}

impl Model {
    /// The model that comes with the program.
    #[must_use]
    pub fn shipped() -> &'static Self {
        &SHIPPED
    }

    /// Lines `name <tab> number ...`. A feature, or `bias`, has its linear weight in each network and one weight for each
    /// hidden sum, first those of newspapers; `out` has a 0 for each network and the weight of each hidden sum; `core.…`
    /// and `family.…` have one number, see [`Link`].
    ///
    /// # Errors
    /// The first line that is none of these.
    pub fn read(text: &str) -> Result<Self, BadModel> {
        let mut model = Self::default();
        for (at, line) in text.lines().enumerate() {
            if line.starts_with('#') || line.trim().is_empty() {
                continue;
            }
            model.take(line).ok_or(BadModel { line: at + 1 })?;
        }
        Ok(model)
    }

    fn take(&mut self, line: &str) -> Option<()> {
        let mut cells = line.trim_end().split('\t');
        let name = cells.next()?;
        let values: Vec<f32> = cells.map(|cell| cell.parse().ok()).collect::<Option<_>>()?;
        if let Some((level, setting)) = name.split_once('.') {
            let link = match level {
                "core" => &mut self.core,
                "family" => &mut self.family,
                _ => return None,
            };
            *link.setting(setting)? = *values.first()?;
            return Some(());
        }
        let (linear, rest) = values.split_first_chunk::<NETWORKS>()?;
        let mut row = [0.0; SUMS];
        if rest.len() > SUMS {
            return None;
        }
        row[..rest.len()].copy_from_slice(rest);
        match name {
            "bias" => (self.bias, self.hidden_bias) = (*linear, row),
            "out" => self.out = row,
            _ => {
                let feature = NAMES.iter().position(|known| *known == name)?;
                self.linear[feature] = *linear;
                self.hidden[feature] = row;
            }
        }
        Some(())
    }

    /// How likely it is that a pair with these features tells one story.
    pub(super) fn probability(&self, features: &[f32; COUNT]) -> f32 {
        let mut odds = self.bias;
        let mut sums = self.hidden_bias;
        for ((value, weights), row) in features.iter().zip(&self.linear).zip(&self.hidden) {
            for (total, weight) in odds.iter_mut().zip(weights) {
                *total += weight * value;
            }
            for (total, weight) in sums.iter_mut().zip(row) {
                *total += weight * value;
            }
        }
        for (network, (sums, out)) in sums.chunks(HIDDEN).zip(self.out.chunks(HIDDEN)).enumerate() {
            for (total, weight) in sums.iter().zip(out) {
                odds[network] += total.max(0.0) * weight;
            }
        }
        let technology = logistic(STEEPNESS * (features[AREA] - BORDER));
        logistic(odds[0] + technology * (odds[1] - odds[0]))
    }
}

fn logistic(x: f32) -> f32 {
    1.0 / (1.0 + (-x).exp())
}

#[cfg(test)]
mod tests {
    use super::{AREA, BadModel, COUNT, Model};

    #[test]
    fn models_are_read() {
        let model = Model::read("# by hand\nbias\t-1.5\t9\t1\ncosine\t2\t0\t3\nout\t0\t0\t0.5\ncore.least\t0.1\n");
        let mut features = [0.0; COUNT];
        features[0] = 0.5;
        // Nothing of technology: the first network alone.
        features[AREA] = -9.0;
        // -1.5 + 2 * 0.5 + 0.5 * max(0, 1 + 3 * 0.5) = 0.75
        let expected = 1.0 / (1.0 + (-0.75_f32).exp());
        assert!(model.is_ok_and(|model| (model.probability(&features) - expected).abs() < 1e-6));
        assert_eq!(Model::read("bias\t0\t0\nnonsense\t1\t1"), Err(BadModel { line: 2 }));
        assert_eq!(Model::read("bias"), Err(BadModel { line: 1 }));
        assert_eq!(Model::read("bias\tx"), Err(BadModel { line: 1 }));
    }

    #[test]
    fn the_model_that_ships_is_whole() {
        let model = Model::shipped();
        assert_ne!(*model, Model::default());
        assert!(model.hidden.iter().flatten().chain(model.linear.iter().flatten()).all(|weight| weight.is_finite()));
        assert!(model.out.iter().any(|weight| *weight != 0.0));
    }
}
