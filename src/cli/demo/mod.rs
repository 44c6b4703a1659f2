//! `tidings demo`: the very same pipeline on sample feeds, in two editions a day apart.

mod samples;

use super::report::{self, Voice};
use super::work::{Stages, Work, work_on};
use crate::clock::Clock;
use crate::config::Config;
use crate::pipeline::{Error, GatherOptions};
use clap::Args;
use jiff::Timestamp;
use samples::{Day, FEEDS_TOML};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Names the folder as one that the demo made and may make again.
const MARK: &str = ".tidings-demo";

/// Flags of `demo`.
#[derive(Debug, Args)]
pub(super) struct DemoArgs {
    /// The folder to work in; it is made anew each time.
    #[arg(long, value_name = "FOLDER", default_value = "output/demo")]
    into: PathBuf,
}

pub(super) fn run(voice: Voice, args: &DemoArgs) -> ExitCode {
    if let Err(problem) = prepare(&args.into) {
        return report::usage(&problem);
    }
    let file = args.into.join("feeds.toml");
    let mut exit = ExitCode::SUCCESS;
    for day in samples::days() {
        voice.say(&format!("{}: the sample feeds as they were at {}", day.name, day.at));
        if let Err(cause) = lay_out(&args.into, &day) {
            return report::usage(&format!("{}: the sample feeds cannot be written: {cause}", args.into.display()));
        }
        let config = match Config::load(&file) {
            Ok(config) => config,
            Err(problems) => return report::stopped(&Error::from(problems)),
        };
        let at = match day.at.parse::<Timestamp>() {
            Ok(at) => at,
            Err(cause) => return report::usage(&cause.to_string()),
        };
        let work = Work { clock: Clock::Fixed(at), options: GatherOptions::default(), stages: Stages::Both };
        // One sample feed fails on purpose, so that the page can show what that looks like.
        exit = work_on(&config, voice, work, report::FailOn::None);
    }
    exit
}

/// Makes the folder, or empties it when an earlier demo made it.
fn prepare(folder: &Path) -> Result<(), String> {
    let failed = |cause: io::Error| format!("{}: cannot be used for the demo: {cause}", folder.display());
    let is_ours = folder.join(MARK).exists();
    let is_empty = match fs::read_dir(folder) {
        Ok(mut entries) => entries.next().is_none(),
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => true,
        Err(cause) => return Err(failed(cause)),
    };
    if is_ours {
        fs::remove_dir_all(folder).map_err(failed)?;
    } else if !is_empty {
        return Err(format!(
            "{}: not empty, and not made by the demo; name another folder with --into FOLDER",
            folder.display()
        ));
    }
    fs::create_dir_all(folder.join("feeds")).map_err(failed)?;
    put(&folder.join(MARK), "Made by `tidings demo`, which empties this folder each time.\n").map_err(failed)?;
    put(&folder.join("feeds.toml"), FEEDS_TOML).map_err(failed)
}

fn lay_out(folder: &Path, day: &Day) -> io::Result<()> {
    for (name, body) in day.feeds {
        put(&folder.join("feeds").join(name), body)?;
    }
    Ok(())
}

#[expect(clippy::disallowed_methods, reason = "sample feeds, not pages: half of one after a crash hurts nobody")]
fn put(path: &Path, body: &str) -> io::Result<()> {
    fs::write(path, body)
}
