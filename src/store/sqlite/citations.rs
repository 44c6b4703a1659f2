//! The table `citations`: which entries the editions cite.

use super::database::Sqlite;
use super::rows::number;
use crate::model::Digest;
use crate::store::contract::StoreError;
use sqlx::sqlite::SqliteConnection;

/// Notes what an edition cites, in place of what it cited before.
pub(super) async fn cite(store: &Sqlite, connection: &mut SqliteConnection, digest: &Digest) -> Result<(), StoreError> {
    let failed = |cause| store.failed("saving what an edition cites", &cause);
    sqlx::query("delete from citations where edition = ?")
        .bind(&digest.edition.key)
        .execute(&mut *connection)
        .await
        .map_err(failed)?;
    for entry in digest.cited() {
        sqlx::query("insert into citations (entry, edition) values (?, ?)")
            .bind(number(entry))
            .bind(&digest.edition.key)
            .execute(&mut *connection)
            .await
            .map_err(failed)?;
    }
    Ok(())
}
