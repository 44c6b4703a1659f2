//! Letters: an edition as it is sent.

use jiff::Timestamp;

/// An edition as mail, before anybody is named as its reader.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// Its name among all letters: the same in every run.
    pub name: String,
    /// The name all letters of one digest are threaded under.
    pub series: String,
    /// The name of the letter before it.
    pub after: Option<String>,
    /// The folder of its edition: `2026/05/06`.
    pub edition: String,
    /// When its edition was made.
    pub at: Timestamp,
    /// What it is about.
    pub subject: String,
    /// Where the edition is published, where that is known.
    pub link: Option<String>,
    /// The edition as plain text.
    pub text: String,
    /// The edition as HTML.
    pub html: String,
    /// A print of both, to tell the parts of the message apart.
    pub print: String,
}
