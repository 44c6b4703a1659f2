//! The time: the machine's, or a fixed one for tests, replays and `--at`.

#![expect(clippy::disallowed_methods, reason = "the one place that asks the machine for the time")]

use jiff::Timestamp;

/// Where the time comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Clock {
    /// The machine's own clock.
    System,
    /// Always this moment.
    Fixed(Timestamp),
}

impl Clock {
    /// The time now.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        match self {
            Self::System => Timestamp::now(),
            Self::Fixed(at) => *at,
        }
    }
}
