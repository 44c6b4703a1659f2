//! Reports and errors as text for people, and the exit code.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "this is where the program speaks")]

use super::amounts::count;
use crate::config::Config;
use crate::model::{Ill, OutletId};
use crate::pipeline::{Error, Event, FeedOutcome, GatherReport, Outcome, PublishReport, Published, VerifyReport};
use crate::store::StoreError;
use clap::ValueEnum;
use jiff::Timestamp;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::{ErrorKind, IsTerminal as _, Write as _};
use std::net::SocketAddr;
use std::path::Path;
use std::process::ExitCode;
use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

/// How much is said.
#[derive(Debug, Clone, Copy)]
pub(super) struct Voice {
    /// Only what a person must act on.
    pub(super) quiet: bool,
}

impl Voice {
    /// Says lines to a person who did not ask for silence.
    pub(super) fn say_all(self, lines: &str) {
        if !self.quiet {
            print!("{lines}");
        }
    }

    /// Says a line to a person who did not ask for silence.
    pub(super) fn say(self, line: &str) {
        if !self.quiet {
            println!("{line}");
        }
    }
}

/// What makes the exit code 3.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum FailOn {
    /// A feed that has been failing, silent or without dates for longer than `alert_after`.
    Persistent,
    /// Any feed that fails.
    Any,
    /// Nothing.
    None,
}

/// Exit codes, as the README lists them.
mod code {
    pub(super) const INTERNAL: u8 = 1;
    pub(super) const USAGE: u8 = 2;
    pub(super) const OUTLET_FAILING: u8 = 3;
    pub(super) const CUT_OFF: u8 = 4;
    pub(super) const OUTPUT: u8 = 5;
    pub(super) const UNSENT: u8 = 6;
    /// `EX_TEMPFAIL` of sysexits.h: try again later.
    pub(super) const LOCKED: u8 = 75;
    /// 128 and the number of the signal, as shells count.
    pub(super) const SIGNAL: u8 = 128;
}

/// Something is not as it should be, and was told.
pub(super) fn differs() -> ExitCode {
    ExitCode::from(code::INTERNAL)
}

/// Starts the log on standard error: warnings, and more with `-v`.
pub(super) fn start_log(verbose: u8, json: bool) {
    let level = match verbose {
        0 => LevelFilter::WARN,
        1 => LevelFilter::INFO,
        2 => LevelFilter::DEBUG,
        _ => LevelFilter::TRACE,
    };
    // Only our own lines: what the libraries log at these levels may hold what we must not show.
    let filter = tracing_subscriber::filter::Targets::new().with_target("tidings", level);
    let registry = tracing_subscriber::registry().with(filter);
    let lines =
        tracing_subscriber::fmt::layer().with_writer(std::io::stderr).with_ansi(std::io::stderr().is_terminal());
    // A second start, as in tests that call `run` twice, keeps the first log.
    let _ = if json { registry.with(lines.json()).try_init() } else { registry.with(lines).try_init() };
}

/// Says what `check` found: nothing wrong.
pub(super) fn checked(voice: Voice, config: &Config) {
    let enabled: Vec<_> = config.outlets.iter().filter(|outlet| outlet.enabled).collect();
    let feeds: usize = enabled.iter().map(|outlet| outlet.feeds.len()).sum();
    voice.say(&format!(
        "{}: no mistakes; {}, {}, {}",
        config.path.display(),
        count(enabled.len(), "outlet"),
        count(feeds, "feed"),
        count(config.topics.len(), "topic"),
    ));
}

/// What a run brought about.
#[derive(Debug, Default)]
pub(super) struct Done {
    pub(super) gathered: Option<GatherReport>,
    pub(super) published: Option<Published>,
}

/// Says how a run ended.
pub(super) fn done(voice: Voice, config: &Config, done: &Done, fail_on: FailOn) -> ExitCode {
    let mut exit = ExitCode::SUCCESS;
    if let Some(gathered) = &done.gathered {
        exit = say_gathered(voice, config, gathered, fail_on);
    }
    let newest = if config.formats.html { config.output.join("index.html") } else { config.output.clone() };
    match done.published.as_ref().map(|published| &published.pages) {
        Some(PublishReport::Edition { key, figures, delivered }) => {
            voice.say(&format!(
                "{key}: {} new, {} moved on, {} in one line each; from {} ({} on your topics); {} written",
                count(figures.stories_new, "story"),
                figures.stories_updated,
                figures.singles,
                count(figures.entries, "entry"),
                figures.entries_kept,
                count(delivered.written, "page"),
            ));
            voice.say(&format!("The page: {}", newest.display()));
        }
        Some(PublishReport::Mended { delivered }) => {
            voice.say(&format!(
                "Nothing new; {} written again. The page: {}",
                count(delivered.written, "page"),
                newest.display()
            ));
        }
        Some(PublishReport::Nothing) if newest.exists() => {
            voice.say(&format!("Nothing new. The page: {}", newest.display()));
        }
        Some(PublishReport::Nothing) => voice.say("Nothing to tell yet: no page has been written."),
        None => {}
    }
    if let Some(PublishReport::Edition { delivered, .. } | PublishReport::Mended { delivered }) =
        done.published.as_ref().map(|published| &published.pages)
    {
        for kept in &delivered.kept {
            eprintln!("{}: this lay in the place of a page, and is kept under this name", kept.display());
        }
    }
    done.published.as_ref().map_or(exit, |published| say_sent(voice, published, exit))
}

