//! The order of work: the one room that knows all the others.

mod daemon;
mod gather;
mod lock;
mod outcome;
mod pages;
mod publish;

pub use daemon::{Daemon, Ended, Event, Job};
pub use gather::{Options as GatherOptions, Progress};
pub use lock::Lock;
pub use outcome::{Error, FeedOutcome, GatherReport, Outcome, PublishReport};

use crate::clock::Clock;
use crate::config::Config;
use crate::fetch::Fetcher;
use crate::store::{Sqlite, Store};
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use std::fs;
use std::time::Instant;

/// Name of the note that keeps up to when the schedule has been followed.
const FOLLOWED_UNTIL: &str = "followed-until";

/// Milliseconds since `begun`, for the log.
fn millis(begun: Instant) -> u64 {
    u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX)
}

/// Everything one configuration needs, opened.
///
/// Whoever lets it gather or publish holds the [`Lock`] of its state folder.
#[derive(Debug)]
pub struct Pipeline {
    config: Config,
    clock: Clock,
    store: Sqlite,
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
}

impl Pipeline {
    /// Opens the store that `config` names, and makes it where there is none.
    ///
    /// # Errors
    /// [`Error::State`] when its folder cannot be made, [`Error::Store`] when it cannot be opened.
    pub async fn open(config: Config, clock: Clock) -> Result<Self, Error> {
        fs::create_dir_all(&config.state).map_err(|cause| Error::State { path: config.state.clone(), cause })?;
        let store = Sqlite::open(&config.state.join("tidings.db")).await?;
        Ok(Self { config, clock, store })
    }

    /// Asks every feed that is due and stores what is new; `watch` is told how far it has come.
    ///
    /// # Errors
    /// Only what stops a run: the store, or the means of fetching. A feed that fails is in the report.
    pub async fn gather(
        &self,
        options: GatherOptions,
        watch: &(dyn Fn(Progress) + Sync),
    ) -> Result<GatherReport, Error> {
        let fetcher = Fetcher::new(&self.config.fetch)?;
        gather::gather(&self.config, &self.store, &fetcher, self.clock, options, watch).await
    }

    /// Makes an edition of what is stored, if there is anything to tell, and writes its pages.
    ///
    /// # Errors
    /// What stops a run: the store, a template, the disk. The old pages stay.
    pub async fn publish(&self) -> Result<PublishReport, Error> {
        publish::publish(&self.config, &self.store, self.clock).await
    }

    /// What is known of every feed that is switched on, in the order of `feeds.toml`.
    ///
    /// # Errors
    /// [`Error::Store`] when it cannot be read.
    pub async fn feeds(&self) -> Result<Vec<FeedReport>, Error> {
        let states = self.store.feed_states().await?;
        let counts = self.store.entry_counts().await?;
        let newest = self.store.newest_entries().await?;
        let now = self.clock.now();
        Ok(gather::feeds(&self.config)
            .map(|(_, feed, _)| {
                let state = states.get(&feed.id).cloned().unwrap_or_default();
                let newest_entry = newest.get(&feed.id).copied();
                let silence = newest_entry.map(|at| now.duration_since(at).max(SignedDuration::ZERO));
                FeedReport {
                    outlet: feed.outlet.to_string(),
                    url: pages::shown(&feed.address, &self.config.folder),
                    entries: counts.get(&feed.id).copied().unwrap_or(0),
                    last_success: state.last_success,
                    failures: state.failures,
                    cause: state.cause,
                    failing_since: state.failing_since,
                    next_try: state.next_try,
                    gone_since: state.gone_since,
                    repairs: state.repairs,
                    newest_entry,
                    usual_gap_s: state.pace.gap.map(|gap| gap.as_secs()),
                    silent_s: silence.map(|silence| silence.as_secs()),
                    is_unusually_silent: silence.is_some_and(|silence| state.pace.is_unusual(silence)),
                    attempts: state.attempts,
                    requests: state.requests,
                    unchanged: state.unchanged,
                    bytes: state.bytes,
                }
            })
            .collect())
    }

    /// Up to when the daemon has done what its schedule asked for: what it noted, else when the newest edition was
    /// made; none where there is neither.
    ///
    /// # Errors
    /// [`Error::Store`] when it cannot be read.
    pub async fn followed_until(&self) -> Result<Option<Timestamp>, Error> {
        let noted = self.store.note(FOLLOWED_UNTIL).await?.and_then(|text| text.parse().ok());
        let made = self.store.digests(1).await?.into_iter().next().map(|digest| digest.edition.at);
        Ok(noted.or(made))
    }

    /// Notes that everything the schedule asked for up to `at` is done.
    ///
    /// # Errors
    /// [`Error::Store`] when it cannot be written.
    pub async fn note_followed(&self, at: Timestamp) -> Result<(), Error> {
        Ok(self.store.set_note(FOLLOWED_UNTIL, &at.to_string()).await?)
    }

    /// Closes the store in order.
    pub async fn close(&self) {
        self.store.close().await;
    }
}
