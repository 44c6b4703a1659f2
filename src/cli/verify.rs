//! `tidings verify`: every citation read again in the stored text.

use super::amounts::count;
use super::report::Voice;
use super::{block_on, report};
use crate::config::Config;
use crate::pipeline::{self, Error};
use clap::Args;
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

pub(super) fn run(config: &Path, voice: Voice, args: &VerifyArgs) -> ExitCode {
    let (folder, store) = match places(config, args) {
        Ok(places) => places,
        Err(stop) => return report::stopped(&stop),
    };
    match block_on(pipeline::verify(&folder, &store)) {
        Ok(found) if found.citations == 0 && found.faults.is_empty() => {
            report::usage(&format!("{}: there is no edition in this folder, so nothing to verify", folder.display()))
        }
        Ok(found) if found.faults.is_empty() => {
            voice.say(&format!(
                "{}: {} in {}, each word for word as stored",
                folder.display(),
                count(found.citations, "citation"),
                count(found.files, "file"),
            ));
            ExitCode::SUCCESS
        }
        Ok(found) => report::unverified(&found),
        Err(stop) => report::stopped(&stop),
    }
}

/// The folder to look at and the store to look into: the folder's own, where it has one.
fn places(config: &Path, args: &VerifyArgs) -> Result<(PathBuf, PathBuf), Error> {
    if let Some(folder) = &args.folder {
        let own = folder.join(".state").join(STORE);
        if own.exists() {
            return Ok((folder.clone(), own));
        }
    }
    let config = Config::load(config)?;
    let folder = args.folder.clone().unwrap_or(config.output);
    Ok((folder, config.state.join(STORE)))
}
