//! The time: the machine's, a fixed one for `--at`, or one that only passes while somebody waits for it.

#![expect(clippy::disallowed_methods, reason = "the one place that asks the machine for the time")]

use jiff::{SignedDuration, Timestamp};
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

/// Where the time comes from.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum Clock {
    /// The machine's own clock.
    System,
    /// Always this moment.
    Fixed(Timestamp),
    /// Milliseconds since 1970 that move on when somebody waits, or when whoever owns them sets them: a year in a
    /// moment, and clocks that jump.
    Simulated(&'static AtomicI64),
}

/// This program did not exist before: a machine whose clock says so has not set it yet.
const MADE: Timestamp = Timestamp::constant(1_767_225_600, 0);

impl Clock {
    /// Whether the time can be right. A machine without a battery wakes up in 1970: everything it read then would
    /// be dated so, and certificates would not be valid yet. A time that somebody named is taken at their word.
    #[must_use]
    pub fn is_set(&self) -> bool {
        matches!(self, Self::Fixed(_)) || self.now() >= MADE
    }

    /// The time now.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        match self {
            Self::System => Timestamp::now(),
            Self::Fixed(at) => *at,
            Self::Simulated(millis) => {
                Timestamp::from_millisecond(millis.load(Ordering::Relaxed)).unwrap_or(Timestamp::MAX)
            }
        }
    }

    /// Waits this long. The machine may sleep meanwhile or its clock be set, so nobody should wait long without
    /// looking at [`Clock::now`] again.
    pub async fn wait(&self, time: Duration) {
        match self {
            Self::System | Self::Fixed(_) => tokio::time::sleep(time).await,
            Self::Simulated(millis) => {
                let time = SignedDuration::try_from(time).unwrap_or(SignedDuration::MAX);
                millis.fetch_add(i64::try_from(time.as_millis()).unwrap_or(i64::MAX), Ordering::Relaxed);
                tokio::task::yield_now().await;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Clock;
    use jiff::Timestamp;
    use std::sync::atomic::AtomicI64;

    #[test]
    fn a_clock_in_1970_is_not_set_unless_somebody_says_so() {
        static DEAD: AtomicI64 = AtomicI64::new(10_000);
        static GOOD: AtomicI64 = AtomicI64::new(1_772_344_800_000);
        assert!(!Clock::Simulated(&DEAD).is_set());
        assert!(Clock::Simulated(&GOOD).is_set());
        assert!(Clock::Fixed(Timestamp::UNIX_EPOCH).is_set());
    }
}
