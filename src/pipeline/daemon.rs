//! The daemon: follows the schedule of `feeds.toml`, and `feeds.toml` itself.

use crate::clock::Clock;
use crate::config::Config;
use crate::model::{Decision, Schedule, fingerprint_bytes};
use jiff::{SignedDuration, Timestamp};
use std::io::Read as _;
use std::ops::Range;
use std::path::Path;
use std::time::{Duration, SystemTime};
use tracing::{info, warn};

/// The longest it waits without looking at the clock and at `feeds.toml`: the machine may sleep, its clock may be
/// set, and neither tells.
const GLANCE: Duration = Duration::from_mins(1);

/// Minutes until the next try when an edition could not be made, the last again and again. A machine that wakes up
/// has no network for a moment.
const PAUSES: [i64; 6] = [1, 2, 5, 15, 30, 60];

/// An edition to be made now.
#[derive(Debug, Clone, Copy)]
pub struct Job<'a> {
    /// What `feeds.toml` says now.
    pub config: &'a Config,
    /// The moment of the schedule that asks for it; none for the first of all.
    pub slot: Option<Timestamp>,
    /// Earlier moments that were missed and for which it stands as well.
    pub missed: usize,
    /// Whether it is tried again after it could not be made.
    pub again: bool,
}

/// How making an edition ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// All that was asked for is done.
    Done,
    /// It could not be made; it is to be tried again.
    Failed,
}

/// What the daemon has to say between editions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// The next edition is due then.
    Next(Timestamp),
    /// The last try failed; the next is then.
    Retry(Timestamp),
    /// `feeds.toml` has changed and is followed from now on.
    Reloaded,
    /// `feeds.toml` has changed and cannot be followed, for this reason; what it said before still holds.
    Refused(String),
    /// The machine's clock cannot be right: nothing is done before it is.
    ClockUnset,
}

/// Follows a schedule.
#[derive(Debug)]
pub struct Daemon {
    config: Config,
    schedule: Schedule,
    clock: Clock,
    /// Up to when everything has been done.
    done: Option<Timestamp>,
    /// Failures in a row, and when to try again.
    retry: Option<(usize, Timestamp)>,
    /// From when until when there is nothing to do, as far as is known.
    calm: Option<Range<Timestamp>>,
    /// The `feeds.toml` looked at last, good or bad.
    seen: Seen,
    /// What was said last: nothing is said twice.
    said: Option<Event>,
}

impl Daemon {
    /// A daemon that follows `config`, with everything `done` up to a moment; none when there is no schedule in it.
    #[must_use]
    pub fn new(config: Config, clock: Clock, done: Option<Timestamp>) -> Option<Self> {
        let schedule = config.schedule.clone()?;
        let seen = Seen::of(&config.path, None);
        Some(Self { config, schedule, clock, done, retry: None, calm: None, seen, said: None })
    }

