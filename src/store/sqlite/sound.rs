//! Whether the file may be trusted without looking at all of it.
//!
//! Beside the database lies a note of its size and time as of the last orderly close. A file that is as it was
//! left, and was looked at within a day, is trusted; any other is looked at in full before anything is written.

use serde::{Deserialize, Serialize};
use std::fs::{self, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Disks rot without telling: a file is looked at once a day at least.
const TRUSTED_FOR: Duration = Duration::from_hours(20);

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Sound {
    size: u64,
    modified_ms: u64,
    checked_ms: u64,
}

fn note(path: &Path) -> PathBuf {
    path.with_extension("sound")
}

fn millis(time: SystemTime) -> u64 {
    let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}

fn modified(about: &Metadata) -> u64 {
    about.modified().map(millis).unwrap_or_default()
}

/// When the file was last looked at in full, if it is as an orderly close left it and that is not long ago.
pub(super) fn trusted(path: &Path) -> Option<u64> {
    let about = fs::metadata(path).ok()?;
    let sound: Sound = serde_json::from_slice(&fs::read(note(path)).ok()?).ok()?;
    let [_, log, _] = with_logs(path);
    let is_closed = fs::metadata(log).map_or(true, |about| about.len() == 0);
    let age = now().checked_sub(sound.checked_ms)?;
    let is_fresh = u128::from(age) < TRUSTED_FOR.as_millis();
    let is_same = sound.size == about.len() && sound.modified_ms == modified(&about);
    (is_closed && is_fresh && is_same).then_some(sound.checked_ms)
}

/// The machine's time, for nothing but the age of a check.
#[expect(clippy::disallowed_methods, reason = "the age of a check is no matter of any edition")]
pub(super) fn now() -> u64 {
    millis(SystemTime::now())
}

/// Notes that the file was left in order; it was last looked at in full at `checked_ms`.
pub(super) fn leave(path: &Path, checked_ms: u64) -> io::Result<()> {
    let about = fs::metadata(path)?;
    let sound = Sound { size: about.len(), modified_ms: modified(&about), checked_ms };
    let text = serde_json::to_vec(&sound)?;
    // Half a note is no note: it is not trusted.
    #[expect(clippy::disallowed_methods, reason = "a note cut short is not believed, and costs one look")]
    fs::write(note(path), text)
}

pub(super) fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

/// The database file and the logs that belong to it.
pub(super) fn with_logs(path: &Path) -> [PathBuf; 3] {
    [path.to_owned(), with_ending(path, "-wal"), with_ending(path, "-shm")]
}
