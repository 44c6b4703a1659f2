//! `tidings init`: a feeds.toml to begin with.

use super::amounts::count;
use super::common::Common;
use super::feeds::{list_of, say_left_out};
use super::report::{self, Voice};
use crate::config::{Config, starter};
use crate::deliver;
use crate::pipeline::Error;
use clap::Args;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Flags of `init`.
#[derive(Debug, Args)]
pub(super) struct InitArgs {
    /// Take the outlets from this list of feeds (OPML), exported from another reader.
    #[arg(long, value_name = "FILE")]
    opml: Option<PathBuf>,
    /// Overwrite the file that is there.
    #[arg(long)]
    force: bool,
}

pub(super) fn run(common: &Common, voice: Voice, args: &InitArgs) -> ExitCode {
    let path = &common.config;
    let outlets = match &args.opml {
        None => Vec::new(),
        Some(file) => match list_of(file, None) {
            Ok(made) => {
                say_left_out(voice, file, &made);
                if made.outlets.is_empty() {
                    return report::usage(&format!("{}: names no feed that can be read", file.display()));
                }
                made.outlets
            }
            Err(problem) => return report::usage(&problem),
        },
    };
    let text = starter(&outlets);
    let written = if args.force {
        deliver::replace(path, text.as_bytes()).map(|()| true)
    } else {
        deliver::create(path, text.as_bytes())
    };
    match written {
        Ok(true) => welcome(voice, path),
        Ok(false) => report::usage(&format!(
            "{} is there already and stays as it is\n  `tidings check` looks at it; `--force` overwrites it, `--config FILE` writes another",
            path.display()
        )),
        Err(problem) => report::unwritten(&format!(
            "{problem}\nMake the folder or mend its permissions, or name another file with `--config FILE`."
        )),
    }
}

/// Says what is there now, and what comes next.
fn welcome(voice: Voice, path: &Path) -> ExitCode {
    let config = match Config::load(path) {
        Ok(config) => config,
        Err(problems) => return report::stopped(&Error::from(problems)),
    };
    voice.say(&format!(
        "{} is written: {}, {}, time zone {}",
        path.display(),
        count(config.outlets.len(), "outlet"),
        count(config.topics.len(), "topic"),
        config.zone_name
    ));
    voice.say("Next: `tidings run` reads the feeds and writes the page, `tidings open` shows it.");
    voice.say("Then make the outlets and topics in the file yours; `tidings check` finds mistakes.");
    ExitCode::SUCCESS
}