    /// Does `work` whenever the schedule asks for it, and tells what happens in between. Never ends: whoever calls
    /// it drops it to stop.
    pub async fn follow(
        &mut self,
        mut work: impl AsyncFnMut(Job<'_>) -> Ended,
        mut tell: impl FnMut(&Event, &Config),
    ) -> std::convert::Infallible {
        loop {
            if let Some(event) = self.reload() {
                self.say(event, &mut tell);
            }
            let now = self.clock.now();
            if !self.clock.is_set() {
                self.say(Event::ClockUnset, &mut tell);
                self.clock.wait(GLANCE).await;
                continue;
            }
            if let Some(calm) = &self.calm
                && calm.contains(&now)
            {
                let until = calm.end;
                self.glance(now, until).await;
                continue;
            }
            self.done = self.done.map(|done| Schedule::trusted(done, now));
            let until = match (self.schedule.decide(self.done, now, &self.config.zone), self.paused(now)) {
                (Decision::Due { slot, missed }, None) => {
                    self.calm = None;
                    info!(slot = ?slot, missed, "due");
                    let job = Job { config: &self.config, slot, missed, again: self.retry.is_some() };
                    match work(job).await {
                        Ended::Done => (self.done, self.retry) = (Some(now), None),
                        Ended::Failed => self.retry = Some(self.pause()),
                    }
                    continue;
                }
                (Decision::Due { .. }, Some(at)) => {
                    self.say(Event::Retry(at), &mut tell);
                    at
                }
                (Decision::Wait { until }, _) => {
                    self.say(Event::Next(until), &mut tell);
                    until
                }
            };
            self.calm = Some(now..until);
            self.glance(now, until).await;
        }
    }

    /// Waits for `until`, or as long as it may wait without looking up.
    async fn glance(&self, now: Timestamp, until: Timestamp) {
        let left = Duration::try_from(until.duration_since(now)).unwrap_or_default();
        self.clock.wait(left.clamp(Duration::from_millis(1), GLANCE)).await;
    }

    /// Until when to leave it after a failure. A pause that ends later than any pause lasts is no pause, but a
    /// clock that has gone back.
    fn paused(&self, now: Timestamp) -> Option<Timestamp> {
        let longest = SignedDuration::from_mins(PAUSES[PAUSES.len() - 1]);
        self.retry.map(|(_, at)| at).filter(|at| *at > now && at.duration_since(now) <= longest)
    }

    fn pause(&self) -> (usize, Timestamp) {
        let failures = self.retry.map_or(0, |(failures, _)| failures) + 1;
        let minutes = PAUSES[failures.min(PAUSES.len()) - 1];
        let at = self.clock.now().checked_add(SignedDuration::from_mins(minutes)).unwrap_or(Timestamp::MAX);
        (failures, at)
    }

    /// Looks whether `feeds.toml` says something else now, and takes it on if it is right.
    fn reload(&mut self) -> Option<Event> {
        let seen = Seen::of(&self.config.path, Some(&self.seen));
        let is_same = seen.print == self.seen.print;
        self.seen = seen;
        if is_same {
            return None;
        }
        self.calm = None;
        let now = self.clock.now();
        let refused = |reason: String| {
            warn!("feeds.toml has changed and cannot be followed");
            Some(Event::Refused(reason))
        };
        let config = match Config::load(&self.config.path) {
            Ok(config) => config,
            Err(problem) => return refused(problem.to_string()),
        };
        let Some(schedule) = config.schedule.clone() else {
            return refused("there is no `schedule` in [digest] any more".to_owned());
        };
        if (&config.state, config.listen) != (&self.config.state, self.config.listen) {
            return refused("`state` and `listen` change only when the daemon starts again".to_owned());
        }
        // What the new schedule would have asked for this morning is not owed.
        let owed = matches!(self.schedule.decide(self.done, now, &self.config.zone), Decision::Due { .. });
        if !owed && (&schedule, &config.zone_name) != (&self.schedule, &self.config.zone_name) {
            self.done = Some(now);
        }
        (self.config, self.schedule) = (config, schedule);
        info!("feeds.toml has changed and is followed now");
        Some(Event::Reloaded)
    }

    fn say(&mut self, event: Event, tell: &mut impl FnMut(&Event, &Config)) {
        if self.said.as_ref() != Some(&event) {
            tell(&event, &self.config);
            self.said = Some(event);
        }
    }
}

/// More of a file is not looked at for its print: no `feeds.toml` is as large.
const PRINTED: u64 = 8_000_000;

/// A file as it was looked at.
#[derive(Debug, Default)]
struct Seen {
    /// Its length and when it was changed.
    facts: Option<(u64, SystemTime)>,
    /// The print of what stands in it; none when it cannot be read.
    print: Option<String>,
}

impl Seen {
    /// Looks at a file; what has the length and the time it had before is not read again.
    fn of(path: &Path, before: Option<&Self>) -> Self {
        let facts = std::fs::metadata(path).ok().and_then(|facts| Some((facts.len(), facts.modified().ok()?)));
        if let Some(before) = before
            && facts.is_some()
            && before.facts == facts
        {
            return Self { facts, print: before.print.clone() };
        }
        let mut bytes = Vec::new();
        let read = std::fs::File::open(path).and_then(|file| file.take(PRINTED).read_to_end(&mut bytes));
        Self { facts, print: read.ok().map(|_| fingerprint_bytes(&bytes)) }
    }
}
