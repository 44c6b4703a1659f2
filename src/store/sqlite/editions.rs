//! The tables `editions` and `stories`.

use super::citations::cite;
use super::database::{Sqlite, millis};
use super::rows::{BACKLOG, number};
use crate::model::{Digest, Story};
use crate::store::contract::{ArchiveLine, StoreError, Told};
use jiff::Timestamp;
use sqlx::QueryBuilder;
use sqlx::sqlite::SqliteConnection;

pub(super) async fn stories(store: &Sqlite, since: Timestamp) -> Result<Vec<Story>, StoreError> {
    let rows: Vec<String> = sqlx::query_scalar("select story from stories where last_told >= ? order by id")
        .bind(millis(since))
        .fetch_all(&store.pool)
        .await
        .map_err(|cause| store.failed("reading the stories", &cause))?;
    rows.iter().map(|row| serde_json::from_str(row).map_err(|cause| store.unreadable("story", &cause))).collect()
}

pub(super) async fn save(store: &Sqlite, connection: &mut SqliteConnection, told: &Told) -> Result<(), StoreError> {
    let edition = &told.digest.edition;
    debug_assert_ne!(edition.key, BACKLOG, "the mark of the backlog is no edition");
    let digest = serde_json::to_string(&told.digest).map_err(|cause| store.unreadable("digest", &cause))?;
    sqlx::query(
        "insert into editions (key, made, headline, stories, entries, digest, verdicts, delivered)
         values (?, ?, ?, ?, ?, ?, ?, 0)
         on conflict (key) do update set made = excluded.made, headline = excluded.headline,
             stories = excluded.stories, entries = excluded.entries, digest = excluded.digest,
             verdicts = excluded.verdicts, delivered = 0",
    )
    .bind(&edition.key)
    .bind(millis(edition.at))
    .bind(told.digest.headline())
    .bind(i64::try_from(told.digest.figures.briefs).unwrap_or(i64::MAX))
    .bind(i64::try_from(told.digest.figures.entries).unwrap_or(i64::MAX))
    .bind(digest)
    .bind(&told.verdicts)
    .execute(&mut *connection)
    .await
    .map_err(|cause| store.failed("saving an edition", &cause))?;
    cite(store, connection, &told.digest).await?;
    for id in &told.withdrawn {
        sqlx::query("delete from stories where id = ?")
            .bind(id.as_str())
            .execute(&mut *connection)
            .await
            .map_err(|cause| store.failed("withdrawing a story", &cause))?;
    }
    for story in &told.stories {
        let json = serde_json::to_string(story).map_err(|cause| store.unreadable("story", &cause))?;
        sqlx::query(
            "insert into stories (id, first_told, last_told, story) values (?, ?, ?, ?)
             on conflict (id) do update set last_told = excluded.last_told, story = excluded.story",
        )
        .bind(story.id.as_str())
        .bind(millis(story.first_told()))
        .bind(millis(story.last_told()))
        .bind(json)
        .execute(&mut *connection)
        .await
        .map_err(|cause| store.failed("saving a story", &cause))?;
    }
    for ids in told.considered.chunks(500) {
        let mut query = QueryBuilder::new("update entries set edition = ");
        query.push_bind(&edition.key).push(" where edition is null and id in (");
        let mut list = query.separated(", ");
        for id in ids {
            list.push_bind(number(id));
        }
        query.push(")");
        query
            .build()
            .persistent(false)
            .execute(&mut *connection)
            .await
            .map_err(|cause| store.failed("marking entries", &cause))?;
    }
    Ok(())
}

// The order of making, not that of the time they bear: clocks go back.
pub(super) async fn digests(store: &Sqlite, limit: usize) -> Result<Vec<Digest>, StoreError> {
    let rows: Vec<String> = sqlx::query_scalar("select digest from editions order by rowid desc limit ?")
        .bind(i64::try_from(limit).unwrap_or(i64::MAX))
        .fetch_all(&store.pool)
        .await
        .map_err(|cause| store.failed("reading the editions", &cause))?;
    rows.iter().map(|row| serde_json::from_str(row).map_err(|cause| store.unreadable("digest", &cause))).collect()
}

pub(super) async fn digest(store: &Sqlite, key: &str) -> Result<Option<Digest>, StoreError> {
    let row: Option<String> = sqlx::query_scalar("select digest from editions where key = ?")
        .bind(key)
        .fetch_optional(&store.pool)
        .await
        .map_err(|cause| store.failed("reading an edition", &cause))?;
    row.map(|row| serde_json::from_str(&row).map_err(|cause| store.unreadable(format!("edition {key}"), &cause)))
        .transpose()
}

/// A row of `editions` less its digest.
type Line = (String, i64, Option<String>, i64, i64);

pub(super) async fn archive(store: &Sqlite) -> Result<Vec<ArchiveLine>, StoreError> {
    let rows: Vec<Line> =
        sqlx::query_as("select key, made, headline, stories, entries from editions order by made desc, key desc")
            .fetch_all(&store.pool)
            .await
            .map_err(|cause| store.failed("reading the archive", &cause))?;
    rows.into_iter()
        .map(|(key, made, headline, stories, entries)| {
            let at = Timestamp::from_millisecond(made)
                .map_err(|cause| store.unreadable(format!("edition {key}"), &cause))?;
            let count = |number: i64| usize::try_from(number).unwrap_or_default();
            Ok(ArchiveLine { key, at, headline, stories: count(stories), entries: count(entries) })
        })
        .collect()
}

pub(super) async fn verdicts(store: &Sqlite, key: &str) -> Result<Option<String>, StoreError> {
    sqlx::query_scalar("select verdicts from editions where key = ? and verdicts <> ''")
        .bind(key)
        .fetch_optional(&store.pool)
        .await
        .map_err(|cause| store.failed("reading the verdicts", &cause))
}

pub(super) async fn is_delivery_due(store: &Sqlite) -> Result<bool, StoreError> {
    let due: i64 = sqlx::query_scalar("select exists (select 1 from editions where delivered = 0)")
        .fetch_one(&store.pool)
        .await
        .map_err(|cause| store.failed("reading the editions", &cause))?;
    Ok(due != 0)
}

pub(super) async fn mark_delivered(store: &Sqlite, connection: &mut SqliteConnection) -> Result<(), StoreError> {
    sqlx::query("update editions set delivered = 1 where delivered = 0")
        .execute(&mut *connection)
        .await
        .map_err(|cause| store.failed("marking an edition", &cause))?;
    Ok(())
}
