//! `tidings feeds`: the feeds of feeds.toml, looked at and changed.

mod add;
mod exchange;
mod remove;
mod table;
mod test;

pub(super) use exchange::{list_of, say_left_out};

use super::Common;
use super::report::{self, Voice};
use crate::config::{ConfigError, Edit, EditError, NewOutlet};
use crate::deliver;
use crate::pipeline::Error;
use clap::{Args, Subcommand};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Flags of `feeds`.
#[derive(Debug, Args)]
pub(super) struct FeedsArgs {
    #[command(subcommand)]
    action: Option<Action>,
    #[command(flatten)]
    list: table::ListArgs,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// List the feeds: what each brought, and how it is. What `tidings feeds` alone does, too.
    List(table::ListArgs),
    /// Find the feed of an address, show its first entries, and say what to add to feeds.toml.
    Add(add::AddArgs),
    /// Ask feeds now and say what came; nothing is stored.
    Test(test::TestArgs),
    /// Take an outlet out of feeds.toml.
    Remove(remove::RemoveArgs),
    /// Say what a list of feeds (OPML) of another reader adds to feeds.toml.
    Import(exchange::ImportArgs),
    /// Print the feeds as a list (OPML) for other readers.
    Export,
}

pub(super) fn run(common: &Common, voice: Voice, args: &FeedsArgs) -> ExitCode {
    let path = &common.config;
    if args.action.is_some() && args.list.is_given() {
        return report::usage("`--json` and `--at` belong behind `list`: `tidings feeds list --json`");
    }
    match &args.action {
        None => table::run(path, &args.list),
        Some(Action::List(args)) => table::run(path, args),
        Some(Action::Add(args)) => add::run(path, voice, args),
        Some(Action::Test(args)) => test::run(path, voice, args),
        Some(Action::Remove(args)) => remove::run(path, voice, args),
        Some(Action::Import(args)) => exchange::import(path, voice, args),
        Some(Action::Export) => exchange::export(path, voice),
    }
}

/// Why feeds.toml was not changed.
#[derive(Debug, thiserror::Error)]
enum Unchanged {
    #[error(transparent)]
    Config(#[from] ConfigError),
    #[error(transparent)]
    Edit(#[from] EditError),
    #[error(transparent)]
    Write(#[from] deliver::DeliverError),
}

impl Unchanged {
    fn told(self) -> ExitCode {
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
fn save(path: &Path, edit: &Edit) -> Result<(), Unchanged> {
    Ok(deliver::replace(path, edit.text().as_bytes())?)
}

/// Inserts `outlets` into the file at `path`, if they fit; writes it only if `write` says so.
fn insert(path: &Path, outlets: &[NewOutlet], write: bool) -> Result<(), Unchanged> {
    let mut edit = Edit::open(path)?;
    edit.insert(outlets)?;
    if write { save(path, &edit) } else { Ok(()) }
}

/// A file, at most `most` bytes of it and one more.
fn read_bounded(path: &PathBuf, most: u64) -> std::io::Result<Vec<u8>> {
    use std::io::Read as _;
    let mut bytes = Vec::new();
    std::fs::File::open(path)?.take(most + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}
