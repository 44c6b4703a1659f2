//! What several commands are given: the flags that all have, and the time.

use crate::clock::Clock;
use clap::{Args, ValueEnum};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(super) struct Common {
    /// The file that lists outlets and topics; paths in it are relative to it.
    #[arg(long, global = true, value_name = "FILE", default_value = "feeds.toml")]
    pub(super) config: PathBuf,
    /// Say nothing but what a person must act on.
    #[arg(short, long, global = true)]
    pub(super) quiet: bool,
    /// Say more: once for each stage, twice for each feed.
    #[arg(short, long, global = true, action = clap::ArgAction::Count)]
    pub(super) verbose: u8,
    /// How log lines are written to standard error.
    #[arg(long, global = true, value_name = "FORM", default_value = "text")]
    pub(super) log: LogForm,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum LogForm {
    Text,
    Json,
}

#[derive(Debug, Args)]
pub(super) struct PublishArgs {
    /// Take this for the time now: 2026-11-23T07:00 in the digest's zone, or with an offset or Z.
    #[arg(long, value_name = "TIME")]
    pub(super) at: Option<String>,
}

/// The machine's clock, or the moment that `--at` names.
pub(super) fn clock(at: Option<&str>, zone: &TimeZone) -> Result<Clock, String> {
    at.map_or(Ok(Clock::System), |text| moment(text, zone).map(Clock::Fixed))
}

/// Reads `--at`: with an offset or `Z` as it stands, without one in the digest's zone.
fn moment(text: &str, zone: &TimeZone) -> Result<Timestamp, String> {
    if let Ok(at) = text.parse::<Timestamp>() {
        return Ok(at);
    }
    text.parse::<jiff::civil::DateTime>()
        .ok()
        .and_then(|local| local.to_zoned_datetime(zone.clone()).ok())
        .map(|zoned| zoned.timestamp())
        .ok_or_else(|| format!("--at {text}: not a time; write 2026-11-23T07:00 or 2026-11-23T07:00:00Z"))
}
