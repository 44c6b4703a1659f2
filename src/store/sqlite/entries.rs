//! The tables `entries` and `entry_keys`: reading, and knowing an entry again.

use super::database::{Sqlite, millis};
use super::rows::{BACKLOG, BINDS, COLUMN_COUNT, COLUMNS, Keys, More, by_id_on, name, number, read};
use super::{keep, versions};
use crate::model::{Entry, EntryId, Link, Retitling};
use crate::store::contract::{Gathered, Saved, StoreError};
use jiff::Timestamp;
use rustc_hash::FxHashMap;
use sqlx::sqlite::SqliteConnection;
use sqlx::{QueryBuilder, Sqlite as Engine};

/// The same words count as the same entry only when it claims to be this close in time:
/// "Today's quiz" comes every day.
const SAME_WORDS_WITHIN_MS: i64 = 48 * 60 * 60 * 1000;

/// What is compared before a known entry is written again.
struct Known {
    print: String,
    title: String,
    published: Option<i64>,
    more: String,
}

/// Saves the entries of one refresh.
pub(super) async fn save(
    store: &Sqlite,
    connection: &mut SqliteConnection,
    refresh: &Gathered,
) -> Result<Saved, StoreError> {
    if refresh.entries.is_empty() {
        return Ok(Saved::default());
    }
    // A feed whose entries all link to one page tells them apart by guid alone.
    let mut links: FxHashMap<&str, usize> = FxHashMap::default();
    for entry in &refresh.entries {
        if let Some(link) = &entry.identity.link {
            *links.entry(link).or_default() += 1;
        }
    }
    let keyed: Vec<(&Entry, Keys)> = refresh
        .entries
        .iter()
        .map(|entry| {
            let shared = entry.identity.link.as_deref().is_some_and(|link| links[link] > 1);
            (entry, Keys::of(entry, shared))
        })
        .collect();
    let mut owners = owners(store, connection, keyed.iter().flat_map(|(_, keys)| keys.all()).collect()).await?;
    let known = known(store, connection, owners.values().copied().collect()).await?;

    let mut saved = Saved::default();
    let mut fresh: Vec<&Entry> = Vec::new();
    let mut new_keys: Vec<(i64, i64)> = Vec::new();
    let mut listed: Vec<i64> = Vec::with_capacity(keyed.len());
    for (entry, keys) in &keyed {
        let published = entry.published.map(millis);
        let owner = keys.strong.iter().find_map(|key| owners.get(key).copied()).or_else(|| {
            let owner = *owners.get(&keys.print)?;
            let close = match (known.get(&owner).and_then(|known| known.published), published) {
                (Some(before), Some(now)) => (before - now).abs() <= SAME_WORDS_WITHIN_MS,
                _ => true,
            };
            close.then_some(owner)
        });
        if owner.is_none() && refresh.forgotten_before.is_some_and(|before| entry.time() < before) {
            continue;
        }
        let id = owner.unwrap_or_else(|| number(&entry.id));
        listed.push(id);
        for key in keys.all() {
            if owners.insert(key, id) != Some(id) {
                new_keys.push((key, id));
            }
        }
        if owner.is_none() {
            fresh.push(entry);
            saved.new += 1;
        } else if let Some(before) = known.get(&id)
            && before.print != entry.identity.print
        {
            update(store, connection, id, before, entry).await?;
            saved.changed += 1;
        }
    }
    insert(store, connection, &fresh, refresh.backlog_before).await?;
    insert_keys(store, connection, &new_keys).await?;
    keep::list(store, connection, &refresh.feed.id, &listed).await?;
    Ok(saved)
}

async fn owners(
    store: &Sqlite,
    connection: &mut SqliteConnection,
    keys: Vec<i64>,
) -> Result<FxHashMap<i64, i64>, StoreError> {
    let mut owners = FxHashMap::default();
    for chunk in keys.chunks(BINDS) {
        let mut query = QueryBuilder::<Engine>::new("select key, entry from entry_keys where key in (");
        let mut list = query.separated(", ");
        for key in chunk {
            list.push_bind(*key);
        }
        query.push(")");
        let rows: Vec<(i64, i64)> = query
            .build_query_as()
            .persistent(false)
            .fetch_all(&mut *connection)
            .await
            .map_err(|cause| store.failed("looking for known entries", &cause))?;
        owners.extend(rows);
    }
    Ok(owners)
}

async fn known(
    store: &Sqlite,
    connection: &mut SqliteConnection,
    mut ids: Vec<i64>,
) -> Result<FxHashMap<i64, Known>, StoreError> {
    ids.sort_unstable();
    ids.dedup();
    let mut known = FxHashMap::default();
    for chunk in ids.chunks(BINDS) {
        let mut query =
            QueryBuilder::<Engine>::new("select id, print, title, published, more from entries where id in (");
        let mut list = query.separated(", ");
        for id in chunk {
            list.push_bind(*id);
        }
        query.push(")");
        let rows: Vec<(i64, String, String, Option<i64>, String)> = query
            .build_query_as()
            .persistent(false)
            .fetch_all(&mut *connection)
            .await
            .map_err(|cause| store.failed("looking for known entries", &cause))?;
        known.extend(
            rows.into_iter().map(|(id, print, title, published, more)| (id, Known { print, title, published, more })),
        );
    }
    Ok(known)
}

