//! Why something was not sent, and whether it may have arrived all the same.

/// Why something was not sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// In plain words.
    pub cause: String,
    /// Nothing has arrived for sure, so the next run may try again.
    pub certain: bool,
}

/// It did not arrive.
pub(super) fn certain(cause: impl Into<String>) -> Failure {
    Failure { cause: cause.into(), certain: true }
}

/// It may have arrived.
pub(super) fn unknown(cause: impl Into<String>) -> Failure {
    Failure { cause: cause.into(), certain: false }
}
