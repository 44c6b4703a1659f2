//! `tidings feeds remove`: an outlet less.

#![expect(clippy::print_stderr, reason = "this is where the program speaks")]

use super::super::report::{self, Voice};
use super::change::{Unchanged, save};
use crate::config::Edit;
use clap::Args;
use std::path::Path;
use std::process::ExitCode;

/// Flags of `feeds remove`.
#[derive(Debug, Args)]
pub(super) struct RemoveArgs {
    /// The outlet: NAME of [outlet.NAME].
    #[arg(value_name = "NAME")]
    name: String,
    /// Take its lines out of feeds.toml; without this they are only shown.
    #[arg(long)]
    write: bool,
}

pub(super) fn run(path: &Path, voice: Voice, args: &RemoveArgs) -> ExitCode {
    match remove(path, args) {
        Ok(taken) if args.write => {
            voice.say(&format!("[outlet.{}] is out of {}:\n\n{taken}", args.name, path.display()));
            voice.say("What it brought stays stored; put the lines back to read it on.");
            ExitCode::SUCCESS
        }
        Ok(taken) => {
            if !voice.quiet {
                eprintln!("Take this out of {}, or let `--write` do it:\n", path.display());
            }
            report::output(&taken)
        }
        Err(problem) => problem.told(),
    }
}

fn remove(path: &Path, args: &RemoveArgs) -> Result<String, Unchanged> {
    let mut edit = Edit::open(path)?;
    let taken = edit.remove(&args.name)?;
    if args.write {
        save(path, &edit)?;
    }
    Ok(taken)
}
