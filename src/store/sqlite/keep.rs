//! The tables `listings` and `citations`, and forgetting what they do not hold.

use super::citations::cite;
use super::database::{Sqlite, millis};
use super::feeds;
use super::rows::{Keys, entries_where, number};
use crate::model::{Entry, FeedId, StoryId};
use crate::store::contract::{Forgotten, Keep, StoreError};
use rustc_hash::FxHashSet;
use sqlx::sqlite::SqliteConnection;

/// Entries looked at in one transaction.
const CHUNK: i64 = 2_000;

/// Name of the note that keeps how far forgetting has come: milliseconds since 1970.
const FORGOTTEN_TO: &str = "forgotten-to";

/// Name of the note that keeps what was forgotten until its pages are gone, too.
const UNSWEPT: &str = "unswept";

/// Name of the note that says whether citations of editions of the first schema have been noted.
const CITED: &str = "cited";

/// Notes what a feed lists now.
pub(super) async fn list(
    store: &Sqlite,
    connection: &mut SqliteConnection,
    feed: &FeedId,
    ids: &[i64],
) -> Result<(), StoreError> {
    let bytes: Vec<u8> = ids.iter().flat_map(|id| id.to_le_bytes()).collect();
    sqlx::query(
        "insert into listings (feed, entries) values (?, ?)
         on conflict (feed) do update set entries = excluded.entries where entries <> excluded.entries",
    )
    .bind(feed.as_str())
    .bind(bytes)
    .execute(connection)
    .await
    .map_err(|cause| store.failed("saving what a feed lists", &cause))?;
    Ok(())
}

/// Forgets what `keep` does not ask to be kept.
pub(super) async fn forget(store: &Sqlite, keep: &Keep) -> Result<Forgotten, StoreError> {
    cite_the_past(store).await?;
    let mut forgotten = unswept(store).await?;
    let before: i64 = match feeds::note(store, FORGOTTEN_TO).await? {
        Some(note) if !keep.thorough => note.parse().unwrap_or(i64::MIN),
        _ => i64::MIN,
    };
    let mut freed: Vec<i64> = Vec::new();
    if let Some(moment) = keep.editions_before {
        freed = forget_editions(store, millis(moment), &mut forgotten).await?;
    }
    let listed = listed(store).await?;
    if let Some(moment) = keep.entries_before {
        let moment = millis(moment);
        forget_verdicts(store, before, moment, &mut forgotten).await?;
        for ids in freed.chunks(500) {
            let places = vec!["?"; ids.len()].join(", ");
            let wanted = format!("first_seen < {moment} and id in ({places})");
            let entries = entries_where(store, &wanted, ids).await?;
            forgotten.entries += forget_entries(store, &entries, &listed).await?;
        }
        forgotten.entries += forget_seen(store, before, moment, &listed, None).await?;
        feeds::set_note(store, FORGOTTEN_TO, &moment.to_string()).await?;
    }
    if let Some((most, spare)) = keep.size {
        forgotten.entries += forget_seen(store, i64::MIN, millis(spare), &listed, Some(most)).await?;
    }
    Ok(forgotten)
}

/// Forgets entries first seen in `from..to`, oldest first, until no more than `most` bytes are stored.
async fn forget_seen(
    store: &Sqlite,
    from: i64,
    to: i64,
    listed: &FxHashSet<i64>,
    most: Option<u64>,
) -> Result<usize, StoreError> {
    let mut forgotten = 0;
    let (mut seen, mut id) = (from, i64::MIN);
    loop {
        if let Some(most) = most
            && size_bytes(store).await? <= most
        {
            return Ok(forgotten);
        }
        // Each round begins behind the last entry of the one before, also where nothing could be forgotten.
        let wanted = format!("first_seen < {to} and (first_seen, id) > (?, ?) order by first_seen, id limit {CHUNK}");
        let entries = entries_where(store, &wanted, &[seen, id]).await?;
        let Some(last) = entries.last() else { return Ok(forgotten) };
        (seen, id) = (millis(last.first_seen), number(&last.id));
        forgotten += forget_entries(store, &entries, listed).await?;
    }
}

/// Forgets those of `entries` that nothing holds.
async fn forget_entries(store: &Sqlite, entries: &[Entry], listed: &FxHashSet<i64>) -> Result<usize, StoreError> {
    let failed = |cause| store.failed("forgetting an entry", &cause);
    let mut transaction = store.begin().await?;
    let mut forgotten = 0;
    for entry in entries {
        let id = number(&entry.id);
        if listed.contains(&id) {
            continue;
        }
        let gone = sqlx::query(
            "delete from entries where id = ?1 and edition is not null
             and not exists (select 1 from citations where entry = ?1)",
        )
        .bind(id)
        .execute(&mut *transaction)
        .await
        .map_err(failed)?;
        if gone.rows_affected() == 0 {
            continue;
        }
        forgotten += 1;
        sqlx::query("delete from entry_versions where entry = ?")
            .bind(id)
            .execute(&mut *transaction)
            .await
            .map_err(failed)?;
        for key in Keys::of(entry, false).all() {
            sqlx::query("delete from entry_keys where key = ? and entry = ?")
                .bind(key)
                .bind(id)
                .execute(&mut *transaction)
                .await
                .map_err(failed)?;
        }
    }
    store.commit(transaction).await?;
    Ok(forgotten)
}

