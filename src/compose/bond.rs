//! What ties two entries together, as it is kept.

use super::group::Why;
use super::verdict::Bond;
use crate::model::EntryId;

/// Names, numbers and words that two entries share, of each kind at most.
const SHARED: usize = 8;

/// What ties two entries together, as it is kept.
pub(super) fn bond(with: &EntryId, why: Why) -> Bond {
    let few = |mut list: Vec<String>| {
        list.truncate(SHARED);
        list
    };
    Bond {
        with: with.clone(),
        score: rounded(why.score),
        alike: rounded(why.alike),
        names: few(why.names),
        numbers: few(why.numbers),
        words: few(why.words),
    }
}

/// Three digits are shown, so no more are kept.
fn rounded(number: f64) -> f64 {
    (number * 1000.0).round() / 1000.0
}
