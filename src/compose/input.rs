//! What a digest is made of.

use super::brief;
use super::group::Seen;
use crate::model::{Edition, Entry, Matcher, Outlet, OutletId, Override, Story, Topic, Trouble};
use jiff::Timestamp;

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
    /// What the reader knows better than grouping.
    pub overrides: &'a [Override],
    /// What the feeds have said of late, before these entries.
    pub seen: &'a Seen,
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
    /// The most stories one outlet may lead, and the most lines it gets.
    pub per_outlet: Option<usize>,
    /// How much a brief may say.
    pub brief: brief::Options,
}
