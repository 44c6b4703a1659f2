//! `tidings feeds`: the feeds of feeds.toml, looked at and changed.

mod add;
mod change;
mod exchange;
mod remove;
mod table;
mod test;

pub(super) use exchange::{list_of, say_left_out};

use super::common::Common;
use super::report::{self, Voice};
use clap::{Args, Subcommand};
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
