//! The feeds with all that is known of them: where every page, table and report of them begins.

use crate::config::{Config, OutletConfig};
use crate::model::{Feed, FeedAddress, FeedId, FeedState, FeedStatus, Ill};
use crate::store::{Store, StoreError};
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::Path;

/// Every feed that is switched on, with its outlet and the line of `feeds.toml` that names it.
pub(super) fn feeds(config: &Config) -> impl Iterator<Item = (&OutletConfig, &Feed, Option<usize>)> {
    config.outlets.iter().filter(|outlet| outlet.enabled).flat_map(|outlet| {
        outlet.feeds.iter().enumerate().map(move |(index, feed)| (outlet, feed, outlet.feed_lines.get(index).copied()))
    })
}

/// One of them, and all that is known of it.
pub(super) struct KnownFeed<'a> {
    pub(super) outlet: &'a OutletConfig,
    pub(super) feed: &'a Feed,
    /// The line of `feeds.toml` that names it.
    pub(super) line: Option<usize>,
    pub(super) state: FeedState,
    /// When its newest entry turned up.
    pub(super) newest: Option<Timestamp>,
    /// How it is.
    pub(super) status: FeedStatus,
}

/// Every feed that is switched on, and how it is at `now`.
pub(super) async fn known<'a, S: Store>(
    config: &'a Config,
    store: &S,
    now: Timestamp,
) -> Result<Vec<KnownFeed<'a>>, StoreError> {
    let states: BTreeMap<FeedId, FeedState> = store.feed_states().await?;
    let newest: BTreeMap<FeedId, Timestamp> = store.newest_entries().await?;
    let known = feeds(config).map(|(outlet, feed, line)| {
        let state = states.get(&feed.id).cloned().unwrap_or_default();
        let newest = newest.get(&feed.id).copied();
        let status = FeedStatus::of(&state, newest, now, config.alert_after);
        KnownFeed { outlet, feed, line, state, newest, status }
    });
    Ok(known.collect())
}

/// Whether a run at `now` asks it. A file of this machine costs nobody anything.
pub(super) fn is_due(feed: &Feed, state: &FeedState, now: Timestamp) -> bool {
    matches!(feed.address, FeedAddress::File(_)) || state.is_due(now)
}

/// An address as a page shows it: a file relative to `feeds.toml`, since the page may be published.
pub(super) fn shown(address: &FeedAddress, folder: &Path) -> String {
    match address {
        FeedAddress::File(path) => format!("file:{}", path.strip_prefix(folder).unwrap_or(path).display()),
        FeedAddress::Web(link) => link.to_string(),
    }
}

/// What is known of one feed.
#[derive(Debug, Clone, Serialize)]
pub struct FeedReport {
    /// Its outlet's name in `feeds.toml`.
    pub outlet: String,
    /// Its address, without secrets.
    pub url: String,
    /// Entries it has brought.
    pub entries: usize,
    /// When it last answered well.
    pub last_success: Option<Timestamp>,
    /// Failures in a row.
    pub failures: u32,
    /// Why it failed last.
    pub cause: Option<String>,
    /// Since when it has been failing.
    pub failing_since: Option<Timestamp>,
    /// When it may be asked again.
    pub next_try: Option<Timestamp>,
    /// When its host said that it is gone for good.
    pub gone_since: Option<Timestamp>,
    /// What had to be mended when it was last read.
    pub repairs: Vec<String>,
    /// Since when its entries bear no dates, though they did before.
    pub undated_since: Option<Timestamp>,
    /// When its newest entry turned up.
    pub newest_entry: Option<Timestamp>,
    /// Usual time between two of its entries, in seconds.
    pub usual_gap_s: Option<i64>,
    /// Time since its newest entry turned up, in seconds.
    pub silent_s: Option<i64>,
    /// Silent for longer than its habit explains: see [`Pace::is_unusual`](crate::model::Pace::is_unusual).
    pub is_unusually_silent: bool,
    /// Attempts ever.
    pub attempts: u64,
    /// Requests ever sent for it: redirects and second tries count.
    pub requests: u64,
    /// Attempts answered with "nothing changed" (304).
    pub unchanged: u64,
    /// Bytes of bodies that ever came over the wire for it, before decompression.
    pub bytes: u64,
    /// How it is.
    #[serde(skip)]
    pub status: FeedStatus,
    /// Whether the next run asks it.
    #[serde(skip)]
    pub is_due: bool,
}

/// What is known of each of them at `now`.
pub(super) async fn reports<S: Store>(
    config: &Config,
    store: &S,
    now: Timestamp,
) -> Result<Vec<FeedReport>, StoreError> {
    let counts = store.entry_counts().await?;
    let report = |KnownFeed { feed, state, newest, status, .. }: KnownFeed<'_>| FeedReport {
        outlet: feed.outlet.to_string(),
        url: shown(&feed.address, &config.folder),
        entries: counts.get(&feed.id).copied().unwrap_or(0),
        is_due: is_due(feed, &state, now),
        last_success: state.last_success,
        failures: state.failures,
        cause: state.cause,
        failing_since: state.failing_since,
        next_try: state.next_try,
        gone_since: state.gone_since,
        repairs: state.repairs,
        undated_since: state.undated_since,
        newest_entry: newest,
        usual_gap_s: state.pace.gap.map(|gap| gap.as_secs()),
        silent_s: newest.map(|at| now.duration_since(at).max(SignedDuration::ZERO).as_secs()),
        is_unusually_silent: status.ills.iter().any(|ill| matches!(ill, Ill::Silent { .. })),
        attempts: state.attempts,
        requests: state.requests,
        unchanged: state.unchanged,
        bytes: state.bytes,
        status,
    };
    Ok(known(config, store, now).await?.into_iter().map(report).collect())
}
