//! One report of a story.

use super::brief::Teller;
use crate::model::{Entry, EntryId, Outlet};
use jiff::Timestamp;

/// One report of a story.
#[derive(Debug, Clone, Copy)]
pub(super) struct Report<'a> {
    pub(super) entry: &'a Entry,
    pub(super) outlet: &'a Outlet,
    /// No edition has shown it.
    pub(super) fresh: bool,
    /// The report of another outlet whose words it carries.
    pub(super) copy_of: Option<&'a EntryId>,
    /// When it was published, as far as that can be believed.
    pub(super) time: Timestamp,
}

impl<'a> Report<'a> {
    /// As a brief sees it.
    pub(super) fn teller(&self) -> Teller<'a> {
        Teller { entry: self.entry, outlet: self.outlet, new: self.fresh, copy: self.copy_of.is_some() }
    }
}
