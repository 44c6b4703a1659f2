//! `tidings feeds add`: from an address to a block of feeds.toml.

#![expect(clippy::print_stderr, reason = "this is where the program speaks")]

use super::super::amounts::count;
use super::super::report::{self, Voice};
use super::super::runtime::block_on;
use super::change::{Unchanged, insert};
use crate::clock::Clock;
use crate::config::{Config, NewOutlet, free_name, typed_address};
use crate::model::FeedAddress;
use crate::pipeline::{Look, LookError, Named, look};
use clap::Args;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::fmt::Write as _;
use std::path::Path;
use std::process::ExitCode;

/// How many entries are shown.
const SHOWN: usize = 5;

/// Flags of `feeds add`.
#[derive(Debug, Args)]
pub(super) struct AddArgs {
    /// A feed, or a page that has one; `https://` may be left out.
    #[arg(value_name = "URL")]
    url: String,
    /// What the outlet is called in feeds.toml, in place of a name made of its host.
    #[arg(long, value_name = "NAME")]
    outlet: Option<String>,
    /// Insert the block into feeds.toml; everything else in it stays as it is.
    #[arg(long)]
    write: bool,
}

pub(super) fn run(path: &Path, voice: Voice, args: &AddArgs) -> ExitCode {
    let config = match Config::load(path) {
        Ok(config) => config,
        Err(problems) => return Unchanged::from(problems).told(),
    };
    let asked = match typed_address(&args.url, &config.folder) {
        Ok(asked) => asked,
        Err(problem) => return report::usage(&problem.to_string()),
    };
    let looked = match block_on(async { Ok(look(&config, Clock::System, &asked, false).await) }) {
        Ok(Ok(looked)) => looked,
        Ok(Err(problem @ LookError::Unanswered { .. })) => {
            return report::unread(&format!("{problem}\nNothing was added. `tidings feeds add` asks again."));
        }
        Ok(Err(problem @ (LookError::NoFeed { .. } | LookError::NoFeedOfPage { .. }))) => {
            return report::usage(&format!(
                "{problem}\nNothing was added. Look for a link named RSS, Atom or Feed on the page."
            ));
        }
        Ok(Err(problem)) => return report::usage(&problem.to_string()),
        Err(stop) => return report::stopped(&stop),
    };
    if !voice.quiet {
        eprintln!("{}", shown(&asked, &looked, &config.zone));
    }
    let FeedAddress::Web(feed) = &looked.feed else {
        return report::usage("a feed in a file is added by hand: feeds = [\"file:PATH\"]");
    };
    let name = args.outlet.clone().unwrap_or_else(|| free_name(feed, looked.page.as_ref(), &config));
    let outlet = NewOutlet::new(name, feed.clone(), looked.page.as_ref());
    if let Err(problem) = insert(path, std::slice::from_ref(&outlet), args.write) {
        return problem.told();
    }
    if args.write {
        voice.say(&format!("[outlet.{}] is now in {}; `tidings run` asks it", outlet.name, path.display()));
        return ExitCode::SUCCESS;
    }
    if !voice.quiet {
        eprintln!("Add this to {}, or let `--write` do it:\n", path.display());
    }
    report::output(&outlet.to_string())
}

/// What was found, for a person who watches.
fn shown(asked: &FeedAddress, looked: &Look, zone: &TimeZone) -> String {
    let mut text = match looked.named_by {
        Some(Named::ByPage) => format!("{asked} is a page that names this feed:\n"),
        Some(Named::ByHabit) => format!("{asked} is a page that names no feed, but its site has one:\n"),
        None if looked.feed != *asked => format!("{asked} has moved for good; this is where to:\n"),
        None => String::new(),
    };
    let title = if looked.title.is_empty() { "(no title)" } else { &looked.title };
    let _ = writeln!(text, "{}\n{title}: {}, {}", looked.feed, looked.format, count(looked.entries.len(), "entry"));
    if !looked.repairs.is_empty() {
        let _ = writeln!(text, "  read with {}: {}", count(looked.repairs.len(), "repair"), looked.repairs.join(", "));
    }
    let day = |at: Timestamp| at.to_zoned_datetime(zone.clone()).strftime("%-d %b %H:%M").to_string();
    for entry in looked.entries.iter().take(SHOWN) {
        let when = entry.published.map_or_else(|| "no date".to_owned(), day);
        let _ = writeln!(text, "  {when:>12}  {}", one_line(&entry.title));
    }
    if looked.entries.len() > SHOWN {
        let _ = writeln!(text, "  and {} more", looked.entries.len() - SHOWN);
    }
    for other in &looked.others {
        let _ = writeln!(text, "It names this feed as well: {other}");
    }
    text
}

fn one_line(title: &str) -> String {
    /// What a terminal of 100 columns holds beside the date.
    const WIDE: usize = 80;
    let line = title.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(WIDE) {
        Some((end, _)) => format!("{}…", line[..end].trim_end()),
        None => line,
    }
}
