//! Why a document is no feed.

use thiserror::Error;

/// Why nothing could be read, saying plainly what came instead.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ParseError {
    /// No bytes, or nothing but white space.
    #[error("the answer is empty")]
    Empty,
    /// More bytes than are read.
    #[error("the answer has {bytes} bytes, more than the {limit} that are read")]
    TooLarge {
        /// Bytes that came.
        bytes: usize,
        /// Bytes that are read.
        limit: usize,
    },
    /// A web page.
    #[error("this is a web page{title}, not a feed{offers}", title = titled(title), offers = offers(feeds))]
    Page {
        /// What the page is called.
        title: String,
        /// Addresses of the feeds it offers.
        feeds: Vec<String>,
    },
    /// A page that asks visitors to prove that they are no machine.
    #[error("{service} answered with a bot-check page, not a feed")]
    BotCheck {
        /// Who asks.
        service: String,
    },
    /// JSON that is no JSON Feed.
    #[error("this is JSON, but not a JSON Feed: {reason}")]
    NotAJsonFeed {
        /// What is missing or wrong.
        reason: String,
    },
    /// A picture, an archive and the like.
    #[error("this is {kind}, not a feed")]
    OtherFile {
        /// What it is.
        kind: &'static str,
    },
    /// Something else.
    #[error("this is not a feed; it begins with {start:?}")]
    NotAFeed {
        /// Its first characters.
        start: String,
    },
}

fn titled(title: &str) -> String {
    if title.is_empty() { String::new() } else { format!(" ({title:?})") }
}

fn offers(feeds: &[String]) -> String {
    match feeds {
        [] => String::new(),
        [one] => format!("; it offers this feed: {one}"),
        many => format!("; it offers these feeds: {}", many.join(", ")),
    }
}
