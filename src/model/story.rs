//! Stories: entries of one or more outlets about the same event.

use super::{EntryId, Link, fingerprint};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// The name of a story, kept from edition to edition: also the name of its page,
/// `2026-11-21-kyiv-strike-4f2a`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct StoryId(String);

impl StoryId {
    /// The name a story gets when it is first told: day, a few words of the headline, and
    /// four digits that tell namesakes apart.
    #[must_use]
    pub fn derive(day: &str, headline: &str, first: &EntryId) -> Self {
        let mut words = String::new();
        for word in headline
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| word.chars().count() > 2 || word.chars().any(char::is_numeric))
            .map(str::to_lowercase)
        {
            // Only letters that need no escaping in a file name or an address.
            if !word.is_ascii() {
                continue;
            }
            if words.len() + word.len() > 40 {
                break;
            }
            if !words.is_empty() {
                words.push('-');
            }
            words.push_str(&word);
        }
        let print = fingerprint(&[first.as_str()]);
        let tail = &print[..6];
        if words.is_empty() { Self(format!("{day}-{tail}")) } else { Self(format!("{day}-{words}-{tail}")) }
    }

    /// Takes a name that was given earlier.
    pub fn from_stored(name: impl Into<String>) -> Self {
        Self(name.into())
    }

    /// The name as a string of letters, digits and hyphens.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for StoryId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// What a reader of the file knows better than grouping does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Override {
    /// The entries at these addresses tell one story, and so does whatever was grouped with them.
    Join(Vec<Link>),
    /// Each of the entries at these addresses leaves its story.
    Split(Vec<Link>),
}

/// A story as the store keeps it between editions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Story {
    /// Its name.
    pub id: StoryId,
    /// Names of stories that turned out to be this one, in their order: what was published under them leads here.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<StoryId>,
    /// The entries known to tell it, in the order of their ids.
    pub members: Vec<EntryId>,
    /// When editions told it, oldest first; never empty.
    pub tellings: Vec<Timestamp>,
    /// Members an edition has shown already, in the order of their ids.
    pub told: Vec<EntryId>,
}

impl Story {
    /// When an edition first told it.
    #[must_use]
    pub fn first_told(&self) -> Timestamp {
        self.tellings.first().copied().unwrap_or_default()
    }

    /// When an edition last told it.
    #[must_use]
    pub fn last_told(&self) -> Timestamp {
        self.tellings.last().copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::{EntryId, StoryId};

    #[test]
    fn a_name_is_fit_for_an_address() {
        let first = EntryId::from_stored("0123456789abcdef");
        let id = StoryId::derive("2026-05-06", "Dam bursts — “worst ever” in Norway’s Ålesund", &first);
        assert!(id.as_str().starts_with("2026-05-06-dam-bursts-worst-ever-norway-"), "{id}");
        assert!(id.as_str().chars().all(|c| c.is_ascii_alphanumeric() || c == '-'));
        let id = StoryId::derive("2026-05-06", "東京で地震", &first);
        assert_eq!(id.as_str().len(), "2026-05-06-".len() + 6);
    }
}
