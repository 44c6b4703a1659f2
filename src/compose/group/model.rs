//! The learned judgement of pairs: a logistic over their [`features`](super::features).
//!
//! The numbers in `model.tsv` say in their head which script learned them from what.

use super::features::{COUNT, NAMES};
use std::sync::LazyLock;

/// Weights and thresholds.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    bias: f32,
    weights: [f32; COUNT],
    /// Weights of products of two features.
    products: Vec<(usize, usize, f32)>,
    /// How pairs become groups.
    pub(super) link: Link,
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
    /// The share of the mean probability in the score; the rest is the mean of each member's best link.
    pub(super) mean: f32,
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
            weights: [0.0; COUNT],
            products: Vec::new(),
            link: Link { first: 0.4, power: 0.5, least: 0.08, mean: 0.5 },
        }
    }
}

impl Model {
    /// The model that comes with the program.
    #[must_use]
    pub fn shipped() -> &'static Self {
        &SHIPPED
    }

    /// Lines `name <tab> number`; a name is a feature, two features with `*` between, `bias` or `link.…`.
    ///
    /// # Errors
    /// The first line that is none of these.
    pub fn read(text: &str) -> Result<Self, BadModel> {
        let mut model = Self::default();
        let feature = |name: &str| NAMES.iter().position(|known| *known == name);
        for (at, line) in text.lines().enumerate() {
            if line.starts_with('#') || line.trim().is_empty() {
                continue;
            }
            let bad = BadModel { line: at + 1 };
            let (name, value) = line.split_once('\t').ok_or_else(|| bad.clone())?;
            let value: f32 = value.trim().parse().map_err(|_| bad.clone())?;
            match name {
                "bias" => model.bias = value,
                "link.first" => model.link.first = value,
                "link.power" => model.link.power = value,
                "link.least" => model.link.least = value,
                "link.mean" => model.link.mean = value,
                _ => match name.split_once('*') {
                    Some((x, y)) => {
                        let (x, y) = feature(x).zip(feature(y)).ok_or(bad)?;
                        model.products.push((x, y, value));
                    }
                    None => model.weights[feature(name).ok_or(bad)?] = value,
                },
            }
        }
        Ok(model)
    }

    /// How likely it is that a pair with these features tells one story.
    pub(super) fn probability(&self, features: &[f32; COUNT]) -> f32 {
        let mut sum = self.bias;
        for (weight, value) in self.weights.iter().zip(features) {
            sum += weight * value;
        }
        for &(x, y, weight) in &self.products {
            sum += weight * features[x] * features[y];
        }
        1.0 / (1.0 + (-sum).exp())
    }
}

#[cfg(test)]
mod tests {
    use super::{BadModel, Model};

    #[test]
    fn models_are_read() {
        let model = Model::read("# by hand\nbias\t-1.5\ncosine\t2\ncosine*live\t-3\nlink.least\t0.1\n");
        assert!(model.is_ok_and(|model| (model.bias + 1.5).abs() < 1e-6 && model.products.len() == 1));
        assert_eq!(Model::read("bias\t0\nnonsense\t1"), Err(BadModel { line: 2 }));
        assert_eq!(Model::read("bias"), Err(BadModel { line: 1 }));
    }

    #[test]
    fn the_model_that_ships_is_whole() {
        assert_ne!(*Model::shipped(), Model::default());
    }
}
