//! How entries are grouped.

use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

/// How entries are grouped.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct Options {
    /// Two entries further apart than this many hours are not compared.
    /// A story may last longer, as long as its entries follow one another within this time.
    pub window_hours: u32,
    /// How pairs are judged.
    pub method: Method,
}

/// How pairs of entries are judged.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Method {
    /// A logistic over what pairs share, learned from labelled days.
    #[default]
    Learned,
    /// TF-IDF cosine and average linkage: the textbook, kept as the yardstick.
    Tfidf,
}

/// Three days, and what a report may be late: two that are a little more than three days apart still meet.
pub const WINDOW_HOURS: u32 = 78;

impl Default for Options {
    fn default() -> Self {
        Self { window_hours: WINDOW_HOURS, method: Method::default() }
    }
}

impl Options {
    pub(super) fn window(&self) -> SignedDuration {
        SignedDuration::from_hours(i64::from(self.window_hours))
    }
}
