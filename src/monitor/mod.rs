//! How Tidings itself is, for machines: figures in the text form of Prometheus, in a file or on a loopback port, and
//! signs of life for systemd.

mod figures;
mod notify;
mod serve;

pub use figures::{Daemon, Made, Run, Status, Tally};
pub use notify::{Sign, notify, watchdog};
pub use serve::serve;

use std::io::{self, Write as _};
use std::path::Path;

/// Writes figures beside `path` and renames them, so that nobody ever reads half of them.
///
/// # Errors
/// What the system said.
pub fn write(path: &Path, text: &str) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut file = tempfile::Builder::new().prefix(".tidings-").suffix(".part").tempfile_in(folder)?;
    file.write_all(text.as_bytes())?;
    open_to_all(file.as_file())?;
    file.persist(path)?;
    Ok(())
}

/// Whoever collects the figures is somebody else: temporary files are for their owner alone.
#[cfg(unix)]
fn open_to_all(file: &std::fs::File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    file.set_permissions(std::fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "the same form as where there are permissions")]
fn open_to_all(_file: &std::fs::File) -> io::Result<()> {
    Ok(())
}
