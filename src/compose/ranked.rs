//! Stories on their way to a place on the page.

use super::rank::{Fit, Limit, Seat};
use super::stories::Coverage;
use super::verdict::Followed;
use crate::model::{OutletId, Score};

/// A story with its topics and its score.
pub(super) struct Ranked<'a> {
    pub(super) story: Coverage<'a>,
    /// Topics it matches, best first; never empty.
    pub(super) topics: Vec<Fit>,
    pub(super) score: Score,
    /// Reports of other voices that link to it.
    pub(super) followed: Vec<Followed>,
    /// Several outlets tell it, so it gets a brief; one outlet gets a line.
    pub(super) is_brief: bool,
}

/// Where a story stands.
#[derive(Debug, Clone, Copy)]
pub(super) enum Placed {
    /// On the page: its number among `of` briefs, or lines, from 1.
    Shown { number: usize, of: usize, seat: Seat },
    /// Not on the page.
    LeftOut(Limit),
}

impl Ranked<'_> {
    /// The topic it is told under: its place in `feeds.toml`.
    pub(super) fn topic(&self) -> usize {
        self.topics.first().map_or(0, |fit| fit.topic)
    }

    /// The headline that stands for it.
    pub(super) fn headline(&self) -> &str {
        self.story.reports[self.story.representative].title()
    }

    /// The outlet whose headline stands for it.
    pub(super) fn outlet(&self) -> &OutletId {
        &self.story.reports[self.story.representative].outlet.id
    }
}
