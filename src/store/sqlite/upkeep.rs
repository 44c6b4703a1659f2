//! Copies of the store, and what a damaged one still holds.

use super::database::{MIGRATIONS, Sqlite, open_error};
use super::sound::{with_ending, with_logs};
use crate::store::contract::StoreError;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions as _, Connection as _};
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

/// What a file holds that may be a store.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    /// The newest migration that made its schema.
    pub schema: i64,
    /// Entries.
    pub entries: u64,
    /// Key of its newest edition.
    pub newest_edition: Option<String>,
}

/// What was saved of a damaged store.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Salvaged {
    /// Rows copied, a table each.
    pub copied: Vec<(&'static str, u64)>,
    /// Gaps where nothing could be read, a table each; how many rows were in them nobody knows.
    pub lost: Vec<(&'static str, u64)>,
}

/// Every table.
const TABLES: [&str; 11] = [
    "feeds",
    "entries",
    "entry_keys",
    "entry_versions",
    "stories",
    "editions",
    "notes",
    "listings",
    "citations",
    "sent",
    "pages",
];

impl Sqlite {
    /// Writes a consistent copy to `to`, which must not be there yet; may run beside a run.
    ///
    /// # Errors
    /// [`StoreError::Copy`] names the copy when it cannot be written.
    pub async fn backup(&self, to: &Path) -> Result<(), StoreError> {
        let refused = |cause: io::Error| StoreError::Copy { path: to.to_owned(), cause: cause.to_string() };
        if to.exists() {
            return Err(refused(io::Error::from(io::ErrorKind::AlreadyExists)));
        }
        let folder = to.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        std::fs::create_dir_all(folder).map_err(refused)?;
        let part = beside(to);
        let _ = std::fs::remove_file(&part);
        let copied = sqlx::query("vacuum into ?").bind(part.display().to_string()).execute(&self.pool).await;
        let done = match copied {
            Ok(_) => File::open(&part)
                .and_then(|file| file.sync_all())
                .and_then(|()| std::fs::rename(&part, to))
                .and_then(|()| File::open(folder)?.sync_all())
                .map_err(refused),
            Err(cause) => Err(StoreError::Copy { path: to.to_owned(), cause: cause.to_string() }),
        };
        if done.is_err() {
            let _ = std::fs::remove_file(&part);
        }
        done
    }

    /// Writes a consistent copy of the store `from`, its log included, to `to`, which must not be there yet. `from`
    /// stays as it is.
    ///
    /// # Errors
    /// [`StoreError::Copy`] names the copy when it cannot be written.
    pub async fn copy(from: &Path, to: &Path) -> Result<(), StoreError> {
        let mut connection = reader(from).await?;
        let copied = sqlx::query("vacuum into ?").bind(to.display().to_string()).execute(&mut connection).await;
        let _ = connection.close().await;
        copied.map(drop).map_err(|cause| StoreError::Copy { path: to.to_owned(), cause: cause.to_string() })
    }

    /// Looks at `path` without changing it: whether it is sound, of a schema that is known, and what it holds.
    ///
    /// # Errors
    /// [`StoreError::Damaged`], [`StoreError::Newer`], or what the system says of the file.
    pub async fn examine(path: &Path, thorough: bool) -> Result<Facts, StoreError> {
        if let Err(cause) = File::open(path) {
            return Err(StoreError::Open { path: path.to_owned(), cause: cause.to_string() });
        }
        let mut connection = reader(path).await?;
        let facts = examine(&mut connection, path, thorough).await;
        let _ = connection.close().await;
        facts
    }

    /// Copies what can be read of the damaged store `from` into a new one at `to`.
    ///
    /// # Errors
    /// [`StoreError`] when nothing can be read at all, or `to` cannot be written.
    pub async fn salvage(from: &Path, to: &Path) -> Result<Salvaged, StoreError> {
        if to.exists() {
            let cause = io::Error::from(io::ErrorKind::AlreadyExists).to_string();
            return Err(StoreError::Copy { path: to.to_owned(), cause });
        }
        let fresh = Self::open(to).await?;
        let salvaged = fresh.take_from(from).await;
        fresh.close().await;
        salvaged
    }

    async fn take_from(&self, from: &Path) -> Result<Salvaged, StoreError> {
        let mut connection = self.read().await?;
        // A copy, because reading a database may mend its log: the original stays as it is.
        let copy = beside(&self.path);
        let result = match copy_all(from, &copy) {
            Err(cause) => Err(StoreError::Open { path: from.to_owned(), cause: cause.to_string() }),
            Ok(()) => take(&mut connection, &copy, from).await,
        };
        for path in with_logs(&copy) {
            let _ = std::fs::remove_file(path);
        }
        result
    }
}

async fn take(connection: &mut SqliteConnection, copy: &Path, from: &Path) -> Result<Salvaged, StoreError> {
    let damaged = |cause: sqlx::Error| open_error(from, &cause);
    sqlx::query("attach database ? as old")
        .bind(copy.display().to_string())
        .execute(&mut *connection)
        .await
        .map_err(damaged)?;
    let mut salvaged = Salvaged::default();
    for table in TABLES {
        let columns: Result<Vec<String>, _> = sqlx::query_scalar(
            "select o.name from pragma_table_info(?1, 'old') o join pragma_table_info(?1, 'main') n on n.name = o.name",
        )
        .bind(table)
        .fetch_all(&mut *connection)
        .await;
        let columns = columns.map_err(damaged)?;
        // A table of a later schema is made anew.
        if columns.is_empty() {
            continue;
        }
        let number = if table == "citations" { "entry" } else { "rowid" };
        let copying = Copying { connection: &mut *connection, table, number, columns: columns.join(", ") };
        let (copied, lost) = copying.all().await;
        salvaged.copied.push((table, copied));
        if lost > 0 {
            salvaged.lost.push((table, lost));
        }
    }
    let _ = sqlx::query("detach database old").execute(connection).await;
    if salvaged.copied.is_empty() {
        return Err(StoreError::Damaged { path: from.to_owned(), cause: "not one table can be read".to_owned() });
    }
    Ok(salvaged)
}

/// Rows copied by one statement; where it fails they are copied one by one.
const CHUNK: u32 = 500;

/// A table that is copied in the order of a whole number that its rows have.
struct Copying<'c> {
    connection: &'c mut SqliteConnection,
    table: &'static str,
    /// The whole number.
    number: &'static str,
    columns: String,
}

