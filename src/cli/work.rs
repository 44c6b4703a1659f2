//! A run: what it is to do, and doing it.

use super::report::{self, Done, FailOn, Voice};
use super::runtime::block_on;
use super::signals::interrupted;
use super::{figures, progress};
use crate::clock::Clock;
use crate::config::Config;
use crate::monitor::Status;
use crate::pipeline::{Error, GatherOptions, GatherReport, Lock, Pipeline};
use std::process::ExitCode;
use std::time::Instant;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stages {
    Both,
    Gather,
    Publish,
}

/// What a run is to do.
#[derive(Debug, Clone, Copy)]
pub(super) struct Work {
    pub(super) clock: Clock,
    pub(super) options: GatherOptions,
    pub(super) stages: Stages,
}

pub(super) fn work_on(config: &Config, voice: Voice, work: Work, fail_on: FailOn) -> ExitCode {
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

/// One run, from its lock to its pages, unless `stop` comes first with the number of a signal.
pub(super) async fn steps(
    config: &Config,
    voice: Voice,
    work: Work,
    stop: impl Future<Output = i32>,
) -> Result<Done, Error> {
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
