//! The table `sent`.

use super::database::Sqlite;
use crate::store::contract::StoreError;

pub(super) async fn claim(store: &Sqlite, edition: &str, recipient: &str) -> Result<bool, StoreError> {
    let claimed = sqlx::query(
        "insert into sent (edition, recipient, state) values (?, ?, 'sending')
         on conflict (edition, recipient) do update set state = 'sending' where state = 'failed'",
    )
    .bind(edition)
    .bind(recipient)
    .execute(&store.pool)
    .await
    .map_err(|cause| store.failed("noting what is sent", &cause))?;
    Ok(claimed.rows_affected() > 0)
}

pub(super) async fn settle(store: &Sqlite, edition: &str, recipient: &str, arrived: bool) -> Result<(), StoreError> {
    sqlx::query("update sent set state = ? where edition = ? and recipient = ?")
        .bind(if arrived { "sent" } else { "failed" })
        .bind(edition)
        .bind(recipient)
        .execute(&store.pool)
        .await
        .map_err(|cause| store.failed("noting what was sent", &cause))?;
    Ok(())
}
