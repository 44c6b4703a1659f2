//! Places outside of `feeds.toml` that the environment names.

use std::path::PathBuf;

/// The folder for a user's own systemd units; none where nobody is at home.
#[must_use]
pub fn units() -> Option<PathBuf> {
    let set = |name: &str| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let config = set("XDG_CONFIG_HOME").or_else(|| Some(set("HOME")?.join(".config")))?;
    Some(config.join("systemd/user"))
}
