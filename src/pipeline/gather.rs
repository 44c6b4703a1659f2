//! Gathering: due feeds -> fetch -> parse -> store, many at a time.

use super::elapsed::millis;
use super::feeds::{KnownFeed, feeds, is_due, known};
use super::outcome::{Error, FeedOutcome, GatherReport, Outcome};
use crate::clock::Clock;
use crate::config::{Config, OutletConfig};
use crate::fetch::{Answer, FetchError, Fetcher, Holds, Request};
use crate::model::{Entry, Feed, FeedId, FeedState, Hold, Link, Pace, Refresh, Traffic, Validators, fingerprint_bytes};
use crate::parse::{self, ParseError};
use crate::store::{Gathered, Saved, Store};
use futures_util::{StreamExt as _, stream};
use jiff::{SignedDuration, Timestamp};
use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};
use tracing::{Instrument as _, debug, debug_span, info, info_span};

/// Refreshes saved in one transaction, at most: one sync of the disk serves them all.
const BATCH: usize = 64;

/// Of a new outlet, entries older than this are no news.
const FIRST_REFRESH: SignedDuration = SignedDuration::from_hours(24);

/// Said in place of a cause that would quote a secret.
pub(super) const ECHO: &str = "this is not a feed; what came repeats a secret of the outlet, so it is not shown";

/// How to gather.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options {
    /// Ask also the feeds that are not due.
    pub force: bool,
    /// Stop asking after this long; what is left is reported as not reached.
    pub deadline: Option<Duration>,
}

/// What a person who watches is told while it goes on.
#[derive(Debug, Clone, Copy, Default)]
pub struct Progress {
    /// Feeds to ask.
    pub due: usize,
    /// Feeds done.
    pub done: usize,
    /// Of these, failed.
    pub failed: usize,
    /// Entries never seen before.
    pub new: usize,
}

/// One feed on its way.
struct Task<'a> {
    outlet: &'a OutletConfig,
    feed: &'a Feed,
    before: FeedState,
    backlog_before: Option<Timestamp>,
    forgotten_before: Option<Timestamp>,
}

pub(super) async fn gather<S: Store>(
    config: &Config,
    store: &S,
    fetcher: &Fetcher,
    clock: Clock,
    options: Options,
    watch: &(dyn Fn(Progress) + Sync),
) -> Result<GatherReport, Error> {
    let span = info_span!(
        "gather",
        feed.due = tracing::field::Empty,
        feed.failed = tracing::field::Empty,
        entry.new = tracing::field::Empty,
        duration_ms = tracing::field::Empty
    );
    let begun = Instant::now();
    async {
        let states = store.feed_states().await?;
        let known_outlets: BTreeSet<String> = store.known_outlets().await?.into_iter().collect();
        let now = clock.now();
        let mut outcomes: BTreeMap<FeedId, Outcome> = BTreeMap::new();
        let mut due = Vec::new();
        let forgotten_before = config.keep.entries.and_then(|kept| now.checked_sub(kept).ok());
        for (outlet, feed, _) in feeds(config) {
            let before = states.get(&feed.id).cloned().unwrap_or_default();
            if options.force || is_due(feed, &before, now) {
                let is_new = !known_outlets.contains(feed.outlet.as_str());
                let backlog_before = if is_new { now.checked_sub(FIRST_REFRESH).ok() } else { None };
                outcomes.insert(feed.id.clone(), Outcome::NotReached);
                due.push(Task { outlet, feed, before, backlog_before, forgotten_before });
            } else {
                let until = before.gone_since.is_none().then_some(before.next_try).flatten();
                outcomes.insert(feed.id.clone(), Outcome::NotDue { until });
            }
        }
        fetcher.respect(Holds::from_states(
            feeds(config)
                .filter_map(|(_, feed, _)| Some((&feed.address, states.get(&feed.id)?)))
                .filter(|(_, state)| !state.is_of_another_clock(now)),
        ));
        let mut progress = Progress { due: due.len(), ..Progress::default() };
        watch(progress);
        let deadline = async {
            match options.deadline {
                Some(after) => tokio::time::sleep(after).await,
                None => std::future::pending().await,
            }
        };
        tokio::pin!(deadline);
        // Each fetch waits for its host and then for one of the run's places, so all may be started:
        // were only some started, one slow host could hold every place.
        let wide = due.len().max(1);
        let mut refreshes = stream::iter(due)
            .map(|task| refresh(config, fetcher, clock, task))
            .buffer_unordered(wide)
            .ready_chunks(BATCH);
        loop {
            let batch = tokio::select! {
                batch = refreshes.next() => batch,
                () = &mut deadline => None,
            };
            let Some(batch) = batch else { break };
            let (ends, gathered): (Vec<End>, Vec<Gathered>) = batch.into_iter().unzip();
            let ids: Vec<FeedId> = gathered.iter().map(|one| one.feed.id.clone()).collect();
            let saved = store.save_refreshes(gathered).await?;
            for ((end, saved), id) in ends.into_iter().zip(saved).zip(ids) {
                let outcome = end.outcome(saved);
                progress.done += 1;
                progress.failed += usize::from(matches!(outcome, Outcome::Failed { .. }));
                progress.new += saved.new;
                outcomes.insert(id, outcome);
            }
            watch(progress);
        }
        // As it is now: what began to fail in this run began after it did.
        let known = known(config, store, clock.now()).await?;
        let report = GatherReport { feeds: known.into_iter().map(|feed| outcome(feed, &outcomes)).collect() };
        let span = tracing::Span::current();
        span.record("feed.due", progress.due).record("feed.failed", progress.failed).record("entry.new", progress.new);
        span.record("duration_ms", millis(begun));
        info!(feed.due = progress.due, feed.failed = progress.failed, entry.new = progress.new, "gathered");
        Ok(report)
    }
    .instrument(span)
    .await
}

