//! The learned judgement of pairs: a small network over their [`features`](super::features).
//!
//! The probability that a pair tells one story is the logistic of a weighted sum of its features and of
//! [`HIDDEN`] rectified sums of them. The numbers in `model.tsv` say in their head which script learned them
//! from what.

use super::features::{COUNT, NAMES};
use std::sync::LazyLock;

/// Rectified sums.
const HIDDEN: usize = 32;

/// Weights and thresholds.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    bias: f32,
    linear: [f32; COUNT],
    hidden_bias: [f32; HIDDEN],
    hidden: Vec<[f32; HIDDEN]>,
    out: [f32; HIDDEN],
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
pub(super) const STRANGE: f32 = 0.88;

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
            bias: 0.0,
            linear: [0.0; COUNT],
            hidden_bias: [0.0; HIDDEN],
            hidden: vec![[0.0; HIDDEN]; COUNT],
            out: [0.0; HIDDEN],
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

    /// Lines `name <tab> number ...`. A feature, or `bias`, has its linear weight and one weight for each hidden sum;
    /// `out` has a 0 and the weight of each hidden sum; `core.…` and `family.…` have one number, see [`Link`].
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
        let (&first, rest) = values.split_first()?;
        if let Some((level, setting)) = name.split_once('.') {
            let link = match level {
                "core" => &mut self.core,
                "family" => &mut self.family,
                _ => return None,
            };
            *link.setting(setting)? = first;
            return Some(());
        }
        let mut row = [0.0; HIDDEN];
        if rest.len() > HIDDEN {
            return None;
        }
        row[..rest.len()].copy_from_slice(rest);
        match name {
            "bias" => (self.bias, self.hidden_bias) = (first, row),
            "out" => self.out = row,
            _ => {
                let feature = NAMES.iter().position(|known| *known == name)?;
                self.linear[feature] = first;
                self.hidden[feature] = row;
            }
        }
        Some(())
    }

    /// How likely it is that a pair with these features tells one story.
    pub(super) fn probability(&self, features: &[f32; COUNT]) -> f32 {
        let mut sum = self.bias;
        let mut sums = self.hidden_bias;
        for ((value, weight), row) in features.iter().zip(&self.linear).zip(&self.hidden) {
            sum += weight * value;
            for (total, weight) in sums.iter_mut().zip(row) {
                *total += weight * value;
            }
        }
        for (total, weight) in sums.iter().zip(&self.out) {
            sum += total.max(0.0) * weight;
        }
        1.0 / (1.0 + (-sum).exp())
    }
}

#[cfg(test)]
mod tests {
    use super::{BadModel, COUNT, Model};

    #[test]
    fn models_are_read() {
        let model = Model::read("# by hand\nbias\t-1.5\t1\ncosine\t2\t3\nout\t0\t0.5\ncore.least\t0.1\n");
        let mut features = [0.0; COUNT];
        features[0] = 0.5;
        // -1.5 + 2 * 0.5 + 0.5 * max(0, 1 + 3 * 0.5) = 0.75
        let expected = 1.0 / (1.0 + (-0.75_f32).exp());
        assert!(model.is_ok_and(|model| (model.probability(&features) - expected).abs() < 1e-6));
        assert_eq!(Model::read("bias\t0\nnonsense\t1"), Err(BadModel { line: 2 }));
        assert_eq!(Model::read("bias"), Err(BadModel { line: 1 }));
        assert_eq!(Model::read("bias\tx"), Err(BadModel { line: 1 }));
    }

    #[test]
    fn the_model_that_ships_is_whole() {
        let model = Model::shipped();
        assert_ne!(*model, Model::default());
        assert!(model.hidden.iter().flatten().chain(&model.linear).all(|weight| weight.is_finite()));
        assert!(model.out.iter().any(|weight| *weight != 0.0));
    }
}
