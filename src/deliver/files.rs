//! Files: written beside and renamed, so that none is ever half there.

use super::clear;
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
    /// A page could not be removed.
    #[error("{path} cannot be removed: {cause}")]
    Remove {
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
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Delivered {
    /// Pages written, because they are new or differ from what was there.
    pub written: usize,
    /// Pages that were there already, byte for byte, and were not touched.
    pub unchanged: usize,
    /// Bytes written.
    pub bytes: u64,
    /// What lay in the place of a page and was no file, under the names it has now.
    pub kept: Vec<PathBuf>,
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
            let failed = |cause| DeliverError::Folder { path: folder.to_owned(), cause };
            delivered.kept.extend(clear::for_folder(output, folder).map_err(failed)?);
            fs::create_dir_all(folder).map_err(failed)?;
            folders.insert(folder.to_owned());
        }
        let failed = |cause| DeliverError::Write { path: path.clone(), cause };
        delivered.kept.extend(clear::for_page(&path).map_err(failed)?);
        write_one(folder, &path, &page.body).map_err(failed)?;
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

/// Removes the pages at `paths` below `output`, and folders that are empty then; returns how many pages were there.
///
/// # Errors
/// [`DeliverError`] names the first page that could not be removed.
pub fn remove(output: &Path, paths: &[String]) -> Result<usize, DeliverError> {
    let mut removed = 0;
    for path in paths {
        let path = place(output, path)?;
        match fs::remove_file(&path) {
            Ok(()) => removed += 1,
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => {}
            Err(cause) => return Err(DeliverError::Remove { path, cause }),
        }
        // Only folders that are empty can be removed, so whatever else is kept there stays.
        let mut folder = path.parent();
        while let Some(inner) = folder.filter(|inner| *inner != output)
            && fs::remove_dir(inner).is_ok()
        {
            folder = inner.parent();
        }
    }
    Ok(removed)
}

/// Puts `body` in the place of the file at `path`, beside it first and then renamed: a reader sees the old file or the
/// new one. Permissions stay, for root the owner too, and a link stays one: what it points to is replaced.
///
/// # Errors
/// [`DeliverError::Write`] when it cannot be written, or may not: a file that is read-only stays as it is.
pub fn replace(path: &Path, body: &[u8]) -> Result<(), DeliverError> {
    let failed = |cause| DeliverError::Write { path: path.to_owned(), cause };
    let place = fs::canonicalize(path).or_else(|_| std::path::absolute(path)).map_err(failed)?;
    let before = fs::metadata(&place).ok();
    if before.as_ref().is_some_and(|before| before.permissions().readonly()) {
        return Err(failed(io::Error::new(io::ErrorKind::PermissionDenied, "it is read-only")));
    }
    let folder = place.parent().unwrap_or(Path::new("/"));
    let write = || {
        let file = whole(folder, body)?;
        if let Some(before) = &before {
            #[cfg(unix)]
            {
                use std::os::unix::fs::{MetadataExt as _, fchown};
                // Only root may; for everybody else the file was theirs already, or its group lets them.
                let _ = fchown(file.as_file(), Some(before.uid()), Some(before.gid()));
            }
            file.as_file().set_permissions(before.permissions())?;
        }
        file.persist(&place).map_err(|failed| failed.error)?;
        File::open(folder)?.sync_all()
    };
    write().map_err(failed)
}

/// Writes `body` to a file at `path` where there is none; `false` when there is one, which stays as it is.
///
/// # Errors
/// [`DeliverError::Write`] when it cannot be written.
pub fn create(path: &Path, body: &[u8]) -> Result<bool, DeliverError> {
    let write = || {
        let place = std::path::absolute(path)?;
        let folder = place.parent().unwrap_or(Path::new("/"));
        match whole(folder, body)?.persist_noclobber(&place) {
            Ok(_) => File::open(folder)?.sync_all().map(|()| true),
            Err(failed) if failed.error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
            Err(failed) => Err(failed.error),
        }
    };
    write().map_err(|cause| DeliverError::Write { path: path.to_owned(), cause })
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
    clear::is_page(path, body.len() as u64) && fs::read(path).is_ok_and(|before| before == body)
}

fn write_one(folder: &Path, path: &Path, body: &[u8]) -> io::Result<()> {
    whole(folder, body)?.persist(path).map_err(|failed| failed.error)?;
    Ok(())
}

/// A file in `folder` that holds `body`, on the disk, without a name of its own yet.
fn whole(folder: &Path, body: &[u8]) -> io::Result<NamedTempFile> {
    let mut file = beside(folder)?;
    file.write_all(body)?;
    file.as_file().sync_all()?;
    Ok(file)
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
    use super::{DeliverError, Delivered, Page, create, remove, replace, sweep, write};
    use std::fs;

    #[test]
    fn a_page_is_written_once_and_then_left_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        let pages = [Page::new("2026/05/06/index.html", "one"), Page::new("index.html", "two")];
        let first = write(folder.path(), &pages).expect("written");
        assert_eq!(first, Delivered { written: 2, unchanged: 0, bytes: 6, kept: Vec::new() });
        let second = write(folder.path(), &pages).expect("written");
        assert_eq!(second, Delivered { written: 0, unchanged: 2, bytes: 0, kept: Vec::new() });
        assert_eq!(fs::read_to_string(folder.path().join("2026/05/06/index.html")).expect("a page"), "one");
    }

    #[test]
    fn a_file_is_created_once_and_replaced_unless_it_is_read_only() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("feeds.toml");
        assert!(create(&path, b"one").expect("created"));
        assert!(!create(&path, b"two").expect("left alone"));
        replace(&path, b"three").expect("replaced");
        assert_eq!(fs::read(&path).expect("a file"), b"three");
        let mut permissions = fs::metadata(&path).expect("a file").permissions();
        permissions.set_readonly(true);
        fs::set_permissions(&path, permissions).expect("read-only");
        let refused = replace(&path, b"four").expect_err("refused").to_string();
        assert!(refused.ends_with("feeds.toml cannot be written: it is read-only"), "{refused}");
        assert_eq!(fs::read(&path).expect("a file"), b"three");
    }

    #[cfg(unix)]
    #[test]
    fn a_file_that_is_replaced_keeps_its_permissions_and_the_link_to_it() {
        use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown};
        let folder = tempfile::tempdir().expect("a folder");
        let (real, link) = (folder.path().join("real.toml"), folder.path().join("feeds.toml"));
        assert!(create(&real, b"one").expect("created"));
        fs::set_permissions(&real, fs::Permissions::from_mode(0o600)).expect("private");
        // Where the tests run as root, they can give it away.
        let _ = chown(&real, Some(4711), None);
        let owner = fs::metadata(&real).expect("a file").uid();
        std::os::unix::fs::symlink(&real, &link).expect("a link");
        replace(&link, b"two").expect("replaced");
        assert!(fs::symlink_metadata(&link).expect("a link").is_symlink());
        assert_eq!(fs::read(&real).expect("a file"), b"two");
        assert_eq!(fs::metadata(&real).expect("a file").permissions().mode() & 0o777, 0o600);
        assert_eq!(fs::metadata(&real).expect("a file").uid(), owner);
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
    fn pages_are_removed_with_the_folders_they_leave_empty() {
        let folder = tempfile::tempdir().expect("a folder");
        let pages = ["2026/05/06/index.html", "2026/05/06/digest.md", "2026/07/01/index.html"];
        write(folder.path(), &pages.map(|path| Page::new(path, "x"))).expect("written");
        let gone = [pages[0], pages[1], "2026/05/06/why.json"].map(str::to_owned);
        assert_eq!(remove(folder.path(), &gone).expect("removed"), 2);
        assert!(!folder.path().join("2026/05").exists() && folder.path().join("2026/07/01/index.html").exists());
        assert!(remove(folder.path(), &["../x".to_owned()]).is_err());
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
