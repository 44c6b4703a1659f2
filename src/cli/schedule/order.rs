//! What a schedule is made of, whichever program keeps it.

use crate::model::Schedule;
use std::path::{Path, PathBuf};

/// Everything that cron and systemd have to know.
pub(super) struct Order<'a> {
    /// This program.
    pub(super) program: PathBuf,
    /// `feeds.toml`.
    pub(super) file: &'a Path,
    pub(super) schedule: &'a Schedule,
    pub(super) zone_name: &'a str,
    /// The zone of the machine, where it differs from that of the digest.
    pub(super) other_zone: Option<String>,
    /// What the units are called.
    pub(super) name: &'a str,
}
