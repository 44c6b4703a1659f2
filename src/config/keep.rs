//! `[keep]`: how long what is stored stays.

use super::duration::{Bounds, duration};
use super::problem::Problems;
use super::section::{Section, Written};
use jiff::SignedDuration;

/// Shorter than a month, and a story that is still told could lose its beginning.
const TIMES: Bounds = Bounds { least: "30d", most: "36525d" };

/// The least `max_bytes` may be: a month of a few dozen outlets.
const LEAST_BYTES: i64 = 10_000_000;

/// `[keep]` as written.
#[derive(Default)]
pub(super) struct KeepTable {
    pub(super) entries: Option<Written<String>>,
    pub(super) editions: Option<Written<String>>,
    pub(super) size: Option<Written<i64>>,
}

/// How long what is stored stays; without a bound it stays for ever.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Keep {
    /// Entries that no kept edition cites.
    pub entries: Option<SignedDuration>,
    /// Editions, their pages, and what they cite.
    pub editions: Option<SignedDuration>,
    /// The most bytes that what is stored may take; the oldest entries that nothing cites go first.
    pub size: Option<u64>,
}

impl Keep {
    /// Whether anything is ever forgotten.
    #[must_use]
    pub fn is_bounded(&self) -> bool {
        *self != Self::default()
    }
}

impl KeepTable {
    pub(super) fn read(section: &mut Section<'_, '_>, problems: &mut Problems<'_>) -> Self {
        Self {
            entries: section.string("entries", "entries = \"365d\"", problems),
            editions: section.string("editions", "editions = \"3650d\"", problems),
            size: section.count("size", "size = 1_000_000_000", problems),
        }
    }
}

/// Checks `[keep]`.
pub(super) fn keep(written: &KeepTable, problems: &mut Problems<'_>) -> Keep {
    let entries = written.entries.as_ref().and_then(|at| duration(at, TIMES, problems));
    let editions = written.editions.as_ref().and_then(|at| duration(at, TIMES, problems));
    if let (Some(entries), Some(kept), Some(at)) = (entries, editions, &written.editions)
        && kept < entries
    {
        let hint = "an edition is kept at least as long as the entries it was made of";
        problems.add(&at.span, &at.key, "`editions` is shorter than `entries`", hint);
    }
    let size = written.size.as_ref().and_then(|at| {
        if at.value < LEAST_BYTES {
            let message = format!("`size` is {} bytes, which would not hold a month of news", at.value);
            problems.add(&at.span, &at.key, message, "write bytes: size = 1_000_000_000 is one gigabyte");
            return None;
        }
        u64::try_from(at.value).ok()
    });
    Keep { entries, editions, size }
}
