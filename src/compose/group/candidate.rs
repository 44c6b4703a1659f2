//! What is grouped.

use jiff::Timestamp;

/// One entry to group: what a feed says of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Candidate<'a> {
    /// Its name; must differ from entry to entry.
    pub id: &'a str,
    /// Its headline.
    pub title: &'a str,
    /// What the feed says it is about.
    pub summary: &'a str,
    /// The article's text; empty where the feed has none.
    pub text: &'a str,
    /// Where to read it.
    pub link: Option<&'a str>,
    /// When it was published; unknown matches any time.
    pub published: Option<Timestamp>,
    /// Who published it.
    pub outlet: Option<&'a str>,
    /// BCP 47 language; guessed from the text where unknown.
    pub lang: Option<&'a str>,
}
