//! The table `pages`.

use super::database::Sqlite;
use crate::store::contract::{StoreError, WrittenPage};
use sqlx::sqlite::SqliteConnection;

/// A row of `pages`.
type Row = (String, i64, String, String);

/// Every page as it was last written, in the order of their paths.
pub(super) async fn written(store: &Sqlite) -> Result<Vec<WrittenPage>, StoreError> {
    let rows: Vec<Row> = sqlx::query_as("select path, size, print, made_with from pages order by path")
        .fetch_all(&store.pool)
        .await
        .map_err(|cause| store.failed("reading what was written", &cause))?;
    let page = |(path, size, print, made_with): Row| WrittenPage {
        path,
        size: u64::try_from(size).unwrap_or_default(),
        print,
        made_with,
    };
    Ok(rows.into_iter().map(page).collect())
}

/// Notes `pages` as written; with `all` nothing else counts as written any more, but letters, which are written once.
pub(super) async fn note(
    store: &Sqlite,
    connection: &mut SqliteConnection,
    pages: &[WrittenPage],
    all: bool,
) -> Result<(), StoreError> {
    if all {
        sqlx::query("delete from pages where path not like '%.eml'")
            .execute(&mut *connection)
            .await
            .map_err(|cause| store.failed("forgetting what was written", &cause))?;
    }
    for page in pages {
        sqlx::query(
            "insert into pages (path, size, print, made_with) values (?, ?, ?, ?)
             on conflict (path) do update set size = excluded.size, print = excluded.print,
                 made_with = excluded.made_with",
        )
        .bind(&page.path)
        .bind(i64::try_from(page.size).unwrap_or(i64::MAX))
        .bind(&page.print)
        .bind(&page.made_with)
        .execute(&mut *connection)
        .await
        .map_err(|cause| store.failed("noting what was written", &cause))?;
    }
    Ok(())
}

/// Forgets that the pages at `paths` were written: they have been removed.
pub(super) async fn forget(
    store: &Sqlite,
    connection: &mut SqliteConnection,
    paths: &[String],
) -> Result<(), StoreError> {
    for path in paths {
        sqlx::query("delete from pages where path = ?")
            .bind(path)
            .execute(&mut *connection)
            .await
            .map_err(|cause| store.failed("forgetting what was written", &cause))?;
    }
    Ok(())
}
