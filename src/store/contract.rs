//! What every store promises.

use crate::model::{Digest, Entry, EntryId, Feed, FeedId, FeedState, Story, StoryId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::future::Future;
use std::path::PathBuf;
use thiserror::Error;

/// Why the store could not do what it was asked.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The folder or file could not be opened.
    #[error("the store {path} cannot be opened: {cause}")]
    Open {
        /// The database file.
        path: PathBuf,
        /// What the database said.
        cause: String,
    },
    /// The file is no database, or a damaged one. It is left as it is.
    #[error("{path} is damaged or is not a Tidings store: {cause}")]
    Damaged {
        /// The database file.
        path: PathBuf,
        /// What the database said.
        cause: String,
    },
    /// Made by a later version of Tidings. It is left as it is.
    #[error("{path} was written by a newer Tidings (schema {found}; this one knows {known})")]
    Newer {
        /// The database file.
        path: PathBuf,
        /// Its schema.
        found: i64,
        /// The newest schema that this program knows.
        known: i64,
    },
    /// A copy of the store could not be written.
    #[error("the copy {path} cannot be written: {cause}")]
    Copy {
        /// The copy.
        path: PathBuf,
        /// Why.
        cause: String,
    },
    /// The disk is full.
    #[error("no room left to write {path}")]
    Full {
        /// The database file.
        path: PathBuf,
    },
    /// Anything else the database said.
    #[error("the store {path} failed while {doing}: {cause}")]
    Failed {
        /// The database file.
        path: PathBuf,
        /// What was tried.
        doing: &'static str,
        /// What the database said.
        cause: String,
    },
    /// What was read back makes no sense.
    #[error("the store {path} holds a record that cannot be read ({what}): {cause}")]
    Unreadable {
        /// The database file.
        path: PathBuf,
        /// Which record.
        what: String,
        /// Why.
        cause: String,
    },
}

/// One feed as a refresh left it.
#[derive(Debug, Clone)]
pub struct Gathered {
    /// The feed.
    pub feed: Feed,
    /// What is known of it now.
    pub state: FeedState,
    /// What it holds now; empty when it was unchanged or could not be read.
    pub entries: Vec<Entry>,
    /// Entries older than this are kept but never told as news: a new outlet must not flood the page.
    pub backlog_before: Option<Timestamp>,
    /// Entries that claim to be older than this are not taken in: they would have been forgotten by now, and may
    /// have been.
    pub forgotten_before: Option<Timestamp>,
}

/// What saving a refresh changed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Saved {
    /// Entries never seen before.
    pub new: usize,
    /// Known entries whose headline or text changed.
    pub changed: usize,
}

/// What an edition told, to be saved as one.
#[derive(Debug, Clone)]
pub struct Told {
    /// The digest.
    pub digest: Digest,
    /// Its stories as they are from now on.
    pub stories: Vec<Story>,
    /// Stories that only the replaced edition of the same key had told.
    pub withdrawn: Vec<StoryId>,
    /// Every entry it considered, whether told or not.
    pub considered: Vec<EntryId>,
    /// What became of each of them, as JSON.
    pub verdicts: String,
}

/// What may be forgotten.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Keep {
    /// Entries first seen before this, unless a kept edition cites them, their feed still lists them, or no
    /// edition has considered them yet.
    pub entries_before: Option<Timestamp>,
    /// Editions made before this; the newest one is always kept.
    pub editions_before: Option<Timestamp>,
    /// Entries, oldest first, until what is stored takes no more than `size_bytes`; but none seen since `spare`.
    pub size: Option<(u64, Timestamp)>,
    /// Look at everything, and not only at what has come of age since the last time.
    pub thorough: bool,
}

/// What was forgotten.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Forgotten {
    /// How many entries.
    #[serde(skip)]
    pub entries: usize,
    /// Keys of the editions.
    pub editions: Vec<String>,
    /// Keys of kept editions whose verdicts went with the entries they were about.
    pub verdicts: Vec<String>,
    /// Stories that no kept edition told.
    pub stories: Vec<StoryId>,
}

impl Forgotten {
    /// Whether there may be pages of it.
    #[must_use]
    pub fn has_pages(&self) -> bool {
        !(self.editions.is_empty() && self.verdicts.is_empty() && self.stories.is_empty())
    }
}

/// What the archive says of one edition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArchiveLine {
    /// Its key.
    pub key: String,
    /// When it was made.
    pub at: Timestamp,
    /// The headline of its first story; none on a quiet day.
    pub headline: Option<String>,
    /// Stories it told at more than a line.
    pub stories: usize,
    /// Entries it considered.
    pub entries: usize,
}

/// A page as it was last written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrittenPage {
    /// Its path below the output folder, with `/` between names.
    pub path: String,
    /// Bytes.
    pub size: u64,
    /// [`fingerprint_bytes`](crate::model::fingerprint_bytes) of its bytes.
    pub print: String,
    /// Prints of what made it: of the program, and of its templates and options.
    pub made_with: String,
}

/// Whether an edition has considered an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Considered {
    /// None has: the next one will.
    NotYet,
    /// Never: it was too old when its outlet was first read.
    Never,
    /// The edition of this key.
    By(String),
}

/// Where everything is kept between runs.
///
/// Each method is one transaction: it happens whole or not at all, also when the machine
/// stops in the middle. No entry is ever deleted by any of them but [`Store::forget`].
pub trait Store: Send + Sync {
    /// What is known of each feed; feeds never refreshed are absent.
    fn feed_states(&self) -> impl Future<Output = Result<BTreeMap<FeedId, FeedState>, StoreError>> + Send;

