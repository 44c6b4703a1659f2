//! `tidings feeds import` and `export`: lists of feeds (OPML) from and for other readers.

#![expect(clippy::print_stderr, reason = "this is where the program speaks")]

use super::super::amounts::count;
use super::super::report::{self, Voice};
use super::change::{Unchanged, insert};
use crate::config::{Config, Subscribed, subscribe};
use crate::model::FeedAddress;
use crate::{parse, render};
use clap::Args;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// How much of a file is read: a little more than a list may have, so that the reader says that it is too large.
const MOST_READ: u64 = 4_000_001;

/// Flags of `feeds import`.
#[derive(Debug, Args)]
pub(super) struct ImportArgs {
    /// The list as the other reader exported it.
    #[arg(value_name = "FILE.opml")]
    file: PathBuf,
    /// Insert the outlets into feeds.toml; everything else in it stays as it is.
    #[arg(long)]
    write: bool,
}

pub(super) fn import(path: &Path, voice: Voice, args: &ImportArgs) -> ExitCode {
    let config = match Config::load(path) {
        Ok(config) => config,
        Err(problems) => return Unchanged::from(problems).told(),
    };
    let made = match list_of(&args.file, Some(&config)) {
        Ok(made) => made,
        Err(problem) => return report::usage(&problem),
    };
    say_left_out(voice, &args.file, &made);
    if made.outlets.is_empty() {
        voice.say("Nothing to add.");
        return ExitCode::SUCCESS;
    }
    if let Err(problem) = insert(path, &made.outlets, args.write) {
        return problem.told();
    }
    if args.write {
        let added = count(made.outlets.len(), "outlet");
        voice.say(&format!("{added} added to {}; `tidings feeds test` asks them all", path.display()));
        return ExitCode::SUCCESS;
    }
    if !voice.quiet {
        eprintln!("Add this to {}, or let `--write` do it:\n", path.display());
    }
    let blocks: Vec<String> = made.outlets.iter().map(ToString::to_string).collect();
    report::output(&blocks.join("\n"))
}

pub(super) fn export(path: &Path, voice: Voice) -> ExitCode {
    let config = match Config::load(path) {
        Ok(config) => config,
        Err(problems) => return Unchanged::from(problems).told(),
    };
    let enabled = || config.outlets.iter().filter(|outlet| outlet.enabled);
    let files = enabled().flat_map(|outlet| &outlet.feeds).filter(|feed| matches!(feed.address, FeedAddress::File(_)));
    let (files, off) = (files.count(), config.outlets.len() - enabled().count());
    if files > 0 && !voice.quiet {
        eprintln!("left out: {} in files of this machine", count(files, "feed"));
    }
    if off > 0 && !voice.quiet {
        eprintln!("left out: {} switched off", count(off, "outlet"));
    }
    report::output(&render::opml(&config.title, &config.subscriptions()))
}

/// What the list in `file` adds to `config`.
pub(in crate::cli) fn list_of(file: &PathBuf, config: Option<&Config>) -> Result<Subscribed, String> {
    let shown = file.display();
    let bytes = read_bounded(file, MOST_READ).map_err(|cause| format!("{shown} cannot be read: {cause}"))?;
    let list = parse::opml(&bytes).map_err(|problem| {
        format!("{shown}: {problem}\n  export the list of feeds from your other reader as OPML, and name that file")
    })?;
    let mut made = subscribe(&list.feeds, config);
    made.left_out.splice(0..0, list.left_out.into_iter().map(|one| (one.name, one.reason)));
    if list.too_many > 0 {
        made.left_out.push((count(list.too_many, "further feed"), "a list may have 10 000".to_owned()));
    }
    Ok(made)
}

/// Says what of the list in `file` does not become an outlet, and why.
pub(in crate::cli) fn say_left_out(voice: Voice, file: &Path, made: &Subscribed) {
    /// More would only scroll by.
    const SHOWN: usize = 20;
    if voice.quiet {
        return;
    }
    for (name, reason) in made.left_out.iter().take(SHOWN) {
        let name = if name.is_empty() { "an entry without a name" } else { name };
        eprintln!("{}: left out: {name}: {reason}", file.display());
    }
    if made.left_out.len() > SHOWN {
        eprintln!("{}: left out: {} more", file.display(), made.left_out.len() - SHOWN);
    }
    if made.known > 0 {
        eprintln!("{}: {} known already, or there twice", file.display(), count(made.known, "feed"));
    }
}

/// A file, at most `most` bytes of it and one more.
fn read_bounded(path: &PathBuf, most: u64) -> std::io::Result<Vec<u8>> {
    use std::io::Read as _;
    let mut bytes = Vec::new();
    std::fs::File::open(path)?.take(most + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}
