//! The database file: opened, brought up to date, closed; and what SQLite says when something goes wrong.

use super::sound;
use crate::store::contract::StoreError;
use jiff::Timestamp;
use sqlx::migrate::Migrator;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{ConnectOptions as _, Sqlite as Engine, SqlitePool, Transaction};
use std::path::{Path, PathBuf};
use std::time::Duration;

pub(super) static MIGRATIONS: Migrator = sqlx::migrate!("./migrations");

/// A store in one SQLite file.
#[derive(Debug, Clone)]
pub struct Sqlite {
    pub(super) pool: SqlitePool,
    pub(super) path: PathBuf,
    /// When the whole file was last looked at: milliseconds since 1970.
    pub(super) checked_ms: u64,
}

impl Sqlite {
    /// Opens the store at `path`, makes it where there is none, and brings its schema up to date.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be opened, is damaged, or was written by a newer Tidings;
    /// the file is then left as it is.
    pub async fn open(path: &Path) -> Result<Self, StoreError> {
        let checked_ms = if let Some(checked) = sound::trusted(path) {
            checked
        } else {
            if std::fs::metadata(path).is_ok_and(|about| about.len() > 0) {
                Self::examine(path, false).await?;
            }
            sound::now()
        };
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            // A commit that was reported is on the disk, also after a power cut.
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(Duration::from_secs(30))
            .foreign_keys(false)
            .disable_statement_logging();
        // One connection: a run is the only writer, and reads never overlap with its writes.
        let pool = SqlitePoolOptions::new()
            .max_connections(1)
            .idle_timeout(None)
            .max_lifetime(None)
            .connect_with(options)
            .await
            .map_err(|cause| open_error(path, &cause))?;
        let store = Self { pool, path: path.to_owned(), checked_ms };
        store.migrate().await?;
        Ok(store)
    }

    async fn migrate(&self) -> Result<(), StoreError> {
        use sqlx::migrate::MigrateError;
        let known = MIGRATIONS.iter().map(|migration| migration.version).max().unwrap_or(0);
        if let Some(found) = self.schema().await?
            && found < known
        {
            // What a migration does cannot be undone: the store as it was stays beside it.
            let copy = self.path.with_extension(format!("schema-{found}.db"));
            if !copy.exists() {
                self.backup(&copy).await?;
            }
        }
        MIGRATIONS.run(&self.pool).await.map_err(|cause| match cause {
            MigrateError::VersionMissing(found) => StoreError::Newer { path: self.path.clone(), found, known },
            MigrateError::Execute(cause) | MigrateError::ExecuteMigration(cause, _) => open_error(&self.path, &cause),
            other => StoreError::Open { path: self.path.clone(), cause: other.to_string() },
        })
    }

    /// The newest migration that made the schema; none for a new store.
    pub(super) async fn schema(&self) -> Result<Option<i64>, StoreError> {
        let failed = |cause: sqlx::Error| open_error(&self.path, &cause);
        let made: i64 = sqlx::query_scalar("select count(*) from sqlite_schema where name = '_sqlx_migrations'")
            .fetch_one(&self.pool)
            .await
            .map_err(failed)?;
        if made == 0 {
            return Ok(None);
        }
        sqlx::query_scalar("select max(version) from _sqlx_migrations").fetch_one(&self.pool).await.map_err(failed)
    }

    pub(super) async fn begin(&self) -> Result<Transaction<'static, Engine>, StoreError> {
        // Takes the write lock at once, so that what is read inside cannot change under us.
        self.pool.begin_with("begin immediate").await.map_err(|cause| self.failed("starting a transaction", &cause))
    }

    pub(super) async fn commit(&self, transaction: Transaction<'_, Engine>) -> Result<(), StoreError> {
        transaction.commit().await.map_err(|cause| self.failed("committing", &cause))
    }

    pub(super) async fn read(&self) -> Result<sqlx::pool::PoolConnection<Engine>, StoreError> {
        self.pool.acquire().await.map_err(|cause| self.failed("opening a connection", &cause))
    }

    pub(super) fn failed(&self, doing: &'static str, cause: &sqlx::Error) -> StoreError {
        let path = self.path.clone();
        match sqlite_code(cause) {
            Some(Code::Full) => StoreError::Full { path },
            Some(Code::Damaged) => StoreError::Damaged { path, cause: cause.to_string() },
            None => StoreError::Failed { path, doing, cause: cause.to_string() },
        }
    }

    pub(super) fn unreadable(&self, what: impl Into<String>, cause: &dyn std::fmt::Display) -> StoreError {
        StoreError::Unreadable { path: self.path.clone(), what: what.into(), cause: cause.to_string() }
    }

    /// Closes the file in order; without it the write-ahead log is folded in at the next opening.
    pub async fn close(&self) {
        self.pool.close().await;
        // Without the note the file is looked at once more than needed.
        let _ = sound::leave(&self.path, self.checked_ms);
    }
}

/// The result codes of SQLite that a person can do something about.
enum Code {
    Full,
    Damaged,
}

/// Primary result codes: SQLITE_FULL 13, SQLITE_CORRUPT 11, SQLITE_NOTADB 26; and SQLITE_IOERR_SHMSIZE 4874, when the
/// index of the log cannot grow (<https://sqlite.org/rescode.html>).
fn sqlite_code(cause: &sqlx::Error) -> Option<Code> {
    let code: u32 = cause.as_database_error()?.code()?.parse().ok()?;
    match code & 0xff {
        _ if code == 4_874 => Some(Code::Full),
        13 => Some(Code::Full),
        11 | 26 => Some(Code::Damaged),
        _ => None,
    }
}

pub(super) fn open_error(path: &Path, cause: &sqlx::Error) -> StoreError {
    let path = path.to_owned();
    match sqlite_code(cause) {
        Some(Code::Full) => StoreError::Full { path },
        Some(Code::Damaged) => StoreError::Damaged { path, cause: cause.to_string() },
        None => StoreError::Open { path, cause: cause.to_string() },
    }
}

/// Milliseconds since 1970: what the tables hold.
pub(super) fn millis(at: Timestamp) -> i64 {
    at.as_millisecond()
}