/// How one refresh ended, before the store has said what of it is new.
enum End {
    Read,
    Unchanged,
    Failed(String),
    /// Its host has asked in the meantime to be left alone.
    Held(Timestamp),
}

impl End {
    fn outcome(self, saved: Saved) -> Outcome {
        match self {
            Self::Read => Outcome::Read { new: saved.new, changed: saved.changed },
            Self::Unchanged => Outcome::Unchanged,
            Self::Failed(cause) => Outcome::Failed { cause },
            Self::Held(until) => Outcome::NotDue { until: Some(until) },
        }
    }
}

/// One refresh, in a span of its own.
async fn refresh(config: &Config, fetcher: &Fetcher, clock: Clock, task: Task<'_>) -> (End, Gathered) {
    let span = debug_span!(
        "refresh",
        feed.id = task.feed.id.as_str(),
        feed.url = %task.feed.address,
        size_bytes = tracing::field::Empty,
        entry.count = tracing::field::Empty,
        duration_ms = tracing::field::Empty
    );
    let begun = Instant::now();
    let refreshing = async {
        let (end, gathered) = ask(config, fetcher, clock, task).await;
        let (outcome, cause) = match &end {
            End::Read => ("read", None),
            End::Unchanged => ("unchanged", None),
            End::Failed(cause) => ("failed", Some(cause.as_str())),
            End::Held(_) => ("held", None),
        };
        let span = tracing::Span::current();
        span.record("entry.count", gathered.entries.len()).record("duration_ms", millis(begun));
        debug!(outcome, cause, "refreshed");
        (end, gathered)
    };
    refreshing.instrument(span).await
}

async fn ask(config: &Config, fetcher: &Fetcher, clock: Clock, task: Task<'_>) -> (End, Gathered) {
    let Task { outlet, feed, before, backlog_before, forgotten_before } = task;
    let request =
        Request { address: &feed.address, validators: &before.validators, options: &outlet.fetch, now: clock.now() };
    let answer = fetcher.get(&request).await;
    let now = clock.now();
    let gathered = |state, entries| Gathered { feed: feed.clone(), state, entries, backlog_before, forgotten_before };
    let mut entries = Vec::new();
    let mut body = before.body.clone();
    let (refresh, end) = match answer {
        Ok(Answer::Unchanged { validators, hold, moved, traffic }) => {
            (Refresh::Unchanged { validators, hold, moved, traffic }, End::Unchanged)
        }
        Ok(Answer::Body { bytes, content_type, links, url, validators, hold, moved, traffic, downgraded }) => {
            tracing::Span::current().record("size_bytes", bytes.len());
            let print = fingerprint_bytes(&bytes);
            let arrived = Arrived { validators, hold, moved, traffic, bytes: bytes.len() as u64 };
            if before.body.as_ref() == Some(&print) {
                // The server does not know how to say so, but nothing changed.
                (arrived.read(before.pace, 0, before.repairs.clone()), End::Unchanged)
            } else {
                match read(bytes, content_type, url, feed, now).await.map_err(|failed| failed.told(links.as_deref())) {
                    Ok(Read { entries: read, pace, mut repairs }) => {
                        if downgraded {
                            repairs.push("https-to-http".to_owned());
                        }
                        entries = read;
                        body = Some(print);
                        (arrived.read(pace, entries.len(), repairs), End::Read)
                    }
                    Err(cause) => {
                        let cause = if outlet.fetch.repeats_secret(&cause) { ECHO.to_owned() } else { cause };
                        let failed = Refresh::Failed {
                            cause: cause.clone(),
                            hold: arrived.hold,
                            gone: false,
                            traffic: arrived.traffic,
                        };
                        (failed, End::Failed(cause))
                    }
                }
            }
        }
        Err(problem) => match problem.held_until() {
            // Nothing was asked, so nothing is known but when to come back.
            Some(until) => return (End::Held(until), gathered(FeedState { next_try: Some(until), ..before }, entries)),
            None => failed(&problem),
        },
    };
    let min_interval = outlet.min_interval.unwrap_or(config.min_interval);
    let mut state = before.after(&refresh, now, min_interval);
    state.body = body;
    (end, gathered(state, entries))
}

