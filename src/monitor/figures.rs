//! The figures: the last run, the newest edition, the daemon.

use jiff::Timestamp;
use std::fmt::Write as _;
use std::time::Duration;

/// Everything there is to say.
#[derive(Debug, Clone, Default)]
pub struct Status {
    /// How the last run went; none before the first.
    pub run: Option<Run>,
    /// What the daemon does; none when there is none.
    pub daemon: Option<Daemon>,
}

/// How a run went.
#[derive(Debug, Clone)]
pub struct Run {
    /// When it ended.
    pub at: Timestamp,
    /// How long it took.
    pub took: Duration,
    /// Whether it did all it was asked to; feeds in trouble do not count.
    pub ok: bool,
    /// What became of the feeds; none when no feed was asked.
    pub gathered: Option<Tally>,
    /// The edition it made, if it made one.
    pub made: Option<Made>,
}

/// What became of the feeds.
#[derive(Debug, Clone, Copy, Default)]
pub struct Tally {
    /// Read, with something in them.
    pub read: usize,
    /// Unchanged since they were last asked.
    pub unchanged: usize,
    /// Failed.
    pub failed: usize,
    /// Not asked: it was too early.
    pub not_due: usize,
    /// Not asked: there was no time left.
    pub not_reached: usize,
    /// In need of a person: failing, silent or without dates for longer than `alert_after`.
    pub alerting: usize,
    /// Entries never seen before.
    pub entries_new: usize,
}

/// What an edition tells.
#[derive(Debug, Clone, Copy, Default)]
pub struct Made {
    /// Entries considered.
    pub entries: usize,
    /// Of these, entries on a topic.
    pub entries_kept: usize,
    /// Stories told at more than a line.
    pub briefs: usize,
    /// Stories told in one line.
    pub singles: usize,
}

/// What the daemon does.
#[derive(Debug, Clone)]
pub struct Daemon {
    /// Since when it runs.
    pub since: Timestamp,
    /// When the next edition is due.
    pub next: Option<Timestamp>,
    /// Runs that did all they were asked to.
    pub runs_ok: u64,
    /// Runs that did not.
    pub runs_failed: u64,
    /// Moments of the schedule that were missed and made up for by a later one.
    pub missed: u64,
    /// Whether it follows `feeds.toml` as it is: not so while there is a mistake in it.
    pub config_ok: bool,
    /// Whether the machine's clock can be right.
    pub clock_ok: bool,
}

impl Status {
    /// What is wrong, in a line each; nothing when all is well.
    #[must_use]
    pub fn complaints(&self) -> Vec<&'static str> {
        let run_failed = self.run.as_ref().is_some_and(|run| !run.ok);
        let daemon = self.daemon.as_ref();
        [
            (run_failed, "the last run failed"),
            (
                daemon.is_some_and(|daemon| !daemon.config_ok),
                "feeds.toml has a mistake; what it said before is followed",
            ),
            (daemon.is_some_and(|daemon| !daemon.clock_ok), "the clock of this machine is not set"),
        ]
        .into_iter()
        .filter_map(|(is, what)| is.then_some(what))
        .collect()
    }

    /// The figures in Prometheus' text form (version 0.0.4).
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = Text::default();
        let version = format!("version=\"{}\"", env!("CARGO_PKG_VERSION"));
        text.gauge("build_info", "Which Tidings this is.", &[(&version, 1.0)]);
        if let Some(run) = &self.run {
            text.gauge("run_timestamp_seconds", "When the last run ended.", &[("", seconds(run.at))]);
            text.gauge("run_duration_seconds", "How long it took.", &[("", run.took.as_secs_f64())]);
            text.gauge("run_ok", "Whether it did all it was asked to.", &[("", flag(run.ok))]);
            if let Some(tally) = &run.gathered {
                text.tally(tally);
            }
            if let Some(made) = run.made {
                text.gauge("edition_timestamp_seconds", "When the run made an edition.", &[("", seconds(run.at))]);
                let entries =
                    [("state=\"considered\"", number(made.entries)), ("state=\"kept\"", number(made.entries_kept))];
                text.gauge("edition_entries", "Entries of that edition.", &entries);
                let stories = [("told=\"brief\"", number(made.briefs)), ("told=\"line\"", number(made.singles))];
                text.gauge("edition_stories", "Stories of that edition.", &stories);
            }
        }
        if let Some(daemon) = &self.daemon {
            text.daemon(daemon);
        }
        text.0
    }
}

#[derive(Default)]
struct Text(String);

impl Text {
    fn gauge(&mut self, name: &str, help: &str, values: &[(&str, f64)]) {
        self.family("gauge", name, help, values);
    }

    fn family(&mut self, kind: &str, name: &str, help: &str, values: &[(&str, f64)]) {
        let _ = writeln!(self.0, "# HELP tidings_{name} {help}\n# TYPE tidings_{name} {kind}");
        for (label, value) in values {
            let _ = match *label {
                "" => writeln!(self.0, "tidings_{name} {value}"),
                label => writeln!(self.0, "tidings_{name}{{{label}}} {value}"),
            };
        }
    }

    fn tally(&mut self, tally: &Tally) {
        let feeds = [
            ("state=\"read\"", tally.read),
            ("state=\"unchanged\"", tally.unchanged),
            ("state=\"failed\"", tally.failed),
            ("state=\"not_due\"", tally.not_due),
            ("state=\"not_reached\"", tally.not_reached),
        ]
        .map(|(label, count)| (label, number(count)));
        self.gauge("feeds", "Feeds by what became of them.", &feeds);
        self.gauge("feeds_alerting", "Feeds that need a person: see alert_after.", &[("", number(tally.alerting))]);
        self.gauge("entries_new", "Entries never seen before.", &[("", number(tally.entries_new))]);
    }

    fn daemon(&mut self, daemon: &Daemon) {
        self.gauge("daemon_start_timestamp_seconds", "When the daemon started.", &[("", seconds(daemon.since))]);
        if let Some(next) = daemon.next {
            self.gauge("daemon_next_timestamp_seconds", "When the next edition is due.", &[("", seconds(next))]);
        }
        let runs = [("result=\"ok\"", daemon.runs_ok), ("result=\"failed\"", daemon.runs_failed)];
        let runs = runs.map(|(label, count)| (label, number(count)));
        self.family("counter", "daemon_runs_total", "Runs since it started.", &runs);
        let missed = [("", number(daemon.missed))];
        self.family("counter", "daemon_missed_total", "Moments missed and made up for by a later run.", &missed);
        self.gauge("daemon_config_ok", "Whether feeds.toml as it is now is followed.", &[("", flag(daemon.config_ok))]);
        self.gauge("daemon_clock_ok", "Whether the machine's clock can be right.", &[("", flag(daemon.clock_ok))]);
    }
}

#[expect(clippy::cast_precision_loss, reason = "Prometheus counts in floats")]
fn number(count: impl TryInto<u64>) -> f64 {
    count.try_into().unwrap_or(u64::MAX) as f64
}

#[expect(clippy::cast_precision_loss, reason = "Prometheus counts in floats; milliseconds of our century fit")]
fn seconds(at: Timestamp) -> f64 {
    at.as_millisecond() as f64 / 1_000.0
}

fn flag(is: bool) -> f64 {
    f64::from(u8::from(is))
}
