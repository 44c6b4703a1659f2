//! `tidings feeds test`: what the feeds answer now.

#![expect(clippy::print_stdout, reason = "this is where the program speaks")]

use super::super::amounts::count;
use super::super::report::{self, Voice};
use super::super::runtime::block_on;
use super::super::second;
use super::change::Unchanged;
use crate::clock::Clock;
use crate::config::{Config, OutletConfig, typed_address};
use crate::model::FeedAddress;
use crate::parse::{Opinion, Silence};
use crate::pipeline::{Answered, Error, Tried, look, try_feeds};
use clap::Args;
use jiff::tz::TimeZone;
use std::fmt::Write as _;
use std::path::Path;
use std::process::ExitCode;

/// Flags of `feeds test`.
#[derive(Debug, Args)]
#[command(after_help = "Where feed-rs, another reader, reads a feed otherwise, that is said below its line. \
Exits with 3 when a feed cannot be read, with 4 when none can.")]
pub(super) struct TestArgs {
    /// An outlet of feeds.toml, or an address; without it, every feed.
    #[arg(value_name = "NAME|URL")]
    which: Option<String>,
}

pub(super) fn run(path: &Path, voice: Voice, args: &TestArgs) -> ExitCode {
    let config = match Config::load(path) {
        Ok(config) => config,
        Err(problems) => return Unchanged::from(problems).told(),
    };
    let which = args.which.as_deref();
    let address = which.and_then(|which| typed_address(which, &config.folder).ok());
    let wants = |outlet: &OutletConfig, feed: &FeedAddress| {
        which.is_none_or(|which| outlet.outlet.id.as_str() == which || address.as_ref() == Some(feed))
    };
    let asked = block_on(async { try_feeds(&config, Clock::System, wants).await.map_err(Error::from) });
    match (asked, which, address) {
        (Err(stop), _, _) => report::stopped(&stop),
        (Ok(tried), Some(which), None) if tried.is_empty() => report::usage(&unknown(&config, which)),
        (Ok(tried), Some(_), Some(address)) if tried.is_empty() => stranger(&config, voice, &address),
        (Ok(tried), _, _) => said(voice, &config.zone, &tried),
    }
}

/// An address that feeds.toml does not name.
fn stranger(config: &Config, voice: Voice, address: &FeedAddress) -> ExitCode {
    match block_on(async { Ok(look(config, Clock::System, address, true).await) }) {
        Ok(Ok(looked)) => {
            println!("{}  {}, {}", looked.feed, looked.format, count(looked.entries.len(), "entry"));
            if let Some(second) = &looked.second {
                otherwise(second, &config.zone);
            }
            voice.say(&format!("{} does not name it; `tidings feeds add {address}` adds it", config.path.display()));
            ExitCode::SUCCESS
        }
        Ok(Err(problem)) => report::unread(&problem.to_string()),
        Err(stop) => report::stopped(&stop),
    }
}

fn unknown(config: &Config, which: &str) -> String {
    let switched_off = config.outlets.iter().any(|outlet| outlet.outlet.id.as_str() == which && !outlet.enabled);
    let path = config.path.display();
    if switched_off {
        return format!("{path}: the outlet `{which}` is switched off\n  take out its line `enabled = false`");
    }
    format!("{path}: there is no outlet `{which}`, and it is no address\n  `tidings feeds list` shows the names")
}

/// What feed-rs reads otherwise, below the line of a feed.
fn otherwise(second: &Result<Opinion, Silence>, zone: &TimeZone) {
    for line in second::lines(second.as_ref(), zone) {
        println!("    {line}");
    }
}

fn said(voice: Voice, zone: &TimeZone, tried: &[Tried]) -> ExitCode {
    let widest = tried.iter().map(|one| one.outlet.as_str().chars().count()).max().unwrap_or(0);
    let mut failed = 0;
    for one in tried {
        let mut line = format!("{:widest$}  {}  ", one.outlet.as_str(), one.url);
        match &one.outcome {
            Ok(answered) => {
                if voice.quiet {
                    continue;
                }
                let _ = write!(line, "{}, {}", answered.format, count(answered.entries, "entry"));
                if let Some(newest) = answered.newest {
                    let newest = newest.to_zoned_datetime(zone.clone());
                    let _ = write!(line, ", newest {}", newest.strftime("%-d %b %Y %H:%M"));
                }
                if !answered.repairs.is_empty() {
                    let _ = write!(line, ", mended: {}", answered.repairs.join(", "));
                }
                if let Some(moved) = &answered.moved {
                    let _ = write!(line, ", has moved for good to {moved}");
                }
            }
            Err(cause) => {
                failed += 1;
                line.push_str(cause);
            }
        }
        println!("{line}");
        if let Ok(Answered { second: Some(second), .. }) = &one.outcome {
            otherwise(second, zone);
        }
    }
    voice.say(&format!("{} of {} can be read", tried.len() - failed, count(tried.len(), "feed")));
    report::tried(failed, tried.len())
}