/// Writes what an outlet changed; its first sighting, first date and earlier headlines stay.
async fn update(
    store: &Sqlite,
    connection: &mut SqliteConnection,
    id: i64,
    before: &Known,
    entry: &Entry,
) -> Result<(), StoreError> {
    let old: More =
        serde_json::from_str(&before.more).map_err(|cause| store.unreadable(format!("entry {}", name(id)), &cause))?;
    let mut earlier_titles = old.earlier_titles;
    if *before.title != *entry.title {
        earlier_titles.push(Retitling { title: before.title.clone(), until: entry.first_seen });
    }
    let more = More { earlier_titles, ..more_of(entry) };
    versions::keep(store, connection, id, entry.first_seen).await?;
    sqlx::query(
        "update entries set guid = ?, link = ?, link_key = ?, print = ?, title = ?, summary = ?, body = ?, more = ?,
         updated = ?, published = coalesce(published, ?) where id = ?",
    )
    .bind(&entry.identity.guid)
    .bind(entry.link.as_ref().map(Link::as_str))
    .bind(&entry.identity.link)
    .bind(&entry.identity.print)
    .bind(&*entry.title)
    .bind(&*entry.summary)
    .bind(&*entry.text)
    .bind(json(store, &more)?)
    .bind(entry.updated.map(millis))
    .bind(entry.published.map(millis))
    .bind(id)
    .execute(connection)
    .await
    .map_err(|cause| store.failed("updating an entry", &cause))?;
    Ok(())
}

async fn insert(
    store: &Sqlite,
    connection: &mut SqliteConnection,
    entries: &[&Entry],
    backlog_before: Option<Timestamp>,
) -> Result<(), StoreError> {
    for chunk in entries.chunks(BINDS / COLUMN_COUNT) {
        let mut rows = Vec::with_capacity(chunk.len());
        for entry in chunk {
            // An entry without a date in a first refresh may be of any age.
            let backlog = backlog_before.is_some_and(|moment| entry.published.is_none_or(|at| at < moment));
            rows.push((entry, json(store, &more_of(entry))?, backlog.then_some(BACKLOG)));
        }
        let mut query = QueryBuilder::<Engine>::new(format!("insert or ignore into entries ({COLUMNS}, edition) "));
        query.push_values(rows, |mut row, (entry, more, edition)| {
            row.push_bind(number(&entry.id))
                .push_bind(entry.outlet.as_str())
                .push_bind(entry.feed.as_str())
                .push_bind(entry.identity.guid.as_deref())
                .push_bind(entry.link.as_ref().map(Link::as_str))
                .push_bind(entry.identity.link.as_deref())
                .push_bind(&entry.identity.print)
                .push_bind(&*entry.title)
                .push_bind(&*entry.summary)
                .push_bind(&*entry.text)
                .push_bind(more)
                .push_bind(entry.published.map(millis))
                .push_bind(entry.updated.map(millis))
                .push_bind(millis(entry.first_seen))
                .push_bind(edition);
        });
        query
            .build()
            .persistent(false)
            .execute(&mut *connection)
            .await
            .map_err(|cause| store.failed("saving entries", &cause))?;
    }
    Ok(())
}

async fn insert_keys(store: &Sqlite, connection: &mut SqliteConnection, keys: &[(i64, i64)]) -> Result<(), StoreError> {
    for chunk in keys.chunks(BINDS / 2) {
        let mut query = QueryBuilder::<Engine>::new("insert or replace into entry_keys (key, entry) ");
        query.push_values(chunk, |mut row, (key, entry)| {
            row.push_bind(*key).push_bind(*entry);
        });
        query
            .build()
            .persistent(false)
            .execute(&mut *connection)
            .await
            .map_err(|cause| store.failed("saving entries", &cause))?;
    }
    Ok(())
}

fn more_of(entry: &Entry) -> More {
    More {
        authors: entry.authors.clone(),
        categories: entry.categories.clone(),
        source: entry.source.clone(),
        links_to: entry.links_to.clone(),
        language: entry.language.clone(),
        earlier_titles: entry.earlier_titles.clone(),
    }
}

fn json(store: &Sqlite, more: &More) -> Result<String, StoreError> {
    serde_json::to_string(more).map_err(|cause| store.unreadable("entry", &cause))
}

pub(super) async fn pending(store: &Sqlite) -> Result<Vec<Entry>, StoreError> {
    let query = format!("select {COLUMNS} from entries where edition is null order by first_seen, id");
    let rows = sqlx::query(sqlx::AssertSqlSafe(query)).fetch_all(&store.pool).await;
    read(store, rows)
}

pub(super) async fn pending_count(store: &Sqlite) -> Result<usize, StoreError> {
    let count: i64 = sqlx::query_scalar("select count(*) from entries where edition is null")
        .fetch_one(&store.pool)
        .await
        .map_err(|cause| store.failed("counting entries", &cause))?;
    Ok(usize::try_from(count).unwrap_or_default())
}

pub(super) async fn considered_by(store: &Sqlite, edition: &str) -> Result<Vec<Entry>, StoreError> {
    let query = format!("select {COLUMNS} from entries where edition = ? order by first_seen, id");
    let rows = sqlx::query(sqlx::AssertSqlSafe(query)).bind(edition).fetch_all(&store.pool).await;
    read(store, rows)
}

pub(super) async fn seen_between(store: &Sqlite, from: Timestamp, to: Timestamp) -> Result<Vec<Entry>, StoreError> {
    let query = format!(
        "select {COLUMNS} from entries where first_seen > ?1 and first_seen <= ?2
         and coalesce(published, first_seen) > ?1 order by first_seen, id"
    );
    let rows = sqlx::query(sqlx::AssertSqlSafe(query)).bind(millis(from)).bind(millis(to)).fetch_all(&store.pool).await;
    read(store, rows)
}

pub(super) async fn by_id(store: &Sqlite, ids: &[EntryId]) -> Result<Vec<Entry>, StoreError> {
    let mut connection = store.read().await?;
    by_id_on(store, &mut connection, ids).await
}
