//! What the entries behind citations said, and whether a citation holds against it.

use crate::model::{Entry, EntryId, Field};
use crate::render::{self, SourceRange};
use std::collections::BTreeMap;

/// Entries with all that they ever said, the newest words first.
#[derive(Debug, Default)]
pub struct Stored {
    entries: BTreeMap<EntryId, Vec<Entry>>,
}

impl Stored {
    /// `entries`, several of one name where its words changed, the newest first.
    #[must_use]
    pub fn new(entries: Vec<Entry>) -> Self {
        let mut stored = Self::default();
        for entry in entries {
            stored.entries.entry(entry.id.clone()).or_default().push(entry);
        }
        stored
    }

    /// All that the entry `id` ever said.
    #[must_use]
    pub fn versions(&self, id: &EntryId) -> &[Entry] {
        self.entries.get(id).map_or(&[], Vec::as_slice)
    }

    /// Whether `words`, as a page shows them, stand at `place`: the addresses of the versions that say so, else what is
    /// wrong.
    pub(super) fn says(&self, place: &SourceRange, words: &str) -> Result<Vec<String>, String> {
        // White space at the ends is shown by nobody, and named by no place.
        let is_said = |text: &str| text.trim() == text && render::shown(text) == words;
        let says = |entry: &&Entry| said_at(entry, place).any(is_said);
        let saying: Vec<String> = self.versions(&place.entry).iter().filter(says).map(link).collect();
        if saying.is_empty() { Err(self.otherwise(place)) } else { Ok(saying) }
    }

    /// What stands at `place` instead of words that are said to, as the end of a sentence about them.
    pub(super) fn otherwise(&self, place: &SourceRange) -> String {
        let Some(newest) = self.versions(&place.entry).first() else {
            return format!("is said to be from the entry {}, which is not in the store", place.entry);
        };
        let what = match place.field {
            Field::Title => "headline",
            Field::Summary => "summary",
            Field::Text => "text",
        };
        let of = format!("the {what} of {} ({})", link(newest), place.entry);
        let (start, end) = (place.start, place.end);
        match place.field.of(newest).get(start..end) {
            Some(text) => format!("does not stand at bytes {start} to {end} of {of}: there it says \"{text}\""),
            None => format!("cannot stand at bytes {start} to {end} of {of}: there are no such bytes"),
        }
    }
}

/// What `entry` says at `place`, and what its headline said there before.
fn said_at<'e>(entry: &'e Entry, place: &SourceRange) -> impl Iterator<Item = &'e str> {
    let (start, end) = (place.start, place.end);
    let old = entry.earlier_titles.iter().filter(|_| place.field == Field::Title);
    let old = old.filter_map(move |old| old.title.get(start..end));
    place.field.of(entry).get(start..end).into_iter().chain(old)
}

/// The address of an entry; empty where it has none.
pub(super) fn link(entry: &Entry) -> String {
    entry.link.as_ref().map(ToString::to_string).unwrap_or_default()
}
