//! Where asynchronous work is waited for.

use crate::clock::Clock;
use crate::config::Config;
use crate::pipeline::{Error, Pipeline};

pub(super) fn block_on<T>(work: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(|cause| Error::Runtime { cause })?;
    runtime.block_on(work)
}

/// Looks something up in the store; nothing where there is none yet.
pub(super) async fn stored<T>(
    config: &Config,
    clock: Clock,
    ask: impl AsyncFnOnce(&Pipeline) -> Result<T, Error>,
) -> Result<Option<T>, Error> {
    let Some(pipeline) = Pipeline::open_stored(config.clone(), clock).await? else { return Ok(None) };
    let found = ask(&pipeline).await;
    pipeline.close().await;
    found.map(Some)
}
