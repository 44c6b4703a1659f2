//! `backup`, `restore`, `prune`, `replay`, `doctor`: for those who look after it.

#![expect(clippy::print_stdout, reason = "this is where the program speaks")]

use super::amounts::{count, size};
use super::common::clock;
use super::report::{self, Voice};
use super::runtime::block_on;
use crate::clock::Clock;
use crate::compose::{Difference, Line};
use crate::config::Config;
use crate::pipeline::{self, Error, Likeness, Lock, Pipeline};
use clap::Args;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Arguments of `backup`.
#[derive(Debug, Args)]
pub(super) struct BackupArgs {
    /// Where the copy goes; without it, to `backups` in the state folder, named by day and time.
    file: Option<PathBuf>,
}

/// Arguments of `restore`.
#[derive(Debug, Args)]
pub(super) struct RestoreArgs {
    /// A copy made by `backup`.
    file: PathBuf,
}

/// Arguments of `replay`.
#[derive(Debug, Args)]
pub(super) struct ReplayArgs {
    /// A date (2026-11-23), the folder of an edition (2026/11/23/183000), today, yesterday or last.
    day: String,
    /// Write the files to this folder too.
    #[arg(long, value_name = "FOLDER")]
    to: Option<PathBuf>,
}

/// Arguments of `diff`.
#[derive(Debug, Args)]
pub(super) struct DiffArgs {
    /// A day, as for `replay`.
    from: String,
    /// Another.
    to: String,
    /// As JSON, for scripts.
    #[arg(long)]
    json: bool,
}

/// Arguments of `doctor`.
#[derive(Debug, Args)]
pub(super) struct DoctorArgs {
    /// Ask no outlet.
    #[arg(long)]
    offline: bool,
    /// Copy what can be read of a damaged store into a new one.
    #[arg(long, value_name = "FILE")]
    salvage: Option<PathBuf>,
    /// Take this for the time now: 2026-11-23T07:00 in the digest's zone, or with an offset or Z.
    #[arg(long, value_name = "TIME")]
    at: Option<String>,
}

/// Arguments of `prune`.
#[derive(Debug, Args)]
pub(super) struct PruneArgs {
    /// Take this for the time now: 2026-11-23T07:00 in the digest's zone, or with an offset or Z.
    #[arg(long, value_name = "TIME")]
    at: Option<String>,
}

pub(super) fn backup(config: &Path, voice: Voice, args: &BackupArgs) -> ExitCode {
    with(config, None, async |pipeline, config| {
        let file = args.file.clone().unwrap_or_else(|| {
            let now = Clock::System.now().to_zoned_datetime(config.zone.clone());
            config.state.join(format!("backups/tidings-{}.db", now.strftime("%Y-%m-%d-%H%M%S")))
        });
        pipeline.backup(&file).await?;
        let bytes = std::fs::metadata(&file).map(|about| about.len()).unwrap_or_default();
        voice.say(&format!("{}: {}", file.display(), size(bytes)));
        Ok(ExitCode::SUCCESS)
    })
}

pub(super) fn restore(config: &Path, voice: Voice, args: &RestoreArgs) -> ExitCode {
    let config = match Config::load(config) {
        Ok(config) => config,
        Err(problems) => return report::stopped(&Error::from(problems)),
    };
    match block_on(pipeline::restore(&config, &args.file)) {
        Ok((facts, aside)) => {
            let newest = facts.newest_edition.as_deref().unwrap_or("none");
            voice.say(&format!(
                "Restored: {}, newest edition {newest}.",
                count(usize::try_from(facts.entries).unwrap_or(usize::MAX), "entry")
            ));
            if let Some(aside) = aside {
                voice.say(&format!("What was there before is kept as {}.", aside.display()));
            }
            voice.say("The next run makes the pages again.");
            ExitCode::SUCCESS
        }
        Err(stop) => report::stopped(&stop),
    }
}

pub(super) fn prune(config: &Path, voice: Voice, args: &PruneArgs) -> ExitCode {
    with(config, args.at.as_deref(), async |pipeline, config| {
        if !config.keep.is_bounded() {
            voice.say("Everything is kept: feeds.toml has no [keep] that says how long.");
            return Ok(ExitCode::SUCCESS);
        }
        let _lock = Lock::take(&config.state)?;
        let forgotten = pipeline.forget().await?;
        voice.say(&format!(
            "Forgot {} and {}; what is stored takes {}.",
            count(forgotten.entries, "entry"),
            count(forgotten.editions.len(), "edition"),
            size(pipeline.size_bytes().await?),
        ));
        Ok(ExitCode::SUCCESS)
    })
}

