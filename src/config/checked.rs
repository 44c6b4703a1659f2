//! What `feeds.toml` says, checked.

use super::keep::Keep;
use crate::deliver::{Announce, MailOptions};
use crate::fetch::{Options, OutletOptions};
use crate::model::{Feed, Formats, Matcher, Outlet, Override, Schedule, Topic};
use jiff::SignedDuration;
use jiff::tz::TimeZone;
use std::net::SocketAddr;
use std::path::PathBuf;

/// Everything `feeds.toml` says, checked. All paths are absolute.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Config {
    /// The file this was read from.
    pub path: PathBuf,
    /// The folder the file is in: relative paths start there.
    pub folder: PathBuf,
    /// What the reader calls the digest.
    pub title: String,
    /// Decides what "today" means.
    pub zone: TimeZone,
    /// The IANA name of `zone`.
    pub zone_name: String,
    /// When the daemon makes an edition.
    pub schedule: Option<Schedule>,
    /// How far back an edition looks.
    pub window: Window,
    /// How far back it looks at most, after downtime.
    pub max_window: SignedDuration,
    /// What happens to a story that was told before.
    pub repeat: Repeat,
    /// What happens when there is nothing to tell.
    pub if_empty: IfEmpty,
    /// What is written.
    pub formats: Formats,
    /// The folder the pages go to.
    pub output: PathBuf,
    /// The folder for what must be remembered between runs.
    pub state: PathBuf,
    /// Templates that take the place of the built-in ones.
    pub templates: Option<PathBuf>,
    /// The file for figures about the last run, in the form that Prometheus reads.
    pub metrics: Option<PathBuf>,
    /// Where the daemon answers `/healthz` and `/metrics`; always on loopback.
    pub listen: Option<SocketAddr>,
    /// A feed is asked no more often than this.
    pub min_interval: SignedDuration,
    /// A feed that fails for this long is shown in the digest.
    pub alert_after: SignedDuration,
    /// The most stories of a digest.
    pub stories: usize,
    /// The most stories one outlet may lead, and the most lines it gets; `None` sets no bound.
    pub per_outlet: Option<usize>,
    /// The most words quoted from one outlet for one story, headline included.
    pub max_excerpt: usize,
    /// The language of labels and dates: one of [`LANGUAGES`](crate::model::LANGUAGES).
    pub language: &'static str,
    /// Where the pages are published, ending in `/`; `None` when nobody said.
    pub base_url: Option<String>,
    /// How to fetch, for all outlets.
    pub fetch: Options,
    /// How long what is stored stays.
    pub keep: Keep,
    /// To whom editions are mailed.
    pub mail: Option<MailOptions>,
    /// Where editions are announced.
    pub notify: Vec<Announce>,
    /// The outlets in the order of the file, those switched off included.
    pub outlets: Vec<OutletConfig>,
    /// The topics in the order of the file; never empty.
    pub topics: Vec<Topic>,
    /// Stories joined and split by hand, in the order of the file.
    pub overrides: Vec<Override>,
}

/// One outlet with all that is needed to read it.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct OutletConfig {
    /// Who publishes.
    pub outlet: Outlet,
    /// What is refreshed.
    pub feeds: Vec<Feed>,
    /// The line of the file that names each of `feeds`, in the same order: "change line 14".
    pub feed_lines: Vec<usize>,
    /// How to fetch, where it differs from [`Config::fetch`].
    pub fetch: OutletOptions,
    /// In place of [`Config::min_interval`].
    pub min_interval: Option<SignedDuration>,
    /// Entries of this outlet that match one of these are dropped.
    pub not: Vec<Matcher>,
    /// The folders it lies in when the feeds go to another reader, outermost first. Tidings itself makes nothing of it.
    pub folder: Vec<String>,
    /// Whether it is refreshed. Secrets of an outlet that is switched off are not looked up.
    pub enabled: bool,
}

/// How far back an edition looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Window {
    /// To the edition before it.
    SinceLast,
    /// This long.
    Last(SignedDuration),
}

/// What happens to a story that was told before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Repeat {
    /// It returns when there is something new to it.
    UpdatesOnly,
    /// It returns as long as it is within the window.
    Always,
    /// It never returns.
    Never,
}

/// What happens when there is nothing to tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum IfEmpty {
    /// An edition says so.
    Note,
    /// No edition is made.
    Skip,
}
