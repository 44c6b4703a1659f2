//! Entries and articles for the tests of grouping.

use crate::model::{Entry, EntryId, Link, OutletId, PlainText};
use crate::text::Article;
use jiff::Timestamp;

/// An entry without a time of its own.
pub(super) fn entry(id: &str, outlet: &str, title: &str, summary: &str) -> Entry {
    Entry {
        summary: PlainText::vouched(summary),
        ..Entry::titled(EntryId::from_stored(id), OutletId::new(outlet), title)
    }
}

/// The entry at an address, so many hours after the first.
pub(super) fn at(entry: Entry, link: &str, hour: i64) -> Entry {
    let published = Timestamp::from_second(1_790_000_000 + 3600 * hour).ok();
    Entry { link: Link::parse(link, None).ok(), published, ..entry }
}

pub(super) fn articles(entries: &[Entry]) -> Vec<Article<'_>> {
    entries.iter().map(Article::read).collect()
}