impl Copying<'_> {
    /// Copies all that can be read; returns rows copied and gaps met.
    async fn all(mut self) -> (u64, u64) {
        let (mut copied, mut gaps) = (0, 0);
        let (mut from, mut singly) = (i64::MIN, 0_u32);
        loop {
            let step = self.step(from, if singly > 0 { 1 } else { CHUNK }).await;
            singly = singly.saturating_sub(1);
            let next = match step {
                Ok(None) => return (copied, gaps),
                Ok(Some((last, rows))) => {
                    copied += rows;
                    last.checked_add(1)
                }
                Err(_) if singly == 0 => {
                    singly = CHUNK;
                    Some(from)
                }
                Err(_) => {
                    gaps += 1;
                    self.beyond(from).await
                }
            };
            let Some(next) = next else { return (copied, gaps) };
            from = next;
        }
    }

    /// Copies the first `limit` rows from `from` on; returns the number of the last and how many there were.
    async fn step(&mut self, from: i64, limit: u32) -> Result<Option<(i64, u64)>, sqlx::Error> {
        let Self { table, number, .. } = &self;
        let last = format!(
            "select max(n) from (select {number} as n from old.{table} where {number} >= {from} order by n limit {limit})"
        );
        let last: Option<i64> =
            sqlx::query_scalar(sqlx::AssertSqlSafe(last)).persistent(false).fetch_one(&mut *self.connection).await?;
        let Some(last) = last else { return Ok(None) };
        let Self { table, number, columns, .. } = &self;
        let copy = format!(
            "insert or ignore into main.{table} ({columns})
             select {columns} from old.{table} where {number} between {from} and {last}"
        );
        let done = sqlx::query(sqlx::AssertSqlSafe(copy)).persistent(false).execute(&mut *self.connection).await?;
        Ok(Some((last, done.rows_affected())))
    }

    /// Where reading can go on behind the row at `from` or after it, which cannot be read; none if nowhere.
    async fn beyond(&mut self, from: i64) -> Option<i64> {
        if let Ok(row) = self.first(from).await {
            return row?.checked_add(1);
        }
        let (mut bad, mut stride) = (from, 1_i64);
        let mut good = loop {
            // From a negative number even the widest stride ends short of the last one.
            let place = if stride == i64::MAX { i64::MAX } else { from.saturating_add(stride) };
            if self.first(place).await.is_ok() {
                break place;
            }
            if place == i64::MAX {
                return None;
            }
            bad = place;
            stride = stride.saturating_mul(2);
        };
        while good > bad.saturating_add(1) {
            let middle = bad.midpoint(good);
            match self.first(middle).await {
                Ok(_) => good = middle,
                Err(_) => bad = middle,
            }
        }
        Some(good)
    }

    /// The number of the first row from `from` on.
    async fn first(&mut self, from: i64) -> Result<Option<i64>, sqlx::Error> {
        let Self { table, number, .. } = &self;
        let statement = format!("select {number} from old.{table} where {number} >= {from} order by {number} limit 1");
        sqlx::query_scalar(sqlx::AssertSqlSafe(statement)).persistent(false).fetch_optional(&mut *self.connection).await
    }
}

