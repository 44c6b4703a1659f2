//! The tables `feeds` and `notes`.

use super::database::Sqlite;
use crate::model::{FeedId, FeedState};
use crate::store::contract::{Gathered, StoreError};
use sqlx::sqlite::SqliteConnection;
use std::collections::BTreeMap;

pub(super) async fn states(store: &Sqlite) -> Result<BTreeMap<FeedId, FeedState>, StoreError> {
    let rows: Vec<(String, String)> = sqlx::query_as("select id, state from feeds")
        .fetch_all(&store.pool)
        .await
        .map_err(|cause| store.failed("reading the feeds", &cause))?;
    rows.into_iter()
        .map(|(id, state)| {
            let state = serde_json::from_str(&state).map_err(|cause| store.unreadable(format!("feed {id}"), &cause))?;
            Ok((FeedId::from_stored(id), state))
        })
        .collect()
}

pub(super) async fn save(
    store: &Sqlite,
    connection: &mut SqliteConnection,
    refresh: &Gathered,
) -> Result<(), StoreError> {
    let state = serde_json::to_string(&refresh.state).map_err(|cause| store.unreadable("feed", &cause))?;
    sqlx::query(
        "insert into feeds (id, outlet, address, state) values (?, ?, ?, ?)
         on conflict (id) do update set state = excluded.state",
    )
    .bind(refresh.feed.id.as_str())
    .bind(refresh.feed.outlet.as_str())
    .bind(refresh.feed.address.to_string())
    .bind(state)
    .execute(connection)
    .await
    .map_err(|cause| store.failed("saving a feed", &cause))?;
    Ok(())
}

pub(super) async fn known_outlets(store: &Sqlite) -> Result<Vec<String>, StoreError> {
    // A feed that was read once has been seen, whether or not it held an entry then.
    sqlx::query_scalar("select distinct outlet from feeds where state ->> '$.last_success' is not null order by outlet")
        .fetch_all(&store.pool)
        .await
        .map_err(|cause| store.failed("reading the outlets", &cause))
}

pub(super) async fn note(store: &Sqlite, name: &str) -> Result<Option<String>, StoreError> {
    sqlx::query_scalar("select value from notes where name = ?")
        .bind(name)
        .fetch_optional(&store.pool)
        .await
        .map_err(|cause| store.failed("reading a note", &cause))
}

pub(super) async fn set_note(store: &Sqlite, name: &str, value: &str) -> Result<(), StoreError> {
    let mut connection = store.read().await?;
    set_note_in(store, &mut connection, name, value).await
}

/// The same as part of a transaction.
pub(super) async fn set_note_in(
    store: &Sqlite,
    connection: &mut SqliteConnection,
    name: &str,
    value: &str,
) -> Result<(), StoreError> {
    sqlx::query(
        "insert into notes (name, value) values (?, ?) on conflict (name) do update set value = excluded.value",
    )
    .bind(name)
    .bind(value)
    .execute(connection)
    .await
    .map_err(|cause| store.failed("saving a note", &cause))?;
    Ok(())
}
