//! `tidings verify`: everything in the output read again, and held against what is stored.

use super::amounts::count;
use super::report;
use super::report::Voice;
use super::runtime::block_on;
use crate::config::Config;
use crate::pipeline::{self, Error, VerifyReport};
use clap::Args;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// The store, within the state folder.
const STORE: &str = "tidings.db";

/// Flags of `verify`.
#[derive(Debug, Args)]
pub(super) struct VerifyArgs {
    /// The output folder, or the folder of one edition in it; the output folder of feeds.toml when left out.
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,
}

pub(super) fn run(config: &Path, voice: Voice, is_verbose: bool, args: &VerifyArgs) -> ExitCode {
    let places = match places(config, args) {
        Ok(places) => places,
        Err(stop) => return report::stopped(&stop),
    };
    let Places { folder, store, config } = places;
    let found = match block_on(pipeline::verify(&folder, &store, config.as_ref())) {
        Ok(found) => found,
        Err(stop) => return report::stopped(&stop),
    };
    if found.looked_at.is_empty() {
        return report::usage(&format!(
            "{}: there is no edition in this folder, so nothing to verify",
            folder.display()
        ));
    }
    if is_verbose {
        voice.say_all(&file_by_file(&found));
    }
    if !found.faults.is_empty() {
        return report::unverified(&found);
    }
    voice.say(&format!(
        "{}: {} in {}, each word for word as stored; {} looked at",
        folder.display(),
        count(found.citations, "citation"),
        count(found.files, "file"),
        count(found.looked_at.len(), "file"),
    ));
    if found.own > 0 {
        voice.say(&format!(
            "{} outside of the news, marked `data-own` by a template, and held against nothing",
            count(found.own, "passage"),
        ));
    }
    if found.of_another > 0 {
        voice.say(&format!(
            "{} not compared in full: another version of Tidings wrote them, or this one with other templates or \
             options; the next `tidings run` writes them again",
            count(found.of_another, "file"),
        ));
    }
    ExitCode::SUCCESS
}

/// A line for each file: what it was held against, and what came of it.
fn file_by_file(found: &VerifyReport) -> String {
    let mut text = String::new();
    for looked in &found.looked_at {
        let citations = match looked.citations {
            0 => String::new(),
            citations => format!(", {}", count(citations, "citation")),
        };
        let outcome = match looked.faults {
            0 => "ok".to_owned(),
            faults => count(faults, "fault"),
        };
        let _ = writeln!(text, "{}: {}{citations}: {outcome}", looked.file.display(), looked.how);
    }
    text
}

/// What is verified, and against what.
struct Places {
    folder: PathBuf,
    store: PathBuf,
    /// What the pages were written by, where that is known.
    config: Option<Config>,
}

/// The folder to look at and the store to look into: the folder's own, where it has one.
fn places(config: &Path, args: &VerifyArgs) -> Result<Places, Error> {
    if let Some(folder) = &args.folder {
        let own = folder.join(".state").join(STORE);
        if own.exists() {
            // The configuration at hand may be that of another digest, or broken: neither hinders.
            let same = |config: &Config| {
                let real = |path: &Path| path.canonicalize().ok();
                real(&config.state).is_some() && real(&config.state) == real(&folder.join(".state"))
            };
            let config = Config::load(config).ok().filter(same);
            return Ok(Places { folder: folder.clone(), store: own, config });
        }
    }
    let config = Config::load(config)?;
    let folder = args.folder.clone().unwrap_or_else(|| config.output.clone());
    Ok(Places { folder, store: config.state.join(STORE), config: Some(config) })
}
