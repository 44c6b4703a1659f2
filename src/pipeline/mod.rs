//! The order of work: the one room that knows all the others.

mod account;
mod against;
mod care;
mod daemon;
mod doctor;
mod elapsed;
mod explain;
mod feeds;
mod gather;
mod keep;
mod lock;
mod look;
mod outcome;
mod pages;
mod preview;
mod publish;
mod replay;
mod seen;
mod send;
mod site;
mod upkeep;
mod verify;

pub use against::{Against, Change, Shown};
pub use care::CareReport;
pub use daemon::{Daemon, Ended, Event, Job};
pub use doctor::{Finding, examine};
pub use explain::{Explained, Explanation, Fate, Known, Unknown};
pub use feeds::FeedReport;
pub use gather::{Options as GatherOptions, Progress};
pub use lock::Lock;
pub use look::{Answered, Look, LookError, Named, Tried, look, try_feeds};
pub use outcome::{Error, FeedOutcome, GatherReport, Outcome, PublishReport, Published, Unsent};
pub use preview::{Example, Preview, TopicPreview};
pub use replay::{Likeness, Replayed};
pub use upkeep::{restore, salvage, store_path};
pub use verify::{Fault, LookedAt, VerifyReport, verify};

use crate::clock::Clock;
use crate::compose::{self, Difference};
use crate::config::Config;
use crate::fetch::Fetcher;
use crate::model::Digest;
use crate::store::{Forgotten, Sqlite, Store};
use jiff::Timestamp;
use std::fs;
use std::path::Path;

/// Name of the note that keeps up to when the schedule has been followed.
const FOLLOWED_UNTIL: &str = "followed-until";

/// Everything one configuration needs, opened.
///
/// Whoever lets it gather or publish holds the [`Lock`] of its state folder.
#[derive(Debug)]
pub struct Pipeline {
    config: Config,
    clock: Clock,
    store: Sqlite,
}

impl Pipeline {
    /// Opens the store that `config` names, and makes it where there is none.
    ///
    /// # Errors
    /// [`Error::State`] when its folder cannot be made, [`Error::Store`] when it cannot be opened.
    pub async fn open(config: Config, clock: Clock) -> Result<Self, Error> {
        fs::create_dir_all(&config.state).map_err(|cause| Error::State { path: config.state.clone(), cause })?;
        let store = Sqlite::open(&store_path(&config)).await?;
        Ok(Self { config, clock, store })
    }

    /// Opens the store that `config` names, if there is one: for whoever only looks.
    ///
    /// # Errors
    /// [`Error::Store`] when it cannot be opened.
    pub async fn open_stored(config: Config, clock: Clock) -> Result<Option<Self>, Error> {
        let path = config.state.join("tidings.db");
        if !path.exists() {
            return Ok(None);
        }
        let store = Sqlite::open(&path).await?;
        Ok(Some(Self { config, clock, store }))
    }

    /// Why the entry or the story that `what` names is, or is not, where it is. `what` is an address, the address or
    /// the name of a story, the name of an entry, or words of a headline.
    ///
    /// # Errors
    /// [`Error::Store`] when it cannot be read.
    pub async fn explain(&self, what: &str) -> Result<Explained, Error> {
        Ok(explain::explain(&self.config, &self.store, what).await?)
    }

    /// What `feeds.toml`, as it is now, takes of the entries of the last `days` days.
    ///
    /// # Errors
    /// [`Error::Store`] when it cannot be read.
    pub async fn preview(&self, days: u32) -> Result<Preview, Error> {
        Ok(preview::preview(&self.config, &self.store, self.clock.now(), days).await?)
    }

    /// What the last page would gain and lose if it were made again by `feeds.toml` as it is now; nothing where there
    /// is no page yet, or one of an earlier version that kept too little.
    ///
    /// # Errors
    /// [`Error::Store`] when it cannot be read.
    pub async fn against_last(&self) -> Result<Option<Against>, Error> {
        Ok(against::against(&self.config, &self.store).await?)
    }

    /// How the keywords of `feeds.toml` fare with the entries of the last `days` days.
    ///
    /// # Errors
    /// [`Error::Store`] when it cannot be read.
    pub async fn care(&self, days: u32) -> Result<CareReport, Error> {
        Ok(care::care(&self.config, &self.store, self.clock.now(), days).await?)
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
    pub async fn publish(&self) -> Result<Published, Error> {
        let published = publish::publish(&self.config, &self.store, self.clock).await?;
        keep::forget_daily(&self.config, &self.store, self.clock.now()).await?;
        Ok(published)
    }

    /// What is known of every feed that is switched on, in the order of `feeds.toml`.
    ///
    /// # Errors
    /// [`Error::Store`] when it cannot be read.
    pub async fn feeds(&self) -> Result<Vec<FeedReport>, Error> {
        Ok(feeds::reports(&self.config, &self.store, self.clock.now()).await?)
    }

    /// Forgets at once what `[keep]` does not ask to be kept, with its pages. Everything stored is looked at.
    ///
    /// # Errors
    /// What stops a run: the store, the disk.
    pub async fn forget(&self) -> Result<Forgotten, Error> {
        keep::forget(&self.config, &self.store, self.clock.now(), true).await
    }

    /// Writes a consistent copy of the store to `to`, which must not be there; may run beside a run.
    ///
    /// # Errors
    /// [`Error::Store`] names the copy when it cannot be written.
    pub async fn backup(&self, to: &Path) -> Result<(), Error> {
        Ok(self.store.backup(to).await?)
    }

    /// Makes a past edition again from what is stored, compares its files with the output, and writes them to the
    /// folder `to` if one is given. `day` is a date, the key of an edition, `today`, `yesterday` or `last`.
    ///
    /// # Errors
    /// [`Error::NoEdition`] names the nearest ones.
    pub async fn replay(&self, day: &str, to: Option<&Path>) -> Result<Replayed, Error> {
        let key = replay::find(&self.config, &self.store, day, self.clock.now()).await?;
        replay::replay(&self.config, &self.store, &key, to).await
    }

    /// What the edition of one day tells and that of another does not; days are named as for [`Pipeline::replay`].
    ///
    /// # Errors
    /// [`Error::NoEdition`] names the nearest ones.
    pub async fn diff(&self, from: &str, to: &str) -> Result<Difference, Error> {
        let (from, to) = (self.edition(from).await?, self.edition(to).await?);
        Ok(compose::difference(&from, &to))
    }

    async fn edition(&self, day: &str) -> Result<Digest, Error> {
        let key = replay::find(&self.config, &self.store, day, self.clock.now()).await?;
        let digest = self.store.digest(&key).await?;
        digest.ok_or_else(|| Error::NoEdition { day: day.to_owned(), near: Vec::new() })
    }

    /// Bytes that what is stored takes.
    ///
    /// # Errors
    /// [`Error::Store`] when it cannot be read.
    pub async fn size_bytes(&self) -> Result<u64, Error> {
        Ok(self.store.size_bytes().await?)
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