/// Forgets editions and the stories that only they told; returns the entries that they cited.
async fn forget_editions(store: &Sqlite, before: i64, forgotten: &mut Forgotten) -> Result<Vec<i64>, StoreError> {
    let failed = |cause| store.failed("forgetting an edition", &cause);
    let mut transaction = store.begin().await?;
    let keys: Vec<String> = sqlx::query_scalar(
        "select key from editions where made < ? and rowid < (select max(rowid) from editions) order by made",
    )
    .bind(before)
    .fetch_all(&mut *transaction)
    .await
    .map_err(failed)?;
    let mut freed: Vec<i64> = Vec::new();
    for key in &keys {
        let cited: Vec<i64> = sqlx::query_scalar("delete from citations where edition = ? returning entry")
            .bind(key)
            .fetch_all(&mut *transaction)
            .await
            .map_err(failed)?;
        freed.extend(cited);
        for table in ["editions where key", "sent where edition"] {
            let statement = sqlx::AssertSqlSafe(format!("delete from {table} = ?"));
            sqlx::query(statement).bind(key).execute(&mut *transaction).await.map_err(failed)?;
        }
    }
    let stories: Vec<String> = sqlx::query_scalar("delete from stories where last_told < ? returning id")
        .bind(before)
        .fetch_all(&mut *transaction)
        .await
        .map_err(failed)?;
    forgotten.editions.extend(keys);
    forgotten.stories.extend(stories.into_iter().map(StoryId::from_stored));
    note_unswept(store, &mut transaction, forgotten).await?;
    store.commit(transaction).await?;
    freed.sort_unstable();
    freed.dedup();
    Ok(freed)
}

/// Empties the verdicts of editions made in `from..to`.
async fn forget_verdicts(store: &Sqlite, from: i64, to: i64, forgotten: &mut Forgotten) -> Result<(), StoreError> {
    let mut transaction = store.begin().await?;
    let mut keys: Vec<String> = sqlx::query_scalar(
        "update editions set verdicts = '' where made >= ? and made < ? and verdicts <> '' returning key",
    )
    .bind(from)
    .bind(to)
    .fetch_all(&mut *transaction)
    .await
    .map_err(|cause| store.failed("forgetting verdicts", &cause))?;
    keys.sort();
    forgotten.verdicts.extend(keys);
    note_unswept(store, &mut transaction, forgotten).await?;
    store.commit(transaction).await
}

/// What an earlier call forgot without hearing that the pages are gone: it was cut short in between.
async fn unswept(store: &Sqlite) -> Result<Forgotten, StoreError> {
    let note = feeds::note(store, UNSWEPT).await?.unwrap_or_default();
    if note.is_empty() {
        return Ok(Forgotten::default());
    }
    serde_json::from_str(&note).map_err(|cause| store.unreadable("the note of what was forgotten", &cause))
}

/// Keeps what was forgotten until [`swept`], in the transaction that forgets it.
async fn note_unswept(
    store: &Sqlite,
    connection: &mut SqliteConnection,
    forgotten: &Forgotten,
) -> Result<(), StoreError> {
    if !forgotten.has_pages() {
        return Ok(());
    }
    let note = serde_json::to_string(forgotten).map_err(|cause| store.unreadable("what was forgotten", &cause))?;
    feeds::set_note_in(store, connection, UNSWEPT, &note).await
}

/// Hears that no page of what was forgotten is left.
pub(super) async fn swept(store: &Sqlite, connection: &mut SqliteConnection) -> Result<(), StoreError> {
    feeds::set_note_in(store, connection, UNSWEPT, "").await
}

/// Every entry that some feed listed when it was last read.
async fn listed(store: &Sqlite) -> Result<FxHashSet<i64>, StoreError> {
    let rows: Vec<Vec<u8>> = sqlx::query_scalar("select entries from listings")
        .fetch_all(&store.pool)
        .await
        .map_err(|cause| store.failed("reading what feeds list", &cause))?;
    Ok(rows.iter().flat_map(|row| row.as_chunks().0.iter().map(|bytes| i64::from_le_bytes(*bytes))).collect())
}

/// Notes what the editions cite that were made before citations were noted.
async fn cite_the_past(store: &Sqlite) -> Result<(), StoreError> {
    if feeds::note(store, CITED).await?.is_some() {
        return Ok(());
    }
    let digests = super::editions::digests(store, usize::MAX).await?;
    let mut transaction = store.begin().await?;
    for digest in &digests {
        cite(store, &mut transaction, digest).await?;
    }
    store.commit(transaction).await?;
    feeds::set_note(store, CITED, "all").await
}

/// Bytes in use: pages that are not free, of the size a page has.
pub(super) async fn size_bytes(store: &Sqlite) -> Result<u64, StoreError> {
    let bytes: i64 = sqlx::query_scalar(
        "select (p.page_count - f.freelist_count) * s.page_size
         from pragma_page_count() p, pragma_freelist_count() f, pragma_page_size() s",
    )
    .fetch_one(&store.pool)
    .await
    .map_err(|cause| store.failed("reading its size", &cause))?;
    Ok(u64::try_from(bytes).unwrap_or_default())
}
