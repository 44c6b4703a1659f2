//! Verifying: what lies in the output is read by readers that had no part in writing it, and held against what is
//! stored. Nothing here touches a disk or a store; see `pipeline/verify.rs`.
//!
//! Pages and letters are read with `scraper`, feeds with `feed-rs`. What they show has to be covered: each sentence by
//! a citation whose bytes are stored and whose link is that of the report, everything else by what the template of the
//! page was given ([`Allowed`]).

mod allowed;
mod data;
mod difference;
mod feed;
mod judge;
mod letter;
mod phrases;
mod reading;
mod stored;
mod style;

pub use allowed::Allowed;
pub use data::{Claim, claims};
pub use difference::difference;
pub use feed::{FeedItems, feed};
pub use judge::{citations, page, shown};
pub use letter::letter;
pub use reading::Reading;
pub use stored::Stored;
pub use style::style;

/// Something in a file that does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Discrepancy {
    /// Where in the file: `line 12`, `lead.facts[1]`; may be empty.
    pub place: String,
    /// The words it is about; empty where it is about none.
    pub words: String,
    /// What is wrong, in plain words.
    pub reason: String,
}

impl Discrepancy {
    /// A finding about `words` at `place`.
    pub fn new(place: impl Into<String>, words: impl Into<String>, reason: impl Into<String>) -> Self {
        Self { place: place.into(), words: clip(&words.into()), reason: reason.into() }
    }

    /// A finding about a file as a whole.
    pub fn whole(reason: impl Into<String>) -> Self {
        Self { place: String::new(), words: String::new(), reason: reason.into() }
    }
}

/// Characters of a passage in a message.
const CLIP: usize = 240;

/// `words` on one line, cut where they are long.
fn clip(words: &str) -> String {
    let line: String = words.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    if line.chars().count() <= CLIP {
        return line;
    }
    line.chars().take(CLIP).chain(['…']).collect()
}