/// Says who was sent the edition, and who was not and why.
fn say_sent(voice: Voice, published: &Published, exit: ExitCode) -> ExitCode {
    if published.sent > 0 {
        voice.say(&format!("Sent to {}.", count(published.sent, "recipient")));
    }
    if published.letters > 0 {
        voice.say(&format!("{} written beside the page.", count(published.letters, "letter")));
    }
    for unsent in &published.unsent {
        let next =
            if unsent.again { "the next run tries again" } else { "it may have arrived, so it is not sent again" };
        eprintln!("{}: not sent: {}; {next}", unsent.recipient, unsent.cause);
    }
    if published.unsent.is_empty() { exit } else { ExitCode::from(code::UNSENT) }
}

fn say_gathered(voice: Voice, config: &Config, report: &GatherReport, fail_on: FailOn) -> ExitCode {
    let cut_off = report.is_cut_off();
    for feed in &report.feeds {
        let (needs, mut said) = (&feed.status.needs_person, format!("{}: {}: ", feed.outlet, feed.address));
        // With -q a feed that fails now and then is nobody's business, one that keeps failing is.
        if let Outcome::Failed { cause } = &feed.outcome
            && (!voice.quiet || cut_off || fail_on == FailOn::Any)
            && !matches!(needs, Some(Ill::Failing { .. }))
        {
            eprintln!("{said}{cause}");
        }
        // Whatever the exit code stands for is named, asked in this run or not.
        if let Some(ill) = needs {
            said += &ill.words(&config.zone);
            match ill {
                Ill::Failing { since, .. } => {
                    let since = since.to_zoned_datetime(config.zone.clone()).strftime("%-d %B %H:%M");
                    eprintln!("{said} (failing since {since})");
                }
                Ill::Silent { .. } => eprintln!("{said}; if it has ended, add enabled = false"),
                Ill::Undated(_) => eprintln!("{said}; they are dated by when they are first seen"),
            }
        }
    }
    let missed: Vec<&FeedOutcome> = report.not_reached().collect();
    if !missed.is_empty() && (!voice.quiet || cut_off) {
        let names: BTreeSet<&OutletId> = missed.iter().map(|feed| &feed.outlet).collect();
        let names: Vec<&str> = names.into_iter().map(OutletId::as_str).collect();
        eprintln!("not reached before the deadline: {}", names.join(", "));
    }
    for feed in &report.feeds {
        if let (Some(moved), Some(line)) = (&feed.status.moved, feed.line) {
            eprintln!(
                "{}:{line}: {} has moved for good: write {moved} in place of {}",
                config.path.display(),
                feed.outlet,
                feed.address
            );
        }
    }
    if cut_off {
        eprintln!("No outlet could be read; the page stays as it was. Is this machine online?");
        return ExitCode::from(code::CUT_OFF);
    }
    let asked = report.feeds.iter().filter(|feed| !matches!(feed.outcome, Outcome::NotDue { .. })).count();
    let failed = report.failed().count();
    let resting = report.feeds.len() - asked;
    let mut line = format!("Read {} of {}", asked - failed - missed.len(), count(report.feeds.len(), "feed"));
    if resting > 0 {
        let _ = write!(line, " ({resting} not due yet; --force asks them all the same)");
    }
    let _ = write!(line, ", {} new", count(report.entries_new(), "entry"));
    voice.say(&line);
    let bad = match fail_on {
        FailOn::None => false,
        FailOn::Persistent => report.feeds.iter().any(|feed| feed.status.needs_person.is_some()),
        FailOn::Any => failed > 0,
    };
    if bad { ExitCode::from(code::OUTLET_FAILING) } else { ExitCode::SUCCESS }
}

/// Says what is not as it is stored, and in how many files.
pub(super) fn unverified(found: &VerifyReport) -> ExitCode {
    for fault in &found.faults {
        eprintln!("{fault}");
    }
    let bad = found.looked_at.iter().filter(|looked| looked.faults > 0).count();
    eprintln!(
        "{} in {}; {} with {} looked at.",
        count(found.faults.len(), "fault"),
        count(bad, "file"),
        count(found.looked_at.len(), "file"),
        count(found.citations, "citation"),
    );
    ExitCode::from(code::INTERNAL)
}

/// Says what the daemon is about.
pub(super) fn event(voice: Voice, config: &Config, event: &Event) {
    let local =
        |at: Timestamp| at.to_zoned_datetime(config.zone.clone()).strftime("%A %-d %B %Y, %H:%M %Z").to_string();
    match event {
        Event::Next(at) if *at == Timestamp::MAX => voice.say("No further digest is due."),
        Event::Next(at) => voice.say(&format!("The next digest is due on {}.", local(*at))),
        Event::Retry(at) => voice.say(&format!("It will be tried again on {}.", local(*at))),
        Event::Reloaded => voice.say(&format!("{}: changed; it is followed from now on", config.path.display())),
        Event::Refused(reason) => {
            eprintln!("{reason}\n{}: changed, but what it said before is followed", config.path.display());
        }
        Event::ClockUnset => eprintln!("The clock of this machine is not set; nothing is done before it is."),
    }
}

