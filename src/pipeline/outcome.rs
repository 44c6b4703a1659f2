//! How a run ended: the reports, and what stops a run.

use crate::config::ConfigError;
use crate::deliver::{DeliverError, Delivered};
use crate::fetch::FetchError;
use crate::model::{FeedId, FeedStatus, Figures, OutletId};
use crate::render::RenderError;
use crate::store::StoreError;
use jiff::Timestamp;
use std::io;
use std::path::PathBuf;
use thiserror::Error;

/// What stops a run. A feed that fails is none of these: it is a value in the [`GatherReport`].
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum Error {
    /// `feeds.toml` has mistakes.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The means of fetching could not be set up.
    #[error(transparent)]
    Fetch(#[from] FetchError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A template failed.
    #[error(transparent)]
    Render(#[from] RenderError),
    /// A page could not be written.
    #[error(transparent)]
    Deliver(#[from] DeliverError),
    /// The runtime that waits for the network could not be started.
    #[error("waiting for the network cannot be set up: {cause}")]
    Runtime {
        /// What the system said.
        #[source]
        cause: io::Error,
    },
    /// A signal asked it to stop. What is stored and written is whole.
    #[error("stopped; what was read so far is stored, and the page is whole")]
    Interrupted {
        /// The number of the signal.
        signal: i32,
    },
    /// A letter could not be put together. The pages are written.
    #[error("the mail of this edition cannot be written: {cause}")]
    Letter {
        /// What is wrong with it.
        cause: String,
    },
    /// The machine's clock cannot be right.
    #[error("the clock of this machine says {now}, which is before this program was made")]
    Clock {
        /// What it says.
        now: Timestamp,
    },
    /// Another run is at work.
    #[error("another run is at work (it holds {path})")]
    Locked {
        /// The lock.
        path: PathBuf,
    },
    /// There is no such edition.
    #[error("there is no edition {day}{}", beside(near))]
    NoEdition {
        /// What was asked for.
        day: String,
        /// The editions next to it in time.
        near: Vec<String>,
    },
    /// The state folder cannot be used.
    #[error("{path} cannot be used: {cause}")]
    State {
        /// The folder or file.
        path: PathBuf,
        /// What the system said.
        #[source]
        cause: io::Error,
    },
}

fn beside(near: &[String]) -> String {
    if near.is_empty() { "; none has been made yet".to_owned() } else { format!("; the nearest: {}", near.join(", ")) }
}

/// How the refresh of one feed ended.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Outcome {
    /// It was read.
    Read {
        /// Entries never seen before.
        new: usize,
        /// Known entries that changed.
        changed: usize,
    },
    /// The server says that nothing changed, or the same bytes came again.
    Unchanged,
    /// It could not be read.
    Failed {
        /// In plain words.
        cause: String,
    },
    /// It was not asked: it was asked a short time ago, or its host said when to come back.
    NotDue {
        /// When it may be asked again; `None` when its host says that it is gone for good.
        until: Option<Timestamp>,
    },
    /// The run's deadline came first.
    NotReached,
}

/// The refresh of one feed.
#[derive(Debug, Clone)]
pub struct FeedOutcome {
    /// The feed.
    pub feed: FeedId,
    /// Its outlet.
    pub outlet: OutletId,
    /// Its address, without secrets.
    pub address: String,
    /// The line of `feeds.toml` that names it.
    pub line: Option<usize>,
    /// How it ended.
    pub outcome: Outcome,
    /// How it is, now that the run has asked.
    pub status: FeedStatus,
}

/// How gathering ended.
#[derive(Debug, Clone, Default)]
pub struct GatherReport {
    /// One outcome a feed, in the order of `feeds.toml`.
    pub feeds: Vec<FeedOutcome>,
}

impl GatherReport {
    /// Entries never seen before.
    #[must_use]
    pub fn entries_new(&self) -> usize {
        self.feeds.iter().map(|feed| if let Outcome::Read { new, .. } = feed.outcome { new } else { 0 }).sum()
    }

    /// Feeds that were asked and could not be read.
    pub fn failed(&self) -> impl Iterator<Item = (&FeedOutcome, &str)> {
        self.feeds.iter().filter_map(|feed| match &feed.outcome {
            Outcome::Failed { cause } => Some((feed, cause.as_str())),
            _ => None,
        })
    }

    /// Feeds that the deadline cut off.
    pub fn not_reached(&self) -> impl Iterator<Item = &FeedOutcome> {
        self.feeds.iter().filter(|feed| matches!(feed.outcome, Outcome::NotReached))
    }

    /// Whether feeds were asked and not one of them could be read.
    #[must_use]
    pub fn is_cut_off(&self) -> bool {
        let mut asked = 0;
        for feed in &self.feeds {
            match feed.outcome {
                Outcome::Read { .. } | Outcome::Unchanged => return false,
                Outcome::Failed { .. } | Outcome::NotReached => asked += 1,
                Outcome::NotDue { .. } => {}
            }
        }
        asked > 0
    }
}

/// Somebody who was to have an edition and may not have got it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unsent {
    /// Who: "mail to you@example.org", "webhook".
    pub recipient: String,
    /// What happened, in plain words.
    pub cause: String,
    /// Nothing has arrived for sure, so the next run tries again; otherwise nothing is sent again.
    pub again: bool,
}

/// How publishing and sending ended.
#[derive(Debug, Clone)]
pub struct Published {
    /// What became of the pages.
    pub pages: PublishReport,
    /// How many were sent the edition.
    pub sent: usize,
    /// How many letters were written beside the pages, for others to send.
    pub letters: usize,
    /// Who was not.
    pub unsent: Vec<Unsent>,
}

/// How publishing ended.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum PublishReport {
    /// Nothing new: every page is as it was.
    Nothing,
    /// An edition was made.
    Edition {
        /// Its key: its folder in the output.
        key: String,
        /// What was read and what became of it.
        figures: Figures,
        /// What was written.
        delivered: Delivered,
    },
    /// No new edition, but pages of earlier ones had to be written again.
    Mended {
        /// What was written.
        delivered: Delivered,
    },
}