pub(super) fn replay(config: &Path, voice: Voice, args: &ReplayArgs) -> ExitCode {
    with(config, None, async |pipeline, config| {
        let replayed = pipeline.replay(&args.day, args.to.as_deref()).await?;
        for (path, likeness) in &replayed.files {
            let words = match likeness {
                Likeness::Same => "the same",
                Likeness::Differs => "differs",
                _ => "not in the output",
            };
            voice.say(&format!("{path}: {words}"));
        }
        if let Some(to) = &args.to {
            voice.say(&format!("Written to {}.", to.display()));
        }
        if replayed.files.iter().all(|(_, likeness)| *likeness == Likeness::Same) {
            return Ok(ExitCode::SUCCESS);
        }
        if args.to.is_none() {
            println!(
                "{} is not as it would be made now; --to FOLDER shows how that looks, next to {}.",
                replayed.key,
                config.output.display()
            );
        }
        Ok(report::differs())
    })
}

pub(super) fn diff(config: &Path, args: &DiffArgs) -> ExitCode {
    with(config, None, async |pipeline, _| {
        let found = pipeline.diff(&args.from, &args.to).await?;
        if args.json {
            let json = serde_json::to_string_pretty(&found).unwrap_or_default();
            return Ok(report::output(&format!("{json}\n")));
        }
        Ok(report::output(&comparison(&found)))
    })
}

fn comparison(found: &Difference) -> String {
    let mut text = format!("{} beside {}\n", found.to, found.from);
    let line = |mark: char, line: &Line| format!("  {mark} {} ({})\n", line.headline, line.sites.join(", "));
    let head = |text: &mut String, number: usize, words: &str| {
        let _ = writeln!(text, "\n{} {words}", count(number, "story"));
    };
    if !found.new.is_empty() {
        head(&mut text, found.new.len(), "new");
        text.extend(found.new.iter().map(|new| line('+', new)));
    }
    if !found.moved_on.is_empty() {
        head(&mut text, found.moved_on.len(), "moved on");
        for (before, after) in &found.moved_on {
            text.push_str(&line('~', after));
            if before.headline != after.headline {
                let _ = writeln!(text, "      before: {}", before.headline);
            }
        }
    }
    if !found.gone.is_empty() {
        head(&mut text, found.gone.len(), "told no more");
        text.extend(found.gone.iter().map(|gone| line('-', gone)));
    }
    if found.same > 0 {
        head(&mut text, found.same, "told as before");
    }
    text
}

pub(super) fn doctor(config: &Path, voice: Voice, args: &DoctorArgs) -> ExitCode {
    let config = match Config::load(config) {
        Ok(config) => config,
        Err(problems) => return report::stopped(&Error::from(problems)),
    };
    if let Some(to) = &args.salvage {
        return salvage(&config, voice, to);
    }
    let clock = match clock(args.at.as_deref(), &config.zone) {
        Ok(clock) => clock,
        Err(problem) => return report::usage(&problem),
    };
    let found = match block_on(async { Ok(pipeline::examine(&config, clock, !args.offline).await) }) {
        Ok(found) => found,
        Err(stop) => return report::stopped(&stop),
    };
    voice.say(&format!("ok  feeds.toml  {}: no mistakes", config.path.display()));
    let mut exit = ExitCode::SUCCESS;
    for finding in found {
        match finding.next {
            None => voice.say(&format!("ok  {:10}  {}", finding.what, finding.words)),
            Some(next) => {
                println!("!!  {:10}  {}\n                {next}", finding.what, finding.words);
                exit = report::differs();
            }
        }
    }
    exit
}

fn salvage(config: &Config, voice: Voice, to: &Path) -> ExitCode {
    match block_on(pipeline::salvage(config, to)) {
        Ok(salvaged) => {
            for (table, rows) in &salvaged.copied {
                voice.say(&format!("{table}: {}", count(usize::try_from(*rows).unwrap_or(usize::MAX), "row")));
            }
            for (table, stretches) in &salvaged.lost {
                let gaps = count(usize::try_from(*stretches).unwrap_or(usize::MAX), "gap");
                println!("{table}: {gaps} where nothing could be read");
            }
            voice.say(&format!("To go on with it: tidings restore {}", to.display()));
            ExitCode::SUCCESS
        }
        Err(stop) => report::stopped(&stop),
    }
}

/// Opens the pipeline of a `feeds.toml`, and closes it after `work`.
fn with(
    path: &Path,
    at: Option<&str>,
    work: impl AsyncFnOnce(&Pipeline, &Config) -> Result<ExitCode, Error>,
) -> ExitCode {
    let config = match Config::load(path) {
        Ok(config) => config,
        Err(problems) => return report::stopped(&Error::from(problems)),
    };
    let clock = match clock(at, &config.zone) {
        Ok(clock) => clock,
        Err(problem) => return report::usage(&problem),
    };
    let done = block_on(async {
        let pipeline = Pipeline::open(config.clone(), clock).await?;
        let done = work(&pipeline, &config).await;
        pipeline.close().await;
        done
    });
    done.unwrap_or_else(|stop| report::stopped(&stop))
}
