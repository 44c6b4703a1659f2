//! How much a brief may say.

use serde::{Deserialize, Serialize};

/// How much a brief may say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct Options {
    /// The most words quoted from one outlet for one story, headline included.
    pub max_excerpt: usize,
    /// The most key facts.
    pub facts: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self { max_excerpt: 60, facts: 3 }
    }
}
