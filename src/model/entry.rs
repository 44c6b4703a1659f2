//! Entries: what feeds publish.

use super::{FeedId, Link, OutletId, fingerprint};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::ops::Deref;

/// The name of an entry, the same for as long as the entry lives.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EntryId(String);

impl EntryId {
    /// The name an entry gets when it is first seen: derived from its outlet and its strongest key.
    #[must_use]
    pub fn derive(outlet: &OutletId, identity: &Identity) -> Self {
        Self(fingerprint(&[outlet.as_str(), identity.strongest()]))
    }

    /// Takes a name that was given earlier.
    pub fn from_stored(name: impl Into<String>) -> Self {
        Self(name.into())
    }

    /// The name as a string of 16 hexadecimal digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for EntryId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// Text with no markup in it and its white space tamed. Made only by `parse/clean.rs` and the store.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PlainText(String);

impl PlainText {
    /// Vouches that `text` holds no markup: for `parse/clean.rs`, which has just made sure,
    /// and for callers that bring text which was never HTML.
    pub fn vouched(text: impl Into<String>) -> Self {
        Self(text.into())
    }
}

impl Deref for PlainText {
    type Target = str;
    fn deref(&self) -> &str {
        &self.0
    }
}

/// How an entry is known again: by guid, else by link, else by what it says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// The guid or id the feed gave.
    pub guid: Option<String>,
    /// [`Link::key`] of its link.
    pub link: Option<String>,
    /// Fingerprint of its title and text.
    pub print: String,
}

impl Identity {
    /// The first key there is, in the order guid, link, print.
    #[must_use]
    pub fn strongest(&self) -> &str {
        self.guid.as_deref().or(self.link.as_deref()).unwrap_or(&self.print)
    }
}

/// A headline an entry had before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Retitling {
    /// The earlier headline.
    pub title: String,
    /// When the new one was first seen.
    pub until: Timestamp,
}

/// One thing a feed published.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// Its name.
    pub id: EntryId,
    /// Who published it.
    pub outlet: OutletId,
    /// The feed it came from.
    pub feed: FeedId,
    /// How it is known again.
    pub identity: Identity,
    /// The outlet's own link; an entry without one can be grouped but not cited.
    pub link: Option<Link>,
    /// Its headline.
    pub title: PlainText,
    /// Headlines it had before, oldest first.
    pub earlier_titles: Vec<Retitling>,
    /// What the feed says it is about.
    pub summary: PlainText,
    /// The article's text, where the feed carries it; empty otherwise.
    pub text: PlainText,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// The outlet's own labels.
    pub categories: Vec<String>,
    /// The original publisher, where the feed is an aggregator's.
    pub source: Option<String>,
    /// [`Link::key`]s of pages on other sites that it links to, each once; a few at most.
    pub links_to: Vec<String>,
    /// BCP 47 language, as the feed claims.
    pub language: Option<String>,
    /// When it claims to have been published; never later than `first_seen`.
    pub published: Option<Timestamp>,
    /// When it claims to have been changed; never later than the moment it was read.
    pub updated: Option<Timestamp>,
    /// When Tidings first saw it.
    pub first_seen: Timestamp,
}

impl Entry {
    /// An entry of which nothing is known but its headline: it has no link and no date, and was first seen in 1970.
    #[must_use]
    pub fn titled(id: EntryId, outlet: OutletId, title: impl Into<String>) -> Self {
        Self {
            id,
            feed: FeedId::derive(&outlet, ""),
            outlet,
            identity: Identity { guid: None, link: None, print: String::new() },
            link: None,
            title: PlainText::vouched(title),
            earlier_titles: Vec::new(),
            summary: PlainText::default(),
            text: PlainText::default(),
            authors: Vec::new(),
            categories: Vec::new(),
            source: None,
            links_to: Vec::new(),
            language: None,
            published: None,
            updated: None,
            first_seen: Timestamp::UNIX_EPOCH,
        }
    }

    /// The time to show and to sort by, in the outlet's own reckoning: published, else first seen.
    #[must_use]
    pub fn time(&self) -> Timestamp {
        self.published.unwrap_or(self.first_seen)
    }
}
