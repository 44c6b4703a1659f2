//! The table `entry_versions`: what entries said before their outlets changed them.

use super::database::{Sqlite, millis};
use super::rows::{BINDS, number, read};
use crate::model::{Entry, EntryId};
use crate::store::contract::StoreError;
use jiff::Timestamp;
use sqlx::sqlite::SqliteConnection;
use sqlx::{QueryBuilder, Sqlite as Engine};

/// Keeps the words of the entry `id`, which are about to be replaced by those first read `at`.
///
/// Only words that an edition may have quoted: an edition has considered the entry, and one was made since these
/// words came. A feed that changes by the minute so leaves one version an edition, not one a minute.
pub(super) async fn keep(
    store: &Sqlite,
    connection: &mut SqliteConnection,
    id: i64,
    at: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query(
        "insert into entry_versions (entry, replaced, link, title, summary, body)
         select id, ?1, link, title, summary, body from entries
         where id = ?2 and edition is not null
           and (select max(made) from editions)
               >= coalesce((select max(replaced) from entry_versions where entry = ?2), first_seen)",
    )
    .bind(millis(at))
    .bind(id)
    .execute(connection)
    .await
    .map_err(|cause| store.failed("keeping what an entry said", &cause))?;
    Ok(())
}

/// All that the entries `ids` ever said and an edition may have quoted, the newest words of each first.
pub(super) async fn of(store: &Sqlite, ids: &[EntryId]) -> Result<Vec<Entry>, StoreError> {
    let mut connection = store.read().await?;
    let mut versions = super::rows::by_id_on(store, &mut connection, ids).await?;
    for chunk in ids.chunks(BINDS) {
        let mut query = QueryBuilder::<Engine>::new(
            "select e.id, e.outlet, e.feed, e.guid, v.link, e.link_key, e.print, v.title, v.summary, v.body, e.more,
             e.published, e.updated, e.first_seen from entry_versions v join entries e on e.id = v.entry
             where v.entry in (",
        );
        let mut list = query.separated(", ");
        for id in chunk {
            list.push_bind(number(id));
        }
        query.push(") order by v.replaced desc");
        let rows = query.build().persistent(false).fetch_all(&mut *connection).await;
        versions.extend(read(store, rows)?);
    }
    Ok(versions)
}
