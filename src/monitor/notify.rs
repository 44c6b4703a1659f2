//! Signs of life for systemd; nothing where there is none.

use std::time::Duration;

/// What systemd is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign<'a> {
    /// It follows its schedule.
    Ready,
    /// It is alive.
    Alive,
    /// It is about to end.
    Stopping,
    /// What it is doing, in words.
    Doing(&'a str),
}

/// Tells systemd, if it started us. That it cannot be told is no reason to stop.
#[cfg(unix)]
pub fn notify(sign: Sign<'_>) {
    let state = match sign {
        Sign::Ready => sd_notify::NotifyState::Ready,
        Sign::Alive => sd_notify::NotifyState::Watchdog,
        Sign::Stopping => sd_notify::NotifyState::Stopping,
        Sign::Doing(words) => sd_notify::NotifyState::Status(words),
    };
    let _ = sd_notify::notify(&[state]);
}

/// Tells systemd, if it started us.
#[cfg(not(unix))]
pub fn notify(_sign: Sign<'_>) {}

/// How often systemd wants a sign of life; it takes us for dead after twice that.
#[must_use]
pub fn watchdog() -> Option<Duration> {
    #[cfg(unix)]
    return sd_notify::watchdog_enabled().map(|time| time / 2);
    #[cfg(not(unix))]
    None
}