    /// Saves the entries of each refresh together with the state that vouches for them.
    ///
    /// An entry is known again by guid, else by link, else by what it says; a known entry keeps
    /// its name, its first sighting and its earlier headlines. Saving twice changes nothing.
    fn save_refreshes(&self, refreshes: Vec<Gathered>) -> impl Future<Output = Result<Vec<Saved>, StoreError>> + Send;

    /// Entries that no edition has considered, oldest first.
    fn pending(&self) -> impl Future<Output = Result<Vec<Entry>, StoreError>> + Send;

    /// How many entries no edition has considered.
    fn pending_count(&self) -> impl Future<Output = Result<usize, StoreError>> + Send;

    /// Entries considered by the edition `key`, oldest first.
    fn considered_by(&self, key: &str) -> impl Future<Output = Result<Vec<Entry>, StoreError>> + Send;

    /// Entries first seen after `from` and not after `to`, oldest first, without those that claim to be older
    /// than `from`: what a new outlet brought along from before.
    fn seen_between(
        &self,
        from: Timestamp,
        to: Timestamp,
    ) -> impl Future<Output = Result<Vec<Entry>, StoreError>> + Send;

    /// The entries of these names; unknown names are left out.
    fn entries(&self, ids: &[EntryId]) -> impl Future<Output = Result<Vec<Entry>, StoreError>> + Send;

    /// Entries whose link has `part` in it, as it was published or as its key, the newest first, `limit` at most.
    fn linked(&self, part: &str, limit: usize) -> impl Future<Output = Result<Vec<Entry>, StoreError>> + Send;

    /// Which edition considered an entry first; `None` for an unknown name.
    fn considered(&self, id: &EntryId) -> impl Future<Output = Result<Option<Considered>, StoreError>> + Send;
    /// The entries of these names, and again for each time an outlet changed one after an edition may have quoted it,
    /// with what it said before; of each entry the newest words come first.
    fn entry_versions(&self, ids: &[EntryId]) -> impl Future<Output = Result<Vec<Entry>, StoreError>> + Send;

    /// How many entries each feed has brought.
    fn entry_counts(&self) -> impl Future<Output = Result<BTreeMap<FeedId, usize>, StoreError>> + Send;

    /// The outlets that have brought at least one entry.
    fn known_outlets(&self) -> impl Future<Output = Result<Vec<String>, StoreError>> + Send;

    /// Stories told since `since`, in the order of their names.
    fn stories(&self, since: Timestamp) -> impl Future<Output = Result<Vec<Story>, StoreError>> + Send;

    /// Saves an edition, its stories and which entries it considered; an edition of the same key is replaced.
    fn save_edition(&self, told: &Told) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// The editions made last, the last one first, `limit` at most. That is the order of making: where the clock went
    /// back, the last one bears an earlier time than the one before it.
    fn digests(&self, limit: usize) -> impl Future<Output = Result<Vec<Digest>, StoreError>> + Send;

    /// Every edition in a line, newest first.
    fn archive(&self) -> impl Future<Output = Result<Vec<ArchiveLine>, StoreError>> + Send;

    /// When the newest entry of each feed turned up: was first seen or, if an outlet's first refresh brought it
    /// along from before, was published.
    fn newest_entries(&self) -> impl Future<Output = Result<BTreeMap<FeedId, Timestamp>, StoreError>> + Send;

    /// The verdicts of the edition `key`, as saved.
    fn verdicts(&self, key: &str) -> impl Future<Output = Result<Option<String>, StoreError>> + Send;

    /// Whether an edition was saved whose pages may not all be on disk.
    fn is_delivery_due(&self) -> impl Future<Output = Result<bool, StoreError>> + Send;

    /// Notes that the pages of every edition are on disk, and `pages` as they were written; with `all` these are all
    /// there are, but for letters.
    fn mark_delivered(&self, pages: &[WrittenPage], all: bool) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Notes letters that were written beside the pages. They are written once: whoever sends them on takes them away.
    fn note_letters(&self, letters: &[WrittenPage]) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Every page and letter as it was last written, in the order of their paths. A store that an earlier Tidings wrote knows of
    /// none until the next run has written them again.
    fn written_pages(&self) -> impl Future<Output = Result<Vec<WrittenPage>, StoreError>> + Send;

    /// The digest of the edition `key`.
    fn digest(&self, key: &str) -> impl Future<Output = Result<Option<Digest>, StoreError>> + Send;

    /// Forgets what `keep` does not ask to be kept: the one method that deletes entries.
    /// Editions, verdicts and stories are told again at the next call, until [`Store::swept`] is called.
    fn forget(&self, keep: &Keep) -> impl Future<Output = Result<Forgotten, StoreError>> + Send;

    /// Hears that no page is left of what [`Store::forget`] told: those at the paths `removed` are gone, and `written`
    /// were written again.
    fn swept(&self, removed: &[String], written: &[WrittenPage])
    -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Bytes that what is stored takes, without room that is free for reuse.
    fn size_bytes(&self) -> impl Future<Output = Result<u64, StoreError>> + Send;

    /// Notes that `edition` is about to be sent to `recipient`; `false` when that was done before, and nothing may
    /// be sent. Only what [`Store::settle_sending`] says has not arrived may be claimed again.
    fn claim_sending(&self, edition: &str, recipient: &str) -> impl Future<Output = Result<bool, StoreError>> + Send;

    /// Notes whether what was claimed has arrived.
    fn settle_sending(
        &self,
        edition: &str,
        recipient: &str,
        arrived: bool,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// A single value kept under a name.
    fn note(&self, name: &str) -> impl Future<Output = Result<Option<String>, StoreError>> + Send;

    /// Keeps a single value under a name.
    fn set_note(&self, name: &str, value: &str) -> impl Future<Output = Result<(), StoreError>> + Send;
}
