//! `tidings feeds`: what each feed brought, and how it is.

#![expect(clippy::print_stdout, reason = "this is where the program speaks")]

use super::{block_on, report};
use crate::clock::Clock;
use crate::config::Config;
use crate::pipeline::{Error, FeedReport, Pipeline};
use clap::Args;
use std::fmt::Write as _;
use std::path::Path;
use std::process::ExitCode;

/// Flags of `feeds`.
#[derive(Debug, Args)]
pub(super) struct FeedsArgs {
    /// As JSON, for scripts.
    #[arg(long)]
    json: bool,
}

pub(super) fn run(path: &Path, args: &FeedsArgs) -> ExitCode {
    let config = match Config::load(path) {
        Ok(config) => config,
        Err(problems) => return report::stopped(&Error::from(problems)),
    };
    let reports = block_on(async {
        let pipeline = Pipeline::open(config.clone(), Clock::System).await?;
        let reports = pipeline.feeds().await;
        pipeline.close().await;
        reports
    });
    match reports {
        Ok(reports) if args.json => match serde_json::to_string_pretty(&reports) {
            Ok(json) => {
                println!("{json}");
                ExitCode::SUCCESS
            }
            Err(cause) => report::usage(&cause.to_string()),
        },
        Ok(reports) => {
            print!("{}", table(&config, &reports));
            ExitCode::SUCCESS
        }
        Err(stop) => report::stopped(&stop),
    }
}

fn table(config: &Config, reports: &[FeedReport]) -> String {
    let time = |at: Option<jiff::Timestamp>| {
        at.map_or_else(
            || "never".to_owned(),
            |at| at.to_zoned_datetime(config.zone.clone()).strftime("%-d %b %H:%M").to_string(),
        )
    };
    let rows: Vec<[String; 5]> = reports
        .iter()
        .map(|feed| {
            let mut state = match (&feed.cause, feed.last_success) {
                (Some(cause), _) => format!("{cause} ({} in a row)", feed.failures),
                (None, None) => "not asked yet".to_owned(),
                (None, Some(_)) => "well".to_owned(),
            };
            if !feed.repairs.is_empty() {
                let repairs = report::count(feed.repairs.len(), "repair");
                let _ = write!(state, "; read with {repairs}: {}", feed.repairs.join(", "));
            }
            [feed.outlet.clone(), feed.url.clone(), feed.entries.to_string(), time(feed.last_success), state]
        })
        .collect();
    let head = ["outlet", "feed", "entries", "last read", "how it is"].map(str::to_owned);
    let widths: Vec<usize> = (0..4)
        .map(|column| rows.iter().chain([&head]).map(|row| row[column].chars().count()).max().unwrap_or(0))
        .collect();
    let mut text = String::new();
    for row in [&head].into_iter().chain(&rows) {
        for (cell, width) in row.iter().zip(&widths) {
            text.push_str(cell);
            text.extend(std::iter::repeat_n(' ', width + 2 - cell.chars().count()));
        }
        text.push_str(&row[4]);
        text.push('\n');
    }
    text
}
