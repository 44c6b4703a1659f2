//! The table `entries`, as those ask who only look.

use super::database::Sqlite;
use super::rows::{BACKLOG, COLUMNS, number, read};
use crate::model::{Entry, EntryId, FeedId};
use crate::store::contract::{Considered, StoreError};
use jiff::Timestamp;
use std::collections::BTreeMap;

pub(super) async fn linked(store: &Sqlite, part: &str, limit: usize) -> Result<Vec<Entry>, StoreError> {
    let query = format!(
        "select {COLUMNS} from entries where instr(link, ?1) > 0 or instr(link_key, ?1) > 0
         order by first_seen desc, id limit ?2"
    );
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let rows = sqlx::query(sqlx::AssertSqlSafe(query)).bind(part).bind(limit).fetch_all(&store.pool).await;
    read(store, rows)
}

pub(super) async fn considered(store: &Sqlite, id: &EntryId) -> Result<Option<Considered>, StoreError> {
    let row: Option<(Option<String>,)> = sqlx::query_as("select edition from entries where id = ?")
        .bind(number(id))
        .fetch_optional(&store.pool)
        .await
        .map_err(|cause| store.failed("looking for an entry", &cause))?;
    Ok(row.map(|(edition,)| match edition {
        None => Considered::NotYet,
        Some(mark) if mark == BACKLOG => Considered::Never,
        Some(key) => Considered::By(key),
    }))
}

pub(super) async fn counts(store: &Sqlite) -> Result<BTreeMap<FeedId, usize>, StoreError> {
    let rows: Vec<(String, i64)> = sqlx::query_as("select feed, count(*) from entries group by feed")
        .fetch_all(&store.pool)
        .await
        .map_err(|cause| store.failed("counting entries", &cause))?;
    Ok(rows
        .into_iter()
        .map(|(feed, count)| (FeedId::from_stored(feed), usize::try_from(count).unwrap_or_default()))
        .collect())
}

pub(super) async fn newest(store: &Sqlite) -> Result<BTreeMap<FeedId, Timestamp>, StoreError> {
    let rows: Vec<(String, i64)> = sqlx::query_as(
        "select f.id, max(case when e.edition = 'backlog' then coalesce(e.published, e.first_seen) else e.first_seen end)
         from feeds f join entries e on e.feed = f.id
             and e.first_seen = (select max(first_seen) from entries where feed = f.id)
         group by f.id",
    )
    .fetch_all(&store.pool)
        .await
        .map_err(|cause| store.failed("reading the feeds", &cause))?;
    rows.into_iter()
        .map(|(feed, seen)| {
            let at =
                Timestamp::from_millisecond(seen).map_err(|cause| store.unreadable(format!("feed {feed}"), &cause))?;
            Ok((FeedId::from_stored(feed), at))
        })
        .collect()
}
