//! A change of feeds.toml, and what is said where it is not made.

use super::super::report;
use crate::config::{ConfigError, Edit, EditError, NewOutlet};
use crate::deliver;
use crate::pipeline::Error;
use std::path::Path;
use std::process::ExitCode;

/// Why feeds.toml was not changed.
#[derive(Debug, thiserror::Error)]
pub(super) enum Unchanged {
    #[error(transparent)]
    Config(#[from] ConfigError),
    #[error(transparent)]
    Edit(#[from] EditError),
    #[error(transparent)]
    Write(#[from] deliver::DeliverError),
}

impl Unchanged {
    pub(super) fn told(self) -> ExitCode {
        match self {
            Self::Config(problems) => report::stopped(&Error::from(problems)),
            Self::Edit(problem) => report::usage(&problem.to_string()),
            Self::Write(problem) => report::unwritten(&format!(
                "{problem}\nThe file stays as it was. Mend its permissions, or add the lines by hand: without `--write` they are printed."
            )),
        }
    }
}

/// Writes what `edit` made of the file at `path`.
pub(super) fn save(path: &Path, edit: &Edit) -> Result<(), Unchanged> {
    Ok(deliver::replace(path, edit.text().as_bytes())?)
}

/// Inserts `outlets` into the file at `path`, if they fit; writes it only if `write` says so.
pub(super) fn insert(path: &Path, outlets: &[NewOutlet], write: bool) -> Result<(), Unchanged> {
    let mut edit = Edit::open(path)?;
    edit.insert(outlets)?;
    if write { save(path, &edit) } else { Ok(()) }
}
