//! A row of the table `entries`: how it is read, and the keys by which an entry is known again.

use super::database::Sqlite;
use crate::model::{Entry, EntryId, FeedId, Identity, Link, OutletId, PlainText, Retitling, fingerprint};
use crate::store::contract::StoreError;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sqlx::sqlite::{SqliteConnection, SqliteRow};
use sqlx::{FromRow as _, QueryBuilder, Row as _, Sqlite as Engine};

/// In place of an edition: an entry of an outlet's first refresh that was no news any more.
pub(super) const BACKLOG: &str = "backlog";

/// Bound values a statement may carry; SQLite's own limit is 32,766.
pub(super) const BINDS: usize = 16_000;

pub(super) const COLUMNS: &str =
    "id, outlet, feed, guid, link, link_key, print, title, summary, body, more, published, updated, first_seen";
/// These, and the edition.
pub(super) const COLUMN_COUNT: usize = 15;

/// What has no column of its own.
#[derive(Serialize, Deserialize)]
pub(super) struct More {
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) authors: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) categories: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) source: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) links_to: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) language: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) earlier_titles: Vec<Retitling>,
}

/// The 64 bits that the name of an entry spells.
pub(super) fn number(id: &EntryId) -> i64 {
    from_hex(id.as_str())
}

fn from_hex(name: &str) -> i64 {
    u64::from_str_radix(name, 16).unwrap_or_default().cast_signed()
}

pub(super) fn name(number: i64) -> EntryId {
    EntryId::from_stored(format!("{:016x}", number.cast_unsigned()))
}

fn key(outlet: &OutletId, kind: &str, value: &str) -> i64 {
    from_hex(&fingerprint(&[outlet.as_str(), kind, value]))
}

/// The keys of one entry, strongest first; `print` is the last.
pub(super) struct Keys {
    pub(super) strong: Vec<i64>,
    pub(super) print: i64,
}

impl Keys {
    pub(super) fn of(entry: &Entry, link_is_shared: bool) -> Self {
        let Identity { guid, link, print } = &entry.identity;
        let guid = guid.as_deref().map(|guid| key(&entry.outlet, "guid", guid));
        let link = link.as_deref().filter(|_| !link_is_shared).map(|link| key(&entry.outlet, "link", link));
        Self { strong: guid.into_iter().chain(link).collect(), print: key(&entry.outlet, "print", print) }
    }

    pub(super) fn all(&self) -> impl Iterator<Item = i64> + '_ {
        self.strong.iter().copied().chain([self.print])
    }
}

/// Entries by a condition on their columns, whose `?` are bound to `values` in turn.
pub(super) async fn entries_where(store: &Sqlite, condition: &str, values: &[i64]) -> Result<Vec<Entry>, StoreError> {
    let mut query =
        sqlx::query(sqlx::AssertSqlSafe(format!("select {COLUMNS} from entries where {condition}"))).persistent(false);
    for value in values {
        query = query.bind(*value);
    }
    read(store, query.fetch_all(&store.pool).await)
}

pub(super) async fn by_id_on(
    store: &Sqlite,
    connection: &mut SqliteConnection,
    ids: &[EntryId],
) -> Result<Vec<Entry>, StoreError> {
    let mut entries = Vec::with_capacity(ids.len());
    for chunk in ids.chunks(BINDS) {
        let mut query = QueryBuilder::<Engine>::new(format!("select {COLUMNS} from entries where id in ("));
        let mut list = query.separated(", ");
        for id in chunk {
            list.push_bind(number(id));
        }
        query.push(") order by first_seen, id");
        let rows = query.build().persistent(false).fetch_all(&mut *connection).await;
        entries.extend(read(store, rows)?);
    }
    Ok(entries)
}

pub(super) fn read(store: &Sqlite, rows: Result<Vec<SqliteRow>, sqlx::Error>) -> Result<Vec<Entry>, StoreError> {
    let rows = rows.map_err(|cause| store.failed("reading entries", &cause))?;
    rows.iter().map(|row| entry(store, row)).collect()
}

fn entry(store: &Sqlite, row: &SqliteRow) -> Result<Entry, StoreError> {
    let column = |cause: sqlx::Error| store.failed("reading an entry", &cause);
    let (id,) = <(i64,)>::from_row(row).map_err(column)?;
    let what = || format!("entry {}", name(id));
    let time = |millis: i64| Timestamp::from_millisecond(millis).map_err(|cause| store.unreadable(what(), &cause));
    let link: Option<String> = row.try_get("link").map_err(column)?;
    let more: String = row.try_get("more").map_err(column)?;
    let more: More = serde_json::from_str(&more).map_err(|cause| store.unreadable(what(), &cause))?;
    let text = |name: &str| -> Result<PlainText, StoreError> {
        Ok(PlainText::vouched(row.try_get::<String, _>(name).map_err(column)?))
    };
    Ok(Entry {
        id: name(id),
        outlet: OutletId::new(row.try_get::<String, _>("outlet").map_err(column)?),
        feed: FeedId::from_stored(row.try_get::<String, _>("feed").map_err(column)?),
        identity: Identity {
            guid: row.try_get("guid").map_err(column)?,
            link: row.try_get("link_key").map_err(column)?,
            print: row.try_get("print").map_err(column)?,
        },
        link: link
            .map(|link| Link::parse(&link, None))
            .transpose()
            .map_err(|cause| store.unreadable(what(), &cause))?,
        title: text("title")?,
        earlier_titles: more.earlier_titles,
        summary: text("summary")?,
        text: text("body")?,
        authors: more.authors,
        categories: more.categories,
        source: more.source,
        links_to: more.links_to,
        language: more.language,
        published: row.try_get::<Option<i64>, _>("published").map_err(column)?.map(time).transpose()?,
        updated: row.try_get::<Option<i64>, _>("updated").map_err(column)?.map(time).transpose()?,
        first_seen: time(row.try_get("first_seen").map_err(column)?)?,
    })
}
