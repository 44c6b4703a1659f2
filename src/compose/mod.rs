//! Composing: entries in, one digest out. Pure, and it cannot fail.

pub mod brief;
mod chronicle;
pub mod filter;
pub mod group;
mod news;
pub mod rank;
mod stories;
mod verdict;
mod words;

pub use verdict::{Verdict, Was};

use crate::model::{
    Digest, Edition, Entry, Figures, Matcher, Outlet, OutletId, Reference, Section, Single, Story, Topic, Trouble,
};
use jiff::Timestamp;
use std::collections::BTreeMap;
use stories::Told;

/// What one digest is made of.
#[derive(Debug)]
pub struct Input<'a> {
    /// Which digest.
    pub edition: Edition,
    /// What the reader calls it.
    pub title: &'a str,
    /// What the reader asked for, in the order of `feeds.toml`.
    pub topics: &'a [Topic],
    /// Who publishes.
    pub outlets: &'a [Outlet],
    /// What is dropped at one outlet only.
    pub outlet_nots: &'a [(OutletId, Vec<Matcher>)],
    /// Entries that no edition has considered yet.
    pub entries: &'a [Entry],
    /// Entries of the days before: company for the new ones, and what living stories have told.
    pub earlier: &'a [Entry],
    /// Stories that may go on.
    pub stories: &'a [Story],
    /// Feeds switched on.
    pub feeds: usize,
    /// Feeds that answered well when last asked.
    pub feeds_read: usize,
    /// Feeds that need a person.
    pub troubles: Vec<Trouble>,
    /// Entries published before this moment are no news, whenever they were first seen.
    pub oldest: Timestamp,
    /// A told story returns only with something new.
    pub updates_only: bool,
    /// A told story does not return at all.
    pub never_again: bool,
    /// The most stories with two or more outlets on the page.
    pub stories_most: usize,
    /// The most stories one outlet may lead.
    pub per_outlet: Option<usize>,
}

/// What came of it.
#[derive(Debug, Clone)]
pub struct Composed {
    /// The digest.
    pub digest: Digest,
    /// The stories it tells, as they are from now on.
    pub stories: Vec<Story>,
    /// What became of each of `Input::entries`, in their order.
    pub verdicts: Vec<Verdict>,
}
