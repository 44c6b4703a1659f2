//! Delivering: pages to disk, each whole or not at all; mail and announcements to those who asked for them.

mod mail;
mod post;
mod sending;

pub use mail::{MailOptions, Via, message};
pub use post::Announce;
pub use sending::{Failure, Recipient};

use crate::model::Page;
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Component, Path, PathBuf};
use tempfile::NamedTempFile;
use thiserror::Error;

/// How the names of files being written begin; left-overs of a killed run are known by it.
const UNFINISHED: &str = ".tidings-";

/// Why a page could not be written.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum DeliverError {
    /// A folder could not be made or read.
    #[error("the folder {path} cannot be used: {cause}")]
    Folder {
        /// The folder.
        path: PathBuf,
        /// What the system said.
        #[source]
        cause: io::Error,
    },
    /// A page could not be written.
    #[error("{path} cannot be written: {cause}")]
    Write {
        /// The page.
        path: PathBuf,
        /// What the system said.
        #[source]
        cause: io::Error,
    },
    /// A page whose path leads out of the output folder. It is not written.
    #[error("{path:?} does not lie in the output folder")]
    Outside {
        /// The path.
        path: String,
    },
}

/// What became of the pages.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Delivered {
    /// Pages written, because they are new or differ from what was there.
    pub written: usize,
    /// Pages that were there already, byte for byte, and were not touched.
    pub unchanged: usize,
    /// Bytes written.
    pub bytes: u64,
}

/// Writes `pages` below `output`, in the order given, and syncs them to the disk.
///
/// Each is written beside its place and renamed, so a reader sees the old page or the new one.
/// The caller puts the page that links to the others last.
///
/// # Errors
/// [`DeliverError`] names the first page that could not be written; those before it are whole.
pub fn write(output: &Path, pages: &[Page]) -> Result<Delivered, DeliverError> {
    let mut delivered = Delivered::default();
    let mut folders: BTreeSet<PathBuf> = BTreeSet::new();
    for page in pages {
        let path = place(output, &page.path)?;
        if is_same(&path, &page.body) {
            delivered.unchanged += 1;
            continue;
        }
        let folder = path.parent().unwrap_or(output);
        if !folders.contains(folder) {
            fs::create_dir_all(folder).map_err(|cause| DeliverError::Folder { path: folder.to_owned(), cause })?;
            folders.insert(folder.to_owned());
        }
        write_one(folder, &path, &page.body).map_err(|cause| DeliverError::Write { path: path.clone(), cause })?;
        delivered.written += 1;
        delivered.bytes += page.body.len() as u64;
    }
    for folder in folders {
        // A rename is on the disk only once its folder is.
        File::open(&folder)
            .and_then(|file| file.sync_all())
            .map_err(|cause| DeliverError::Folder { path: folder.clone(), cause })?;
    }
    Ok(delivered)
}

/// Removes files that a killed run left half-written; returns how many.
///
/// # Errors
/// Never for a folder that is not there; [`DeliverError`] when one cannot be read.
pub fn sweep(output: &Path) -> Result<usize, DeliverError> {
    let mut swept = 0;
    let mut folders = vec![output.to_owned()];
    while let Some(folder) = folders.pop() {
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => continue,
            Err(cause) => return Err(DeliverError::Folder { path: folder, cause }),
        };
        for entry in entries.flatten() {
            let Ok(kind) = entry.file_type() else { continue };
            if kind.is_dir() {
                folders.push(entry.path());
            } else if entry.file_name().to_string_lossy().starts_with(UNFINISHED)
                && fs::remove_file(entry.path()).is_ok()
            {
                swept += 1;
            }
        }
    }
    Ok(swept)
}

fn place(output: &Path, path: &str) -> Result<PathBuf, DeliverError> {
    let relative = Path::new(path);
    let inside = !path.is_empty() && relative.components().all(|part| matches!(part, Component::Normal(_)));
    if inside { Ok(output.join(relative)) } else { Err(DeliverError::Outside { path: path.to_owned() }) }
}

fn is_same(path: &Path, body: &[u8]) -> bool {
    fs::metadata(path).is_ok_and(|about| about.len() == body.len() as u64)
        && fs::read(path).is_ok_and(|before| before == body)
}

fn write_one(folder: &Path, path: &Path, body: &[u8]) -> io::Result<()> {
    let mut file = beside(folder)?;
    file.write_all(body)?;
    file.as_file().sync_all()?;
    file.persist(path).map_err(|failed| failed.error)?;
    Ok(())
}

fn beside(folder: &Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(UNFINISHED).suffix(".part");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        // What anybody may read, less what the umask takes away: a web server runs as somebody else.
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(folder)
}

#[cfg(test)]
mod tests {
    use super::{DeliverError, Delivered, Page, sweep, write};
    use std::fs;

    #[test]
    fn a_page_is_written_once_and_then_left_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        let pages = [Page::new("2026/05/06/index.html", "one"), Page::new("index.html", "two")];
        let first = write(folder.path(), &pages).expect("written");
        assert_eq!(first, Delivered { written: 2, unchanged: 0, bytes: 6 });
        let second = write(folder.path(), &pages).expect("written");
        assert_eq!(second, Delivered { written: 0, unchanged: 2, bytes: 0 });
        assert_eq!(fs::read_to_string(folder.path().join("2026/05/06/index.html")).expect("a page"), "one");
    }

    #[test]
    fn no_page_leaves_the_folder() {
        let folder = tempfile::tempdir().expect("a folder");
        for path in ["../index.html", "/etc/index.html", "", "a/../../b"] {
            let outcome = write(folder.path(), &[Page::new(path, "x")]);
            assert!(matches!(outcome, Err(DeliverError::Outside { .. })), "{path}: {outcome:?}");
        }
    }

    #[test]
    fn left_overs_are_swept_and_pages_stay() {
        let folder = tempfile::tempdir().expect("a folder");
        write(folder.path(), &[Page::new("story/a.html", "page")]).expect("written");
        let left_over = folder.path().join("story/.tidings-x7.part");
        fs::copy(folder.path().join("story/a.html"), &left_over).expect("a left-over");
        assert_eq!(sweep(folder.path()).expect("swept"), 1);
        assert!(!left_over.exists());
        assert!(folder.path().join("story/a.html").exists());
        assert_eq!(sweep(&folder.path().join("nowhere")).expect("nothing to sweep"), 0);
    }
}