fn failed(problem: &FetchError) -> (Refresh, End) {
    let cause = problem.to_string();
    let refresh = Refresh::Failed {
        cause: cause.clone(),
        hold: problem.hold(),
        gone: problem.is_gone(),
        traffic: problem.traffic(),
    };
    (refresh, End::Failed(cause))
}

/// What came with a document.
struct Arrived {
    validators: Validators,
    hold: Hold,
    moved: Option<Link>,
    traffic: Traffic,
    bytes: u64,
}

impl Arrived {
    fn read(self, pace: Pace, entries: usize, repairs: Vec<String>) -> Refresh {
        let Self { validators, hold, moved, traffic, bytes } = self;
        Refresh::Read { validators, hold, pace, entries, bytes, repairs, moved, traffic }
    }
}

/// What a document held.
struct Read {
    entries: Vec<Entry>,
    pace: Pace,
    repairs: Vec<String>,
}

/// Why a document could not be read.
pub(super) enum Unread {
    /// What came instead of a feed, and from where.
    Problem { problem: ParseError, here: Option<url::Url> },
    /// The thread that read it panicked.
    Panic,
}

impl Unread {
    /// In plain words. For a page that names no feed of its own: the feeds of its `Link` header (`links`), else
    /// the places where sites often keep one.
    pub(super) fn told(self, links: Option<&str>) -> String {
        let Self::Problem { problem, here } = self else {
            return "reading it failed inside Tidings; please report this feed".to_owned();
        };
        let ParseError::Page { title, feeds } = problem else { return problem.to_string() };
        let feeds = if feeds.is_empty() {
            links.map(|links| parse::feeds_of_header(links, here.as_ref())).unwrap_or_default()
        } else {
            feeds
        };
        let often = match &here {
            Some(here) if feeds.is_empty() => parse::well_known_feeds(here),
            _ => Vec::new(),
        };
        let mut told = ParseError::Page { title, feeds }.to_string();
        if let [first, second, ..] = &often[..] {
            told = format!("{told}; sites often keep one at {first} or {second}");
        }
        told
    }
}

/// Reads a document on a thread of its own: a large one does not hold up the network, and a panic ends there.
async fn read(
    bytes: Vec<u8>,
    content_type: Option<String>,
    url: Option<Link>,
    feed: &Feed,
    now: Timestamp,
) -> Result<Read, Unread> {
    let (id, outlet) = (feed.id.clone(), feed.outlet.clone());
    let base = url.as_ref().and_then(|url| url::Url::parse(url.as_str()).ok());
    let here = base.clone();
    let reading = tokio::task::spawn_blocking(move || {
        let base = base.as_ref();
        let document = parse::read(&bytes, content_type.as_deref(), base, &parse::Options::default())?;
        let (entries, tamed) = parse::entries(&document, &id, &outlet, now);
        let pace = Pace {
            gap: Pace::usual_gap(entries.iter().filter_map(|entry| entry.published)),
            ttl: document.head.ttl.map(|minutes| SignedDuration::from_mins(minutes.into())),
            quiet_hours: Pace::hours(document.head.skip_hours.iter().copied()),
            dated: entries.iter().any(|entry| entry.published.is_some()),
        };
        let repairs = document.repairs.names().into_iter().chain(tamed.names()).collect();
        Ok::<_, ParseError>(Read { entries, pace, repairs })
    });
    match reading.await {
        Ok(Ok(read)) => Ok(read),
        Ok(Err(problem)) => Err(Unread::Problem { problem, here }),
        Err(_) => Err(Unread::Panic),
    }
}

fn outcome(known: KnownFeed<'_>, outcomes: &BTreeMap<FeedId, Outcome>) -> FeedOutcome {
    let KnownFeed { feed, line, status, .. } = known;
    FeedOutcome {
        feed: feed.id.clone(),
        outlet: feed.outlet.clone(),
        address: feed.address.to_string(),
        line,
        outcome: outcomes.get(&feed.id).cloned().unwrap_or(Outcome::NotReached),
        status,
    }
}
