//! SQLite, the default store: one file, written ahead and synced on every commit.

mod citations;
mod database;
mod editions;
mod entries;
mod feeds;
mod keep;
mod lookups;
mod pages;
mod rows;
mod sent;
mod sound;
mod upkeep;
mod versions;

pub use database::Sqlite;
pub use upkeep::{Facts, Salvaged};

use super::contract::{
    ArchiveLine, Considered, Forgotten, Gathered, Keep, Saved, Store, StoreError, Told, WrittenPage,
};
use crate::model::{Digest, Entry, EntryId, FeedId, FeedState, Story};
use jiff::Timestamp;
use sqlx::sqlite::SqliteConnection;
use std::collections::BTreeMap;

impl Store for Sqlite {
    async fn feed_states(&self) -> Result<BTreeMap<FeedId, FeedState>, StoreError> {
        feeds::states(self).await
    }

    async fn save_refreshes(&self, refreshes: Vec<Gathered>) -> Result<Vec<Saved>, StoreError> {
        let mut transaction = self.begin().await?;
        let mut saved = Vec::with_capacity(refreshes.len());
        for refresh in &refreshes {
            let connection: &mut SqliteConnection = &mut transaction;
            feeds::save(self, connection, refresh).await?;
            saved.push(entries::save(self, connection, refresh).await?);
        }
        self.commit(transaction).await?;
        Ok(saved)
    }

    async fn pending(&self) -> Result<Vec<Entry>, StoreError> {
        entries::pending(self).await
    }

    async fn pending_count(&self) -> Result<usize, StoreError> {
        entries::pending_count(self).await
    }

    async fn considered_by(&self, key: &str) -> Result<Vec<Entry>, StoreError> {
        entries::considered_by(self, key).await
    }

    async fn seen_between(&self, from: Timestamp, to: Timestamp) -> Result<Vec<Entry>, StoreError> {
        entries::seen_between(self, from, to).await
    }

    async fn entries(&self, ids: &[EntryId]) -> Result<Vec<Entry>, StoreError> {
        entries::by_id(self, ids).await
    }

    async fn linked(&self, part: &str, limit: usize) -> Result<Vec<Entry>, StoreError> {
        lookups::linked(self, part, limit).await
    }

    async fn considered(&self, id: &EntryId) -> Result<Option<Considered>, StoreError> {
        lookups::considered(self, id).await
    }

    async fn entry_versions(&self, ids: &[EntryId]) -> Result<Vec<Entry>, StoreError> {
        versions::of(self, ids).await
    }

    async fn entry_counts(&self) -> Result<BTreeMap<FeedId, usize>, StoreError> {
        lookups::counts(self).await
    }

    async fn known_outlets(&self) -> Result<Vec<String>, StoreError> {
        feeds::known_outlets(self).await
    }

    async fn stories(&self, since: Timestamp) -> Result<Vec<Story>, StoreError> {
        editions::stories(self, since).await
    }

    async fn save_edition(&self, told: &Told) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        editions::save(self, &mut transaction, told).await?;
        self.commit(transaction).await
    }

    async fn digests(&self, limit: usize) -> Result<Vec<Digest>, StoreError> {
        editions::digests(self, limit).await
    }

    async fn archive(&self) -> Result<Vec<ArchiveLine>, StoreError> {
        editions::archive(self).await
    }

    async fn newest_entries(&self) -> Result<BTreeMap<FeedId, Timestamp>, StoreError> {
        lookups::newest(self).await
    }

    async fn verdicts(&self, key: &str) -> Result<Option<String>, StoreError> {
        editions::verdicts(self, key).await
    }

    async fn is_delivery_due(&self) -> Result<bool, StoreError> {
        editions::is_delivery_due(self).await
    }

    async fn mark_delivered(&self, written: &[WrittenPage], all: bool) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        editions::mark_delivered(self, &mut transaction).await?;
        pages::note(self, &mut transaction, written, all).await?;
        self.commit(transaction).await
    }

    async fn note_letters(&self, letters: &[WrittenPage]) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        pages::note(self, &mut transaction, letters, false).await?;
        self.commit(transaction).await
    }

    async fn written_pages(&self) -> Result<Vec<WrittenPage>, StoreError> {
        pages::written(self).await
    }

    async fn digest(&self, key: &str) -> Result<Option<Digest>, StoreError> {
        editions::digest(self, key).await
    }

    async fn forget(&self, keep: &Keep) -> Result<Forgotten, StoreError> {
        keep::forget(self, keep).await
    }

    async fn swept(&self, removed: &[String], written: &[WrittenPage]) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        pages::forget(self, &mut transaction, removed).await?;
        pages::note(self, &mut transaction, written, false).await?;
        keep::swept(self, &mut transaction).await?;
        self.commit(transaction).await
    }

    async fn size_bytes(&self) -> Result<u64, StoreError> {
        keep::size_bytes(self).await
    }

    async fn claim_sending(&self, edition: &str, recipient: &str) -> Result<bool, StoreError> {
        sent::claim(self, edition, recipient).await
    }

    async fn settle_sending(&self, edition: &str, recipient: &str, arrived: bool) -> Result<(), StoreError> {
        sent::settle(self, edition, recipient, arrived).await
    }

    async fn note(&self, name: &str) -> Result<Option<String>, StoreError> {
        feeds::note(self, name).await
    }

    async fn set_note(&self, name: &str, value: &str) -> Result<(), StoreError> {
        feeds::set_note(self, name, value).await
    }
}
