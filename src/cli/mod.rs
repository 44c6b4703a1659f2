//! The terminal: commands and flags. Everything else is done by the library.

mod amounts;
mod brief;
mod check;
mod daemon;
mod demo;
mod explain;
mod feeds;
mod figures;
mod group;
mod init;
mod manual;
mod open;
mod preview;
mod progress;
mod read;
mod report;
mod rules;
mod schedule;
mod second;
mod tools;
mod upkeep;
mod verify;

use crate::clock::Clock;
use crate::config::Config;
use crate::monitor::Status;
use crate::pipeline::{Error, GatherOptions, GatherReport, Lock, Pipeline, Published};
use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use report::{FailOn, Voice};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, Instant};

/// A news digest you can trust: reads the feeds of feeds.toml and writes a page that tells each story once.
#[derive(Debug, Parser)]
#[command(name = "tidings", version, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    common: Common,
}

#[derive(Debug, Args)]
struct Common {
    /// The file that lists outlets and topics; paths in it are relative to it.
    #[arg(long, global = true, value_name = "FILE", default_value = "feeds.toml")]
    config: PathBuf,
    /// Say nothing but what a person must act on.
    #[arg(short, long, global = true)]
    quiet: bool,
    /// Say more: once for each stage, twice for each feed.
    #[arg(short, long, global = true, action = clap::ArgAction::Count)]
    verbose: u8,
    /// How log lines are written to standard error.
    #[arg(long, global = true, value_name = "FORM", default_value = "text")]
    log: LogForm,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum LogForm {
    Text,
    Json,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Write a feeds.toml to begin with.
    Init(init::InitArgs),
    /// Ask every feed that is due and write the digest: the command for cron.
    Run(RunArgs),
    /// Ask every feed that is due and store what is new.
    Gather(GatherArgs),
    /// Write the digest from what is stored; needs no network.
    Publish(PublishArgs),
    /// Stay, and write a digest whenever the `schedule` of feeds.toml says so.
    Daemon,
    /// Print what cron or systemd has to be told, or tell them.
    Schedule(schedule::ScheduleArgs),
    /// Look for mistakes in feeds.toml, for keywords that do nothing, and at what a change of it changes.
    Check(check::CheckArgs),
    /// Show what the topics, as they are now, take of what is stored.
    Preview(preview::PreviewArgs),
    /// Show the whole job offline, on sample feeds.
    Demo(demo::DemoArgs),
    /// Say why an entry or a story is, or is not, where it is.
    Explain(explain::ExplainArgs),
    /// Show the newest page in a browser.
    Open,
    /// List the feeds, test them, add and remove some, take and give lists of them (OPML).
    Feeds(feeds::FeedsArgs),
    /// Look at everything a run depends on: folders, disk, clock, store, templates, network.
    Doctor(upkeep::DoctorArgs),
    /// Copy the store to one file; may run beside a run.
    Backup(upkeep::BackupArgs),
    /// Put a copy in the place of the store, which stays beside it.
    Restore(upkeep::RestoreArgs),
    /// Forget now what [keep] in feeds.toml does not ask to be kept.
    Prune(upkeep::PruneArgs),
    /// Make a past edition again from what is stored, and compare it with the output.
    Replay(upkeep::ReplayArgs),
    /// Read everything in the output again, and hold each sentence against its stored report.
    Verify(verify::VerifyArgs),
    /// Show what the edition of one day tells and that of another does not.
    Diff(upkeep::DiffArgs),
    /// Print how a feed file is read, as JSON.
    Read(tools::ReadArgs),
    /// Group entries given as JSON Lines into stories.
    Group(tools::GroupArgs),
    /// Brief stories given as JSON Lines.
    Brief(tools::BriefArgs),
    /// Print a script that lets a shell complete commands.
    Completions(manual::CompletionsArgs),
    /// Write the manual pages into a folder.
    Man(manual::ManArgs),
}

#[derive(Debug, Args)]
struct RunArgs {
    #[command(flatten)]
    gather: GatherArgs,
}

#[derive(Debug, Args)]
struct GatherArgs {
    #[command(flatten)]
    publish: PublishArgs,
    /// Ask also the feeds that are not due.
    #[arg(long)]
    force: bool,
    /// Stop asking after this long and make do with what has come: 90s, 2m.
    #[arg(long, value_name = "TIME", value_parser = duration)]
    deadline: Option<Duration>,
    /// What makes the exit code 3: a feed that has been failing for longer than `alert_after`, any, or none.
    #[arg(long, value_name = "WHICH", default_value = "persistent")]
    fail_on: FailOn,
}

#[derive(Debug, Args)]
struct PublishArgs {
    /// Take this for the time now: 2026-11-23T07:00 in the digest's zone, or with an offset or Z.
    #[arg(long, value_name = "TIME")]
    at: Option<String>,
}

fn duration(text: &str) -> Result<Duration, String> {
    let span: jiff::SignedDuration =
        text.parse().map_err(|_| format!("{text:?} is not a length of time; write 90s, 2m or 1h"))?;
    Duration::try_from(span).map_err(|_| format!("{text:?} lies in the past; write 90s, 2m or 1h"))
}

/// Reads the command line, does what it asks for, and says how it ended.
#[must_use]
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    report::start_log(cli.common.verbose, cli.common.log == LogForm::Json);
    let voice = Voice { quiet: cli.common.quiet };
    let common = &cli.common;
    match cli.command {
        Command::Init(args) => init::run(common, voice, &args),
        Command::Run(args) => work(common, voice, &args.gather, Stages::Both),
        Command::Gather(args) => work(common, voice, &args, Stages::Gather),
        Command::Publish(args) => {
            let gather = GatherArgs { publish: args, force: false, deadline: None, fail_on: FailOn::None };
            work(common, voice, &gather, Stages::Publish)
        }
        Command::Check(args) => check::run(&common.config, voice, &args),
        Command::Preview(args) => preview::run(&common.config, &args),
        Command::Daemon => daemon::run(&common.config, voice),
        Command::Schedule(args) => schedule::run(&common.config, &args),
        Command::Demo(args) => demo::run(voice, &args),
        Command::Open => open::run(common, voice),
        Command::Feeds(args) => feeds::run(common, voice, &args),
        Command::Explain(args) => explain::run(&common.config, &args),
        Command::Doctor(args) => upkeep::doctor(&common.config, voice, &args),
        Command::Backup(args) => upkeep::backup(&common.config, voice, &args),
        Command::Restore(args) => upkeep::restore(&common.config, voice, &args),
        Command::Prune(args) => upkeep::prune(&common.config, voice, &args),
        Command::Diff(args) => upkeep::diff(&common.config, &args),
        Command::Replay(args) => upkeep::replay(&common.config, voice, &args),
        Command::Verify(args) => verify::run(&common.config, voice, common.verbose > 0, &args),
        Command::Read(args) => tools::read(&args),
        Command::Group(args) => tools::group(&args),
        Command::Brief(args) => tools::brief(&args),
        Command::Completions(args) => manual::completions(&args),
        Command::Man(args) => manual::man(voice, &args),
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stages {
    Both,
    Gather,
    Publish,
}

/// What a run is to do.
#[derive(Debug, Clone, Copy)]
struct Work {
    clock: Clock,
    options: GatherOptions,
    stages: Stages,
}

/// What a run brought about.
#[derive(Debug, Default)]
struct Done {
    gathered: Option<GatherReport>,
    published: Option<Published>,
}

fn work(common: &Common, voice: Voice, args: &GatherArgs, stages: Stages) -> ExitCode {
    let config = match Config::load(&common.config) {
        Ok(config) => config,
        Err(problems) => return report::stopped(&Error::from(problems)),
    };
    let clock = match clock(args.publish.at.as_deref(), &config.zone) {
        Ok(clock) => clock,
        Err(problem) => return report::usage(&problem),
    };
    let options = GatherOptions { force: args.force, deadline: args.deadline };
    work_on(&config, voice, Work { clock, options, stages }, args.fail_on)
}

fn work_on(config: &Config, voice: Voice, work: Work, fail_on: FailOn) -> ExitCode {
    let begun = Instant::now();
    let ended = block_on(steps(config, voice, work, interrupted()));
    if let Some(path) = &config.metrics
        && !matches!(ended, Err(Error::Locked { .. }))
    {
        let run = figures::run(ended.as_ref(), work.clock.now(), begun.elapsed());
        figures::write(path, &Status { run: Some(run), daemon: None });
    }
    match ended {
        Ok(done) => report::done(voice, config, &done, fail_on),
        Err(stop) => report::stopped(&stop),
    }
}

/// The machine's clock, or the moment that `--at` names.
fn clock(at: Option<&str>, zone: &TimeZone) -> Result<Clock, String> {
    at.map_or(Ok(Clock::System), |text| moment(text, zone).map(Clock::Fixed))
}

/// Reads `--at`: with an offset or `Z` as it stands, without one in the digest's zone.
fn moment(text: &str, zone: &TimeZone) -> Result<Timestamp, String> {
    if let Ok(at) = text.parse::<Timestamp>() {
        return Ok(at);
    }
    text.parse::<jiff::civil::DateTime>()
        .ok()
        .and_then(|local| local.to_zoned_datetime(zone.clone()).ok())
        .map(|zoned| zoned.timestamp())
        .ok_or_else(|| format!("--at {text}: not a time; write 2026-11-23T07:00 or 2026-11-23T07:00:00Z"))
}

fn block_on<T>(work: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(|cause| Error::Runtime { cause })?;
    runtime.block_on(work)
}

/// Looks something up in the store; nothing where there is none yet.
async fn stored<T>(
    config: &Config,
    clock: Clock,
    ask: impl AsyncFnOnce(&Pipeline) -> Result<T, Error>,
) -> Result<Option<T>, Error> {
    let Some(pipeline) = Pipeline::open_stored(config.clone(), clock).await? else { return Ok(None) };
    let found = ask(&pipeline).await;
    pipeline.close().await;
    found.map(Some)
}

/// One run, from its lock to its pages, unless `stop` comes first with the number of a signal.
async fn steps(config: &Config, voice: Voice, work: Work, stop: impl Future<Output = i32>) -> Result<Done, Error> {
    if !work.clock.is_set() {
        return Err(Error::Clock { now: work.clock.now() });
    }
    let _lock = Lock::take(&config.state)?;
    let pipeline = Pipeline::open(config.clone(), work.clock).await?;
    let mut done = Done::default();
    let work = async {
        if work.stages != Stages::Publish {
            let bar = progress::Bar::new(voice.quiet);
            done.gathered = Some(pipeline.gather(work.options, &|progress| bar.show(progress)).await?);
            bar.finish();
        }
        // When no outlet could be read the old page stays: a note that nothing came would not be true.
        let cut_off = done.gathered.as_ref().is_some_and(GatherReport::is_cut_off);
        if work.stages != Stages::Gather && !cut_off {
            done.published = Some(pipeline.publish().await?);
        }
        Ok(())
    };
    let outcome = tokio::select! {
        outcome = work => outcome,
        signal = stop => Err(Error::Interrupted { signal }),
    };
    pipeline.close().await;
    outcome.map(|()| done)
}

/// The signals that ask to stop. Kept open while there is work, so that none is missed in between.
struct Signals {
    #[cfg(unix)]
    streams: Option<[(tokio::signal::unix::Signal, i32); 2]>,
}

impl Signals {
    fn listen() -> Self {
        #[cfg(unix)]
        {
            use tokio::signal::unix::{SignalKind, signal};
            let open = |kind: SignalKind| Some((signal(kind).ok()?, kind.as_raw_value()));
            let streams = open(SignalKind::interrupt()).zip(open(SignalKind::terminate()));
            Self { streams: streams.map(|(interrupt, terminate)| [interrupt, terminate]) }
        }
        #[cfg(not(unix))]
        Self {}
    }

    /// Waits for one; gives its number.
    async fn next(&mut self) -> i32 {
        #[cfg(unix)]
        {
            let Some([(first, first_number), (second, second_number)]) = &mut self.streams else {
                return std::future::pending().await;
            };
            tokio::select! {
                _ = first.recv() => *first_number,
                _ = second.recv() => *second_number,
            }
        }
        #[cfg(not(unix))]
        {
            match tokio::signal::ctrl_c().await {
                Ok(()) => 2,
                Err(_) => std::future::pending().await,
            }
        }
    }
}

async fn interrupted() -> i32 {
    Signals::listen().next().await
}
