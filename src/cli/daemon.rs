//! `tidings daemon`: stays, and makes an edition whenever the schedule says so.

use super::figures;
use super::report::{self, Done, FailOn, Voice};
use super::runtime::block_on;
use super::signals::Signals;
use super::work::{Stages, Work, steps};
use crate::clock::Clock;
use crate::config::Config;
use crate::monitor::{self, Sign, Status};
use crate::pipeline::{Daemon, Ended, Error, Event, GatherOptions, GatherReport, Job, Lock, Pipeline};
use jiff::Timestamp;
use std::cell::RefCell;
use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;
use tokio::net::TcpListener;

pub(super) fn run(path: &Path, voice: Voice) -> ExitCode {
    let config = match Config::load(path) {
        Ok(config) => config,
        Err(problems) => return report::stopped(&Error::from(problems)),
    };
    match block_on(stay(path, config, voice)) {
        Ok(exit) => exit,
        Err(stop) => report::stopped(&stop),
    }
}

async fn stay(path: &Path, config: Config, voice: Voice) -> Result<ExitCode, Error> {
    let clock = Clock::System;
    let mut signals = Signals::listen();
    let _lock = Lock::take_daemon(&config.state)?;
    let done = followed_until(&config, clock).await?;
    let listen = config.listen;
    let listener = match listen {
        None => None,
        Some(address) => match TcpListener::bind(address).await {
            Ok(listener) => Some(listener),
            Err(cause) => {
                return Ok(report::usage(&format!("`listen` in [daemon]: {address} cannot be opened: {cause}")));
            }
        },
    };
    let Some(mut daemon) = Daemon::new(config, clock, done) else {
        return Ok(report::usage(&format!(
            "{}: there is no `schedule` in [digest], and without one a daemon has nothing to do; \
             write schedule = \"0 7 * * *\" for seven every morning",
            path.display()
        )));
    };
    let status = RefCell::new(Status {
        run: None,
        daemon: Some(monitor::Daemon {
            since: clock.now(),
            next: None,
            runs_ok: 0,
            runs_failed: 0,
            missed: 0,
            config_ok: true,
            clock_ok: true,
        }),
    });
    if let Some(at) = listener.as_ref().and_then(|listener| listener.local_addr().ok()) {
        report::answers(voice, at);
    }
    monitor::notify(Sign::Ready);
    let following = daemon.follow(
        async |job: Job<'_>| Box::pin(make(job, clock, voice, &status)).await,
        |event: &Event, config: &Config| {
            note(&mut status.borrow_mut(), event);
            report::event(voice, config, event);
        },
    );
    tokio::select! {
        never = following => match never {},
        never = answer(listener.as_ref(), &status) => match never {},
        never = stay_alive() => match never {},
        // A run at work is dropped where it stands: what is stored is whole, and the next run mends the pages.
        _ = signals.next() => {}
    }
    monitor::notify(Sign::Stopping);
    voice.say("Stopped.");
    Ok(ExitCode::SUCCESS)
}

async fn followed_until(config: &Config, clock: Clock) -> Result<Option<Timestamp>, Error> {
    let pipeline = Pipeline::open(config.clone(), clock).await?;
    let until = pipeline.followed_until().await;
    pipeline.close().await;
    until
}

/// Makes an edition and says how it went.
async fn make(job: Job<'_>, clock: Clock, voice: Voice, status: &RefCell<Status>) -> Ended {
    monitor::notify(Sign::Doing("making a digest"));
    report::missed(voice, job.missed);
    let (begun, begun_at) = (Instant::now(), clock.now());
    // After a failure of all feeds at once their own pauses mean nothing: most likely it was our network.
    let options = GatherOptions { force: job.again, deadline: None };
    let work = Work { clock, options, stages: Stages::Both };
    let mut ended = Box::pin(steps(job.config, voice, work, std::future::pending())).await;
    if ended.as_ref().is_ok_and(|done| !is_cut_off(done))
        && let Err(stop) = note_followed(job.config, clock, begun_at).await
    {
        ended = Err(stop);
    }
    let run = figures::run(ended.as_ref(), clock.now(), begun.elapsed());
    let is_ok = run.ok;
    {
        let mut status = status.borrow_mut();
        status.run = Some(run);
        if let Some(daemon) = &mut status.daemon {
            daemon.runs_ok += u64::from(is_ok);
            daemon.runs_failed += u64::from(!is_ok);
            daemon.missed += job.missed as u64;
        }
        if let Some(path) = &job.config.metrics {
            figures::write(path, &status);
        }
    }
    // What they return is for those who wait for an exit code.
    let _ = match &ended {
        Ok(done) => report::done(voice, job.config, done, FailOn::Persistent),
        Err(stop) => report::stopped(stop),
    };
    if is_ok { Ended::Done } else { Ended::Failed }
}

fn is_cut_off(done: &Done) -> bool {
    done.gathered.as_ref().is_some_and(GatherReport::is_cut_off)
}

async fn note_followed(config: &Config, clock: Clock, at: Timestamp) -> Result<(), Error> {
    let pipeline = Pipeline::open(config.clone(), clock).await?;
    let noted = pipeline.note_followed(at).await;
    pipeline.close().await;
    noted
}

/// Keeps the figures up with what the daemon says.
fn note(status: &mut Status, event: &Event) {
    let Some(daemon) = &mut status.daemon else { return };
    daemon.clock_ok = *event != Event::ClockUnset;
    match event {
        Event::Next(at) | Event::Retry(at) => {
            daemon.next = Some(*at);
            monitor::notify(Sign::Doing(&format!("the next digest is due at {at}")));
        }
        Event::Reloaded => daemon.config_ok = true,
        Event::Refused(_) => daemon.config_ok = false,
        Event::ClockUnset => {}
    }
}

async fn answer(listener: Option<&TcpListener>, status: &RefCell<Status>) -> std::convert::Infallible {
    match listener {
        Some(listener) => monitor::serve(listener, || status.borrow().clone()).await,
        None => std::future::pending().await,
    }
}

/// Tells systemd that it is alive as often as systemd wants to hear it.
async fn stay_alive() -> std::convert::Infallible {
    let Some(every) = monitor::watchdog() else { return std::future::pending().await };
    loop {
        monitor::notify(Sign::Alive);
        tokio::time::sleep(every).await;
    }
}
