//! A look at everything a run depends on, before it fails some morning.

use super::feeds::feeds;
use super::lock::Lock;
use super::outcome::Error;
use super::upkeep::store_path;
use super::{Pipeline, pages};
use crate::clock::Clock;
use crate::config::Config;
use crate::fetch::{Fetcher, Request};
use crate::model::{FeedAddress, Validators};
use crate::store::Sqlite;
use jiff::Timestamp;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// No clock that is right shows an earlier time than this.
const FIRST_DAY: &str = "2026-01-01T00:00:00Z";

/// With less room than this on a disk, a morning of a few hundred feeds might not fit.
const LEAST_ROOM: u64 = 200_000_000;

/// What was found of one thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What was looked at, in a word or two.
    pub what: &'static str,
    /// How it is.
    pub words: String,
    /// What to do about it; none when all is well.
    pub next: Option<String>,
}

impl Finding {
    fn well(what: &'static str, words: impl Into<String>) -> Self {
        Self { what, words: words.into(), next: None }
    }

    fn ill(what: &'static str, words: impl Into<String>, next: impl Into<String>) -> Self {
        Self { what, words: words.into(), next: Some(next.into()) }
    }
}

/// Looks at the folders, the disk, the clock, the store, the templates and, if asked, the network. Nothing is
/// changed but for a file that is made and removed in each folder.
pub async fn examine(config: &Config, clock: Clock, ask: bool) -> Vec<Finding> {
    let now = clock.now();
    let mut found = vec![time(config, now)];
    for (what, folder) in [("state", &config.state), ("output", &config.output)] {
        found.push(folder_of(what, folder));
    }
    found.push(room(&config.state));
    found.push(store(config, now).await);
    found.push(templates(config, clock).await);
    found.push(lock(config));
    if ask {
        found.push(network(config, now).await);
    }
    found
}

fn time(config: &Config, now: Timestamp) -> Finding {
    let local = now.to_zoned_datetime(config.zone.clone()).strftime("%A %-d %B %Y, %H:%M").to_string();
    let words = format!("{local} in {}", config.zone_name);
    if FIRST_DAY.parse::<Timestamp>().is_ok_and(|first| now < first) {
        return Finding::ill("clock", words, "set the machine's clock; no feed is older than this program");
    }
    Finding::well("clock", words)
}

fn folder_of(what: &'static str, folder: &Path) -> Finding {
    let mut there = folder.to_owned();
    while !there.exists() && there.pop() {}
    let tried = tempfile::Builder::new().prefix(".tidings-").suffix(".part").tempfile_in(&there);
    match tried {
        Ok(_) if there == folder => Finding::well(what, format!("{} can be written", folder.display())),
        Ok(_) => Finding::well(what, format!("{} will be made", folder.display())),
        Err(cause) => Finding::ill(
            what,
            format!("{} cannot be written: {cause}", there.display()),
            format!("give it to the user that runs Tidings: chown -R USER {}", there.display()),
        ),
    }
}

fn room(folder: &Path) -> Finding {
    let mut there = folder.to_owned();
    while !there.exists() && there.pop() {}
    match free_bytes(&there) {
        Ok(free) if free < LEAST_ROOM => Finding::ill(
            "disk",
            format!("{} MB left where {} lies", free / 1_000_000, there.display()),
            "make room, or let old entries go: see [keep] in feeds.toml",
        ),
        Ok(free) => Finding::well("disk", format!("{} MB left", free / 1_000_000)),
        Err(cause) => Finding::ill("disk", format!("nobody says how much room is left: {cause}"), "look at the disk"),
    }
}

fn free_bytes(folder: &Path) -> io::Result<u64> {
    #[cfg(unix)]
    {
        let about = rustix::fs::statvfs(folder)?;
        Ok(about.f_bavail.saturating_mul(about.f_frsize))
    }
    #[cfg(not(unix))]
    {
        let _ = folder;
        Err(io::ErrorKind::Unsupported.into())
    }
}

async fn store(config: &Config, now: Timestamp) -> Finding {
    let path = store_path(config);
    if !path.exists() {
        return Finding::well("store", format!("{} will be made by the first run", path.display()));
    }
    match Sqlite::examine(&path, true).await {
        Err(cause) => {
            let next = "tidings restore FILE puts a backup back; tidings doctor --salvage FILE saves what can be read";
            Finding::ill("store", cause.to_string(), next)
        }
        Ok(facts) => {
            let size = fs::metadata(&path).map(|about| about.len()).unwrap_or_default();
            let newest = facts.newest_edition.unwrap_or_else(|| "none yet".to_owned());
            let words = format!("sound; {} entries, {} MB, newest edition {newest}", facts.entries, size / 1_000_000);
            let ahead = newest.get(..10).and_then(|day| day.replace('/', "-").parse::<jiff::civil::Date>().ok());
            let today = now.to_zoned_datetime(config.zone.clone()).date();
            if ahead.is_some_and(|day| day > today) {
                return Finding::ill("store", words, "the newest edition lies in the future: is the clock right?");
            }
            Finding::well("store", words)
        }
    }
}

async fn templates(config: &Config, clock: Clock) -> Finding {
    let named = config.templates.as_ref().map_or_else(|| "built in".to_owned(), |folder| folder.display().to_string());
    match try_templates(config, clock).await {
        Ok(()) => Finding::well("templates", named),
        Err(cause) => {
            Finding::ill("templates", cause.to_string(), "mend the template; until then the page stays as it was")
        }
    }
}

/// Renders the newest edition, if the store can be opened and has one, and shows it to nobody.
async fn try_templates(config: &Config, clock: Clock) -> Result<(), Error> {
    pages::renderer(config)?;
    if !store_path(config).exists() {
        return Ok(());
    }
    let Ok(pipeline) = Pipeline::open(config.clone(), clock).await else { return Ok(()) };
    let rendered = match pipeline.replay("last", None).await {
        Err(Error::NoEdition { .. }) => Ok(()),
        other => other.map(drop),
    };
    pipeline.close().await;
    rendered
}

fn lock(config: &Config) -> Finding {
    let path: PathBuf = config.state.join("lock");
    if !path.exists() {
        return Finding::well("lock", "free");
    }
    match Lock::take(&config.state) {
        Ok(_) => Finding::well("lock", "free"),
        Err(Error::Locked { .. }) => Finding::well("lock", "a run is at work"),
        Err(cause) => Finding::ill("lock", cause.to_string(), "give the file to the user that runs Tidings"),
    }
}

/// Asks the first feed that answers, three at most: enough to know whether this machine is online.
async fn network(config: &Config, now: Timestamp) -> Finding {
    let fetcher = match Fetcher::new(&config.fetch) {
        Ok(fetcher) => fetcher,
        Err(cause) => return Finding::ill("network", cause.to_string(), "mend [fetch] in feeds.toml"),
    };
    let web = feeds(config).filter(|(_, feed, _)| matches!(feed.address, FeedAddress::Web(_)));
    let mut causes = Vec::new();
    for (outlet, feed, _) in web.take(3) {
        let (validators, options) = (Validators::default(), &outlet.fetch);
        match fetcher.get(&Request { address: &feed.address, validators: &validators, options, now }).await {
            Ok(_) => return Finding::well("network", format!("{} answers", outlet.outlet.site)),
            Err(cause) => causes.push(format!("{}: {cause}", outlet.outlet.site)),
        }
    }
    if causes.is_empty() {
        return Finding::well("network", "no feed needs it");
    }
    Finding::ill("network", causes.join("; "), "is this machine online? tidings feeds tells of each feed")
}