/// Says where the daemon answers.
pub(super) fn answers(voice: Voice, at: SocketAddr) {
    voice.say(&format!("Answers http://{at}/healthz and /metrics."));
}

/// Says that an edition stands for moments that were missed.
pub(super) fn missed(voice: Voice, missed: usize) {
    if missed > 0 {
        voice.say(&format!("{} missed; one digest stands for all.", count(missed, "earlier time")));
    }
}

/// Says that the figures could not be written.
pub(super) fn no_metrics(path: &Path, cause: &std::io::Error) {
    eprintln!("{}: the metrics cannot be written: {cause}", path.display());
}

/// Says that a command line makes no sense.
pub(super) fn usage(problem: &str) -> ExitCode {
    eprintln!("{problem}");
    ExitCode::from(code::USAGE)
}

/// What was asked for is not there; whoever asked has been told in another form.
pub(super) fn unknown() -> ExitCode {
    ExitCode::from(code::USAGE)
}

/// What is said to whoever asks about a store that is not there yet.
pub(super) fn nothing_stored(config: &Config) -> String {
    format!(
        "{}: nothing is stored yet\n  run `tidings run` first, or `tidings gather` to store without a page",
        config.state.display()
    )
}

/// Puts what was asked for on standard output. Whoever reads only its beginning has had enough.
pub(super) fn output(text: &str) -> ExitCode {
    match std::io::stdout().lock().write_all(text.as_bytes()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(cause) if cause.kind() == ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(cause) => unwritten(&format!("standard output cannot be written: {cause}")),
    }
}

/// Says that nobody could be asked.
pub(super) fn unread(problem: &str) -> ExitCode {
    eprintln!("{problem}");
    ExitCode::from(code::CUT_OFF)
}

/// Says that something could not be written.
pub(super) fn unwritten(problem: &str) -> ExitCode {
    eprintln!("{problem}");
    ExitCode::from(code::OUTPUT)
}

/// Says that something beside the work itself failed.
pub(super) fn failed(problem: &str) -> ExitCode {
    eprintln!("{problem}");
    ExitCode::from(code::INTERNAL)
}

/// The exit code of a test in which `failed` of `asked` feeds could not be read.
pub(super) fn tried(failed: usize, asked: usize) -> ExitCode {
    match failed {
        0 => ExitCode::SUCCESS,
        failed if failed == asked => ExitCode::from(code::CUT_OFF),
        _ => ExitCode::from(code::OUTLET_FAILING),
    }
}

/// Says what stopped a run, and what to do next.
pub(super) fn stopped(stop: &Error) -> ExitCode {
    eprintln!("{stop}");
    let (code, next) = match stop {
        Error::Config(_) | Error::NoEdition { .. } => (code::USAGE, None),
        Error::Clock { .. } => (
            code::INTERNAL,
            Some("What is read now would be dated wrongly. Set the clock, or name the time with --at, then run again."),
        ),
        Error::Locked { .. } => (code::LOCKED, Some("Wait for it to end, or look for it with `ps`.")),
        Error::Interrupted { signal } => {
            return ExitCode::from(code::SIGNAL.saturating_add(u8::try_from(*signal).unwrap_or_default()));
        }
        Error::Deliver(_) => {
            (code::OUTPUT, Some("The page stays as it was. Make room or mend the permissions, then run again."))
        }
        Error::State { cause, .. } if matches!(cause.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            (code::OUTPUT, Some("There is no such folder. Check the name; `tidings run` makes the output folder."))
        }
        Error::State { .. } => {
            (code::OUTPUT, Some("Mend the permissions, or set `state` in [digest] to a folder that can be written."))
        }
        Error::Store(StoreError::Full { .. }) => {
            (code::OUTPUT, Some("Nothing stored is lost. Make room, then run again."))
        }
        Error::Store(StoreError::Damaged { .. }) => (
            code::INTERNAL,
            Some(
                "The file was not touched. `tidings restore FILE` puts a backup back; `tidings doctor --salvage FILE` saves what can be read.",
            ),
        ),
        Error::Store(StoreError::Newer { .. }) => {
            (code::INTERNAL, Some("Update Tidings, or use another `state` folder."))
        }
        Error::Store(StoreError::Open { .. }) => {
            (code::OUTPUT, Some("Mend the permissions of the file and its folder."))
        }
        Error::Store(StoreError::Copy { .. }) => (code::OUTPUT, None),
        Error::Render(_) => (code::USAGE, Some("The page stays as it was.")),
        _ => (code::INTERNAL, None),
    };
    if let Some(next) = next {
        eprintln!("{next}");
    }
    ExitCode::from(code)
}
