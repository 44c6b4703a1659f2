//! Which of several values that mean the same is kept.

/// How good the value in each single slot is, 0 for none. Of two elements that mean the same the better one
/// counts.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Ranks {
    pub(super) title: u8,
    pub(super) link: u8,
    pub(super) id: u8,
    pub(super) summary: u8,
    pub(super) content: u8,
    pub(super) published: u8,
    pub(super) updated: u8,
    pub(super) language: u8,
    pub(super) image: u8,
}

pub(super) fn better(slot: &mut u8, rank: u8) -> bool {
    let better = rank > *slot;
    if better {
        *slot = rank;
    }
    better
}

/// As [`better`], for what a feed that says it twice means the second time: of equals the last counts.
pub(super) fn no_worse(slot: &mut u8, rank: u8) -> bool {
    let no_worse = rank > 0 && rank >= *slot;
    if no_worse {
        *slot = rank;
    }
    no_worse
}
