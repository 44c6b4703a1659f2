//! The terminal: commands and flags. Everything else is done by the library.

mod amounts;
mod brief;
mod check;
mod common;
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
mod runtime;
mod schedule;
mod second;
mod signals;
mod tools;
mod upkeep;
mod verify;
mod work;

use crate::config::Config;
use crate::pipeline::{Error, GatherOptions};
use clap::{Args, CommandFactory as _, Parser, Subcommand};
use common::{Common, LogForm, PublishArgs, clock};
use report::{FailOn, Voice};
use std::process::ExitCode;
use std::time::Duration;
use work::{Stages, Work, work_on};

/// A news digest you can trust: reads the feeds of feeds.toml and writes a page that tells each story once.
#[derive(Debug, Parser)]
#[command(name = "tidings", version, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    common: Common,
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
    /// What makes the exit code 3: a feed that has been failing, silent or without dates for longer than
    /// `alert_after`, any that fails, or none.
    #[arg(long, value_name = "WHICH", default_value = "persistent")]
    fail_on: FailOn,
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
        Command::Completions(args) => manual::completions(Cli::command(), &args),
        Command::Man(args) => manual::man(Cli::command(), voice, &args),
    }
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
