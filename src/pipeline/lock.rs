//! One run at a time: a lock that dies with its holder.

use super::outcome::Error;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};

/// Held for as long as a run works on one state folder.
///
/// The system lets go of it when the process ends, however it ends, so a dead holder is no obstacle.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

impl Lock {
    /// Takes the lock of the state folder `state`, which is made where there is none.
    ///
    /// # Errors
    /// [`Error::Locked`] when another run holds it; [`Error::State`] when the folder cannot be used.
    pub fn take(state: &Path) -> Result<Self, Error> {
        Self::hold(state, "lock")
    }

    /// Takes the lock of the daemon that works on `state`: two would only ask every feed twice.
    /// Between its runs others may run, so it is another lock than [`Lock::take`]'s.
    ///
    /// # Errors
    /// As [`Lock::take`].
    pub fn take_daemon(state: &Path) -> Result<Self, Error> {
        Self::hold(state, "daemon.lock")
    }

    fn hold(state: &Path, name: &str) -> Result<Self, Error> {
        let failed = |path: PathBuf| move |cause| Error::State { path, cause };
        fs::create_dir_all(state).map_err(failed(state.to_owned()))?;
        let path = state.join(name);
        let file =
            OpenOptions::new().create(true).truncate(false).write(true).open(&path).map_err(failed(path.clone()))?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => Err(Error::Locked { path }),
            Err(TryLockError::Error(cause)) => Err(Error::State { path, cause }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Error, Lock};

    #[test]
    fn one_holder_at_a_time() {
        let folder = tempfile::tempdir().expect("a folder");
        let state = folder.path().join("state");
        let first = Lock::take(&state).expect("free");
        assert!(matches!(Lock::take(&state), Err(Error::Locked { .. })));
        drop(first);
        Lock::take(&state).expect("free again");
    }
}
