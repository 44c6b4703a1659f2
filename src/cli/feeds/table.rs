//! `tidings feeds list`: what each feed brought, and how it is.

use super::super::amounts::{count, share, size};
use super::super::common::clock;
use super::super::report;
use super::super::runtime::block_on;
use crate::config::Config;
use crate::model::{Ill, span};
use crate::pipeline::{Error, FeedReport, Pipeline};
use clap::Args;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use std::fmt::Write as _;
use std::path::Path;
use std::process::ExitCode;

const COLUMNS: usize = 9;
const HEAD: [&str; COLUMNS] =
    ["outlet", "entries", "last read", "usual gap", "silent for", "304s", "received", "next try", "feed"];

/// Flags of `feeds list`.
#[derive(Debug, Args)]
pub(super) struct ListArgs {
    /// As JSON, for scripts.
    #[arg(long)]
    json: bool,
    /// Take this for the time now: 2026-11-23T07:00 in the digest's zone, or with an offset or Z.
    #[arg(long, value_name = "TIME")]
    at: Option<String>,
}

impl ListArgs {
    /// Whether any of them was given.
    pub(super) fn is_given(&self) -> bool {
        self.json || self.at.is_some()
    }
}

pub(super) fn run(path: &Path, args: &ListArgs) -> ExitCode {
    let config = match Config::load(path) {
        Ok(config) => config,
        Err(problems) => return report::stopped(&Error::from(problems)),
    };
    let clock = match clock(args.at.as_deref(), &config.zone) {
        Ok(clock) => clock,
        Err(problem) => return report::usage(&problem),
    };
    let reports = block_on(async {
        let pipeline = Pipeline::open(config.clone(), clock).await?;
        let reports = pipeline.feeds().await;
        pipeline.close().await;
        reports
    });
    match reports {
        Ok(reports) if args.json => match serde_json::to_string_pretty(&reports) {
            Ok(json) => report::output(&format!("{json}\n")),
            Err(cause) => report::usage(&cause.to_string()),
        },
        Ok(reports) => report::output(&table(&config, &reports)),
        Err(stop) => report::stopped(&stop),
    }
}

fn table(config: &Config, reports: &[FeedReport]) -> String {
    let time = |at: Option<Timestamp>, none: &str| {
        at.map_or_else(
            || none.to_owned(),
            |at| at.to_zoned_datetime(config.zone.clone()).strftime("%-d %b %H:%M").to_string(),
        )
    };
    let none = || "–".to_owned();
    let rows: Vec<[String; COLUMNS]> = reports
        .iter()
        .map(|feed| {
            let next = match feed.gone_since {
                _ if feed.is_due => "now".to_owned(),
                Some(_) => "not again".to_owned(),
                None => time(feed.next_try, "now"),
            };
            [
                feed.outlet.clone(),
                feed.entries.to_string(),
                time(feed.last_success, "never"),
                feed.usual_gap_s.map_or_else(none, seconds),
                feed.silent_s.map_or_else(none, seconds),
                share(feed.unchanged, feed.attempts).unwrap_or_else(none),
                size(feed.bytes),
                next,
                feed.url.clone(),
            ]
        })
        .collect();
    let head = HEAD.map(str::to_owned);
    let widths: Vec<usize> = (0..COLUMNS)
        .map(|column| rows.iter().chain([&head]).map(|row| row[column].chars().count()).max().unwrap_or(0))
        .collect();
    let mut text = String::new();
    line(&mut text, &head, &widths);
    for (row, feed) in rows.iter().zip(reports) {
        line(&mut text, row, &widths);
        for note in notes(feed, &config.zone, |at| time(Some(at), "")) {
            let _ = writeln!(text, "  {note}");
        }
    }
    text
}

/// What stands under a feed's line: what a person may want to do something about.
fn notes(feed: &FeedReport, zone: &TimeZone, time: impl Fn(Timestamp) -> String) -> Vec<String> {
    let mut notes = Vec::new();
    if !feed.status.asked {
        notes.push("not asked yet".to_owned());
    }
    notes.extend(feed.status.ills.iter().map(|ill| match ill {
        Ill::Failing { since, failures, cause, .. } => {
            format!("{cause} ({} in a row, since {})", count(*failures as usize, "failure"), time(*since))
        }
        _ => ill.words(zone),
    }));
    notes.extend(feed.status.moved.iter().map(|to| format!("has moved for good: write {to} in place of it")));
    if !feed.repairs.is_empty() {
        notes.push(format!("read with {}: {}", count(feed.repairs.len(), "repair"), feed.repairs.join(", ")));
    }
    notes
}

fn line(text: &mut String, row: &[String; COLUMNS], widths: &[usize]) {
    let mut cells = String::new();
    for (cell, width) in row.iter().zip(widths) {
        cells.push_str(cell);
        cells.extend(std::iter::repeat_n(' ', width + 2 - cell.chars().count()));
    }
    let _ = writeln!(text, "{}", cells.trim_end());
}

fn seconds(seconds: i64) -> String {
    span(SignedDuration::from_secs(seconds))
}
