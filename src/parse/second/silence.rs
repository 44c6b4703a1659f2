//! Why feed-rs has nothing to say.

use thiserror::Error;

/// The most bytes told of an error of feed-rs, which may repeat what the feed says.
const MAX_ERROR: usize = 200;

/// Why there is no second opinion.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum Silence {
    /// It would cost too much, or nothing that feed-rs reads has come.
    #[error("feed-rs was not asked: {0}")]
    NotAsked(&'static str),
    /// It was asked and cannot read the feed.
    #[error("feed-rs cannot read this feed: {0}")]
    Unread(String),
}

/// A message that may hold anything, on one line and of bounded length.
pub(super) fn one_line(message: &str) -> String {
    let message = &message[..message.floor_char_boundary(MAX_ERROR)];
    message.escape_debug().to_string().replace("\\\"", "\"").replace("\\'", "'")
}
