//! The outcome of a run as figures for machines.

use super::report::{self, Done};
use crate::monitor::{Made, Run, Status, Tally, write as write_text};
use crate::pipeline::{Error, GatherReport, Outcome, PublishReport};
use jiff::Timestamp;
use std::path::Path;
use std::time::Duration;

/// How a run went that ended at `at` and took `took`.
pub(super) fn run(ended: Result<&Done, &Error>, at: Timestamp, took: Duration) -> Run {
    let done = ended.ok();
    let gathered = done.and_then(|done| done.gathered.as_ref());
    let made = done.and_then(|done| match done.published.as_ref().map(|published| &published.pages) {
        Some(PublishReport::Edition { figures, .. }) => Some(Made {
            entries: figures.entries,
            entries_kept: figures.entries_kept,
            briefs: figures.briefs,
            singles: figures.singles,
        }),
        _ => None,
    });
    let ok = done.is_some() && !gathered.is_some_and(GatherReport::is_cut_off);
    Run { at, took, ok, gathered: gathered.map(tally), made }
}

fn tally(report: &GatherReport) -> Tally {
    let mut tally = Tally { entries_new: report.entries_new(), ..Tally::default() };
    for feed in &report.feeds {
        tally.alerting += usize::from(feed.status.needs_person.is_some());
        match feed.outcome {
            Outcome::Read { .. } => tally.read += 1,
            Outcome::Unchanged => tally.unchanged += 1,
            Outcome::Failed { .. } => tally.failed += 1,
            Outcome::NotDue { .. } => tally.not_due += 1,
            Outcome::NotReached => tally.not_reached += 1,
        }
    }
    tally
}

/// Writes figures to a file. That it fails is said, and changes nothing about the run.
pub(super) fn write(path: &Path, status: &Status) {
    if let Err(cause) = write_text(path, &status.text()) {
        report::no_metrics(path, &cause);
    }
}
