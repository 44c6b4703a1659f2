//! How long a step took, as log lines say it.

use std::time::Instant;

/// Milliseconds since `begun`, for the log.
pub(super) fn millis(begun: Instant) -> u64 {
    u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX)
}