async fn examine(connection: &mut SqliteConnection, path: &Path, thorough: bool) -> Result<Facts, StoreError> {
    let failed = |cause: sqlx::Error| open_error(path, &cause);
    let check = if thorough { "pragma integrity_check(3)" } else { "pragma quick_check(1)" };
    let found: Vec<String> = sqlx::query_scalar(check).fetch_all(&mut *connection).await.map_err(failed)?;
    if found != ["ok"] {
        let cause = found.first().cloned().unwrap_or_default().replace('\n', " ");
        return Err(StoreError::Damaged { path: path.to_owned(), cause });
    }
    let tables: i64 =
        sqlx::query_scalar("select count(*) from sqlite_schema").fetch_one(&mut *connection).await.map_err(failed)?;
    if tables == 0 {
        // Whoever made it was stopped before the first table.
        return Ok(Facts::default());
    }
    let foreign = |_| StoreError::Damaged { path: path.to_owned(), cause: "it holds other tables".to_owned() };
    let schema: Option<i64> = sqlx::query_scalar("select max(version) from _sqlx_migrations")
        .fetch_one(&mut *connection)
        .await
        .map_err(foreign)?;
    let known = MIGRATIONS.iter().map(|migration| migration.version).max().unwrap_or(0);
    let Some(schema) = schema else { return Ok(Facts::default()) };
    if schema > known {
        return Err(StoreError::Newer { path: path.to_owned(), found: schema, known });
    }
    let entries: i64 =
        sqlx::query_scalar("select count(*) from entries").fetch_one(&mut *connection).await.map_err(foreign)?;
    let newest_edition = sqlx::query_scalar("select key from editions order by rowid desc limit 1")
        .fetch_optional(&mut *connection)
        .await
        .map_err(foreign)?;
    Ok(Facts { schema, entries: u64::try_from(entries).unwrap_or_default(), newest_edition })
}

/// A connection that changes nothing.
async fn reader(path: &Path) -> Result<SqliteConnection, StoreError> {
    SqliteConnectOptions::new()
        .filename(path)
        .read_only(true)
        .disable_statement_logging()
        .connect()
        .await
        .map_err(|cause| open_error(path, &cause))
}

/// Where a copy is written before it is whole.
fn beside(path: &Path) -> PathBuf {
    with_ending(path, ".part")
}

fn copy_all(from: &Path, to: &Path) -> io::Result<()> {
    std::fs::copy(from, to)?;
    let log = with_ending(from, "-wal");
    if log.exists() {
        std::fs::copy(log, with_ending(to, "-wal"))?;
    }
    Ok(())
}
