//! Copies of the store: made, put back, and made of what a damaged one still holds.

use super::lock::Lock;
use super::outcome::Error;
use super::publish::RENDERED_WITH;
use crate::config::Config;
use crate::store::{Facts, Salvaged, Sqlite, Store as _, StoreError};
use std::fs;
use std::path::{Path, PathBuf};

/// Where the store of a configuration lies.
#[must_use]
pub fn store_path(config: &Config) -> PathBuf {
    config.state.join("tidings.db")
}

/// Puts the copy `from` in the place of the store. The store that was there stays beside it; its place is returned.
///
/// # Errors
/// [`Error::Locked`] while a run is at work; [`Error::Store`] when the copy is damaged or of a newer Tidings, and
/// then nothing has changed.
pub async fn restore(config: &Config, from: &Path) -> Result<(Facts, Option<PathBuf>), Error> {
    let _lock = Lock::take(&config.state)?;
    let facts = Sqlite::examine(from, true).await?;
    let path = store_path(config);
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |cause| Error::State { path, cause }
    };
    let part = path.with_extension("db.part");
    // What a restore that was cut short has left.
    let _ = fs::remove_file(&part);
    Sqlite::copy(from, &part).await?;
    fs::File::open(&part).and_then(|file| file.sync_all()).map_err(failed(&part))?;
    let mut aside = None;
    if path.exists() {
        let kept = free_name(&path);
        for ending in ["", "-wal", "-shm"] {
            let before = with(&path, ending);
            if before.exists() {
                fs::rename(&before, with(&kept, ending)).map_err(failed(&before))?;
            }
        }
        aside = Some(kept);
    }
    fs::rename(&part, &path).map_err(failed(&path))?;
    fs::File::open(&config.state).and_then(|folder| folder.sync_all()).map_err(failed(&config.state))?;
    // The pages may tell of more than the store knows now: they are made again at the next publishing.
    let store = Sqlite::open(&path).await?;
    store.set_note(RENDERED_WITH, "restored").await?;
    store.close().await;
    Ok((facts, aside))
}

/// Copies what can be read of the store to `to`, which must not be there.
///
/// # Errors
/// [`Error::Locked`] while a run is at work; [`Error::Store`] when nothing can be read or written.
pub async fn salvage(config: &Config, to: &Path) -> Result<Salvaged, Error> {
    let _lock = Lock::take(&config.state)?;
    let path = store_path(config);
    if !path.exists() {
        let cause = "there is no such file".to_owned();
        return Err(StoreError::Open { path, cause }.into());
    }
    Ok(Sqlite::salvage(&path, to).await?)
}

/// `tidings.db.before-1`, or the first of its kind that is free.
fn free_name(path: &Path) -> PathBuf {
    let mut nth = 1_u32;
    loop {
        let name = with(path, &format!(".before-{nth}"));
        if !name.exists() {
            return name;
        }
        nth += 1;
    }
}

fn with(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}
