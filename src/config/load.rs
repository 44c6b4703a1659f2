//! From the disk to a [`Config`].

use super::check;
use super::checked::Config;
use super::problem::ConfigError;
use std::io::Read as _;
use std::path::Path;

/// The most bytes a `feeds.toml` may have. Ten thousand outlets fit; a feed or a log given by mistake does not.
const MAX_BYTES: u64 = 4_000_000;

impl Config {
    /// Reads and checks `path`.
    ///
    /// # Errors
    /// [`ConfigError`] when the file cannot be read, or with every problem found in it.
    pub fn load(path: &Path) -> Result<Self, ConfigError> {
        let text = read(path)?;
        let absolute =
            std::path::absolute(path).map_err(|source| ConfigError::Unreadable { path: path.to_owned(), source })?;
        check::check(path, &absolute, &text)
    }
}

pub(super) fn read(path: &Path) -> Result<String, ConfigError> {
    let unreadable = |source: std::io::Error| match source.kind() {
        std::io::ErrorKind::NotFound => ConfigError::Missing { path: path.to_owned() },
        _ => ConfigError::Unreadable { path: path.to_owned(), source },
    };
    let facts = std::fs::metadata(path).map_err(unreadable)?;
    if facts.is_dir() {
        return Err(ConfigError::Folder { path: path.to_owned() });
    }
    let mut bytes = Vec::new();
    // Counted while reading: a pipe does not tell its size beforehand.
    std::fs::File::open(path).and_then(|file| file.take(MAX_BYTES + 1).read_to_end(&mut bytes)).map_err(unreadable)?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(ConfigError::TooLarge { path: path.to_owned(), most: MAX_BYTES });
    }
    if bytes.starts_with(b"\xEF\xBB\xBF") {
        bytes.drain(..3);
    }
    String::from_utf8(bytes).map_err(|error| {
        let good = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = good.split(|byte| *byte == b'\n').count();
        let start = good.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        let column = String::from_utf8_lossy(&good[start..]).chars().count() + 1;
        ConfigError::Encoding { path: path.to_owned(), line, column }
    })
}
